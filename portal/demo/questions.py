"""What employees of the demonstration have asked the leads, and what was answered."""

from accounts.models import User
from brgs.models import BRG
from chapters.models import Chapter, ChapterOfficer
from questions.models import Message, Question

from . import tables
from .cast import CAST, DOMAIN
from .chance import ago, chance
from .posts import lead_of
from .presence import MARK, employee_id

Status = Question.Status
# So many people are drawn to ask, of whom some may have left meanwhile.
DRAWN = 20


def load_questions(*, seed, today):
    """Write the questions with what both sides said."""
    people = strangers(chance(seed, "questions"))
    for entry in tables.questions():
        asker = _of_cast(entry["asker"]) if "asker" in entry else people.pop()
        _ask(entry, asker, today)


def strangers(rng):
    """A few people in no particular group who are none of the cast."""
    everybody = User.objects.filter(employee_id__startswith=MARK).count()
    numbers = rng.sample(range(len(CAST) + 1, everybody + 1), DRAWN)
    people = User.objects.filter(employee_id__in=map(employee_id, numbers), is_active=True)
    return list(people.order_by("employee_id"))


def _of_cast(local_part):
    return User.objects.get(email=f"{local_part}@{DOMAIN}")


def _ask(entry, asker, today):
    brg, said = BRG.objects.get(acronym=entry["brg"]), entry["said"]
    chapter = None
    if "chapter" in entry:
        chapter = Chapter.objects.open().get(brg=brg, region__name=entry["chapter"])
    question = Question.objects.create(
        brg=brg,
        chapter=chapter,
        asker=asker,
        is_named=entry.get("named", False),
        kind=entry.get("kind", Question.Kind.QUESTION),
        subject=entry["subject"],
        status=entry.get("status", Status.OPEN if len(said) == 1 else Status.ANSWERED),
        asked=_said_at(said[0], 0, today),
        last=_said_at(said[-1], len(said) - 1, today),
    )
    Message.objects.bulk_create(_messages(question, said, today))


def _messages(question, said, today):
    """The words of both sides in turn; those of the leads by whoever leads today, if anybody."""
    lead = _lead_of(question, today)
    for place, words in enumerate(said):
        is_answer = place % 2 == 1
        yield Message(
            question=question,
            from_leads=is_answer,
            # Who asked stands in the question alone.
            author=lead if is_answer else None,
            text=words["text"],
            said=_said_at(words, place, today),
        )


def _lead_of(question, today):
    if question.chapter_id is None:
        lead = lead_of(question.brg.acronym, today)
    else:
        leads = ChapterOfficer.objects.leading(today).filter(chapter=question.chapter_id)
        lead = leads.select_related("person").order_by("starts", "pk").first()
    return lead and lead.person


def _said_at(words, place, today):
    return ago(today, words["days_ago"], 11 + 2 * place)

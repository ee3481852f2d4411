"""What the demonstration's groups tell, what is asked, and what each of its people finds of it."""

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from accounts.clock import organization_midnight, organization_today
from accounts.models import User
from brgs.models import BRG, Membership
from chapters.models import ChapterMembership
from content.pictures import NEWS, variant
from news.models import NewsItem
from notices.models import Choice, Letter, Mailbox, Notice
from portal.demo.cast import CAST
from portal.demo.chance import ago
from portal.demo.load import load
from portal.demo.news import days_ago
from portal.demo.progress import Progress
from portal.demo.told import DIGEST_IS_SENT
from questions.models import Message, Question

pytestmark = pytest.mark.django_db

Status = NewsItem.Status
# What only some news have, and no form asks for.
UNSET = ["chapter", "goes_out", "published", "told_on", "letter", "author", "askers", "asked"]


def quietly(**arguments):
    return load(progress=Progress(io.StringIO()), **{"employees": 300} | arguments)


def person(local_part):
    return User.objects.get(email=f"{local_part}@demo.example")


def group(acronym):
    return BRG.objects.get(acronym=acronym)


def told_to(local_part, **facts):
    return Notice.objects.of(person(local_part)).filter(**facts).select_related("letter")


def days_since(instant):
    return (organization_today() - timezone.localdate(instant)).days


def kinds(notices):
    return sorted(set(notices.values_list("letter__kind", flat=True)))


# News


def test_every_group_has_told_a_dozen_things_or_more_in_two_years(demo):
    today = organization_today()
    for brg in BRG.objects.all():
        days = [item.published.date() for item in NewsItem.objects.filter(brg=brg).published()]
        assert 12 <= len(days) <= 20
        assert dt.timedelta(days=300) < max(days) - min(days) < dt.timedelta(days=731)
        assert dt.timedelta() < today - max(days) < dt.timedelta(days=14)


def test_no_sentence_is_told_twice(demo):
    items = NewsItem.objects.all()
    sentences = [words for item in items for words in item.body.split("\n") if len(words) > 20]
    for column in (sentences, [item.title for item in items]):
        assert len(column) == len(set(column)) > 100


def test_all_news_would_pass_the_forms(demo):
    for item in NewsItem.objects.select_related("brg", "chapter"):
        item.clean_fields(exclude=UNSET)
        item.validate_constraints()
        assert item.chapter is None or item.chapter.brg == item.brg
        assert item.body_html.startswith("<")


def test_audiences_are_mixed_and_every_group_has_something_for_everybody(demo):
    shown = set(NewsItem.objects.values_list("audience", flat=True))
    assert shown == {"public", "employees", "members"}
    public = NewsItem.objects.public()
    assert public.values("brg").distinct().order_by().count() == 10
    assert NewsItem.objects.filter(chapter__isnull=False).count() == 13


def test_nobody_was_told_where_so_few_could_be_made_out(demo):
    few = NewsItem.objects.published().filter(told="nobody")
    assert few.exists()
    assert set(few.values_list("told_rule", "told_figure", "told_on")) == {("Nobody", "", None)}
    assert not NewsItem.objects.filter(told_figure="Fewer than 10").exists()


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"days_ago": 5}, 5),
        ({"day": "03-01"}, 1),
        ({"day": "03-02"}, 365),
        ({"day": "03-03"}, 364),
        ({"day": "03-01", "year": 2}, 366),
        ({"day": "03-03", "year": 2}, 729),
    ],
)
def test_a_day_of_the_year_is_the_last_one_before_today(entry, expected):
    # The second of March 2026; no leap day lies in the two years before.
    assert days_ago(entry, dt.date(2026, 3, 2)) == expected


def test_pictures_lie_in_storage_in_both_widths_and_one_is_decoration(demo):
    items = NewsItem.objects.exclude(picture="")
    assert sorted(item.picture_alt != "" for item in items) == [False, True, True, True, True]
    for item in items:
        for width in NEWS.widths:
            assert default_storage.exists(variant(item.picture, width))


def test_kpapia_has_one_of_each_that_is_not_out(demo):
    rows = NewsItem.objects.exclude(status=Status.PUBLISHED).select_related("brg", "author")
    found = {(item.brg.acronym, item.status): item for item in rows}
    assert set(found) == {
        ("KPAPIA", "draft"),
        ("KPAPIA", "scheduled"),
        ("KPAPIA", "waiting"),
        ("KPAPIA", "returned"),
        ("WE@KP", "waiting"),
    }
    for (acronym, _), item in found.items():
        assert acronym != "KPAPIA" or item.author == person("lead")
    scheduled = found["KPAPIA", "scheduled"]
    assert scheduled.told_on - organization_today() == dt.timedelta(days=2)
    assert scheduled.goes_out.date() == scheduled.told_on
    waiting = found["KPAPIA", "waiting"]
    assert (waiting.told, waiting.askers) == ("employees", [person("lead").public_id])
    assert found["KPAPIA", "returned"].note.startswith("Lovely films.")


# Questions


def test_the_leads_of_kpapia_are_asked_with_and_without_a_name(demo):
    found = Question.objects.for_leads(person("lead")).order_by("status", "is_named", "-kind")
    rows = list(found.values_list("status", "is_named", "kind"))
    assert rows == [
        ("answered", True, "question"),
        ("closed", False, "question"),
        ("open", False, "question"),
        ("open", True, "question"),
        ("open", True, "help"),
    ]
    assert found.get(kind="help").asker == person("member")
    assert found.get(status="answered").asker == person("employee")


def test_the_chapter_lead_of_kp_pride_is_asked_without_a_name(demo):
    found = Question.objects.for_leads(person("chapter.lead"))
    assert sorted(found.values_list("status", "is_named")) == [("answered", False), ("open", False)]
    assert found.get(status="answered").asker == person("hidden")


def test_answers_are_by_who_leads_and_who_asked_stands_in_the_question_alone(demo):
    of_leads = Message.objects.filter(from_leads=True, question__brg=group("KPAPIA"))
    assert {message.author for message in of_leads} == {person("lead")}
    assert not Message.objects.filter(from_leads=False, author__isnull=False).exists()
    for question in Question.objects.all():
        first, *_, last = [question.messages.first(), *question.messages.all()]
        assert (question.asked, question.last) == (first.said, last.said)


def test_who_asks_without_being_of_the_cast_is_an_employee(demo):
    cast = [character.email for character in CAST]
    drawn = Question.objects.exclude(asker__email__in=cast).select_related("asker")
    assert drawn.count() == 5
    assert all(question.asker.is_active for question in drawn)


# What each finds


@pytest.mark.parametrize("character", CAST, ids=lambda one: one.local_part)
def test_everybody_of_the_cast_finds_something_new_and_something_read(demo, character):
    notices = told_to(character.local_part)
    unread = notices.unread()
    assert 1 <= unread.count() <= 15
    assert notices.count() - unread.count() >= 8
    assert notices.filter(mail="waiting").exists() or character.local_part == "member"
    assert notices.filter(mail="sent").exists()


def test_the_worker_finds_mail_that_is_due_for_all_of_the_cast(demo):
    tomorrow = organization_midnight(organization_today() + dt.timedelta(days=1))
    due = Notice.objects.filter(mail="waiting", due__lt=tomorrow)
    assert {notice.person.email for notice in due} == {character.email for character in CAST}
    assert due.count() == Notice.objects.filter(mail="waiting").count()
    assert not Mailbox.objects.filter(quiet=True).exists()


def test_what_is_on_its_way_has_its_words_and_what_has_gone_out_has_none(demo):
    on_their_way = Notice.objects.on_their_way().exclude(letter__kind="digest")
    assert on_their_way.exists()
    # A mail without a text of its own says the line of the notice.
    assert not on_their_way.filter(letter__body="", letter__line="").exists()
    assert on_their_way.exclude(letter__body="").exists()
    others = Letter.objects.exclude(notices__in=Notice.objects.on_their_way())
    assert others.exists()
    assert set(others.values_list("body", flat=True)) == {""}


def test_nobody_else_gets_mail(demo):
    cast = [character.email for character in CAST]
    others = Notice.objects.exclude(person__email__in=cast)
    assert others.exists()
    assert set(others.values_list("mail", flat=True)) == {"none"}


def test_the_member_reads_news_once_a_day_and_the_last_digest_has_yet_to_go_out(demo):
    choice = Choice.objects.get()
    assert (choice.person, choice.kind, choice.delivery) == (person("member"), "news", "daily")
    digests = Notice.objects.filter(letter__kind="digest")
    assert {digest.person for digest in digests} == {person("member")}
    has_gone = Q(due__lt=ago(organization_today(), DIGEST_IS_SENT))
    gone, waiting = digests.filter(has_gone), digests.exclude(has_gone)
    assert [{digest.mail for digest in each} for each in (gone, waiting)] == [{"sent"}, {"waiting"}]
    assert gone.count() >= 3
    last = waiting.get(parts__letter__title="Winter coats: bring one, or take one")
    assert last.due.astimezone(person("member").zone).time() == dt.time(8)
    # News of the seasons may have come on the same day.
    assert {
        "Who drives whom to the outing?",
        "The lunch table moves to the second floor",
    } < set(last.parts.values_list("letter__title", flat=True))
    assert set(last.parts.values_list("mail", flat=True)) == {"in_digest"}


def test_what_names_a_sensitive_group_is_discreet(demo):
    for local_part in ("hidden", "chapter.lead"):
        of_pride = told_to(local_part, letter__topic=f"brg:{group('KP Pride').pk}")
        assert {"news", "question"} <= set(kinds(of_pride))
        assert set(of_pride.values_list("discreet", flat=True)) == {True}
    assert set(
        told_to("member", letter__topic=f"brg:{group('KPAPIA').pk}").values_list("discreet")
    ) == {(False,)}


def test_curators_are_asked_for_two_approvals_and_leads_learn_of_a_note(demo):
    asked = told_to("curator", letter__kind="approval", letter__thing__startswith="newsitem")
    assert asked.unread().count() == 2
    returned = told_to("lead", letter__kind="approval", letter__thing__startswith="newsitem").get()
    assert returned.letter.title == "Returned with a note: Flu shots, told in eight languages"
    texts = told_to("curator", letter__thing__startswith="textchange")
    assert texts.unread().count() == 2


def test_whom_it_concerns_is_told_of_posts_and_proposals(demo):
    titles = {
        local_part: sorted(
            notice.letter.title
            for notice in told_to(local_part, letter__kind__in=["post", "term", "approval"])
            if notice.letter.thing.partition(":")[0] in ("officer", "proposal")
        )
        for local_part in ("member", "lead", "employee")
    }
    day = date_format(organization_today() + dt.timedelta(days=21))
    assert titles == {
        "member": [
            "A post is offered to you: Events, KPAC",
            "Returned with a note: KPAC Southern California",
        ],
        "lead": [
            "A chapter is proposed: KPAPIA Colorado",
            f"Your term ends on {day}: Chair, KPAPIA",
            f"Your term ends on {day}: Chair, KPAPIA",
        ],
        "employee": [],
    }


def test_the_clock_tells_nobody_of_a_term_again(demo):
    before = Notice.objects.filter(letter__kind="term").count()
    assert before > 5
    call_command("run_clock", stdout=io.StringIO())
    assert Notice.objects.filter(letter__kind="term").count() == before


def test_who_came_to_a_chapter_in_the_past_year_was_welcomed(demo):
    rows = ChapterMembership.objects.current().filter(
        membership__person__in=Mailbox.objects.values("person")
    )
    recent = {row for row in rows if days_since(row.joined) < 364}
    welcomed = Notice.objects.filter(letter__kind="welcome").select_related("letter")
    assert {(notice.letter.thing, notice.told) for notice in welcomed} == {
        (f"chaptermembership:{row.pk}", row.joined) for row in recent
    }


def test_leads_and_askers_are_told_of_questions_without_their_words(demo):
    asked = {"letter__kind": "question", "letter__thing__startswith": "message"}
    assert told_to("lead", **asked).unread().count() == 4
    assert told_to("employee", **asked).unread().count() == 1
    letters = Letter.objects.filter(kind="question")
    for question in Question.objects.all():
        assert not letters.filter(line__contains=question.subject).exists()
        assert not letters.filter(title__contains=question.subject).exists()


def test_nobody_is_told_of_what_is_not_for_them(demo):
    for notice in Notice.objects.filter(letter__kind="news").select_related("person", "letter"):
        item = NewsItem.objects.get(letter=notice.letter)
        assert NewsItem.objects.visible_to(notice.person).filter(pk=item.pk).exists()
        if item.told == "members" and item.chapter is None:
            belongs = Membership.objects.current().filter(brg=item.brg, person=notice.person)
            assert belongs.filter(joined__lt=item.published).exists()


# Again


def snapshot():
    notices = Notice.objects.order_by("letter__kind", "letter__title", "told", "person")
    questions = Question.objects.order_by("asked", "subject")
    return {
        "news": list(NewsItem.objects.order_by("title").values_list("title", "told_figure")),
        "questions": list(questions.values_list("subject", "asker__employee_id", "last")),
        "notices": list(
            notices.values_list("letter__title", "person__employee_id", "told", "mail", "read")
        ),
        "mailboxes": Mailbox.objects.count(),
    }


def test_a_second_load_changes_nothing(demo):
    before = snapshot()
    assert not quietly().is_new
    assert snapshot() == before

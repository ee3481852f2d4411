"""What a lead finds on the first page of the workspace, gathered from the apps below."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import organization_today
from attendance.models import VisitQuarter
from brgs.models import BRG, Officer, TextChange
from brgs.models.officer import SOON_DAYS
from brgs.roles import Where
from chapters.models import Chapter, ChapterOfficer, Proposal
from events.models import Event
from feedback.chart import bars
from figures.rounding import in_words
from questions.models import Question
from resources.models import Resource

from .chart import paired_bars

QUARTERS = 8
LISTED = 20


@dataclass(frozen=True)
class Matter:
    """One thing that needs attention: what, where to act, and an icon of the set."""

    words: str
    url: str
    icon: str


def overview(brg):
    """The context of the overview: figures, joins and leaves by quarter, what needs attention."""
    came = VisitQuarter.objects.filter(brg=brg, begins=OuterRef("begins"))
    found = brg.quarters.annotate(came=Subquery(came.values("came")))
    quarters = list(found.order_by("-begins")[:QUARTERS])[::-1]
    rows = [(quarter_name(row.begins), row) for row in quarters]
    return {
        "figure": brg.members_figure,
        "quarters": [{"name": name, "row": row} for name, row in rows],
        "chart": paired_bars([(name, row.joined, row.left) for name, row in rows]),
        "visits": _visits([(row.begins, row.came) for row in quarters if row.came is not None]),
        "matters": matters(brg),
    }


def visits_of_all():
    """How often people came to events of any group, by quarter."""
    found = VisitQuarter.objects.filter(brg=None).order_by("-begins")[:QUARTERS]
    return _visits([(row.begins, row.came) for row in list(found)[::-1]])


def _visits(quarters):
    rows = [(quarter_name(begins), came) for begins, came in quarters]
    return {"rows": [(name, in_words(came)) for name, came in rows], "bars": bars(rows)}


def quarter_name(begins):
    """A quarter as people write it."""
    return _("Q%(number)s %(year)s") % {"number": (begins.month + 2) // 3, "year": begins.year}


def matters(brg):
    """What needs a lead's attention, the most pressing first."""
    today = organization_today()
    counted = _counted(brg, today)
    return [
        *_posts(brg, today),
        *_questions(brg, counted["to_answer"]),
        *_events(brg),
        *_proposals(brg),
        *_texts(brg),
        *_reviews(brg, today, counted["overdue"]),
    ]


def _counted(brg, today):
    """What is said as a number alone, by one statement: questions that wait, resources overdue."""
    waiting = Question.objects.shown_to_leads().open()
    overdue = Resource.objects.overdue_for_review(today)
    numbers = {"to_answer": _number(waiting), "overdue": _number(overdue)}
    return BRG.objects.filter(pk=brg.pk).order_by().values(**numbers)[0]


def _number(rows):
    """How many rows a group has, as a part of a statement about groups; NULL for none."""
    of_group = rows.filter(brg=OuterRef("pk")).order_by().values("brg")
    return Subquery(of_group.values(number=Count("pk")))


def _posts(brg, today):
    officers = reverse("manage-officers", args=[brg.slug])
    # A deputy or a caretaker keeps it going, and is who reads this.
    if BRG.objects.vacant().filter(pk=brg.pk).exists():
        said = _("The group has no lead. Offer the post to somebody.")
        yield Matter(said, reverse("manage-officer-new", args=[brg.slug]), "user-plus")
    yield from _endings(Officer, Q(brg=brg), lambda post: officers, today)
    of_chapters = Q(chapter__brg=brg, chapter__status=Chapter.Status.ACTIVE)
    yield from _endings(ChapterOfficer, of_chapters, _officers_of_chapter, today)
    for chapter in Chapter.objects.vacant().filter(brg=brg).by_region()[:LISTED]:
        said = _("The chapter %(chapter)s has no lead.") % {"chapter": chapter.name}
        yield Matter(said, _officers_url(brg, chapter), "user-plus")


def _officers_of_chapter(post):
    return _officers_url(post.group, post.chapter)


def _officers_url(brg, chapter):
    return reverse("manage-chapter-officers", args=[brg.slug, chapter.slug])


def _endings(model, of_group, url_of, today):
    """Caretakers first, then terms that end within 90 days, the next one first."""
    related = ["person", *([] if model is Officer else ["chapter__brg"])]
    posts = model.objects.caretaking(today) | model.objects.ending_within(SOON_DAYS, today)
    for post in posts.filter(of_group).select_related(*related).order_by("ends", "pk")[:LISTED]:
        facts = {"name": post.person.name, "role": _named(post), "day": date_format(post.ends)}
        if post.is_over(today):
            said = _("%(name)s keeps things going as caretaker: the term as %(role)s has ended.")
            yield Matter(said % facts, url_of(post), "hand")
        else:
            said = _("The term of %(name)s as %(role)s ends on %(day)s.")
            yield Matter(said % facts, url_of(post), "calendar-clock")


def _named(post):
    """The post's title, and of which chapter it is."""
    title = str(post.shown_title)
    return title if post.where is Where.GROUP else f"{title} ({post.chapter.name})"


def _questions(brg, waiting):
    if waiting:
        said = ngettext(
            "%(number)s question waits for the leads.",
            "%(number)s questions wait for the leads.",
            waiting,
        )
        url = reverse("manage-questions", args=[brg.slug])
        yield Matter(said % {"number": waiting}, url, "message-circle-question-mark")


def _events(brg):
    """Events that a curator has returned, and those not published whose day is past."""
    late = Q(published=None, starts__lte=timezone.now())
    returned = Q(status=Event.Status.CHANGES_ASKED)
    in_hand = Event.objects.filter(brg=brg).exclude(status__in=Event.SHOWN)
    rows = in_hand.filter(late | returned).select_related("brg", "chapter__brg")
    for event in rows.order_by("starts", "pk")[:LISTED]:
        is_returned = event.status == Event.Status.CHANGES_ASKED and event.note
        said = _("The day of the event %(event)s is past, and it was never published.")
        if is_returned:
            said = _("A curator has returned the event %(event)s with a note.")
        icon = "undo-2" if is_returned else "calendar-x-2"
        yield Matter(said % {"event": event.title}, event.get_workspace_url(), icon)


def _proposals(brg):
    waiting = Proposal.objects.for_leads().filter(chapter__brg=brg).select_related("chapter")
    for proposal in waiting[:LISTED]:
        said = _("A new chapter is proposed: %(chapter)s.") % {"chapter": proposal.chapter.name}
        url = reverse("manage-chapters", args=[brg.slug])
        yield Matter(said, url, "map-pin")


def _texts(brg):
    page = reverse("manage-page", args=[brg.slug])
    # At most one waits, and nothing was asked for after it.
    last = brg.text_changes.order_by("-asked", "-pk").first()
    if last and last.status == TextChange.Status.WAITING:
        yield Matter(_("New texts are waiting for a curator."), page, "hourglass")
    elif last and last.status == TextChange.Status.RETURNED:
        yield Matter(_("A curator has returned your texts with a note."), page, "undo-2")


def _reviews(brg, today, overdue):
    if brg.review_date and brg.review_date <= today + dt.timedelta(days=30):
        said = _("The page is due for a review by %(day)s.") % {"day": date_format(brg.review_date)}
        yield Matter(said, reverse("manage-page", args=[brg.slug]), "file-text")
    if overdue:
        said = ngettext(
            "%(number)s resource is overdue for review.",
            "%(number)s resources are overdue for review.",
            overdue,
        )
        url = reverse("manage-resources", args=[brg.slug])
        yield Matter(said % {"number": overdue}, url, "folder-open")

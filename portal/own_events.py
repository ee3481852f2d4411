"""What is kept about a person by way of events: answers, needs, and what they do for others."""

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from attendance.models import Attendance, DoorHelper, Pass
from events.models import AccessibilityRequest, CalendarFeed, CoHost, Enrollment, Event, Rsvp
from events.standing import seen_by


def own_events(person):
    """Rows for the table of one's own data: what, value, who sees it, since, until."""
    yield from _answers(person)
    yield from _series(person)
    yield from _at_doors(person)
    yield from _requests(person)
    yield from _made(person)
    yield from _invited(person)
    for event in _events(accessibility_contact=person):
        yield [_("Accessibility contact"), _named(event), _("Whoever may come"), "", ""]
    for feed in CalendarFeed.objects.filter(person=person):
        titles = _("full titles") if feed.full_titles else _("neutral titles")
        since = feed.made.isoformat()
        yield [_("Calendar address"), titles, _("Whoever has the address"), since, ""]


def _answers(person):
    rows = Rsvp.objects.of(person).select_related("membership", "event__brg", "event__chapter__brg")
    for answer in rows.order_by("answered", "pk"):
        kind = _("Answer to an event, %(status)s") % {"status": answer.get_status_display().lower()}
        since = answer.answered.isoformat()
        yield [kind, _named(answer.event), _readers(answer), since, ""]


def _series(person):
    """What one has signed up for whole; the answers themselves stand above."""
    rows = Enrollment.objects.of(person).select_related("series__brg", "series__chapter__brg")
    for row in rows.order_by("made", "pk"):
        seen, since = Visibility.ONLY_ME.label, row.made.isoformat()
        yield [_("Signed up for a series"), _named(row.series), seen, since, ""]


def _readers(answer):
    """Nobody sees who waits or is offered a seat."""
    if not answer.is_going:
        return Visibility.ONLY_ME.label
    return _seen_by(answer, since=answer.answered)


def _seen_by(row, since):
    return seen_by(row.event, row.membership, row.visibility, since=since)


def _at_doors(person):
    """Where one was, what one showed there or may show, and where one helps."""
    event = ("event__brg", "event__chapter__brg")
    rows = Attendance.objects.of(person).select_related("membership", *event)
    for row in rows.order_by("at", "pk"):
        kind = _("Was at an event, %(method)s") % {"method": row.get_method_display().lower()}
        seen = _seen_by(row, since=row.since)
        yield [kind, _named(row.event), seen, row.at.isoformat(), ""]
    for own in Pass.objects.of(person).select_related(*event).order_by("made", "pk"):
        value = f"{own.code}, {_named(own.event)}"
        yield [_("Pass"), value, Visibility.ONLY_ME.label, own.made.isoformat(), ""]
    helping = DoorHelper.objects.filter(person=person).select_related(*event)
    for row in helping.order_by("made", "pk"):
        seen = _("The leads of the event")
        yield [_("Helps at a door"), _named(row.event), seen, row.made.isoformat(), ""]


def _requests(person):
    """What one wrote; what others wrote to one is theirs."""
    rows = AccessibilityRequest.objects.filter(person=person).select_related("contact", "event")
    for row in rows.order_by("made", "pk"):
        words = f"{row.event.title}: {row.text}"
        yield [_("Accessibility request"), words, row.contact.name, row.made.isoformat(), ""]


def _made(person):
    """Events that one wrote, or asked a curator about, as a lead."""
    rows = Event.objects.alias(ids=Cast("askers", TextField()))
    mine = rows.filter(Q(author=person) | Q(ids__contains=person.public_id))
    for event in mine.select_related("brg", "chapter__brg").order_by("made", "pk"):
        seen = _("The group’s leads and curators")
        yield [_("Event that I made"), _named(event), seen, event.made.isoformat(), ""]


def _invited(person):
    """Whom one has asked, as a lead, to hold an event too."""
    rows = CoHost.objects.filter(inviter=person.public_id).select_related("brg", "chapter__brg")
    for row in rows.select_related("event__brg", "event__chapter__brg").order_by("invited", "pk"):
        words, seen = f"{row.name}: {_named(row.event)}", _("The leads of both groups")
        yield [_("Invited to hold an event together"), words, seen, row.invited.isoformat(), ""]


def _events(**facts):
    rows = Event.objects.filter(**facts).select_related("brg", "chapter__brg")
    return rows.order_by("starts", "pk")


def _named(event):
    host = event.chapter.full_name if event.chapter else event.brg.name
    return f"{event.title}, {host}"

"""What happens to an event that people know of: it is changed, moved, or cancelled.

Answers stay with their event. Whoever is touched by a change is told, in the same transaction.
"""

import datetime as dt
from copy import copy
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusal import Refusal
from content.pictures import replace

from .. import emails
from ..emails.changes import before_in_words
from ..models import AccessibilityRequest, Event, Rsvp
from ..models.event import MOST_SEATS
from .approval import ask, goes_beyond_approval, record_audience
from .drafts import FIELDS, PLACE, TIMES, copy_fields, differ
from .ending import end_outsiders
from .held import held, keep, refuse_unless
from .seats import COUNTERS, accept, fill

Status = Event.Status
MEMBERS = Event.Audience.MEMBERS
NOT_NOW = gettext_lazy(
    "This event can’t be edited now. Take it back first, if it waits for a curator."
)
# A year that was mistyped would tell everybody of an event in decades.
FARTHEST = dt.timedelta(days=366)
TOO_FAR = gettext_lazy(
    "That is more than a year later than people were told. Check the year. If it is right, cancel "
    "this event and make another one."
)


@transaction.atomic
def edit(*, event, by, version, picture=None):
    """Keep an edited event, if it still is the version that the editor began with.

    `event` holds what was typed, `picture` what the form's field came to. A published event keeps
    its answers; where time or place are others, everybody who answered is told; where it is for
    members alone now, answers of others end; where it asks for more than a curator agreed to, it
    waits for one again. Raises EditConflict, and Refusal in words.
    """
    stored = held(event, version=version)
    refuse_unless(can_be_edited(stored), NOT_NOW)
    stored.picture = replace(stored.picture, picture)
    outcome = put_on(stored, event, by=by)
    if outcome.before:
        emails.moved(stored, before=outcome.before)
    for answer in outcome.ended:
        emails.answer_ended(stored, answer)
    return settle(stored, by=by)


class Outcome(NamedTuple):
    """Of what has come of a change, what people have to be told."""

    # When and where it was before, in words, where that is another time or place now.
    before: str = ""
    # Answers that have ended, because the event is not for their people any more.
    ended: tuple = ()


def put_on(stored, event, *, by):
    """Put what was typed onto a held event, for `settle` to finish; returns the Outcome to tell.

    Raises Refusal in words.
    """
    refuse_unless(can_be_edited(stored), NOT_NOW)
    if stored.published is None:
        copy_fields(event, onto=stored)
        keep(stored, by=by, verb="event.edited")
        return Outcome()
    return _change(stored, event, by=by)


def can_be_edited(event):
    return event.is_editable or event.is_published


def _change(stored, event, *, by):
    before = copy(stored)
    copy_fields(event, onto=stored, names=[name for name in FIELDS if name != "capacity"])
    stored.set_instants()
    has_new_time = differ(before, stored, TIMES)
    if has_new_time:
        _set_time(stored)
    stored.sequence += 1
    keep(stored, by=by, verb="event.changed")
    ended = _set_audience(stored) if before.audience != stored.audience else ()
    if before.capacity != event.capacity:
        _set_capacity(stored, event.capacity)
    # Of what is over, nothing that is put right is news to anybody.
    if stored.is_over():
        return Outcome(ended=tuple(ended))
    if before.accessibility_contact_id != stored.accessibility_contact_id:
        _tell_of_contact(stored)
    is_moved = has_new_time or differ(before, stored, PLACE)
    return Outcome(before_in_words(before) if is_moved else "", tuple(ended))


def settle(stored, *, by, tell=True):
    """Finish a change of a held event: seat who waits, and ask a curator where it needs one.

    `tell` as `ask` has it.
    """
    if stored.published is None:
        return stored
    fill(stored)
    if stored.is_published and goes_beyond_approval(stored):
        return ask(stored, by=by, tell=tell)
    return stored


def _set_time(event):
    """Let an event of which people know take place at another time, which is to come."""
    stored = Event.objects.only("starts", "ends").get(pk=event.pk)
    refuse_unless(not stored.is_over(), _("This event is over. Its time can’t be changed."))
    refuse_unless(not event.has_begun(), _("Choose a time to come."))
    refuse_unless(event.starts - stored.starts <= FARTHEST, TOO_FAR)
    emails.call_back_reminders(event)
    event.reminded_day = event.reminded_hours = None
    late = Rsvp.objects.filter(event=event, offer_ends__gt=event.starts)
    late.update(offer_ends=event.starts)


def _set_audience(event):
    """Keep the new audience on record; end the answers of those for whom the event is not now.

    Returns what has ended, of which the caller tells.
    """
    record_audience(event)
    return end_outsiders(event)


def _set_capacity(event, capacity):
    """Set how many seats there are, and seat who waits. Raises Refusal for fewer than are taken."""
    # At sittings, a change of another one may have moved somebody since this one was read.
    event.refresh_from_db(fields=COUNTERS)
    taken = event.going + event.offered
    if capacity is not None and capacity < taken:
        words = _("%(taken)s seats are taken or offered, so there can’t be fewer.")
        raise Refusal(words % {"taken": taken})
    if capacity is None and (event.waiting or event.offered):
        _seat_everybody(event)
    event.capacity = capacity
    Event.objects.filter(pk=event.pk).update(capacity=capacity)


def _seat_everybody(event):
    """Seat the whole line before the limit goes, since there is no line without one."""
    can_move = event.is_published and not event.has_begun()
    refuse_unless(can_move, _("People wait for a seat. Keep a limit until the event is on."))
    Event.objects.filter(pk=event.pk).update(capacity=MOST_SEATS)
    event.capacity = None
    offers = Rsvp.objects.filter(event=event, status=Rsvp.Status.OFFERED)
    first = offers.select_related("person", "membership").order_by("place")[:1]
    # Read afresh: at a sitting, who is seated may set off that another one is seated elsewhere.
    while answer := next(iter(first.all()), None):
        accept(event, answer)
        emails.moved_up(event, answer)
    fill(event)


def _tell_of_contact(event):
    for request in AccessibilityRequest.objects.filter(event=event).select_related("person"):
        request.event = event
        emails.contact_changed(request)


@transaction.atomic
def cancel(*, event, by, version, reason=""):
    """Call an event off that people know of, and tell everybody who has answered.

    Answers stay as they are, so that each keeps sight of it. Raises EditConflict, and Refusal for
    an event that is over, or was never published.
    """
    event = held(event, version=version)
    refuse_unless(event.published and not event.is_cancelled, _("There is nothing to cancel."))
    refuse_unless(not event.is_over(), _("This event is over, so it can’t be cancelled."))
    call_off(event, by=by, reason=reason)
    emails.cancelled(event)
    return event


def call_off(event, *, by, reason):
    """Call a held event off; to tell those who have answered is the caller's."""
    event.status, event.cancelled = Status.CANCELLED, timezone.now()
    event.cancel_reason, event.asked = reason.strip(), None
    event.sequence += 1
    keep(event, by=by, verb="event.cancelled")
    emails.call_back_of_request(event)
    emails.call_back_reminders(event)

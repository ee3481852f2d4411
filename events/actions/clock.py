"""What is due by the clock: safe to do twice, at the same time, or after days of silence.

What fails for one event holds up no other, and is tried again the next time.
"""

import datetime as dt
import logging
from functools import partial

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from accounts.visibility import Visibility
from audit.actions import record

from .. import emails
from ..models import AccessibilityRequest, Enrollment, Event, Rsvp
from ..models.finding import discreet
from .held import held
from .seats import COUNTERS, fill, in_no_line

log = logging.getLogger("events.clock")

DAY_BEFORE = dt.timedelta(hours=24)
SOON = dt.timedelta(hours=2)
# How long an accessibility request is kept after its event.
REQUESTS_KEPT = dt.timedelta(days=30)
# How long it is kept that somebody signed up for a series, after its last date.
ENROLLMENTS_KEPT_SENSITIVE, ENROLLMENTS_KEPT = dt.timedelta(days=30), dt.timedelta(days=180)


def pass_on_offers(now=None):
    """Give seats that nobody took in time to the next in line; returns at how many events."""
    now = now or timezone.now()
    late = Rsvp.objects.filter(status=Rsvp.Status.OFFERED, offer_ends__lte=now)
    # Where nothing moves, because the event has begun or is not on, nothing is due.
    late = late.filter(event__status=Event.Status.PUBLISHED, event__starts__gt=now)
    # Sorted here: the database would go through all answers to have them sorted.
    events = sorted(set(late.order_by().values_list("event", flat=True)))
    return _sum(events, partial(_passed_on, now=now))


@transaction.atomic
def _passed_on(pk, now):
    fill(held(Event(pk=pk)), now=now)
    return True


def close_past(now=None):
    """End what waits or is offered at events that are over; returns at how many.

    Nobody is told: whoever waited knows by then. Who was going stays.
    """
    over = Event.objects.with_a_line().filter(ends__lte=now or timezone.now())
    return _sum(_keys(over), _closed)


@transaction.atomic
def _closed(pk):
    # An event that is over can be moved no more, so it still is.
    in_no_line(held(Event(pk=pk)))
    return True


def _sum(keys, do):
    return sum(_tried(do, key) for key in list(keys))


def _tried(do, key):
    try:
        return do(key)
    except Exception:
        log.error("what is due of an event could not be done", exc_info=True)
        return 0


def remind(now=None):
    """Tell those who are going, a day before the event and two hours before; returns how many.

    After silence only the later reminder is told, where both are due.
    """
    now = now or timezone.now()
    soon = Event.objects.published().filter(
        starts__gt=now, starts__lte=now + SOON, reminded_hours=None
    )
    day = Event.objects.published().filter(
        starts__gt=now + SOON, starts__lte=now + DAY_BEFORE, reminded_day=None
    )
    tell_soon = partial(_reminded, soon, emails.remind_soon, "reminded_hours", now)
    tell_day = partial(_reminded, day, emails.remind_day_before, "reminded_day", now)
    return _sum(_keys(soon), tell_soon) + _sum(_keys(day), tell_day)


def _keys(events):
    return events.order_by("starts", "pk").values_list("pk", flat=True)


@transaction.atomic
def _reminded(due, tell, field, now, pk):
    rows = due.select_for_update(of=("self",), no_key=True, skip_locked=True)
    event = rows.select_related("brg").filter(pk=pk).first()
    if event is None:
        return 0
    Event.objects.filter(pk=pk).update(**{field: now})
    return tell(event)


def forget_requests(now=None):
    """Delete accessibility requests 30 days after their event; returns how many."""
    before = (now or timezone.now()) - REQUESTS_KEPT
    return AccessibilityRequest.objects.filter(event__ends__lt=before).delete()[0]


def forget_enrollments(now=None):
    """Delete who signed up for series that are over, when the names of answers fade; how many.

    That is so long after their last date, drafts of dates to come included.
    """
    now = now or timezone.now()
    dates = Event.objects.filter(series=OuterRef("series"))
    is_sensitive = Q(series__brg__default_visibility=Visibility.ONLY_ME)
    is_sensitive |= Q(Exists(dates.filter(discreet())))
    late = ~Exists(dates.filter(ends__gt=now - ENROLLMENTS_KEPT))
    late |= is_sensitive & ~Exists(dates.filter(ends__gt=now - ENROLLMENTS_KEPT_SENSITIVE))
    return Enrollment.objects.filter(late).delete()[0]


def recompute_instants(now=None):
    """Compute the instants of coming events anew, as the zones' rules are known now.

    The wall time is the truth and stays. Returns how many changed. People's calendars know zones
    themselves, so that nobody is told.
    """
    coming = Event.objects.filter(ends__gt=now or timezone.now()).order_by("pk")
    return _sum(coming.iterator(chunk_size=500), _recomputed)


def _recomputed(event):
    before = (event.starts, event.ends, event.answers_until)
    event.set_instants()
    if before == (event.starts, event.ends, event.answers_until):
        return False
    with transaction.atomic():
        event = held(event)
        event.set_instants()
        instants = {name: getattr(event, name) for name in ("starts", "ends", "answers_until")}
        Event.objects.filter(pk=event.pk).update(**instants, changed=timezone.now())
    return True


def repair_counters(now=None):
    """Set the counters of coming events that say other than their answers; returns how many did.

    There should be none.
    """
    coming = Event.objects.filter(ends__gt=now or timezone.now())
    answers = Rsvp.objects.filter(event__in=coming.values("pk")).order_by()
    rows = answers.values_list("event", "status").annotate(people=Count("pk"))
    counted = {(event, status): people for event, status, people in rows}
    said = coming.values_list("pk", *COUNTERS)
    wrong = [
        pk
        for pk, *numbers in said
        if numbers != [counted.get((pk, status), 0) for status in COUNTERS]
    ]
    return _sum(wrong, _repaired)


@transaction.atomic
def _repaired(pk):
    # Counted anew under the hold: an answer may have come meanwhile.
    event = held(Event(pk=pk))
    rows = Rsvp.objects.filter(event=event)
    right = {status: rows.filter(status=status).count() for status in COUNTERS}
    if right == {status: getattr(event, status) for status in COUNTERS}:
        return False
    Event.objects.filter(pk=pk).update(**right)
    record(by=None, verb="event.counters_repaired", thing=event)
    # A seat that is found to be free is somebody's who waits.
    fill(held(event))
    return True

"""What is due by the clock: safe to do twice, at the same time, or after days of silence."""

import datetime as dt

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from audit.actions import record

from .. import emails
from ..models import AccessibilityRequest, Event, Rsvp
from .held import held
from .seats import fill

DAY_BEFORE = dt.timedelta(hours=24)
SOON = dt.timedelta(hours=2)
# How long an accessibility request is kept after its event.
REQUESTS_KEPT = dt.timedelta(days=30)

# Each counter of an event is named as the status that it counts.
COUNTERS = Rsvp.Status.values


def pass_on_offers(now=None):
    """Give seats that nobody took in time to the next in line; returns at how many events."""
    now = now or timezone.now()
    late = Rsvp.objects.filter(status=Rsvp.Status.OFFERED, offer_ends__lte=now)
    events = list(late.order_by("event").values_list("event", flat=True).distinct())
    return sum(_passed_on(pk, now) for pk in events)


@transaction.atomic
def _passed_on(pk, now):
    fill(held(Event(pk=pk)), now=now)
    return True


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
    told = sum(_reminded(pk, soon, emails.remind_soon, "reminded_hours", now) for pk in _keys(soon))
    return told + sum(
        _reminded(pk, day, emails.remind_day_before, "reminded_day", now) for pk in _keys(day)
    )


def _keys(events):
    return list(events.order_by("starts", "pk").values_list("pk", flat=True))


@transaction.atomic
def _reminded(pk, due, tell, field, now):
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


def recompute_instants(now=None):
    """Compute the instants of coming events anew, as the zones' rules are known now.

    The wall time is the truth and stays. Returns how many changed. People's calendars know zones
    themselves, so that nobody is told.
    """
    coming = Event.objects.filter(ends__gt=now or timezone.now()).order_by("pk")
    return sum(_recomputed(event) for event in coming.iterator(chunk_size=500))


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
    return sum(_repaired(pk) for pk in wrong)


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
    return True

"""Names fade: what remains of who came, and of who answered, are numbers.

Safe to do twice, at the same time, or late. What fails for one event holds up no other.
"""

import datetime as dt
import logging
from functools import partial, reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.visibility import Visibility
from audit.actions import record
from events.actions.held import held
from events.models import CoHost, Event, FormerCoHost, Rsvp
from events.models.rsvp import hidden_by

from ..models import Attendance, BroughtList, DoorHelper, Pass

log = logging.getLogger("attendance.clock")

# How long after its end an event of a sensitive group, and any other, keeps names.
KEPT_SENSITIVE, KEPT = dt.timedelta(days=30), dt.timedelta(days=180)
# A guest has no account, and nobody here whom to ask about it.
GUESTS_KEPT = dt.timedelta(days=30)
# So many events are looked for at a time.
A_BATCH = 200

# What is deleted whole.
GONE = (Rsvp, Pass, DoorHelper, BroughtList)
NAMED = Q(person__isnull=False) | Q(membership__isnull=False)


def fade(now=None):
    """Let the names of people and of guests go whose time is over; returns at how many events.

    Of whoever came a row without a name stays, as a number. Answers are deleted: the event's own
    counters keep saying how many there were, since nobody counts what is over anew.
    """
    now = now or timezone.now()
    return _each(_with_guests(now), _guests_faded) + _each(_with_names(now), _faded)


def hide_with_forgotten(*, memberships):
    """That people came whom memberships hide that are about to be deleted shows to nobody more."""
    rows = Attendance.objects.filter(hidden_by(memberships, given="since"))
    rows.update(membership=None, visibility=Visibility.ONLY_ME)


def _with_names(now):
    """Events of which a name is kept that should have faded."""
    joint = CoHost.objects.sensitive().filter(event=OuterRef("pk"))
    former = FormerCoHost.objects.filter(
        event=OuterRef("pk"), brg__default_visibility=Visibility.ONLY_ME
    )
    sensitive = Q(brg__default_visibility=Visibility.ONLY_ME) | Q(Exists(joint) | Exists(former))
    late = Q(ends__lte=now - KEPT) | Q(sensitive, ends__lte=now - KEPT_SENSITIVE)
    kept = [Attendance.objects.filter(NAMED), *(model.objects.all() for model in GONE)]
    of_event = [Q(Exists(rows.filter(event=OuterRef("pk")))) for rows in kept]
    return Event.objects.filter(late).filter(reduce(or_, of_event))


def _with_guests(now):
    named = Attendance.objects.filter(event=OuterRef("pk")).exclude(guest_name="")
    return Event.objects.filter(Exists(named), ends__lte=now - GUESTS_KEPT)


def _each(events, do):
    """Do it for each event, the earliest first, in batches; returns for how many it was done."""
    done, after = 0, 0
    while keys := list(events.filter(pk__gt=after).order_by("pk").values_list("pk")[:A_BATCH]):
        done += sum(_tried(partial(do, pk)) for (pk,) in keys)
        after = keys[-1][0]
    return done


def _tried(do):
    try:
        return do()
    except Exception:
        log.error("names of an event could not fade", exc_info=True)
        return 0


@transaction.atomic
def _faded(pk):
    event = held(Event(pk=pk))
    rows = Attendance.objects.filter(NAMED, event=event)
    # Neither to whom it showed, nor when, tells any more who it was.
    numbers = {"person": None, "membership": None, "visibility": Visibility.ONLY_ME}
    changed = rows.update(**numbers, at=event.starts, since=event.starts)
    changed += sum(model.objects.filter(event=event).delete()[0] for model in GONE)
    if changed:
        record(by=None, verb="attendance.faded", thing=event)
    return bool(changed)


@transaction.atomic
def _guests_faded(pk):
    event = held(Event(pk=pk))
    rows = Attendance.objects.filter(event=event).exclude(guest_name="")
    changed = rows.update(guest_name="", at=event.starts, since=event.starts)
    if changed:
        record(by=None, verb="attendance.guests_faded", thing=event)
    return bool(changed)

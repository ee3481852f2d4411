"""Figures of what is over, published once: of each event, and of each quarter.

Nothing is locked: where two run at once, the first counts, and what is there stays as it is.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.clock import organization_today
from brgs.actions.quarters import COUNTABLE, ended_quarters
from brgs.models import BRG
from events.models import Event
from figures.rounding import SMALLEST, publishable

from .. import counts
from ..hours import CLOSES_AFTER, LISTS_TAKEN
from ..models import Attendance, EventFigures, VisitQuarter
from ..models.figures import PERCENT

A_BATCH = 500
# A quarter is counted when the last lists of its events are in.
QUARTER_COUNTED = LISTS_TAKEN + dt.timedelta(days=1)


def publish_event_figures(now=None):
    """Publish the figures of events that are over and at which somebody came; returns of how many.

    Of an event in person when its door has closed, of others when no list is taken any more.
    """
    now, done, after = now or timezone.now(), 0, 0
    while events := list(_due(now).filter(pk__gt=after)[:A_BATCH]):
        came = counts.of_events([event.pk for event in events])
        found = [_figures(event, came[event.pk], now) for event in events]
        EventFigures.objects.bulk_create(found, ignore_conflicts=True)
        done += len(found)
        after = events[-1].pk
    return done


def _due(now):
    in_person = Q(format=Event.Format.IN_PERSON, ends__lte=now - CLOSES_AFTER)
    known = EventFigures.objects.filter(event=OuterRef("pk"))
    came = Attendance.objects.filter(event=OuterRef("pk"))
    over = Event.objects.published().filter(in_person | Q(ends__lte=now - LISTS_TAKEN))
    return over.filter(~Exists(known), Exists(came)).order_by("pk").only("going")


def _figures(event, row, now):
    at_door = row["seated"] + row["walk_ins"]
    return EventFigures(
        event_id=event.pk,
        going=publishable(event.going),
        came=counts.Came(at_door, row["listed"]).published(f"event:{event.pk}"),
        walk_ins=publishable(row["walk_ins"]),
        show_rate=show_rate(going=event.going, expected=row["seated"]),
        counted=now,
    )


def show_rate(*, going, expected):
    """How many in a hundred of those with a seat came to the door, to the nearest five; or None.

    It is told of at least ten of each. Those on lists are left out: a list of nine who are known
    to have a seat, and of somebody else, would tell about the one.
    """
    if min(going, expected) < SMALLEST:
        return None
    return min(100, PERCENT * round(100 * expected / going / PERCENT))


def publish_visits(*, today=None, back=COUNTABLE):
    """Publish how often people came in the quarters that have ended, once each; returns how many.

    For each group that was there by then, and for all together.
    """
    today, done = today or organization_today(), 0
    for begins, after in ended_quarters(today, back):
        if today >= after + QUARTER_COUNTED:
            done += _publish_quarter(begins, after)
    return done


def _publish_quarter(begins, after):
    known = VisitQuarter.objects.filter(begins=begins)
    groups = BRG.objects.filter(published__lt=_midnight(after))
    due = groups.exclude(pk__in=known.exclude(brg=None).values("brg")).order_by("pk")
    keys = list(due.values_list("pk", flat=True))
    is_whole = known.filter(brg=None).exists()
    if not keys and is_whole:
        return 0
    time = _midnight(begins), _midnight(after)
    by_group = counts.in_each_group(*time)
    found = [_quarter(brg, begins, by_group.get(brg, counts.Came())) for brg in keys]
    if not is_whole:
        found.append(_quarter(None, begins, counts.in_all(*time)))
    VisitQuarter.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def _quarter(brg, begins, came):
    key = f"quarter:{brg or 'all'}:{begins.isoformat()}"
    return VisitQuarter(brg_id=brg, begins=begins, came=came.published(key))


def _midnight(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))

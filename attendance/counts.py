"""How many came: to an event, and in a time to the events of each group and of all together.

These are exact, and for what is published alone (actions/publishing.py).
"""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, F, Q
from django.utils.crypto import salted_hmac

from events.models import CoHost, Event
from figures.rounding import SMALLEST, publishable

from .models import Attendance

# Somebody was at the door, or stands on a list that a lead has brought.
LISTED = Q(method=Attendance.Method.IMPORT)
COLUMNS = {"at_door": Count("pk", filter=~LISTED), "listed": Count("pk", filter=LISTED)}


class Came(NamedTuple):
    """How many came by the door, and how many more stand on lists."""

    at_door: int = 0
    listed: int = 0

    def and_(self, other):
        return Came(self.at_door + other.at_door, self.listed + other.listed)

    def published(self, key):
        """The value to publish.

        A lead knows who is on a list, and could bring one that is just long enough to tell whether
        somebody was counted before. So up to nine of a list are left out: how many follows from
        `key`, which names the figure, and from what the portal alone knows.
        """
        if not self.listed:
            return publishable(self.at_door)
        less = int(salted_hmac("attendance.counts", key).hexdigest(), 16) % SMALLEST
        return publishable(self.at_door + max(self.listed - less, 0))


def of_events(events):
    """By event, how many came; with and without a seat, of those at the door."""
    door = {"seated": ~LISTED & Q(expected=True), "walk_ins": ~LISTED & Q(expected=False)}
    rows = Attendance.objects.filter(event__in=events).order_by().values("event")
    counts = {name: Count("pk", filter=condition) for name, condition in door.items()}
    return {row["event"]: row for row in rows.annotate(listed=Count("pk", filter=LISTED), **counts)}


def in_each_group(since, until):
    """By group, how often somebody came to its events that ended in that time.

    An event that several groups hold counts in each of them; one that has left holds it no more.
    """
    rows = _ended(since, until)
    found = defaultdict(Came, _by("event__brg", rows))
    # A group that holds an event by itself and by a chapter holds it once.
    joint = CoHost.objects.accepted().exclude(brg=F("event__brg"))
    by_event = _by("event", rows.filter(event__in=joint.values("event")))
    for event, brg in joint.filter(event__in=by_event).values_list("event", "brg"):
        found[brg] = found[brg].and_(by_event[event])
    return found


def in_all(since, until):
    """How often somebody came to any event that ended in that time, each time once."""
    return Came(**_ended(since, until).aggregate(**COLUMNS))


def _ended(since, until):
    over = {"event__ends__gte": since, "event__ends__lt": until}
    return Attendance.objects.filter(event__status=Event.Status.PUBLISHED, **over)


def _by(path, rows):
    counted = rows.order_by().values_list(path).annotate(**COLUMNS)
    return {key: Came(*numbers) for key, *numbers in counted}

"""When an event's box is open, and to whom: from its start until 14 days after its end."""

import datetime as dt

from django.utils import timezone

from attendance.models import Attendance
from events.models import Event
from events.models.finding import LONGEST

OPEN_FOR = dt.timedelta(days=14)
# As many as somebody may find on their own page; who comes to more finds the latest.
MOST_OPEN = 50


def closes(event):
    return event.ends + OPEN_FOR


def is_open(event, now=None):
    now = now or timezone.now()
    return event.is_published and event.has_begun(now) and now < closes(event)


def came(person, event):
    """Whether the door's record says that somebody was there."""
    return person.is_authenticated and Attendance.objects.of(person).filter(event=event).exists()


def open_to(person):
    """The events about which somebody may say what they thought, the latest first.

    Also those about which they have: whoever looks over their shoulder learns nothing of it.
    """
    if not person.is_authenticated:
        return Event.objects.none()
    now = timezone.now()
    events = Event.objects.published().filter(
        starts__gt=now - OPEN_FOR - LONGEST, starts__lte=now, ends__gt=now - OPEN_FOR
    )
    own = Attendance.objects.of(person).values("event")
    return events.filter(pk__in=own).order_by("-ends", "pk")[:MOST_OPEN]

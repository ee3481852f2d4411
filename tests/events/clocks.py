"""What clocks show in eight zones, worked out from the law alone, and calendars as others read.

Nothing here asks the tables of time zones that the portal asks, nor the library that writes its
files. Where clocks change, they go forward at 2 in the morning on the second Sunday in March and
back at 2 on the first Sunday in November, as they have in the United States since 2007.
"""

import datetime as dt
from typing import NamedTuple

import vobject

HOUR = dt.timedelta(hours=1)
# Hours behind UTC in winter, and whether clocks change.
ZONES = {
    "Pacific/Honolulu": (10, False),
    "America/Anchorage": (9, True),
    "America/Los_Angeles": (8, True),
    "America/Phoenix": (7, False),
    "America/Denver": (7, True),
    "America/Chicago": (6, True),
    "America/New_York": (5, True),
    "UTC": (0, False),
}


def forward(year):
    """When clocks go forward, as they would show it: from here on they never show an hour."""
    return _sunday(year, 3, 2)


def back(year):
    """When clocks go back, as they show it the first time; the hour before comes twice."""
    return _sunday(year, 11, 1)


def _sunday(year, month, number):
    first = dt.datetime(year, month, 1, 2)  # noqa: DTZ001 - as the clock shows it
    return first + dt.timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))


def is_skipped(wall, zone):
    return ZONES[zone][1] and forward(wall.year) <= wall < forward(wall.year) + HOUR


def is_twice(wall, zone):
    return ZONES[zone][1] and back(wall.year) - HOUR <= wall < back(wall.year)


def instant(wall, zone, turn=0):
    """The instant in UTC at which clocks show this, for the first or the second time."""
    behind, changes = ZONES[zone]
    is_summer = changes and forward(wall.year) <= wall < back(wall.year)
    if is_twice(wall, zone) and turn:
        is_summer = False
    return wall + dt.timedelta(hours=behind) - (HOUR if is_summer else dt.timedelta())


def shown(instant_, zone):
    """What clocks show at an instant in UTC."""
    behind, changes = ZONES[zone]
    winter = instant_ - dt.timedelta(hours=behind)
    begins, ends = forward(winter.year), back(winter.year) - HOUR
    return winter + (HOUR if changes and begins <= winter < ends else dt.timedelta())


class Seen(NamedTuple):
    """One entry as a program with a calendar understands it; instants in UTC, without a zone."""

    uid: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    status: str
    sequence: int
    rest: dict


def read(data):
    """The entries of a calendar, their times by the rules that the calendar itself brings."""
    # The library keeps the first rules that it has met of a zone, those of other years.
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in set(known) - {"UTC"}:
        del known[name]
    found = vobject.readOne(data.decode() if isinstance(data, bytes) else data)
    assert found.name == "VCALENDAR"
    found.validate()
    return [_seen(event) for event in found.contents.get("vevent", [])]


def _seen(event):
    rest = {name: [line.value for line in lines] for name, lines in event.contents.items()}
    return Seen(
        uid=event.uid.value,
        title=event.summary.value,
        starts=_instant(event.dtstart),
        ends=_instant(event.dtend),
        status=event.status.value,
        sequence=int(event.sequence.value),
        rest=rest,
    )


def _instant(line):
    # By the file's own rules, and no table of zones.
    assert type(line.value.tzinfo).__module__.startswith("dateutil.")
    return line.value.astimezone(dt.UTC).replace(tzinfo=None)

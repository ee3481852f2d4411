"""A time zone's rules as calendars carry them (RFC 5545, section 3.6.5)."""

import datetime as dt
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

UTC_NAMES = {"UTC", "Etc/UTC"}
A_DAY = dt.timedelta(days=1)
A_SECOND = dt.timedelta(seconds=1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Change(NamedTuple):
    """An instant at which clocks change; `wall` is what they would have shown then otherwise."""

    wall: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    is_summer: bool

    @property
    def kind(self):
        return self[1:]


def is_utc(name):
    """Whether a zone is UTC, which calendars write without a zone."""
    return name in UTC_NAMES


def observances(name, first, last):
    """The VTIMEZONE of a zone, right from the first year to the last.

    Clocks that change by the same rule each year are written as that rule: some programs know a
    zone by nothing else. All others are written day by day.
    """
    zone = Timezone()
    zone.add("tzid", name)
    # From the year before on, so that the first winter has begun.
    changes = _changes(ZoneInfo(name), first - 1, last)
    kinds = {}
    for change in changes:
        kinds.setdefault(change.kind, []).append(change)
    rules = [_rule(same, last - first + 2) for same in kinds.values()]
    if not changes or not all(rules):
        zone.add_component(_observance(_at_first(ZoneInfo(name), first - 1)))
        rules = [None] * len(kinds)
    for same, rule in zip(kinds.values(), rules, strict=True):
        zone.add_component(_observance(*same, rule=rule))
    return zone


def _observance(change, *others, rule=None):
    part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    part.add("dtstart", change.wall)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if rule:
        part.add("rrule", rule)
    elif others:
        part.add("rdate", [other.wall for other in others])
    return part


def _rule(changes, years):
    """The one rule by which clocks change in every one of so many years, or None."""
    walls = [change.wall for change in changes]
    same = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if len(walls) != years or len(same) != 1:
        return None
    weeks = {(wall.day - 1) // 7 + 1 for wall in walls}
    if all((wall + 7 * A_DAY).month != wall.month for wall in walls):
        weeks = {-1}
    if len(weeks) != 1:
        return None
    day = f"{weeks.pop()}{DAYS[walls[0].weekday()]}"
    return {"freq": "yearly", "bymonth": walls[0].month, "byday": day}


def _at_first(zone, year):
    """What clocks show when a year begins, as if they had changed to it then."""
    wall = dt.datetime(year, 1, 1)  # noqa: DTZ001 - wall time, as the standard wants it
    there = wall.replace(tzinfo=zone)
    return Change(wall, there.utcoffset(), *_state(there))


def _changes(zone, first, last):
    """All changes of clocks in a zone from the first year to the last."""
    begin, end = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (first, last + 1))
    days = [begin + number * A_DAY for number in range((end - begin).days + 1)]
    return [
        _change_between(zone, before, after)
        for before, after in pairwise(days)
        if _state(before.astimezone(zone)) != _state(after.astimezone(zone))
    ]


def _change_between(zone, before, after):
    """The change between two instants, found by halves."""
    state = _state(before.astimezone(zone))
    while after - before > A_SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _state(middle.astimezone(zone)) == state:
            before = middle
        else:
            after = middle
    there = after.astimezone(zone)
    return Change((after + state[0]).replace(tzinfo=None), state[0], *_state(there))


def _state(there):
    return there.utcoffset(), there.tzname(), bool(there.dst())

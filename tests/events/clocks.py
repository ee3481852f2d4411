"""What clocks show in eight zones, worked out from the law alone, and calendars as others read.

Nothing here asks the tables of time zones that the portal asks, nor the library that writes its
files. Where clocks change, they go forward at 2 in the morning on the second Sunday in March and
back at 2 on the first Sunday in November, as they have in the United States since 2007.
"""

import calendar
import datetime as dt
from itertools import count
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
    """One entry as a program with a calendar understands it; instants in UTC, without a zone.

    `date` is the wall time by which a date of a series is known, and "" that of a series.
    """

    uid: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    status: str
    sequence: int
    rest: dict
    date: dt.datetime | str = ""


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
    date = rest.get("recurrence-id", [""])[0]
    return Seen(
        uid=event.uid.value,
        title=event.summary.value,
        starts=_instant(event.dtstart),
        ends=_instant(event.dtend),
        status=event.status.value,
        sequence=int(event.sequence.value),
        rest=rest,
        date=date and date.replace(tzinfo=None),
    )


def _instant(line):
    # By the file's own rules, and no table of zones.
    assert type(line.value.tzinfo).__module__.startswith("dateutil.")
    return line.value.astimezone(dt.UTC).replace(tzinfo=None)


class Habits(NamedTuple):
    """How a program reads what the standard leaves open, or says in two ways (RFC 5545, 3.3.10)."""

    # Of two hours with the same name, the second.
    late: bool = False
    # A time that clocks never show is no date.
    drops_skipped: bool = False
    # A date ends when clocks show its end, however long it took until then.
    by_wall: bool = False


def dates(data, habits=Habits()):  # noqa: B008 - it holds nothing that changes
    """What stands in a calendar, each date of a series by itself."""
    entries = read(data)
    singles = [entry for entry in entries if "rrule" not in entry.rest]
    known = {(entry.uid, entry.date) for entry in singles}
    assert len(known) == len(singles)
    for entry in entries:
        if "rrule" in entry.rest:
            assert not entry.date
            walls = _walls(entry, habits)
            # What differs is a date of the rule.
            assert {date for uid, date in known if uid == entry.uid} <= set(walls)
            found = _dates_of(entry, walls, habits)
            singles += [each for each in found if (entry.uid, each.date) not in known]
    return singles


def _walls(series, habits):
    """The wall times of a rule, as a program counts them."""
    (text,), first = series.rest["rrule"], series.rest["dtstart"][0]
    starts, zone = first.replace(tzinfo=None), first.tzinfo
    return list(expanded(text, starts, lambda wall: _there(wall, zone, habits)))


def _dates_of(series, walls, habits):
    """The dates of a series that its rule has, and that are not taken out again."""
    first, last = series.rest["dtstart"][0], series.rest["dtend"][0]
    zone = first.tzinfo
    missing = {wall for walls in series.rest.get("exdate", []) for wall in walls}
    missing = {wall.replace(tzinfo=None) for wall in missing}
    starts, ends = (time.replace(tzinfo=None) for time in (first, last))
    for wall in walls:
        instant_ = _there(wall, zone, habits)
        is_shown = (instant_.replace(tzinfo=dt.UTC)).astimezone(zone).replace(tzinfo=None) == wall
        if wall in missing or (habits.drops_skipped and not is_shown):
            continue
        until = instant_ + (series.ends - series.starts)
        if habits.by_wall:
            until = _there(wall + (ends - starts), zone, habits)
        yield series._replace(starts=instant_, ends=until, date=wall)


def _there(wall, zone, habits):
    time = wall.replace(tzinfo=zone, fold=int(habits.late))
    return time.astimezone(dt.UTC).replace(tzinfo=None)


def expanded(text, starts, instant_of):
    """The wall times of a rule, counted by hand; those of the forms that the portal writes."""
    parts = dict(part.split("=") for part in text.split(";"))
    known = {"FREQ", "INTERVAL", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYDAY"}
    assert set(parts) <= known
    until = dt.datetime.strptime(parts["UNTIL"], "%Y%m%dT%H%M%SZ")  # noqa: DTZ007 - all is in UTC
    for number in count():
        day = _day(parts, starts.date(), number * int(parts.get("INTERVAL", 1)))
        wall = dt.datetime.combine(day, starts.time())
        if instant_of(wall) > until:
            return
        # The rule begins with its start, on which it falls.
        assert number or wall == starts
        yield wall


def _day(parts, first, number):
    if parts["FREQ"] == "WEEKLY":
        return first + dt.timedelta(days=7 * number)
    months = first.year * 12 + first.month - 1
    months += number * {"MONTHLY": 1, "YEARLY": 12}[parts["FREQ"]]
    year, month = divmod(months, 12)
    assert parts.get("BYMONTH", str(month + 1)) == str(month + 1)
    found = _days_of_month(parts, year, month + 1)
    assert len(found) == 1 or parts["BYSETPOS"] == "-1"
    return dt.date(year, month + 1, max(found))


def _days_of_month(parts, year, month):
    length = calendar.monthrange(year, month)[1]
    if "BYMONTHDAY" in parts:
        return [day for day in map(int, parts["BYMONTHDAY"].split(",")) if day <= length]
    nth, weekday = int(parts["BYDAY"][:-2]), parts["BYDAY"][-2:]
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(weekday)
    fitting = [
        day for day in range(1, length + 1) if dt.date(year, month, day).weekday() == weekday
    ]
    return [fitting[nth - 1 if nth > 0 else nth]]

"""The dates of a series as calendars hold them (RFC 5545, 3.8.4.4 and 3.8.5).

Dates alike are one entry with a rule, which leaves out what is not there. A date that differs, or
at which clocks change, is an entry of its own beside it, named by the time that the rule has there.
Where no two are alike there is nothing to be left out of, and each stands for itself.
"""

import datetime as dt
from collections import Counter

from accounts.wall_time import is_skipped, is_twice

from .models import Event
from .repeating import day_before, days_from, recurrence


def is_date(event):
    """Whether an event is a date of a rule; sittings are entries like all others."""
    return event.series_id is not None and event.series_date is not None


def gathered(rows, write):
    """Entries for pairs of an event and what is said otherwise of it.

    `write(event, of_series, **otherwise)` makes one, in the words of the series if that is asked.
    """
    groups = {}
    for event, otherwise in rows:
        key = ("series", event.series_id) if is_date(event) else ("event", event.pk)
        groups.setdefault(key, []).append((event, otherwise))
    return [entry for group in groups.values() for entry in _entries(group, write)]


def _entries(group, write):
    single = [write(event, **otherwise) for event, otherwise in group]
    if len(group) == 1:
        return single
    said = [_said(event, write, otherwise) for event, otherwise in group]
    alike = Counter(filter(None, said)).most_common(1)
    if not alike or alike[0][1] == 1:
        return single
    ((common, _),) = alike
    others = [entry for entry, own in zip(single, said, strict=True) if own != common]
    return [_master(common, single, [event for event, _ in group]), *others]


def _said(event, write, otherwise):
    """What a date has in common with others, in the times of the rule's first; None if nothing."""
    # With a series that is cancelled as a whole, programs forget its dates.
    if event.status == Event.Status.CANCELLED or not _is_by_rule(event):
        return None
    starts = dt.datetime.combine(event.series.first, event.series.starts_time)
    return write(event, of_series=True, **otherwise)._replace(
        **{"sequence": 0, "stamp": None, "date": None, "date_zone": ""},
        **{"starts": starts, "ends": starts + (event.ends_wall - event.starts_wall)},
        **{"starts_turn": 0, "ends_turn": 0},
    )


def _is_by_rule(event):
    """Whether it is when the rule has it, and takes as long by every clock."""
    series = event.series
    starts = dt.datetime.combine(event.series_date, series.starts_time)
    is_there = (event.time_zone, event.starts_wall) == (series.time_zone, starts)
    return is_there and _is_steady(starts, event.ends_wall, series.zone)


def _is_steady(starts, ends, zone):
    """Whether clocks show both times once, and do not change between them."""
    if any(is_skipped(wall, zone) or is_twice(wall, zone) for wall in (starts, ends)):
        return False
    return starts.replace(tzinfo=zone).utcoffset() == ends.replace(tzinfo=zone).utcoffset()


def _master(common, single, events):
    """The entry that stands for all dates which are there, from the first to the last."""
    series, dates = events[0].series, {event.series_date for event in events}
    rule = {"rule": series.rule, "first": series.first}
    length, last = common.ends - common.starts, max(dates)
    begins = _begins(series, min(dates), length)
    missing = [day for day in days_from(begins, last, **rule) if day not in dates]
    starts = dt.datetime.combine(begins, series.starts_time)
    return common._replace(
        sequence=max(entry.sequence for entry in single),
        stamp=max(entry.stamp for entry in single),
        starts=starts,
        ends=starts + length,
        rule=recurrence(series.rule, series.first).to_ical().decode(),
        # Of two hours with the same name, the later one.
        until=_wall(series, last).replace(tzinfo=series.zone, fold=1).astimezone(dt.UTC),
        missing=tuple(_wall(series, day) for day in missing),
    )


def _begins(series, day, length):
    """The first day, or one before it by the rule, if clocks change there: all others count on it.

    There is a day on which they do not, since two dates are alike.
    """
    while not _is_steady(_wall(series, day), _wall(series, day) + length, series.zone):
        day = day_before(day, rule=series.rule, first=series.first)
    return day


def _wall(series, day):
    return dt.datetime.combine(day, series.starts_time)

"""The dates of a series as calendars hold them (RFC 5545, 3.8.4.4 and 3.8.5).

Dates alike are one entry with a rule, which leaves out what is not there. A date that differs, or
at which clocks change, is an entry of its own beside it, named by the time that the rule has there.
Where no two are alike, each stands for itself; unless the entries shall be all that a calendar
knows of the series from now on, which only a rule can say.
"""

import datetime as dt
from collections import Counter

from accounts.wall_time import is_skipped, is_twice

from .models import Event
from .repeating import day_before, days_from, recurrence

HOUR = dt.timedelta(hours=1)


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
    return [entry for group in groups.values() for entry in _Group(group, write).entries()]


def whole(rows, write):
    """As `gathered`, of some dates of one series, so that a calendar holds these and no other."""
    return _Group(rows, write).under_a_rule()


class _Group:
    """Some dates of a series; or an event alone."""

    def __init__(self, rows, write):
        self.rows, self.write = rows, write
        self.single = [write(event, **otherwise) for event, otherwise in rows]
        self.said = [_said(event, write, otherwise) for event, otherwise in rows]
        self.most = Counter(filter(None, self.said)).most_common(1)

    def entries(self):
        if not self.most or self.most[0][1] == 1:
            return self.single
        return self.under_a_rule()

    def under_a_rule(self):
        common = self.most[0][0] if self.most else self._placeholder()
        pairs = zip(self.single, self.said, strict=True)
        others = [entry for entry, said in pairs if said != common]
        return [_master(common, self.single, [event for event, _ in self.rows]), *others]

    def _placeholder(self):
        """What no date is, where none is by the rule: each is an entry of its own as well."""
        event, otherwise = self.rows[0]
        found = _in_general(self.write(event, of_series=True, **otherwise), event.series)
        return found._replace(ends=found.starts + HOUR)


def _said(event, write, otherwise):
    """What a date has in common with others, in the times of the rule's first; None if nothing."""
    # With a series that is cancelled as a whole, programs forget its dates.
    if not is_date(event) or event.status == Event.Status.CANCELLED or not _is_by_rule(event):
        return None
    return _in_general(write(event, of_series=True, **otherwise), event.series)


def _in_general(entry, series):
    """An entry without what it has for itself, in the times of the rule's first day."""
    starts = _wall(series, series.first)
    ends = starts + (entry.ends - entry.starts)
    return entry._replace(
        **{"sequence": 0, "stamp": None, "date": None, "date_zone": ""},
        **{"zone": series.time_zone, "starts": starts, "ends": ends},
        **{"starts_turn": 0, "ends_turn": 0},
    )


def _is_by_rule(event):
    """Whether it is when the rule has it, and takes as long by every clock."""
    series = event.series
    starts = _wall(series, event.series_date)
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
    rule, length = {"rule": series.rule, "first": series.first}, common.ends - common.starts
    begins, last = _begins(series, min(dates), length), max(dates)
    missing = [day for day in days_from(begins, last, **rule) if day not in dates]
    starts = _wall(series, begins)
    return common._replace(
        sequence=max(entry.sequence for entry in single),
        stamp=max(entry.stamp for entry in single),
        starts=starts,
        ends=starts + length,
        rule=recurrence(**rule).to_ical().decode(),
        # Of two hours with the same name, the later one.
        until=_wall(series, last).replace(tzinfo=series.zone, fold=1).astimezone(dt.UTC),
        missing=tuple(_wall(series, day) for day in missing),
    )


def _begins(series, day, length):
    """The first day, or one before it by the rule if clocks change there: the others go by it."""
    while not _is_steady(_wall(series, day), _wall(series, day) + length, series.zone):
        day = day_before(day, rule=series.rule, first=series.first)
    return day


def _wall(series, day):
    return dt.datetime.combine(day, series.starts_time)

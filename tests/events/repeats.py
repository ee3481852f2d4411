"""Series for tests, and on which days a rule falls, counted by hand and by no library."""

import calendar
import datetime as dt

from django.utils import timezone

from events.models import Series
from tests import factories

DAY = dt.timedelta(days=1)


def day_of(rule, first, number):
    """The day of a rule, by its number; the first is 0."""
    if rule in ("weekly", "fortnightly"):
        return first + number * {"weekly": 7, "fortnightly": 14}[rule] * DAY
    months = first.month - 1 + number * (12 if rule == "yearly" else 1)
    year, month = first.year + months // 12, months % 12 + 1
    length = calendar.monthrange(year, month)[1]
    if rule != "monthly_by_weekday":
        return dt.date(year, month, min(first.day, length))
    one = dt.date(year, month, 1)
    day = 1 + (first.weekday() - one.weekday()) % 7 + 7 * ((first.day - 1) // 7)
    # A fifth one is the last, which is the fourth in most months.
    return dt.date(year, month, day if day <= length else day - 7)


def series(brg, *, rule="weekly", first, time=dt.time(18), zone="America/Denver", **fields):
    """A series of a group, without its events."""
    return Series.objects.create(
        brg=brg,
        **{"title": "Stories", "kind": "repeats", "rule": rule, "first": first, "last": first}
        | {"time_zone": zone, "starts_time": time}
        | fields,
    )


def dates(found, number, **fields):
    """The first dates of a series, as they are made, each for an hour."""
    rows = []
    for n in range(number):
        day = day_of(found.rule, found.first, n)
        rows.append(date(found, day, **fields))
    found.last = rows[-1].series_date
    found.save()
    return rows


def date(found, day, **fields):
    """The date of a series that its rule has on a day, when and wherever it is."""
    starts = dt.datetime.combine(day, found.starts_time)
    ends = starts + dt.timedelta(hours=1)
    facts = {
        **{"title": found.title, "time_zone": found.time_zone, "audience": "public"},
        **{"starts_date": starts.date(), "starts_time": starts.time()},
        **{"ends_date": ends.date(), "ends_time": ends.time()},
        **{"made": timezone.now(), "chapter": found.chapter},
    }
    return factories.event(found.brg, series=found, series_date=day, **facts | fields)


def sittings(brg, *starts, **fields):
    """Sittings of one event at these instants, of which people choose one."""
    facts = {"kind": "sittings", "time_zone": "America/Denver", "starts_time": dt.time(18)}
    found = Series.objects.create(brg=brg, title="Flu shots", **facts)
    facts = {"title": found.title, "series": found, "audience": "public"} | fields
    return found, [factories.event(brg, starts=each, **facts) for each in starts]

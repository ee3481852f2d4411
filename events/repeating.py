"""On which days a rule falls, said as RFC 5545 says it, so that calendars count the same days."""

import datetime as dt
from itertools import islice

from dateutil.rrule import rrulestr
from icalendar import vRecur

from .models import Series

Rule = Series.Rule

# As many dates as a series may have: two years of weeks.
MOST_DATES = 105
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Days of a month that every month has.
IN_EVERY_MONTH = 28
# More than a year, and a whole number of fortnights.
LONG = dt.timedelta(days=52 * 14)


def recurrence(rule, first):
    """The rule that begins with a day, as a RECUR value without an end (RFC 5545, 3.3.10).

    A day that a month does not have is its last: the 31st is the 30th of April, and 29 February is
    the 28th in other years. A fifth weekday is the last one of its month.
    """
    parts = {
        Rule.WEEKLY: {"FREQ": "WEEKLY"},
        Rule.FORTNIGHTLY: {"FREQ": "WEEKLY", "INTERVAL": 2},
        Rule.MONTHLY_BY_DATE: {"FREQ": "MONTHLY", **_clamped(first.day)},
        Rule.MONTHLY_BY_WEEKDAY: {"FREQ": "MONTHLY", "BYDAY": _nth_weekday(first)},
        Rule.YEARLY: {"FREQ": "YEARLY", "BYMONTH": first.month, **_clamped(first.day)},
    }
    return vRecur(parts[rule])


def _clamped(day):
    """A day of the month, or the last of those before it that the month has."""
    if day <= IN_EVERY_MONTH:
        return {"BYMONTHDAY": day}
    return {"BYMONTHDAY": list(range(IN_EVERY_MONTH, day + 1)), "BYSETPOS": -1}


def _nth_weekday(day):
    number = (day.day - 1) // 7 + 1
    return f"{-1 if number == 5 else number}{WEEKDAYS[day.weekday()]}"


def days(rule, first, last):
    """The days of a rule from its first to the last, both included; at most MOST_DATES + 1."""
    return list(islice(days_from(first, last, rule=rule, first=first), MOST_DATES + 1))


def days_from(day, last, *, rule, first):
    """Of the rule that begins with `first`, the days from one of them to the last."""
    for each in _counted(rule, first, day):
        if each.date() > last:
            return
        yield each.date()


def day_before(day, *, rule, first):
    """The day before one of the rule's, as if it had begun long ago."""
    return _counted(rule, first, day - LONG).before(dt.datetime.combine(day, dt.time())).date()


def _counted(rule, first, begins):
    text = recurrence(rule, first).to_ical().decode()
    return rrulestr(text, dtstart=dt.datetime.combine(begins, dt.time()))

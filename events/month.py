"""A month of events as a table has it: weeks of days, each with what begins on it.

A day is the day at the event's own place, as a poster there has it.
"""

import calendar
import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format

from .filters import FIRST_DAY, LAST_DAY
from .models import Event

# More of one day are behind a link to the list.
EVENTS_A_DAY = 4
DAY = dt.timedelta(days=1)
WRITTEN = re.compile(r"(\d{4})-(\d\d)", re.ASCII)


@dataclass(frozen=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, text):
        """The month that is written as 2026-12, or the viewer's present one."""
        written = WRITTEN.fullmatch(text)
        year, number = map(int, written.groups()) if written else (0, 0)
        is_shown = FIRST_DAY.year <= year <= LAST_DAY.year and 1 <= number <= 12
        return cls(year, number) if is_shown else cls.around()

    @classmethod
    def around(cls, day=None):
        """The month of a day, or the viewer's present one."""
        day = day or timezone.localdate()
        return cls(day.year, day.month)

    def __str__(self):
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self):
        return dt.date(self.year, self.number, 1)

    @property
    def last(self):
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def name(self):
        return date_format(self.first, "F Y")

    @property
    def before(self):
        """The month before, or None where calendars here begin."""
        return Month.around(self.first - DAY) if self.first > FIRST_DAY else None

    @property
    def after(self):
        return Month.around(self.last + DAY) if self.last < LAST_DAY else None

    @property
    def is_present(self):
        return self == Month.around()

    def events(self, events):
        """Those of its events that the table shows, and one a day beyond, which says so."""
        held = events.published().from_day(self.first).to_day(self.last)
        by_day = Window(RowNumber(), partition_by=[F("starts_date")], order_by=["starts", "pk"])
        some = held.annotate(nth=by_day).filter(nth__lte=EVENTS_A_DAY + 1).values("pk")
        return Event.objects.filter(pk__in=some).order_by("starts", "pk")


def weekdays():
    """The headings of the table: each day's short and its full name, the week's first one first."""
    return [(WEEKDAYS_ABBR[day], WEEKDAYS[day]) for day in _days_of_a_week()]


def weeks(month, events):
    """A month in weeks of days, each day with its rows of events; None for days of other months."""
    held = defaultdict(list)
    for event in events:
        held[event["starts_date"]].append(event)
    today = timezone.localdate()
    table = calendar.Calendar(_days_of_a_week()[0]).monthdatescalendar(month.year, month.number)
    return [
        [_day(day, held[day], today) if day.month == month.number else None for day in week]
        for week in table
    ]


def _day(day, events, today):
    return {
        "number": day.day,
        "iso": day.isoformat(),
        "words": date_format(day, "l, F"),
        "events": events[:EVENTS_A_DAY],
        "has_more": len(events) > EVENTS_A_DAY,
        "is_today": day == today,
    }


def _days_of_a_week():
    """Days as `calendar` counts them, Monday being 0, from the first of a week as it is here."""
    first = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    return [(first + number) % 7 for number in range(7)]

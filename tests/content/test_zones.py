"""The rules of a zone, as a reader follows them that knows no table of zones."""

import datetime as dt
import zoneinfo
from io import StringIO

import pytest
from dateutil.tz import tzical

from content.zones import is_utc, observances

HOUR = dt.timedelta(hours=1)
YEARS = (2026, 2027)


def text_of(name, first=YEARS[0], last=YEARS[1]):
    return observances(name, first, last).to_ical().decode()


@pytest.mark.parametrize(
    "name",
    [
        *("America/Denver", "America/Anchorage", "Pacific/Honolulu", "America/Phoenix"),
        # Last Sundays; the south; half hours; clocks that follow the moon; two names a year.
        *("Europe/Berlin", "Australia/Sydney", "Asia/Kolkata", "Australia/Lord_Howe"),
        *("Africa/Casablanca", "Europe/Dublin", "America/St_Johns", "Asia/Gaza"),
    ],
)
def test_a_reader_has_every_hour_of_the_years_right(name):
    read, zone = tzical(StringIO(text_of(name))).get(), zoneinfo.ZoneInfo(name)
    hour = dt.datetime(YEARS[0], 1, 1, tzinfo=dt.UTC)
    wrong = []
    while hour.year <= YEARS[1]:
        wall = hour.astimezone(zone).replace(tzinfo=None)
        # Of an hour that comes twice, wall time is the first one (RFC 5545, 3.3.5).
        first = wall.replace(tzinfo=zone)
        if wall.replace(tzinfo=read).utcoffset() != first.utcoffset():
            wrong.append(wall)
        hour += HOUR
    assert wrong == []


def test_clocks_that_change_by_one_rule_are_written_as_that_rule():
    text = text_of("America/Denver")
    assert text.count("BEGIN:DAYLIGHT") == text.count("BEGIN:STANDARD") == 1
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\n" in text
    # What clocks show until then (RFC 5545, 3.6.5), and from the winter before.
    assert "DTSTART:20250309T020000\r\n" in text
    assert "RDATE" not in text
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in text_of("Europe/Berlin")


def test_clocks_that_follow_no_rule_are_written_day_by_day():
    text = text_of("Africa/Casablanca")
    assert "RRULE" not in text
    assert "RDATE:" in text


def test_a_rule_that_has_changed_is_not_written_for_years_before():
    # Until 2006, clocks went forward in April.
    text = text_of("America/Denver", 2006, 2007)
    assert "RRULE" not in text
    read = tzical(StringIO(text)).get()
    march, april = (dt.datetime(2006, month, 20, tzinfo=read) for month in (3, 4))
    assert (march.utcoffset(), april.utcoffset()) == (-7 * HOUR, -6 * HOUR)
    assert dt.datetime(2007, 3, 20, tzinfo=read).utcoffset() == -6 * HOUR


@pytest.mark.parametrize(("name", "is_so"), [("UTC", True), ("Etc/UTC", True), ("GMT", False)])
def test_knows_utc_by_its_names(name, is_so):
    assert is_utc(name) is is_so

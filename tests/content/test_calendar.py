"""Calendars as they are written, line by line, and as another library reads them."""

# ruff: noqa: DTZ001 - wall time, as clocks show it

import datetime as dt

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from content import calendar
from content.calendar import Entry
from tests.events.clocks import read

STAMP = dt.datetime(2026, 11, 20, 17, 5, 9, tzinfo=dt.UTC)
EVENING = dt.datetime(2026, 12, 1, 18)


def entry(**facts):
    given = {
        **{"uid": "one", "sequence": 3, "stamp": STAMP, "zone": "America/Denver"},
        **{"starts": EVENING, "ends": EVENING + dt.timedelta(hours=2), "title": "Supper"},
    }
    return Entry(**given | facts)


def lines(data):
    """What was written, unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def event(data):
    return vobject.readOne(data.decode()).vevent


def test_says_when_by_the_wall_and_names_the_zone_which_is_there():
    said = lines(calendar.written([entry()]))
    assert "DTSTART;TZID=America/Denver:20261201T180000" in said
    assert "DTEND;TZID=America/Denver:20261201T200000" in said
    assert "TZID:America/Denver" in said
    assert {"UID:one", "SEQUENCE:3", "SUMMARY:Supper", "STATUS:CONFIRMED"} <= set(said)
    assert {"DTSTAMP:20261120T170509Z", "LAST-MODIFIED:20261120T170509Z"} <= set(said)
    assert said[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//BRG Portal//Events//EN"]
    assert said[-2:] == ["END:VCALENDAR", ""]


def test_utc_needs_no_zone():
    said = lines(calendar.written([entry(zone="UTC")]))
    assert "DTSTART:20261201T180000Z" in said
    assert "BEGIN:VTIMEZONE" not in said


def test_the_second_of_two_hours_is_said_in_utc():
    night = {"starts": dt.datetime(2026, 11, 1, 1, 30), "ends": dt.datetime(2026, 11, 1, 1, 45)}
    first = lines(calendar.written([entry(**night)]))
    second = lines(calendar.written([entry(**night, starts_turn=1, ends_turn=1)]))
    assert "DTSTART;TZID=America/Denver:20261101T013000" in first
    assert "DTSTART:20261101T083000Z" in second
    both = lines(calendar.written([entry(**night, ends_turn=1)]))
    assert {"DTSTART:20261101T073000Z", "DTEND:20261101T084500Z"} <= set(both)


def test_the_same_instants_in_another_zone_are_another_entry():
    here = entry(starts=EVENING, ends=EVENING + dt.timedelta(hours=1))
    hour = dt.timedelta(hours=1)
    there = here._replace(zone="America/Chicago", starts=EVENING + hour, ends=EVENING + 2 * hour)
    said = lines(calendar.written([here, there]))
    assert "DTSTART;TZID=America/Denver:20261201T180000" in said
    assert "DTSTART;TZID=America/Chicago:20261201T190000" in said


def test_each_zone_is_there_once_for_all_years_of_its_entries():
    later = dt.datetime(2031, 7, 1, 18)
    hour = dt.timedelta(hours=1)
    data = calendar.written([entry(), entry(uid="two", starts=later, ends=later + hour)])
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert read(data)[1].starts == dt.datetime(2031, 7, 2)


def test_an_empty_calendar_has_a_zone_since_the_standard_wants_one_part_at_least():
    data = calendar.written([], name="BRG events", zone="America/Denver")
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert {"X-WR-CALNAME:BRG events", "NAME:BRG events"} <= set(lines(data))
    vobject.readOne(data.decode()).validate()


# Series


def series(**facts):
    given = {
        **{"rule": "FREQ=WEEKLY", "until": dt.datetime(2027, 6, 2, tzinfo=dt.UTC)},
        "missing": (EVENING + dt.timedelta(days=7), EVENING + dt.timedelta(days=21)),
    }
    return entry(**given | facts)


def instance(**facts):
    return entry(**{"date": EVENING, "date_zone": "America/Denver"} | facts)


def test_a_series_says_its_rule_until_when_and_what_is_not():
    said = lines(calendar.written([series()]))
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270602T000000Z" in said
    assert "EXDATE;TZID=America/Denver:20261208T180000,20261222T180000" in said
    assert not [line for line in said if line.startswith("RECURRENCE-ID")]


def test_a_rule_of_days_that_not_every_month_has():
    rule = "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    (said,) = [line for line in lines(calendar.written([series(rule=rule)])) if "=MONTHLY" in line]
    assert set(said.removeprefix("RRULE:").split(";")) == {
        *rule.split(";"),
        "UNTIL=20270602T000000Z",
    }


def test_a_date_of_a_series_is_named_in_the_zone_of_the_series_wherever_it_is_now():
    said = lines(calendar.written([instance(zone="America/Chicago", starts=EVENING)]))
    assert "RECURRENCE-ID;TZID=America/Denver:20261201T180000" in said
    assert "DTSTART;TZID=America/Chicago:20261201T180000" in said
    assert {"TZID:America/Denver", "TZID:America/Chicago"} <= set(said)


def test_what_is_in_utc_is_named_in_utc():
    said = lines(calendar.written([series(zone="UTC"), instance(date_zone="UTC")]))
    assert "RECURRENCE-ID:20261201T180000Z" in said
    assert "EXDATE:20261208T180000Z,20261222T180000Z" in said


# Until 2006, clocks went forward in April.
BEFORE = dt.datetime(2005, 1, 3, 18)
CHANGES = ["20040404T020000", "20050403T020000", "20060402T020000", "20070311T020000"]


def forward(data):
    """When clocks go forward in Denver, as a calendar says it."""
    said = data.decode().partition("BEGIN:DAYLIGHT")[2].partition("END:DAYLIGHT")[0]
    rows = said.replace("\r\n ", "").split("\r\n")
    return [row for row in rows if row.startswith(("DTSTART", "RDATE", "RRULE"))]


def test_a_zone_is_there_for_all_years_of_a_rule():
    times = {"starts": BEFORE, "ends": BEFORE, "until": dt.datetime(2007, 6, 2, tzinfo=dt.UTC)}
    data = calendar.written([series(**times)])
    assert forward(data) == [f"DTSTART:{CHANGES[0]}", f"RDATE:{','.join(CHANGES[1:])}"]


def test_a_zone_is_there_for_the_year_in_which_the_rule_has_a_date():
    (starts, dates) = forward(calendar.written([instance(date=BEFORE)]))
    assert starts == f"DTSTART:{CHANGES[0]}"
    assert dates.startswith(f"RDATE:{','.join(CHANGES[1:])}")


@pytest.mark.parametrize(
    ("starts", "utc"),
    [
        (dt.datetime(2026, 11, 1, 1, 30), "20261101T073000Z"),
        (dt.datetime(2027, 3, 14, 2, 30), "20270314T093000Z"),
    ],
)
def test_a_date_at_which_clocks_change_is_said_in_utc_since_programs_differ(starts, utc):
    ends = starts + dt.timedelta(hours=3)
    said = lines(calendar.written([instance(starts=starts, ends=ends, date=starts)]))
    assert f"DTSTART:{utc}" in said
    assert f"RECURRENCE-ID;TZID=America/Denver:{starts:%Y%m%dT%H%M%S}" in said


NASTY = st.text(st.characters(codec="utf-8"), max_size=300)


@given(title=NASTY, text=NASTY, place=NASTY)
def test_whatever_is_typed_stays_within_its_line_and_is_read_as_it_was_meant(title, text, place):
    data = calendar.written([entry(title=title, text=text, place=place)])
    rows = data.split(b"\r\n")
    assert max(map(len, rows)) <= 75
    # Not within a character: some programs read each line by itself.
    assert all(row.decode() or row == b"" for row in rows)
    assert not set(data) & {*range(10), 11, 12, *range(14, 32), 127}
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert [row for row in rows if row.startswith((b"BEGIN:", b"END:"))][-4:] == [
        *(b"END:VTIMEZONE", b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR")
    ]
    read = event(data)
    assert read.summary.value == calendar.clean(title)
    assert getattr(read, "location", None) is None or read.location.value == calendar.clean(place)
    said = calendar.clean(text, keep_lines=True)
    assert (read.description.value if said else "") == said


def test_control_characters_are_no_part_of_a_text():
    assert calendar.clean("a\0b\x07c\x9d\x85d\u2028e\tf") == "a b c d e f"
    assert calendar.clean(" a \r\n b\x0b", keep_lines=True) == "a\nb"


# Mails


def part(**facts):
    full = {"text": "By Kin.", "place": "Room 1", "organizer": "portal@example.org"}
    facts = full | {"url": "https://groups.example.org/events/1/"} | facts
    return calendar.text_of_mail(entry(**facts), method="REQUEST")


def test_a_part_of_a_mail_says_what_it_asks_for():
    assert calendar.method_of(part()) == "REQUEST"
    said = calendar.text_of_mail(entry(status="CANCELLED"), method="CANCEL")
    assert calendar.method_of(said) == "CANCEL"
    # Nobody asks for anything by what is typed.
    assert calendar.method_of(part(title="x\nMETHOD:CANCEL\n")) == "REQUEST"
    assert "\r" not in said


def test_what_is_neutral_keeps_what_moves_an_entry_and_nothing_that_names_it():
    plain, neutral = event(part().encode()), event(calendar.neutral(part()).encode())
    kept = {"uid", "sequence", "dtstamp", "last-modified", "dtstart", "dtend", "status"}
    assert set(neutral.contents) == kept | {"url", "organizer", "summary", "class"}
    for name in ("uid", "sequence", "dtstart", "dtend", "status", "url", "organizer"):
        assert getattr(neutral, name).value == getattr(plain, name).value
    assert (neutral.summary.value, neutral.contents["class"][0].value) == ("BRG event", "PRIVATE")
    assert calendar.method_of(calendar.neutral(part())) == "REQUEST"


def test_what_is_neutral_keeps_what_makes_a_series():
    entries = [series(title="Supper", place="Room 1"), instance(title="Lunch", text="By Kin.")]
    said = calendar.text_of_mail(*entries, method="REQUEST")
    plain, neutral = lines(said.encode()), lines(calendar.neutral(said).encode())
    told = ("RRULE", "EXDATE", "RECURRENCE-ID", "UID", "DTSTART")
    for text in (plain, neutral):
        assert len([line for line in "\n".join(text).split("\n") if line.startswith(told)]) >= 7
    kept = [
        [line for line in "\n".join(text).split("\n") if line.startswith(told)]
        for text in (plain, neutral)
    ]
    assert sorted(kept[0]) == sorted(kept[1])
    assert not {"Supper", "Lunch", "Kin", "Room"} & set(
        calendar.neutral(said).replace(":", " ").split()
    )


def test_a_line_is_put_into_each_entry_of_a_series():
    said = calendar.text_of_mail(series(), instance(), method="REQUEST")
    found = vobject.readOne(calendar.with_line(said, calendar.attendee("ana@example.com")))
    assert [each.attendee.value for each in found.vevent_list] == ["mailto:ana@example.com"] * 2


@pytest.mark.parametrize("address", ["ana@example.com", f"{'a' * 60}@{'b' * 60}.example.com"])
def test_the_line_of_who_is_going_is_folded_like_all_others(address):
    line = calendar.attendee(address)
    assert max(len(row) for row in line.split("\n")) <= 75
    read = event(calendar.with_line(part(), line).encode())
    assert read.attendee.value == f"mailto:{address}"
    assert read.attendee.params == {"PARTSTAT": ["ACCEPTED"], "RSVP": ["FALSE"]}

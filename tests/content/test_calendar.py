"""Calendars as they are written, line by line, and as another library reads them."""

# ruff: noqa: DTZ001 - wall time, as clocks show it

import datetime as dt

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from content import calendar
from content.calendar import Entry

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
    found = vobject.readOne(data.decode()).vevent_list[1].dtstart.value
    assert found.utcoffset() == dt.timedelta(hours=-6)


def test_an_empty_calendar_has_a_zone_since_the_standard_wants_one_part_at_least():
    data = calendar.written([], name="BRG events", zone="America/Denver")
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert {"X-WR-CALNAME:BRG events", "NAME:BRG events"} <= set(lines(data))
    vobject.readOne(data.decode()).validate()


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


@pytest.mark.parametrize("address", ["ana@example.com", f"{'a' * 60}@{'b' * 60}.example.com"])
def test_the_line_of_who_is_going_is_folded_like_all_others(address):
    line = calendar.attendee(address)
    assert max(len(row) for row in line.split("\n")) <= 75
    read = event(calendar.with_line(part(), line).encode())
    assert read.attendee.value == f"mailto:{address}"
    assert read.attendee.params == {"PARTSTAT": ["ACCEPTED"], "RSVP": ["FALSE"]}

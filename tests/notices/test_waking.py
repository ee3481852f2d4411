"""Time that quiet hours do not count in, and mail that goes out in them, beside an oracle.

The oracle watches a clock on the wall, minute by minute, in eight zones and over their changes.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accounts.models import User
from notices.models import Letter, Mailbox, Notice
from notices.planning import DROP, SEND, Decision, decide
from notices.times import waking
from tests.notices.test_times import (
    AFTERNOON,
    DAY,
    MINUTE,
    NIGHT,
    Wall,
    changes,
    small_hours,
    utc,
    walls,
    watched,
)

HOUR = dt.timedelta(hours=1)
ZONES = (
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Anchorage",
    "UTC",
)
CHANGES = {name: changes(ZoneInfo(name)) for name in ZONES}


@st.composite
def moments(draw):
    """A zone and a whole minute, half of them within three days of a change of the clock."""
    name = draw(st.sampled_from(ZONES))
    base, minutes = utc(2026, 3, 1), st.integers(0, 3 * 365 * 1440)
    if CHANGES[name] and draw(st.booleans()):
        base, minutes = draw(st.sampled_from(CHANGES[name])), st.integers(-2880, 4320)
    return ZoneInfo(name), base + draw(minutes) * MINUTE


quiets = st.none() | st.just(NIGHT) | st.tuples(walls | small_hours, walls | small_hours)


def asleep(quiet):
    """For how long of an ordinary day it is quiet."""
    if quiet is None:
        return dt.timedelta()
    begins, ends = (dt.timedelta(hours=wall.hour, minutes=wall.minute) for wall in quiet)
    return (ends - begins) % DAY


def waited(zone, quiet, instant, wait):
    """When the oracle has counted so many minutes that were not quiet."""
    begins, ends = quiet or (None, None)
    times = [] if quiet is None or begins == ends else [begins, ends]
    wall, is_quiet = Wall(zone, instant - 4 * DAY), False
    while wait > dt.timedelta():
        if wall.instant >= instant and not is_quiet:
            wait -= MINUTE
        for ring in wall.goes_on(*times):
            is_quiet = ring.time() == begins
    return wall.instant


@given(moments(), quiets, st.integers(1, 24 * 60))
def test_so_much_time_has_gone_by_as_the_clock_on_the_wall_says(moment, quiet, minutes):
    (zone, instant), wait = moment, minutes * MINUTE
    assume(asleep(quiet) <= 16 * HOUR)
    assert waking(instant, zone, quiet, wait) == waited(zone, quiet, instant, wait)


DENVER = ZoneInfo("America/Denver")


@pytest.mark.parametrize(
    ("instant", "quiet", "wait", "expected"),
    [
        pytest.param(utc(2026, 7, 1, 18), None, DAY, utc(2026, 7, 2, 18), id="no quiet hours"),
        pytest.param(utc(2026, 7, 1, 18), NIGHT, 8 * HOUR, utc(2026, 7, 2, 2), id="up to night"),
        pytest.param(utc(2026, 7, 1, 18), NIGHT, 9 * HOUR, utc(2026, 7, 2, 14), id="over night"),
        pytest.param(utc(2026, 7, 2, 6), NIGHT, HOUR, utc(2026, 7, 2, 14), id="from midnight"),
        # Thirteen hours of each day count.
        pytest.param(utc(2026, 7, 1, 13), NIGHT, 27 * HOUR, utc(2026, 7, 3, 14), id="two nights"),
        pytest.param(utc(2026, 7, 1, 18), AFTERNOON, 2 * HOUR, utc(2026, 7, 1, 21), id="by day"),
        # The night in which the clock is put forward, and the one in which it is put back.
        pytest.param(utc(2026, 3, 8, 2), NIGHT, 2 * HOUR, utc(2026, 3, 8, 14), id="short night"),
        pytest.param(utc(2026, 11, 1, 1), NIGHT, 2 * HOUR, utc(2026, 11, 1, 15), id="long night"),
    ],
)
def test_waking_hours_in_denver(instant, quiet, wait, expected):
    assert waking(instant, DENVER, quiet, wait) == expected


KINDS = st.sampled_from(["event", "day_before", "soon", "change", "seat", "account"])
MUST_HAVE = {"change", "seat"}


def what_to_do(kind, left, zone, quiet, instant):
    """What becomes of a mail that is worth something for so long, or for good."""
    if kind not in MUST_HAVE and left is not None and left <= dt.timedelta():
        return DROP
    if kind == "account" or (kind in MUST_HAVE and left is not None and left <= DAY):
        return SEND
    due = watched(zone, quiet, instant)
    return Decision("wait", due) if due > instant else SEND


@settings(max_examples=200)
@given(moments(), quiets, KINDS, st.none() | st.integers(-1440, 3 * 1440))
def test_only_what_somebody_must_know_today_goes_out_in_quiet_hours(moment, quiet, kind, minutes):
    zone, instant = moment
    left = None if minutes is None else minutes * MINUTE
    good_until = None if left is None else instant + left
    letter = Letter(kind=kind, topic="brg:1", good_until=good_until)
    person = User(email="a@example.com", time_zone=zone.key)
    mailbox = Mailbox(quiet=False)
    if quiet:
        mailbox = Mailbox(quiet_begins=quiet[0], quiet_ends=quiet[1])
    found = decide(Notice(letter=letter, person=person), mailbox=mailbox, choices=(), now=instant)
    assert found == what_to_do(kind, left, zone, quiet, instant)


CHANGE = {"kind": "change", "topic": "brg:1"}
# Nine in the evening in Denver, within quiet hours.
LATE = utc(2026, 7, 2, 3)


@pytest.mark.parametrize(
    ("left", "decision"),
    [(DAY, SEND), (DAY + MINUTE, Decision("wait", utc(2026, 7, 2, 13)))],
)
def test_a_change_of_what_is_today_is_told_at_night_and_of_what_is_later_in_the_morning(
    left, decision
):
    letter = Letter(**CHANGE, good_until=LATE + left)
    notice = Notice(letter=letter, person=User(email="a@b.example", time_zone="America/Denver"))
    assert decide(notice, mailbox=Mailbox(), choices=(), now=LATE) == decision

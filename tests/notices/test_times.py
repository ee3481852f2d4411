"""Quiet hours and digests, beside an oracle that watches a clock on the wall, minute by minute."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.times import after_quiet, next_daily, next_weekly

ZONES = (
    "America/Los_Angeles",
    "America/Denver",
    "Pacific/Honolulu",
    "Europe/London",
    # Half an hour.
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    # Twice a year, by the moon.
    "Africa/Casablanca",
)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
NIGHT = (dt.time(20), dt.time(7))
AFTERNOON = (dt.time(13), dt.time(14))


def changes(zone):
    """The days from 2025 to 2029 on whose UTC noon to noon the clock is set."""
    noon = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
    days = [noon + n * DAY for n in range(5 * 365)]
    offset = {day: day.astimezone(zone).utcoffset() for day in days}
    return [one for one, next_ in zip(days, days[1:], strict=False) if offset[one] != offset[next_]]


CHANGES = {name: changes(ZoneInfo(name)) for name in ZONES}


class Wall:
    """A clock on the wall that rings once for each time of day, as soon as it shows it or more.

    It knows nothing but the instant's UTC offset: it is looked at each minute, and what it has
    shown once it does not ring again for, however it is set back.
    """

    def __init__(self, zone, begin):
        self.zone, self.instant = zone, begin
        self.shown = self.reads()

    def reads(self):
        return (self.instant + self.instant.astimezone(self.zone).utcoffset()).replace(tzinfo=None)

    def goes_on(self, *times):
        """Go on by a minute; the times of day that ring, with their days, in their order."""
        self.instant += MINUTE
        before, self.shown = self.shown, max(self.shown, self.reads())
        days = {self.shown.date() - DAY, self.shown.date()}
        rings = [dt.datetime.combine(day, time) for day in days for time in set(times)]
        return sorted(ring for ring in rings if before < ring <= self.shown)


def watched(zone, quiet, instant, digest_on=None):
    """What the oracle sees from days before: where quiet ends, or where the digest leaves."""
    begins, ends = quiet or (None, None)
    # Quiet may have begun the day before, and an earlier digest be held by it.
    wall = Wall(zone, instant.replace(second=0, microsecond=0) - 4 * DAY)
    times = [dt.time(8)] if quiet is None or begins == ends else [dt.time(8), begins, ends]
    is_quiet = holds = False
    while True:
        for ring in wall.goes_on(*times):
            if len(times) > 1 and ring.time() in (begins, ends):
                is_quiet = ring.time() == begins
            if digest_on and ring.time() == dt.time(8) and ring.weekday() in digest_on:
                holds = True
        if digest_on is None and wall.instant >= instant and not is_quiet:
            return wall.instant
        if holds and not is_quiet:
            holds = False
            if wall.instant > instant:
                return wall.instant


@st.composite
def moments(draw):
    """A zone and a whole minute, half of them within three days of a change of the clock."""
    name = draw(st.sampled_from(ZONES))
    base = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    minutes = st.integers(0, 3 * 365 * 1440)
    if CHANGES[name] and draw(st.booleans()):
        base, minutes = draw(st.sampled_from(CHANGES[name])), st.integers(-2880, 4320)
    return ZoneInfo(name), base + draw(minutes) * MINUTE


walls = st.builds(dt.time, st.integers(0, 23), st.sampled_from((0, 1, 15, 30, 45, 59)))
# The hours in which clocks are set, more often than the others.
small_hours = st.builds(dt.time, st.integers(0, 3), st.sampled_from((0, 15, 30, 45)))
quiets = st.none() | st.just(NIGHT) | st.tuples(walls | small_hours, walls | small_hours)


@given(moments(), quiets)
def test_quiet_hours_end_as_the_clock_on_the_wall_says(moment, quiet):
    zone, instant = moment
    assert after_quiet(instant, zone, quiet) == watched(zone, quiet, instant)


@given(moments(), quiets)
def test_the_daily_digest_leaves_as_the_clock_on_the_wall_says(moment, quiet):
    zone, instant = moment
    assert next_daily(instant, zone, quiet) == watched(zone, quiet, instant, range(7))


@given(moments(), quiets)
def test_the_weekly_digest_leaves_as_the_clock_on_the_wall_says(moment, quiet):
    zone, instant = moment
    assert next_weekly(instant, zone, quiet) == watched(zone, quiet, instant, (0,))


@given(moments(), quiets, st.integers(1, 59_999_999))
def test_seconds_within_a_minute_change_nothing_but_the_seconds(moment, quiet, microseconds):
    zone, instant = moment
    later = instant + dt.timedelta(microseconds=microseconds)
    expected = after_quiet(instant, zone, quiet)
    assert after_quiet(later, zone, quiet) == (later if expected == instant else expected)


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


LA = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("instant", "quiet", "expected"),
    [
        pytest.param(utc(2026, 7, 1, 2, 59), NIGHT, utc(2026, 7, 1, 2, 59), id="still evening"),
        pytest.param(utc(2026, 7, 1, 3), NIGHT, utc(2026, 7, 1, 14), id="the first minute"),
        pytest.param(utc(2026, 7, 1, 13, 59), NIGHT, utc(2026, 7, 1, 14), id="the last minute"),
        pytest.param(utc(2026, 7, 1, 14), NIGHT, utc(2026, 7, 1, 14), id="the end"),
        pytest.param(utc(2026, 7, 1, 20), AFTERNOON, utc(2026, 7, 1, 21), id="by day"),
        pytest.param(utc(2026, 7, 1, 3), None, utc(2026, 7, 1, 3), id="none"),
        pytest.param(
            utc(2026, 7, 1, 3), (dt.time(20), dt.time(20)), utc(2026, 7, 1, 3), id="begin is end"
        ),
        pytest.param(
            # 02:30 does not exist that day: the night ends as 02:00 becomes 03:00.
            utc(2026, 3, 8, 8),
            (dt.time(20), dt.time(2, 30)),
            utc(2026, 3, 8, 10),
            id="end in the gap",
        ),
        pytest.param(
            # 01:30 comes at 08:30 and again at 09:30 UTC.
            utc(2026, 11, 1, 8),
            (dt.time(20), dt.time(1, 30)),
            utc(2026, 11, 1, 8, 30),
            id="end twice",
        ),
        pytest.param(
            # All that is not quiet is in the gap, so one night goes over into the next.
            utc(2026, 3, 8, 8),
            (dt.time(2, 45), dt.time(2, 15)),
            utc(2026, 3, 9, 9, 15),
            id="night after night",
        ),
    ],
)
def test_quiet_hours_in_california(instant, quiet, expected):
    assert after_quiet(instant, LA, quiet) == expected


def test_digests_in_california():
    # Friday noon; the weekly one on Monday; both after the clock was set on Sunday.
    friday = utc(2026, 3, 6, 20)
    assert next_daily(friday, LA, NIGHT) == utc(2026, 3, 7, 16)
    assert next_weekly(friday, LA, NIGHT) == utc(2026, 3, 9, 15)


def test_a_digest_leaves_strictly_after_the_instant():
    eight = utc(2026, 7, 1, 15)
    assert next_daily(eight - MINUTE, LA, NIGHT) == eight
    assert next_daily(eight, LA, NIGHT) == eight + DAY


def test_a_digest_waits_for_the_end_of_quiet_hours():
    long_night = (dt.time(20), dt.time(10))
    assert next_daily(utc(2026, 7, 1, 16), LA, long_night) == utc(2026, 7, 1, 17)
    assert next_weekly(utc(2026, 7, 6, 16), LA, long_night) == utc(2026, 7, 6, 17)

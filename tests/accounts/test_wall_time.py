"""What clocks show, as instants that can be reckoned with."""

import datetime as dt
import zoneinfo

import pytest

from accounts.wall_time import instant

DAY = dt.timedelta(days=1)
DENVER = zoneinfo.ZoneInfo("America/Denver")
# In Denver clocks are put forward on 14 March 2083, and back on 7 November.
BACK = dt.datetime.fromisoformat("2083-11-07 01:30")


@pytest.mark.parametrize(
    ("month", "day", "hours"), [(3, 13, 23), (11, 6, 25), (6, 1, 24)], ids=["on", "back", "usual"]
)
def test_between_the_same_hour_of_two_days_lies_what_passes(month, day, hours):
    wall = dt.datetime.combine(dt.date(2083, month, day), dt.time(18))
    before, after = instant(wall, DENVER), instant(wall + DAY, DENVER)
    assert after - before == dt.timedelta(hours=hours)
    assert before + dt.timedelta(hours=hours) == after


def test_an_hour_that_clocks_show_twice_is_two_instants_that_equal_themselves():
    """Python lets no time of a zone in such an hour equal one of another zone."""
    both = [instant(BACK, DENVER, turn=turn) for turn in (0, 1)]
    assert both == [dt.datetime(2083, 11, 7, hour, 30, tzinfo=dt.UTC) for hour in (7, 8)]

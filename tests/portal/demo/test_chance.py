"""The demonstration's past, by the organization's clocks."""

import datetime as dt

import pytest

from portal.demo.chance import ago

# In Los Angeles clocks are put forward on 14 March 2083.
TODAY = dt.date(2083, 3, 15)


@pytest.mark.parametrize(("days", "hour"), [(0, 16), (1, 16), (2, 17), (-1, 16)])
def test_so_many_days_ago_clocks_showed_the_same_hour(days, hour):
    there = TODAY - dt.timedelta(days=days)
    assert ago(TODAY, days) == dt.datetime.combine(there, dt.time(hour, 12), tzinfo=dt.UTC)

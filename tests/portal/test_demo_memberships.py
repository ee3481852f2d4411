"""How memberships and offices of the demonstration are drawn, without a database."""

import datetime as dt

import pytest

from brgs.models import BRG, Membership
from portal.demo.chance import chance, start_of
from portal.demo.memberships import Candidate, Draw, sizes
from portal.demo.officers import _officer

TODAY = dt.date(2026, 11, 21)
NOW = start_of(TODAY)


def draw(**facts):
    return Draw(BRG(slug="gardeners", default_visibility="leads", **facts), seed=1, today=TODAY)


def here_since(year):
    since = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    return [Candidate(pk, since, NOW) for pk in range(1, 201)]


def test_people_who_were_here_before_the_group_join_after_its_year():
    joined = [row.joined for row in draw(founded=2013).current(here_since(1990), 200)]
    assert min(joined).year == 2014
    assert max(joined) <= NOW


def test_a_group_that_states_no_year_has_members_of_twelve_years():
    joined = [row.joined for row in draw().current(here_since(1990), 200)]
    assert min(joined).year in (2014, 2015)


def test_draws_each_person_once():
    rows = draw(founded=2000).current(here_since(2010), 150)
    assert len({row.person_id for row in rows}) == 150


def test_who_comes_back_had_left_before():
    drawn = draw(founded=2000)
    current = drawn.current(here_since(2010), 200)
    joined = {row.person_id: row.joined for row in current}
    ended = drawn.ended(here_since(2010), current)
    assert len(ended) == 36
    for row in ended:
        assert row.joined <= row.left <= joined[row.person_id]


def test_scales_all_groups_alike_where_people_are_few():
    assert sizes(40_000)["KPAC"] == 950
    assert sizes(3047)["KPAC"] == 950 * 1523 // 3047
    assert sizes(50)["KPNAPA"] == 12


@pytest.mark.parametrize("days", [0, 1, 5, 200, 3000])
def test_a_term_begins_after_the_officer_joined_and_holds_today(days):
    member = Membership(person_id=1, brg=BRG(pk=1), joined=NOW - dt.timedelta(days=days))
    for seed in range(20):
        officer = _officer("chair", member, chance(seed, "terms"), TODAY)
        assert member.joined <= officer.accepted
        assert member.joined.date() <= officer.starts <= TODAY < officer.ends

"""Joins and leaves by quarter: published once, when the quarter has ended, and rounded."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from brgs.actions import publish_quarters, quarters
from brgs.actions.quarters import ended_quarters
from brgs.models import Quarter
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 5, 20)
OPENED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def instant(*when):
    return dt.datetime(*when, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def group():
    return factories.brg(published=OPENED)


def join(group, number, joined, **fields):
    for _ in range(number):
        factories.membership(factories.person(), group, joined=joined, **fields)


def test_the_last_quarters_end_before_the_present_one():
    assert ended_quarters(TODAY, 3) == [
        (dt.date(2025, 7, 1), dt.date(2025, 10, 1)),
        (dt.date(2025, 10, 1), dt.date(2026, 1, 1)),
        (dt.date(2026, 1, 1), dt.date(2026, 4, 1)),
    ]
    assert ended_quarters(dt.date(2026, 1, 1), 1) == [(dt.date(2025, 10, 1), dt.date(2026, 1, 1))]
    assert ended_quarters(dt.date(2025, 12, 31), 1) == [(dt.date(2025, 7, 1), dt.date(2025, 10, 1))]


def test_counts_who_joined_and_left_from_the_first_day_to_the_last(group):
    join(group, 11, instant(2026, 1, 1))
    join(group, 9, instant(2026, 3, 31, 23, 59))
    join(group, 10, instant(2026, 4, 1))
    join(group, 12, instant(2025, 12, 31, 23, 59), left=instant(2026, 2, 2))
    publish_quarters(today=TODAY)
    assert [(row.begins, row.joined, row.left) for row in group.quarters.all()] == [
        (dt.date(2025, 7, 1), 0, 0),
        (dt.date(2025, 10, 1), 10, 0),
        (dt.date(2026, 1, 1), 20, 10),
    ]


def test_says_fewer_than_ten(group):
    join(group, 9, instant(2026, 2, 1))
    publish_quarters(today=TODAY, back=1)
    assert [row.joined_in_words for row in group.quarters.all()] == ["Fewer than 10"]


def test_counts_people_and_not_how_often_they_come(group):
    people = [factories.person() for _ in range(10)]
    for day in (5, 15):
        for person in people:
            days = {"joined": instant(2026, 2, day), "left": instant(2026, 2, day + 1)}
            factories.membership(person, group, **days)
    publish_quarters(today=TODAY, back=1)
    assert [(row.joined, row.left) for row in group.quarters.all()] == [(10, 10)]


def test_what_is_published_never_moves(group):
    join(group, 20, instant(2026, 2, 1))
    assert publish_quarters(today=TODAY, back=1) == 1
    join(group, 20, instant(2026, 2, 1))
    assert publish_quarters(today=TODAY, back=1) == 0
    assert [row.joined for row in group.quarters.all()] == [20]


def test_what_another_run_has_published_meanwhile_stays(group, monkeypatch):
    people = quarters._people

    def overtaken(*args):
        monkeypatch.setattr(quarters, "_people", people)
        join(group, 20, instant(2026, 2, 1))
        assert publish_quarters(today=TODAY, back=1) == 1
        return people(*args)

    monkeypatch.setattr(quarters, "_people", overtaken)
    publish_quarters(today=TODAY, back=1)
    assert [row.joined for row in group.quarters.all()] == [20]


@pytest.mark.parametrize("count", [1, 3])
def test_a_run_with_nothing_due_asks_once_for_each_quarter(count, django_assert_num_queries):
    for _ in range(count):
        factories.brg(published=OPENED)
    publish_quarters(today=TODAY)
    with django_assert_num_queries(3):
        assert publish_quarters(today=TODAY) == 0


def test_a_group_has_no_quarter_from_before_it_was_published():
    group = factories.brg(published=instant(2026, 1, 15))
    draft = factories.brg(status="draft", published=None)
    publish_quarters(today=TODAY)
    assert [row.begins for row in group.quarters.all()] == [dt.date(2026, 1, 1)]
    assert not draft.quarters.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"joined": 7},
        {"left": 1010},
        {"begins": dt.date(2026, 2, 1)},
        {"begins": dt.date(2026, 1, 2)},
    ],
)
def test_the_table_holds_rounded_figures_of_whole_quarters_alone(group, wrong):
    right = {"begins": dt.date(2026, 1, 1), "joined": 10, "left": 0}
    with pytest.raises(IntegrityError):
        Quarter.objects.create(brg=group, **right | wrong)

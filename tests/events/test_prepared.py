"""Statements that are put together once say what the queries themselves would say."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from events import feeds
from events.models import Event, Rsvp
from events.prepared import _statement, prepared
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def built():
    """Nothing is known yet, and nothing is left behind."""
    _statement.cache_clear()
    yield []
    _statement.cache_clear()


def answers_of(built):
    def build(person, begins, ends):
        built.append(person)
        rows = Rsvp.objects.of(person).filter(event__starts__range=(begins, ends))
        return rows.order_by("pk").values_list("pk", "event__title")

    return build


def test_says_of_each_what_is_asked_and_is_put_together_once(built):
    ana, ben, now = factories.person(), factories.person(), timezone.now()
    build, brg = answers_of(built), factories.brg()
    soon, later = (factories.event(brg, starts=now + days * DAY) for days in (1, 9))
    answers = [factories.rsvp(event, person) for event in (soon, later) for person in (ana, ben)]
    for person, days, expected in [
        (ana, 30, answers[0::2]),
        (ana, 5, answers[:1]),
        (ben, 30, answers[1::2]),
        (ben, 0, []),
    ]:
        rows = prepared(build, [person.pk, now, now + days * DAY])
        assert [tuple(row) for row in rows] == [
            (answer.pk, answer.event.title) for answer in expected
        ]
    assert len(built) == 1


def test_asks_by_one_statement(built, django_assert_num_queries):
    now = timezone.now()
    for _ in range(2):
        with django_assert_num_queries(1):
            prepared(answers_of(built), [1, now, now])


def test_takes_no_query_that_leaves_a_value_out(built):
    with pytest.raises(AssertionError, match="mark 0"):
        prepared(lambda title: Event.objects.values_list("pk"), ["A supper"])


@pytest.mark.parametrize(
    ("build", "kinds"),
    [(feeds._owners, (str,)), (feeds._versions_of_own, (int, dt.datetime, dt.datetime))],
)
def test_what_feeds_ask_hangs_on_nothing_else(monkeypatch, build, kinds):
    """Not on the hour either: a statement lives as long as its process."""
    first = _statement.__wrapped__(build, kinds, connection.vendor)
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
    assert _statement.__wrapped__(build, kinds, connection.vendor) == first

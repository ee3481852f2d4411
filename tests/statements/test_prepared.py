"""Statements that are put together once say what the queries themselves would say."""

import ast
import datetime as dt
import gc
import itertools
import threading
import weakref

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts import backends, sessions
from accounts.models import User
from attendance import permissions
from events import asked, feeds, guests, lists, page, series_page, standing, views
from events.models import Event, Rsvp
from statements.prepared import _statement, prepared
from tests import factories
from tests.test_architecture import SOURCES

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
        assert rows == [(answer.pk, answer.event.title) for answer in expected]
    assert len(built) == 1


def test_asks_by_one_statement(built, django_assert_num_queries):
    now, build = timezone.now(), answers_of(built)
    for _ in range(2):
        with django_assert_num_queries(1):
            prepared(build, [1, now, now])


def facts(objects):
    """All that was read of each, with what it leads to, and nothing that is asked for now."""
    return [
        {
            name: facts([value])[0] if hasattr(value, "_meta") else value
            for name, value in (vars(each) | each._state.fields_cache).items()
            if name != "_state"
        }
        for each in objects
    ]


def test_objects_come_with_all_that_the_query_gives_them(built, django_assert_num_queries):
    now, ana = timezone.now(), factories.person()
    event = factories.event(
        factories.brg(), starts=now + DAY, region=factories.region(), askers=["a", "b"]
    )

    def build(number):
        rows = Event.objects.as_met_by(ana).with_discretion()
        return rows.filter(pk=number).select_related("brg", "chapter", "region")

    expected = facts(build(event.pk))
    with django_assert_num_queries(1):
        found = prepared(build, [event.pk])
        assert (found[0].brg.name, found[0].chapter) == (event.brg.name, None)
    assert facts(found) == expected
    assert found[0].askers == ["a", "b"]
    assert not found[0]._state.adding


def test_objects_with_some_of_their_fields_read_the_others_when_they_are_wanted(built):
    ana = factories.person(job_title="Nurse")

    def build(number):
        return User.objects.filter(pk=number).only("legal_name")

    (found,) = prepared(build, [ana.pk])
    assert found.get_deferred_fields() == next(iter(build(ana.pk))).get_deferred_fields()
    assert found.job_title == "Nurse"


def test_dictionaries_come_as_the_query_gives_them(built):
    event = factories.event(factories.brg(), starts=timezone.now() + DAY)

    def build(number):
        rows = Event.objects.filter(pk=number).with_discretion()
        return rows.values("pk", "starts", "approved", "brg__name", "has_sensitive_cohost")

    assert prepared(build, [event.pk]) == list(build(event.pk))


@pytest.mark.parametrize("title", ["50% off", "100%s", "%%s 'quoted'", "a \\ b"])
def test_what_is_given_once_may_hold_any_sign(built, title):
    event = factories.event(factories.brg(), title=title)
    factories.event(factories.brg(), title="Another")

    def build(status):
        return Event.objects.filter(status=status, title=title).values_list("pk", flat=True)

    assert prepared(build, ["published"]) == [event.pk]


def test_what_can_find_nothing_asks_nothing(built, django_assert_num_queries):
    def build(number):
        return Event.objects.filter(pk=number).none()

    with django_assert_num_queries(0):
        assert prepared(build, [1]) == []


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, -(2**63) - 1, 10**40])
def test_a_number_beyond_every_column_finds_nothing(built, number):
    def build(number):
        return Event.objects.filter(pk=number)

    assert prepared(build, [number]) == []


def test_takes_no_query_that_leaves_a_value_out(built):
    with pytest.raises(AssertionError, match="mark 0"):
        prepared(lambda title: Event.objects.values_list("pk"), ["A supper"])


def test_takes_no_query_that_asks_for_rows_besides(built):
    with pytest.raises(AssertionError):
        prepared(lambda number: Event.objects.filter(pk=number).prefetch_related("cohosts"), [1])


def test_takes_no_query_that_looks_at_the_clock_itself(built):
    """SQLite is given moments as text."""
    with pytest.raises(AssertionError, match=rf"{timezone.now():%Y}"):
        prepared(lambda number: Event.objects.upcoming().filter(pk=number), [1])


def test_takes_no_query_that_looks_at_the_calendar_itself(built):
    today = dt.date(2026, 7, 5)
    with pytest.raises(AssertionError, match="2026"):
        prepared(lambda number: Event.objects.filter(starts_date=today, pk=number), [1])


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite keeps plans by itself.")
def test_is_planned_once_with_what_is_given_once_in_its_text(built):
    """A plan that holds for any status could not use the index of what is published."""

    def build(number):
        return Event.objects.published().filter(pk=number).values_list("pk")

    for number in range(3):
        prepared(build, [number])
    ((text, plans),) = kept_texts()
    assert "'published'" in text
    assert "$1" in text
    assert plans == 3


def kept_texts():
    """What PostgreSQL keeps of our texts about events, and how often it followed its plan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans FROM pg_prepared_statements")
        return [row for row in cursor.fetchall() if "events_event" in row[0]]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite keeps texts by themselves alone.")
def test_is_kept_once_for_small_numbers_and_great_ones(built):
    """PostgreSQL has three types of numbers, and psycopg tells them by their values."""

    def build(*numbers):
        return Event.objects.filter(pk__in=numbers).order_by().values_list("pk")

    sizes = (1, 2**20, 2**40)
    for numbers in itertools.product(sizes, repeat=3):
        assert prepared(build, numbers) == []
    ((_text, plans),) = kept_texts()
    assert plans == len(sizes) ** 3


@pytest.mark.django_db(transaction=True)
def test_a_statement_serves_every_thread(built):
    event, found = factories.event(factories.brg()), []

    def build(number):
        return Event.objects.filter(pk=number).values_list("title", flat=True)

    def ask():
        found.extend(prepared(build, [event.pk]))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    assert found == [event.title] * 3


@pytest.mark.django_db(transaction=True)
def test_a_statement_keeps_no_connection_of_a_thread_that_has_ended(built):
    wrappers = []

    def build(number):
        return Event.objects.filter(pk=number)

    def ask():
        prepared(build, [1])
        wrappers.append(weakref.ref(connections["default"]))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    del thread
    gc.collect()
    assert _statement.cache_info().currsize == 1
    assert wrappers[0]() is None


# What the portal asks in this way

MANY = (int, dt.datetime, dt.datetime)
QUESTIONS = [
    (backends._viewers, (int,)),
    (sessions._sessions, (str, dt.datetime)),
    (feeds._owners, (str,)),
    (feeds._versions_of_own, MANY),
    (lists._regions, ()),
    (lists._pillars, ()),
    (lists._some_groups, ()),
    (page._answer, (int, int)),
    (standing._membership, (int, int)),
]
ASKED = [
    (permissions._door_of, (int, dt.datetime)),
    (views._visible, (int,)),
    (views._met, (int,)),
    (guests._first_of_one_host, (int,)),
    (lists._first, (dt.datetime, dt.datetime)),
    (lists._further_of_all, (dt.datetime, dt.datetime, *[int] * lists.EVENTS_A_PAGE)),
    (series_page._visible, (int,)),
    (series_page._dates, (int,)),
]


def of_all():
    yield from QUESTIONS
    for build, kinds in ASKED:
        yield asked._of_visitors(build), kinds
        yield asked._of_employees(build), (int, *kinds)


def text_of(build, kinds):
    statement = _statement.__wrapped__(build, kinds, connection.vendor)
    return statement and (statement.text, statement.params)


@pytest.mark.parametrize(("build", "kinds"), list(of_all()))
def test_what_is_asked_hangs_on_nothing_else(monkeypatch, build, kinds):
    """Not on the hour either: a statement lives as long as its process."""
    first = text_of(build, kinds)
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
    with timezone.override("Pacific/Honolulu"):
        assert text_of(build, kinds) == first


# `asked` hands these on, of whatever it is given itself.
HANDED_ON = {"_of_visitors(build)", "_of_employees(build)"}


def names_of(call, text):
    """The functions that a source hands to `prepared` or `asked`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == call:
            first = ast.unparse(node.args[0])
            if first not in HANDED_ON:
                assert first.isidentifier(), f"{first} has no name by which it is known here"
                yield first


@pytest.mark.parametrize(("call", "known"), [("prepared", QUESTIONS), ("asked", ASKED)])
def test_none_is_missing_here(call, known):
    found = {
        f"{path.parts[-2]}.{path.stem}.{name}"
        for path in SOURCES
        for name in names_of(call, path.read_text(encoding="utf-8"))
    }
    assert found == {f"{build.__module__}.{build.__name__}" for build, _ in known}


@pytest.mark.parametrize("first", ["partial(_of, 1)", "module._of", "lambda: _of", "*_of"])
def test_what_is_asked_without_a_name_is_found(first):
    with pytest.raises(AssertionError, match="no name"):
        list(names_of("prepared", f"prepared({first}, [1])"))

"""An answer whose last statement fails, or whose connection goes: nothing of it is kept.

Neither is anything left behind in the connection, and whoever tries again has answered once.
"""

import contextlib
import logging
import threading
import time

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.pq import PipelineStatus, TransactionStatus

from events.actions import rsvp
from events.models import Event
from notices.models import Letter
from tests import factories
from tests.connections import SOON_SECONDS, aside, by_another
from tests.events.delays import before_taking
from tests.events.test_answers_at_once import GOING, kept

# SQLite has no statement that is the last of a transaction.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event():
    return factories.event(factories.brg(), capacity=1, title="A supper")


@pytest.fixture
def person():
    return factories.person()


@pytest.fixture
def afterwards(monkeypatch):
    """What has run that was to run after a commit."""
    ran = []
    before_taking(monkeypatch, lambda way: transaction.on_commit(lambda: ran.append(way)))
    return ran


@pytest.fixture
def backend():
    """The process of the server that serves this test, whose connection ends with the test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        yield cursor.fetchone()[0]
    connection.close()


def assert_nothing_is_left(person, afterwards):
    assert kept(person) == ([], 0, [])
    assert (Letter.objects.count(), afterwards) == (0, [])
    assert (connection.get_autocommit(), connection.in_atomic_block) == (True, False)
    info = connection.connection.info
    expected = (TransactionStatus.IDLE, PipelineStatus.OFF)
    assert (info.transaction_status, info.pipeline_status) == expected


def assert_answers_once(event, person, afterwards):
    _answer, is_new = rsvp(event=event, by=person)
    assert is_new
    assert kept(person) == GOING
    assert (Letter.objects.count(), afterwards) == (1, ["take_last"])
    event.refresh_from_db()
    assert (event.going, event.waiting, event.last_place) == (1, 0, 1)


@contextlib.contextmanager
def when_committed(act):
    """The database does something as it commits an answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION done_late() RETURNS trigger LANGUAGE plpgsql AS "  # noqa: S608
            f"$$ BEGIN {act}; RETURN NULL; END $$"
        )
        cursor.execute(
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON events_rsvp "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION done_late()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION done_late CASCADE")


@contextlib.contextmanager
def held_by_another(event):
    holds, may_go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Event.objects.select_for_update().get(pk=event.pk)
            holds.set()
            may_go.wait(SOON_SECONDS)

    with aside(hold):
        assert holds.wait(SOON_SECONDS)
        try:
            yield
        finally:
            may_go.set()


def end(backend):
    """End a connection, as an administrator does, or a server that shuts down."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
        assert cursor.fetchone() == (True,)


def end_once(backend, **doing):
    """End a connection as soon as it does something, as the server's list of them says."""
    name, value = doing.popitem()
    question = f"SELECT {name} = %s FROM pg_stat_activity WHERE pid = %s"  # noqa: S608
    with connection.cursor() as cursor:
        for _ in range(SOON_SECONDS * 100):
            cursor.execute(question, [value, backend])
            if cursor.fetchone()[0]:
                break
            time.sleep(0.01)
    end(backend)


def test_what_fails_at_the_commit_keeps_nothing(event, person, afterwards):
    """As keys of other tables do, which are looked for then."""
    with when_committed("RAISE foreign_key_violation"), pytest.raises(IntegrityError):
        rsvp(event=event, by=person)
    assert_nothing_is_left(person, afterwards)
    assert_answers_once(event, person, afterwards)


def test_a_connection_that_goes_before_the_last_statement(
    event, person, afterwards, backend, monkeypatch
):
    ends = [lambda: by_another(lambda: end(backend))]
    before_taking(monkeypatch, lambda way: ends and ends.pop()())
    with pytest.raises(OperationalError):
        rsvp(event=event, by=person)
    assert_nothing_is_left(person, afterwards)
    assert_answers_once(event, person, afterwards)


def test_a_connection_that_goes_while_it_waits_for_the_event(event, person, afterwards, backend):
    with (
        held_by_another(event),
        aside(lambda: end_once(backend, wait_event_type="Lock")),
        pytest.raises(OperationalError),
    ):
        rsvp(event=event, by=person)
    assert_nothing_is_left(person, afterwards)
    assert_answers_once(event, person, afterwards)


def test_a_connection_that_goes_in_the_midst_of_the_commit(event, person, afterwards, backend):
    with (
        when_committed(f"PERFORM pg_sleep({SOON_SECONDS})"),
        aside(lambda: end_once(backend, query="COMMIT")),
        pytest.raises(OperationalError),
    ):
        rsvp(event=event, by=person)
    assert_nothing_is_left(person, afterwards)
    assert_answers_once(event, person, afterwards)


def test_who_waits_too_long_for_the_event_keeps_nothing(event, person, afterwards, backend):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    with held_by_another(event), pytest.raises(OperationalError, match="lock timeout"):
        rsvp(event=event, by=person)
    assert_nothing_is_left(person, afterwards)
    assert_answers_once(event, person, afterwards)


@pytest.mark.parametrize("seconds", [0, 0.05])
def test_a_second_answer_is_nothing_to_log(event, person, caplog, backend, monkeypatch, seconds):
    """Also where the failure of the statement arrives before the commit is sent after it."""
    rsvp(event=event, by=person)
    commit = connection.connection.commit

    def commit_later():
        time.sleep(seconds)
        commit()

    monkeypatch.setattr(connection.connection, "commit", commit_later)
    with caplog.at_level(logging.WARNING):
        _answer, is_new = rsvp(event=event, by=person)
    assert not is_new
    assert not caplog.records


def test_a_connection_that_goes_is_logged(event, person, caplog, backend, monkeypatch):
    before_taking(monkeypatch, lambda way: by_another(lambda: end(backend)))
    with caplog.at_level(logging.WARNING), pytest.raises(OperationalError):
        rsvp(event=event, by=person)
    assert "psycopg" in {record.name for record in caplog.records}

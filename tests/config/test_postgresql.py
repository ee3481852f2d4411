"""Servers that are silent, stopped, frozen and back again, under the connection of the pages."""

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.pq import TransactionStatus

from bin.postgres import private_server, run, server_account, start_arguments
from bin.programs import find_postgres
from config.postgresql.base import DatabaseWrapper
from tests.config.fresh import settings_with

BOUND_SECONDS = 2

pytestmark = pytest.mark.django_db


@contextlib.contextmanager
def connected_to(host, port=""):
    """The connection of a worker to a server, as the settings of production make it."""
    read = settings_with(DATABASE_URL="postgres://brg@host/postgres")["DATABASES"]["default"]
    settings = connection.settings_dict | read | {"HOST": host, "PORT": port}
    worker = DatabaseWrapper(settings, "elsewhere")
    try:
        yield worker
    finally:
        worker.close()
        worker.close_pool()


@contextlib.contextmanager
def silent_server():
    """The address of something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield silent.getsockname()


@pytest.fixture(autouse=True)
def rested(monkeypatch):
    monkeypatch.setattr(DatabaseWrapper, "resting_until", 0.0)


def page(worker):
    """Do what a request does: take a connection, ask something, give it back."""
    try:
        with worker.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone()[0]
    finally:
        worker.close()


def served(worker):
    """Whether a page is served soon; on a busy machine the first second may be too short."""
    for _ in range(5):
        DatabaseWrapper.resting_until = 0.0
        with contextlib.suppress(OperationalError):
            return page(worker) == 1
    return False


def refusal_seconds(worker):
    began = time.monotonic()
    with pytest.raises(OperationalError):
        page(worker)
    return time.monotonic() - began


def test_a_server_that_refuses_is_noticed_in_time():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with connected_to(*taken.getsockname()) as worker:
            assert refusal_seconds(worker) < BOUND_SECONDS


def test_a_server_that_says_nothing_is_noticed_in_time():
    with silent_server() as address, connected_to(*address) as worker:
        assert refusal_seconds(worker) < BOUND_SECONDS


def test_only_one_request_a_second_waits_for_a_server_that_is_away():
    with silent_server() as address, connected_to(*address) as worker:
        refusal_seconds(worker)
        assert sum(refusal_seconds(worker) for _ in range(20)) < 0.5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_last_statement_of_a_transaction_ends_it():
    """What becomes of it where it fails: tests/events/test_answers_broken_off.py."""
    with transaction.atomic():
        Session.objects.create(session_key="kept", expire_date=timezone.now())
        assert connection.connection.info.transaction_status == TransactionStatus.INTRANS
        connection.run_last("UPDATE django_session SET session_data = %s", ["last"])
        assert connection.connection.info.transaction_status == TransactionStatus.IDLE
    assert Session.objects.get().session_data == "last"


@pytest.fixture(scope="module")
def server():
    programs = find_postgres()
    with private_server(programs) as url:
        yield Server(programs, Path(url.removeprefix("postgres://brg@/")).parent)


class TestRealServer:
    pytestmark = pytest.mark.postgres

    def test_the_first_page_after_a_restart_is_served(self, server):
        with connected_to(str(server.folder)) as worker:
            assert served(worker)
            server.stop()
            server.start()
            assert served(worker)

    def test_recovers_by_itself_after_an_outage(self, server):
        with connected_to(str(server.folder)) as worker:
            assert served(worker)
            server.stop()
            assert refusal_seconds(worker) < BOUND_SECONDS
            server.start()
            assert served(worker)

    def test_a_server_that_hangs_is_noticed_in_time(self, server):
        with connected_to(str(server.folder)) as worker:
            assert served(worker)
            with server.frozen():
                assert refusal_seconds(worker) < BOUND_SECONDS
            assert served(worker)


class Server:
    """A private PostgreSQL that can be made to have a bad day."""

    def __init__(self, programs, folder):
        self.programs, self.folder = programs, folder

    def _control(self, *words):
        data = ("--pgdata", self.folder / "data")
        run(self.programs / "pg_ctl", server_account(), *data, *words)

    def stop(self):
        self._control("--mode", "fast", "--wait", "stop")

    def start(self):
        self._control(*start_arguments(self.folder))

    @contextlib.contextmanager
    def frozen(self):
        """Stop the server's processes from running; its sockets stay open."""
        keeper = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
        processes = [keeper, *map(int, children)]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)

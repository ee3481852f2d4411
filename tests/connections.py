"""Other connections to the database, beside a test's own: what somebody else does meanwhile."""

import contextlib
import threading
import time

from django.db import connection, transaction

# How long something is waited for that is about to happen.
SOON_SECONDS = 10
# In this database alone: other tests run in theirs at the same time.
WAITS = """
    SELECT EXISTS (
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
    )
"""


@contextlib.contextmanager
def aside(act):
    """Something happens in another connection meanwhile, and is over in the end."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def by_another(act):
    """In another connection, as another request would."""
    with aside(act):
        pass


PAUSES = "pg_advisory_xact_lock_shared(1) IS NOT NULL"


def pausing(rows):
    """A query whose statement, once it has begun, waits for `while_it_waits` before it ends."""
    return rows.extra(where=[PAUSES])


@contextlib.contextmanager
def while_it_waits(act):
    """Something begins in another connection; a statement of it that is `pausing` waits there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")
        with aside(act):
            try:
                _until_somebody_waits()
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(1)")


@contextlib.contextmanager
def while_uncommitted(act):
    """What is done here is committed as soon as something in another connection waits for it."""
    done = threading.Event()

    def begin():
        done.wait(SOON_SECONDS)
        act()

    with aside(begin), transaction.atomic():
        yield
        done.set()
        _until_somebody_waits()


def _until_somebody_waits():
    late = time.monotonic() + SOON_SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < late:
            # Within a transaction the list of connections is otherwise read once.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITS)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits for a lock")

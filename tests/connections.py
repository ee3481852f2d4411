"""Other connections to the database, beside a test's own: what somebody else does meanwhile."""

import contextlib
import threading
import time

from django.db import connection

# How long something is waited for that is about to happen.
SOON_SECONDS = 10
WAITS = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"


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


@contextlib.contextmanager
def while_it_waits(act, *, lock):
    """Something begins in another connection, and waits there for an advisory lock held here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [lock])
        with aside(act):
            try:
                _until_somebody_waits(cursor)
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def _until_somebody_waits(cursor):
    late = time.monotonic() + SOON_SECONDS
    while time.monotonic() < late:
        cursor.execute(WAITS)
        if cursor.fetchone()[0]:
            return
    raise AssertionError("nobody waits for the lock")

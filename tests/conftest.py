import gc
import shutil

import pytest
from coverage import Coverage
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings

from tests.settings import scratch

# A shared machine is slow at times, and that is no finding.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")


def pytest_unconfigure() -> None:
    """Remove the folder of this process; those of xdist end without their farewells."""
    shutil.rmtree(scratch, ignore_errors=True)


# They walk over the whole house, some thousand pages each, or do the same a hundred times, and
# measuring which lines they touch would double their time. What they cover on the way has tests of
# its own.
NOT_MEASURED = {
    *("test_access", "test_canary", "test_hostile", "test_nameless", "browser"),
    *("test_state_machine", "test_seats_machine", "test_kills"),
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """Measure coverage, where it is measured, for all tests but those."""
    measured = Coverage.current()
    if measured is None or NOT_MEASURED.isdisjoint(item.path.with_suffix("").parts[-2:]):
        return (yield)
    measured.stop()
    try:
        return (yield)
    finally:
        measured.start()


# Without one of these, Django refuses a test the database.
DATABASE = {"db", "transactional_db", "organization"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what the database cannot change; leave out, and say so, what only PostgreSQL shows."""
    for item in items:
        if no_database_changes(item):
            item.add_marker(pytest.mark.once)
            # For the report, from which the closing words of make test are counted.
            item.user_properties.append(("once", True))
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


def no_database_changes(item: pytest.Item) -> bool:
    """Whether a test ends alike on every database: it opens none, or it looks at pages."""
    if item.get_closest_marker("looks"):
        return True
    return not item.get_closest_marker("django_db") and DATABASE.isdisjoint(item.fixturenames)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass by what lasts to the end: some thousand tests, and Django.

    Looking through it again and again takes a tenth of all the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Make the test database whichever tests run.

    pytest-django's own fixture makes it only for tests that are marked, and leaves all others with
    the real one. The browser's tests are not marked: they share one database for long.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)

"""The demonstration, loaded once for all tests of this folder."""

import io

import pytest

from portal.demo.load import load
from portal.demo.progress import Progress
from tests.seen import undone

EMPLOYEES = 300


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    """What `load` said. What a test changes is undone after it, as ever; all else in the end."""
    with django_db_blocker.unblock(), undone():
        yield load(employees=EMPLOYEES, progress=Progress(io.StringIO()))

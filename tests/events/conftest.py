import pytest

from events import emails
from statements import prepared
from tests import factories


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


@pytest.fixture
def denver(kin):
    region = factories.region(name="Colorado", slug="colorado", time_zone="America/Denver")
    return factories.chapter(kin, name="Denver", slug="denver", region=region)


@pytest.fixture
def lea(client, kin):
    person = factories.lead(kin, legal_name="Lea Lead", time_zone="America/Chicago")
    client.force_login(person)
    return person


@pytest.fixture
def carl(client, denver):
    person = factories.chapter_lead(denver, legal_name="Carl Chapter")
    client.force_login(person)
    return person


@pytest.fixture
def unprepared(monkeypatch):
    """Statements are built anew for each call: else what a test puts in place of a constant would
    stay in them for the tests that come after it in the same process.
    """
    monkeypatch.setattr(prepared, "_statement", prepared._statement.__wrapped__)


@pytest.fixture
def seats_alone(settings, monkeypatch):
    """What is told, and what else ends with a membership, has tests of its own, and takes time."""
    settings.ON_MEMBERSHIP_ENDED = ["events.actions.end_answers_with_membership"]
    settings.ON_PERSON_DEACTIVATED = ["events.actions.end_answers_of_gone"]
    for name in emails.__all__:
        monkeypatch.setattr(emails, name, lambda *given, **facts: 0)

import pytest

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

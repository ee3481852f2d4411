import pytest

from tests import factories


@pytest.fixture(autouse=True)
def storage(settings):
    """A storage of each test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


@pytest.fixture
def group():
    return factories.brg(slug="kin")


@pytest.fixture
def lead(client, group):
    person = factories.lead(group)
    client.force_login(person)
    return person

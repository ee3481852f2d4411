import pytest


@pytest.fixture(autouse=True)
def storage(settings):
    """A storage of each test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }

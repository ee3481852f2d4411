import datetime as dt

import pytest
from django.utils import timezone

from tests import factories


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin", default_visibility="members")


@pytest.fixture
def lea(kin):
    return factories.lead(kin, legal_name="Lea Lead")


@pytest.fixture
def event(kin):
    """It begins in an hour, so its door is open."""
    return at_the_door(kin)


def at_the_door(brg, **facts):
    starts = timezone.now() + dt.timedelta(hours=1)
    return factories.event(brg, **{"title": "At the door", "starts": starts} | facts)

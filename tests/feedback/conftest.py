import datetime as dt

import pytest
from django.utils import timezone

from feedback import actions
from tests import factories


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


@pytest.fixture
def lea(client, kin):
    person = factories.lead(kin, legal_name="Lea Lead")
    client.force_login(person)
    return person


@pytest.fixture
def over(kin):
    """An event that ended an hour ago."""
    return factories.event(kin, title="Supper", starts=timezone.now() - dt.timedelta(hours=2))


def guest(event, **fields):
    """Somebody who came."""
    person = factories.person(**fields)
    factories.attendance(event, person)
    return person


def answered(event, *answers):
    """Let somebody else give each of these: (stars, score, text), all but the stars optional."""
    people = [guest(event) for _ in answers]
    for person, answer in zip(people, answers, strict=True):
        words = dict(zip(("stars", "score", "text"), answer, strict=False))
        actions.give(event=event, by=person, **words)
    return people

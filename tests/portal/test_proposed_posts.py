"""Who would lead a chapter that is only proposed holds no office, wherever offices are shown."""

import pytest

from chapters import actions
from chapters.models import Chapter, Proposal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return factories.brg(slug="kin")


@pytest.fixture
def paula(group):
    """A member who has proposed a chapter, and would lead it."""
    person = factories.person(legal_name="Paula Proposer")
    factories.membership(person, group)
    chapter = Chapter(brg=group, region=factories.region(), name="Denver")
    words = Proposal(purpose="To meet.", why_here="We are many here.")
    actions.propose(chapter=chapter, proposal=words, by=person, officers=[person])
    return person


def test_ones_office_is_public_once_the_chapter_is_open(client, paula):
    client.force_login(paula)
    (row,) = client.get("/me/privacy/").context["rows"]
    assert row["office"] == ""
    Chapter.objects.update(status="active")
    (row,) = client.get("/me/privacy/").context["rows"]
    assert row["office"] == "Chapter lead, Denver"


def test_what_was_done_in_a_group_names_no_officer_of_a_proposed_chapter(client, group, paula):
    client.force_login(factories.lead(group))
    shown = client.get("/manage/kin/history/").content.decode()
    assert "Proposed the chapter Denver" in shown
    assert "Paula Proposer" not in shown
    Chapter.objects.update(status="active")
    assert "Paula Proposer" in client.get("/manage/kin/history/").content.decode()

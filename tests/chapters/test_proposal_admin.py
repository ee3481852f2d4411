"""The page on which a curator decides about a proposed chapter."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.visibility import Visibility
from chapters.models import Chapter, Proposal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol():
    return factories.curator(legal_name="Carol Curator")


@pytest.fixture
def desk(client, carol, settings):
    """A browser in which a curator is signed in."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(carol)
    return client


@pytest.fixture
def group():
    return factories.brg(acronym="Kin", name="Kin of all")


@pytest.fixture
def ann():
    return factories.person(legal_name="Ann Asks")


@pytest.fixture
def proposal(group, ann):
    """What a member proposed three days ago, and a lead supports."""
    factories.membership(ann, group)
    lead = factories.lead(group, legal_name="Lea Leads")
    asked = timezone.now() - dt.timedelta(days=3)
    return factories.proposal(group, ann, state="supported", supported_by=lead, asked=asked)


def page(proposal):
    return reverse("admin:chapters_proposal", args=[proposal.pk])


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("\xa0", " ").split())


def test_the_page_says_what_is_proposed_by_whom_and_since_when(desk, proposal):
    first = factories.person(legal_name="Fay First")
    factories.chapter_officer(first, proposal.chapter, accepted=None)
    read = words(desk.get(page(proposal)))
    for part in (
        f"Proposed: Kin · {proposal.chapter.name}",
        "What it would be for",
        "Many of us work there.",
        "Proposed by Ann Asks",
        "Supported by Lea Leads",
        f"Asked on {date_format(timezone.localtime(proposal.asked))}.",
        "Fay First Post Chapter lead Standing Waiting for an answer",
        "Standing Waiting for a curator",
    ):
        assert part in read


def test_a_proposal_is_approved_and_the_chapter_opens(desk, proposal):
    response = desk.post(page(proposal), {"act": "approve", "version": "1"}, follow=True)
    chapter = Chapter.objects.get()
    assert chapter.status == "active"
    assert response.redirect_chain == [
        (reverse("admin:chapters_chapter_change", args=[chapter.pk]), 302)
    ]
    assert "The chapter is open now." in words(response)
    assert LogEntry.objects.get().change_message == "Approved"


def test_a_proposal_is_returned_with_a_note(desk, proposal):
    response = desk.post(
        page(proposal), {"act": "return", "note": "Say which city.", "version": "1"}, follow=True
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.note) == ("returned", "Say which city.")
    assert "The proposer sees your note now." in words(response)
    assert "The note of return Say which city." in words(desk.get(page(proposal)))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"act": "return"}, "Say what to change. The proposer reads it."),
        ({"act": "return", "note": " "}, "Say what to change. The proposer reads it."),
        ({"act": "return", "note": "x" * 1001}, "Use at most 1000 characters"),
        ({"act": "return", "note": "a\0b"}, "This holds a character that cannot be shown."),
        ({"act": "approve", "note": "But"}, "An approval goes without a note."),
        ({}, "Choose whether to approve the proposal or to return it."),
        ({"act": "delete"}, "Choose whether to approve the proposal or to return it."),
    ],
)
def test_a_decision_that_is_not_clear_changes_nothing(desk, proposal, sent, sentence):
    response = desk.post(page(proposal), sent)
    assert response.status_code == 422
    assert sentence in words(response)
    proposal.refresh_from_db()
    assert proposal.state == "supported"
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("decision", [{"act": "approve"}, {"act": "return", "note": "Where?"}])
def test_words_that_changed_meanwhile_are_shown_before_they_are_decided(desk, proposal, decision):
    Proposal.objects.update(version=2, purpose="Something else.")
    response = desk.post(page(proposal), decision | {"version": "1"})
    assert response.status_code == 409
    assert "The words have changed since you looked" in words(response)
    assert "Something else." in words(response)
    assert decision.get("note", "") in words(response)
    assert 'name="version" value="2"' in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "supported"
    assert not LogEntry.objects.exists()


def test_nobody_decides_about_their_own_proposal(desk, carol, proposal):
    proposal.proposed_by = carol
    proposal.save()
    response = desk.get(page(proposal))
    assert "You proposed this, so another curator decides." in words(response)
    assert "Approve" not in words(response)
    response = desk.post(page(proposal), {"act": "approve", "version": "1"}, follow=True)
    assert "You proposed this, so another curator decides." in words(response)
    proposal.refresh_from_db()
    assert proposal.state == "supported"
    assert not LogEntry.objects.exists()


def test_nobody_decides_about_a_chapter_of_which_they_would_be_an_officer(desk, carol, proposal):
    factories.chapter_officer(carol, proposal.chapter, accepted=None)
    response = desk.get(page(proposal))
    assert "You would have a post in this chapter" in words(response)
    assert "Approve" not in words(response)


@pytest.mark.parametrize("state", ["asked", "returned", "approved", "withdrawn"])
def test_what_does_not_wait_for_curators_is_not_approved(desk, proposal, state):
    Proposal.objects.update(state=state)
    assert "Approve" not in words(desk.get(page(proposal))).replace("Approved", "")
    response = desk.post(page(proposal), {"act": "approve", "version": "1"}, follow=True)
    assert "This proposal has moved on meanwhile." in words(response)
    proposal.refresh_from_db()
    assert proposal.state == state


@pytest.mark.parametrize("state", ["asked", "returned", "approved", "withdrawn"])
def test_what_does_not_wait_for_curators_is_not_returned(desk, proposal, state):
    Proposal.objects.update(state=state)
    response = desk.post(
        page(proposal), {"act": "return", "note": "Where?", "version": "1"}, follow=True
    )
    assert "This proposal does not wait for a curator." in words(response)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.note) == (state, "")


@pytest.mark.parametrize("state", ["approved", "withdrawn"])
def test_once_it_is_decided_nobody_is_named(desk, proposal, state):
    factories.chapter_officer(factories.person(legal_name="Fay First"), proposal.chapter)
    Proposal.objects.update(state=state)
    read = words(desk.get(page(proposal)))
    for name in ("Ann", "Lea", "Fay"):
        assert name not in read


def test_a_lead_who_supported_and_is_none_any_more_is_not_named(desk, group, ann):
    once = factories.person(legal_name="Lea Leads")
    day = factories.today() - dt.timedelta(days=1)
    factories.officer(once, group, ends=day)
    proposal = factories.proposal(group, ann, state="supported", supported_by=once)
    read = words(desk.get(page(proposal)))
    assert "Supported by A lead of the group" in read
    assert "Lea" not in read


def test_a_proposer_whose_account_is_closed_is_not_named(desk, ann, proposal):
    ann.is_active = False
    ann.save()
    read = words(desk.get(page(proposal)))
    assert "Proposed by Nobody any more" in read
    assert "Ann" not in read


def test_the_chapter_leads_to_its_proposal(desk, proposal):
    chapter = reverse("admin:chapters_chapter_change", args=[proposal.chapter.pk])
    links = [link.url for link in desk.get(chapter).context["beside"].links]
    assert page(proposal) in links
    Proposal.objects.update(state="approved")
    links = [link.url for link in desk.get(chapter).context["beside"].links]
    assert page(proposal) not in links


def test_proposals_are_for_those_who_may(desk, carol, proposal):
    carol.groups.clear()
    assert desk.get(page(proposal)).status_code == 404
    assert desk.post(page(proposal), {"act": "approve", "version": "1"}).status_code == 404
    carol.user_permissions.set(Permission.objects.filter(codename="view_chapter"))
    assert "Approve" not in words(desk.get(page(proposal)))
    assert desk.post(page(proposal), {"act": "approve", "version": "1"}).status_code == 403


@pytest.mark.parametrize("key", ["0", "9" * 40, "9" * 5000, "x", "-1"])
def test_an_address_that_leads_to_no_proposal_is_404(desk, key):
    assert desk.get(f"/admin/chapters/chapter/proposals/{key}/").status_code == 404


def test_a_hidden_membership_changes_no_byte(desk, group, ann, proposal):
    first = factories.person(legal_name="Fay First")
    factories.chapter_officer(first, proposal.chapter, accepted=None)
    desk.get("/admin/")

    def seen():
        body = desk.get(page(proposal)).content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)

    without = seen()
    factories.membership(first, group, Visibility.ONLY_ME)
    assert seen() == without

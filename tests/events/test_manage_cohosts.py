"""Holding an event together, in the workspaces of both groups."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from events.models import CoHost
from tests import factories
from tests.events.workspace import LIST, OF_CHAPTER, draft, said, text

pytestmark = pytest.mark.django_db

THEIRS = "/manage/other/events/"


@pytest.fixture
def other():
    return factories.brg(slug="other", acronym="Other")


@pytest.fixture
def theo(other):
    return factories.lead(other, legal_name="Theo Their Lead")


def page_of(event, base=LIST):
    return f"{base}{event.pk}/cohosts/"


def invitation_of(event, base=THEIRS):
    return f"{base}{event.pk}/invitation/"


# The host


def test_a_lead_invites_a_group_and_takes_that_back(client, lea, kin, other):
    event = factories.event(kin)
    assert "Invite Other" in text(client.get(page_of(event)))
    response = client.post(page_of(event), {"invite": "other"})
    assert response.url == page_of(event)
    assert said(response) == ["Invited. Their leads are told, and answer."]
    assert CoHost.objects.get().accepted is None
    shown = text(client.get(page_of(event)))
    assert "no answer yet" in shown
    assert "Invite Other" not in shown
    response = client.post(page_of(event), {"withdraw": "other"})
    assert said(response)[-1] == "They are asked no more."
    assert not CoHost.objects.exists()


def test_taking_back_what_was_accepted_says_that_they_hold_it_no_more(client, lea, kin, other):
    event = factories.event(kin)
    factories.cohost(event, other)
    response = client.post(page_of(event), {"withdraw": "other"})
    assert said(response)[-1] == "They hold it no more."


def test_a_chapter_is_found_by_words_and_invited_by_its_address(client, lea, kin, other):
    event, denver = factories.event(kin), factories.chapter(other, name="Denver", slug="denver")
    assert "Denver" not in text(client.get(page_of(event)))
    assert 'value="other/denver"' in client.get(page_of(event) + "?q=denver").content.decode()
    client.post(page_of(event), {"invite": "other/denver"})
    assert CoHost.objects.get().chapter == denver


@pytest.mark.parametrize(
    "key",
    [
        *("", "nothing", "other/nothing", "hidden", "oth\0er", "x" * 300),
        *("other/closed", "hidden/denver"),
    ],
)
def test_what_is_no_group_is_refused_in_words(client, lea, kin, other, key):
    hidden = factories.brg(slug="hidden", status="draft", published=None)
    factories.chapter(hidden, slug="denver")
    factories.chapter(other, slug="closed", status="closed")
    response = client.post(page_of(factories.event(kin)), {"invite": key})
    assert said(response) == ["There is no such group. Look for it once more."]
    assert not CoHost.objects.exists()


def test_of_a_chapters_event_the_chapters_lead_decides(client, carl, kin, denver, other):
    event = factories.event(kin, chapter=denver)
    client.post(page_of(event, OF_CHAPTER), {"invite": "other"})
    assert CoHost.objects.get().event == event
    assert client.get(page_of(factories.event(kin))).status_code == 404


def test_what_waits_for_a_curator_says_why_nobody_can_be_invited(client, lea, kin, other):
    event = draft(kin, status="submitted", asked=timezone.now())
    shown = text(client.get(page_of(event)))
    assert "It waits for a curator. Take it back first." in shown
    assert "Invite Other" not in shown


def test_the_page_of_the_event_leads_there(client, lea, kin):
    event = factories.event(kin)
    assert page_of(event) in client.get(f"{LIST}{event.pk}/").content.decode()


# The other group


def test_the_leads_of_the_other_group_see_the_invitation_and_accept(client, theo, kin, other):
    event = factories.event(kin, title="Together", summary="A line about it.")
    factories.cohost(event, other, accepted=False)
    client.force_login(theo)
    assert "Together" in text(client.get(f"{THEIRS}invitations/"))
    page = client.get(invitation_of(event))
    assert "A line about it." in text(page)
    response = client.post(invitation_of(event), {"act": "accept"})
    assert response.url == invitation_of(event)
    assert said(response) == ["You hold it together now. It is on your page too."]
    assert CoHost.objects.get().accepted
    assert "Hold it no more" in text(client.get(invitation_of(event)))
    response = client.post(invitation_of(event), {"act": "leave"})
    assert response.url == f"{THEIRS}invitations/"
    assert not CoHost.objects.exists()


def test_or_decline(client, theo, kin, other):
    event = factories.event(kin)
    factories.cohost(event, other, accepted=False)
    client.force_login(theo)
    response = client.post(invitation_of(event), {"act": "decline"})
    assert said(response) == ["Declined. The host is told."]
    assert not CoHost.objects.exists()
    assert client.get(invitation_of(event)).status_code == 404


def test_another_act_changes_nothing(client, theo, kin, other):
    event = factories.event(kin)
    factories.cohost(event, other, accepted=False)
    client.force_login(theo)
    assert client.post(invitation_of(event), {"act": "edit"}).url == invitation_of(event)
    assert CoHost.objects.get().accepted is None


def test_a_draft_shows_to_the_invited_leads_and_to_nobody_else(client, theo, kin, other):
    event, member = draft(kin, title="Not out yet"), factories.person()
    factories.membership(member, other)
    factories.cohost(event, other)
    client.force_login(theo)
    assert "Not out yet" in text(client.get(invitation_of(event)))
    for person in (theo, member):
        client.force_login(person)
        assert client.get(event.get_absolute_url()).status_code == 404
        assert "Not out yet" not in text(client.get("/groups/other/"))


def test_the_leads_of_a_cohost_see_totals_and_whom_their_gate_shows_and_edit_nothing(
    client, theo, kin, other
):
    event = factories.event(kin, capacity=3)
    factories.cohost(event, other)
    theirs, of_host = (factories.person(legal_name=name) for name in ("Tina Ours", "Hans Host"))
    factories.membership(theirs, other, Visibility.LEADS)
    factories.membership(of_host, kin, Visibility.LEADS)
    for person in (theirs, of_host):
        factories.rsvp(event, person)
    factories.rsvp(event, factories.person(legal_name="Willa Waits"), "waiting")
    client.force_login(theo)
    page = client.get(invitation_of(event))
    assert "Going 2 Offered a seat 0 Waiting 1" in text(page)
    assert "Tina Ours" in text(page)
    assert "Hans Host" not in text(page)
    assert "Willa Waits" not in text(page)
    for step in ("", "edit/", "cancel/", "cohosts/"):
        assert client.get(f"{THEIRS}{event.pk}/{step}").status_code == 404
        assert client.get(f"{LIST}{event.pk}/{step}").status_code == 404


def test_before_the_answer_they_see_no_totals(client, theo, kin, other):
    event = factories.event(kin)
    factories.cohost(event, other, accepted=False)
    client.force_login(theo)
    assert "Totals alone" not in text(client.get(invitation_of(event)))


def test_an_invited_chapters_lead_answers_and_the_groups_list_names_it(client, theo, kin, other):
    denver = factories.chapter(other, name="Denver", slug="denver")
    event = factories.event(kin, title="Together")
    factories.cohost(event, other, chapter=denver, accepted=False)
    base = "/manage/other/chapters/denver/events/"
    client.force_login(theo)
    assert invitation_of(event, base) in client.get(f"{THEIRS}invitations/").content.decode()
    assert client.get(invitation_of(event)).status_code == 404
    client.force_login(factories.chapter_lead(denver))
    assert "Together" in text(client.get(f"{base}invitations/"))
    client.post(invitation_of(event, base), {"act": "accept"})
    assert CoHost.objects.get().accepted


def test_nobody_else_finds_an_invitation(client, lea, kin, other):
    event = factories.event(kin)
    factories.cohost(event, other, accepted=False)
    # The lead of the host has no page of the other group, and is not invited to their own.
    assert client.get(invitation_of(event)).status_code == 404
    assert client.get(invitation_of(event, LIST)).status_code == 404
    member = factories.person()
    factories.membership(member, other)
    client.force_login(member)
    assert client.get(invitation_of(event)).status_code == 404
    assert client.post(invitation_of(event), {"act": "accept"}).status_code == 404
    assert CoHost.objects.get().accepted is None


@pytest.mark.parametrize("number", [10**12, 10**30])
def test_a_number_that_no_event_has_is_nobodys(client, theo, number):
    client.force_login(theo)
    for page in ("invitation", "cohosts"):
        assert client.get(f"{THEIRS}{number}/{page}/").status_code == 404


def test_the_lists_make_the_same_queries_for_one_and_for_many(
    client, theo, kin, other, django_assert_num_queries
):
    client.force_login(theo)
    client.get(f"{THEIRS}invitations/")
    for number in (1, 4):
        for _ in range(number):
            factories.cohost(factories.event(kin), other)
            factories.cohost(factories.event(kin), other, accepted=False)
        with django_assert_num_queries(5):
            client.get(f"{THEIRS}invitations/")


def test_what_is_over_can_not_be_left(client, theo, kin, other):
    past = timezone.now() - dt.timedelta(days=2)
    event = factories.event(kin, starts=past)
    factories.cohost(event, other)
    client.force_login(theo)
    assert "Hold it no more" not in text(client.get(invitation_of(event)))
    response = client.post(invitation_of(event), {"act": "leave"})
    assert said(response) == ["This event is over or cancelled. It stays as it was."]
    assert CoHost.objects.exists()

"""Joining, moving, leaving and proposing chapters, as people meet it."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection

from accounts.visibility import Visibility
from brgs.models import BRG, FormerSlug, Membership
from chapters import actions
from chapters.models import Chapter, ChapterMembership, ChapterOfficer, Proposal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    person = factories.person()
    client.force_login(person)
    return person


@pytest.fixture
def denver():
    return factories.chapter(factories.brg(acronym="KIN", slug="kin"), slug="denver", name="Denver")


def said(response):
    """What the answer says; notes of answers before it wait in the same cookie."""
    return [str(message) for message in get_messages(response.wsgi_request)][-1:]


def place(person):
    rows = ChapterMembership.objects.current().filter(membership__person=person)
    return [row.chapter.slug for row in rows.select_related("chapter")]


JOIN, LEAVE = "/groups/kin/chapters/denver/join/", "/groups/kin/chapters/denver/leave/"


def test_joining_a_chapter_joins_its_group_in_the_same_form(client, alice, denver):
    BRG.objects.update(default_visibility=Visibility.ONLY_ME)
    page = client.get(JOIN)
    assert page.context["form"]["visibility"].value() == Visibility.ONLY_ME
    assert "joins its group, KIN" in page.content.decode()
    answer = client.post(JOIN, {"visibility": "leads"})
    assert answer.url == "/groups/kin/chapters/denver/"
    assert said(answer) == ["Welcome! You belong now. Who can see it: Leads of the group."]
    assert (Membership.objects.get().visibility, place(alice)) == ("leads", ["denver"])


def test_a_form_that_lay_open_while_the_group_became_sensitive_is_asked_again(
    client, alice, denver
):
    BRG.objects.update(default_visibility=Visibility.ONLY_ME)
    answer = client.post(JOIN, {"visibility": "leads", "offered": "leads"})
    assert answer.status_code == 422
    assert "Choose once more" in str(answer.context["form"].errors["visibility"])
    assert not Membership.objects.exists()


def test_joining_a_chapter_and_its_group_takes_fifteen_round_trips(
    client, alice, denver, django_assert_num_queries
):
    """PostgreSQL writes both rows of the welcome by one statement."""
    client.get("/groups/")
    with django_assert_num_queries(15 if connection.vendor == "postgresql" else 16):
        client.post(JOIN, {"visibility": "leads"})


@pytest.mark.parametrize("choice", ["", "friends", "only_me\x00"])
def test_joining_the_group_needs_a_choice(client, alice, denver, choice):
    answer = client.post(JOIN, {"visibility": choice})
    assert answer.status_code == 422
    assert not Membership.objects.exists()


def test_a_member_of_the_group_is_asked_nothing_but_yes(client, alice, denver):
    factories.membership(alice, denver.brg, Visibility.LEADS)
    page = client.get(JOIN).content.decode()
    assert 'name="visibility"' not in page
    assert "Your choice of who may see it stays as it is: Leads of the group." in page
    assert said(client.post(JOIN)) == [
        "Welcome! You belong now. Who can see it: Leads of the group."
    ]
    assert place(alice) == ["denver"]


def test_who_is_in_another_chapter_is_told_from_where_they_move(client, alice, denver):
    boulder = factories.chapter(denver.brg, slug="boulder", name="Boulder")
    actions.join(chapter=boulder, by=alice, visibility=Visibility.LEADS)
    page = client.get(JOIN)
    assert "You move from Boulder to Denver." in page.content.decode()
    assert place(alice) == ["boulder"]
    answer = client.post(JOIN, {"leaving": page.context["form"]["leaving"].value()})
    assert said(answer) == ["You have moved, and belong to this chapter now."]
    assert place(alice) == ["denver"]


def test_a_page_that_spoke_of_another_chapter_moves_nobody(client, alice, denver):
    """It lay open while the person moved, or was made for somebody who was in no chapter."""
    golden = factories.chapter(denver.brg, slug="golden", name="Golden")
    actions.join(chapter=golden, by=alice, visibility=Visibility.LEADS)
    for sent in ({}, {"leaving": "boulder"}):
        answer = client.post(JOIN, sent)
        assert answer.status_code == 422
        assert "You move from Golden to Denver." in answer.content.decode()
        assert answer.context["form"]["leaving"].value() == "golden"
        assert place(alice) == ["golden"]


def test_a_double_click_is_harmless(client, alice, denver):
    for _ in range(2):
        answer = client.post(JOIN, {"visibility": "leads"})
        assert answer.url == "/groups/kin/chapters/denver/"
    assert said(answer) == ["You already belong. Nothing has changed."]
    assert ChapterMembership.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_resting_chapter_says_that_it_takes_nobody(client, alice, denver, method):
    Chapter.objects.update(status="dormant")
    answer = getattr(client, method)(JOIN, {"visibility": "leads"})
    assert said(answer) == ["This chapter is resting and takes no new members at the moment."]
    assert not Membership.objects.exists()


def test_a_chapter_of_a_paused_group_says_why_it_takes_nobody(client, alice, denver):
    factories.membership(alice, denver.brg)
    BRG.objects.update(status="paused")
    expected = "The group is paused, so its chapters take no new members."
    assert said(client.get(JOIN)) == [expected]
    assert expected in client.get("/groups/kin/chapters/denver/").content.decode()


def test_the_last_lead_who_would_move_is_told_what_to_do_instead(client, denver):
    boulder = factories.chapter(denver.brg, slug="boulder")
    client.force_login(factories.chapter_lead(boulder))
    answer = client.post(JOIN, {"leaving": "boulder"})
    assert "Hand the post over first" in said(answer)[0]


def test_somebody_without_an_employee_id_is_told_so(client, denver):
    client.force_login(factories.visitor_account())
    answer = client.post(JOIN, {"visibility": "leads"})
    assert answer.status_code == 403
    assert not Membership.objects.exists()


def test_leaving_keeps_the_group_and_says_so(client, alice, denver):
    actions.join(chapter=denver, by=alice, visibility=Visibility.LEADS)
    assert "You stay in KIN." in client.get(LEAVE).content.decode()
    assert place(alice) == ["denver"]
    answer = client.post(LEAVE)
    assert said(answer) == ["You have left the chapter. You still belong to its group."]
    assert (place(alice), Membership.objects.current().count()) == ([], 1)


@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_what_one_is_not_in_says_so(client, alice, denver, method):
    assert said(getattr(client, method)(LEAVE)) == ["You do not belong to this chapter."]


def test_the_last_lead_who_would_leave_is_told_what_to_do_instead(client, denver):
    client.force_login(factories.chapter_lead(denver))
    assert "Hand the post over first" in said(client.post(LEAVE))[0]


def test_a_message_names_no_group_and_no_chapter(client, alice, denver):
    """It travels in a cookie, on a shared device."""
    for address, sent in ((JOIN, {"visibility": "leads"}), (LEAVE, {})):
        answer = client.post(address, sent)
        assert said(answer)
        assert not {"KIN", "Denver", "denver"} & set(str(answer.cookies).split())


@pytest.mark.parametrize("step", ["", "join/", "leave/"])
def test_an_old_address_of_the_group_leads_to_the_present_one(client, alice, denver, step):
    FormerSlug.objects.create(brg=denver.brg, slug="old")
    answer = client.get(f"/groups/old/chapters/denver/{step}?after=x")
    assert (answer.status_code, answer.url) == (307, f"/groups/kin/chapters/denver/{step}?after=x")


# Proposing

PROPOSE = "/groups/kin/chapters/propose/"


def typed(**other):
    region = factories.region()
    words = {"name": "Boulder", "purpose": "Meet.", "why_here": "Many of us."}
    return words | {"region": region.slug, "city": "Boulder"} | other


@pytest.fixture
def member(client, alice, denver):
    factories.membership(alice, denver.brg, Visibility.ONLY_ME)
    return alice


def test_proposing_says_that_it_shows_ones_name(client, member):
    assert "shows your name to the group’s leads" in client.get(PROPOSE).content.decode()


def test_a_member_proposes_a_chapter(client, member):
    bob = factories.person(email="bob@example.com")
    answer = client.post(PROPOSE, typed(would_lead="on", first_officer="BOB@example.com"))
    assert said(answer) == ["Sent. The group’s leads look at it first, and then a curator."]
    proposal = Proposal.objects.select_related("chapter").get()
    assert (proposal.proposed_by, proposal.state, proposal.purpose) == (member, "asked", "Meet.")
    assert (proposal.chapter.slug, proposal.chapter.status) == ("boulder", "proposed")
    offices = ChapterOfficer.objects.order_by("person")
    assert [(row.person, row.accepted is not None) for row in offices] == [
        (member, True),
        (bob, False),
    ]


def test_a_chapter_that_is_proposed_is_seen_by_nobody(client, member):
    client.post(PROPOSE, typed())
    assert client.get("/groups/kin/chapters/boulder/").status_code == 404
    assert "Boulder" not in client.get("/chapters/").content.decode()


def test_a_leads_own_proposal_goes_to_a_curator(client, denver):
    client.force_login(factories.lead(denver.brg))
    assert said(client.post(PROPOSE, typed())) == ["Sent. A curator looks at it next."]
    assert Proposal.objects.get().state == "supported"


def test_who_is_found_to_lead_says_nothing_about_their_membership(client, member, denver):
    inside, outside = factories.person(employee_id="E1"), factories.person(employee_id="E2")
    factories.membership(inside, denver.brg, Visibility.ONLY_ME)
    answers = []
    for login in ("E1", "E2"):
        answers.append(client.post(PROPOSE, typed(first_officer=login)))
        actions.withdraw(proposal=Proposal.objects.latest("pk"), by=member)
    assert said(answers[0]) == said(answers[1])
    assert answers[0].url == answers[1].url
    assert outside


@pytest.mark.parametrize("login", ["nobody@example.com", "gone@example.com", "X9"])
def test_nobody_found_is_one_sentence_for_whoever_is_no_employee(client, member, login):
    factories.person(email="gone@example.com", is_active=False)
    factories.person(email="x9@example.com", employee_id=None)
    answer = client.post(PROPOSE, typed(first_officer=login))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert errors == {"first_officer": ["Nobody is found with this. Check it, or leave it empty."]}
    assert answer.context["form"]["name"].value() == "Boulder"


def test_naming_oneself_leads_to_the_box(client, member):
    answer = client.post(PROPOSE, typed(first_officer=member.email))
    assert "That is you" in str(answer.context["form"].errors["first_officer"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a\x00b"),
        ("name", "x" * 121),
        ("region", "nowhere"),
        ("region", "\x00"),
        ("city", "x" * 81),
        ("purpose", ""),
        ("why_here", "x" * 1001),
        ("first_officer", "\x00"),
        ("first_officer", "x" * 1000),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(client, member, field, value):
    answer = client.post(PROPOSE, typed(**{field: value}))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert answer.context["form"]["purpose"].value() == ("" if field == "purpose" else "Meet.")
    assert not Proposal.objects.exists()


def test_only_members_propose(client, alice, denver):
    for answer in (client.get(PROPOSE), client.post(PROPOSE, typed())):
        expected = "Members of the group propose its chapters. Join the group first."
        assert said(answer) == [expected]
    assert not Proposal.objects.exists()


def test_a_second_proposal_waits_for_the_answer_to_the_first(client, member, denver):
    factories.proposal(denver.brg, member)
    for answer in (client.get(PROPOSE), client.post(PROPOSE, typed())):
        assert "You have proposed a chapter of this group already" in said(answer)[0]
        assert answer.url == "/me/groups/"
    assert Proposal.objects.count() == 1


def test_no_chapter_stands_where_chapters_are_proposed(client, member):
    client.post(PROPOSE, typed(name="Propose"))
    assert Chapter.objects.get(name="Propose").slug == "propose-2"
    assert client.get(PROPOSE).status_code == 302


# One's own proposals


@pytest.fixture
def returned(member, denver):
    return factories.proposal(denver.brg, member, state="returned", note="Which city?")


def test_a_returned_proposal_is_changed_and_sent_again(client, returned):
    address = f"/me/proposals/{returned.pk}/"
    page = client.get(address)
    assert "Which city?" in page.content.decode()
    assert page.context["form"]["purpose"].value() == returned.purpose
    answer = client.post(address, typed(city="Golden", purpose="Meet often."))
    assert answer.url == "/me/groups/"
    returned.refresh_from_db()
    assert (returned.state, returned.purpose, returned.chapter.city) == (
        "asked",
        "Meet often.",
        "Golden",
    )


def test_a_returned_proposal_with_a_mistake_keeps_what_was_typed(client, returned):
    answer = client.post(f"/me/proposals/{returned.pk}/", typed(name="", city="Golden"))
    assert answer.status_code == 422
    assert answer.context["form"]["city"].value() == "Golden"
    returned.refresh_from_db()
    assert returned.state == "returned"


@pytest.mark.parametrize("state", ["asked", "supported", "approved", "withdrawn"])
def test_a_proposal_that_was_not_returned_cannot_be_changed(client, returned, state):
    Proposal.objects.update(state=state)
    address = f"/me/proposals/{returned.pk}/"
    for answer in (client.get(address), client.post(address, typed())):
        assert said(answer) == ["This proposal cannot be changed now."]


def test_an_open_proposal_is_taken_back(client, returned):
    address = f"/me/proposals/{returned.pk}/withdraw/"
    assert client.get(address).status_code == 200
    returned.refresh_from_db()
    assert returned.state == "returned"
    assert said(client.post(address)) == ["You have taken the proposal back."]
    assert not Proposal.objects.filter(pk=returned.pk).exists()


def test_a_settled_proposal_is_not_taken_back(client, returned):
    Proposal.objects.update(state="approved")
    address = f"/me/proposals/{returned.pk}/withdraw/"
    assert said(client.get(address)) == ["This proposal is settled already."]
    assert "moved on meanwhile" in said(client.post(address))[0]


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_a_proposal_that_is_not_ones_own_is_404(client, alice, number, denver):
    bob = factories.person()
    factories.membership(bob, denver.brg)
    theirs = factories.proposal(denver.brg, bob)
    for pk in (theirs.pk, number):
        for step in ("", "withdraw/"):
            assert client.post(f"/me/proposals/{pk}/{step}", typed()).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "asked"

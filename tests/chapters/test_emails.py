"""What chapters tell: exactly to whom, in which words, once, and to nobody else."""

import pytest

from accounts.actions import deactivate
from accounts.refusal import Refusal
from accounts.visibility import EXPLANATIONS, Visibility
from brgs.actions import decline, end, offer, remove, save_brg
from brgs.actions import leave as leave_group
from chapters import actions
from chapters.models import Chapter, ChapterMembership, ChapterOfficer, Proposal
from notices.models import Letter, key_of
from tests import factories
from tests.told import Told, everybody, forget, mails, titles, told

pytestmark = pytest.mark.django_db

SENSITIVE = {"default_visibility": Visibility.ONLY_ME}
TITLE = "Welcome to Kin Denver"


@pytest.fixture
def group():
    return factories.brg(acronym="Kin", slug="kin")


@pytest.fixture
def denver(group):
    return factories.chapter(group, name="Denver", slug="denver")


@pytest.fixture
def lead(group):
    return factories.lead(group)


@pytest.fixture
def chapter_lead(denver):
    return factories.chapter_lead(denver)


@pytest.fixture
def curator():
    return factories.curator()


@pytest.fixture
def alice(group):
    person = factories.person()
    factories.membership(person, group)
    return person


# Belonging


@pytest.mark.parametrize("visibility", Visibility)
def test_joining_both_by_one_form_is_one_welcome(group, denver, lead, chapter_lead, visibility):
    person = factories.person()
    actions.join(chapter=denver, by=person, visibility=visibility)
    line = f"Good to have you here. {EXPLANATIONS[visibility]}"
    why = "You joined Kin Denver, a chapter of Kin."
    assert told(person) == [Told(TITLE, line, why, visibility == Visibility.ONLY_ME)]
    assert everybody() == {TITLE: {person.pk}}
    letter = Letter.objects.get()
    row = ChapterMembership.objects.get(membership__person=person)
    assert (letter.kind, letter.thing, letter.topic, letter.url) == (
        *("welcome", key_of(row), key_of(group)),
        "/groups/kin/chapters/denver/",
    )


def test_a_member_who_joins_a_chapter_is_welcomed_once(denver, alice):
    for _ in range(2):
        actions.join(chapter=denver, by=alice)
    assert titles(alice) == [TITLE]


def test_the_welcome_to_a_chapter_of_a_sensitive_group_is_discreet():
    chapter = factories.chapter(factories.brg(**SENSITIVE))
    person = factories.person()
    actions.join(chapter=chapter, by=person, visibility=Visibility.EVERYONE)
    assert told(person)[0].discreet


def test_whoever_moves_is_welcomed_there_and_not_any_more_where_they_were(group, denver, alice):
    boise = factories.chapter(group, name="Boise")
    actions.join(chapter=denver, by=alice)
    actions.move(chapter=boise, by=alice)
    assert mails(alice) == [(TITLE, "none"), ("Welcome to Kin Boise", "waiting")]
    assert everybody().keys() == {TITLE, "Welcome to Kin Boise"}


@pytest.mark.parametrize("road", ["chapter", "group"])
def test_who_leaves_gets_no_welcome_that_is_on_its_way(group, denver, alice, road):
    actions.join(chapter=denver, by=alice)
    if road == "chapter":
        actions.leave(chapter=denver, by=alice)
    else:
        leave_group(brg=group, by=alice)
    assert mails(alice) == [(TITLE, "none")]


def test_nobody_is_welcomed_where_joining_is_refused(group, denver, alice):
    Chapter.objects.update(status="dormant")
    denver.refresh_from_db()
    with pytest.raises(Refusal):
        actions.join(chapter=denver, by=factories.person(), visibility=Visibility.LEADS)
    assert everybody() == {}


# Posts


def offered(by, person, chapter, role="events"):
    office = ChapterOfficer(
        person=person, chapter=chapter, role=role, starts=factories.today(), ends=None
    )
    return offer(office=office, by=by)


def test_an_offer_names_the_chapter_and_its_group(denver, lead, chapter_lead, alice):
    office = offered(lead, alice, denver)
    line = "Without an end. You can accept or decline."
    why = "A post of Kin Denver was offered to you."
    assert told(alice) == [Told("A post is offered to you: Events, Kin Denver", line, why, False)]
    assert everybody().keys() == {"A post is offered to you: Events, Kin Denver"}
    assert Letter.objects.get().url == f"/me/offices/chapter/{office.pk}/"


@pytest.mark.parametrize("answer", ["Accepted", "Declined"])
def test_leads_of_the_chapter_and_of_its_group_are_told_the_answer(
    denver, lead, chapter_lead, alice, curator, answer
):
    office = offered(lead, alice, denver)
    if answer == "Accepted":
        actions.accept(office=office, by=alice)
    else:
        decline(office=office, by=alice)
    title = f"{answer}: Events, Kin Denver"
    assert everybody()[title] == {lead.pk, chapter_lead.pk}
    assert told(chapter_lead)[0].why == "You look after the posts of Kin Denver."
    assert Letter.objects.get(title=title).url == "/manage/kin/chapters/denver/officers/"


def test_curators_are_told_the_answer_where_nobody_leads(denver, alice, curator):
    office = offered(curator, alice, denver)
    decline(office=office, by=alice)
    assert titles(curator) == ["Declined: Events, Kin Denver"]
    assert Letter.objects.get(occurrence="declined").url == (
        f"/admin/chapters/chapter/{denver.pk}/change/"
    )


def test_who_takes_a_post_and_joins_both_by_that_gets_one_welcome(denver, lead):
    person = factories.person()
    office = offered(lead, person, denver)
    actions.accept(office=office, by=person, visibility=Visibility.LEADS)
    assert titles(person, "welcome") == [TITLE]


def test_who_takes_a_post_of_a_resting_chapter_is_welcomed_to_the_group(denver, lead):
    Chapter.objects.update(status="dormant")
    denver.refresh_from_db()
    person = factories.person()
    actions.accept(office=offered(lead, person, denver), by=person, visibility=Visibility.LEADS)
    assert titles(person, "welcome") == ["Welcome to Kin"]


def test_officers_are_told_that_their_term_ended_with_the_chapter(denver, lead, chapter_lead):
    bob = factories.person()
    office = offered(lead, bob, denver)
    forget()
    actions.change_state(chapter=denver, status="closed", by=lead)
    assert everybody() == {
        "Your term was ended: Chapter lead, Kin Denver": {chapter_lead.pk},
        "An offer was taken back: Events, Kin Denver": {bob.pk},
    }
    assert not ChapterOfficer.objects.filter(pk=office.pk).exists()


def test_an_end_with_a_hidden_membership_is_told_discreetly(group, denver, lead):
    person = factories.chapter_lead(denver, Visibility.ONLY_ME)
    factories.chapter_lead(denver)
    remove(brg=group, person=person, by=lead, reason="Shouted.")
    assert [each.discreet for each in told(person)] == [True, True]
    assert titles(person) == [
        "Your term was ended: Chapter lead, Kin Denver",
        "Your membership of Kin was ended",
    ]


def test_curators_are_told_that_a_chapter_has_no_lead(denver, lead, chapter_lead, curator):
    deactivate(person=chapter_lead, by=None)
    assert everybody() == {"Kin Denver has no lead": {curator.pk}}


# Proposals


def propose(group, by, officers=()):
    chapter = Chapter(brg=group, name="Boise", region=factories.region())
    words = {"purpose": "What for.", "why_here": "Many of us."}
    return actions.propose(chapter=chapter, proposal=Proposal(**words), by=by, officers=officers)


def test_leads_are_asked_for_a_chapter_and_nobody_else(group, lead, alice, curator, chapter_lead):
    proposal = propose(group, alice)
    title = "A chapter is proposed: Kin Boise"
    line = "Read it, then support it or return it with a note."
    assert told(lead) == [Told(title, line, "You lead Kin.", False)]
    assert everybody() == {title: {lead.pk}}
    assert Letter.objects.get().url == f"/manage/kin/chapters/proposals/{proposal.pk}/"


def test_no_message_about_a_proposal_names_who_proposed_it(group, lead, curator):
    person = factories.person(legal_name="Zq Nobody")
    factories.membership(person, group)
    first = factories.person(legal_name="Zq Somebody")
    proposal = propose(group, person, [person, first])
    actions.support(proposal=proposal, by=lead, version=1, note="Zq!")
    actions.approve(proposal=proposal, by=curator, version=1)
    letters = Letter.objects.all()
    assert letters.count() > 5
    assert not any("Zq" in f"{x.title}{x.line}{x.body}{x.why}{x.url}" for x in letters)


def test_what_a_lead_proposes_asks_the_curators(group, lead, curator):
    proposal = propose(group, lead)
    title = "A chapter to approve: Kin Boise"
    line = "The group’s leads support it."
    assert told(curator) == [Told(title, line, "You are a curator.", False)]
    assert everybody() == {title: {curator.pk}}
    assert Letter.objects.get().url == f"/admin/chapters/chapter/proposals/{proposal.pk}/"


def test_support_asks_the_curators_and_answers_who_proposed_and_would_lead(
    group, lead, alice, curator
):
    second, bob = factories.lead(group), factories.person()
    proposal = propose(group, alice, [alice, bob])
    assert mails(second) == [("A chapter is proposed: Kin Boise", "waiting")]
    actions.support(proposal=proposal, by=lead, version=1)
    title = "Supported: Kin Boise"
    line = "The group’s leads support the chapter. A curator looks next."
    assert told(alice) == [Told(title, line, "You proposed a chapter of Kin.", False)]
    assert told(bob)[1:] == [Told(title, line, "You were asked to lead Kin Boise.", False)]
    assert titles(curator) == ["A chapter to approve: Kin Boise"]
    assert everybody()[title] == {alice.pk, bob.pk}
    # The other lead is asked by mail no more.
    assert mails(second) == [("A chapter is proposed: Kin Boise", "none")]


@pytest.mark.parametrize("who", ["lead", "curator"])
def test_a_note_is_read_in_the_portal_by_whoever_proposed(group, lead, alice, curator, who):
    bob = factories.person()
    proposal = propose(group, alice, [bob])
    if who == "curator":
        proposal = actions.support(proposal=proposal, by=lead, version=1)
    forget()
    by = lead if who == "lead" else curator
    actions.return_proposal(proposal=proposal, by=by, version=1, note="Too secret.")
    line = "Read the note in the portal, then change the words and ask again."
    why = "You proposed a chapter of Kin."
    assert told(alice) == [Told("Returned with a note: Kin Boise", line, why, False)]
    assert everybody() == {
        "Returned with a note: Kin Boise": {alice.pk},
        "Not decided yet: Kin Boise": {bob.pk},
    }
    assert not any("secret" in x.body + x.line for x in Letter.objects.all())


def test_words_sent_again_are_asked_for_again(group, lead, alice):
    proposal = propose(group, alice)
    proposal = actions.return_proposal(proposal=proposal, by=lead, version=1, note="More.")
    actions.resubmit(proposal=proposal, chapter=proposal.chapter, by=alice)
    assert mails(lead) == [
        ("A chapter is proposed: Kin Boise", "none"),
        ("A chapter is proposed: Kin Boise", "waiting"),
    ]


def test_everybody_with_a_part_is_told_that_the_chapter_is_open(group, lead, alice, curator):
    bob, second = factories.person(), factories.curator()
    proposal = propose(group, alice, [alice, bob])
    proposal = actions.support(proposal=proposal, by=lead, version=1)
    forget()
    actions.approve(proposal=proposal, by=curator, version=1)
    line = "The chapter that was proposed is open."
    assert everybody() == {
        "Open now: Kin Boise": {alice.pk, bob.pk, lead.pk},
        "Welcome to Kin Boise": {alice.pk},
    }
    assert told(lead) == [Told("Open now: Kin Boise", line, "You lead Kin.", False)]
    assert titles(second) == []


@pytest.mark.parametrize("road", ["withdraws", "leaves"])
def test_a_proposal_taken_back_reads_the_same_however_it_came(group, lead, alice, curator, road):
    bob, carl = factories.person(), factories.person()
    factories.membership(carl, group)
    proposal = propose(group, alice, [alice, bob, carl])
    offer_to_carl = ChapterOfficer.objects.get(person=carl)
    actions.accept(office=offer_to_carl, by=carl)
    assert titles(alice) == ["Accepted: Chapter lead, Kin Boise"]
    if road == "withdraws":
        actions.withdraw(proposal=proposal, by=alice)
    else:
        leave_group(brg=group, by=alice)
    title = "An offer was taken back: Chapter lead, Kin Boise"
    assert everybody()[title] == {bob.pk, carl.pk}
    assert mails(lead) == [("A chapter is proposed: Kin Boise", "none")]
    assert titles(alice) == ["Accepted: Chapter lead, Kin Boise"]
    assert titles(curator) == []


def test_what_is_told_about_a_chapter_of_a_sensitive_group_is_discreet(group, lead, alice):
    group.default_visibility = Visibility.ONLY_ME
    save_brg(brg=group, by=factories.superuser(), version=1)
    forget()
    propose(group, alice)
    assert [each.discreet for each in told(lead)] == [True]


def test_an_officer_ended_by_a_lead_is_told_and_nobody_else(denver, lead, alice):
    office = offered(lead, alice, denver)
    actions.accept(office=office, by=alice)
    forget()
    end(office=office, by=lead)
    assert everybody() == {"Your term was ended: Events, Kin Denver": {alice.pk}}

"""Officers of a chapter: the same rules as in a group, under the group's authority."""

import datetime as dt
import threading

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.actions import deactivate, erase
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent, scope_of
from brgs import actions as group_actions
from brgs.models import BRG, Membership
from chapters import actions
from chapters.models import Chapter, ChapterMembership, ChapterOfficer, Proposal
from tests import factories
from tests.brgs.test_races import at_once

pytestmark = pytest.mark.django_db


def day(number):
    return factories.today() + dt.timedelta(days=number)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def group():
    return factories.brg(slug="kin", acronym="KIN")


@pytest.fixture
def chapter(group):
    return factories.chapter(group, slug="denver", name="Denver")


@pytest.fixture
def lead(chapter):
    return factories.chapter_lead(chapter, legal_name="Lena Lead")


def office_of(person):
    return ChapterOfficer.objects.get(person=person)


def unsaved(person, chapter, role="chapter_lead", starts=0, ends=100):
    days = {"starts": day(starts), "ends": day(ends)}
    return ChapterOfficer(person=person, chapter=chapter, role=role, **days)


def taken(lead, office):
    office = group_actions.offer(office=office, by=lead)
    return actions.accept(office=office, by=office.person, visibility=Visibility.LEADS)


def manages(person, chapter):
    return Chapter.objects.led_by(person).filter(pk=chapter.pk).exists()


def chapter_of(person):
    rows = ChapterMembership.objects.current().filter(membership__person=person)
    return rows.select_related("chapter").get().chapter


# Verbs


def test_taking_a_post_joins_the_chapter_and_its_group(chapter, lead):
    alice = factories.person()
    office = group_actions.offer(office=unsaved(alice, chapter), by=lead)
    with pytest.raises(Refusal, match="Choose who may see"):
        actions.accept(office=office, by=alice)
    assert not manages(alice, chapter)
    actions.accept(office=office, by=alice, visibility=Visibility.ONLY_ME)
    assert chapter_of(alice) == chapter
    assert Membership.objects.get(person=alice).visibility == "only_me"
    assert manages(alice, chapter)


def test_whoever_is_in_another_chapter_moves_and_what_they_did_there_ends(group, chapter, lead):
    before = factories.chapter(group)
    factories.chapter_lead(before)
    mover = factories.chapter_lead(before)
    old = office_of(mover)
    taken(lead, unsaved(mover, chapter))
    assert chapter_of(mover) == chapter
    old.refresh_from_db()
    assert (old.ends, old.cut_short) == (day(0), True)


def test_the_last_lead_of_a_chapter_does_not_move_away_by_taking_a_post(group, chapter, lead):
    before = factories.chapter(group)
    mover = factories.chapter_lead(before)
    office = group_actions.offer(office=unsaved(mover, chapter), by=lead)
    with pytest.raises(Refusal, match="This chapter would be without a lead"):
        actions.accept(office=office, by=mover)
    office.refresh_from_db()
    assert office.accepted is None
    assert chapter_of(mover) == before


def place_of(person):
    row = ChapterMembership.objects.current().filter(membership__person=person).first()
    return row and row.chapter


def test_a_post_taken_while_the_chapter_rests_makes_one_belong_when_it_wakes(group, chapter, lead):
    actions.change_state(chapter=chapter, status="dormant", by=lead)
    members = [factories.person() for _ in range(2)]
    before = factories.chapter(group)
    factories.chapter_membership(factories.membership(members[0], group), before)
    for person in members:
        taken(lead, unsaved(person, chapter, "secretary"))
    advisor = taken(lead, unsaved(factories.person(), chapter, "advisor")).person
    assert [place_of(person) for person in members] == [before, None]
    actions.change_state(chapter=chapter, status="active", by=lead)
    assert [place_of(person) for person in (*members, lead)] == [chapter] * 3
    assert place_of(advisor) is None


def test_who_cannot_move_yet_keeps_no_chapter_from_waking(group, chapter, lead):
    elsewhere = factories.chapter(group)
    other_lead = factories.chapter_lead(elsewhere)
    actions.change_state(chapter=chapter, status="dormant", by=lead)
    taken(lead, unsaved(other_lead, chapter))
    member = taken(lead, unsaved(factories.person(), chapter, "secretary")).person
    actions.change_state(chapter=chapter, status="active", by=lead)
    assert Chapter.objects.get(pk=chapter.pk).is_active
    assert (place_of(other_lead), place_of(member)) == (elsewhere, chapter)
    assert ChapterOfficer.objects.leading().filter(chapter=chapter, person=other_lead).exists()


def test_a_post_is_taken_in_a_paused_group_without_moving(group, chapter, lead):
    before, member = factories.chapter(group), factories.person()
    factories.chapter_membership(factories.membership(member, group), before)
    office = group_actions.offer(office=unsaved(member, chapter, "secretary"), by=lead)
    BRG.objects.update(status="paused")
    assert actions.accept(office=ChapterOfficer.objects.get(pk=office.pk), by=member).accepted
    assert place_of(member) == before


def test_an_advisor_joins_neither_the_chapter_nor_the_group(chapter, lead):
    alice = factories.person()
    office = group_actions.offer(office=unsaved(alice, chapter, "advisor"), by=lead)
    actions.accept(office=office, by=alice)
    assert not Membership.objects.filter(person=alice).exists()


@pytest.mark.parametrize("role", ["chair", "co_chair", "sponsor"])
def test_posts_of_a_group_are_not_given_in_a_chapter(chapter, lead, role):
    with pytest.raises(Refusal, match="no such post here"):
        group_actions.offer(office=unsaved(factories.person(), chapter, role), by=lead)


def test_a_closed_chapter_gives_no_post(chapter, lead):
    office = unsaved(factories.person(), chapter)
    actions.change_state(chapter=chapter, status="closed", by=factories.superuser())
    with pytest.raises(Refusal, match="put away"):
        group_actions.offer(office=office, by=lead)


def test_acts_are_on_record_for_the_leads_of_the_group(group, chapter, lead):
    office = taken(lead, unsaved(factories.person(), chapter))
    group_actions.end(office=office, by=lead)
    events = AuditEvent.objects.filter(scope=scope_of(group)).order_by("pk")
    assert list(events.values_list("verb", flat=True)) == [
        *("officer.offered", "officer.accepted", "officer.ended"),
    ]


ROADS = {
    "end": lambda office: group_actions.end(office=office, by=office.person),
    "leave the chapter": lambda office: actions.leave(chapter=office.chapter, by=office.person),
    "leave the group": lambda office: group_actions.leave(brg=office.group, by=office.person),
    "remove": lambda office: group_actions.remove(
        brg=office.group, person=office.person, by=factories.person(), reason="She shouts."
    ),
    "move": lambda office: actions.move(chapter=factories.chapter(office.group), by=office.person),
}
roads = pytest.mark.parametrize("road", ROADS)


@roads
def test_the_last_lead_of_a_chapter_stays_by_every_road(group, chapter, lead, road):
    # They lead the group, or would lead, and not this chapter.
    factories.lead(group)
    factories.chapter_lead(factories.chapter(group))
    factories.chapter_officer(factories.person(), chapter, accepted=None)
    factories.chapter_officer(factories.person(), chapter, "events")
    way_out = "Hand the post over first, or let the chapter rest"
    with pytest.raises(Refusal, match=way_out):
        ROADS[road](office_of(lead))
    assert manages(lead, chapter)
    assert chapter_of(lead) == chapter


@roads
def test_where_somebody_else_leads_the_chapter_one_may_go(chapter, lead, road):
    factories.chapter_lead(chapter)
    office = office_of(lead)
    ROADS[road](office)
    office.refresh_from_db()
    assert (office.ends, office.cut_short) == (day(0), True)
    assert not manages(lead, chapter)


def test_a_resting_chapter_may_lose_its_last_lead(chapter, lead):
    actions.change_state(chapter=chapter, status="dormant", by=lead)
    group_actions.end(office=office_of(lead), by=lead)
    assert not ChapterOfficer.objects.leading().exists()


def test_a_deactivated_last_lead_is_gone_and_the_chapter_is_listed_vacant(chapter, lead):
    assert not Chapter.objects.vacant().exists()
    deactivate(person=lead, by=None)
    assert list(Chapter.objects.vacant()) == [chapter]
    assert not ChapterOfficer.objects.caretaking().exists()


@pytest.mark.parametrize("road", ["leave the chapter", "leave the group", "remove", "move"])
def test_a_caretaker_of_a_chapter_stops_by_every_road(chapter, lead, road):
    ChapterOfficer.objects.update(ends=day(-5))
    assert manages(lead, chapter)
    ROADS[road](office_of(lead))
    assert not manages(lead, chapter)


def test_a_lead_of_another_chapter_ends_no_caretaking(group, chapter, lead):
    ChapterOfficer.objects.update(ends=day(-5))
    factories.chapter_lead(factories.chapter(group))
    factories.lead(group)
    assert manages(lead, chapter)


def test_a_chapters_office_reads_no_group_wide_power(group, chapter, lead):
    assert not BRG.objects.led_by(lead).exists()
    assert manages(factories.lead(group), chapter)


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_chapter_leads_who_go_at_once_one_stays():
    outcomes, chapter = two_chapter_leads_go()
    assert sorted(isinstance(outcome, Refusal) for outcome in outcomes) == [False, True]
    assert ChapterOfficer.objects.leading().filter(chapter=chapter).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_both_chapter_leads_go(monkeypatch):
    both_have_looked = threading.Barrier(2)
    look = group_actions.offices.refuse_last_lead

    def look_together(offices):
        look(offices)
        both_have_looked.wait(timeout=20)

    monkeypatch.setattr(group_actions.offices, "refuse_last_lead", look_together)
    monkeypatch.setattr(type(BRG.objects.all()), "select_for_update", lambda self, **options: self)
    outcomes, chapter = two_chapter_leads_go()
    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
    assert not ChapterOfficer.objects.leading().filter(chapter=chapter).exists()


def two_chapter_leads_go():
    """One leaves the chapter while the other resigns."""
    chapter = factories.chapter(factories.brg())
    first, second = factories.chapter_lead(chapter), factories.chapter_lead(chapter)
    outcomes = at_once(
        lambda: actions.leave(chapter=chapter, by=first),
        lambda: group_actions.end(office=office_of(second), by=second),
    )
    return outcomes, chapter


# Pages


def url(step="", office=None, chapter="denver"):
    facts = {"slug": "kin", "chapter": chapter} | ({"office": office.pk} if office else {})
    return reverse(f"manage-chapter-officer{step}", kwargs=facts)


@pytest.mark.parametrize("who", ["chapter lead", "group lead"])
def test_leads_of_the_chapter_and_of_the_group_look_after_its_officers(
    client, group, chapter, lead, who
):
    client.force_login(lead if who == "chapter lead" else factories.lead(group))
    alice = factories.person(legal_name="Alice Asked")
    page = client.get(url("s"))
    assert [row.person["name"] for row in page.context["lists"][0]["rows"]] == ["Lena Lead"]
    term = {"person": alice.public_id, "role": "events", "starts": day(0), "ends": day(9)}
    assert client.post(url("-new"), term).url == url("s")
    office = office_of(alice)
    assert client.get(url("", office)).status_code == 200
    assert client.post(url("-end", office)).url == url("s")
    assert not ChapterOfficer.objects.filter(person=alice).exists()


def test_a_chapter_lead_opens_no_other_workspace(client, group, chapter, lead):
    factories.lead(group)
    there = office_of(factories.chapter_lead(factories.chapter(group, slug="other")))
    client.force_login(lead)
    steps = ("", "-end", "-hand-over", "-deputy")
    addresses = [
        *(url(step, chapter="other") for step in ("s", "-new")),
        *(url(step, there, chapter=at) for step in steps for at in ("other", "denver")),
        *(reverse(name, args=["kin"]) for name in ("manage-officers", "manage-officer-new")),
    ]
    answers = {address: client.get(address).status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, 404)
    answers = {address: client.post(address).status_code for address in addresses}
    assert set(answers.values()) <= {404, 405}
    assert ChapterOfficer.objects.leading().count() == 2


@pytest.mark.parametrize(("starts", "ends", "status"), [(-9, 1, 200), (-9, 0, 404), (1, 9, 404)])
def test_the_workspace_opens_from_the_first_day_up_to_the_last(
    client, chapter, lead, starts, ends, status
):
    person = factories.person()
    factories.chapter_officer(person, chapter, starts=day(starts), ends=day(ends))
    client.force_login(person)
    assert client.get(url("s")).status_code == status


def test_the_list_offers_roles_of_chapters_only(client, chapter, lead):
    client.force_login(lead)
    form = client.get(url("-new"), {"q": "lena"}).context["form"]
    keys = [key for key, _ in form.fields["role"].choices]
    assert keys[:2] == ["", "chapter_lead"]
    assert {"chair", "co_chair", "sponsor"}.isdisjoint(keys)
    assert "line" not in form.fields


def test_a_vacant_chapter_is_said(client, group, chapter):
    client.force_login(factories.lead(group))
    page = client.get(url("s"))
    assert [matter["words"] for matter in page.context["matters"]] == [
        "This chapter has no lead. Offer the post to somebody."
    ]
    assert "Every post is vacant" in page.content.decode()


def test_the_last_lead_is_not_ended_by_the_page(client, chapter, lead):
    client.force_login(lead)
    answer = client.post(url("-end", office_of(lead)))
    assert "let the chapter rest" in said(answer)[0]
    assert manages(lead, chapter)


def test_handing_a_chapter_over(client, chapter, lead):
    client.force_login(lead)
    nora = factories.person(legal_name="Nora Next")
    typed = {"person": nora.public_id, "starts": day(10), "ends": day(200), "until": day(20)}
    answer = client.post(url("-hand-over", office_of(lead)), typed | {"note": "Keys: drawer."})
    assert answer.url == url("s")
    client.force_login(nora)
    address = reverse("me-office", args=["chapter", office_of(nora).pk])
    assert "Keys: drawer." in client.get(address).content.decode()
    client.post(address, {"act": "accept", "visibility": "leads"})
    assert office_of(lead).ends == day(20)
    assert chapter_of(nora) == chapter


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_no_more_for_more_posts(
    client, chapter, lead, size, django_assert_num_queries
):
    for _ in range(size):
        factories.chapter_officer(factories.person(), chapter, "events", ends=day(9))
        factories.chapter_officer(factories.person(), chapter, "events", accepted=None)
    client.force_login(lead)
    client.get(url("s"))
    with django_assert_num_queries(6):
        client.get(url("s"))


def test_a_resting_chapter_lacks_no_lead(client, group):
    factories.chapter(group, slug="quiet", status="dormant")
    client.force_login(factories.lead(group))
    assert client.get(url("s", chapter="quiet")).context["matters"] == []


def test_leads_do_not_read_what_happens_to_first_officers_of_a_proposed_chapter():
    """They are members with an idea: what ends there would tell that one of them has left."""
    group = factories.brg()
    factories.lead(group)
    member, friend = factories.person(), factories.person()
    factories.membership(member, group, "only_me")
    chapter = Chapter(brg=group, region=factories.region(), name="Kin Nowhere")
    proposal = Proposal(purpose="To meet.", why_here="We are many.")
    actions.propose(chapter=chapter, proposal=proposal, by=member, officers=[member, friend])
    group_actions.leave(brg=group, by=member)
    told = AuditEvent.objects.within(group).values_list("verb", flat=True)
    assert list(told) == ["chapter.proposed"]


@pytest.mark.parametrize("going", [deactivate, erase])
def test_what_somebody_proposed_who_is_gone_waits_for_nobody(group, going):
    member = factories.person()
    factories.membership(member, group)
    factories.proposal(group, member, state=Proposal.State.RETURNED)
    others = factories.proposal(group, factories.person())
    going(person=member, by=factories.curator())
    assert list(Proposal.objects.open()) == [others]

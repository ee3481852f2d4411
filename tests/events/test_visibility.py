"""The gate to answers, by all nine roles: who sees whom on the list of an event.

Every kind of answer stands in one row: that of a member at each level, of one who has left, of one
whose access has ended, of somebody who is no member, and of those who wait or are offered a seat.
"""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldError
from django.utils import timezone

from accounts.visibility import Visibility
from events.models import Event, Rsvp
from tests import factories
from tests.roles import World

pytestmark = pytest.mark.django_db

LEVELS = list(Visibility.values)
SEEN = {
    "visitor": set(),
    "deactivated": set(),
    "employee": {"everyone"},
    "member": {"everyone", "members"},
    "hidden": set(),
    "lead": {"everyone", "members", "leads", "guest"},
    "other lead": {"everyone"},
    "curator": {"everyone"},
    "superuser": {"everyone"},
}


@pytest.fixture
def world():
    return World()


def answered(event, status="going", **people):
    """Somebody of each kind, who has answered."""
    found = {}
    for level in LEVELS:
        found[level] = factories.person()
        factories.membership(found[level], event.brg, level)
    found["guest"] = factories.person()
    found["left"] = factories.person()
    ended = factories.membership(found["left"], event.brg, Visibility.EVERYONE)
    found["inactive"] = factories.person()
    factories.membership(found["inactive"], event.brg, Visibility.EVERYONE)
    offer = {"offer_ends": timezone.now() + dt.timedelta(hours=1)} if status == "offered" else {}
    for person in (found | people).values():
        factories.rsvp(event, person, status, **offer)
    ended.left = timezone.now()
    ended.save()
    found["inactive"].is_active = False
    found["inactive"].save()
    return found


def seen(viewer, event, found):
    """The same whether the gate is asked about answers, or at an event that was just found."""
    rows = Rsvp.objects.visible_to(viewer).filter(event=event)
    people = set(rows.values_list("person", flat=True))
    if Event.objects.visible_to(viewer).filter(pk=event.pk).exists():
        at_it = Rsvp.objects.visible_to(viewer, at=Event.objects.get(pk=event.pk))
        assert set(at_it.values_list("person", flat=True)) == people
    return {kind for kind, person in found.items() if person.pk in people}


def viewer_of(world, role):
    person = AnonymousUser() if role == "visitor" else world.people[role]
    if role != "visitor":
        person.refresh_from_db()
    return person


@pytest.mark.parametrize("role", SEEN)
def test_each_role_sees_whom_it_may(world, role):
    event = world.events["employees"]
    assert seen(viewer_of(world, role), event, answered(event)) == SEEN[role]


@pytest.mark.parametrize("status", ["waiting", "offered"])
@pytest.mark.parametrize("role", SEEN)
def test_nobody_sees_who_waits_or_is_offered_a_seat(world, role, status):
    event = factories.event(world.kin, capacity=100)
    assert seen(viewer_of(world, role), event, answered(event, status)) == set()


def test_at_an_event_nobody_stands_who_is_at_another_one(world):
    event, other = factories.event(world.kin), factories.event(world.kin)
    viewer, guest = world.people["member"], factories.person()
    factories.membership(guest, world.kin, "everyone")
    for person in (viewer, guest):
        factories.rsvp(other, person)
    assert not Rsvp.objects.visible_to(viewer, at=event).exists()
    assert Rsvp.objects.visible_to(viewer, at=other).count() == 2


@pytest.mark.parametrize("status", ["going", "waiting"])
@pytest.mark.parametrize("role", ["employee", "member", "hidden", "lead", "curator"])
def test_everybody_sees_their_own_answer(world, role, status):
    event = factories.event(world.kin, capacity=100)
    viewer = viewer_of(world, role)
    own = factories.rsvp(event, viewer, status)
    assert list(Rsvp.objects.visible_to(viewer).filter(event=event)) == [own]


@pytest.mark.parametrize("role", SEEN)
def test_of_an_event_out_of_sight_nobody_is_seen(world, role):
    """Leads too find a draft's answers nowhere: of an event that was published and waits again."""
    event = world.events["again"]
    found = answered(event)
    expected = SEEN[role] if role == "member" else set()
    # The member has answered, and so keeps sight of it.
    assert seen(viewer_of(world, role), event, found) == expected


@pytest.mark.parametrize("role", SEEN)
def test_at_a_sensitive_groups_event_nobody_sees_a_guest(world, role):
    brg = factories.brg(default_visibility=Visibility.ONLY_ME)
    if role == "lead":
        factories.officer(viewer_of(world, role), brg)
    event = factories.event(brg)
    found = {"guest": factories.person()}
    factories.rsvp(event, found["guest"])
    assert seen(viewer_of(world, role), event, found) == set()


@pytest.mark.parametrize("level", [None, *LEVELS])
def test_a_member_sees_as_far_as_they_show_themselves(world, level):
    event = factories.event(world.kin)
    found, viewer = answered(event), factories.person()
    if level:
        factories.membership(viewer, world.kin, level)
    expected = {
        None: {"everyone"},
        "everyone": {"everyone", "members"},
        "members": {"everyone", "members"},
        "leads": {"everyone"},
        "only_me": set(),
    }
    assert seen(viewer, event, found) == expected[level]


# Officers of a chapter


def test_a_chapters_officers_see_leads_on_their_own_events_alone(world):
    boss = world.chapter_lead
    own = factories.event(world.kin, chapter=world.denver)
    other = factories.event(world.kin, chapter=factories.chapter(world.kin))
    of_group = factories.event(world.kin)
    assert seen(boss, own, answered(own)) == {"everyone", "members", "leads", "guest"}
    for event in (other, of_group):
        assert seen(boss, event, answered(event)) == {"everyone", "members"}


@pytest.mark.parametrize(
    "term",
    [
        {"accepted": None},
        {"starts": factories.today() + dt.timedelta(days=1)},
        {"role": "events"},
    ],
    ids=["not accepted", "not begun", "a post without the power"],
)
def test_a_post_that_is_not_held_shows_nothing_more(world, term):
    person = factories.person()
    factories.chapter_officer(person, world.denver, **term)
    event = factories.event(world.kin, chapter=world.denver)
    assert seen(person, event, answered(event)) == {"everyone"}


def test_a_groups_officer_who_may_not_see_members_sees_no_guest(world):
    treasurer = factories.person()
    factories.officer(treasurer, world.kin, "treasurer")
    event = factories.event(world.kin)
    assert seen(treasurer, event, answered(event)) == {"everyone"}


# What changes while the answer stands


def test_an_answer_shows_as_the_membership_does_at_the_moment(world):
    event, person = factories.event(world.kin), factories.person()
    own = factories.membership(person, world.kin, Visibility.EVERYONE)
    factories.rsvp(event, person)
    onlooker = viewer_of(world, "employee")
    assert seen(onlooker, event, {"person": person}) == {"person"}
    own.visibility = Visibility.ONLY_ME
    own.save()
    assert seen(onlooker, event, {"person": person}) == set()
    assert seen(viewer_of(world, "lead"), event, {"person": person}) == set()


def test_an_answer_from_before_joining_stays_a_guests(world):
    """It was said to be for the leads alone; joining openly does not open it."""
    event, person = factories.event(world.kin), factories.person()
    factories.rsvp(event, person)
    factories.membership(person, world.kin, Visibility.EVERYONE)
    assert seen(viewer_of(world, "employee"), event, {"person": person}) == set()
    assert seen(viewer_of(world, "lead"), event, {"person": person}) == {"person"}


def test_joining_in_hiding_takes_no_guest_off_a_list(world):
    """The name would be gone and the number the same: that would tell who has joined."""
    event, person = factories.event(world.kin), factories.person()
    factories.rsvp(event, person)
    own = factories.membership(person, world.kin, Visibility.ONLY_ME)
    assert seen(viewer_of(world, "lead"), event, {"person": person}) == {"person"}
    own.left = timezone.now()
    own.save()
    assert seen(viewer_of(world, "lead"), event, {"person": person}) == {"person"}


def test_who_was_a_guest_before_the_group_became_sensitive_is_seen_by_nobody(world):
    event, person = factories.event(world.kin), factories.person()
    factories.rsvp(event, person)
    assert seen(viewer_of(world, "lead"), event, {"person": person}) == {"person"}
    world.kin.default_visibility = Visibility.ONLY_ME
    world.kin.save()
    assert seen(viewer_of(world, "lead"), event, {"person": person}) == set()


def test_whose_access_has_ended_is_seen_by_nobody_and_sees_nobody(world):
    event = factories.event(world.kin)
    found = answered(event)
    person = found["everyone"]
    person.is_active = False
    person.save()
    assert seen(viewer_of(world, "lead"), event, found) == {"members", "leads", "guest"}
    assert seen(person, event, found) == set()


def test_neither_a_person_nor_an_event_leads_to_answers_by_a_name(world):
    """There is no way back, so that no filter goes around the gate."""
    for row in (world.people["lead"], world.events["full"]):
        with pytest.raises(FieldError):
            type(row).objects.filter(rsvp__status="going")

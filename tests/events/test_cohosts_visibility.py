"""Events with several hosts, by all nine roles: who knows of them, and who sees whom on the list.

The roles are those of `kin`; here `kin` is the co-host, of an event that another group holds.
"""

import datetime as dt
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.visibility import Visibility
from attendance.actions.arrivals import stands_as
from attendance.models import Attendance
from brgs.actions import forget_ended_memberships, leave
from events.actions import cohosts as actions
from events.models import CoHost, Event, Rsvp
from events.standing import seen_by
from tests import factories
from tests.roles import World

pytestmark = pytest.mark.django_db

ONLY_ME = Visibility.ONLY_ME
ROLES = (
    *("visitor", "deactivated", "employee", "member", "hidden", "lead"),
    *("other lead", "curator", "superuser"),
)
EMPLOYED = set(ROLES) - {"visitor", "deactivated"}
OF_KIN = {"member", "hidden", "lead"}


@pytest.fixture
def world():
    return World()


@pytest.fixture
def host():
    return factories.brg()


def viewer_of(world, role):
    person = AnonymousUser() if role == "visitor" else world.people[role]
    if role != "visitor":
        person.refresh_from_db()
    return person


def find(world, question):
    """For which of the roles `question` finds something."""
    return {role for role in ROLES if question(viewer_of(world, role)).exists()}


def known(world, event):
    return find(world, lambda viewer: Event.objects.visible_to(viewer).filter(pk=event.pk))


def open_for(world, event):
    return find(world, lambda viewer: Event.objects.open_to(viewer).filter(pk=event.pk))


# Who knows of it, and for whom it is


def test_members_of_a_cohost_are_members(world, host):
    event = factories.event(host, audience="members")
    assert open_for(world, event) == set()
    invited = factories.cohost(event, world.kin, accepted=False)
    assert open_for(world, event) == set()
    invited.delete()
    factories.cohost(event, world.kin)
    assert open_for(world, event) == OF_KIN
    assert known(world, event) == EMPLOYED


def test_as_it_is_met_it_is_open_to_members_of_a_cohost(world, host):
    event = factories.event(host, audience="members")
    factories.cohost(event, world.kin)
    met = {
        role: Event.objects.as_met_by(viewer_of(world, role)).get(pk=event.pk).is_open
        for role in ROLES
    }
    assert {role for role, is_open in met.items() if is_open} == OF_KIN


@pytest.mark.parametrize("status", ["paused", "archived"])
def test_a_cohost_that_is_not_active_holds_nothing(world, host, status):
    event = factories.event(host, audience="members")
    factories.cohost(event, getattr(world, status))
    assert open_for(world, event) == set()


@pytest.mark.parametrize("sensitive", ["host", "cohost"])
def test_where_a_host_is_sensitive_only_members_of_either_know_of_what_is_for_members(
    world, host, sensitive
):
    group = host if sensitive == "host" else world.kin
    group.default_visibility = ONLY_ME
    group.save()
    event = factories.event(host, audience="members")
    factories.cohost(event, world.kin)
    assert known(world, event) == OF_KIN


def test_a_sensitive_group_that_is_only_invited_hides_nothing(world, host):
    sensitive = factories.brg(default_visibility=ONLY_ME)
    event = factories.event(host, audience="members")
    factories.cohost(event, sensitive, accepted=False)
    assert known(world, event) == EMPLOYED


def test_a_sensitive_cohost_hides_also_while_it_is_paused(world, host):
    sensitive = factories.brg(default_visibility=ONLY_ME, status="paused")
    event = factories.event(host, audience="members")
    factories.cohost(event, sensitive)
    assert known(world, event) == set()


@pytest.mark.parametrize("status", ["draft", "submitted", "changes_asked"])
def test_what_is_not_published_is_nobodys_also_not_the_cohosts(world, host, status):
    asked = {"asked": timezone.now()} if status == "submitted" else {}
    event = factories.event(host, audience="public", status=status, published=None, **asked)
    factories.cohost(event, world.kin)
    assert known(world, event) == set()


def test_no_cohost_edits(world, host):
    event = factories.event(host)
    factories.cohost(event, world.kin)
    assert find(world, lambda viewer: Event.objects.led_by(viewer).filter(pk=event.pk)) == set()


# What tells of discretion


@pytest.mark.parametrize("status", ["active", "paused"])
def test_with_a_sensitive_cohost_an_event_is_discreet(host, status):
    sensitive = factories.brg(default_visibility=ONLY_ME, status=status)
    event = factories.event(host)
    cohost = factories.cohost(event, sensitive, accepted=False)
    assert not fresh(event).is_discreet
    cohost.delete()
    factories.cohost(event, sensitive)
    assert fresh(event).is_discreet


def test_that_is_asked_once_with_the_rows_or_not_at_all(host, django_assert_num_queries):
    sensitive = factories.brg(default_visibility=ONLY_ME)
    joint, alone = factories.event(host), factories.event(host)
    factories.cohost(joint, sensitive)
    with django_assert_num_queries(1):
        rows = Event.objects.with_discretion().select_related("brg").order_by("pk")
        assert [event.is_discreet for event in rows] == [True, False]
    alone = Event.objects.select_related("brg").get(pk=alone.pk)
    with django_assert_num_queries(0):
        assert not alone.is_discreet


def fresh(event):
    return Event.objects.get(pk=event.pk)


# Who sees whom


def answered(event, *levels):
    """Somebody who belongs to each group at the level beside it, and is going."""
    person = factories.person()
    for brg, level in levels:
        factories.membership(person, brg, level)
    factories.rsvp(event, person)
    return person


def who_see(world, event, person):
    """The same whether the gate is asked about answers, or at an event that was just found."""
    event = fresh(event)
    found = find(
        world, lambda viewer: Rsvp.objects.visible_to(viewer).filter(event=event, person=person)
    )
    at_it = find(
        world, lambda viewer: Rsvp.objects.visible_to(viewer, at=event).filter(person=person)
    )
    assert at_it & known(world, event) == found
    return found


REACH = {
    "everyone": EMPLOYED - {"hidden"},
    "members": {"member", "lead"},
    "leads": {"lead"},
    "only_me": set(),
}


@pytest.fixture
def joint(world, host):
    event = factories.event(host)
    factories.cohost(event, world.kin)
    return event


@pytest.mark.parametrize("level", REACH)
def test_a_member_of_the_cohost_is_shown_as_in_that_group(world, joint, level):
    assert who_see(world, joint, answered(joint, (world.kin, level))) == REACH[level]


@pytest.mark.parametrize("there", REACH)
@pytest.mark.parametrize("here", REACH)
def test_of_a_member_of_both_the_strictest_level_holds(world, joint, host, here, there):
    """And what they show to leads or members shows to those of each group in which they are."""
    person = answered(joint, (host, there), (world.kin, here))
    levels = list(REACH)
    strictest = max(here, there, key=levels.index)
    # Who hides in one group is an ordinary employee to the other.
    everybody = EMPLOYED if strictest == "everyone" else REACH[strictest]
    assert who_see(world, joint, person) == everybody


def test_the_leads_of_the_host_see_so_too(world, joint, host):
    boss = factories.lead(host)
    seen = {
        (here, there): Rsvp.objects.visible_to(boss)
        .filter(person=answered(joint, (host, here), (world.kin, there)))
        .exists()
        for here in REACH
        for there in REACH
    }
    assert {pair for pair, is_seen in seen.items() if not is_seen} == {
        pair for pair in seen if "only_me" in pair
    }


def test_the_leads_of_one_host_see_nobody_whom_only_the_leads_of_the_other_see(world, joint, host):
    assert who_see(world, joint, answered(joint, (host, "leads"))) == set()
    person = answered(joint, (world.kin, "leads"))
    boss = factories.lead(host)
    assert not Rsvp.objects.visible_to(boss).filter(person=person).exists()


def test_a_guest_shows_to_the_leads_of_the_host_alone_as_they_were_told(world, joint, host):
    person = answered(joint)
    assert who_see(world, joint, person) == set()
    boss = factories.lead(host)
    assert Rsvp.objects.visible_to(boss).filter(person=person).exists()


def test_with_a_sensitive_cohost_guests_of_before_show_to_nobody(host):
    event, boss = factories.event(host), factories.lead(host)
    person = answered(event)
    factories.cohost(event, factories.brg(default_visibility=ONLY_ME))
    assert not Rsvp.objects.visible_to(boss).filter(person=person).exists()


def test_a_guest_who_joins_the_cohost_in_hiding_stays_a_guest(world, joint, host):
    person, boss = answered(joint), factories.lead(host)
    factories.membership(person, world.kin, ONLY_ME)
    assert Rsvp.objects.visible_to(boss).filter(person=person).exists()
    assert who_see(world, joint, person) == set()


@pytest.mark.parametrize("level", [None, *REACH])
@pytest.mark.parametrize("hides", [ONLY_ME, "leads", "members"])
def test_a_host_that_comes_later_takes_nobody_off_a_list(world, host, level, hides):
    """Else a lead would learn who hides in another group, by having it hold an event."""
    event, boss, other = factories.event(host), factories.lead(host), factories.brg()
    person = answered(event, *([(host, level)] if level else []))
    factories.membership(person, other, hides)

    def found():
        return find(world, lambda viewer: Rsvp.objects.visible_to(viewer)), set(
            Rsvp.objects.visible_to(boss).values_list("person", flat=True)
        )

    before = found()
    cohost = factories.cohost(event, other)
    assert found() == before
    cohost.delete()
    assert found() == before


@pytest.mark.parametrize("level", REACH)
def test_the_leads_of_a_host_that_comes_later_see_whom_both_groups_show_them(world, host, level):
    event, other = factories.event(host), factories.brg()
    boss, person = factories.lead(other), answered(event, (host, "leads"))
    factories.membership(person, other, level)
    factories.cohost(event, other)
    is_seen = Rsvp.objects.visible_to(boss).filter(person=person).exists()
    assert is_seen is (level != ONLY_ME)


def test_whoever_hides_in_one_of_the_hosts_when_answering_shows_to_nobody(world, joint, host):
    person, boss = answered(joint, (host, "everyone"), (world.kin, ONLY_ME)), factories.lead(host)
    assert who_see(world, joint, person) == set()
    assert not Rsvp.objects.visible_to(boss).filter(person=person).exists()


def test_the_officers_of_a_chapter_that_is_cohost_see_members_of_its_group(world, host):
    event = factories.event(host)
    factories.cohost(event, world.kin, chapter=world.denver)
    boss = world.chapter_lead
    seen = {
        level: Rsvp.objects.visible_to(boss)
        .filter(person=answered(event, (world.kin, level)))
        .exists()
        for level in REACH
    }
    assert seen == {"everyone": True, "members": True, "leads": True, "only_me": False}
    of_host = answered(event, (host, "leads"))
    assert not Rsvp.objects.visible_to(boss).filter(person=of_host).exists()


def test_the_officers_of_the_hosts_chapter_see_no_members_of_the_cohost_who_show_to_leads(world):
    event = factories.event(world.kin, chapter=world.denver)
    other = factories.brg()
    factories.cohost(event, other)
    person = answered(event, (other, "leads"))
    assert not Rsvp.objects.visible_to(world.chapter_lead).filter(person=person).exists()


def test_once_out_of_the_group_on_which_it_hangs_an_answer_shows_to_nobody(world, joint, host):
    person = answered(joint, (host, "everyone"), (world.kin, "everyone"))
    own = Rsvp.objects.get(person=person).membership
    assert own.brg == host
    own.left = timezone.now()
    own.save()
    assert who_see(world, joint, person) == set()


# What ends brings nobody onto a list: whoever appears was hidden there until now


def host_withdraws(event, host, cohost, person):
    actions.withdraw(cohost=CoHost.objects.get(event=event), by=factories.lead(host))


def cohost_leaves(event, host, cohost, person):
    actions.leave(cohost=CoHost.objects.get(event=event), by=factories.lead(cohost))


def out_of_the_cohost(event, host, cohost, person):
    leave(brg=cohost, by=person)


def out_of_the_host(event, host, cohost, person):
    leave(brg=host, by=person)


def in_again(event, host, cohost, person):
    leave(brg=cohost, by=person)
    factories.membership(person, cohost, "everyone")


def paused(event, host, cohost, person):
    cohost.status = "paused"
    cohost.save()


def joins_later(event, host, cohost, person):
    other = factories.brg()
    factories.membership(person, other, ONLY_ME)
    factories.cohost(event, other)


def forgotten(event, host, cohost, person):
    leave(brg=cohost, by=person)
    forget_ended_memberships(now=timezone.now() + dt.timedelta(days=366))


ENDS = [host_withdraws, cohost_leaves, out_of_the_cohost, out_of_the_host, in_again, forgotten]


@pytest.mark.parametrize("audience", ["employees", "members"])
@pytest.mark.parametrize("end", ENDS)
def test_no_end_brings_a_name_onto_a_list(world, host, end, audience):
    boss, going = factories.lead(host), {}
    for here, there in product(REACH, REACH):
        event = factories.event(host, audience=audience)
        factories.cohost(event, world.kin)
        person = answered(event, (host, here), (world.kin, there))
        factories.attendance(event, person, **stands_as(event, person))
        going[person] = event
    viewers = [*(viewer_of(world, role) for role in ROLES), boss]

    def lists():
        """Who reads which name where."""
        return {
            (rows.model.__name__, str(viewer), row.person_id)
            for rows in (Rsvp.objects, Attendance.objects)
            for viewer in viewers
            for row in rows.visible_to(viewer).filter(person__in=going)
        }

    before = lists()
    for person, event in going.items():
        end(event, host, world.kin, person)
    assert before
    assert lists() - before == set()


def test_what_is_forgotten_stays_visible_where_it_hid_nobody(joint, host, world):
    person = answered(joint, (host, "members"), (world.kin, "everyone"))
    factories.attendance(joint, person, **stands_as(joint, person))
    forgotten(joint, host, world.kin, person)
    boss = factories.lead(host)
    assert Rsvp.objects.visible_to(boss).filter(person=person).exists()
    assert Attendance.objects.visible_to(boss).filter(person=person).exists()


@pytest.mark.parametrize("end", [*ENDS, paused, joins_later])
def test_the_words_about_it_say_what_the_gate_does(host, end):
    """In all of these the group of the host, and so an employee, may see the most."""
    employee, told = factories.person(), {}
    for here, there in product(REACH, REACH):
        event, cohost = factories.event(host), factories.brg()
        factories.cohost(event, cohost)
        person = answered(event, (host, here), (cohost, there))
        end(event, host, cohost, person)
        answer = Rsvp.objects.select_related("membership").get(person=person)
        facts = fresh(event), answer.membership, answer.visibility
        told[here, there] = seen_by(*facts, since=answer.answered) == "every employee"
        assert Rsvp.objects.visible_to(employee).filter(person=person).exists() is told[here, there]
    assert set(told.values()) == {True, False} - ({True} if end == out_of_the_host else set())


def test_whoever_came_shows_as_where_they_belonged_when_they_answered(joint, host):
    """Else the list of the door would have a name of which the page of the door knows nothing."""
    person, boss = answered(joint, (host, "everyone")), factories.lead(host)
    factories.membership(person, joint.cohosts.get().brg, ONLY_ME, joined=timezone.now())
    row = factories.attendance(joint, person, **stands_as(joint, person))
    assert list(Attendance.objects.visible_to(boss).filter(event=joint)) == [row]
    assert row.since == Rsvp.objects.get(person=person).answered


def test_an_answer_as_a_member_of_a_group_that_is_no_host_is_astray(world, joint, host):
    stays = answered(joint, (world.kin, "members"))
    assert not Rsvp.objects.astray().exists()
    joint.cohosts.update(accepted=None)
    assert Rsvp.objects.astray().get().person == stays

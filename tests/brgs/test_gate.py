"""The gate: who sees whose membership. Alice looks; Bob is looked at."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.models import BRG, Membership
from tests import factories

pytestmark = pytest.mark.django_db

EVERYONE, MEMBERS, LEADS, ONLY_ME = Visibility.values


def seen_levels(viewer, group):
    """The visibilities of the others' memberships that the viewer sees in the group."""
    rows = Membership.objects.visible_to(viewer).filter(brg=group).exclude(person=viewer.pk)
    return set(rows.values_list("visibility", flat=True))


@pytest.fixture
def group():
    """A group with one member at each visibility."""
    group = factories.brg()
    for visibility in Visibility.values:
        factories.membership(factories.person(), group, visibility)
    return group


def test_a_visitor_sees_nobody(group):
    assert not Membership.objects.visible_to(AnonymousUser()).exists()


def test_an_employee_sees_those_who_show_themselves_to_everyone(group):
    assert seen_levels(factories.person(), group) == {EVERYONE}


def test_an_account_of_no_employee_sees_nobody(group):
    assert seen_levels(factories.visitor_account(), group) == set()


@pytest.mark.parametrize("make", [factories.curator, factories.superuser])
def test_staff_see_as_the_employees_they_are(group, make):
    assert seen_levels(make(), group) == {EVERYONE}


@pytest.mark.parametrize("make", [factories.curator, factories.superuser])
def test_staff_who_are_no_employees_see_nobody(group, make):
    assert seen_levels(make(employee_id=None), group) == set()


@pytest.mark.parametrize(
    ("own", "seen"),
    [
        (EVERYONE, {EVERYONE, MEMBERS}),
        (MEMBERS, {EVERYONE, MEMBERS}),
        (LEADS, {EVERYONE}),
        (ONLY_ME, set()),
    ],
)
def test_a_member_sees_as_far_as_they_are_seen(group, own, seen):
    alice = factories.person()
    factories.membership(alice, group, own)
    assert seen_levels(alice, group) == seen


def test_a_lead_sees_all_but_those_who_show_themselves_to_nobody(group):
    assert seen_levels(factories.lead(group), group) == {EVERYONE, MEMBERS, LEADS}


def test_a_lead_of_another_group_sees_as_an_employee(group):
    assert seen_levels(factories.lead(factories.brg()), group) == {EVERYONE}


def test_being_shown_in_one_group_opens_no_other(group):
    alice = factories.person()
    factories.membership(alice, factories.brg(), EVERYONE)
    assert seen_levels(alice, group) == {EVERYONE}


def test_hiding_in_another_group_closes_nothing_here(group):
    alice = factories.person()
    factories.membership(alice, factories.brg(), ONLY_ME)
    factories.membership(alice, group, MEMBERS)
    assert seen_levels(alice, group) == {EVERYONE, MEMBERS}


@pytest.mark.parametrize("role", ["treasurer", "communications", "events", "advisor"])
def test_a_role_without_the_power_shows_no_more(group, role):
    alice = factories.person()
    factories.officer(alice, group, role)
    assert seen_levels(alice, group) == {EVERYONE}


@pytest.mark.parametrize(
    "term",
    [
        {"starts": dt.timedelta(1), "ends": dt.timedelta(30)},
        {"starts": dt.timedelta(-30), "ends": dt.timedelta(0)},
        {"starts": dt.timedelta(-30), "ends": dt.timedelta(-1)},
    ],
    ids=["starts tomorrow", "ends today", "ended yesterday"],
)
def test_a_lead_outside_the_term_sees_as_an_employee(group, term):
    alice = factories.person()
    # Somebody leads the group, so nobody is a caretaker.
    factories.officer(factories.person(), group)
    today = factories.today()
    factories.officer(alice, group, **{name: today + days for name, days in term.items()})
    assert seen_levels(alice, group) == {EVERYONE}


def test_a_lead_in_the_first_and_the_last_day_of_the_term_sees(group):
    today = factories.today()
    alice = factories.person()
    factories.officer(alice, group, starts=today, ends=today + dt.timedelta(1))
    assert seen_levels(alice, group) == {EVERYONE, MEMBERS, LEADS}


def test_a_lead_who_has_not_accepted_sees_as_an_employee(group):
    alice = factories.person()
    factories.officer(alice, group, accepted=None)
    assert seen_levels(alice, group) == {EVERYONE}


def test_an_ended_membership_is_seen_by_its_owner_alone(group):
    bob = factories.person()
    factories.membership(bob, group, EVERYONE, left=timezone.now())
    ended = Membership.objects.filter(person=bob)
    lead = factories.lead(group)
    assert not (Membership.objects.visible_to(lead) & ended).exists()
    assert list(Membership.objects.visible_to(bob).filter(person=bob)) == list(ended)


def test_a_former_member_sees_as_an_employee(group):
    alice = factories.person()
    factories.membership(alice, group, MEMBERS, left=timezone.now())
    assert seen_levels(alice, group) == {EVERYONE}


def test_a_deactivated_member_is_seen_by_nobody(group):
    bob = factories.person(is_active=False)
    factories.membership(bob, group, EVERYONE)
    seen = Membership.objects.visible_to(factories.lead(group))
    assert not seen.filter(person=bob).exists()


def test_a_deactivated_viewer_sees_nobody(group):
    alice = factories.lead(group, is_active=False)
    assert not Membership.objects.visible_to(alice).exists()


@pytest.mark.parametrize("visibility", Visibility.values)
def test_a_person_sees_their_own_membership(visibility):
    alice = factories.person()
    own = factories.membership(alice, factories.brg(), visibility)
    assert list(Membership.objects.visible_to(alice)) == [own]


@pytest.mark.parametrize("status", [BRG.Status.DRAFT, BRG.Status.ARCHIVED])
def test_nobody_sees_others_in_a_group_that_is_not_shown(group, status):
    lead = factories.lead(group)
    BRG.objects.filter(pk=group.pk).update(status=status)
    assert seen_levels(lead, group) == set()


def test_members_of_a_paused_group_see_each_other_and_nobody_else_does(group):
    alice = factories.person()
    factories.membership(alice, group, MEMBERS)
    BRG.objects.filter(pk=group.pk).update(status=BRG.Status.PAUSED)
    assert seen_levels(alice, group) == {EVERYONE, MEMBERS}
    assert seen_levels(factories.person(), group) == set()

"""Joining, choosing who may see it, leaving."""

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.actions import deactivate, erase, reactivate
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs import actions
from brgs.forms import default_choice
from brgs.models import BRG, Membership, Officer
from tests import factories

pytestmark = pytest.mark.django_db

heard = []


def hear(*, membership, by):
    heard.append((membership.pk, membership.left is not None, by))


def undo(**facts):
    raise Refusal("Not today.")


def record_of(thing):
    kind = thing._meta.model_name
    rows = AuditEvent.objects.filter(thing_kind=kind, thing_id=str(thing.pk)).order_by("pk")
    return list(rows.values_list("actor", "verb"))


def test_joining_is_kept_with_its_record():
    alice, group = factories.person(), factories.brg()
    membership, is_new = actions.join(brg=group, by=alice, visibility=Visibility.LEADS)
    assert is_new
    assert (membership.person, membership.brg, membership.visibility) == (alice, group, "leads")
    assert record_of(membership) == [(alice.public_id, "membership.joined")]


def test_joining_twice_changes_nothing():
    alice, group = factories.person(), factories.brg()
    first, _ = actions.join(brg=group, by=alice, visibility=Visibility.ONLY_ME)
    second, is_new = actions.join(brg=group, by=alice, visibility=Visibility.EVERYONE)
    assert (second, is_new, second.visibility) == (first, False, "only_me")
    assert record_of(first) == [(alice.public_id, "membership.joined")]


def test_joining_again_after_leaving_is_a_new_membership():
    alice, group = factories.person(), factories.brg()
    first, _ = actions.join(brg=group, by=alice, visibility=Visibility.EVERYONE)
    actions.leave(brg=group, by=alice)
    second, is_new = actions.join(brg=group, by=alice, visibility=Visibility.ONLY_ME)
    assert is_new
    assert second.pk != first.pk
    assert list(Membership.objects.current().filter(person=alice)) == [second]


@pytest.mark.parametrize("status", [BRG.Status.DRAFT, BRG.Status.PAUSED, BRG.Status.ARCHIVED])
def test_a_group_that_is_not_active_takes_nobody(status):
    alice, group = factories.person(), factories.brg(status=status)
    with pytest.raises(Refusal, match="not taking new members"):
        actions.join(brg=group, by=alice, visibility=Visibility.LEADS)
    assert not Membership.objects.exists()


@pytest.mark.parametrize("fields", [{"employee_id": None}, {"is_active": False}])
def test_who_is_no_employee_cannot_join(fields):
    with pytest.raises(Refusal, match="for employees"):
        actions.join(brg=factories.brg(), by=factories.person(**fields), visibility="leads")
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("group", "own", "begins_with"),
    [
        ("members", "", "members"),
        ("members", "leads", "leads"),
        ("leads", "members", "leads"),
        ("only_me", "members", "only_me"),
        ("members", "only_me", "only_me"),
    ],
)
def test_the_form_begins_with_the_stricter_default(group, own, begins_with):
    brg = factories.brg(default_visibility=group)
    assert default_choice(brg, factories.person(default_visibility=own)) == begins_with


def test_changing_who_sees_it_is_kept_with_its_record():
    alice, group = factories.person(), factories.brg()
    membership = factories.membership(alice, group, Visibility.EVERYONE)
    actions.change_visibility(brg=group, by=alice, visibility=Visibility.ONLY_ME)
    membership.refresh_from_db()
    assert membership.visibility == "only_me"
    assert record_of(membership) == [(alice.public_id, "membership.visibility_changed")]


def test_choosing_what_was_chosen_records_nothing():
    alice, group = factories.person(), factories.brg()
    membership = factories.membership(alice, group, Visibility.LEADS)
    actions.change_visibility(brg=group, by=alice, visibility=Visibility.LEADS)
    assert record_of(membership) == []


def test_who_is_no_member_has_nothing_to_change():
    with pytest.raises(Refusal, match="not a member"):
        actions.change_visibility(
            brg=factories.brg(), by=factories.person(), visibility=Visibility.LEADS
        )


@override_settings(ON_MEMBERSHIP_ENDED=["tests.brgs.test_actions.hear"])
def test_leaving_ends_the_membership_and_tells_the_hooks():
    heard.clear()
    alice, group = factories.person(), factories.brg()
    membership = factories.membership(alice, group)
    before = timezone.now()
    ended = actions.leave(brg=group, by=alice)
    assert ended == membership
    assert before <= ended.left <= timezone.now()
    assert record_of(membership) == [(alice.public_id, "membership.left")]
    assert heard == [(membership.pk, True, alice)]


@override_settings(ON_MEMBERSHIP_ENDED=["tests.brgs.test_actions.undo"])
def test_what_a_hook_refuses_is_undone_whole():
    alice, group = factories.person(), factories.brg()
    membership = factories.membership(alice, group)
    with pytest.raises(Refusal, match="Not today"):
        actions.leave(brg=group, by=alice)
    membership.refresh_from_db()
    assert membership.left is None
    assert record_of(membership) == []


def test_leaving_twice_is_harmless():
    alice, group = factories.person(), factories.brg()
    membership = factories.membership(alice, group)
    actions.leave(brg=group, by=alice)
    assert actions.leave(brg=group, by=alice) is None
    assert record_of(membership) == [(alice.public_id, "membership.left")]


def test_leaving_at_the_very_moment_of_joining_is_allowed():
    alice, group = factories.person(), factories.brg()
    late = timezone.now() + dt.timedelta(minutes=5)
    membership = factories.membership(alice, group, joined=late)
    assert actions.leave(brg=group, by=alice).left == late
    membership.refresh_from_db()
    assert membership.left == late


def test_the_only_lead_cannot_leave():
    group = factories.brg()
    alice = factories.lead(group)
    with pytest.raises(Refusal, match="would be without a lead. Hand the post over first"):
        actions.leave(brg=group, by=alice)
    assert Membership.objects.current().filter(person=alice).exists()
    assert list(Officer.objects.leading().values_list("person", flat=True)) == [alice.pk]


def test_a_lead_beside_another_leaves_and_the_term_ends_with_it():
    group = factories.brg()
    alice, bob = factories.lead(group), factories.lead(group)
    post = Officer.objects.get(person=alice)
    actions.leave(brg=group, by=alice)
    post.refresh_from_db()
    assert post.ends == factories.today()
    assert record_of(post) == [(alice.public_id, "officer.ended")]
    assert list(Officer.objects.leading().values_list("person", flat=True)) == [bob.pk]


def test_a_lead_whose_term_is_over_is_no_guard_for_another():
    group = factories.brg()
    alice = factories.lead(group)
    former = factories.person()
    factories.officer(former, group, ends=factories.today())
    with pytest.raises(Refusal):
        actions.leave(brg=group, by=alice)


def test_the_only_lead_of_a_paused_group_can_leave():
    group = factories.brg()
    alice = factories.lead(group)
    actions.pause(brg=group, by=factories.superuser())
    assert actions.leave(brg=group, by=alice) is not None


def test_an_office_that_had_not_begun_never_does():
    group = factories.brg()
    alice = factories.person()
    factories.membership(alice, group)
    tomorrow = factories.today() + dt.timedelta(1)
    post = factories.officer(alice, group, starts=tomorrow, ends=None)
    actions.leave(brg=group, by=alice)
    assert not Officer.objects.in_term(on=tomorrow).filter(pk=post.pk).exists()


def test_deactivating_ends_the_terms_and_keeps_the_membership():
    group = factories.brg()
    alice, admin = factories.lead(group), factories.superuser()
    deactivate(person=alice, by=admin)
    assert not Officer.objects.leading().filter(brg=group).exists()
    assert Officer.objects.get(person=alice).ends == factories.today()
    assert Membership.objects.current().filter(person=alice).exists()
    assert not Membership.objects.counted().filter(person=alice).exists()
    reactivate(person=alice, by=admin)
    assert Membership.objects.counted().filter(person=alice).exists()
    assert not Officer.objects.leading().filter(brg=group).exists()


def test_erasing_takes_everything_and_leaves_an_opaque_record():
    group = factories.brg()
    alice, admin = factories.lead(group), factories.superuser()
    key, public_id = alice.pk, alice.public_id
    erase(person=alice, by=admin)
    assert not Membership.objects.filter(person=key).exists()
    assert not Officer.objects.filter(person=key).exists()
    event = AuditEvent.objects.get(verb="person.erased")
    assert (event.actor, event.thing_id) == (admin.public_id, str(key))
    for event in AuditEvent.objects.all():
        assert public_id not in (event.actor, event.thing_id)

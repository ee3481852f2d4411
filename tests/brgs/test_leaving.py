"""How a membership ends for cause; leaving by oneself is in test_actions."""

import pytest

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs import actions
from brgs.models import Membership, Officer
from chapters.models import ChapterMembership, ChapterOfficer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return factories.brg()


@pytest.fixture
def lead(group):
    return factories.lead(group)


@pytest.fixture
def ana(group):
    person = factories.person()
    factories.membership(person, group, Visibility.EVERYONE)
    return person


def remove(group, person, by, reason="Shared names outside."):
    return actions.remove(brg=group, person=person, by=by, reason=reason)


def test_removal_ends_the_membership_and_keeps_the_reason(group, lead, ana):
    ended = remove(group, ana, lead, "  Shared names outside. ")

    row = Membership.objects.get(person=ana)
    assert row == ended
    assert row.left is not None
    assert row.removal_reason == "Shared names outside."


def test_removal_is_on_record_for_the_groups_leads_without_the_reason(group, lead, ana):
    ended = remove(group, ana, lead)

    [event] = AuditEvent.objects.within(group)
    assert (event.verb, event.actor, event.thing_id) == (
        "membership.removed",
        lead.public_id,
        str(ended.pk),
    )
    assert ana.public_id not in str(vars(event))


def test_removal_is_no_ban(group, lead, ana):
    remove(group, ana, lead)

    _membership, is_new = actions.join(brg=group, by=ana, visibility=Visibility.LEADS)

    assert is_new
    assert Membership.objects.current().get(person=ana).removal_reason == ""


def test_removal_ends_offices_and_the_place_in_a_chapter(group, lead, ana):
    chapter = factories.chapter(group)
    factories.chapter_membership(Membership.objects.get(person=ana), chapter)
    factories.chapter_officer(ana, chapter, "events")
    factories.officer(ana, group, "treasurer")

    remove(group, ana, lead)

    assert not Officer.objects.in_term().filter(person=ana).exists()
    assert not ChapterOfficer.objects.in_term().filter(person=ana).exists()
    assert not ChapterMembership.objects.current().exists()


def test_who_is_no_member_is_not_removed(group, lead):
    assert remove(group, factories.person(), lead) is None
    assert not AuditEvent.objects.exists()


def test_removal_from_one_group_leaves_the_others(group, lead, ana):
    factories.membership(ana, factories.brg())

    remove(group, ana, lead)

    assert Membership.objects.current().filter(person=ana).count() == 1


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_removal_needs_a_reason(group, lead, ana, reason):
    with pytest.raises(Refusal, match="Give the reason"):
        remove(group, ana, lead, reason)
    assert Membership.objects.current().filter(person=ana).exists()


def test_nobody_removes_themself(group, lead):
    factories.lead(group)

    with pytest.raises(Refusal, match="leave the group"):
        remove(group, lead, lead)


def test_the_last_lead_is_not_removed(group, lead, ana):
    with pytest.raises(Refusal) as refused:
        remove(group, lead, ana)

    assert "lead" in str(refused.value)
    assert Membership.objects.current().filter(person=lead).exists()
    assert Officer.objects.leading().filter(person=lead).exists()
    assert not AuditEvent.objects.exists()


def test_a_lead_beside_another_can_be_removed(group, lead):
    other = factories.lead(group)

    remove(group, lead, other)

    assert not Officer.objects.leading().filter(person=lead).exists()


def test_the_last_lead_of_a_chapter_is_not_removed_from_its_group(group, lead):
    chapter_lead = factories.chapter_lead(factories.chapter(group))

    with pytest.raises(Refusal):
        remove(group, chapter_lead, lead)

    assert Membership.objects.current().filter(person=chapter_lead).exists()
    assert ChapterMembership.objects.current().exists()

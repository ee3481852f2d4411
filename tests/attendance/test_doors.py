"""Who looks after a door, and for how long."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.actions import deactivate
from accounts.refusal import Refusal
from attendance import actions
from attendance.hours import CLOSES_AFTER
from attendance.models import DoorHelper, Pass, Press
from attendance.permissions import door_of, doors_of
from audit.models import AuditEvent
from notices.models import Letter, Notice
from tests import factories
from tests.attendance.conftest import at_the_door

pytestmark = pytest.mark.django_db


def has_door(person, event):
    return door_of(person, event.pk) is not None


@pytest.mark.parametrize(
    ("role", "is_theirs"),
    [
        *(("chair", True), ("co_chair", True), ("secretary", True), ("events", True)),
        *(("check_in", True), ("treasurer", False), ("communications", False), ("sponsor", False)),
    ],
)
def test_officers_who_check_in_look_after_the_doors_of_their_group(event, role, is_theirs):
    anna = factories.person()
    factories.officer(anna, event.brg, role)
    assert has_door(anna, event) is is_theirs
    assert not has_door(anna, at_the_door(factories.brg()))


def test_officers_of_a_chapter_look_after_its_own_events(kin):
    chapter = factories.chapter(kin)
    carl = factories.chapter_lead(chapter)
    assert has_door(carl, at_the_door(kin, chapter=chapter))
    assert not has_door(carl, at_the_door(kin))
    assert not has_door(carl, at_the_door(kin, chapter=factories.chapter(kin)))


def test_a_group_looks_after_the_doors_of_its_chapters(kin, lea):
    assert has_door(lea, at_the_door(kin, chapter=factories.chapter(kin)))


@pytest.mark.parametrize(("accepted", "is_theirs"), [(None, False), (timezone.now(), True)])
def test_officers_of_a_co_host_do_once_it_has_accepted(event, accepted, is_theirs):
    other = factories.brg()
    event.cohosts.create(brg=other, accepted=accepted)
    assert has_door(factories.lead(other), event) is is_theirs


def test_officers_of_a_chapter_that_holds_it_too_do(event):
    chapter = factories.chapter(factories.brg())
    event.cohosts.create(brg=chapter.brg, chapter=chapter, accepted=timezone.now())
    assert has_door(factories.chapter_lead(chapter), event)
    assert not has_door(factories.chapter_lead(factories.chapter(chapter.brg)), event)


@pytest.mark.parametrize("make", [factories.person, factories.curator, factories.superuser])
def test_nobody_else_does(event, make):
    assert not has_door(make(), event)


def test_a_member_does_not(event):
    anna = factories.person()
    factories.membership(anna, event.brg)
    assert not has_door(anna, event)


def test_a_draft_has_no_door(kin, lea):
    assert not has_door(lea, at_the_door(kin, status="draft", published=None))


def test_an_archived_group_has_no_doors(kin, lea, event):
    type(kin).objects.update(status="archived")
    assert not has_door(lea, event)


# Helpers


@pytest.fixture
def hal(event, lea):
    hal = factories.person()
    actions.add_helper(event=event, by=lea, person=hal)
    return hal


def test_a_helper_looks_after_this_door_alone(event, hal):
    assert has_door(hal, event)
    assert not has_door(hal, at_the_door(event.brg))


def test_the_role_ends_when_the_door_closes(event, hal):
    closes = event.ends + dt.timedelta(hours=6)
    just_before, at = closes - dt.timedelta(seconds=1), closes
    assert doors_of(hal, just_before - CLOSES_AFTER).filter(pk=event.pk).exists()
    assert not doors_of(hal, at - CLOSES_AFTER).exists()


def test_the_role_ends_with_the_account(event, hal):
    deactivate(person=hal, by=None)
    hal.refresh_from_db()
    assert not has_door(hal, event)


def test_a_helper_is_told_once_by_a_letter_that_leads_there_without_words(event, lea, hal):
    assert actions.add_helper(event=event, by=lea, person=hal) is False
    notice = Notice.objects.get(person=hal)
    assert notice.letter.title == "You help at the door: At the door"
    assert notice.letter.url == f"/events/{event.pk}/door/"
    assert not notice.discreet
    assert AuditEvent.objects.filter(verb="door.helper_added").count() == 1
    assert hal.public_id not in AuditEvent.objects.filter(thing_kind="event").values_list(
        "actor", flat=True
    )


def test_the_letter_about_a_sensitive_group_is_discreet(lea, kin):
    type(kin).objects.update(default_visibility="only_me")
    kin.refresh_from_db()
    hal = factories.person()
    actions.add_helper(event=at_the_door(kin), by=lea, person=hal)
    assert Notice.objects.get(person=hal).discreet


def test_who_is_let_go_helps_no_more_and_mail_is_called_back(event, lea, hal):
    assert actions.remove_helper(event=event, by=lea, person=hal) is True
    assert actions.remove_helper(event=event, by=lea, person=hal) is False
    assert not has_door(hal, event)
    assert Letter.objects.get(title__startswith="You help").stopped
    # Asked again, they are told again.
    actions.add_helper(event=event, by=lea, person=hal)
    assert Notice.objects.filter(person=hal, letter__stopped=None).count() == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"starts": timezone.now() - dt.timedelta(hours=8)},
        {"status": "cancelled", "cancelled": timezone.now()},
    ],
)
def test_nobody_is_asked_to_a_door_that_has_closed(kin, lea, facts):
    with pytest.raises(Refusal, match="has closed"):
        actions.add_helper(event=at_the_door(kin, **facts), by=lea, person=factories.person())


def test_only_employees_are_asked(event, lea):
    with pytest.raises(Refusal, match="nobody who works here"):
        actions.add_helper(event=event, by=lea, person=factories.visitor_account())


def test_there_are_not_more_helpers_than_stand_at_a_door(event, lea, hal, monkeypatch):
    monkeypatch.setattr("attendance.actions.doors.MOST_HELPERS", 1)
    with pytest.raises(Refusal, match="Remove one first"):
        actions.add_helper(event=event, by=lea, person=factories.person())


# When it closes


def test_passes_helpers_and_presses_go_when_the_door_closes_and_no_others(event, lea, hal):
    actions.make_pass(event=event, by=hal)
    row = actions.check_in(event=event, by=lea, person=hal, method="by_hand", key="one")
    later = at_the_door(event.brg, starts=timezone.now() + dt.timedelta(hours=2))
    actions.make_pass(event=later, by=hal)
    closes = event.ends + dt.timedelta(hours=6)
    assert actions.close_doors(now=closes - dt.timedelta(seconds=1)) == 0
    assert actions.close_doors(now=closes) == 1
    assert actions.close_doors(now=closes) == 0
    assert [each.event for each in Pass.objects.all()] == [later]
    assert not DoorHelper.objects.exists()
    assert not Press.objects.exists()
    # That they came stays.
    row.refresh_from_db()

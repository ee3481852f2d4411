"""Who came, kept once, whoever says it and however often; and taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from attendance import actions
from attendance.models import Attendance, Press
from audit.models import AuditEvent
from tests import factories
from tests.attendance.conftest import at_the_door
from tests.attendance.doors import going

pytestmark = pytest.mark.django_db

HAND = Attendance.Method.BY_HAND


def check_in(event, by, person, method=HAND, **facts):
    return actions.check_in(event=event, by=by, person=person, method=method, **facts)


def test_somebody_with_a_seat_is_checked_in_as_they_answered(event, lea):
    anna = going(event, "leads")
    row = check_in(event, lea, anna)
    kept = Attendance.objects.get()
    assert kept == row
    assert (kept.person, kept.who, kept.method) == (anna, "employee", "by_hand")
    assert (kept.membership.person, kept.visibility, kept.expected) == (anna, "only_me", True)


def test_a_guest_of_the_group_shows_as_their_answer_does(event, lea):
    anna = going(event, None)
    row = check_in(event, lea, anna)
    assert (row.membership, row.visibility, row.expected) == (None, "leads", True)


def test_twice_is_once(event, lea):
    anna = going(event)
    first = check_in(event, lea, anna)
    assert check_in(event, factories.person(), anna) == first
    assert Attendance.objects.count() == 1
    assert AuditEvent.objects.filter(verb="attendance.checked_in").count() == 1


def test_the_record_names_the_one_who_acted_and_nobody_else(event, lea):
    anna = going(event)
    check_in(event, lea, anna)
    actions.undo(event=event, by=lea, person=anna)
    acts = AuditEvent.objects.filter(verb__startswith="attendance").order_by("pk")
    assert [act.verb for act in acts] == ["attendance.checked_in", "attendance.undone"]
    for act in acts:
        assert (act.actor, act.thing_kind, act.thing_id) == (lea.public_id, "event", str(event.pk))
        # Not for the leads to read: it could tell by its hour who was there.
        assert act.scope == ""


def test_undo_takes_it_back_once(event, lea):
    anna, ben = going(event), going(event)
    check_in(event, lea, anna)
    check_in(event, lea, ben)
    assert actions.undo(event=event, by=lea, person=anna) is True
    assert actions.undo(event=event, by=lea, person=anna) is False
    assert [row.person for row in Attendance.objects.all()] == [ben]
    assert AuditEvent.objects.filter(verb="attendance.undone").count() == 1


def test_a_press_that_is_sent_again_changes_nothing_even_after_an_undo(event, lea):
    anna = going(event)
    check_in(event, lea, anna, key="one")
    actions.undo(event=event, by=factories.person(), person=anna)
    assert check_in(event, lea, anna, key="one") is None
    assert not Attendance.objects.exists()
    # A press of its own counts.
    assert check_in(event, lea, anna, key="two").person == anna
    assert actions.undo(event=event, by=lea, person=anna, key="one") is False
    assert Attendance.objects.count() == 1
    assert Press.objects.count() == 2


def test_the_same_press_at_another_door_is_another_one(event, lea):
    anna, other = factories.person(), at_the_door(event.brg)
    check_in(event, lea, anna, key="one")
    assert check_in(other, lea, anna, key="one").event == other


@pytest.mark.parametrize("status", ["waiting", "offered"])
def test_whoever_has_no_seat_is_a_walk_in_however_they_were_found(event, lea, status):
    anna = factories.person()
    event.capacity = 5
    facts = {"offer_ends": timezone.now() + dt.timedelta(hours=1)} if status == "offered" else {}
    factories.rsvp(event, anna, status, **facts)
    row = check_in(event, lea, anna, Attendance.Method.CODE)
    assert (row.method, row.expected) == ("walk_in", False)


@pytest.mark.parametrize("status", ["waiting", "offered"])
@pytest.mark.parametrize("level", ["everyone", "members", "leads", "only_me", None])
def test_whoever_waited_is_kept_as_somebody_without_an_answer(event, lea, status, level):
    event.capacity = 5
    facts = {"offer_ends": timezone.now() + dt.timedelta(hours=1)} if status == "offered" else {}
    anna, ben = factories.person(), factories.person()
    # Anna answered before she joined.
    factories.rsvp(event, anna, status, **facts)
    for person in (anna, ben):
        if level:
            factories.membership(person, event.brg, level)
        check_in(event, lea, person, Attendance.Method.PASS)
    kept = Attendance.objects.values_list(
        "membership__visibility", "visibility", "expected", "method"
    )
    assert set(kept) == {(level, "only_me", False, "walk_in")}


@pytest.mark.parametrize(
    ("level", "is_sensitive", "shown"),
    [
        ("everyone", False, ("only_me", "everyone")),
        ("only_me", False, ("only_me", "only_me")),
        (None, False, ("only_me", None)),
        (None, True, ("only_me", None)),
    ],
)
def test_a_walk_in_shows_as_their_membership_does(event, lea, level, is_sensitive, shown):
    if is_sensitive:
        type(event.brg).objects.update(default_visibility="only_me")
        event.brg.refresh_from_db()
    anna = factories.person()
    if level:
        factories.membership(anna, event.brg, level)
    row = check_in(event, lea, anna, Attendance.Method.PASS)
    membership = row.membership and row.membership.visibility
    assert (row.visibility, membership) == shown
    assert (row.method, row.expected) == ("walk_in", False)


def test_with_several_hosts_the_strictest_membership_holds(event, lea):
    anna, kin = factories.person(), factories.brg()
    event.cohosts.create(brg=kin, accepted=timezone.now())
    type(event).objects.filter(pk=event.pk).update(hosts_version=1)
    factories.membership(anna, event.brg, "everyone")
    hidden = factories.membership(anna, kin, "only_me")
    assert check_in(event, lea, anna).membership == hidden


def test_a_group_that_was_only_asked_to_hold_it_too_says_nothing(event, lea):
    anna, kin = factories.person(), factories.brg()
    event.cohosts.create(brg=kin)
    factories.membership(anna, kin, "only_me")
    assert check_in(event, lea, anna).membership is None


HOURS = [
    (dt.timedelta(hours=2, minutes=2), False),
    (dt.timedelta(hours=1, minutes=58), True),
    (-dt.timedelta(hours=6, minutes=57), True),
    (-dt.timedelta(hours=7, minutes=2), False),
]


@pytest.mark.parametrize(("until_start", "is_open"), HOURS)
def test_the_door_opens_two_hours_before_and_closes_six_hours_after(kin, lea, until_start, is_open):
    event = at_the_door(kin, starts=timezone.now() + until_start, hours=1)
    anna = factories.person()
    if is_open:
        assert check_in(event, lea, anna)
        assert actions.undo(event=event, by=lea, person=anna)
        return
    for act in (
        lambda: check_in(event, lea, anna),
        lambda: actions.undo(event=event, by=lea, person=anna),
        lambda: actions.add_guest(event=event, by=lea, name="Otto", key="one"),
    ):
        with pytest.raises(Refusal, match="^Check-in (opens|has closed)"):
            act()
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"status": "cancelled", "cancelled": timezone.now()}, "cancelled"),
        ({"status": "submitted", "asked": timezone.now()}, "not published"),
    ],
)
def test_nobody_is_checked_in_where_it_does_not_take_place(kin, lea, facts, said):
    event = at_the_door(kin, **facts)
    with pytest.raises(Refusal, match=said):
        check_in(event, lea, factories.person())


# Guests


@pytest.fixture
def welcome(event, lea):
    return actions.set_rules(event=event, by=lea, guests_welcome=True)


def test_no_guest_where_a_lead_has_not_said_so(event, lea):
    with pytest.raises(Refusal, match="does not take guests"):
        actions.add_guest(event=event, by=lea, name="Otto", key="one")
    actions.set_rules(event=event, by=lea, guests_welcome=True)
    actions.set_rules(event=event, by=lea, guests_welcome=False)
    with pytest.raises(Refusal, match="does not take guests"):
        actions.add_guest(event=event, by=lea, name="Otto", key="one")


def test_a_guest_is_kept_by_name_and_once_for_each_press(event, lea, welcome):
    row = actions.add_guest(event=event, by=lea, name="Otto", key="one")
    assert actions.add_guest(event=event, by=lea, name="Otto", key="one") is None
    assert Attendance.objects.get() == row
    assert (row.who, row.guest_name, row.person) == ("guest", "Otto", None)
    assert (row.method, row.expected, len(row.public_id)) == ("walk_in", False, 22)
    # Two of one name are two.
    actions.add_guest(event=event, by=lea, name="Otto", key="two")
    assert Attendance.objects.count() == 2


def test_a_guest_is_taken_back_by_their_row_alone(event, lea, welcome):
    otto = actions.add_guest(event=event, by=lea, name="Otto", key="one")
    anna = check_in(event, lea, factories.person())
    assert not actions.undo(event=event, by=lea, guest=anna.public_id)
    assert actions.undo(event=event, by=lea, guest=otto.public_id)
    assert Attendance.objects.get() == anna


def test_rules_are_kept_on_record_when_they_change(event, lea, welcome):
    actions.set_rules(event=event, by=lea, guests_welcome=True)
    assert AuditEvent.objects.filter(verb="door.rules_set").count() == 1

"""Hosts that come and go at the moment of an answer, a yes or a leaving; each with its control."""

import threading

import pytest

from brgs.actions import leave as leave_group
from events import actions
from events.actions import cohosts, seats
from events.models import CoHost, Event, Rsvp
from notices.models import Notice
from tests import factories
from tests.brgs.test_races import at_once
from tests.events.delays import before_taking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kin():
    return factories.brg()


@pytest.fixture
def other():
    return factories.brg()


@pytest.fixture
def event(kin):
    return factories.event(kin, audience="members", capacity=3)


def member_of(*groups):
    person = factories.person()
    for brg in groups:
        factories.membership(person, brg)
    return person


def errors(outcomes):
    return [each for each in outcomes if isinstance(each, Exception)]


def fresh(event):
    return Event.objects.get(pk=event.pk)


def answering_while(part, event, person, monkeypatch):
    """Somebody's standing has been looked at when the co-host goes; the answer comes after that."""
    has_looked, has_gone = threading.Event(), threading.Event()

    def wait(_way):
        has_looked.set()
        # SQLite lets one transaction write at a time, so there this would wait in vain.
        has_gone.wait(timeout=1)

    def go():
        has_looked.wait(timeout=20)
        try:
            return part()
        finally:
            has_gone.set()

    seen = Event.objects.select_related("brg").get(pk=event.pk)
    before_taking(monkeypatch, wait)
    return at_once(lambda: actions.rsvp(event=seen, by=person), go)


def test_no_answer_outlives_the_cohost_on_whose_members_it_hangs(event, other, monkeypatch):
    row, person, boss = factories.cohost(event, other), member_of(other), factories.person()
    outcomes = answering_while(
        lambda: cohosts.leave(cohost=row, by=boss), event, person, monkeypatch
    )
    # On SQLite the answer comes first, and ends; else it is refused, as of somebody else's event.
    assert [str(error) for error in errors(outcomes)] in (
        [],
        ["This event is for members of the group. Join the group to attend."],
    )
    assert not Rsvp.objects.exists()
    assert fresh(event).going == 0


@pytest.mark.postgres
def test_control_without_a_look_at_the_hosts_the_answer_outlives_it(event, other, monkeypatch):
    row, person, boss = factories.cohost(event, other), member_of(other), factories.person()
    for name in ("_AT_ONCE", "_AS_EXPECTED"):
        careless = getattr(seats, name).replace("hosts_version = %s", "hosts_version >= %s - 1")
        monkeypatch.setattr(seats, name, careless)
    answering_while(lambda: cohosts.leave(cohost=row, by=boss), event, person, monkeypatch)
    assert Rsvp.objects.get().person == person


def test_two_who_accept_at_once_are_told_of_as_one(event, kin, other):
    boss, row = factories.lead(kin), factories.cohost(event, other, accepted=False)
    leads = [factories.person(), factories.person()]
    outcomes = at_once(
        *(lambda by=by: cohosts.accept(cohost=row, by=by) for by in leads),
    )
    assert not errors(outcomes)
    assert fresh(event).hosts_version == 1
    assert Notice.objects.filter(person=boss).count() == 1


def test_of_two_who_accept_and_take_back_at_once_one_comes_first(event, kin, other):
    boss = factories.person()
    for _ in range(5):
        row = factories.cohost(fresh(event), other, accepted=False)
        before = fresh(event).hosts_version
        at_once(
            lambda row=row: cohosts.accept(cohost=row, by=boss),
            lambda row=row: cohosts.withdraw(cohost=row, by=boss),
        )
        assert not CoHost.objects.exists()
        # Either nothing has come of it, or it came and went.
        assert fresh(event).hosts_version - before in (0, 2)


def test_whoever_leaves_both_groups_at_once_has_no_answer_left(event, kin, other):
    factories.cohost(event, other)
    for _ in range(5):
        person = member_of(kin, other)
        actions.rsvp(event=fresh(event), by=person)
        outcomes = at_once(
            lambda person=person: leave_group(brg=kin, by=person),
            lambda person=person: leave_group(brg=other, by=person),
        )
        assert not errors(outcomes)
        assert not Rsvp.objects.exists()
    assert fresh(event).going == 0


def test_leaving_one_group_while_the_other_holds_it_no_more_ends_the_answer(event, kin, other):
    boss = factories.person()
    for _ in range(5):
        row, person = factories.cohost(fresh(event), other), member_of(kin, other)
        actions.rsvp(event=fresh(event), by=person)
        outcomes = at_once(
            lambda person=person: leave_group(brg=kin, by=person),
            lambda row=row: cohosts.withdraw(cohost=row, by=boss),
        )
        assert not errors(outcomes)
        assert not Rsvp.objects.exists()
    assert fresh(event).going == 0


def test_leaving_the_group_while_the_other_one_accepts_leaves_no_answer_astray(event, kin, other):
    boss = factories.person()
    for _ in range(5):
        row, person = factories.cohost(fresh(event), other, accepted=False), member_of(kin, other)
        actions.rsvp(event=fresh(event), by=person)
        outcomes = at_once(
            lambda person=person: leave_group(brg=kin, by=person),
            lambda row=row: cohosts.accept(cohost=row, by=boss),
        )
        assert not errors(outcomes)
        # It ended before the yes, or hangs on the other membership after it.
        assert [answer.membership.brg for answer in Rsvp.objects.all()] in ([], [other])
        assert fresh(event).going == Rsvp.objects.count()
        cohosts.withdraw(cohost=row, by=boss)
        assert not Rsvp.objects.exists()

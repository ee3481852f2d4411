"""Two leads who go at the same moment: one of them stays, whichever roads they take."""

import threading

import pytest

from accounts.actions import deactivate, reactivate
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from brgs import actions
from brgs.models import BRG, Membership, Officer
from tests import factories
from tests.brgs.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def leave(lead, other):
    return actions.leave(brg=lead.group, by=lead.person)


def resign(lead, other):
    return actions.end(office=lead, by=lead.person)


def be_ended(lead, other):
    return actions.end(office=lead, by=other.person)


def be_removed(lead, other):
    return actions.remove(brg=lead.group, person=lead.person, by=other.person, reason="He shouts.")


PAIRS = [
    (leave, leave),
    (be_ended, be_ended),
    (be_ended, leave),
    (resign, be_removed),
    (be_removed, be_removed),
]
pairs = pytest.mark.parametrize("roads", PAIRS, ids=lambda pair: "-".join(f.__name__ for f in pair))


def both_go(roads):
    """Two leads of one group go at once, each by one of the roads; returns group and outcomes."""
    group = factories.brg()
    for _ in roads:
        factories.lead(group)
    leads = list(Officer.objects.filter(brg=group).select_related("person", "brg"))
    others = reversed(leads)
    steps = zip(roads, leads, others, strict=True)
    return group, at_once(
        *[lambda go=go, lead=lead, other=other: go(lead, other) for go, lead, other in steps]
    )


@pairs
def test_of_two_leads_who_go_at_once_one_stays(roads):
    group, outcomes = both_go(roads)
    assert sorted(isinstance(outcome, Refusal) for outcome in outcomes) == [False, True]
    assert not any(
        isinstance(outcome, Exception) and not isinstance(outcome, Refusal) for outcome in outcomes
    )
    assert Officer.objects.leading().filter(brg=group).count() == 1


@pytest.fixture
def without_the_lock(monkeypatch):
    """Both look before either writes, and nothing holds the group meanwhile."""
    both_have_looked = threading.Barrier(2)
    look = actions.offices.refuse_last_lead

    def look_together(offices):
        look(offices)
        both_have_looked.wait(timeout=20)

    monkeypatch.setattr(actions.offices, "refuse_last_lead", look_together)
    monkeypatch.setattr(type(BRG.objects.all()), "select_for_update", lambda self, **options: self)


@pytest.mark.postgres
@pairs
def test_control_without_the_lock_both_go(without_the_lock, roads):
    """SQLite lets one transaction write at a time, so there the lock is the transaction's own."""
    group, outcomes = both_go(roads)
    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
    assert Officer.objects.leading().filter(brg=group).count() == 0


def test_an_offer_taken_twice_at_once_is_taken_once():
    group = factories.brg()
    alice = factories.person()
    office = factories.officer(alice, group, accepted=None)

    def take():
        return actions.accept(office=office, by=alice, visibility=Visibility.LEADS)

    outcomes = at_once(take, take)
    assert {outcome.pk for outcome in outcomes} == {office.pk}
    assert len({outcome.accepted for outcome in outcomes}) == 1
    assert Membership.objects.filter(person=alice).count() == 1


def test_two_offers_of_one_post_to_one_person_at_once_are_one():
    group, lead, alice = factories.brg(), factories.person(), factories.person()

    def offer():
        office = Officer(person=alice, brg=group, role="chair", starts=factories.today())
        return actions.offer(office=office, by=lead)

    outcomes = at_once(offer, offer)
    assert sorted(isinstance(outcome, Refusal) for outcome in outcomes) == [False, True]
    assert Officer.objects.count() == 1


def test_an_offer_taken_while_its_person_is_deactivated_leaves_no_power():
    group = factories.brg()
    alice = factories.person()
    office = factories.officer(alice, group, accepted=None)
    at_once(
        lambda: actions.accept(office=office, by=alice, visibility=Visibility.LEADS),
        lambda: deactivate(person=alice, by=None),
    )
    reactivate(person=alice, by=None)
    assert not Officer.objects.in_term().filter(brg=group).exists()
    assert not BRG.objects.led_by(alice).exists()

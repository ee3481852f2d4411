"""Thousands for fifty seats, and whoever leaves at the moment of an answer: real processes.

Each hold has its control: with the guard taken out the race is lost, so it is real.
"""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions import deactivate
from accounts.models import User
from accounts.refusal import Refusal
from brgs.actions import leave
from brgs.models import Membership
from events import actions
from events.actions import answers, changes, seats
from events.models import Event, Rsvp
from notices.models import Notice
from tests import factories
from tests.brgs.test_races import at_once
from tests.events.contenders import PROCESSES, contend
from tests.events.delays import before_taking

pytestmark = pytest.mark.django_db(transaction=True)

SEATS = 50


# Many at once


def contenders(count):
    """The keys of so many new people."""
    number = factories.person().pk
    people = User.objects.bulk_create(
        User(
            email=f"contender{number}.{n}@example.com",
            employee_id=f"C{number}.{n}",
            legal_name=f"Contender {n}",
            sort_name=f"contender {n}",
            password="!",
        )
        for n in range(count)
    )
    return [person.pk for person in people]


def all_answer(people, doubles, **facts):
    """The event, and what its contenders came to; every so many of them answer twice at once."""
    event = factories.event(factories.brg(), capacity=SEATS)
    twice = set(people[:: len(people) // doubles][:doubles])
    calls = [call for person in people for call in [person] * (1 + (person in twice))]
    assert len(calls) == len(people) + doubles
    database = connection.settings_dict["NAME"]
    outcomes = contend(
        database=database, event=event.pk, calls=calls, timeout=60 + len(calls) / 10, **facts
    )
    assert len(outcomes) == PROCESSES == 8
    event.refresh_from_db()
    return event, outcomes


def endure(count, doubles):
    people = contenders(count)
    event, outcomes = all_answer(people, doubles)
    rows = list(Rsvp.objects.filter(event=event).order_by("place"))
    # None lost, none twice.
    assert {row.person_id for row in rows} == set(people)
    assert len(rows) == count
    # None oversold, in strict order, and no place given out in vain.
    assert [row.place for row in rows] == list(range(1, count + 1))
    assert [row.status for row in rows] == ["going"] * SEATS + ["waiting"] * (count - SEATS)
    assert (event.going, event.waiting, event.offered) == (SEATS, count - SEATS, 0)
    assert event.last_place == count
    _judge_what_was_said(outcomes, rows, count, doubles)
    assert Notice.objects.filter(letter__kind="event").count() == count


def _judge_what_was_said(outcomes, rows, count, doubles):
    """Everybody was told what is so, and who came later in a process has the later place."""
    stored = {row.person_id: row for row in rows}
    said = [each for outcome in outcomes for each in outcome]
    assert len(said) == count + doubles
    assert {(who, status) for who, status, _ in said} == {
        (who, row.status) for who, row in stored.items()
    }
    assert sum(is_new for _, _, is_new in said) == count
    for outcome in outcomes:
        places = [stored[who].place for who, _, is_new in outcome if is_new]
        assert places == sorted(places)


def test_a_thousand_and_a_hundred_twice_for_fifty_seats():
    endure(1_000, 100)


@pytest.mark.long
def test_five_thousand_and_five_hundred_twice_for_fifty_seats():
    endure(5_000, 500)


def test_control_without_the_hold_more_have_a_seat_than_there_are():
    event, _ = all_answer(contenders(400), 40, careless=True)
    assert Rsvp.objects.filter(event=event, status="going").count() > SEATS


# Whoever goes at the moment of their answer


def answering_while(ends, event, person, monkeypatch):
    """Somebody's standing has been looked at when it ends, and the answer is written after that."""
    has_looked, has_ended = threading.Event(), threading.Event()

    def wait(_way):
        has_looked.set()
        # With the lock the end waits for this transaction, so this does not wait for it long.
        has_ended.wait(timeout=1)

    def end():
        has_looked.wait(timeout=20)
        try:
            return ends()
        finally:
            has_ended.set()

    before_taking(monkeypatch, wait)
    return at_once(lambda: actions.rsvp(event=event, by=person), end)


@pytest.fixture
def kin():
    return factories.brg()


@pytest.fixture
def member(kin):
    person = factories.person()
    factories.membership(person, kin)
    return person


def leaving(kin, member):
    return lambda: leave(brg=kin, by=member)


def going_for_good(kin, member):
    curator = factories.curator()
    return lambda: deactivate(person=member, by=curator)


def counters(event):
    event.refresh_from_db()
    return event.going, event.waiting, event.offered


ENDS = pytest.mark.parametrize("ends", [leaving, going_for_good])


@ENDS
def test_no_answer_outlives_what_it_hangs_on(kin, member, ends, monkeypatch):
    event = factories.event(kin, audience="members", capacity=2)
    outcomes = answering_while(ends(kin, member), event, member, monkeypatch)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert not Rsvp.objects.exists()
    assert counters(event) == (0, 0, 0)


@pytest.mark.postgres
@ENDS
def test_control_without_the_shared_lock_the_answer_outlives_it(kin, member, ends, monkeypatch):
    """SQLite lets one transaction write at a time, so there the lock is the transaction's own."""
    event = factories.event(kin, audience="members", capacity=2)
    monkeypatch.setattr(answers, "SHARE", "")
    answering_while(ends(kin, member), event, member, monkeypatch)
    assert Rsvp.objects.get().person == member


@ENDS
def test_at_any_moment_an_answer_is_refused_or_ends(kin, ends):
    event = factories.event(kin, audience="members", capacity=2)
    for _ in range(5):
        person = factories.person()
        factories.membership(person, kin)
        outcomes = at_once(
            lambda person=person: actions.rsvp(event=event, by=person), ends(kin, person)
        )
        errors = [each for each in outcomes if isinstance(each, Exception)]
        assert all(isinstance(error, Refusal) for error in errors)
        assert not Rsvp.objects.exists()
    assert counters(event) == (0, 0, 0)


def test_leaving_while_the_audience_narrows_ends_the_answer(kin, member, monkeypatch):
    approved = {"whole_organization": "employees"}
    event = factories.event(kin, capacity=2, approved=approved)
    lead = factories.lead(kin)
    actions.rsvp(event=event, by=member)
    has_narrowed, has_left = threading.Event(), threading.Event()

    def fill_later(event):
        has_narrowed.set()
        # Whoever leaves waits for the hold of the event, so this does not wait for them long.
        has_left.wait(timeout=1)

    def narrow():
        typed = Event.objects.get(pk=event.pk)
        typed.audience = "members"
        return actions.edit(event=typed, by=lead, version=typed.version)

    def go():
        has_narrowed.wait(timeout=20)
        leave(brg=kin, by=member)
        has_left.set()

    monkeypatch.setattr(changes, "fill", fill_later)
    outcomes = at_once(narrow, go)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert not Membership.objects.current().filter(person=member).exists()
    assert not Rsvp.objects.exists()


def test_who_is_moved_up_at_the_moment_of_going_for_good_blocks_nobody(kin, member, monkeypatch):
    event, first, curator = (
        factories.event(kin, capacity=1),
        factories.person(),
        factories.curator(),
    )
    actions.rsvp(event=event, by=first)
    actions.rsvp(event=event, by=member)
    is_freed, move_up = threading.Event(), seats._move_up

    def move_up_later(*given):
        is_freed.set()
        # Time for the other one to hold the person, and to wait for the event.
        threading.Event().wait(timeout=0.3)
        return move_up(*given)

    def go():
        is_freed.wait(timeout=20)
        return deactivate(person=member, by=curator)

    monkeypatch.setattr(seats, "_move_up", move_up_later)
    outcomes = at_once(lambda: actions.cancel_rsvp(event=event, by=first), go)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert not Rsvp.objects.exists()
    assert counters(event) == (0, 0, 0)


# The clock, at the same moment


def test_of_many_clocks_one_passes_an_offer_on(kin):
    event = factories.event(kin, capacity=1)
    late, *line = [factories.person() for _ in range(3)]
    past = timezone.now() - dt.timedelta(minutes=1)
    factories.rsvp(event, late, "offered", offer_ends=past)
    for person in line:
        factories.rsvp(event, person, "waiting")
    assert at_once(*[actions.pass_on_offers] * 8)
    rows = Rsvp.objects.order_by("place").values_list("person", "status")
    assert list(rows) == [(line[0].pk, "going"), (line[1].pk, "waiting")]
    assert counters(event) == (1, 1, 0)
    titles = Notice.objects.filter(person__in=[late, *line]).values_list("letter__title", flat=True)
    assert sorted(title.partition(":")[0] for title in titles) == [
        "The offer of a seat has ended",
        "You have a seat",
    ]


def test_of_many_clocks_one_reminds(kin):
    event = factories.event(kin, starts=timezone.now() + dt.timedelta(hours=20))
    for _ in range(3):
        factories.rsvp(event, factories.person())
    assert sorted(at_once(*[actions.remind] * 8)) == [0] * 7 + [3]
    assert Notice.objects.filter(letter__kind="day_before").count() == 3


# A form that is sent again


def new_event(kin, pillar, **facts):
    when = factories.wall(dt.datetime(2031, 7, 4, 18, tzinfo=dt.UTC))
    return Event(brg=kin, pillar=pillar, title="A supper", **when | facts)


def test_a_form_sent_eight_times_at_once_is_kept_once(kin):
    lea, pillar = factories.lead(kin), factories.pillar()

    def create():
        return actions.create(event=new_event(kin, pillar), by=lea)

    assert len(set(at_once(*[create] * 8))) == 1
    assert Event.objects.count() == 1

"""An answer whose place is taken and committed in one go: all of it is kept, or nothing."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.refusal import Refusal
from audit.models import AuditEvent
from events.actions import answers, cancel_rsvp, rsvp
from events.models import Event, Rsvp
from notices.models import Letter, Notice
from tests import factories
from tests.connections import by_another
from tests.events.delays import before_taking

# SQLite has one writer at a time, who needs no haste.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event():
    return factories.event(factories.brg(), capacity=1, title="A supper")


@pytest.fixture
def taken(monkeypatch):
    """By which way each place was taken."""
    ways = []
    before_taking(monkeypatch, ways.append)
    return ways


def meanwhile(monkeypatch, act):
    """Something happens after the seats were looked at, by another, before one is taken."""
    record, acts = answers.record, [act]

    def record_later(**facts):
        if acts:
            acts.pop()()
        record(**facts)

    monkeypatch.setattr(answers, "record", record_later)


def kept(person):
    """What is kept of somebody's answering: answers, records, and what they were told."""
    return (
        list(Rsvp.objects.filter(person=person).values_list("status", flat=True)),
        AuditEvent.objects.filter(actor=person.public_id, verb="rsvp.answered").count(),
        list(Notice.objects.filter(person=person).values_list("letter__title", flat=True)),
    )


GOING = (["going"], 1, ["You are going: A supper"])
WAITING = (["waiting"], 1, ["You are on the waiting list: A supper"])


def test_the_place_is_taken_and_committed_at_once(event, taken):
    first, second = (factories.person() for _ in range(2))
    for person in (first, second):
        answer, is_new = rsvp(event=event, by=person)
        assert is_new
        assert Rsvp.objects.get(person=person).pk == answer.pk
    assert taken == ["take_last", "take_last"]
    assert (kept(first), kept(second)) == (GOING, WAITING)
    event.refresh_from_db()
    assert (event.going, event.waiting, event.last_place) == (1, 1, 2)


def test_within_another_transaction_it_is_not_the_last(event, taken):
    person = factories.person()
    with transaction.atomic():
        rsvp(event=event, by=person)
        transaction.set_rollback(True)
    assert taken == ["take"]
    assert kept(person) == ([], 0, [])


def test_whose_seat_went_meanwhile_keeps_nothing_of_the_first_try(event, taken, monkeypatch):
    first, second = (factories.person() for _ in range(2))
    meanwhile(monkeypatch, lambda: by_another(lambda: rsvp(event=event, by=first)))
    answer, _ = rsvp(event=event, by=second)
    assert answer.is_waiting
    assert taken == ["take_last", "take_last", "take"]
    assert (kept(first), kept(second)) == (GOING, WAITING)
    assert Letter.objects.count() == 2


def test_for_whom_a_seat_became_free_meanwhile_has_it(event, taken, monkeypatch):
    first, second = (factories.person() for _ in range(2))
    rsvp(event=event, by=first)
    meanwhile(monkeypatch, lambda: by_another(lambda: cancel_rsvp(event=event, by=first)))
    answer, _ = rsvp(event=event, by=second)
    assert (answer.is_going, kept(second)) == (True, GOING)
    assert taken[-2:] == ["take_last", "take"]


def test_a_free_seat_goes_to_the_head_of_the_line(event, taken):
    """Where somebody waits though a seat is free, whoever answers sets the line in motion."""
    head, last = (factories.person() for _ in range(2))
    factories.rsvp(event, head, "waiting")
    answer, _ = rsvp(event=event, by=last)
    assert (Rsvp.objects.get(person=head).status, answer.status) == ("going", "waiting")
    assert taken == ["take_last", "take"]


def test_a_second_answer_keeps_nothing_of_it(event):
    person = factories.person()
    first, _ = rsvp(event=event, by=person)
    again, is_new = rsvp(event=event, by=person)
    assert (again.pk, is_new, kept(person)) == (first.pk, False, GOING)


def test_what_takes_no_answers_meanwhile_keeps_nothing(event, monkeypatch):
    person = factories.person()
    closed = Event.objects.filter(pk=event.pk)
    meanwhile(monkeypatch, lambda: by_another(lambda: closed.update(answers_until=timezone.now())))
    with pytest.raises(Refusal, match="have closed"):
        rsvp(event=event, by=person)
    assert (kept(person), Letter.objects.count()) == (([], 0, []), 0)


def test_of_sittings_a_place_is_taken_step_by_step(taken):
    _series, events = factories.sittings(factories.brg(), 2)
    rsvp(event=events[0], by=factories.person())
    assert taken == ["take"]

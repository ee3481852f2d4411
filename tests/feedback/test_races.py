"""Answers at the same moment, each by a connection of its own.

The control takes out the hold of the box: then answers are lost, so the races are real.
"""

import datetime as dt
import threading

import pytest
from django.utils import timezone

from feedback import actions
from feedback.models import Box, Spent
from feedback.piles import Pile
from feedback.seal import unseal
from tests import factories
from tests.brgs.test_races import at_once

from .conftest import answered, guest

pytestmark = pytest.mark.django_db(transaction=True)


def giving(event, person, **words):
    return lambda: actions.give(event=event, by=person, **{"stars": 5, "text": "Warm."} | words)


def box_of(event):
    return Box.objects.get(pk=event.pk)


def errors(outcomes):
    return [each for each in outcomes if isinstance(each, Exception)]


def test_of_two_submits_of_one_person_at_once_one_counts(over):
    for number in range(5):
        person = guest(over)
        assert errors(at_once(*[giving(over, person)] * 2)) == []
        assert Spent.objects.count() == number + 1
    assert box_of(over).stars == [0, 0, 0, 0, 5]


def test_the_first_two_at_once_make_one_box(kin):
    for _ in range(5):
        event = factories.event(kin, starts=timezone.now() - dt.timedelta(hours=2))
        people = [guest(event) for _ in range(2)]
        assert errors(at_once(*[giving(event, person) for person in people])) == []
        assert len(unseal(box_of(event).sealed, event)) == 2


def test_five_at_once_release_exactly_once(over):
    people = [guest(over) for _ in range(5)]
    calls = [giving(over, person, text=f"Text {n}") for n, person in enumerate(people)]
    assert errors(at_once(*calls)) == []
    box = box_of(over)
    assert (box.released, box.stars) == (5, [0, 0, 0, 0, 5])
    assert unseal(box.sealed, over) == Pile()
    assert box.texts == [f"Text {n}" for n in range(5)]
    assert Spent.objects.count() == 5


def test_twelve_at_once_release_twice_and_two_wait(over):
    people = [guest(over) for _ in range(12)]
    assert errors(at_once(*[giving(over, person) for person in people])) == []
    assert box_of(over).released == 10
    assert len(unseal(box_of(over).sealed, over)) == 2


def test_whoever_answers_while_it_closes_is_refused_or_deleted_with_the_rest(over):
    answered(over, *[(5,)] * 2)
    late, person = timezone.now() + dt.timedelta(days=15), guest(over)
    outcomes = at_once(giving(over, person), lambda: actions.close_boxes(now=late))
    assert {type(error).__name__ for error in errors(outcomes)} <= {"Refusal"}
    box = box_of(over)
    assert (box.is_closed, bytes(box.sealed), box.released) == (True, b"", 0)
    assert not Spent.objects.exists()


def test_of_many_clocks_one_closes_and_one_invites(over):
    answered(over, *[(5,)] * 3)
    late = timezone.now() + dt.timedelta(days=15)
    assert sorted(at_once(*[lambda: actions.close_boxes(now=late)] * 4)) == [0, 0, 0, 1]
    soon = over.ends + dt.timedelta(days=1)
    assert sorted(at_once(*[lambda: actions.invite(now=soon)] * 4)) == [0, 0, 0, 3]


@pytest.mark.postgres
def test_control_without_the_hold_of_the_box_answers_are_lost(over, monkeypatch):
    """SQLite lets one transaction write at a time, so there the hold is the transaction's own."""
    answered(over, (1,))
    both = threading.Barrier(2, timeout=20)

    def careless(event):
        box = box_of(event)
        both.wait()
        return box

    monkeypatch.setattr(actions, "_held", careless)
    at_once(*[giving(over, guest(over)) for _ in range(2)])
    assert len(unseal(box_of(over).sealed, over)) == 2
    assert Spent.objects.count() == 3

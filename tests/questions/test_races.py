"""Twenty hands at the same moment ask ten questions: real threads, real connections."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from accounts.refusal import Refusal
from questions import actions
from questions.models import Message, Question
from tests import factories
from tests.brgs.test_races import at_once
from tests.connections import while_uncommitted

pytestmark = pytest.mark.django_db(transaction=True)


def ask_at_once(hands):
    group, asker = factories.brg(), factories.person()
    for _ in range(9):
        factories.question(group, asker)

    def ask(number):
        question = Question(brg=group, subject=f"Question {number}")
        return actions.ask(question=question, text="Who?", by=asker)

    return at_once(*[lambda number=number: ask(number) for number in range(hands)])


def test_twenty_at_once_do_not_slip_past_the_limit():
    outcomes = ask_at_once(20)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert (Question.objects.count(), len(refused)) == (10, 19)


def test_control_without_the_hold_all_slip_past_the_limit(monkeypatch):
    """SQLite has but one who writes at a time, and needs no hold."""
    counted, refuse = threading.Barrier(4), actions._refuse_too_many

    def refuse_and_wait(person):
        refuse(person)
        try:
            counted.wait(timeout=2)
        except threading.BrokenBarrierError:
            return

    monkeypatch.setattr(actions, "_asker_held", lambda person: person)
    monkeypatch.setattr(actions, "_refuse_too_many", refuse_and_wait)
    ask_at_once(4)
    assert Question.objects.count() == (13 if connection.vendor == "postgresql" else 10)


@pytest.mark.postgres
def test_an_old_question_in_which_somebody_speaks_meanwhile_is_kept():
    old = timezone.now() - dt.timedelta(days=366)
    question = factories.question(factories.brg(), asked=old, last=old)
    forgotten = []
    with while_uncommitted(lambda: forgotten.append(actions.forget_old())):
        actions.reply(question=question, text="Is this still true?", by=question.asker)
    assert (forgotten, Message.objects.count()) == ([0], 2)

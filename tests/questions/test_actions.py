"""Asked, answered, gone on with, closed and forgotten; and what stands on record of it."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from audit.models import AuditEvent
from portal.history import history
from questions import actions
from questions.models import Message, Question
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return factories.brg()


@pytest.fixture
def lead(group):
    return factories.lead(group, legal_name="Alice Lead")


@pytest.fixture
def asker():
    return factories.person()


def asked(group, asker, text="Who drives?", **fields):
    question = Question(brg=group, **{"subject": "Rides"} | fields)
    return actions.ask(question=question, text=text, by=asker)


def said(question):
    rows = question.messages.values_list("text", "from_leads", "author")
    return list(rows)


def acts():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "actor", "scope"))


def ago(**time):
    return timezone.now() - dt.timedelta(**time)


# Asking


def test_keeps_a_question_with_its_first_message(group, asker):
    question = asked(group, asker)
    question.refresh_from_db()
    assert (question.asker, question.status, question.is_named) == (asker, "open", False)
    # Who asked stands in the question alone.
    assert said(question) == [("Who drives?", False, None)]
    assert question.last == question.asked == question.messages.get().said


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
def test_nothing_new_is_asked_in_a_group_that_is_not_active(asker, status):
    with pytest.raises(Refusal, match="Nothing new is asked here"):
        asked(factories.brg(status=status), asker)
    assert not Question.objects.exists()


def test_a_group_that_was_archived_meanwhile_is_not_asked(group, asker):
    type(group).objects.update(status="archived")
    with pytest.raises(Refusal, match="Nothing new is asked here"):
        asked(group, asker)


@pytest.mark.parametrize("status", ["proposed", "closed"])
def test_nothing_is_asked_in_a_chapter_that_is_not_open(group, asker, status):
    with pytest.raises(Refusal, match="Nothing new is asked here"):
        asked(group, asker, chapter=factories.chapter(group, status=status))


def test_a_resting_chapter_can_be_asked(group, asker):
    chapter = factories.chapter(group, status="dormant")
    assert asked(group, asker, chapter=chapter).chapter == chapter


def test_a_chapter_of_another_group_is_not_asked(group, asker):
    with pytest.raises(Refusal, match="Nothing new is asked here"):
        asked(group, asker, chapter=factories.chapter(factories.brg()))


def test_ten_questions_within_a_day_and_no_more(group, asker):
    others = factories.brg()
    for number in range(10):
        asked(others if number % 2 else group, asker, text=f"Question {number}")
    with pytest.raises(Refusal, match="ten questions within a day"):
        asked(group, asker, text="One more")
    assert Question.objects.count() == 10
    asked(group, factories.person(), text="Somebody else’s")


def test_what_was_asked_a_day_ago_counts_no_more(group, asker):
    for number in range(10):
        factories.question(group, asker, asked=ago(days=1, minutes=number))
    assert asked(group, asker)


def test_a_double_click_asks_once(group, asker):
    assert asked(group, asker) == asked(group, asker)
    assert Message.objects.count() == 1
    assert asked(group, asker, is_named=True) != asked(group, asker)
    Question.objects.update(asked=ago(minutes=2))
    asked(group, asker)
    assert Question.objects.count() == 3


# Both sides in turn


def test_an_answer_names_the_lead_and_moves_the_question(group, lead, asker):
    question = asked(group, asker)
    actions.answer(question=question, text="Bob does.", by=lead)
    question.refresh_from_db()
    assert question.status == "answered"
    assert said(question)[1:] == [("Bob does.", True, lead.pk)]
    assert question.last == question.messages.last().said


def test_a_reply_lets_it_wait_again(group, lead, asker):
    question = asked(group, asker)
    actions.answer(question=question, text="Bob does.", by=lead)
    actions.reply(question=question, text="And on Sunday?", by=asker)
    question.refresh_from_db()
    assert question.status == "open"
    assert said(question)[2:] == [("And on Sunday?", False, None)]


def test_a_double_click_says_it_once(group, lead, asker):
    question = asked(group, asker)
    for _ in range(2):
        actions.answer(question=question, text="Bob does.", by=lead)
    for _ in range(2):
        actions.reply(question=question, text="Thank you.", by=asker)
    assert [text for text, _, _ in said(question)] == ["Who drives?", "Bob does.", "Thank you."]
    Message.objects.update(said=ago(minutes=2))
    actions.reply(question=question, text="Thank you.", by=asker)
    assert question.messages.count() == 4


def test_a_lead_may_say_the_same_words_as_the_asker(group, lead, asker):
    question = asked(group, asker, text="Hello")
    actions.answer(question=question, text="Hello", by=lead)
    assert question.messages.count() == 2


@pytest.mark.parametrize("say", [actions.reply, actions.answer])
def test_a_closed_one_takes_no_more(group, asker, say):
    question = asked(group, asker)
    actions.close(question=question, by=asker, as_lead=False)
    with pytest.raises(Refusal, match="This question is closed"):
        say(question=question, text="More", by=asker)
    assert question.messages.count() == 1


@pytest.mark.parametrize("say", [actions.reply, actions.answer])
def test_a_talk_has_an_end(group, asker, say, monkeypatch):
    monkeypatch.setattr(actions, "MOST_MESSAGES", 2)
    question = asked(group, asker)
    say(question=question, text="Two", by=asker)
    with pytest.raises(Refusal, match="very long"):
        say(question=question, text="Three", by=asker)


@pytest.mark.parametrize("say", [actions.reply, actions.answer])
def test_both_go_on_while_the_group_is_paused_and_not_once_archived(group, asker, say):
    question = asked(group, asker)
    type(group).objects.update(status="paused")
    say(question=question, text="More", by=asker)
    type(group).objects.update(status="archived")
    with pytest.raises(Refusal, match="nobody would read this"):
        say(question=question, text="Still more", by=asker)


def test_what_is_gone_takes_no_more(group, asker):
    question = asked(group, asker)
    Question.objects.get(pk=question.pk).delete()
    with pytest.raises(Refusal, match="no longer there"):
        actions.answer(question=question, text="More", by=asker)
    with pytest.raises(Refusal, match="no longer there"):
        actions.close(question=question, by=asker, as_lead=True)


def test_closing_twice_is_closing_once(group, lead, asker):
    question = asked(group, asker)
    first = actions.close(question=question, by=asker, as_lead=False)
    again = actions.close(question=question, by=lead, as_lead=True)
    assert (again.status, again.last) == ("closed", first.last)
    assert [verb for verb, _, _ in acts()] == ["question.asked", "question.closed"]


# On record


def test_who_asked_without_a_name_stands_nowhere_on_record(group, lead, asker):
    question = asked(group, asker)
    actions.answer(question=question, text="Bob does.", by=lead)
    actions.reply(question=question, text="And on Sunday?", by=asker)
    actions.close(question=question, by=asker, as_lead=False)
    scope = f"brg:{group.pk}"
    assert acts() == [
        ("question.asked", "system", ""),
        ("question.answered", lead.public_id, scope),
        ("question.continued", "system", ""),
        ("question.closed", "system", ""),
    ]


def test_with_a_name_it_stands_on_record_and_still_not_for_leads(group, asker):
    question = asked(group, asker, is_named=True)
    actions.reply(question=question, text="And on Sunday?", by=asker)
    actions.close(question=question, by=asker, as_lead=False)
    verbs = ("question.asked", "question.continued", "question.closed")
    assert acts() == [(verb, asker.public_id, "") for verb in verbs]
    assert history(group).acts == []


def test_the_groups_history_holds_what_leads_did_and_no_question(group, lead, asker):
    question = asked(group, asker, subject="Rides home")
    actions.answer(question=question, text="Bob does.", by=lead)
    actions.close(question=question, by=lead, as_lead=True)
    told = [(act.words, act.who) for act in history(group).acts]
    assert told == [("Closed a question", "Alice Lead"), ("Answered a question", "Alice Lead")]


# Forgetting


@pytest.mark.parametrize("status", ["open", "answered", "closed"])
def test_a_year_after_the_last_word_it_is_deleted(group, status):
    factories.question(group, status=status, last=ago(days=365, minutes=1))
    kept = factories.question(group, status=status, last=ago(days=364), asked=ago(days=900))
    assert actions.forget_old() == 1
    assert list(Question.objects.all()) == [kept]
    assert Message.objects.count() == 1
    assert actions.forget_old() == 0

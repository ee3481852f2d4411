"""What must never be false about a question, and what its states are."""

import pytest
from django.db import IntegrityError

from questions.models import Message, Question
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return factories.brg()


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"status": "lost"}, "question_status_is_known"),
        ({"kind": "help"}, "question_offer_of_help_has_a_name"),
        ({"kind": "order", "is_named": False}, "question_offer_of_help_has_a_name"),
    ],
)
def test_the_database_refuses_what_must_never_be(group, broken, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        factories.question(group, **broken)


def test_two_questions_never_share_a_public_id(group):
    first = factories.question(group)
    with pytest.raises(IntegrityError):
        factories.question(group, public_id=first.public_id)


def test_public_ids_say_nothing_about_the_order(group):
    ids = [factories.question(group).public_id for _ in range(3)]
    assert {len(public_id) for public_id in ids} == {22}
    assert len(set(ids)) == 3


def test_goes_with_the_account_of_whoever_asked(group):
    question = factories.question(group)
    question.asker.delete()
    assert not Question.objects.exists()
    assert not Message.objects.exists()


def test_an_answer_stays_when_the_lead_is_erased(group):
    question, lead = factories.question(group), factories.person()
    question.messages.create(author=lead, from_leads=True, text="Come.")
    lead.delete()
    assert question.messages.filter(author=None, from_leads=True, text="Come.").exists()


def test_waits_for_the_leads_until_answered_or_closed(group):
    said = {
        status: (question.is_open, question.is_closed)
        for status in ("open", "answered", "closed")
        for question in [factories.question(group, status=status)]
    }
    expected = {"open": (True, False), "answered": (False, False), "closed": (False, True)}
    assert said == expected


def test_is_put_to_the_chapter_or_else_to_the_group(group):
    chapter = factories.chapter(group)
    assert factories.question(group).unit == group
    assert factories.question(group, chapter=chapter).unit == chapter

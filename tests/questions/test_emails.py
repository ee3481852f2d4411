"""What is told about questions: to whom, and how little of it."""

import pytest

from accounts.visibility import Visibility
from notices.models import Letter, Notice
from questions import actions
from questions.models import Question
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return factories.brg(name="Kin of all", acronym="KIN", slug="kin")


@pytest.fixture
def lead(group):
    return factories.lead(group)


@pytest.fixture
def asker():
    return factories.person(legal_name="Zora Asker", job_title="Zorajob")


def asked(group, asker, **fields):
    question = Question(brg=group, **{"subject": "Subject words"} | fields)
    return actions.ask(question=question, text="Secret words", by=asker)


def told():
    """Who is told what, in order, and whether discreetly."""
    rows = Notice.objects.select_related("letter", "person").order_by("letter", "person")
    return [(notice.letter.title, notice.person, notice.discreet) for notice in rows]


ASKED = "Somebody asked the leads"


def test_the_leads_are_told(group, lead, asker):
    question = asked(group, asker)
    assert told() == [(ASKED, lead, False)]
    letter = Letter.objects.get()
    assert (letter.kind, letter.topic) == ("question", f"brg:{group.pk}")
    assert letter.url == f"/manage/kin/questions/{question.public_id}/"
    assert letter.why == "You lead KIN."


def test_a_chapters_leads_are_told_and_not_the_groups(group, lead, asker):
    chapter = factories.chapter(group, name="Denver", slug="denver")
    of_chapter = factories.chapter_lead(chapter)
    question = asked(group, asker, chapter=chapter)
    assert told() == [(ASKED, of_chapter, False)]
    letter = Letter.objects.get()
    assert letter.url == f"/manage/kin/chapters/denver/questions/{question.public_id}/"
    assert letter.why == "You lead KIN Denver."


def test_where_nobody_leads_the_chapter_the_groups_leads_are_told(group, lead, asker):
    asked(group, asker, chapter=factories.chapter(group))
    assert told() == [(ASKED, lead, False)]
    assert Letter.objects.get().why == "You lead KIN."


def test_where_nobody_leads_nobody_is_told_and_the_question_is_kept(group, asker):
    asked(group, asker)
    assert told() == []
    assert Question.objects.count() == 1


def test_a_lead_who_asks_is_told_as_the_others_are(group, lead):
    """Whoever alone was left out would be the one who asked."""
    other = factories.lead(group)
    asked(group, lead)
    assert {person for _, person, _ in told()} == {lead, other}


def test_an_offer_to_help_is_told_as_one(group, lead, asker):
    asked(group, asker, kind="help", is_named=True)
    assert told() == [("Somebody would like to help", lead, False)]


def test_the_asker_is_told_of_each_answer(group, lead, asker):
    question = asked(group, asker, is_named=True)
    actions.answer(question=question, text="Secret answer", by=lead)
    actions.answer(question=question, text="Another", by=lead)
    answered = ("The leads have answered you", asker, False)
    assert told() == [(ASKED, lead, False), answered, answered]
    letter = Letter.objects.last()
    assert letter.url == f"/me/questions/{question.public_id}/"
    assert letter.why == "You wrote to the leads of KIN."


def test_leads_are_told_once_until_they_answer(group, lead, asker):
    question = asked(group, asker)
    actions.reply(question=question, text="And Sunday?", by=asker)
    assert len(told()) == 1
    actions.answer(question=question, text="Yes.", by=lead)
    actions.reply(question=question, text="Thank you. And Monday?", by=asker)
    assert [(title, person) for title, person, _ in told()] == [
        (ASKED, lead),
        ("The leads have answered you", asker),
        (ASKED, lead),
    ]


def test_the_asker_is_told_where_a_lead_closes_and_nobody_where_they_do(group, lead, asker):
    closed, own = asked(group, asker), asked(group, asker, subject="Another")
    Notice.objects.all().delete()
    actions.close(question=own, by=asker, as_lead=False)
    assert told() == []
    actions.close(question=closed, by=lead, as_lead=True)
    assert told() == [("The leads have closed your question", asker, True)]


def test_no_letter_says_who_asked_or_what(group, lead, asker):
    for is_named in (False, True):
        question = asked(group, asker, is_named=is_named)
        actions.answer(question=question, text="Secret answer", by=lead)
        actions.close(question=question, by=lead, as_lead=True)
    texts = [str(vars(letter)) for letter in Letter.objects.all()]
    assert len(texts) == 6
    for word in ("Zora", "Secret", "Subject", asker.public_id, lead.name):
        assert [text for text in texts if word in text] == []


# Discreet


def test_all_are_told_discreetly_of_a_sensitive_group(asker):
    group = factories.brg(default_visibility=Visibility.ONLY_ME)
    lead = factories.lead(group)
    question = asked(group, asker, is_named=True)
    actions.answer(question=question, text="Yes.", by=lead)
    assert [discreet for _, _, discreet in told()] == [True, True]


def test_a_lead_who_hides_is_told_discreetly_and_the_others_are_not(group, lead, asker):
    hiding = factories.lead(group, Visibility.ONLY_ME)
    asked(group, asker)
    assert told() == [(ASKED, lead, False), (ASKED, hiding, True)]


def test_whoever_asks_without_a_name_or_hides_is_told_discreetly(group, lead, asker):
    member = factories.person()
    factories.membership(member, group, Visibility.ONLY_ME)
    for question in (asked(group, asker), asked(group, member, is_named=True)):
        actions.answer(question=question, text="Yes.", by=lead)
    answers = Notice.objects.filter(person__in=[asker, member])
    assert list(answers.values_list("discreet", flat=True)) == [True, True]

"""Whose questions anybody may read: one's own, and those put to the leads among whom one is."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.actions import deactivate
from questions.models import Question
from questions.permissions import leads_of, named_leads, who_is_asked
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return factories.brg()


@pytest.fixture
def chapter(group):
    return factories.chapter(group)


@pytest.fixture
def asked(group, chapter):
    """A question to the group, one to its chapter, and one to another group's chapter."""
    other = factories.brg()
    return {
        "group": factories.question(group),
        "chapter": factories.question(group, chapter=chapter),
        "other": factories.question(other, chapter=factories.chapter(other)),
    }


def read_by(viewer, asked):
    found = set(Question.objects.for_leads(viewer))
    return {name for name, question in asked.items() if question in found}


def a_day_ago():
    return factories.today() - dt.timedelta(days=1)


def test_the_groups_leads_read_what_is_put_to_it_and_to_its_chapters(group, asked):
    assert read_by(factories.lead(group), asked) == {"group", "chapter"}


def test_a_chapters_lead_reads_what_is_put_to_the_chapter_alone(chapter, asked):
    assert read_by(factories.chapter_lead(chapter), asked) == {"chapter"}


@pytest.mark.parametrize("role", ["treasurer", "secretary", "advisor", "sponsor"])
def test_an_officer_who_does_not_lead_reads_none(group, asked, role):
    person = factories.person()
    factories.officer(person, group, role)
    assert read_by(person, asked) == set()


@pytest.mark.parametrize("make", [factories.person, factories.curator, factories.superuser])
def test_whoever_leads_nothing_reads_none(group, asked, make):
    person = make()
    factories.membership(person, group)
    assert read_by(person, asked) == set()


def test_a_visitor_reads_none(asked):
    assert read_by(AnonymousUser(), asked) == set()


def test_whoever_asks_reads_it_among_their_own_and_not_as_a_lead(asked):
    asker = asked["group"].asker
    assert list(Question.objects.asked_by(asker)) == [asked["group"]]
    assert read_by(asker, asked) == set()


def test_nobody_reads_before_taking_the_post_or_after_the_term(group, asked):
    person = factories.person()
    post = factories.officer(person, group, accepted=None)
    assert read_by(person, asked) == set()
    factories.officer(factories.person(), group)
    post.accepted, post.ends = post.offered, a_day_ago()
    post.save()
    assert read_by(person, asked) == set()


def test_a_deactivated_lead_reads_none(group, asked):
    lead = factories.lead(group)
    factories.lead(group)
    deactivate(person=lead, by=None)
    lead.refresh_from_db()
    assert read_by(lead, asked) == set()


@pytest.mark.parametrize(
    ("status", "seen"), [("paused", {"group", "chapter"}), ("archived", set())]
)
def test_leads_read_on_while_the_group_is_paused_and_not_once_archived(group, asked, status, seen):
    lead = factories.lead(group)
    group.status = status
    group.save()
    assert read_by(lead, asked) == seen


def test_what_a_closed_chapter_was_asked_is_left_to_the_groups_leads(group, chapter, asked):
    of_group, of_chapter = factories.lead(group), factories.chapter_lead(chapter)
    chapter.status = "closed"
    chapter.save()
    assert read_by(of_chapter, asked) == set()
    assert read_by(of_group, asked) == {"group", "chapter"}


def test_a_name_goes_from_the_leads_with_the_account_and_a_nameless_question_stays(group):
    lead = factories.lead(group)
    asker = factories.person()
    named = factories.question(group, asker, is_named=True)
    nameless = factories.question(group, asker)
    assert set(Question.objects.for_leads(lead)) == {named, nameless}
    deactivate(person=asker, by=None)
    assert set(Question.objects.for_leads(lead)) == {nameless}


# Who is asked


def test_a_chapters_leads_are_asked_and_without_any_those_of_its_group(group, chapter):
    of_group = factories.lead(group)
    assert who_is_asked(chapter) == (group, [of_group])
    of_chapter = factories.chapter_lead(chapter)
    assert who_is_asked(chapter) == (chapter, [of_chapter])
    assert who_is_asked(group) == (group, [of_group])


def test_where_nobody_leads_nobody_is_asked(group, chapter):
    assert who_is_asked(chapter) == (group, [])


def test_a_caretaker_is_asked_and_an_officer_without_powers_is_not(group):
    caretaker = factories.person()
    factories.officer(caretaker, group, ends=a_day_ago())
    factories.officer(factories.person(), group, "treasurer")
    assert list(leads_of(group)) == [caretaker]


def test_a_lead_is_named_beside_an_answer_as_long_as_the_post_is_public(group, chapter):
    question = factories.question(group, chapter=chapter)
    of_group, of_chapter = factories.lead(group), factories.chapter_lead(chapter)
    assert named_leads(question) == {of_group.pk, of_chapter.pk}
    assert named_leads(factories.question(group)) == {of_group.pk}

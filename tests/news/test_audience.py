"""To whom news is told: in words, as people, and by which figure."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.visibility import Visibility
from figures.models import PublishedFigure
from news.audience import (
    figure_in_words,
    figure_of,
    people_of,
    rule_of,
    why_of,
    why_too_few,
)
from notices.actions import tell_all
from notices.models import Letter
from tests import factories

pytestmark = pytest.mark.django_db


def figure(value):
    return PublishedFigure.objects.create(
        value=value, published=timezone.now(), checked=factories.today()
    )


@pytest.fixture
def colorado():
    return factories.region(name="Colorado", slug="colorado")


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin", members_figure=figure(950))


@pytest.fixture
def denver(kin, colorado):
    return factories.chapter(kin, name="Denver", region=colorado, members_figure=figure(60))


@pytest.fixture
def boulder(kin, colorado):
    return factories.chapter(kin, name="Boulder", region=colorado, members_figure=figure(40))


@pytest.fixture
def hawaii(kin):
    region = factories.region(name="Hawaii")
    return factories.chapter(kin, name="Oahu", region=region, members_figure=figure(0))


def news(brg, **facts):
    return factories.news_item(brg, **{"status": "draft", "published": None} | facts)


def member(brg, visibility=Visibility.MEMBERS, chapter=None, **fields):
    person = factories.person(**fields)
    own = factories.membership(person, brg, visibility)
    if chapter:
        factories.chapter_membership(own, chapter)
    return person


def told(item):
    """Who gets a notice: by person, whether it is discreet."""
    people = people_of(item)
    with transaction.atomic():
        letter, _count = tell_all(
            Letter(kind="news", thing=f"newsitem:{item.pk}", title="T", why="W"),
            people.rows,
            person=people.person,
            discreet=people.discreet,
        )
    return {notice.person: notice.discreet for notice in letter.notices.select_related("person")}


# In words


def test_says_in_words_who_is_told(kin, denver, colorado):
    def rule(**facts):
        return rule_of(news(kin, **facts))

    assert [
        rule(),
        rule(told_region=colorado),
        rule(told_chapter=denver),
        rule(told="officers"),
        rule(told="officers", told_region=colorado),
        rule(told="officers", told_chapter=denver, told_role="treasurer"),
        rule(told="officers", told_role="chair"),
        rule(told="employees", audience="employees"),
        rule(told="employees", audience="employees", told_region=colorado),
        rule(told="nobody"),
        rule(chapter=denver),
    ] == [
        "Members of Kin",
        "Members of Kin in Colorado",
        "Members of Kin Denver",
        "Officers of Kin and its chapters",
        "Officers of Kin in Colorado",
        "Officers of Kin Denver: Treasurer",
        "Officers of Kin and its chapters: Chair",
        "Every employee",
        "Every employee in Colorado",
        "Nobody",
        "Members of Kin Denver",
    ]


def test_says_to_each_why_it_came(kin, denver, colorado):
    def why(**facts):
        return why_of(news(kin, **facts))

    assert [
        why(),
        why(told_region=colorado),
        why(chapter=denver),
        why(told="officers"),
        why(told="employees", audience="public"),
        why(told="employees", audience="public", told_region=colorado),
    ] == [
        "You are a member of Kin.",
        "You are a member of Kin in Colorado.",
        "You are a member of Kin Denver.",
        "You are an officer of Kin.",
        "It goes to every employee.",
        "It goes to every employee in Colorado.",
    ]


# The people


def test_tells_current_members_who_are_active_and_nobody_else(kin):
    alice = member(kin)
    member(factories.brg())
    member(kin, is_active=False)
    factories.membership(factories.person(), kin, left=timezone.now())
    assert told(news(kin)) == {alice: False}


def test_tells_a_hidden_member_discreetly(kin, denver):
    shown = member(kin, chapter=denver)
    hidden = member(kin, Visibility.ONLY_ME, chapter=denver)
    assert told(news(kin)) == {shown: False, hidden: True}


def test_tells_a_hidden_member_of_a_chapter_discreetly(kin, denver):
    shown = member(kin, chapter=denver)
    hidden = member(kin, Visibility.ONLY_ME, chapter=denver)
    assert told(news(kin, told_chapter=denver)) == {shown: False, hidden: True}


def test_tells_everybody_of_a_sensitive_group_discreetly(denver, kin):
    kin.default_visibility = Visibility.ONLY_ME
    kin.save()
    everyone = member(kin, Visibility.EVERYONE, chapter=denver)
    assert told(news(kin)) == {everyone: True}


def test_a_region_is_the_groups_open_chapters_there(kin, denver, boulder, hawaii, colorado):
    in_denver, in_boulder = member(kin, chapter=denver), member(kin, chapter=boulder)
    member(kin, chapter=hawaii)
    # Where somebody works narrows no members: what they chose is their chapter.
    member(kin, region=colorado)
    closed = factories.chapter(kin, region=colorado, status="closed")
    member(kin, chapter=closed)
    assert told(news(kin, told_region=colorado)).keys() == {in_denver, in_boulder}


def test_a_chapter_tells_its_own_members_alone(kin, denver, boulder):
    in_denver = member(kin, chapter=denver)
    member(kin, chapter=boulder)
    member(kin)
    assert told(news(kin, chapter=denver)).keys() == {in_denver}


def officer(brg, role="treasurer", chapter=None, **fields):
    person = member(brg, chapter=chapter, **fields)
    if chapter:
        factories.chapter_officer(person, chapter, role)
    else:
        factories.officer(person, brg, role)
    return person


def test_officers_are_those_in_term_in_the_group_and_its_chapters(kin, denver):
    of_group, of_chapter = officer(kin), officer(kin, "events", denver)
    gone = factories.today() - dt.timedelta(days=1)
    factories.officer(member(kin), kin, "chair", ends=gone)
    factories.officer(member(kin), kin, "chair", accepted=None)
    officer(kin, is_active=False)
    assert told(news(kin, told="officers")).keys() == {of_group, of_chapter}
    assert told(news(kin, told="officers", told_chapter=denver)).keys() == {of_chapter}
    assert told(news(kin, told="officers", told_role="treasurer")).keys() == {of_group}


def test_an_officer_who_may_not_read_it_is_not_told(kin):
    sponsor = factories.person()
    factories.officer(sponsor, kin, "sponsor")
    treasurer = officer(kin)
    assert told(news(kin, told="officers")).keys() == {treasurer}
    assert told(news(kin, told="officers", audience="employees")).keys() == {treasurer, sponsor}


@pytest.mark.parametrize("default", [Visibility.MEMBERS, Visibility.ONLY_ME])
def test_every_employee_is_told_alike_whoever_belongs(kin, default):
    """A mail that was discreet for some alone would tell them from the others."""
    kin.default_visibility = default
    kin.save()
    hidden, outside = member(kin, Visibility.ONLY_ME), factories.person()
    is_sensitive = default == Visibility.ONLY_ME
    found = told(news(kin, told="employees", audience="employees"))
    assert found == {hidden: is_sensitive, outside: is_sensitive}


def test_an_officer_who_belongs_unseen_is_told_discreetly(kin):
    hidden = officer(kin, visibility=Visibility.ONLY_ME)
    assert told(news(kin, told="officers")) == {hidden: True}


def test_employees_are_those_with_an_employee_id_also_in_one_region(kin, colorado):
    there, elsewhere = factories.person(region=colorado), factories.person()
    factories.visitor_account(region=colorado)
    factories.person(is_active=False, region=colorado)
    to_all = {"told": "employees", "audience": "employees"}
    assert told(news(kin, **to_all)).keys() == {there, elsewhere}
    assert told(news(kin, **to_all, told_region=colorado)).keys() == {there}


def test_employees_are_told_alike_also_those_who_belong_unseen(kin):
    hidden, other = member(kin, Visibility.ONLY_ME), factories.person()
    facts = {"told": "employees", "audience": "employees"}
    assert told(news(kin, **facts)) == {hidden: False, other: False}


# The figure


def test_shows_the_figures_that_the_pages_show(kin, denver, boulder, colorado):
    assert figure_in_words(news(kin)) == "950"
    assert figure_in_words(news(kin, chapter=denver)) == "60"
    assert figure_in_words(news(kin, told_region=colorado)) == "100"


def test_a_figure_that_is_not_shown_comes_in_nowhere(kin, denver, boulder, colorado):
    denver.figure_dropped = True
    denver.save()
    assert figure_in_words(news(kin, chapter=denver)) == ""
    assert figure_in_words(news(kin, told_region=colorado)) == "40"
    assert why_too_few(news(kin, chapter=denver))


def test_too_few_is_judged_by_the_published_figure_alone(kin, hawaii):
    people = [member(kin, chapter=hawaii) for _ in range(12)]
    item = news(kin, told_chapter=hawaii)
    assert len(told(item)) == len(people)
    assert why_too_few(item).startswith("By the figures that the portal shows")
    hawaii.members_figure.value = 10
    hawaii.members_figure.save()
    assert why_too_few(news(kin, told_chapter=hawaii)) == ""


def test_a_group_without_a_figure_yet_tells_nobody():
    item = news(factories.brg())
    assert figure_of(item) is None
    assert why_too_few(item)


def test_officers_and_employees_are_counted_and_rounded_down(kin):
    for _ in range(12):
        factories.officer(factories.person(), kin, "advisor")
    # None of them belongs, so none may read it; the figure does not say so.
    assert figure_of(news(kin, told="officers")) == 10
    to_all = {"told": "employees", "audience": "employees"}
    assert figure_of(news(kin, **to_all)) == 10
    assert figure_of(news(kin, **to_all, told_region=factories.region())) == 0


def test_news_that_nobody_is_told_of_goes_to_nobody(kin):
    member(kin)
    assert told(news(kin, told="nobody")) == {}


def test_news_that_nobody_is_told_of_needs_no_audience(hawaii, kin):
    assert why_too_few(news(kin, told="nobody")) == ""


def test_a_figure_is_asked_for_by_few_queries(kin, denver, boulder, django_assert_num_queries):
    item = news(kin, told_region=denver.region)
    with django_assert_num_queries(1):
        assert figure_of(item) == 100

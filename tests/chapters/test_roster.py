"""What leads see of their group's members, as a query."""

import pytest

from accounts.visibility import Visibility
from chapters import roster
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return factories.brg()


@pytest.fixture
def lead(group):
    return factories.lead(group, legal_name="Lea Lead")


def belongs(group, name, visibility=Visibility.MEMBERS, chapter=None, **fields):
    person = factories.person(legal_name=name, **fields)
    row = factories.membership(person, group, visibility)
    if chapter:
        factories.chapter_membership(row, chapter)
    return person


def names(group, viewer, **asked):
    people = roster.roster(group, viewer, **asked).order_by(*roster.ORDER)
    return [person.name for person in people]


def test_shows_a_lead_all_but_those_who_are_seen_by_nobody(group, lead):
    for level in Visibility:
        belongs(group, f"Person {level}", level)

    shown = ["Lea Lead", "Person everyone", "Person leads", "Person members"]
    assert names(group, lead) == shown


def test_shows_no_former_member_and_nobody_of_another_group(group, lead):
    factories.membership(factories.person(), factories.brg(), Visibility.EVERYONE)
    gone = factories.membership(factories.person(), group, Visibility.EVERYONE)
    gone.left = gone.joined
    gone.save()

    assert names(group, lead) == ["Lea Lead"]


def test_shows_nobody_to_a_stranger_who_asks_as_if_they_led(group, lead):
    belongs(group, "Ana", Visibility.LEADS)

    assert names(group, factories.person()) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["Álvaro Núñez", "Ann Lee", "Lea Lead"]),
        ("alvaro", ["Álvaro Núñez"]),
        ("NÚÑEZ ál", ["Álvaro Núñez"]),
        ("lee", ["Ann Lee"]),
        ("le", ["Ann Lee", "Lea Lead"]),
        ("%", []),
        ("_", []),
        ("legal", []),
        ("x", []),
    ],
)
def test_looks_for_words_in_the_names_that_are_shown(group, lead, words, found):
    belongs(group, "Secret Legal", preferred_name="Ann Lee")
    belongs(group, "Álvaro Núñez")

    assert sorted(names(group, lead, words=words)) == sorted(found)


def test_narrows_to_a_region_and_to_a_chapter(group, lead):
    here, there = factories.region(), factories.region()
    denver, boulder = factories.chapter(group), factories.chapter(group)
    elsewhere = factories.chapter(factories.brg())
    ana = belongs(group, "Ana", region=here, chapter=denver)
    belongs(group, "Ben", region=there, chapter=boulder)
    factories.chapter_membership(factories.membership(ana, elsewhere.brg), elsewhere)

    assert names(group, lead, region=here) == ["Ana"]
    assert names(group, lead, chapter=denver) == ["Ana"]
    assert names(group, lead, region=there, chapter=denver) == []
    assert names(group, lead, chapter=elsewhere) == []


def test_a_chapter_that_was_left_is_no_longer_found_or_named(group, lead):
    denver = factories.chapter(group, slug="denver")
    ana = belongs(group, "Ana")
    row = factories.membership(factories.person(legal_name="Ben"), group)
    past = factories.chapter_membership(row, denver)
    past.left = past.joined
    past.save()

    assert names(group, lead, chapter=denver) == []
    assert roster.chapter_names(group, lead, [ana.pk, row.person_id]) == {}


def test_names_the_chapters_of_those_who_are_seen_alone(group, lead):
    denver = factories.chapter(group, name="Denver")
    seen = belongs(group, "Ana", Visibility.LEADS, denver)
    hidden = belongs(group, "Ben", Visibility.ONLY_ME, denver)

    assert roster.chapter_names(group, lead, [seen.pk, hidden.pk]) == {seen.pk: "Denver"}


def test_finds_one_person_only_where_the_lead_sees_them(group, lead):
    seen, hidden = belongs(group, "Ana", Visibility.LEADS), belongs(group, "Ben", "only_me")

    assert roster.member_seen(group, lead, seen.public_id).person == seen
    assert roster.member_seen(group, lead, hidden.public_id) is None
    assert roster.member_seen(group, lead, factories.person().public_id) is None

"""What the demonstration's people are made of."""

import datetime as dt

import pytest
from django.core.validators import validate_email

from accounts.models import User
from portal.demo import people, tables
from portal.demo.cast import CAST
from portal.demo.chance import chance
from portal.demo.memberships import Candidate
from portal.demo.naming import Namer

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def names():
    namer, rng = Namer(), chance(1, "names")
    return [namer.name(rng) for _ in range(5000)]


@pytest.fixture
def made(db):
    return list(people.make_people(400, regions=people.load_regions(), seed=1, today=TODAY))


def test_draws_from_several_hundred_given_and_family_names():
    lists = tables.names()["names"]
    given = {name for table in lists for kind in ("she", "he", "any") for name in table[kind]}
    family = {name for table in lists for name in table["family"]}
    assert len(given) > 800
    assert len(family) > 600


def test_few_people_share_a_name(names):
    assert len({name.legal for name in names}) > 4600


def test_names_take_the_shapes_that_names_take(names):
    legal = [name.legal for name in names]
    for mark in ("’", "ʻ", "-", "ñ", "ễ", "ō", "Ter-", "De la ", "von".title()):
        assert any(mark in name for name in legal), mark
    assert any(" " not in name for name in legal)
    assert max(map(len, legal)) > 30


def test_names_are_clean_and_fit_their_columns(names):
    for name in names:
        for text in (name.legal, name.preferred):
            assert text == " ".join(text.split())
            assert len(text) <= 120
        assert name.legal
        assert name.preferred != name.legal


def test_some_people_state_pronouns_and_most_do_not(names):
    stated = sum(1 for name in names if name.pronouns)
    assert 0.25 < stated / len(names) < 0.35


def test_every_person_would_pass_the_forms(made):
    for person in made:
        person.full_clean()


def test_over_a_third_have_no_work_address_and_no_two_share_one(made):
    addresses = [person.email for person in made if person.email]
    assert 0.5 < len(addresses) / len(made) < 0.63
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        validate_email(address)
        assert address.isascii()
        assert address.endswith("@demo.example")


def test_nobody_but_the_cast_has_a_password(made):
    assert not any(person.has_usable_password() for person in made)


def test_sorts_by_the_name_that_is_shown(made):
    stored = [person.sort_name for person in made]
    for person in made:
        person.save()
    assert [person.sort_name for person in made] == stored


def test_nobody_is_here_since_a_day_to_come(made):
    for person in made:
        assert person.created <= person.active_changed
        assert person.active_changed.date() <= TODAY


def test_a_membership_is_drawn_without_looking_at_the_person():
    assert Candidate._fields == ("pk", "since", "until")


def test_the_cast_are_the_seven_whom_the_documents_name():
    assert [character.email for character in CAST] == [
        "employee@demo.example",
        "member@demo.example",
        "hidden@demo.example",
        "lead@demo.example",
        "chapter.lead@demo.example",
        "curator@demo.example",
        "admin@demo.example",
    ]


def test_the_cast_have_regions_zones_and_preferred_names(db):
    people.load_cast(people.load_regions(), TODAY)
    for person in User.objects.select_related("region"):
        person.full_clean()
        assert person.preferred_name
        assert person.time_zone == person.region.time_zone
        assert person.check_password("brg-portal-demo")
    assert len(set(User.objects.values_list("password", flat=True))) == len(CAST)

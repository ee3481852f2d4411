"""Leads are told that what their group offers is overdue for review: once, for all of it."""

import datetime as dt

import pytest

from brgs.models import BRG
from notices.models import Letter, key_of
from resources.actions import remind_of_reviews
from tests import factories
from tests.told import Told, everybody, titles, told

pytestmark = pytest.mark.django_db


def day(number):
    return factories.today() + dt.timedelta(days=number)


@pytest.fixture
def group():
    return factories.brg(acronym="Kin", slug="kin")


@pytest.fixture
def lead(group):
    return factories.lead(group)


def test_leads_are_told_once_for_all_that_is_overdue_and_nobody_else(group, lead):
    factories.membership(factories.person(), group)
    factories.curator()
    for number in (-9, -1, 0, 5):
        factories.resource(group, review_date=day(number))
    assert [remind_of_reviews(), remind_of_reviews()] == [1, 0]
    title = "2 resources are to be looked at: Kin"
    assert told(lead) == [Told(title, "Its date of review has passed.", "You lead Kin.", False)]
    assert everybody() == {title: {lead.pk}}
    letter = Letter.objects.get()
    assert (letter.kind, letter.topic, letter.url) == (
        *("approval", key_of(group)),
        "/manage/kin/resources/",
    )


def test_another_date_that_passes_is_told_anew(group, lead):
    factories.resource(group, review_date=day(-1))
    factories.resource(group, review_date=day(0))
    counts = [remind_of_reviews(today=day(number)) for number in (0, 1, 2)]
    assert counts == [1, 1, 0]
    assert titles(lead) == [
        "1 resource is to be looked at: Kin",
        "2 resources are to be looked at: Kin",
    ]


def test_each_group_is_told_of_its_own(group, lead):
    other = factories.lead(factories.brg(acronym="Zen"))
    for brg in BRG.objects.all():
        factories.resource(brg, review_date=day(-1))
    assert remind_of_reviews() == 2
    assert titles(other) == ["1 resource is to be looked at: Zen"]


def test_what_nobody_led_for_is_told_to_whoever_leads_next(group):
    factories.resource(group, review_date=day(-1))
    assert remind_of_reviews() == 0
    factories.lead(group)
    assert remind_of_reviews() == 1


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
def test_a_group_that_is_not_active_is_not_told(group, lead, status):
    factories.resource(group, review_date=day(-1))
    BRG.objects.update(status=status)
    assert remind_of_reviews() == 0

"""Published figures of groups: daily, rounded, and steady."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.actions import deactivate
from brgs.actions import leave, publish_figures
from brgs.models import BRG, Membership
from figures.models import PublishedFigure
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def fill(group, count):
    """Members who joined this instant."""
    now = timezone.now()
    people = [factories.person() for _ in range(count)]
    for person in people:
        factories.membership(person, group, joined=now)
    return people


def figure(group):
    return str(BRG.objects.get(pk=group.pk).members_figure)


def next_days_figure(group, days=1):
    publish_figures(today=factories.today() + days * DAY)
    return figure(group)


@pytest.fixture
def group():
    """A group of twenty whose figure was published yesterday, so to say: today is done."""
    group = factories.brg()
    fill(group, 20)
    publish_figures()
    return group


def test_the_first_figure_comes_with_the_first_run():
    group = factories.brg()
    fill(group, 12)
    assert BRG.objects.get(pk=group.pk).members_figure is None
    publish_figures()
    assert figure(group) == "10"


def test_it_is_recomputed_once_a_day(group):
    fill(group, 10)
    assert publish_figures() == 0
    assert figure(group) == "20"
    assert next_days_figure(group) == "30"


def test_four_people_move_nothing_and_the_fifth_does():
    group = factories.brg()
    fill(group, 19)
    publish_figures()
    fill(group, 4)
    assert next_days_figure(group, 1) == "10"
    fill(group, 1)
    assert next_days_figure(group, 2) == "20"


def test_one_person_who_comes_and_goes_five_times_moves_nothing():
    group = factories.brg()
    fill(group, 19)
    publish_figures()
    fill(group, 3)
    bob = factories.person()
    for _ in range(5):
        now = timezone.now()
        Membership.objects.create(person=bob, brg=group, visibility="leads", joined=now, left=now)
    assert next_days_figure(group) == "10"


def test_people_who_come_and_are_gone_again_move_nothing():
    group = factories.brg()
    fill(group, 19)
    publish_figures()
    fill(group, 1)
    for person in fill(group, 5):
        leave(brg=group, by=person)
    assert next_days_figure(group) == "10"


def test_people_who_leave_and_are_back_move_nothing(group):
    for row in Membership.objects.filter(brg=group).select_related("person")[:5]:
        leave(brg=group, by=row.person)
        factories.membership(row.person, group, joined=timezone.now())
    fill(group, 4)
    before = BRG.objects.get(pk=group.pk).members_figure.published
    next_days_figure(group)
    assert BRG.objects.get(pk=group.pk).members_figure.published == before


def test_those_who_leave_count_as_those_who_join(group):
    for person in Membership.objects.filter(brg=group)[:5]:
        leave(brg=group, by=person.person)
    assert next_days_figure(group) == "10"


def test_changes_that_a_figure_has_taken_in_do_not_count_again(group):
    fill(group, 5)
    assert next_days_figure(group, 1) == "20"
    fill(group, 4)
    assert next_days_figure(group, 2) == "20"
    fill(group, 1)
    assert next_days_figure(group, 3) == "30"


def test_deactivated_people_are_not_counted_and_count_as_gone(group):
    admin = factories.superuser()
    for row in Membership.objects.filter(brg=group).select_related("person")[:5]:
        deactivate(person=row.person, by=admin)
    assert next_days_figure(group) == "10"


def test_what_becomes_of_those_who_had_left_before_moves_nothing():
    group, admin = factories.brg(), factories.superuser()
    fill(group, 19)
    former = fill(group, 4)
    for person in former:
        leave(brg=group, by=person)
    publish_figures()
    for person in former:
        deactivate(person=person, by=admin)
    fill(group, 1)
    assert next_days_figure(group) == "10"


def test_hidden_members_are_counted():
    group = factories.brg()
    for _ in range(10):
        factories.membership(factories.person(), group, "only_me")
    publish_figures()
    assert figure(group) == "10"


def test_a_run_after_days_of_silence_brings_one_change(group):
    fill(group, 10)
    assert next_days_figure(group, 40) == "30"


def test_a_second_run_on_the_same_day_finds_nothing(group):
    tomorrow = factories.today() + DAY
    assert publish_figures(today=tomorrow) == 1
    assert publish_figures(today=tomorrow) == 0


def test_the_queries_do_not_grow_with_the_groups(django_assert_num_queries):
    for _ in range(3):
        factories.brg()
    publish_figures()
    with django_assert_num_queries(10):
        publish_figures(today=factories.today() + DAY)
    for _ in range(6):
        factories.brg(
            members_figure=PublishedFigure.objects.create(
                value=0, published=timezone.now(), checked=factories.today()
            )
        )
    with django_assert_num_queries(10):
        publish_figures(today=factories.today() + 2 * DAY)

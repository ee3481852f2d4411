"""Published figures of chapters: daily, rounded, steady, and none that tells of another."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import deactivate
from brgs.actions import publish_figures as publish_groups
from brgs.models import BRG, Membership
from chapters.actions import leave, move, publish_figures
from chapters.actions.figures import dropped_of
from chapters.models import Chapter, ChapterMembership
from figures.models import PublishedFigure
from figures.rounding import SMALLEST, at_most, publishable
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def fill(chapter, count):
    """People who joined group and chapter this instant."""
    now = timezone.now()
    people = [factories.person() for _ in range(count)]
    for person in people:
        own = factories.membership(person, chapter.brg, joined=now)
        factories.chapter_membership(own, chapter, joined=now)
    return people


def fill_group(group, count):
    """People of the group who are in no chapter."""
    now = timezone.now()
    for _ in range(count):
        factories.membership(factories.person(), group, joined=now)


def kept(chapter):
    """What is kept, whether or not it is shown."""
    return str(Chapter.objects.get(pk=chapter.pk).members_figure)


def shown(chapter):
    figure = Chapter.objects.get(pk=chapter.pk).shown_figure
    return None if figure is None else str(figure)


def publish(days=0):
    """As the clock does: the groups' figures first, then the chapters'."""
    today = factories.today() + days * DAY
    return publish_groups(today=today), publish_figures(today=today)


@pytest.fixture
def chapter():
    """A chapter of 19 in a group in which many are in no chapter, published today."""
    group = factories.brg()
    fill_group(group, 30)
    chapter = factories.chapter(group)
    fill(chapter, 19)
    publish()
    return chapter


def test_the_first_figure_comes_with_the_first_run():
    chapter = factories.chapter(factories.brg())
    assert publish()[1] == 1
    assert kept(chapter) == "Fewer than 10"


def test_it_is_recomputed_once_a_day(chapter):
    fill(chapter, 10)
    assert publish()[1] == 0
    assert kept(chapter) == "10"
    assert publish(1)[1] == 1
    assert kept(chapter) == "20"


def test_the_run_of_the_groups_leaves_the_chapters_figures_alone(chapter):
    fill(chapter, 10)
    publish_groups(today=factories.today() + DAY)
    assert Chapter.objects.get().members_figure.checked == factories.today()


def test_the_clock_recomputes_groups_and_chapters(chapter, capsys):
    fill(chapter, 10)
    PublishedFigure.objects.update(checked=factories.today() - DAY)
    call_command("run_clock")
    assert (kept(chapter), str(BRG.objects.get().members_figure)) == ("20", "50")


def test_four_people_move_nothing_and_the_fifth_does(chapter):
    fill(chapter, 4)
    publish(1)
    assert kept(chapter) == "10"
    fill(chapter, 1)
    publish(2)
    assert kept(chapter) == "20"


def test_changes_that_a_figure_has_taken_in_do_not_count_again(chapter):
    fill(chapter, 5)
    publish(1)
    fill(chapter, 4)
    before = Chapter.objects.get().members_figure.published
    publish(2)
    assert Chapter.objects.get().members_figure.published == before


def test_people_who_come_and_are_gone_again_move_nothing(chapter):
    fill(chapter, 1)
    for person in fill(chapter, 5):
        leave(chapter=chapter, by=person)
    publish(1)
    assert kept(chapter) == "10"


def test_people_who_come_and_are_deactivated_move_nothing(chapter):
    fill(chapter, 4)
    (gone,) = fill(chapter, 1)
    deactivate(person=gone, by=None)
    before = Chapter.objects.get().members_figure.published
    publish(1)
    assert Chapter.objects.get().members_figure.published == before


def test_people_who_leave_and_are_back_move_nothing(chapter):
    elsewhere = factories.chapter(chapter.brg)
    for row in ChapterMembership.objects.current().select_related("membership__person")[:5]:
        move(chapter=elsewhere, by=row.membership.person)
        move(chapter=chapter, by=row.membership.person)
    before = Chapter.objects.get(pk=chapter.pk).members_figure.published
    publish(1)
    assert Chapter.objects.get(pk=chapter.pk).members_figure.published == before


def test_those_who_move_away_count_as_gone(chapter):
    fill(chapter, 1)
    publish()
    elsewhere = factories.chapter(chapter.brg)
    for row in ChapterMembership.objects.current().select_related("membership__person")[:11]:
        move(chapter=elsewhere, by=row.membership.person)
    publish(1)
    assert (kept(chapter), kept(elsewhere)) == ("Fewer than 10", "10")


def test_deactivated_people_are_not_counted_and_count_as_gone(chapter):
    rows = ChapterMembership.objects.current().select_related("membership__person")[:10]
    for row in rows:
        deactivate(person=row.membership.person, by=None)
    publish(1)
    assert kept(chapter) == "Fewer than 10"


def test_hidden_members_are_counted():
    chapter = factories.chapter(factories.brg())
    for _ in range(10):
        own = factories.membership(factories.person(), chapter.brg, "only_me")
        factories.chapter_membership(own, chapter)
    publish()
    assert kept(chapter) == "10"


def test_a_closed_chapters_figure_is_left_as_it_was(chapter):
    Chapter.objects.update(status="closed")
    assert publish(1)[1] == 0


# No figure tells of another


def test_a_figure_is_dropped_where_fewer_than_ten_are_in_no_chapter():
    group = factories.brg()
    large, small = factories.chapter(group), factories.chapter(group)
    fill(large, 30)
    fill(small, 12)
    fill_group(group, 9)
    publish()
    assert (shown(large), shown(small)) == ("30", None)
    assert kept(small) == "10"


def test_a_figure_is_shown_where_ten_are_in_no_chapter():
    group = factories.brg()
    chapter = factories.chapter(group)
    fill(chapter, 12)
    fill_group(group, 10)
    publish()
    assert shown(chapter) == "10"


def test_what_is_shown_does_not_change_on_a_day_on_which_no_figure_moves():
    """One person who joins the group alone would else bring the chapter's figure back."""
    group = factories.brg()
    chapter = factories.chapter(group)
    fill(chapter, 12)
    fill_group(group, 9)
    publish()
    fill_group(group, 1)
    publish(1)
    assert shown(chapter) is None
    fill(chapter, 5)
    publish(2)
    assert shown(chapter) == "10"


def test_a_figure_is_dropped_when_the_groups_own_falls_below_it():
    """Nobody came to or left the chapter, and still what is published would tell."""
    group = factories.brg()
    chapter = factories.chapter(group)
    fill(chapter, 20)
    fill_group(group, 15)
    publish()
    assert shown(chapter) == "20"
    alone = group_members_in_no_chapter(group)
    for person in alone[:12]:
        deactivate(person=person, by=None)
    publish(1)
    assert str(BRG.objects.get().members_figure) == "20"
    assert shown(chapter) is None


def group_members_in_no_chapter(group):
    placed = ChapterMembership.objects.values("membership")
    rows = Membership.objects.filter(brg=group).exclude(pk__in=placed).select_related("person")
    return [row.person for row in rows]


COUNTS = st.lists(st.integers(0, 3000), max_size=8)


@given(COUNTS, st.integers(0, 3000))
def test_from_exact_counts_no_rest_under_ten_can_be_computed(counts, alone):
    parts, total = dict(enumerate(counts)), sum(counts) + alone
    dropped = dropped_of(parts, total)
    rest = total - sum(count for key, count in parts.items() if key not in dropped)
    assert rest >= SMALLEST or dropped == set(parts)
    # No more than needed: with one figure fewer dropped, the rest would be too small.
    for key in dropped:
        assert alone + sum(parts[other] for other in dropped - {key}) < SMALLEST or any(
            (parts[other], other) > (parts[key], key) for other in dropped
        )


@given(COUNTS, st.integers(0, 3000))
def test_from_published_figures_nobody_learns_that_the_rest_is_under_ten(counts, alone):
    """The reader knows the group's figure and those shown, and how they are rounded."""
    parts = {key: publishable(count) for key, count in enumerate(counts)}
    group = publishable(sum(counts) + alone)
    dropped = dropped_of(parts, at_most(group))
    shown = [value for key, value in parts.items() if key not in dropped]
    assert at_most(group) - sum(shown) >= SMALLEST or not shown


@given(st.integers(0, 5000))
def test_the_largest_count_of_a_figure_is_published_as_it_and_the_next_is_not(count):
    value = publishable(count)
    assert count <= at_most(value)
    assert publishable(at_most(value)) == value
    assert publishable(at_most(value) + 1) > value


@pytest.mark.parametrize("size", [1, 3])
def test_the_queries_do_not_grow_with_the_chapters(size, django_assert_num_queries):
    for _ in range(size):
        group = factories.brg()
        for _ in range(size):
            factories.chapter(group)
    publish()
    with django_assert_num_queries(12):
        assert publish_figures(today=factories.today() + DAY) == size * size

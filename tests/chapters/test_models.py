"""What must never be false of chapters and who belongs to them."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from brgs.models import BRG
from chapters.actions import repair
from chapters.actions.life import free_slug
from chapters.models import Chapter, ChapterMembership
from tests import factories

pytestmark = pytest.mark.django_db


def belongs(chapter):
    return factories.membership(factories.person(), chapter.brg)


def test_a_membership_has_one_current_chapter():
    group = factories.brg()
    one, other = factories.chapter(group), factories.chapter(group)
    own = belongs(one)
    factories.chapter_membership(own, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.chapter_membership(own, other)
    assert ChapterMembership.objects.current().count() == 1


def test_a_membership_may_have_had_other_chapters_before():
    group = factories.brg()
    one, other = factories.chapter(group), factories.chapter(group)
    own = belongs(one)
    for _ in range(2):
        factories.chapter_membership(own, one, left=timezone.now())
    factories.chapter_membership(own, other)
    assert ChapterMembership.objects.count() == 3


def test_nobody_leaves_before_they_joined():
    chapter = factories.chapter(factories.brg())
    past = timezone.now() - dt.timedelta(days=40)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.chapter_membership(belongs(chapter), chapter, left=past)


def test_an_address_is_given_once_in_a_group():
    one, other = factories.brg(), factories.brg()
    factories.chapter(one, slug="denver")
    factories.chapter(other, slug="denver")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.chapter(one, slug="denver")


@pytest.mark.parametrize("fields", [{"founded": 1899}, {"founded": 2101}, {"status": "asleep"}])
def test_a_chapter_holds_what_makes_sense(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.chapter(factories.brg(), **fields)


@pytest.mark.parametrize("name", ["Propose", "propose", "PROPOSE!"])
def test_no_chapter_takes_the_address_of_the_form_for_proposals(name):
    assert free_slug(Chapter(brg=factories.brg(), name=name)) == "propose-2"


def test_visitors_see_open_chapters_of_active_groups():
    for status in BRG.Status.values:
        group = factories.brg(slug=status, status=status)
        for own in Chapter.Status.values:
            factories.chapter(group, slug=f"{status}-{own}", status=own)
    seen = {"active-active", "active-dormant"}
    assert set(slugs(Chapter.objects.visible_to(AnonymousUser()))) == seen
    assert set(slugs(Chapter.objects.visible_to(factories.person()))) == seen
    assert set(slugs(Chapter.objects.public())) == seen


def test_members_of_a_paused_group_see_its_chapters():
    group = factories.brg(status="paused")
    factories.chapter(group, slug="denver")
    alice = factories.person()
    factories.membership(alice, group)
    assert slugs(Chapter.objects.visible_to(alice)) == ["denver"]
    assert slugs(Chapter.objects.public()) == []


def slugs(chapters):
    return sorted(chapters.values_list("slug", flat=True))


def test_words_are_looked_for_in_name_city_region_and_group():
    region = factories.region(name="Colorado")
    group = factories.brg(acronym="KIN", name="Kinfolk")
    factories.chapter(group, slug="one", name="Álvaro", city="Denver", region=region)
    factories.chapter(factories.brg(), slug="two", name="Other")
    for words in ("alvaro", "DENVER", "colorado", "kin", "kinfolk denver", " álvaro  kin "):
        assert slugs(Chapter.objects.matching(words)) == ["one"], words
    assert slugs(Chapter.objects.matching("kin other")) == []
    assert slugs(Chapter.objects.matching("")) == ["one", "two"]


# No database here can hold that chapter and membership are of one group


def test_finds_and_ends_what_no_rule_allows_and_nothing_else():
    chapter, far = factories.chapter(factories.brg()), factories.chapter(factories.brg())
    right = factories.chapter_membership(belongs(chapter), chapter)
    elsewhere = factories.chapter_membership(belongs(far), chapter)
    behind = factories.membership(factories.person(), chapter.brg, left=timezone.now())
    left_behind = factories.chapter_membership(behind, chapter)
    assert set(ChapterMembership.objects.astray()) == {elsewhere, left_behind}
    assert repair() == 2
    assert list(ChapterMembership.objects.current()) == [right]
    assert repair() == 0


@pytest.mark.parametrize(
    ("name", "full_name", "where"),
    [
        ("Colorado", "KIN Colorado", "Denver"),
        ("Denver", "KIN Denver", "Colorado"),
        ("KIN West", "KIN West", "Colorado · Denver"),
    ],
)
def test_a_name_is_said_once(name, full_name, where):
    region = factories.region(name="Colorado")
    chapter = factories.chapter(
        factories.brg(acronym="KIN"), name=name, city="Denver", region=region
    )
    assert (chapter.full_name, chapter.where) == (full_name, where)

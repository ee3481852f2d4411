"""What people do with chapters: each verb, and what it refuses."""

import pytest
from django.utils import timezone

from accounts.actions import deactivate, reactivate
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs import actions as groups
from brgs.models import BRG, Membership, Officer
from chapters.actions import change_state, join, leave, move, repair
from chapters.models import Chapter, ChapterMembership, ChapterOfficer
from tests import factories

pytestmark = pytest.mark.django_db

LEADS = Visibility.LEADS


@pytest.fixture
def group():
    return factories.brg()


@pytest.fixture
def chapter(group):
    return factories.chapter(group)


@pytest.fixture
def alice():
    return factories.person()


def places(person):
    """The chapters that somebody is in now."""
    rows = ChapterMembership.objects.current().filter(membership__person=person)
    return [row.chapter for row in rows.select_related("chapter")]


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def fresh(chapter):
    return Chapter.objects.select_related("brg").get(pk=chapter.pk)


def test_joining_a_chapter_joins_its_group_with_the_choice(chapter, alice):
    row, is_new = join(chapter=chapter, by=alice, visibility=LEADS)
    own = Membership.objects.get()
    assert is_new
    assert (row.membership, row.chapter) == (own, chapter)
    assert (own.person, own.brg, own.visibility) == (alice, chapter.brg, "leads")
    assert verbs() == ["membership.joined", "chaptermembership.joined"]


def test_what_members_do_is_on_record_for_no_lead(chapter, alice):
    other = factories.chapter(chapter.brg)
    join(chapter=chapter, by=alice, visibility=LEADS)
    move(chapter=other, by=alice)
    leave(chapter=other, by=alice)
    assert set(AuditEvent.objects.values_list("scope", flat=True)) == {""}


def test_a_member_of_the_group_keeps_the_choice(chapter, alice):
    factories.membership(alice, chapter.brg, Visibility.ONLY_ME)
    join(chapter=chapter, by=alice, visibility=Visibility.EVERYONE)
    assert Membership.objects.get().visibility == "only_me"
    assert places(alice) == [chapter]


def test_without_a_choice_nobody_joins_the_group(chapter, alice):
    with pytest.raises(Refusal, match="Choose who may see"):
        join(chapter=chapter, by=alice)
    assert not Membership.objects.exists()


def test_joining_twice_changes_nothing(chapter, alice):
    first, _ = join(chapter=chapter, by=alice, visibility=LEADS)
    assert join(chapter=chapter, by=alice, visibility=LEADS) == (first, False)
    assert ChapterMembership.objects.count() == 1


def test_joining_again_where_one_is_changes_nothing_while_the_chapter_rests(chapter, alice):
    first, _ = join(chapter=chapter, by=alice, visibility=LEADS)
    change_state(chapter=chapter, status="dormant", by=factories.superuser())
    assert join(chapter=fresh(chapter), by=alice) == (first, False)


@pytest.mark.parametrize("status", ["proposed", "dormant", "closed"])
def test_a_chapter_that_is_not_active_takes_nobody_and_neither_does_its_group(
    chapter, alice, status
):
    """The status counts as it is now, not as it was when the page was read."""
    Chapter.objects.update(status=status)
    with pytest.raises(Refusal, match="not taking new members"):
        join(chapter=chapter, by=alice, visibility=LEADS)
    assert not Membership.objects.exists()


def test_a_chapter_of_a_paused_group_takes_nobody(group, alice):
    chapter = factories.chapter(group)
    factories.membership(alice, group)
    BRG.objects.update(status="paused")
    with pytest.raises(Refusal, match="not taking new members"):
        join(chapter=fresh(chapter), by=alice)


def test_somebody_who_is_no_employee_joins_no_chapter(chapter):
    bob = factories.visitor_account()
    factories.membership(bob, chapter.brg)
    with pytest.raises(Refusal, match="no employee id"):
        join(chapter=chapter, by=bob)


def test_who_is_in_another_chapter_has_to_move(chapter, alice):
    other = factories.chapter(chapter.brg)
    join(chapter=chapter, by=alice, visibility=LEADS)
    with pytest.raises(Refusal, match="You can move from there"):
        join(chapter=other, by=alice)
    assert places(alice) == [chapter]


def test_a_chapter_in_each_group_is_no_contradiction(chapter, alice):
    far = factories.chapter(factories.brg())
    for each in (chapter, far):
        join(chapter=each, by=alice, visibility=LEADS)
    assert set(places(alice)) == {chapter, far}


# Moving


def test_moving_ends_one_row_and_begins_another(chapter, alice):
    other = factories.chapter(chapter.brg)
    first, _ = join(chapter=chapter, by=alice, visibility=LEADS)
    second = move(chapter=other, by=alice)
    first.refresh_from_db()
    assert (second.chapter, second.membership) == (other, first.membership)
    assert first.left is not None
    assert places(alice) == [other]
    assert verbs()[-2:] == ["chaptermembership.left", "chaptermembership.joined"]


def test_moving_to_where_one_is_changes_nothing(chapter, alice):
    first, _ = join(chapter=chapter, by=alice, visibility=LEADS)
    assert move(chapter=chapter, by=alice) == first
    assert ChapterMembership.objects.count() == 1


@pytest.mark.parametrize("belongs", [True, False])
def test_who_is_in_no_chapter_has_nothing_to_move_from(chapter, alice, belongs):
    if belongs:
        factories.membership(alice, chapter.brg)
    with pytest.raises(Refusal, match="nothing to move from"):
        move(chapter=chapter, by=alice)


def test_nobody_moves_to_a_chapter_of_another_group(chapter, alice):
    join(chapter=chapter, by=alice, visibility=LEADS)
    with pytest.raises(Refusal, match="nothing to move from"):
        move(chapter=factories.chapter(factories.brg()), by=alice)
    assert places(alice) == [chapter]


def test_nobody_moves_into_a_resting_chapter(chapter, alice):
    other = factories.chapter(chapter.brg, status="dormant")
    join(chapter=chapter, by=alice, visibility=LEADS)
    with pytest.raises(Refusal, match="not taking new members"):
        move(chapter=other, by=alice)
    assert places(alice) == [chapter]


def test_moving_ends_offices_in_the_chapter_and_nowhere_else(chapter, alice):
    other = factories.chapter(chapter.brg)
    factories.chapter_lead(chapter)
    join(chapter=chapter, by=alice, visibility=LEADS)
    factories.chapter_officer(alice, chapter)
    kept = factories.chapter_officer(alice, other, "treasurer")
    in_group = factories.officer(alice, chapter.brg, "treasurer")
    move(chapter=other, by=alice)
    assert list(ChapterOfficer.objects.in_term().filter(person=alice)) == [kept]
    assert list(Officer.objects.in_term()) == [in_group]


@pytest.mark.parametrize("go", ["move", "leave", "leave the group"])
def test_the_last_lead_of_a_chapter_goes_nowhere(chapter, go):
    other, lead = factories.chapter(chapter.brg), factories.chapter_lead(chapter)
    ways = {
        "move": lambda: move(chapter=other, by=lead),
        "leave": lambda: leave(chapter=chapter, by=lead),
        "leave the group": lambda: groups.leave(brg=chapter.brg, by=lead),
    }
    with pytest.raises(Refusal, match="This chapter would be without a lead"):
        ways[go]()
    assert places(lead) == [chapter]
    assert Membership.objects.current().filter(person=lead).exists()
    assert ChapterOfficer.objects.leading().get().person == lead


# Leaving


def test_leaving_a_chapter_keeps_the_group(chapter, alice):
    row, _ = join(chapter=chapter, by=alice, visibility=LEADS)
    assert leave(chapter=chapter, by=alice) == row
    assert places(alice) == []
    assert Membership.objects.current().filter(person=alice, brg=chapter.brg).exists()


def test_leaving_a_chapter_that_one_is_not_in_changes_nothing(chapter, alice):
    other = factories.chapter(chapter.brg)
    join(chapter=chapter, by=alice, visibility=LEADS)
    assert leave(chapter=other, by=alice) is None
    assert leave(chapter=factories.chapter(factories.brg()), by=alice) is None
    assert places(alice) == [chapter]


def test_leaving_a_resting_chapter_is_always_possible(chapter, alice):
    join(chapter=chapter, by=alice, visibility=LEADS)
    change_state(chapter=chapter, status="dormant", by=factories.superuser())
    leave(chapter=fresh(chapter), by=alice)
    assert places(alice) == []


def test_leaving_the_group_leaves_the_chapter_and_every_office_in_chapters(chapter, alice):
    other = factories.chapter(chapter.brg)
    for each in (chapter, other):
        factories.chapter_lead(each)
    join(chapter=chapter, by=alice, visibility=LEADS)
    factories.chapter_officer(alice, chapter)
    factories.chapter_officer(alice, other, "treasurer")
    elsewhere = factories.chapter_officer(alice, factories.chapter(factories.brg()), "advisor")
    groups.leave(brg=chapter.brg, by=alice)
    assert places(alice) == []
    assert list(ChapterOfficer.objects.in_term().filter(person=alice)) == [elsewhere]
    assert repair() == 0


def test_being_removed_from_the_group_ends_the_chapter_too(chapter, alice):
    join(chapter=chapter, by=alice, visibility=LEADS)
    groups.remove(brg=chapter.brg, person=alice, by=factories.lead(chapter.brg), reason="Why.")
    assert places(alice) == []


def test_coming_back_to_the_group_brings_no_chapter_back(chapter, alice):
    join(chapter=chapter, by=alice, visibility=LEADS)
    groups.leave(brg=chapter.brg, by=alice)
    groups.join(brg=chapter.brg, by=alice, visibility=LEADS)
    assert places(alice) == []


def test_closing_leaves_everybody_in_the_group(chapter, alice):
    join(chapter=chapter, by=alice, visibility=LEADS)
    lead = factories.chapter_lead(chapter)
    change_state(chapter=chapter, status="closed", by=factories.superuser())
    assert places(alice) == places(lead) == []
    assert Membership.objects.current().filter(brg=chapter.brg).count() == 2
    assert not ChapterOfficer.objects.in_term().exists()


# Being deactivated


def test_who_is_deactivated_stays_and_counts_again_when_back(chapter, alice):
    join(chapter=chapter, by=alice, visibility=LEADS)
    deactivate(person=alice, by=None)
    assert places(alice) == [chapter]
    assert ChapterMembership.objects.counted().count() == 0
    reactivate(person=alice, by=None)
    assert ChapterMembership.objects.counted().count() == 1


def test_a_deactivated_persons_offices_in_chapters_end_and_do_not_come_back(chapter):
    lead = factories.chapter_lead(chapter)
    deactivate(person=lead, by=None)
    reactivate(person=lead, by=None)
    assert not ChapterOfficer.objects.leading().exists()
    assert list(Chapter.objects.vacant()) == [chapter]


def test_who_left_the_group_is_not_counted_even_where_the_row_stayed_behind(chapter, alice):
    row, _ = join(chapter=chapter, by=alice, visibility=LEADS)
    Membership.objects.update(left=timezone.now())
    assert row not in ChapterMembership.objects.counted()

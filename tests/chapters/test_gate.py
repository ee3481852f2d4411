"""The gate on a chapter's own pages: the group's, and its officers see `leads` as well.

Alice looks; others are looked at. Each test names the clause that it would miss.
"""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.models import BRG, Membership
from chapters.models import Chapter, ChapterMembership
from tests import factories

pytestmark = pytest.mark.django_db

EVERYONE, MEMBERS, LEADS, ONLY_ME = Visibility.values


def seen_levels(viewer, chapter):
    """The visibilities of the others whom the viewer sees in the chapter."""
    rows = ChapterMembership.objects.visible_to(viewer).filter(chapter=chapter)
    others = rows.exclude(membership__person=viewer.pk)
    return set(others.values_list("membership__visibility", flat=True))


def place(chapter, visibility=MEMBERS, **fields):
    """Somebody in the chapter."""
    own = factories.membership(factories.person(**fields), chapter.brg, visibility)
    return factories.chapter_membership(own, chapter)


@pytest.fixture
def chapter():
    """A chapter with one member at each visibility."""
    chapter = factories.chapter(factories.brg())
    for visibility in Visibility.values:
        place(chapter, visibility)
    return chapter


def test_a_visitor_sees_nobody(chapter):
    assert not ChapterMembership.objects.visible_to(AnonymousUser()).exists()


def test_an_employee_sees_those_who_show_themselves_to_everyone(chapter):
    assert seen_levels(factories.person(), chapter) == {EVERYONE}


@pytest.mark.parametrize("make", [factories.curator, factories.superuser])
def test_staff_see_as_the_employees_they_are(chapter, make):
    assert seen_levels(make(), chapter) == {EVERYONE}


@pytest.mark.parametrize(
    ("own", "seen"),
    [
        (EVERYONE, {EVERYONE, MEMBERS}),
        (MEMBERS, {EVERYONE, MEMBERS}),
        (LEADS, {EVERYONE}),
        (ONLY_ME, set()),
    ],
)
@pytest.mark.parametrize("inside", [True, False], ids=["in the chapter", "in the group alone"])
def test_a_member_of_the_group_sees_as_far_as_they_are_seen(chapter, own, seen, inside):
    alice = factories.person()
    membership = factories.membership(alice, chapter.brg, own)
    if inside:
        factories.chapter_membership(membership, chapter)
    assert seen_levels(alice, chapter) == seen


def test_a_lead_of_the_group_sees_all_but_those_who_show_themselves_to_nobody(chapter):
    assert seen_levels(factories.lead(chapter.brg), chapter) == {EVERYONE, MEMBERS, LEADS}


@pytest.mark.parametrize("role", ["chapter_lead", "secretary"])
@pytest.mark.parametrize("own", [None, *Visibility.values])
def test_an_officer_who_may_see_members_sees_what_leads_see(chapter, role, own):
    alice = factories.person()
    if own:
        factories.chapter_membership(factories.membership(alice, chapter.brg, own), chapter)
    factories.chapter_officer(alice, chapter, role)
    assert seen_levels(alice, chapter) == {EVERYONE, MEMBERS, LEADS}


@pytest.mark.parametrize("role", ["treasurer", "communications", "events", "check_in", "advisor"])
def test_a_role_without_the_power_shows_no_more(chapter, role):
    alice = factories.person()
    factories.chapter_officer(alice, chapter, role)
    assert seen_levels(alice, chapter) == {EVERYONE}


def test_the_office_opens_no_other_chapter_and_not_the_group(chapter):
    other = factories.chapter(chapter.brg)
    place(other, LEADS)
    alice = factories.person()
    factories.chapter_officer(alice, chapter)
    assert seen_levels(alice, other) == set()
    in_group = Membership.objects.visible_to(alice).filter(brg=chapter.brg)
    assert set(in_group.values_list("visibility", flat=True)) == {EVERYONE}


@pytest.mark.parametrize(
    "term",
    [
        {"starts": dt.timedelta(1), "ends": dt.timedelta(30)},
        {"starts": dt.timedelta(-30), "ends": dt.timedelta(0)},
    ],
    ids=["starts tomorrow", "ends today"],
)
def test_an_officer_outside_the_term_sees_as_an_employee(chapter, term):
    # Somebody leads the chapter, so nobody is a caretaker.
    factories.chapter_officer(factories.person(), chapter)
    alice, today = factories.person(), factories.today()
    days = {name: today + days for name, days in term.items()}
    factories.chapter_officer(alice, chapter, **days)
    assert seen_levels(alice, chapter) == {EVERYONE}


def test_a_caretaker_still_sees_what_leads_see(chapter):
    alice, today = factories.person(), factories.today()
    factories.chapter_officer(alice, chapter, starts=today - dt.timedelta(30), ends=today)
    assert seen_levels(alice, chapter) == {EVERYONE, MEMBERS, LEADS}


def test_an_officer_who_has_not_accepted_sees_as_an_employee(chapter):
    alice = factories.person()
    factories.chapter_officer(alice, chapter, accepted=None)
    assert seen_levels(alice, chapter) == {EVERYONE}


def test_who_left_the_chapter_is_seen_there_by_nobody_and_not_by_themselves(chapter):
    row = place(chapter, EVERYONE, legal_name="Bob")
    ChapterMembership.objects.filter(pk=row.pk).update(left=timezone.now())
    for viewer in (factories.chapter_lead(chapter), row.membership.person):
        assert row not in ChapterMembership.objects.visible_to(viewer)


def test_who_left_the_group_is_seen_by_nobody_even_where_the_row_stayed_behind(chapter):
    row = place(chapter, EVERYONE)
    Membership.objects.filter(pk=row.membership_id).update(left=timezone.now())
    for viewer in (factories.chapter_lead(chapter), factories.lead(chapter.brg)):
        assert row not in ChapterMembership.objects.visible_to(viewer)


def test_a_deactivated_member_is_seen_by_nobody(chapter):
    row = place(chapter, EVERYONE, is_active=False)
    for viewer in (factories.chapter_lead(chapter), factories.lead(chapter.brg)):
        assert row not in ChapterMembership.objects.visible_to(viewer)


def test_a_deactivated_officer_sees_nobody(chapter):
    alice = factories.chapter_lead(chapter, is_active=False)
    assert not ChapterMembership.objects.visible_to(alice).exists()


@pytest.mark.parametrize("visibility", Visibility.values)
def test_a_person_sees_their_own_row(chapter, visibility):
    row = place(chapter, visibility)
    mine = ChapterMembership.objects.visible_to(row.membership.person)
    assert row in mine.filter(chapter=chapter)


@pytest.mark.parametrize("status", [BRG.Status.DRAFT, BRG.Status.PAUSED, BRG.Status.ARCHIVED])
def test_an_officer_who_is_no_member_sees_nobody_in_a_group_that_is_not_shown(chapter, status):
    alice = factories.person()
    factories.chapter_officer(alice, chapter)
    BRG.objects.filter(pk=chapter.brg_id).update(status=status)
    assert seen_levels(alice, chapter) == set()


def test_an_officer_of_a_resting_chapter_sees_who_is_in_it(chapter):
    alice = factories.chapter_lead(chapter)
    Chapter.objects.update(status="dormant")
    assert seen_levels(alice, chapter) == {EVERYONE, MEMBERS, LEADS}

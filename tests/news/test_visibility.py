"""Who may read which news: by its audience, its host and the state of the group."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.models import BRG, Membership
from chapters.models import ChapterMembership
from news.models import NewsItem
from tests import factories
from tests.access_table import ROLES
from tests.roles import SIGNED_OUT, World

pytestmark = pytest.mark.django_db

# The member belongs to the chapter as well; the hidden member and the lead to the group alone.
READERS = """
#                    visit deact empl  memb  hidd  lead  other curat super
public     group     yes   yes   yes   yes   yes   yes   yes   yes   yes
employees  group     no    no    yes   yes   yes   yes   yes   yes   yes
members    group     no    no    no    yes   yes   yes   no    no    no
public     chapter   yes   yes   yes   yes   yes   yes   yes   yes   yes
employees  chapter   no    no    yes   yes   yes   yes   yes   yes   yes
members    chapter   no    no    no    yes   no    no    no    no    no
"""
OF_PAUSED = """
public     group     no    no    no    yes   yes   yes   no    no    no
employees  group     no    no    no    yes   yes   yes   no    no    no
members    group     no    no    no    yes   yes   yes   no    no    no
"""
NOT_OUT = ("draft", "waiting", "returned", "scheduled", "withdrawn")


def lines(table):
    rows = [row.split() for row in table.splitlines() if row and not row.startswith("#")]
    return {(row[0], row[1]): dict(zip(ROLES, row[2:], strict=True)) for row in rows}


def who_reads(world, item):
    return {role: "yes" if reads(world, role, item) else "no" for role in ROLES}


def reads(world, role, item):
    return NewsItem.objects.visible_to(viewer_of(world, role)).filter(pk=item.pk).exists()


def viewer_of(world, role):
    """Who a request of the role comes from: the session of a deactivated person has ended."""
    if role in SIGNED_OUT:
        return AnonymousUser()
    return world.people[role]


def told_by(world, brg, table):
    """News of each kind in the table, by audience and host."""
    return {
        (audience, host): factories.news_item(
            brg, audience=audience, chapter=world.denver if host == "chapter" else None
        )
        for audience, host in lines(table)
    }


@pytest.mark.parametrize("is_sensitive", [False, True])
def test_news_is_read_as_the_table_says(is_sensitive):
    world = World()
    if is_sensitive:
        BRG.objects.filter(pk=world.kin.pk).update(default_visibility=Visibility.ONLY_ME)
    items = told_by(world, world.kin, READERS)
    assert {kind: who_reads(world, item) for kind, item in items.items()} == lines(READERS)


def test_news_of_a_paused_group_is_for_its_members():
    world = World()
    items = told_by(world, world.paused, OF_PAUSED)
    assert {kind: who_reads(world, item) for kind, item in items.items()} == lines(OF_PAUSED)


def test_nobody_reads_news_of_an_archived_group_or_of_a_draft():
    world = World()
    for brg in (world.archived, world.draft):
        for item in told_by(world, brg, OF_PAUSED).values():
            assert set(who_reads(world, item).values()) == {"no"}


def test_nobody_reads_what_has_not_gone_out_or_was_taken_down():
    world = World()
    for status in NOT_OUT:
        item = factories.news_item(
            world.kin, audience="public", status=status, goes_out=timezone.now()
        )
        assert set(who_reads(world, item).values()) == {"no"}, status


def test_an_account_that_is_no_employee_reads_what_is_public_and_what_is_its_own():
    group = factories.brg()
    guest = factories.visitor_account()
    items = {
        audience: factories.news_item(group, audience=audience)
        for audience in ("public", "employees", "members")
    }
    assert set(NewsItem.objects.visible_to(guest)) == {items["public"]}
    factories.membership(guest, group)
    assert set(NewsItem.objects.visible_to(guest)) == set(items.values())


def test_whoever_has_left_reads_no_more():
    group, alice = factories.brg(), factories.person()
    chapter = factories.chapter(group)
    own = factories.membership(alice, group)
    factories.chapter_membership(own, chapter)
    of_group, of_chapter = factories.news_item(group), factories.news_item(group, chapter=chapter)
    assert set(NewsItem.objects.visible_to(alice)) == {of_group, of_chapter}
    ChapterMembership.objects.update(left=timezone.now())
    assert set(NewsItem.objects.visible_to(alice)) == {of_group}
    Membership.objects.update(left=timezone.now())
    assert set(NewsItem.objects.visible_to(alice)) == set()


def test_a_chapter_membership_without_the_group_opens_nothing():
    """The row that no rule allows: left behind by a membership that has ended."""
    group, alice = factories.brg(), factories.person()
    chapter = factories.chapter(group)
    own = factories.membership(alice, group, left=timezone.now())
    factories.chapter_membership(own, chapter)
    factories.news_item(group, chapter=chapter)
    assert not NewsItem.objects.visible_to(alice).exists()


def test_whoever_was_deactivated_reads_no_more_than_a_visitor_of_an_active_group():
    group, alice = factories.brg(), factories.person()
    factories.membership(alice, group)
    public = factories.news_item(group, audience="public")
    for audience in ("employees", "members"):
        factories.news_item(group, audience=audience)
    alice.is_active = False
    assert set(NewsItem.objects.visible_to(alice)) == {public}


def test_belonging_to_one_group_opens_no_other():
    alice = factories.person()
    factories.membership(alice, factories.brg())
    factories.news_item(factories.brg())
    assert not NewsItem.objects.visible_to(alice).exists()


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_pages_show_what_may_be_read_and_nothing_else(role):
    world = World()
    client = world.client(role)
    told_by(world, world.kin, READERS)
    told_by(world, world.paused, OF_PAUSED)
    readable = NewsItem.objects.visible_to(viewer_of(world, role))
    every = {item.get_absolute_url() for item in NewsItem.objects.all()}
    opened = {url for url in every if client.get(url).status_code == 200}
    assert opened == {item.get_absolute_url() for item in readable}
    listed = {story["url"] for story in client.get("/news/").context["stories"]}
    assert listed == opened
    of_kin = {story["url"] for story in client.get("/groups/kin/news/").context["stories"]}
    assert of_kin == {item.get_absolute_url() for item in readable.filter(brg=world.kin)}

"""Where events that groups hold together stand: pages, lists, filters, feeds and files."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from events import feeds
from events.actions import cohosts
from events.listing import event_rows, for_lists
from events.models import CalendarFeed, Event, Rsvp
from tests import factories
from tests.events.workspace import text

pytestmark = pytest.mark.django_db

ONLY_ME = Visibility.ONLY_ME


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


@pytest.fixture
def other():
    return factories.brg(slug="other", acronym="Other")


@pytest.fixture
def person(client):
    person = factories.person()
    client.force_login(person)
    return person


def titles(response):
    return [row["title"] for row in response.context["events"]]


def fresh(event):
    return Event.objects.get(pk=event.pk)


# Pages


def test_the_events_page_names_all_who_hold_it_and_whose_members_may_come(
    client, person, kin, other
):
    denver = factories.chapter(factories.brg(acronym="Third"), name="Denver", slug="denver")
    event = factories.event(kin, audience="members")
    factories.cohost(event, other)
    factories.cohost(event, denver.brg, chapter=denver)
    factories.cohost(event, factories.brg(acronym="Asked"), accepted=False)
    shown = text(client.get(event.get_absolute_url()))
    assert f"with Other , {denver.full_name}" in shown
    assert "Members of Kin, Other, Third" in shown
    assert "Asked" not in shown


def test_who_will_see_the_answer_is_said_before_it_and_after(client, person, kin, other):
    event = factories.event(kin)
    factories.cohost(event, other)
    address = event.get_absolute_url()
    assert client.get(address).context["seen_by"] == "the leads of Kin"
    factories.membership(person, other, Visibility.MEMBERS)
    context = client.get(address).context
    assert context["seen_by"] == "members and leads of Other"
    assert context["belongs_to"] == "other"
    factories.membership(person, kin, Visibility.LEADS)
    assert client.get(address).context["seen_by"] == "the leads of Kin, Other"
    factories.rsvp(fresh(event), person)
    context = client.get(address).context
    assert context["seen_by"] == "the leads of Kin, Other"
    assert context["belongs_to"] == "kin"


def test_with_a_sensitive_cohost_the_page_says_that_calendars_keep_it_to_themselves(
    client, person, kin
):
    event = factories.event(kin)
    hint = "It is called “BRG event” there"
    assert hint not in text(client.get(event.get_absolute_url()))
    factories.cohost(event, factories.brg(default_visibility=ONLY_ME))
    assert hint in text(client.get(event.get_absolute_url()))


@pytest.mark.parametrize("accepted", [True, False])
def test_a_groups_page_shows_what_it_holds_with_others_once_it_accepts(
    client, person, kin, other, accepted
):
    soon = timezone.now() + dt.timedelta(days=1)
    event = factories.event(kin, title="Together", starts=soon)
    factories.event(other, title="Alone")
    factories.cohost(event, other, accepted=accepted)
    assert titles(client.get("/groups/other/")) == ["Together"] * accepted + ["Alone"]
    assert titles(client.get("/groups/kin/")) == ["Together"]


def test_on_the_cohosts_own_page_the_host_is_named(client, person, kin, other):
    factories.cohost(factories.event(kin), other)
    assert "Kin with Other" in text(client.get("/groups/other/"))


def test_a_chapters_page_shows_what_the_chapter_holds_with_others(client, person, kin, other):
    denver = factories.chapter(other, slug="denver")
    factories.cohost(factories.event(kin, title="Together"), other, chapter=denver)
    factories.cohost(factories.event(kin, title="With the group"), other)
    assert titles(client.get("/groups/other/chapters/denver/")) == ["Together"]


def test_at_home_stands_what_ones_groups_hold_with_others_folded_where_one_is_sensitive(
    client, person, kin, other
):
    factories.membership(person, other)
    factories.cohost(factories.event(kin, title="Together"), other)
    hush = factories.event(kin, title="Hush")
    factories.cohost(hush, other)
    factories.cohost(hush, factories.brg(default_visibility=ONLY_ME))
    context = client.get("/").context
    assert [row["title"] for row in context["events"]] == ["Together"]
    assert [row["title"] for row in context["folded_events"]] == ["Hush"]


# Lists


def test_the_filter_of_groups_finds_what_a_group_holds_with_others(client, person, kin, other):
    factories.cohost(factories.event(kin, title="Together"), other)
    factories.cohost(factories.event(kin, title="Asked"), other, accepted=False)
    assert titles(client.get("/events/?group=other")) == ["Together"]
    assert titles(client.get("/events/?group=kin")) == ["Together", "Asked"]
    assert titles(client.get("/events/?group=~own")) == []
    factories.membership(person, other)
    assert titles(client.get("/events/?group=~own")) == ["Together"]


def test_the_filter_of_chapters_is_about_those_of_the_group_in_use(client, person, kin, other):
    of_kin = factories.chapter(kin, slug="denver")
    of_other = factories.chapter(other, slug="denver")
    factories.cohost(factories.event(kin, title="Two Denvers", chapter=of_kin), other)
    factories.cohost(factories.event(kin, title="Their Denver"), other, chapter=of_other)
    assert titles(client.get("/events/?group=other&chapter=denver")) == ["Their Denver"]
    assert titles(client.get("/events/?group=kin&chapter=denver")) == ["Two Denvers"]


def test_rows_name_the_others_by_one_statement_for_all_and_by_none_without(
    kin, other, django_assert_num_queries
):
    viewer, third = factories.person(), factories.brg(acronym="Third")
    rows = for_lists(Event.objects.upcoming(), viewer)
    for _ in range(2):
        factories.event(kin)
    with django_assert_num_queries(1):
        assert [row["others"] for row in event_rows(rows.all(), viewer)] == ["", ""]
    for event in Event.objects.all():
        factories.cohost(event, other)
        factories.cohost(event, third)
    with django_assert_num_queries(2):
        assert [row["others"] for row in event_rows(rows.all(), viewer)] == ["Other, Third"] * 2


def test_a_row_is_folded_where_any_host_is_sensitive(kin):
    event, viewer = factories.event(kin), factories.person()
    rows = for_lists(Event.objects.upcoming(), viewer)
    assert [row["is_folded"] for row in event_rows(rows.all(), viewer)] == [False]
    factories.cohost(event, factories.brg(default_visibility=ONLY_ME))
    assert [row["is_folded"] for row in event_rows(rows.all(), viewer)] == [True]


# Feeds


def of_all(host):
    return feeds.public_feed(host, full_titles=False).decode()


def stamp(host):
    return feeds.stamp_of_public(host, full_titles=False)


def test_public_feeds_of_all_hosts_hold_it_and_are_fetched_anew(kin, other):
    event = factories.event(kin, title="Together", audience="public")
    denver = factories.chapter(other)
    row = factories.cohost(event, other, chapter=denver, accepted=False)
    before = [stamp(host) for host in (kin, other, denver)]
    assert "Together" not in of_all(other) + of_all(denver)
    cohosts.accept(cohost=row, by=factories.person())
    for host in (kin, other, denver):
        assert "SUMMARY:Together" in of_all(host)
    after = [stamp(host) for host in (kin, other, denver)]
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_with_a_sensitive_cohost_every_feed_keeps_it_to_itself_and_changes_then(
    kin, other, django_assert_num_queries
):
    for _ in range(3):
        event = factories.event(kin, title="Together", audience="public")
        factories.cohost(event, other)
    before = stamp(kin)
    assert "SUMMARY:Together" in of_all(kin)
    other.default_visibility = ONLY_ME
    other.save()
    assert stamp(kin) != before
    with django_assert_num_queries(1):
        assert "Together" not in of_all(kin)
    assert "Together" not in of_all(other)


def test_ones_own_feed_does_so_too_and_where_one_hides_in_a_cohost(
    kin, other, django_assert_num_queries
):
    person = factories.person()
    for _ in range(3):
        event = factories.event(kin, title="Together")
        factories.cohost(event, other)
        factories.rsvp(event, person)
    CalendarFeed.objects.create(person=person, token_hash=feeds.hash_of("t"))
    owner = feeds.owner_of("t")
    before = feeds.stamp_of_own(owner)
    assert "SUMMARY:Together" in feeds.own_feed(owner).decode()
    own = factories.membership(person, other, ONLY_ME)
    assert feeds.stamp_of_own(owner) != before
    with django_assert_num_queries(1):
        assert "Together" not in feeds.own_feed(owner).decode()
    own.delete()
    other.default_visibility = ONLY_ME
    other.save()
    with django_assert_num_queries(1):
        assert "Together" not in feeds.own_feed(owner).decode()
    assert Rsvp.objects.count() == 3


def test_a_file_is_neutral_for_whoever_hides_in_a_cohost(client, person, kin, other):
    event = factories.event(kin, title="Together")
    factories.cohost(event, other)
    address = f"{event.get_absolute_url()}event.ics"
    assert "Together" in client.get(address).content.decode()
    factories.membership(person, other, ONLY_ME)
    assert "Together" not in client.get(address).content.decode()

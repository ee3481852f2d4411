"""What is next, on the pages that gather."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


@pytest.fixture
def alice(client):
    person = factories.person()
    client.force_login(person)
    return person


def event(brg, title, days=1, **fields):
    starts = timezone.now() + dt.timedelta(days=days)
    return factories.event(brg, title=title, starts=starts, **fields)


def titles(answer, name="events"):
    return [row["title"] for row in answer.context[name]]


def test_the_first_page_shows_visitors_the_next_public_ones(client, kin):
    for day in (4, 3, 2, 1):
        event(kin, str(day), day, audience="public")
    event(kin, "For employees")
    event(kin, "Over", -1, audience="public")
    event(kin, "Not on", audience="public", status="cancelled", cancelled=timezone.now())
    event(factories.brg(status="paused"), "Paused", audience="public")
    answer = client.get("/")
    assert titles(answer) == ["1", "2", "3"]
    assert '<a href="/events/">See all events</a>' in answer.content.decode()


def test_the_first_page_says_nothing_of_events_where_there_are_none(client, kin):
    event(kin, "For employees")
    assert "Coming events" not in client.get("/").content.decode()


def test_home_shows_the_next_ones_of_ones_groups_and_those_one_has_answered(client, kin, alice):
    factories.membership(alice, kin)
    elsewhere = factories.brg()
    for day in (4, 3, 2):
        event(kin, str(day), day)
    factories.rsvp(event(elsewhere, "Answered", 1), alice)
    event(elsewhere, "Of others", 1)
    answer = client.get("/")
    assert titles(answer) == ["Answered", "2", "3"]
    assert "You are going" in answer.content.decode()


def test_home_folds_what_sensitive_groups_hold(client, kin, alice):
    folded, other = (factories.brg(default_visibility=Visibility.ONLY_ME) for _ in range(2))
    factories.membership(alice, folded)
    for day in (4, 3, 2, 1):
        event(folded, f"Folded {day}", day, audience="members")
    factories.membership(alice, kin)
    event(kin, "Shown", 9)
    factories.rsvp(event(other, "Answered in secret", 0.5), alice)
    answer = client.get("/")
    assert titles(answer) == ["Shown"]
    assert titles(answer, "folded_events") == ["Answered in secret", "Folded 1", "Folded 2"]
    before, _, rest = answer.content.decode().partition("<details")
    inside, _, after = rest.partition("</details>")
    assert ("Folded 1" in inside, "Folded" in before + after, "secret" in before + after) == (
        *(True, False),
        False,
    )


def test_home_draws_no_band_where_it_folds_events(client, alice):
    folded = factories.brg(default_visibility=Visibility.ONLY_ME)
    factories.membership(alice, folded)
    event(folded, "Folded")
    html = client.get("/").content.decode()
    inside = html.partition("<details")[2].partition("</details>")[0]
    assert ("Folded" in inside, "<pattern" in inside) == (True, False)


def test_home_of_somebody_in_no_group_says_what_will_stand_there(client, kin, alice):
    event(kin, "Of others")
    answer = client.get("/")
    assert titles(answer) == []
    assert "What your groups plan appears here" in answer.content.decode()


def test_a_groups_page_shows_its_next_ones_with_their_chapters_and_the_way_to_all(client, kin):
    denver = factories.chapter(kin, name="Denver")
    event(kin, "Second", 2, audience="public")
    event(kin, "First", 1, audience="public", chapter=denver)
    event(factories.brg(), "Of others", audience="public")
    answer = client.get("/groups/kin/")
    assert titles(answer) == ["First", "Second"]
    text = answer.content.decode()
    assert '<span class="event-host">Denver</span>' in text
    assert '<a href="/events/?group=kin">All events of the group</a>' in text


def test_a_groups_page_is_silent_for_visitors_where_nothing_is_theirs_to_see(client, kin):
    event(kin, "For employees")
    assert "Coming events" not in client.get("/groups/kin/").content.decode()


def test_a_chapters_page_shows_its_own_alone_and_the_way_to_all(client, kin):
    denver = factories.chapter(kin, slug="denver")
    event(kin, "Here", chapter=denver, audience="public")
    event(kin, "There", chapter=factories.chapter(kin), audience="public")
    event(kin, "Of all", audience="public")
    answer = client.get("/groups/kin/chapters/denver/")
    assert titles(answer) == ["Here"]
    way = '<a href="/events/?group=kin&amp;chapter=denver">All events of the chapter</a>'
    assert way in answer.content.decode()


@pytest.mark.parametrize("path", ["/groups/kin/", "/groups/kin/chapters/denver/"])
def test_pages_of_hosts_tease_with_what_is_for_members(client, kin, alice, path):
    denver = factories.chapter(kin, slug="denver")
    event(kin, "For members", audience="members", venue="Room 7", chapter=denver)
    text = client.get(path).content.decode()
    assert "Members only: join to attend" in text
    assert "Room 7" not in text


def test_links_and_focus_areas_keep_their_order(client, kin):
    for name in ("B", "A"):
        kin.focus_areas.add(factories.focus_area(name=name, slug=name.lower()))
        kin.links.create(title=name, url=f"https://example.org/{name}")
    page = client.get("/groups/kin/").context
    assert [area["name"] for area in page["focus_areas"]] == ["A", "B"]
    assert [link["title"] for link in page["links"]] == ["B", "A"]

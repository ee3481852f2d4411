"""What an event says in a calendar, and for whom it says nothing that would tell on them."""

import datetime as dt

import pytest
from django.conf import settings

from accounts.visibility import Visibility
from events.calendars import entry, file_of
from events.models import Event
from tests import factories
from tests.events import clocks

pytestmark = pytest.mark.django_db

# 6 p.m. in Denver.
EVENING = dt.datetime(2031, 7, 4, 0, tzinfo=dt.UTC)
# What an entry tells about an event, beside when it is and how to find it again.
TELLING = {"description", "location"}


@pytest.fixture
def kin():
    return factories.brg(name="Kin of all", acronym="Kin")


@pytest.fixture
def private():
    return factories.brg(name="Pride", acronym="Pride", default_visibility=Visibility.ONLY_ME)


def held_by(brg, **facts):
    words = {"title": "A supper", "summary": "We eat.", "venue": "Room 7", "audience": "public"}
    return factories.event(brg, **{"starts": EVENING} | words | facts)


def address(event):
    return f"{event.get_absolute_url()}event.ics"


def fetched(client, event, query=""):
    response = client.get(address(event) + query)
    assert response.status_code == 200
    (found,) = clocks.read(response.content)
    return found


def is_neutral(found, event):
    """Whether nothing of an entry says what it is about, or whose event it is."""
    said = {name: words for name, words in found.rest.items() if name != "vtimezone"}
    bare = f"{settings.SITE_URL}/events/{event.pk}/"
    return (
        (found.title, said["class"], said["url"]) == ("BRG event", ["PRIVATE"], [bare])
        and not TELLING & set(said)
        and not any(word in repr(said) for word in ("Pride", "upper", "Room"))
    )


def test_a_file_says_what_the_page_says(client, kin):
    event = held_by(kin)
    response = client.get(address(event))
    (found,) = clocks.read(response.content)
    evening = EVENING.replace(tzinfo=None)
    assert [found.starts, found.ends] == [evening, evening + dt.timedelta(hours=1)]
    assert (found.uid, found.title, found.sequence) == (event.uid, "A supper", 0)
    assert found.rest["location"] == ["Room 7"]
    url = f"{settings.SITE_URL}/events/{event.pk}/"
    words = f"We eat.\nBy Kin of all.\nMore about it, and your answer: {url}"
    assert (found.rest["description"], found.rest["url"]) == ([words], [url])
    assert "class" not in found.rest
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="event.ics"'


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, "CONFIRMED"),
        ({"status": "cancelled"}, "CANCELLED"),
        ({"status": "submitted", "asked": EVENING}, "TENTATIVE"),
    ],
)
def test_a_file_says_whether_it_takes_place(kin, facts, status):
    (found,) = clocks.read(file_of(held_by(kin, **facts), discreet=False))
    assert found.status == status


def test_what_has_changed_has_the_later_number(kin):
    event = held_by(kin, sequence=4)
    (found,) = clocks.read(file_of(event, discreet=False))
    assert found.sequence == 4
    assert found.rest["last-modified"][0] == event.changed.replace(microsecond=0)


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"format": "online", "venue": ""}, "online"),
        ({"format": "hybrid"}, "Room 7, online"),
        ({"venue": ""}, ""),
    ],
)
def test_says_where_and_never_by_which_link(client, kin, facts, place):
    event = held_by(kin, online_link="https://meet.example/secret", **facts)
    person = factories.person()
    factories.rsvp(event, person)
    client.force_login(person)
    assert fetched(client, event).rest.get("location", [""]) == [place]
    assert b"secret" not in client.get(address(event)).content


def test_a_chapters_event_is_held_by_the_chapter(client, kin):
    event = held_by(kin, chapter=factories.chapter(kin, name="Denver"))
    assert "By Kin of all, Denver." in fetched(client, event).rest["description"][0]


# Who gets it


def test_whoever_may_know_of_it_without_coming_gets_no_file(client, kin):
    event, person = held_by(kin, audience="members"), factories.person()
    client.force_login(person)
    assert client.get(event.get_absolute_url()).status_code == 200
    assert client.get(address(event)).status_code == 404
    factories.membership(person, kin)
    assert fetched(client, event).title == "A supper"


@pytest.mark.parametrize(
    "facts", [{"audience": "employees"}, {"audience": "members"}, {"status": "draft"}]
)
def test_a_guessed_number_leads_nowhere_as_one_that_is_none(client, kin, facts):
    event = held_by(kin, **facts)
    gone = client.get(f"/events/{10**12}-a-supper/event.ics")
    there = client.get(address(event))
    assert there.status_code == gone.status_code == 302
    where = there["Location"].replace(str(event.pk), str(10**12))
    assert (there.content, where) == (gone.content, gone["Location"])


def test_the_words_in_the_address_do_not_matter(client, kin):
    event = held_by(kin)
    response = client.get(f"/events/{event.pk}-another-title/event.ics")
    assert response.content == client.get(address(event)).content


def test_the_page_leads_to_the_file_for_whoever_may_come(client, kin, private):
    event, person = held_by(kin, audience="members"), factories.person()
    client.force_login(person)
    assert address(event) not in client.get(event.get_absolute_url()).content.decode()
    factories.membership(person, kin)
    page = client.get(event.get_absolute_url()).content.decode()
    assert f'href="{address(event)}"' in page
    assert "titles=full" not in page
    event = held_by(private)
    page = client.get(event.get_absolute_url()).content.decode()
    assert f'href="{address(event)}"' in page
    assert f'href="{address(event)}?titles=full"' in page


# Nothing that would tell on somebody


def test_an_entry_of_a_sensitive_groups_event_is_neutral(client, private):
    event = held_by(private)
    assert is_neutral(fetched(client, event), event)
    # And with its title for whoever asks for that; for others it stays private.
    full = fetched(client, event, "?titles=full")
    assert (full.title, full.rest["class"]) == ("A supper", ["PRIVATE"])
    assert not is_neutral(full, event)


def test_an_entry_is_neutral_for_who_belongs_unseen(client, kin):
    person, event = factories.person(), held_by(kin)
    client.force_login(person)
    membership = factories.membership(person, kin, Visibility.ONLY_ME)
    assert is_neutral(fetched(client, event), event)
    type(membership).objects.update(visibility=Visibility.LEADS)
    assert fetched(client, event).title == "A supper"


def test_an_answer_that_shows_to_nobody_is_neutral_after_its_membership(client, kin):
    person, event = factories.person(), held_by(kin)
    factories.membership(person, kin, Visibility.ONLY_ME)
    answer = factories.rsvp(event, person)
    type(answer.membership).objects.update(left=event.made)
    client.force_login(person)
    assert is_neutral(fetched(client, event), event)


def test_another_persons_unseen_membership_changes_nothing(client, kin):
    event = held_by(kin)
    factories.rsvp(event, factories.person(), visibility="only_me")
    factories.membership(factories.person(), kin, Visibility.ONLY_ME)
    client.force_login(factories.person())
    assert fetched(client, event).title == "A supper"


def test_how_many_come_changes_nothing_in_a_file(client, kin):
    event = held_by(kin, capacity=1)
    before = client.get(address(event)).content
    factories.rsvp(event, factories.person())
    factories.rsvp(event, factories.person(), "waiting")
    assert client.get(address(event)).content == before


def test_an_entry_is_made_of_few_statements(kin, django_assert_num_queries):
    pk = held_by(kin).pk
    with django_assert_num_queries(1):
        entry(Event.objects.select_related("brg", "chapter").get(pk=pk))

"""The list of guests, on the event's page and on its own: whom the viewer may see, by name."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from tests import factories

pytestmark = pytest.mark.django_db

OTHERS = "Others may be coming too."
NOBODY_SEEN = "There is nobody here whom you may see by name."


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


@pytest.fixture
def alice(client):
    person = factories.person(legal_name="Alice Zimmermann")
    client.force_login(person)
    return person


def guest(event, name, level=Visibility.EVERYONE, status="going"):
    person = factories.person(legal_name=name)
    if level:
        factories.membership(person, event.brg, level)
    factories.rsvp(event, person, status)
    return person


def names(answer, key="people"):
    return [row["name"] for row in answer.context[key]]


def page(client, event, query=""):
    return client.get(f"{event.get_absolute_url()}guests/{query}")


def test_guests_are_listed_by_name_and_not_by_when_they_answered(client, kin, alice):
    event = factories.event(kin)
    for name in ("Carla", "Anna", "Émile", "Bert"):
        guest(event, name)
    expected = ["Anna", "Bert", "Carla", "Émile"]
    assert names(client.get(event.get_absolute_url()), "guests") == expected
    assert names(page(client, event)) == expected


def test_hidden_guests_and_those_who_wait_are_on_no_list(client, kin, alice):
    event = factories.event(kin, capacity=3)
    guest(event, "Seen")
    guest(event, "Hidden", Visibility.ONLY_ME)
    guest(event, "Guest", None)
    guest(event, "Waits", status="waiting")
    for answer in (client.get(event.get_absolute_url()), page(client, event)):
        read = answer.content.decode()
        assert "Seen" in read
        assert not re.search("Hidden|Guest|Waits", read)


def test_whoever_goes_reads_their_own_name_as_such(client, kin, alice):
    event = factories.event(kin)
    factories.membership(alice, kin, Visibility.ONLY_ME)
    factories.rsvp(event, alice)
    (row,) = page(client, event).context["people"]
    assert (row["name"], row["line"]) == ("Alice Zimmermann", "You")


@pytest.mark.parametrize("hides", [False, True])
@pytest.mark.parametrize("guests", [0, 1, 12, 13])
def test_each_list_ends_with_the_same_sentence(client, kin, alice, guests, hides):
    """Whoever hides changes nothing of it, also where nobody else is coming."""
    event, hidden = factories.event(kin), factories.person()
    if hides:
        factories.membership(hidden, kin, Visibility.ONLY_ME)
        factories.rsvp(event, hidden)
    for number in range(guests):
        guest(event, f"Guest {number:02}")
    for answer in (client.get(event.get_absolute_url()), page(client, event)):
        read = answer.content.decode()
        assert (read.count(OTHERS), NOBODY_SEEN in read) == (1, guests == 0)


@pytest.mark.parametrize(("guests", "has_more"), [(12, False), (13, True)])
def test_the_events_page_has_the_first_twelve(client, kin, alice, guests, has_more):
    event = factories.event(kin)
    for number in range(guests):
        guest(event, f"Guest {number:02}")
    answer = client.get(event.get_absolute_url())
    assert names(answer, "guests") == [f"Guest {number:02}" for number in range(12)]
    more = f"{event.get_absolute_url()}guests/" if has_more else ""
    assert answer.context["more_url"] == more


def test_whom_one_may_not_see_makes_no_longer_list(client, kin, alice):
    """The way to the whole list says nothing about hidden guests."""
    event = factories.event(kin)
    for number in range(12):
        guest(event, f"Guest {number:02}")
    before = client.get(event.get_absolute_url()).context["more_url"]
    guest(event, "Hidden", Visibility.ONLY_ME)
    assert (before, client.get(event.get_absolute_url()).context["more_url"]) == ("", "")


def test_the_list_goes_on_where_it_ended(client, kin, alice, monkeypatch):
    monkeypatch.setattr("events.views.GUESTS_A_PAGE", 2)
    event = factories.event(kin)
    for name in ("Anna", "Bert", "Bert", "Carla", "Dora"):
        guest(event, name)
    found, query = [], ""
    while query is not None:
        answer = page(client, event, query)
        found += names(answer)
        query = answer.context["next_url"] or None
    assert found == ["Anna", "Bert", "Bert", "Carla", "Dora"]
    assert answer.context["start_url"] == f"{event.get_absolute_url()}guests/"


@pytest.mark.parametrize("after", ["", "x", "\0", "9" * 400, "%"])
def test_an_unknown_place_begins_at_the_start(client, kin, alice, after):
    event = factories.event(kin)
    guest(event, "Anna")
    assert names(client.get(f"{event.get_absolute_url()}guests/", {"after": after})) == ["Anna"]


def test_a_hidden_guest_asked_for_by_id_looks_like_nobody(client, kin, alice, monkeypatch):
    monkeypatch.setattr("events.views.GUESTS_A_PAGE", 1)
    event = factories.event(kin)
    for name in ("Anna", "Zora"):
        guest(event, name)
    hidden = guest(event, "Mona", Visibility.ONLY_ME)
    answers = [page(client, event, f"?after={key}") for key in (hidden.public_id, "nobody")]
    assert names(answers[0]) == names(answers[1]) == ["Anna"]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "cancelled"},
        {"starts": timezone.now() - dt.timedelta(days=2)},
        {"audience": "members"},
    ],
    ids=["cancelled", "over", "for members"],
)
def test_there_is_no_list_where_it_helps_nobody_to_decide(client, kin, alice, fields):
    event = factories.event(kin, **fields)
    guest(event, "Anna")
    response = page(client, event)
    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())
    answer = client.get(event.get_absolute_url())
    assert not answer.context["has_guest_list"]
    assert "Anna" not in answer.content.decode()


def test_visitors_see_nobody(client, kin):
    event = factories.event(kin, audience="public")
    guest(event, "Anna")
    assert "Anna" not in client.get(event.get_absolute_url()).content.decode()
    assert page(client, event)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_makes_the_same_queries_for_one_and_for_many(
    client, kin, alice, size, django_assert_num_queries
):
    event = factories.event(kin)
    for number in range(size):
        guest(event, f"Guest {number}")
    page(client, event)
    with django_assert_num_queries(4):
        page(client, event)

"""One's own events, and what the portal keeps about one by way of them."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from events.actions import enroll, rsvp, write_request
from events.models import Enrollment, Rsvp
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin", name="Kin of all")


@pytest.fixture
def alice(client):
    person = factories.person(region=factories.region(time_zone="America/Denver"))
    client.force_login(person)
    return person


def inside(**ago):
    return timezone.now() + dt.timedelta(**ago)


def titles(answer, key="rows"):
    return [row["event"].title for row in answer.context[key]]


def page(client, query=""):
    return client.get(f"/me/events/{query}")


def test_whoever_has_answered_to_nothing_is_led_to_the_events(client, alice):
    read = page(client).content.decode()
    assert "Nothing is coming up" in read
    assert 'href="/events/"' in read


def test_coming_events_are_listed_the_soonest_first_and_past_ones_apart(client, kin, alice):
    for title, days in (("Later", 9), ("Soon", 1), ("Past", -3), ("Long past", -30)):
        factories.rsvp(factories.event(kin, title=title, starts=inside(days=days)), alice)
    factories.rsvp(factories.event(kin, title="Another's"), factories.person())
    assert titles(page(client)) == ["Soon", "Later"]
    assert titles(page(client, "?show=past")) == ["Past", "Long past"]


def test_each_row_says_how_it_stands(client, kin, alice):
    going = factories.event(kin, title="A", starts=inside(days=1))
    full = factories.event(kin, title="B", starts=inside(days=2), capacity=1)
    off = factories.event(kin, title="C", starts=inside(days=3), status="cancelled")
    factories.rsvp(going, alice)
    for status in ("going", "waiting"):
        factories.rsvp(full, factories.person(), status)
    factories.rsvp(full, alice, "waiting")
    factories.rsvp(off, alice)
    answer = page(client)
    assert [row["state"] for row in answer.context["rows"]] == [
        "You are going",
        "You are waiting",
        "Cancelled",
    ]
    assert answer.context["rows"][1]["answer"].ahead == 1
    assert "1 person is ahead of you." in answer.content.decode()


def test_offers_stand_first_with_a_button_and_their_end(client, kin, alice):
    event = factories.event(kin, title="Potluck", capacity=1)
    factories.rsvp(event, alice, "offered", offer_ends=inside(hours=5))
    answer = page(client)
    assert (titles(answer, "offers"), titles(answer)) == (["Potluck"], [])
    read = answer.content.decode()
    assert f'action="{event.get_absolute_url()}accept/"' in read
    assert "Denver time</strong>" in read


def test_an_offer_that_is_over_stands_among_the_others(client, kin, alice):
    event = factories.event(kin, capacity=1)
    factories.rsvp(event, alice, "offered", offer_ends=timezone.now())
    answer = page(client)
    assert titles(answer, "offers") == []
    (row,) = answer.context["rows"]
    assert (row["state"], row["offer_until"]) == ("The offer has ended", "")
    assert "/accept/" not in answer.content.decode()


def test_what_has_begun_has_no_way_out(client, kin, alice):
    event = factories.event(kin, starts=inside(minutes=-10))
    factories.rsvp(event, alice)
    assert "/cancel/" not in page(client).content.decode()


def test_the_list_goes_on_where_it_ended(client, kin, alice, monkeypatch):
    monkeypatch.setattr("events.own.EVENTS_A_PAGE", 2)
    starts = inside(days=2)
    for number in range(5):
        event = factories.event(kin, title=str(number), starts=starts)
        factories.rsvp(event, alice)
    found, query = [], ""
    while query is not None:
        answer = page(client, query)
        found += titles(answer)
        query = answer.context["next_url"] or None
    assert found == ["0", "1", "2", "3", "4"]
    assert answer.context["start_url"] == "/me/events/"


@pytest.mark.parametrize("query", ["?after=x", "?after=%00", "?after=" + "9" * 60, "?show=%FF"])
def test_an_unknown_place_begins_at_the_start(client, kin, alice, query):
    factories.rsvp(factories.event(kin, title="Potluck"), alice)
    assert titles(page(client, query)) == ["Potluck"]


def test_a_contact_finds_the_events_with_requests_to_them(client, kin, alice):
    coming = factories.event(kin, title="Coming", accessibility_contact=alice)
    over = factories.event(
        kin, title="Long over", accessibility_contact=alice, starts=inside(days=-40)
    )
    read = page(client).content.decode()
    assert f"/me/events/{coming.pk}/requests/" in read
    assert f"/me/events/{over.pk}/requests/" not in read


def test_whoever_asked_for_something_finds_it_again(client, kin, alice):
    carl = factories.person()
    event = factories.event(kin, accessibility_contact=carl)
    write_request(event=event, by=alice, contact=carl, text="Captions")
    assert f"{event.get_absolute_url()}accessibility/" in page(client).content.decode()


def test_the_pages_of_me_lead_here(client, alice):
    assert 'href="/me/events/"' in client.get("/me/").content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_makes_the_same_queries_for_one_and_for_many(
    client, kin, alice, size, django_assert_num_queries
):
    for _ in range(size):
        brg = factories.brg()
        event = factories.event(brg, chapter=factories.chapter(brg), accessibility_contact=alice)
        factories.rsvp(event, alice)
        full = factories.event(brg, capacity=1)
        factories.rsvp(full, factories.person())
        factories.rsvp(full, alice, "waiting")
        offered = factories.event(brg, capacity=1)
        factories.rsvp(offered, alice, "offered", offer_ends=inside(hours=5))
    page(client)
    with django_assert_num_queries(7):
        page(client)
    with django_assert_num_queries(4):
        page(client, "?show=past")


# Whole series


def test_a_series_that_one_has_signed_up_for_shows_once_and_opens_out(client, kin, alice):
    series, dates = factories.series(kin, 4, title="Weekly", capacity=1)
    factories.rsvp(factories.event(kin, title="Before", starts=inside(days=1)), alice)
    factories.rsvp(factories.event(kin, title="After", starts=inside(days=50)), alice)
    factories.rsvp(dates[2], factories.person())
    enroll(series=series, by=alice)
    answer = page(client)
    assert titles(answer) == ["Before", "Weekly", "After"]
    row = answer.context["rows"][1]
    assert row["event"] == dates[0]
    assert [later["event"] for later in row["later"]] == dates[1:]
    assert [later["state"] for later in row["later"]] == [
        "You are going",
        "You are waiting",
        "You are going",
    ]
    html = answer.content.decode()
    assert "3 later dates" in html
    assert f'href="{series.get_absolute_url()}cancel/"' in html


def test_single_answers_to_a_series_show_each(client, kin, alice):
    series, dates = factories.series(kin, 3, title="Weekly")
    enroll(series=series, by=factories.person())
    for event in dates:
        rsvp(event=event, by=alice)
    answer = page(client)
    assert titles(answer) == ["Weekly"] * 3
    assert "later date" not in answer.content.decode()


def test_an_offer_at_the_next_date_stands_above_and_the_series_stays(client, kin, alice):
    series, dates = factories.series(kin, 3, title="Weekly", capacity=2)
    enroll(series=series, by=alice)
    kept = {"status": "offered", "offer_ends": inside(hours=5)}
    Rsvp.objects.filter(event=dates[0]).update(**kept)
    answer = page(client)
    assert titles(answer, "offers") == ["Weekly"]
    assert [row["event"] for row in answer.context["rows"]] == [dates[1]]


def test_what_one_was_at_shows_each_date(client, kin, alice):
    series, dates = factories.series(kin, 3, title="Weekly", starts=inside(days=-10))
    for event in dates:
        factories.rsvp(event, alice)
    Enrollment.objects.create(series=series, person=alice)
    assert titles(page(client, "?show=past")) == ["Weekly", "Weekly"]


@pytest.mark.parametrize("size", [1, 3])
def test_series_make_the_same_queries_for_one_and_for_many(
    client, kin, alice, size, django_assert_num_queries
):
    for _ in range(size):
        enroll(series=factories.series(kin, 3)[0], by=alice)
    page(client)
    with django_assert_num_queries(8):
        page(client)


# The table of one's own data


def own_data(client):
    text = client.get("/me/privacy/my-data.csv").content.decode("utf-8-sig")
    return [row[:3] for row in csv.reader(io.StringIO(text))]


def test_own_answers_and_needs_stand_in_ones_own_data(client, kin, alice):
    carl = factories.person(legal_name="Carl Contact")
    event = factories.event(kin, title="Potluck", accessibility_contact=carl)
    full = factories.event(kin, title="Full", capacity=1)
    factories.rsvp(event, alice)
    factories.rsvp(full, factories.person())
    factories.rsvp(full, alice, "waiting")
    write_request(event=event, by=alice, contact=carl, text="Captions")
    series, _dates = factories.series(kin, 1, title="Weekly")
    enroll(series=series, by=alice)
    rows = own_data(client)
    assert ["Signed up for a series", "Weekly, Kin of all", "Only me"] in rows
    assert ["Answer to an event, going", "Potluck, Kin of all", "the leads of Kin"] in rows
    assert ["Answer to an event, waiting", "Full, Kin of all", "Only me"] in rows
    assert ["Accessibility request", "Potluck: Captions", "Carl Contact"] in rows


def test_a_guest_who_has_joined_in_hiding_since_reads_who_still_sees_the_answer(client, kin, alice):
    factories.rsvp(factories.event(kin, title="Potluck"), alice)
    factories.membership(alice, kin, Visibility.ONLY_ME)
    row = ["Answer to an event, going", "Potluck, Kin of all", "the leads of Kin"]
    assert row in own_data(client)


def test_ones_own_data_hold_nothing_of_others(client, kin, alice):
    event = factories.event(kin, accessibility_contact=alice)
    other = factories.person(legal_name="Zora")
    factories.membership(other, kin, Visibility.EVERYONE)
    factories.rsvp(event, other)
    write_request(event=event, by=other, contact=alice, text="Captions")
    text = client.get("/me/privacy/my-data.csv").content.decode()
    assert "Captions" not in text
    assert "Zora" not in text
    assert ["Accessibility contact", f"{event.title}, Kin of all", "Whoever may come"] in own_data(
        client
    )


def test_ones_own_data_say_what_one_made_as_a_lead(client, kin, alice):
    factories.event(kin, title="Mine", author=alice)
    factories.event(kin, title="Asked", askers=[alice.public_id])
    factories.event(kin, title="Theirs", author=factories.person())
    made = [row[1] for row in own_data(client) if row[0] == "Event that I made"]
    assert made == ["Mine, Kin of all", "Asked, Kin of all"]

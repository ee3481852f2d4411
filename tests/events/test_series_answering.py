"""Signing up for a series in a browser, leaving it, and choosing among sittings."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from events.models import Enrollment, Event, Rsvp
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


def post(client, url, **fields):
    """Send one act; returns where it leads, and what it says."""
    response = client.post(url, fields)
    assert response.status_code == 302
    said = [str(message) for message in get_messages(response.wsgi_request)]
    # As the next page would, which shows them.
    client.cookies.pop("messages", None)
    return response["Location"], said


def page(client, thing):
    response = client.get(thing.get_absolute_url())
    assert response.status_code == 200
    return response


def at(series, act):
    return f"{series.get_absolute_url()}{act}/"


def statuses(events, person):
    found = dict(Rsvp.objects.filter(person=person).values_list("event", "status"))
    return [found.get(event.pk, "") for event in events]


# The whole series


def test_one_button_signs_up_for_all_dates(client, kin, alice):
    series, dates = factories.series(kin)
    html = page(client, series).content.decode()
    assert f'action="{at(series, "rsvp")}"' in html
    assert post(client, at(series, "rsvp")) == (
        series.get_absolute_url(),
        ["You are signed up for the whole series."],
    )
    assert statuses(dates, alice) == ["going"] * 3
    after = page(client, series)
    assert after.context["standing"] == "enrolled"
    assert "You have a seat at 3 dates." in after.content.decode()


def test_a_double_click_signs_up_once(client, kin, alice):
    series, _dates = factories.series(kin)
    post(client, at(series, "rsvp"))
    said = ["You are signed up already. Nothing has changed."]
    assert post(client, at(series, "rsvp")) == (series.get_absolute_url(), said)
    assert (Enrollment.objects.count(), Rsvp.objects.count()) == (1, 3)


@pytest.mark.parametrize(("sent", "at_once"), [({}, True), ({"was_asked": "True"}, False)])
def test_the_tick_is_kept(client, kin, alice, sent, at_once):
    series, _dates = factories.series(kin)
    post(client, at(series, "rsvp"), **sent)
    assert Enrollment.objects.get().seat_me is at_once
    assert set(Rsvp.objects.values_list("seat_me", flat=True)) == {at_once}


def test_the_tick_is_there_where_seats_are_limited_alone(client, kin, alice):
    limited, roomy = factories.series(kin, capacity=5)[0], factories.series(kin)[0]
    assert 'name="seat_me"' in page(client, limited).content.decode()
    assert "seat_me" not in page(client, roomy).content.decode()


def test_a_refusal_is_said(client, kin, alice):
    series, _dates = factories.series(kin, audience="members")
    assert page(client, series).context["standing"] == "join"
    said = "These events are for members of the group. Join the group to attend."
    assert post(client, at(series, "rsvp")) == (series.get_absolute_url(), [said])


def test_whoever_comes_by_a_link_is_led_to_the_page(client, kin, alice):
    series, _dates = factories.series(kin)
    for act in ("rsvp", "cancel"):
        response = client.get(at(series, act))
        assert (response.status_code, response["Location"]) == (302, series.get_absolute_url())
    assert not Rsvp.objects.exists()


def test_leaving_asks_first_and_says_what_is_given_back(client, kin, alice):
    series, dates = factories.series(kin, 2)
    post(client, at(series, "rsvp"))
    asked = client.get(at(series, "cancel"))
    assert asked.status_code == 200
    assert f"Leave the whole series: {series.title}?" in asked.content.decode()
    assert len(asked.context["dates"]) == 2
    assert statuses(dates, alice) == ["going"] * 2
    assert post(client, at(series, "cancel")) == (
        series.get_absolute_url(),
        ["You gave all coming dates back."],
    )
    assert statuses(dates, alice) == [""] * 2
    assert post(client, at(series, "cancel"))[1] == ["There was nothing to give back."]


def test_a_series_that_is_out_of_sight_then_is_not_shown(client, alice):
    private = factories.brg(default_visibility="only_me")
    series, dates = factories.series(private, 2, audience="members")
    factories.rsvp(dates[0], alice)
    assert post(client, at(series, "cancel"))[0] == "/me/events/"
    assert client.post(at(series, "cancel")).status_code == 404
    assert client.post(at(series, "rsvp")).status_code == 404
    assert client.get(at(series, "cancel")).status_code == 404


def test_single_answers_stay_and_can_be_given_back_together(client, kin, alice):
    series, dates = factories.series(kin)
    factories.rsvp(dates[0], alice)
    html = page(client, series).content.decode()
    assert "What you have answered already stays as it is." in html
    assert f'action="{at(series, "cancel")}"' in html


@pytest.mark.parametrize(
    ("viewer", "standing"),
    [(None, "visitor"), ({"employee_id": None}, "outsider"), ({}, "free")],
)
def test_everybody_is_told_what_they_may_do(client, kin, viewer, standing):
    series, _dates = factories.series(kin, audience="public")
    if viewer is not None:
        client.force_login(factories.person(**viewer))
    assert page(client, series).context["standing"] == standing


def test_a_paused_group_says_so(client, alice):
    group = factories.brg(status="paused")
    factories.membership(alice, group)
    assert page(client, factories.series(group)[0]).context["standing"] == "paused"


def test_what_is_over_asks_nothing(client, kin, alice):
    series, _dates = factories.series(kin, 1, starts=timezone.now() - dt.timedelta(days=5))
    assert page(client, series).context["standing"] == ""


def test_seats_lines_and_offers_are_counted_for_oneself(client, kin, alice):
    series, dates = factories.series(kin, 3)
    Enrollment.objects.create(series=series, person=alice)
    Event.objects.filter(series=series).update(capacity=1)
    for event, status in zip(dates, ("going", "waiting", "offered"), strict=True):
        event.refresh_from_db()
        ends = {"offer_ends": timezone.now() + dt.timedelta(hours=3)} if status == "offered" else {}
        factories.rsvp(event, alice, status, **ends)
    html = page(client, series).content.decode()
    assert "You have a seat at one date." in html
    assert "You wait at one date." in html
    assert "A seat is offered to you at one date." in html


# One date


def test_the_page_of_a_date_leads_to_the_series(client, kin, alice):
    series, dates = factories.series(kin)
    html = page(client, dates[0]).content.decode()
    assert f'href="{series.get_absolute_url()}"' in html
    assert "Come to all dates" in html
    post(client, at(series, "rsvp"))
    after = page(client, dates[1]).content.decode()
    assert "You are signed up for the whole series." in after
    assert "Come to all dates" not in after


def test_the_page_of_an_event_alone_says_nothing_of_a_series(client, kin, alice):
    assert "of-series" not in page(client, factories.event(kin)).content.decode()


# Sittings


def acts(client, series):
    """What the button at each sitting says."""
    rows = page(client, series).context["coming"]
    return [row["act"] and row["act"].words for row in rows]


def test_each_sitting_has_one_button(client, kin, alice):
    series, events = factories.sittings(kin, 3, capacity=1)
    factories.rsvp(events[1], factories.person())
    assert acts(client, series) == ["Come to this one", "Wait for this one", "Come to this one"]
    post(client, f"{events[0].get_absolute_url()}rsvp/")
    assert acts(client, series) == [
        "I can’t come",
        "Wait for this one, and keep my seat",
        "Move to this one",
    ]
    post(client, f"{events[1].get_absolute_url()}rsvp/")
    assert acts(client, series)[1] == "Leave the line"
    assert statuses(events, alice) == ["going", "waiting", ""]


def test_the_button_moves(client, kin, alice):
    series, events = factories.sittings(kin, 2)
    first, second = page(client, series).context["coming"]
    post(client, first["act"].url)
    post(client, page(client, series).context["coming"][1]["act"].url)
    assert statuses(events, alice) == ["", "going"]
    # The other tab still shows the first one's button.
    post(client, second["act"].url)
    assert statuses(events, alice) == ["", "going"]


def test_an_offer_at_another_sitting_is_taken_with_one_button(client, kin, alice):
    series, events = factories.sittings(kin, 2, capacity=1)
    factories.rsvp(events[0], alice)
    ends = timezone.now() + dt.timedelta(hours=3)
    factories.rsvp(events[1], alice, "offered", offer_ends=ends)
    act = page(client, series).context["coming"][1]["act"]
    assert act.words == "Take the seat, and move to this one"
    post(client, act.url)
    assert statuses(events, alice) == ["", "going"]


def test_moving_says_that_the_other_time_is_given_back(client, kin, alice):
    _series, events = factories.sittings(kin, 2)
    for event in events:
        response = client.post(f"{event.get_absolute_url()}rsvp/", {"seat_me": "yes"}, follow=True)
        (said,) = response.context["messages"]
        assert str(said) == (
            "You are going at this time. What you had at another time is given back."
        )


def test_the_page_of_a_sitting_says_where_one_goes(client, kin, alice):
    _series, events = factories.sittings(kin, 2)
    factories.rsvp(events[0], alice)
    assert "You are going at another time" in page(client, events[1]).content.decode()
    assert "You are going at another time" not in page(client, events[0]).content.decode()


def test_visitors_have_no_buttons_and_members_events_none_for_others(client, kin):
    public, _events = factories.sittings(kin, 2, audience="public")
    assert acts(client, public) == [None, None]
    client.force_login(factories.person())
    closed, _events = factories.sittings(kin, 2, audience="members")
    assert acts(client, closed) == [None, None]


# What it costs


@pytest.mark.parametrize("count", [2, 8])
@pytest.mark.parametrize(
    ("make", "queries"), [(factories.series, 6), (factories.sittings, 4)], ids=["dates", "sittings"]
)
def test_the_page_costs_no_more_for_more_dates(
    client, kin, alice, make, queries, count, django_assert_num_queries
):
    series, dates = make(kin, count, capacity=3)
    factories.rsvp(dates[0], alice)
    page(client, series)
    with django_assert_num_queries(queries):
        page(client, series)

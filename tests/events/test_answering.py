"""Answering in a browser: each act one POST, harmless when it comes twice; refusals in words."""

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.visibility import Visibility
from audit.models import AuditEvent
from events.models import Event, Rsvp
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


def post(client, event, act, **fields):
    """Send one act; returns where it leads, and what it says."""
    response = client.post(f"{event.get_absolute_url()}{act}/", fields)
    assert response.status_code == 302
    said = [str(message) for message in get_messages(response.wsgi_request)]
    # As the next page would, which shows them.
    client.cookies.pop("messages", None)
    return response["Location"], said


def answer_of(person):
    return Rsvp.objects.filter(person=person).values_list("status", "seat_me").first()


def counters(event):
    event.refresh_from_db()
    return event.going, event.offered, event.waiting


# To answer


def test_an_answer_leads_back_to_the_event(client, kin, alice):
    event = factories.event(kin)
    url = event.get_absolute_url()
    assert post(client, event, "rsvp") == (url, ["You are going."])
    assert answer_of(alice) == ("going", True)


def test_whoever_has_to_wait_is_told_so(client, kin, alice):
    event = factories.event(kin, capacity=1)
    factories.rsvp(event, factories.person())
    _, said = post(client, event, "rsvp")
    assert said == ["You are on the waiting list. We tell you of a free seat."]
    assert answer_of(alice) == ("waiting", True)


@pytest.mark.parametrize(
    ("sent", "at_once"),
    [
        ({}, True),
        ({"was_asked": "True"}, False),
        ({"was_asked": "True", "seat_me": "on"}, True),
        ({"seat_me": "\0", "was_asked": "x" * 5000}, True),
    ],
)
def test_the_tick_is_on_unless_it_was_taken_away(client, kin, alice, sent, at_once):
    event = factories.event(kin, capacity=1)
    factories.rsvp(event, factories.person())
    post(client, event, "rsvp", **sent)
    assert answer_of(alice) == ("waiting", at_once)


def test_the_form_has_the_tick_where_seats_are_limited_alone(client, kin, alice):
    limited, roomy = factories.event(kin, capacity=5), factories.event(kin)
    assert '<input type="checkbox" name="seat_me" ' in _page(client, limited)
    assert " checked>" in _page(client, limited)
    assert "seat_me" not in _page(client, roomy)


def _page(client, event):
    return client.get(event.get_absolute_url()).content.decode()


def test_a_double_click_answers_once(client, kin, alice):
    event = factories.event(kin, capacity=5)
    post(client, event, "rsvp")
    _, said = post(client, event, "rsvp", was_asked="True")
    assert said == ["You have answered already. Nothing has changed."]
    assert answer_of(alice) == ("going", True)
    assert counters(event) == (1, 0, 0)


def test_two_tabs_do_no_harm(client, kin, alice):
    """What one tab shows still, the other has done away with."""
    event = factories.event(kin, capacity=5)
    post(client, event, "rsvp")
    post(client, event, "cancel")
    assert post(client, event, "cancel")[1] == ["There was nothing to give back."]
    assert post(client, event, "accept")[1] == [
        "This offer has ended. The seat goes to the next in line."
    ]
    assert post(client, event, "seat-me", seat_me="yes")[1] == [
        "You are not on the waiting list of this event."
    ]
    assert counters(event) == (0, 0, 0)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "cancelled"}, "This event is cancelled, so it takes no answers."),
        ({"closes_hours": 24 * 8}, "Answers to this event have closed."),
        (
            {"starts": timezone.now() - dt.timedelta(minutes=30)},
            "This event has begun, so it takes no answers any more.",
        ),
        (
            {"audience": "members"},
            "This event is for members of the group. Join the group to attend.",
        ),
    ],
)
def test_a_refusal_is_a_sentence_on_the_events_page(client, kin, alice, fields, sentence):
    event = factories.event(kin, **fields)
    url, said = post(client, event, "rsvp")
    assert (url, said) == (event.get_absolute_url(), [sentence])
    assert answer_of(alice) is None
    assert not AuditEvent.objects.filter(verb__startswith="rsvp").exists()


def test_an_account_of_no_employee_is_refused_in_words(client, kin):
    client.force_login(factories.visitor_account())
    event = factories.event(kin, audience="public")
    _, said = post(client, event, "rsvp")
    assert said == ["Answering is for employees. Your account has no employee id."]


def test_no_message_names_event_or_group(client, kin, alice):
    event = factories.event(kin, title="Potluck", capacity=1)
    said = [*post(client, event, "rsvp")[1], *post(client, event, "cancel")[1]]
    assert not any(name in sentence for sentence in said for name in ("Potluck", "Kin"))


ACTS = ("rsvp", "cancel", "accept", "seat-me")


@pytest.mark.parametrize("act", ("rsvp", "accept", "seat-me"))
def test_coming_there_without_sending_leads_to_the_event_and_changes_nothing(
    client, kin, alice, act
):
    event = factories.event(kin)
    response = client.get(f"{event.get_absolute_url()}{act}/")
    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())
    assert answer_of(alice) is None


@pytest.mark.parametrize("act", ACTS)
def test_a_visitor_signs_in_and_then_stands_before_the_event(client, kin, act):
    event = factories.event(kin, audience="public")
    response = client.post(f"{event.get_absolute_url()}{act}/")
    assert response["Location"] == f"/accounts/login/?next={event.get_absolute_url()}{act}/"
    assert not Rsvp.objects.exists()


# What is not to be known of


@pytest.fixture
def out_of_sight(kin):
    """Events of which an employee may not know, by why; and a number that no event has."""
    sensitive = factories.brg(default_visibility=Visibility.ONLY_ME)
    return {
        "draft": factories.event(kin, status="draft", published=None),
        "submitted": factories.event(kin, status="submitted", asked=timezone.now()),
        "sensitive": factories.event(sensitive, audience="members"),
        "paused": factories.event(factories.brg(status="paused")),
        "missing": Event(pk=10**12, title="Missing"),
    }


PAGES = ("", "rsvp/", "cancel/", "accept/", "seat-me/", "guests/", "accessibility/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_guessed_number_answers_as_a_missing_one(client, alice, out_of_sight, page, method):
    answers = []
    for event in out_of_sight.values():
        response = getattr(client, method)(f"/events/{event.pk}-x/{page}")
        answers.append((response.status_code, response.content, sorted(response.items())))
    assert all(_same(answer) == _same(answers[-1]) for answer in answers)
    assert answers[0][0] == (405 if (page in ("", "guests/") and method == "post") else 404)
    assert not Rsvp.objects.exists()


def _same(answer):
    status, body, headers = answer
    varying = ("X-Request-Id", "Expires")
    return status, body, [pair for pair in headers if pair[0] not in varying]


# To give one's place back


def test_giving_a_place_back_is_asked_about_first(client, kin, alice):
    event = factories.event(kin, title="Potluck", capacity=1)
    factories.rsvp(event, alice)
    response = client.get(f"{event.get_absolute_url()}cancel/")
    read = response.content.decode()
    assert response.status_code == 200
    assert "Give your place back: Potluck?" in read
    assert "Your seat goes to the next in line." in read
    assert answer_of(alice) == ("going", True)
    assert post(client, event, "cancel") == (
        event.get_absolute_url(),
        ["You gave your place back."],
    )
    assert answer_of(alice) is None


@pytest.mark.parametrize(
    ("status", "hours", "facts", "words"),
    [
        ("waiting", None, {}, "Leave the line: Potluck? If you answer again, you are at the end"),
        ("offered", 1, {}, "Give the seat to the next one: Potluck? The seat goes to the next"),
        ("offered", -1, {}, "Leave the line: Potluck? If you answer again, you are at the end"),
        ("going", None, {"status": "cancelled"}, "Delete your answer: Potluck? The event is"),
    ],
)
def test_what_is_asked_is_what_one_has(client, kin, alice, status, hours, facts, words):
    event = factories.event(kin, title="Potluck", capacity=3)
    ends = {"offer_ends": timezone.now() + dt.timedelta(hours=hours)} if hours else {}
    factories.rsvp(event, alice, status, **ends)
    if facts:
        Event.objects.update(**facts, cancelled=timezone.now())
    read = client.get(f"{event.get_absolute_url()}cancel/").content.decode()
    assert words in " ".join(re.sub(r"<[^>]+>", " ", read).split())


def test_one_step_from_the_events_page_is_enough(client, kin, alice):
    """A mail about a moved event leads there."""
    event = factories.event(kin)
    factories.rsvp(event, alice)
    short = client.get(f"/events/{event.pk}/", follow=True).content.decode()
    form = f'<form method="post" action="{event.get_absolute_url()}cancel/">'
    assert form in short


@pytest.mark.parametrize("has_begun", [True, False])
def test_nothing_is_asked_where_there_is_nothing_to_give_back(client, kin, alice, has_begun):
    starts = timezone.now() - dt.timedelta(minutes=10) if has_begun else None
    event = factories.event(kin, starts=starts)
    if has_begun:
        factories.rsvp(event, alice)
    response = client.get(f"{event.get_absolute_url()}cancel/")
    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())


def test_what_has_begun_refuses_in_words(client, kin, alice):
    event = factories.event(kin, starts=timezone.now() - dt.timedelta(minutes=10))
    factories.rsvp(event, alice)
    _, said = post(client, event, "cancel")
    assert said == ["This event has begun, so there is nothing to give back."]


def test_whoever_loses_sight_of_the_event_is_led_to_their_own(client, kin, alice):
    event = factories.event(kin, audience="members", status="submitted", asked=timezone.now())
    factories.rsvp(event, alice)
    assert post(client, event, "cancel") == ("/me/events/", ["You gave your place back."])


def test_an_answer_to_a_cancelled_event_can_be_deleted(client, kin, alice):
    event = factories.event(kin, status="cancelled", starts=timezone.now() - dt.timedelta(days=3))
    factories.rsvp(event, alice)
    assert post(client, event, "cancel")[1] == ["You gave your place back."]
    assert answer_of(alice) is None


# Offers, and the line


def test_an_offered_seat_is_taken_once(client, kin, alice):
    event = factories.event(kin, capacity=1)
    ends = timezone.now() + dt.timedelta(hours=3)
    factories.rsvp(event, alice, "offered", offer_ends=ends)
    for _ in range(2):
        assert post(client, event, "accept")[1] == ["The seat is yours."]
    assert counters(event) == (1, 0, 0)


def test_an_offer_that_is_over_is_refused_in_words(client, kin, alice):
    event = factories.event(kin, capacity=1)
    factories.rsvp(event, alice, "offered", offer_ends=timezone.now())
    assert post(client, event, "accept")[1] == [
        "This offer has ended. The seat goes to the next in line."
    ]


@pytest.mark.parametrize(
    ("sent", "said", "kept"),
    [
        ("yes", "A free seat is yours at once.", True),
        ("no", "When a seat is free, we ask you first.", False),
        ("x", "When a seat is free, we ask you first.", False),
    ],
)
def test_whoever_waits_may_choose_anew(client, kin, alice, sent, said, kept):
    event = factories.event(kin, capacity=1)
    factories.rsvp(event, factories.person())
    factories.rsvp(event, alice, "waiting", seat_me=not kept)
    assert post(client, event, "seat-me", seat_me=sent)[1] == [said]
    assert answer_of(alice) == ("waiting", kept)


def test_choosing_at_once_in_the_last_hour_takes_the_seat(client, kin, alice):
    event = factories.event(kin, capacity=1, starts=timezone.now() + dt.timedelta(minutes=50))
    factories.rsvp(event, alice, "waiting", seat_me=False)
    said = post(client, event, "seat-me", seat_me="yes")[1]
    assert said == ["A seat was free, and it is yours."]
    assert answer_of(alice) == ("going", True)


# What an answer costs


@pytest.mark.parametrize("belongs", [True, False])
@pytest.mark.parametrize("is_full", [True, False])
def test_answering_makes_few_queries_and_few_under_the_hold(client, kin, alice, belongs, is_full):
    event = factories.event(kin, capacity=2, chapter=factories.chapter(kin))
    for _ in range(2 if is_full else 0):
        factories.rsvp(event, factories.person())
    if belongs:
        factories.membership(alice, kin)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.post(f"{event.get_absolute_url()}rsvp/")
    statements = [query["sql"] for query in asked]
    assert answer_of(alice)[0] == ("waiting" if is_full else "going")
    # The savepoint is the test's own: a server opens a transaction there, which is no query.
    own = [sql for sql in statements if "SAVEPOINT" not in sql]
    # SQLite writes seat and answer, and letter and notice, one after the other.
    assert len(own) <= (8 if connection.vendor == "postgresql" else 9), own
    if connection.vendor == "postgresql":
        held = next(n for n, sql in enumerate(own) if "UPDATE events_event" in sql)
        assert len(own[held:]) <= 2, own[held:]


@pytest.mark.parametrize("status", ["going", "waiting", "offered", None])
def test_every_form_of_the_page_brings_its_token(client, kin, alice, status):
    event = factories.event(kin, capacity=1)
    if status:
        offer = {"offer_ends": timezone.now() + dt.timedelta(hours=1)}
        factories.rsvp(event, alice, status, **(offer if status == "offered" else {}))
    main = _page(client, event).partition("<main")[2]
    forms = main.count('<form method="post"')
    assert forms == main.count('name="csrfmiddlewaretoken"') == {None: 1, "going": 1}.get(status, 2)

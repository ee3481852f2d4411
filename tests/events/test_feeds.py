"""Feeds: whose they are, what they hold, and that what has not changed is not read."""

import datetime as dt
import hashlib
import io
import json
import logging
import re
import threading

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import deactivate
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from config.logs import JsonFormatter
from events import actions, feeds
from events.actions import choose_titles, end_feed, make_feed
from events.models import CalendarFeed, Event, Rsvp
from notices.actions import set_preferences
from notices.models import Mailbox
from tests import factories
from tests.events import clocks

pytestmark = pytest.mark.django_db

PAGE = "/me/events/calendar/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def kin():
    return factories.brg(name="Kin of all", acronym="Kin")


@pytest.fixture
def private():
    return factories.brg(name="Pride", acronym="Pride", default_visibility=Visibility.ONLY_ME)


@pytest.fixture
def ana():
    return factories.person()


@pytest.fixture
def feed(ana):
    return Feed(ana)


class Feed:
    """A program that has subscribed, and brings nothing but the address and what it was told."""

    def __init__(self, person, **choice):
        self.person = person
        self.url = address(make_feed(by=person, **choice))
        self.program = Client()
        self.etag = ""

    def fetch(self):
        known = {"headers": {"if-none-match": self.etag}} if self.etag else {}
        response = self.program.get(self.url, **known)
        self.etag = response.get("ETag", "")
        return response

    def has_changed(self):
        """Whether the program is sent anything, when it asks again with the stamp that it has."""
        status = self.fetch().status_code
        assert status in (200, 304)
        return status == 200

    def entries(self):
        self.etag = ""
        return {entry.uid: entry for entry in clocks.read(self.fetch().content)}

    def titles(self):
        return sorted(entry.title for entry in self.entries().values())


def address(token):
    return reverse("calendar-feed", args=[token])


def going(person, brg, answer="going", **facts):
    event = factories.event(brg, **facts)
    fact = {"offer_ends": timezone.now() + DAY} if answer == "offered" else {}
    factories.rsvp(event, person, answer, **fact)
    return event


# What it holds


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ("going", "published", "CONFIRMED"),
        ("waiting", "published", "TENTATIVE"),
        ("offered", "published", "TENTATIVE"),
        ("going", "cancelled", "CANCELLED"),
        ("waiting", "cancelled", "CANCELLED"),
        ("going", "submitted", "TENTATIVE"),
    ],
)
def test_holds_what_one_has_answered_to(feed, ana, kin, answer, status, said):
    asked = {"asked": timezone.now()} if status == "submitted" else {}
    event = going(ana, kin, answer, status=status, capacity=9, **asked)
    going(factories.person(), kin)
    found = feed.entries()
    assert list(found) == [event.uid]
    assert (found[event.uid].title, found[event.uid].status) == (event.title, said)


def test_holds_the_past_90_days_and_the_year_ahead(feed, ana, kin, monkeypatch):
    today = dt.datetime(2027, 5, 1, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: today + dt.timedelta(hours=15))
    minute = dt.timedelta(minutes=1)
    edges = {
        "ended too early": today - 90 * DAY - dt.timedelta(hours=1) - minute,
        "ended just in time": today - 90 * DAY - dt.timedelta(hours=1),
        "begins just in time": today + 365 * DAY - minute,
        "begins too late": today + 365 * DAY,
    }
    for title, starts in edges.items():
        going(ana, kin, title=title, starts=starts)
    assert feed.titles() == ["begins just in time", "ended just in time"]


@pytest.mark.usefixtures("unprepared")
def test_holds_500_at_most_and_what_is_to_come_rather_than_what_was(feed, ana, kin, monkeypatch):
    monkeypatch.setattr(feeds, "MOST", 2)
    for days in (-3, 2, 30):
        going(ana, kin, title=f"In {days} days", starts=timezone.now() + days * DAY)
    assert feeds.MOST == 2
    assert feed.titles() == ["In 2 days", "In 30 days"]


def test_the_most_is_500():
    assert feeds.MOST == 500


def test_is_neutral_about_what_would_tell_on_the_person(ana, kin, private):
    unseen = factories.brg(name="Unseen")
    factories.membership(ana, unseen, Visibility.ONLY_ME)
    # Answered before joining: the answer itself says nothing of the membership.
    joined = factories.brg(name="Joined later")
    events = [going(ana, brg, title="A supper") for brg in (private, unseen, joined)]
    factories.membership(ana, joined, Visibility.ONLY_ME)
    plain = going(ana, kin, title="A walk")
    found = Feed(ana).entries()
    for event in events:
        entry = found[event.uid]
        assert entry.title == "BRG event"
        assert entry.rest["class"] == ["PRIVATE"]
        assert not {"description", "location"} & set(entry.rest)
        assert entry.rest["url"][0].endswith(f"/events/{event.pk}/")
    assert found[plain.uid].title == "A walk"


def test_bears_all_titles_where_the_person_wants_them(ana, private):
    event = going(ana, private, title="A supper")
    feed = Feed(ana, full_titles=True)
    entry = feed.entries()[event.uid]
    assert (entry.title, entry.rest["class"]) == ("A supper", ["PRIVATE"])
    choose_titles(by=ana, full_titles=False)
    assert feed.titles() == ["BRG event"]


def test_no_choice_of_titles_without_a_feed(ana):
    with pytest.raises(Refusal, match="Make one first"):
        choose_titles(by=ana, full_titles=True)


def test_an_empty_feed_is_a_calendar(feed):
    response = feed.fetch()
    assert clocks.read(response.content) == []
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in response


# What has not changed is not read


def test_what_has_not_changed_is_answered_by_two_statements(
    feed, ana, kin, django_assert_num_queries
):
    for _ in range(3):
        going(ana, kin)
    first = feed.fetch()
    assert (first.status_code, len(first.content) > 1000) == (200, True)
    with django_assert_num_queries(2) as asked:
        again = feed.fetch()
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "private, no-cache"
    # Versions, and no words.
    for column in ("title", "summary", "description", "venue"):
        assert f'"{column}"' not in asked[1]["sql"]


def test_what_has_changed_takes_one_more(feed, ana, kin, django_assert_num_queries):
    going(ana, kin)
    feed.fetch()
    going(ana, kin, chapter=factories.chapter(kin))
    with django_assert_num_queries(3):
        assert feed.has_changed()


def edited(event, **fields):
    typed = Event.objects.select_related("brg").get(pk=event.pk)
    for name, value in fields.items():
        setattr(typed, name, value)
    lead = factories.lead(event.brg)
    actions.edit(event=typed, by=lead, version=typed.version)


CHANGES = {
    "an answer": lambda ana, event: going(ana, event.brg),
    "another status": lambda ana, event: Rsvp.objects.update(status="waiting"),
    "no answer": lambda ana, event: actions.cancel_rsvp(event=event, by=ana),
    "another title": lambda ana, event: edited(event, title="Another"),
    "another place": lambda ana, event: edited(event, venue="Elsewhere"),
    "another time": lambda ana, event: edited(event, **factories.wall(timezone.now() + 9 * DAY)),
    "a cancellation": lambda ana, event: actions.cancel(
        event=event, by=factories.lead(event.brg), version=event.version
    ),
    "new rules of a zone": lambda ana, event: Event.objects.update(changed=timezone.now()),
    "a sensitive group": lambda ana, event: type(event.brg).objects.update(
        default_visibility=Visibility.ONLY_ME
    ),
    "another name": lambda ana, event: type(event.brg).objects.update(name="Kind"),
    "a chapter of another name": lambda ana, event: type(event.chapter).objects.update(
        name="Boise"
    ),
    "one's own visibility": lambda ana, event: type(
        factories.membership(ana, event.brg)
    ).objects.update(visibility=Visibility.ONLY_ME),
    "the choice of titles": lambda ana, event: choose_titles(by=ana, full_titles=True),
    "one's own language": lambda ana, event: type(ana).objects.update(language="es"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_feed_hangs_on_changes_it(feed, ana, kin, change):
    event = going(ana, kin, capacity=9, chapter=factories.chapter(kin), approved=APPROVED)
    assert feed.has_changed()
    assert not feed.has_changed()
    CHANGES[change](ana, event)
    assert feed.has_changed()
    assert not feed.has_changed()


APPROVED = {"whole_organization": "employees"}


@pytest.mark.parametrize("name", ["SITE_URL", "SITE_NAME"])
def test_so_do_settings(feed, ana, kin, settings, name):
    going(ana, kin)
    feed.fetch()
    setattr(settings, name, "https://another.example.org")
    assert feed.has_changed()


def test_so_does_the_day(feed, monkeypatch):
    feed.fetch()
    tomorrow = feeds._today() + DAY
    monkeypatch.setattr(feeds, "_today", lambda: tomorrow)
    assert feed.has_changed()


def test_what_others_do_does_not_change_it(feed, ana, kin):
    event = going(ana, kin, capacity=2)
    feed.fetch()
    actions.rsvp(event=event, by=factories.person())
    actions.rsvp(event=event, by=factories.person())
    going(factories.person(), kin)
    assert not feed.has_changed()


# The secret


def test_the_token_is_128_random_bits_of_which_a_hash_is_kept(ana):
    token = make_feed(by=ana)
    assert re.fullmatch(r"[\w-]{22}", token, re.ASCII)
    row = CalendarFeed.objects.get()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert make_feed(by=ana) != token


def rows_of_everything():
    """Every row of every table, as text."""
    for model in apps.get_models():
        for row in model.objects.values_list():
            yield repr(row)


def test_the_token_stands_nowhere_in_the_database_the_log_or_the_record(ana, kin):
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)
    browser = Client()
    browser.force_login(ana)
    try:
        going(ana, kin)
        page = browser.post(PAGE, {"act": "make"}).content.decode()
        (token,) = set(re.findall(r"/calendar/([\w-]{22})\.ics", page))
        assert browser.get(address(token)).status_code == 200
        assert Client().get(address(token) + "?x=1").status_code == 200
        Client().post(address(token))
        browser.post(PAGE, {"act": "titles", "full_titles": "on"})
        assert token not in browser.get(PAGE).content.decode()
        during = [*rows_of_everything()]
        browser.post(PAGE, {"act": "end"})
        assert Client().get(address(token)).status_code == 404
    finally:
        root.removeHandler(handler)
    logged = stream.getvalue()
    assert json.loads(logged.splitlines()[0])["route"] == "me-calendar"
    assert logged.count('"route": "calendar-feed"') == 4
    everything = [logged, *during, *rows_of_everything()]
    assert not [said for said in everything if token in said]
    # The control: what is kept of it is found.
    assert any(feeds.hash_of(token) in row for row in during)


def test_what_is_done_about_a_feed_is_on_record_without_it(ana):
    make_feed(by=ana)
    choose_titles(by=ana, full_titles=True)
    end_feed(by=ana)
    acts = AuditEvent.objects.filter(verb__startswith="feed.").order_by("pk")
    assert list(acts.values_list("actor", "verb", "thing_kind", "thing_id", "scope")) == [
        (ana.public_id, verb, "user", str(ana.pk), "")
        for verb in ("feed.made", "feed.changed", "feed.ended")
    ]


def is_dead(url):
    return Client().get(url).status_code == 404


def test_an_ended_feed_is_dead_at_once(feed, ana):
    assert not is_dead(feed.url)
    assert end_feed(by=ana)
    assert is_dead(feed.url)
    assert not end_feed(by=ana)


def test_a_new_feed_is_the_end_of_the_one_before(feed, ana):
    second = Feed(ana)
    assert is_dead(feed.url)
    assert not is_dead(second.url)


def test_a_leavers_feed_is_dead_at_once_and_stays_so(feed, ana):
    deactivate(person=ana, by=None)
    assert is_dead(feed.url)
    type(ana).objects.update(is_active=True)
    assert is_dead(feed.url)


def test_nobody_who_is_closed_out_lives_on_in_a_feed(feed, ana):
    """Also where the row is left, as when somebody is marked by hand."""
    type(ana).objects.update(is_active=False)
    assert CalendarFeed.objects.exists()
    assert is_dead(feed.url)
    with pytest.raises(Refusal):
        make_feed(by=ana)


def test_what_is_dead_is_as_what_never_was(feed, ana):
    end_feed(by=ana)
    token = feed.url.rpartition("/")[2][:22]
    never = Client().get(address(f"{'never':0<22}"))
    ended = Client().get(feed.url)

    def said(response):
        return response.content.decode().replace(token, "").replace(f"{'never':0<22}", "")

    assert (ended.status_code, said(ended)) == (never.status_code, said(never))


@pytest.mark.parametrize("token", ["x", "a" * 21, "a" * 23, "%00" * 22, "é" * 22, "a" * 20_000])
def test_what_is_no_token_is_not_asked_for(token, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert is_dead(f"/calendar/{token}.ics")


@pytest.mark.django_db(transaction=True)
def test_two_feeds_made_at_once_leave_one():
    ana, tokens = factories.person(), []

    def make():
        tokens.append(make_feed(by=ana))
        connection.close()

    threads = [threading.Thread(target=make) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    assert len(set(tokens)) == 4
    assert sorted(is_dead(address(token)) for token in tokens) == [False, True, True, True]


# Mails leave the calendar of whoever has a feed alone


def test_mails_and_a_feed_take_turns_in_the_calendar(ana):
    set_preferences(person=ana, by=ana)

    def speaks():
        return Mailbox.objects.get(person=ana).calendar_mail

    assert speaks()
    make_feed(by=ana)
    assert not speaks()
    end_feed(by=ana)
    assert speaks()


# The page


def test_shows_the_address_once(client, ana, settings):
    settings.SITE_URL = "https://groups.example.org"
    client.force_login(ana)
    assert "Make my calendar address" in client.get(PAGE).content.decode()
    response = client.post(PAGE, {"act": "make", "full_titles": "on"})
    assert response.headers["Cache-Control"] == "private, no-store"
    (url,) = re.findall(
        r">https://groups\.example\.org(/calendar/.{22}\.ics)</textarea>", response.content.decode()
    )
    assert Client().get(url).status_code == 200
    assert CalendarFeed.objects.get().full_titles
    later = client.get(PAGE).content.decode()
    assert url not in later
    assert "You have a calendar address" in later


def test_a_new_address_keeps_the_choice_of_titles(client, ana):
    Feed(ana, full_titles=True)
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert '<input type="hidden" name="full_titles" value="on">' in page


@pytest.mark.parametrize("act", ["", "x", "make\0"])
def test_what_is_no_act_does_nothing(client, ana, act):
    client.force_login(ana)
    assert client.post(PAGE, {"act": act}).status_code == 422
    assert not CalendarFeed.objects.exists()


def test_ends_on_the_page(client, feed, ana):
    client.force_login(ana)
    response = client.post(PAGE, {"act": "end"}, follow=True)
    assert "works no more" in response.content.decode()
    assert is_dead(feed.url)


# For everybody


def public(brg, **facts):
    return factories.event(brg, **{"audience": "public"} | facts)


def of(host):
    return f"{host.get_absolute_url()}events.ics"


def entries(url):
    return {entry.title: entry.status for entry in clocks.read(Client().get(url).content)}


def test_a_groups_feed_holds_its_public_events_and_no_other(kin):
    public(kin, title="Open")
    public(kin, title="Not on", status="cancelled")
    public(kin, title="Of a chapter", chapter=factories.chapter(kin))
    public(kin, title="A draft", status="draft", published=None)
    public(kin, title="To approve", status="submitted", asked=timezone.now())
    public(factories.brg(), title="Of others")
    for audience in ("employees", "members"):
        factories.event(kin, audience=audience, title=audience)
    found = entries(of(kin))
    assert found == {"Open": "CONFIRMED", "Not on": "CANCELLED", "Of a chapter": "CONFIRMED"}


def test_it_holds_no_more_for_whoever_is_signed_in(client, kin):
    factories.event(kin, audience="members")
    lead = factories.lead(kin)
    client.force_login(lead)
    assert clocks.read(client.get(of(kin)).content) == []


def test_a_chapters_feed_holds_its_own(kin):
    denver, boise = (factories.chapter(kin, name=name) for name in ("Denver", "Boise"))
    public(kin, title="Ours", chapter=denver)
    public(kin, title="Theirs", chapter=boise)
    public(kin, title="Of the group")
    assert entries(of(denver)) == {"Ours": "CONFIRMED"}


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
def test_a_group_that_is_not_active_has_no_feed(status):
    brg = factories.brg(status=status)
    chapter = factories.chapter(brg)
    public(brg, chapter=chapter)
    assert is_dead(of(brg))
    assert is_dead(of(chapter))


@pytest.mark.parametrize(("status", "leads"), [("active", True), ("paused", False)])
def test_pages_lead_to_feeds_that_are_there(client, ana, status, leads):
    brg = factories.brg(status=status)
    chapter = factories.chapter(brg)
    factories.membership(ana, brg)
    public(brg, chapter=chapter)
    client.force_login(ana)
    for host in (brg, chapter):
        page = client.get(host.get_absolute_url()).content.decode()
        assert (f'href="{of(host)}"' in page) is leads


def test_what_has_not_changed_is_not_read_either(kin, django_assert_num_queries):
    event, program = public(kin), Client()
    first = program.get(of(kin))
    assert first["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in first.get("Vary", "")
    known = {"headers": {"if-none-match": first["ETag"]}}
    with django_assert_num_queries(2):
        assert program.get(of(kin), **known).status_code == 304
    edited(event, title="Another")
    assert program.get(of(kin), **known).status_code == 200


def test_a_sensitive_groups_feed_is_neutral_unless_titles_are_asked_for(private):
    event = public(private, title="A supper", chapter=factories.chapter(private))
    for host in (private, event.chapter):
        plain, full = (Client().get(of(host) + query) for query in ("", "?titles=full"))
        assert b"Pride" not in plain.content
        assert b"supper" not in plain.content.lower()
        assert b"SUMMARY:BRG event" in plain.content
        assert b"SUMMARY:A supper" in full.content
        assert b"CLASS:PRIVATE" in plain.content
        assert b"CLASS:PRIVATE" in full.content
        assert plain["ETag"] != full["ETag"]

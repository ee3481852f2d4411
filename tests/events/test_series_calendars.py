"""Series in feeds and files: one entry for dates alike, others beside it, and never a flood."""

import datetime as dt
import zoneinfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.visibility import Visibility
from events import actions, feeds
from events.calendars import file_of
from events.models import Event, Rsvp, Series
from tests import factories
from tests.events import clocks
from tests.events.clocks import Habits
from tests.events.test_feeds import Feed, edited, of

pytestmark = pytest.mark.django_db

DENVER = zoneinfo.ZoneInfo("America/Denver")
WEEK = dt.timedelta(days=7)
HOUR = dt.timedelta(hours=1)
# Long before clocks change, at 6 p.m.
NOW = dt.datetime(2031, 5, 1, 12, tzinfo=DENVER)
FIRST = dt.datetime(2031, 5, 6, 18, tzinfo=DENVER)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW.astimezone(dt.UTC))


@pytest.fixture
def kin():
    return factories.brg(name="Kin of all", acronym="Kin")


@pytest.fixture
def private():
    return factories.brg(name="Pride", acronym="Pride", default_visibility=Visibility.ONLY_ME)


@pytest.fixture
def ana():
    return factories.person()


def stories(brg, count=6, **facts):
    known = {"starts": FIRST, "audience": "public", "title": "Stories"}
    approved = {"whole_organization": "public"}
    return factories.series(brg, count, **known | {"approved": approved} | facts)


def address(series):
    return reverse("series-ics", args=[series.pk, series.slug])


def public(brg):
    return Client().get(of(brg)).content


def name(number):
    """The wall time of a date by the rule."""
    return FIRST.replace(tzinfo=None) + number * WEEK


def master_and_others(data):
    entries = clocks.read(data)
    (master,) = [entry for entry in entries if "rrule" in entry.rest]
    return master, {entry.date: entry for entry in entries if entry != master}


def missing(master):
    return {wall.replace(tzinfo=None) for walls in master.rest.get("exdate", []) for wall in walls}


def instants(data):
    return {each.date: each.starts for each in clocks.dates(data)}


def as_planned(*numbers):
    return {name(n): (FIRST + n * WEEK).astimezone(dt.UTC).replace(tzinfo=None) for n in numbers}


# One entry


def test_dates_alike_are_one_entry_however_many(kin):
    series, _events = stories(kin, 52)
    (entry,) = clocks.read(public(kin))
    assert (entry.uid, entry.title, entry.date) == (series.uid, "Stories", "")
    assert len(clocks.dates(public(kin))) == 52
    assert not missing(entry)


RULES = {
    "weekly": ((2031, 5, 6), "FREQ=WEEKLY"),
    "fortnightly": ((2031, 5, 6), "FREQ=WEEKLY;INTERVAL=2"),
    "monthly_by_date": ((2031, 5, 31), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
    "monthly_by_weekday": ((2031, 5, 29), "FREQ=MONTHLY;BYDAY=-1TH"),
    "yearly": ((2032, 2, 29), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_said_as_the_standard_says_it(client, kin, rule):
    day, said = RULES[rule]
    first = dt.datetime(*day, 18, tzinfo=DENVER)
    lead = factories.lead(kin)
    draft = factories.event(kin, starts=first, audience="public", status="draft", published=None)
    last = first.date() + dt.timedelta(days=366)
    series = actions.repeat(event=draft, by=lead, rule=rule, last=last)
    Event.objects.update(status="published", published=NOW)
    ((found,), *_) = [
        entry.rest["rrule"] for entry in clocks.read(client.get(address(series)).content)
    ]
    parts = dict(part.split("=") for part in found.split(";"))
    ends = Event.objects.latest("starts").starts.astimezone(dt.UTC)
    assert parts.pop("UNTIL") == f"{ends:%Y%m%dT%H%M%SZ}"
    assert parts == dict(part.split("=") for part in said.split(";"))


def test_it_leads_to_the_series_and_its_dates_to_themselves(kin, settings):
    series, events = stories(kin)
    edited(events[2], title="Songs")
    master, others = master_and_others(public(kin))
    assert master.rest["url"] == [f"{settings.SITE_URL}/events/series/{series.pk}/"]
    assert master.rest["url"][0] in master.rest["description"][0]
    assert others[name(2)].rest["url"] == [f"{settings.SITE_URL}/events/{events[2].pk}/"]


# What differs


def test_a_date_that_is_not_there_is_left_out(kin):
    _series, events = stories(kin)
    Event.objects.filter(pk=events[2].pk).update(status="draft")
    (entry,) = clocks.read(public(kin))
    assert missing(entry) == {name(2)}
    assert instants(public(kin)) == as_planned(0, 1, 3, 4, 5)


def test_what_is_not_there_before_the_first_and_after_the_last_needs_no_word(kin):
    _series, events = stories(kin)
    Event.objects.filter(pk__in=[events[0].pk, events[5].pk]).update(status="draft")
    (entry,) = clocks.read(public(kin))
    assert not missing(entry)
    assert instants(public(kin)) == as_planned(1, 2, 3, 4)


def test_a_moved_date_keeps_its_name(kin):
    _series, events = stories(kin)
    moved = FIRST + 2 * WEEK + 26 * HOUR
    edited(events[2], **factories.wall(moved))
    _master, others = master_and_others(public(kin))
    assert set(others) == {name(2)}
    moved = moved.astimezone(dt.UTC).replace(tzinfo=None)
    assert instants(public(kin)) == as_planned(0, 1, 3, 4, 5) | {name(2): moved}


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Songs"},
        {"venue": "Elsewhere"},
        {"summary": "We sing."},
        {"time_zone": "America/Chicago"},
        {"ends_time": dt.time(20)},
    ],
)
def test_a_date_that_differs_in_anything_is_an_entry_beside_it(kin, change):
    _series, events = stories(kin)
    edited(events[3], **change)
    _master, others = master_and_others(public(kin))
    assert set(others) == {name(3)}


def test_a_cancelled_date_is_said_to_be_so(kin):
    _series, events = stories(kin)
    stored = Event.objects.get(pk=events[1].pk)
    actions.cancel(event=stored, by=factories.lead(kin), version=stored.version)
    master, others = master_and_others(public(kin))
    assert (master.status, {name(1)}) == ("CONFIRMED", set(others))
    assert others[name(1)].status == "CANCELLED"


def test_most_dates_are_the_series_and_the_few_differ(kin):
    _series, events = stories(kin)
    for event in events[:4]:
        edited(event, title="Songs")
    master, others = master_and_others(public(kin))
    assert (master.title, set(others)) == ("Songs", {name(4), name(5)})


def test_dates_of_which_no_two_are_alike_stand_for_themselves(kin):
    _series, events = stories(kin, 3)
    for number, event in enumerate(events):
        edited(event, title=f"Part {number}")
    found = clocks.read(public(kin))
    assert {(entry.date, entry.title) for entry in found} == {
        (name(number), f"Part {number}") for number in range(3)
    }
    assert not [entry for entry in found if "rrule" in entry.rest]


def test_a_series_of_which_all_is_cancelled_is_no_cancelled_series(kin):
    stories(kin, 3)
    Event.objects.update(status="cancelled", cancelled=NOW)
    found = clocks.read(public(kin))
    assert [(entry.status, entry.date) for entry in found] == [
        ("CANCELLED", name(number)) for number in (2, 1, 0)
    ]


def test_a_date_alone_is_named_by_the_rule(kin, client):
    series, events = stories(kin)
    (entry,) = clocks.read(file_of(events[2], discreet=False))
    assert (entry.uid, entry.date, entry.title) == (series.uid, name(2), "Stories")
    assert "rrule" not in entry.rest


def test_sittings_are_entries_like_all_others(kin):
    _series, events = factories.sittings(kin, 3, starts=FIRST, audience="public")
    found = clocks.read(public(kin))
    assert {entry.uid for entry in found} == {event.uid for event in events}
    assert not [entry for entry in found if entry.date or "rrule" in entry.rest]


def test_the_number_and_the_stamp_are_those_of_the_last_change(kin):
    _series, events = stories(kin)
    edited(events[2], title="Songs")
    Event.objects.filter(pk=events[4].pk).update(sequence=7, changed=NOW + HOUR)
    master, others = master_and_others(public(kin))
    assert (master.sequence, others[name(2)].sequence) == (7, 1)
    assert master.rest["dtstamp"] == [(NOW + HOUR).astimezone(dt.UTC)]


# Where clocks change

AUTUMN = dt.datetime(2031, 11, 2, 1, 30)  # noqa: DTZ001 - as the clock shows it, twice
SPRING = dt.datetime(2032, 3, 14, 2, 30)  # noqa: DTZ001 - as no clock shows it
ALL_HABITS = [Habits(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]


# The change is at the first date, the second, or the last; it begins or ends in that hour, or both.
@pytest.mark.parametrize("before", [0, 1, 4])
@pytest.mark.parametrize(
    ("change", "hours"), [(AUTUMN, 3), (AUTUMN, 0.25), (AUTUMN - HOUR, 1), (SPRING, 3)]
)
def test_programs_that_read_such_an_hour_differently_hold_the_same(
    client, kin, change, hours, before
):
    lead, first = factories.lead(kin), change.replace(tzinfo=DENVER) - before * WEEK
    kept = {"hours": hours, "audience": "public", "status": "draft", "published": None}
    draft = factories.event(kin, starts=first, **kept)
    last = first.date() + 4 * WEEK
    series = actions.repeat(event=draft, by=lead, rule="weekly", last=last)
    Event.objects.update(status="published", published=NOW)
    data = client.get(address(series)).content
    told = {each.starts.replace(tzinfo=None) for each in Event.objects.all()}
    for habits in ALL_HABITS:
        found = clocks.dates(data, habits)
        assert (len(found), {each.starts for each in found}) == (5, told)
    # What clocks never show is put right when a date is made by the rule.
    if change != SPRING or not before:
        utc = change.replace(tzinfo=DENVER).astimezone(dt.UTC)
        assert f"DTSTART:{utc:%Y%m%dT%H%M%SZ}".encode() in data


def test_a_night_in_which_clocks_change_is_as_long_as_it_is(client, kin):
    night = dt.datetime(2031, 10, 18, 22, tzinfo=DENVER)
    series, events = stories(kin, 4, starts=night, hours=6)
    data = client.get(address(series)).content
    (other,) = master_and_others(data)[1].values()
    # From 10 p.m. to 4 a.m.
    assert other.ends - other.starts == 7 * HOUR
    assert other.starts == events[2].starts.astimezone(dt.UTC).replace(tzinfo=None)


# Whose feed it is


def answered(ana, events, *statuses):
    for event, status in zip(events, statuses, strict=True):
        if status:
            fact = {"offer_ends": NOW + WEEK} if status == "offered" else {}
            factories.rsvp(event, ana, status, **fact)


def test_ones_own_feed_leaves_out_what_one_has_not_answered(ana, kin):
    _series, events = stories(kin, capacity=9)
    answered(ana, events, "", "going", "", "going", "going", "")
    (entry,) = clocks.read(Feed(ana).fetch().content)
    assert missing(entry) == {name(2)}
    assert instants(Feed(ana).fetch().content) == as_planned(1, 3, 4)


def test_where_one_waits_it_says_that_it_is_not_sure(ana, kin):
    _series, events = stories(kin, capacity=9)
    answered(ana, events, "going", "going", "waiting", "offered", "going", "going")
    master, others = master_and_others(Feed(ana).fetch().content)
    assert master.status == "CONFIRMED"
    assert {date: entry.status for date, entry in others.items()} == {
        name(2): "TENTATIVE",
        name(3): "TENTATIVE",
    }


def test_a_single_answer_is_a_date_alone(ana, kin):
    series, events = stories(kin)
    answered(ana, events[2:3], "going")
    (entry,) = clocks.read(Feed(ana).fetch().content)
    assert (entry.uid, entry.date) == (series.uid, name(2))
    assert "rrule" not in entry.rest


def test_the_most_is_counted_in_dates(kin, monkeypatch):
    stories(kin)
    monkeypatch.setattr(feeds, "MOST", 4)
    assert instants(public(kin)) == as_planned(2, 3, 4, 5)


def test_a_feed_holds_of_a_series_what_is_in_sight(kin, monkeypatch):
    series, _events = stories(kin, 100)
    held = clocks.dates(public(kin))
    last = dt.date(2031, 5, 1) + dt.timedelta(days=365)
    assert max(each.starts for each in held).date() <= last
    assert len(held) == 52
    monkeypatch.setattr(timezone, "now", lambda: NOW.astimezone(dt.UTC) + 30 * WEEK)
    assert min(each.starts for each in clocks.dates(public(kin))).date() > dt.date(2031, 8, 20)


# What has not changed is not read


def test_what_has_not_changed_is_answered_by_two_statements(ana, kin, django_assert_num_queries):
    _series, events = stories(kin)
    answered(ana, events, *["going"] * 6)
    feed = Feed(ana)
    feed.fetch()
    with django_assert_num_queries(2):
        assert not feed.has_changed()


@pytest.mark.parametrize("count", [2, 40])
def test_a_series_is_written_by_as_many_statements_however_long_it_is(
    kin, count, django_assert_num_queries
):
    stories(kin, count)
    with django_assert_num_queries(3):
        public(kin)


def off(event):
    stored = Event.objects.get(pk=event.pk)
    actions.cancel(event=stored, by=factories.lead(event.brg), version=stored.version)


CHANGES = {
    "a moved date": lambda ana, events: edited(events[1], **factories.wall(FIRST + 9 * HOUR)),
    "a cancelled date": lambda ana, events: off(events[1]),
    "a date given back": lambda ana, events: actions.cancel_rsvp(event=events[1], by=ana),
    "one more date": lambda ana, events: factories.rsvp(events[5], ana),
    "a wait": lambda ana, events: Rsvp.objects.filter(event=events[1]).update(status="waiting"),
    "another series": lambda ana, events: Event.objects.filter(pk=events[1].pk).update(series=None),
    "another name in it": lambda ana, events: Event.objects.filter(pk=events[1].pk).update(
        series_date=events[1].series_date + dt.timedelta(days=1)
    ),
    "another version of it": lambda ana, events: Series.objects.update(version=7),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_an_entry_hangs_on_changes_the_feed(ana, kin, change):
    _series, events = stories(kin, capacity=9)
    answered(ana, events[:5], *["going"] * 5)
    feed = Feed(ana)
    feed.fetch()
    assert not feed.has_changed()
    CHANGES[change](ana, events)
    assert feed.has_changed()


# Nothing that would tell on somebody


def is_neutral(entry):
    said = {name: words for name, words in entry.rest.items() if name != "vtimezone"}
    words = ("Pride", "Stories", "stories", "Kin", "Songs", "Room")
    return (entry.title, said.get("class")) == ("BRG event", ["PRIVATE"]) and not (
        {"description", "location"} & set(said) or [word for word in words if word in repr(said)]
    )


def test_a_sensitive_groups_series_is_neutral_unless_titles_are_asked_for(client, private):
    series, events = stories(private)
    edited(events[2], title="Songs")
    for url in (of(private), address(series)):
        plain, full = (clocks.read(client.get(url + q).content) for q in ("", "?titles=full"))
        # Without its title, no date differs.
        assert [is_neutral(entry) for entry in plain] == [True]
        assert sorted(entry.title for entry in full) == ["Songs", "Stories"]


def test_a_series_is_neutral_for_who_belongs_unseen(client, ana, kin):
    series, events = stories(kin)
    edited(events[2], venue="Elsewhere")
    factories.membership(ana, kin, Visibility.ONLY_ME)
    answered(ana, events, *["going"] * 6)
    client.force_login(ana)
    for data in (Feed(ana).fetch().content, client.get(address(series)).content):
        assert [is_neutral(entry) for entry in clocks.read(data)] == [True]
    full = clocks.read(Feed(ana, full_titles=True).fetch().content)
    assert {(entry.title, *entry.rest["class"]) for entry in full} == {("Stories", "PRIVATE")}


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_date_that_hides_hides_its_series(client, ana, kin, is_seen):
    series, events = stories(kin)
    answered(ana, events, *["going"] * 6)
    if not is_seen:
        Rsvp.objects.filter(event=events[3]).update(visibility="only_me")
    client.force_login(ana)
    for data in (Feed(ana).fetch().content, client.get(address(series)).content):
        assert {is_neutral(entry) for entry in clocks.read(data)} == {not is_seen}


def test_a_sensitive_co_host_of_one_date_hides_the_series(client, kin, private):
    series, events = stories(kin)
    assert not is_neutral(clocks.read(public(kin))[0])
    factories.cohost(events[3], private)
    for data in (public(kin), client.get(address(series)).content):
        assert [is_neutral(entry) for entry in clocks.read(data)] == [True]


# The file of a series


def test_a_series_is_one_file(client, kin):
    series, events = stories(kin)
    off(events[1])
    response = client.get(address(series))
    master, others = master_and_others(response.content)
    assert (master.uid, set(others)) == (series.uid, {name(1)})
    assert instants(response.content) == as_planned(*range(6))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="series.ics"'
    assert response["Cache-Control"] == "private, no-cache"


def test_sittings_are_one_file(client, kin):
    series, events = factories.sittings(kin, 3, starts=FIRST, audience="public")
    found = clocks.read(client.get(address(series)).content)
    assert {entry.uid for entry in found} == {event.uid for event in events}


CHANGES_OF_FILE = {
    "a date": lambda ana, kin, event: edited(event, title="Songs"),
    "who may come": lambda ana, kin, event: Event.objects.update(audience="members"),
    "who hides": lambda ana, kin, event: factories.membership(ana, kin, Visibility.ONLY_ME),
}


@pytest.mark.parametrize("change", CHANGES_OF_FILE)
def test_what_has_not_changed_is_not_sent_again(client, kin, ana, change):
    series, events = stories(kin)
    client.force_login(ana)

    def fetched(etag=""):
        headers = {"if-none-match": etag} if etag else {}
        response = client.get(address(series), headers=headers)
        return response.status_code, response["ETag"]

    etag = fetched()[1]
    assert fetched(etag) == (304, etag)
    CHANGES_OF_FILE[change](ana, kin, events[1])
    status, new = fetched(etag)
    assert (status, new != etag) == (200, True)
    assert fetched(new) == (304, new)


def test_whoever_may_know_of_it_without_coming_is_not_told_where(client, ana, kin):
    series, _events = stories(kin, audience="members")
    client.force_login(ana)
    (entry,) = clocks.read(client.get(address(series)).content)
    assert "location" not in entry.rest
    factories.membership(ana, kin)
    (entry,) = clocks.read(client.get(address(series)).content)
    assert entry.rest["location"] == ["Room 1"]


def test_it_holds_what_its_viewer_may_know_of(client, ana, kin):
    series, events = stories(kin)
    Event.objects.filter(pk=events[1].pk).update(audience="employees")
    Event.objects.filter(pk=events[4].pk).update(status="draft")
    assert instants(client.get(address(series)).content) == as_planned(0, 2, 3, 5)
    client.force_login(ana)
    assert instants(client.get(address(series)).content) == as_planned(0, 1, 2, 3, 5)


@pytest.mark.parametrize("facts", [{"audience": "employees"}, {"status": "draft"}])
def test_hidden_and_absent_are_alike(client, kin, facts):
    series, _events = stories(kin, **facts)
    gone = client.get(f"/events/series/{10**12}-stories/series.ics")
    there = client.get(address(series))
    assert there.status_code == gone.status_code == 302
    where = there["Location"].replace(str(series.pk), str(10**12))
    assert (there.content, where) == (gone.content, gone["Location"])


def test_a_draft_is_absent_for_who_is_signed_in(client, ana, kin):
    series, _events = stories(kin, status="draft")
    client.force_login(ana)
    assert client.get(address(series)).status_code == 404

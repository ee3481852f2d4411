"""A series in lists: once, by its first date that matches, with the others to open out."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone

from events.models import Event
from events.once import MOST_DATES
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
DENVER = zoneinfo.ZoneInfo("America/Denver")


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


def in_days(days):
    return timezone.now() + days * DAY


def series(brg, title="Circle", count=3, days=1, **fields):
    public = {"audience": "public", "title": title, "starts": in_days(days)}
    return factories.series(brg, count, **public | fields)


def single(brg, title, days, **fields):
    return factories.event(brg, title=title, starts=in_days(days), audience="public", **fields)


def rows(answer):
    """Titles, and for a series when it is shown, and how many more it says there are."""
    return [
        (row["title"], row["series"]["words"] if row["series"] else "")
        for row in answer.context["events"]
    ]


def whole(client, query=""):
    """All pages of a list: the numbers in the addresses of the events."""
    url, seen = f"/events/?{query}", []
    while url:
        answer = client.get(url)
        seen += [int(row["url"].split("/")[2].split("-")[0]) for row in answer.context["events"]]
        url = answer.context["next_url"] and f"/events/{answer.context['next_url']}"
    return seen


def test_a_series_stands_there_once_with_its_next_date(client, kin):
    _series, dates = series(kin)
    single(kin, "Talk", 2)
    answer = client.get("/events/")
    assert rows(answer) == [("Circle", "and 2 more dates"), ("Talk", "")]
    shown = answer.context["events"][0]
    assert shown["url"] == dates[0].get_absolute_url()
    assert [each["url"] for each in shown["series"]["dates"]] == [
        each.get_absolute_url() for each in dates[1:]
    ]
    text = answer.content.decode()
    assert '<details class="event-dates"><summary>and 2 more dates' in text
    assert f'<a href="{_series.get_absolute_url()}">All dates</a>' in text


def test_the_last_date_is_an_event_like_all_others(client, kin):
    series(kin, count=2, days=-8)
    series(kin, "Alone", count=2, days=-6)
    assert rows(client.get("/events/")) == [("Alone", "")]


def test_sittings_stand_there_once_by_their_first_time(client, kin):
    factories.sittings(kin, title="Talk", audience="public", starts=in_days(3))
    assert rows(client.get("/events/")) == [("Talk", "and 2 more times")]


def test_dates_that_are_not_on_are_not_counted(client, kin):
    _series, dates = series(kin, count=5)
    Event.objects.filter(pk=dates[0].pk).update(status="cancelled", cancelled=timezone.now())
    Event.objects.filter(pk=dates[3].pk).update(status="draft", published=None)
    answer = client.get("/events/")
    assert rows(answer) == [("Circle", "and 2 more dates")]
    assert answer.context["events"][0]["url"] == dates[1].get_absolute_url()


def test_dates_that_are_hidden_from_the_viewer_are_not_counted(client, kin):
    _series, dates = series(kin, count=4)
    Event.objects.filter(pk__in=[dates[0].pk, dates[2].pk]).update(audience="employees")
    answer = client.get("/events/")
    assert rows(answer) == [("Circle", "and 1 more date")]
    assert answer.context["events"][0]["url"] == dates[1].get_absolute_url()
    client.force_login(factories.person())
    assert rows(client.get("/events/")) == [("Circle", "and 3 more dates")]


FILTERS = {
    "seats=free": {"capacity": 1, "going": 1},
    "format=online": {"format": "in_person"},
    "region=west": {"region": "east"},
    "pillar=career": {"pillar": "culture"},
    "q=circle": {"title": "Other", "search_text": "other"},
    "group=kin": {},
    "from={from}": {},
    "from={from}&to={to}": {},
}


@pytest.mark.parametrize("query", FILTERS)
def test_under_every_filter_the_first_date_that_matches_is_the_one(client, kin, query):
    west, east = factories.region(slug="west"), factories.region(slug="east")
    pillars = {name: factories.pillar(slug=name) for name in ("career", "culture")}
    facts = {"format": "online", "region": west, "pillar": pillars["career"]}
    _series, dates = series(kin, count=4, **facts)
    named = {"region": {"east": east}, "pillar": pillars}
    other = {k: named.get(k, {}).get(v, v) for k, v in FILTERS[query].items()}
    if other:
        Event.objects.filter(pk=dates[0].pk).update(**other)
    days = {"from": dates[1].starts_date, "to": dates[2].starts_date}
    matching = dates[1:3] if "to=" in query else dates[1:] if other or "from" in query else dates
    answer = client.get("/events/?" + query.format(**days))
    (row,) = answer.context["events"]
    assert row["url"].split("-")[0] == f"/events/{matching[0].pk}"
    assert [each["url"].split("-")[0] for each in row["series"]["dates"]] == [
        f"/events/{each.pk}" for each in matching[1:]
    ]


def test_hours_of_the_day_choose_among_sittings(client, kin):
    client.force_login(factories.person(time_zone="America/Denver"))
    starts = dt.datetime(2099, 1, 12, 9, tzinfo=DENVER)
    _series, (morning, day, evening) = factories.sittings(kin, starts=starts, audience="public")
    for when, event in (("morning", morning), ("day", day), ("evening", evening)):
        (row,) = client.get(f"/events/?when={when}").context["events"]
        assert row["url"] == event.get_absolute_url(), when
        assert row["series"] is None


@pytest.mark.usefixtures("unprepared")
@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_series_comes_twice_over_the_pages(client, monkeypatch, kin, size):
    monkeypatch.setattr("events.lists.EVENTS_A_PAGE", size)
    made = [series(kin, f"Series {n}", count=4, days=1 + n * 2)[1] for n in range(3)]
    # Some begin at the same instant as a date of a series: then the number decides.
    alone = [single(kin, f"Event {n}", 1 + n) for n in range(12)]
    expected = sorted([*alone, *(dates[0] for dates in made)], key=lambda e: (e.starts, e.pk))
    assert whole(client) == [each.pk for each in expected]
    assert whole(client, "q=series") == [dates[0].pk for dates in made]


def test_of_two_dates_at_one_instant_the_number_decides(client, kin):
    _series, (first, second, _third) = series(kin)
    times = {name: getattr(first, name) for name in ("starts", "ends", "answers_until")}
    Event.objects.filter(pk=second.pk).update(**times)
    (row,) = client.get("/events/").context["events"]
    assert row["url"] == first.get_absolute_url()


def test_more_dates_than_some_are_on_the_page_of_the_series(client, kin):
    series(kin, count=MOST_DATES + 3)
    (row,) = client.get("/events/").context["events"]
    assert (row["series"]["words"], len(row["series"]["dates"])) == ("and 14 more dates", 12)


def test_ones_own_answers_are_marked_among_the_further_dates(client, kin):
    _series, dates = series(kin, capacity=9)
    alice = factories.person()
    factories.rsvp(dates[2], alice, "waiting")
    client.force_login(alice)
    (row,) = client.get("/events/").context["events"]
    marks = [each["mark"] and str(each["mark"].words) for each in row["series"]["dates"]]
    assert marks == [None, "You are waiting"]


def test_a_month_shows_each_date(client, kin):
    starts = dt.datetime(2099, 1, 5, 18, tzinfo=DENVER)
    series(kin, count=4, starts=starts)
    text = client.get("/events/calendar/?month=2099-01").content.decode()
    assert text.count(">Circle</a>") == 4


@pytest.mark.parametrize("path", ["/", "/groups/kin/", "/groups/kin/chapters/denver/"])
def test_pages_that_gather_show_it_once_too(client, kin, path):
    denver = factories.chapter(kin, slug="denver")
    series(kin, chapter=denver)
    for day in (2, 3):
        single(kin, f"Talk {day}", day, chapter=denver)
    expected = [("Circle", "and 2 more dates"), ("Talk 2", ""), ("Talk 3", "")]
    assert rows(client.get(path)) == expected
    alice = factories.person()
    factories.membership(alice, kin)
    client.force_login(alice)
    assert rows(client.get(path)) == expected


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("visitor", 5), ("employee", 7)])
def test_further_dates_are_one_query_however_many(
    client, kin, who, queries, size, django_assert_num_queries
):
    if who == "employee":
        client.force_login(factories.person())
    for number in range(size):
        series(kin, f"Series {number}", count=2 + size)
    client.get("/events/")
    with django_assert_num_queries(queries):
        assert len(rows(client.get("/events/"))) == size

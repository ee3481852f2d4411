"""Events in a month: a table of days, its neighbors, and what it keeps."""

import datetime as dt
import zoneinfo
from html.parser import HTMLParser

import pytest
from django.utils import timezone, translation

from events.month import Month, weekdays
from tests import factories

pytestmark = pytest.mark.django_db

DENVER = zoneinfo.ZoneInfo("America/Denver")


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin")


def at(day, hour=18, month=12):
    return dt.datetime(2098, month, day, hour, tzinfo=DENVER)


def event(brg, title="An event", starts=None, **fields):
    return factories.event(
        brg, title=title, starts=starts or at(12), **{"audience": "public"} | fields
    )


def held(answer):
    """The titles of each day that has any, by its number."""
    days = [day for week in answer.context["weeks"] for day in week if day]
    return {day["number"]: [row["title"] for row in day["events"]] for day in days if day["events"]}


def month(client, query="?month=2098-12"):
    return client.get(f"/events/calendar/{query}")


def text_of(answer):
    return answer.content.decode()


# The table


def test_each_event_stands_on_its_day_the_soonest_first(client, kin):
    event(kin, "Late", at(12, 20))
    event(kin, "Early", at(12, 9))
    event(kin, "First", at(1, 0))
    event(kin, "Last", at(31, 23))
    event(kin, "Before", at(30, month=11))
    event(kin, "For employees", audience="employees")
    event(kin, "Not on", status="cancelled", cancelled=timezone.now())
    assert held(month(client)) == {1: ["First"], 12: ["Early", "Late"], 31: ["Last"]}


def test_a_day_is_the_one_at_the_events_own_place(client, kin):
    for day, zone in ((30, "Pacific/Kiritimati"), (1, "Pacific/Honolulu")):
        there = zoneinfo.ZoneInfo(zone)
        number = 11 if day == 30 else 12
        event(kin, zone, dt.datetime(2098, number, day, 12, tzinfo=there), zone=zone)
    # In Denver the first is the last of November still, the second begins on the first.
    assert held(month(client)) == {1: ["Pacific/Honolulu"]}
    assert held(month(client, "?month=2098-11")) == {30: ["Pacific/Kiritimati"]}


def test_a_month_that_is_past_shows_what_was(client, kin):
    event(kin, "Over", dt.datetime(2020, 5, 4, 18, tzinfo=DENVER))
    assert held(month(client, "?month=2020-05")) == {4: ["Over"]}
    assert "Over" in text_of(month(client, "?month=2020-05"))


class Table(HTMLParser):
    """The parts of a table, as a screen reader goes by them."""

    def __init__(self):
        super().__init__()
        self.tags, self.heads, self.rows, self.caption, self._in = [], [], [], "", ""

    def handle_starttag(self, tag, attrs):
        self._in = tag
        self.tags.append(tag)
        if tag == "th":
            assert ("scope", "col") in attrs
        if tag == "abbr":
            self.heads.append(dict(attrs)["title"])
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            self.rows[-1] += 1

    def handle_data(self, data):
        if self._in == "caption":
            self.caption += data.strip()


def test_it_is_a_table_with_a_caption_and_a_heading_for_each_day_of_the_week(client, kin):
    table = Table()
    table.feed(text_of(month(client)))
    assert table.tags.count("table") == 1
    assert table.caption == "December 2098"
    assert table.heads == [
        *("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
    ]
    # December 2098 begins on a Monday and needs five weeks.
    assert table.rows == [7] * 6


def test_a_week_begins_as_it_does_where_people_live():
    with translation.override("de"):
        assert weekdays()[0][1] == "Montag"


def test_every_day_is_named_in_full_for_those_who_do_not_see_the_table(client, kin):
    named = (
        '<time datetime="2098-12-12"><span class="month-words">Friday, December </span>12</time>'
    )
    assert named in text_of(month(client))


def test_today_is_marked(client, kin):
    answer = month(client, "")
    assert text_of(answer).count('aria-current="date"') == 1
    days = [day for week in answer.context["weeks"] for day in week if day]
    assert [day["number"] for day in days if day["is_today"]] == [timezone.localdate().day]
    assert 'aria-current="date"' not in text_of(month(client))


def test_of_a_full_day_the_rest_is_in_the_list(client, kin):
    for hour in range(7):
        event(kin, str(hour), at(12, 9 + hour))
    for hour in range(4):
        event(kin, str(hour), at(13, 9 + hour))
    answer = month(client, "?month=2098-12&group=kin")
    assert held(answer) == {12: ["0", "1", "2", "3"], 13: ["0", "1", "2", "3"]}
    assert text_of(answer).count("More on this day") == 1
    way = "/events/?group=kin&from=2098-12-12&to=2098-12-12"
    assert f'<a href="{way.replace("&", "&amp;")}">' in text_of(answer)
    assert len(client.get(way).context["events"]) == 7


def test_an_entry_says_its_hour_by_both_clocks_and_the_day_where_that_is_another(client, kin):
    event(kin, "Late", at(12, 23))
    assert "<p><time" in text_of(month(client))
    client.force_login(factories.person(time_zone="America/New_York"))
    text = text_of(month(client))
    assert ">11\xa0p.m., Denver time</time>" in text
    assert "<p>Saturday, December 13, 2098, 1\xa0a.m., New\xa0York time</p>" in text
    client.force_login(factories.person(time_zone="Pacific/Honolulu"))
    assert "<p>8\xa0p.m., Honolulu time</p>" in text_of(month(client))


def test_an_entry_teases_with_what_is_for_members_and_marks_ones_own_answer(client, kin):
    event(kin, "For members", audience="members", venue="Room 7")
    alice = factories.person()
    factories.rsvp(event(kin, "Mine"), alice)
    client.force_login(alice)
    text = text_of(month(client))
    assert ("Members only: join to attend" in text, "You are going" in text) == (True, True)
    assert "Room 7" not in text


# The months around


def ways(answer):
    return answer.context["before_url"], answer.context["after_url"]


@pytest.mark.parametrize(
    ("shown", "before", "after"),
    [
        ("2098-12", "2098-11", "2099-01"),
        ("2028-03", "2028-02", "2028-04"),
        ("1970-01", "", "1970-02"),
        ("2100-12", "2100-11", ""),
    ],
)
def test_the_months_around_are_a_link_away_as_far_as_calendars_go(client, shown, before, after):
    addresses = [f"/events/calendar/?month={other}" if other else "" for other in (before, after)]
    answer = month(client, f"?month={shown}")
    assert ways(answer) == tuple(addresses)
    assert [address for address in addresses if address and address not in text_of(answer)] == []


def test_other_months_keep_the_filters(client, kin):
    answer = month(client, "?month=2098-12&q=tea&group=kin&seats=free&from=2020-01-01&nope=1")
    kept = "q=tea&group=kin&seats=free"
    assert ways(answer)[0] == f"/events/calendar/?{kept}&month=2098-11"
    assert answer.context["list_url"] == f"/events/?{kept}&from=2098-12-01&to=2098-12-31"
    assert '<input type="hidden" name="month" value="2098-12">' in text_of(answer)
    assert answer.context["clear_url"] == "/events/calendar/?month=2098-12"


def test_the_present_month_leads_to_what_is_coming(client, kin):
    assert month(client, "?group=kin").context["list_url"] == "/events/?group=kin"


def test_filters_narrow_a_month_too_but_days_do_not(client, kin):
    event(kin, "Tea", capacity=1)
    event(kin, "Taken tea", capacity=1, going=1)
    event(factories.brg(), "Other tea")
    event(kin, "Coffee")
    query = "?month=2098-12&q=tea&group=kin&seats=free&from=2099-01-01"
    assert held(month(client, query)) == {12: ["Tea"]}


@pytest.mark.parametrize(
    "written",
    [
        *("", "2098", "2098-13", "2098-00", "1969-12", "2101-01", "9999-12", "0000-01", "2098-1"),
        *("-2098-1", "٢٠٩٨-١٢", "2098-12-01", "soon", "2098-12\n", "%00", "x" * 5000),
    ],
)
def test_what_is_no_month_is_the_present_one(written):
    assert Month.of(written) == Month.around()


def test_the_present_month_goes_by_the_clock_of_the_viewer(client, monkeypatch):
    now = dt.datetime(2026, 12, 1, 4, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    for zone, name in (("UTC", "2026-12"), ("Pacific/Honolulu", "2026-11")):
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            assert str(Month.around()) == name


def test_an_empty_month_says_what_to_do(client, kin):
    text = text_of(month(client))
    assert "No events this month" in text
    assert "See the list</a>" in text
    text = text_of(month(client, "?month=2098-12&q=zzzz"))
    assert "No event of this month matches" in text
    assert '<a class="button" href="/events/calendar/?month=2098-12">Clear all filters</a>' in text


QUERIES = {"visitor": 4, "employee": 6}


@pytest.mark.parametrize("who", QUERIES)
@pytest.mark.parametrize("size", [1, 3])
def test_a_month_asks_no_more_for_more_events(client, kin, who, size, django_assert_num_queries):
    alice = factories.person()
    if who == "employee":
        client.force_login(alice)
    for number in range(size):
        for _ in range(size):
            factories.rsvp(event(factories.brg(), starts=at(12 + number), capacity=30), alice)
    month(client)
    with django_assert_num_queries(QUERIES[who]):
        answer = month(client)
    assert sum(map(len, held(answer).values())) == size**2

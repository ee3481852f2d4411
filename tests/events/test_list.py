"""Events in a list: which, in what order, by what they are found, and what a row tells."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone
from django.utils.html import escape

from accounts.visibility import Visibility
from events.models import Event
from events.seats_left import seats_left
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
DENVER, HONOLULU = zoneinfo.ZoneInfo("America/Denver"), "Pacific/Honolulu"


@pytest.fixture
def kin():
    return factories.brg(slug="kin", acronym="Kin", name="Kin of all")


@pytest.fixture
def alice(client):
    person = factories.person(time_zone="America/Denver")
    client.force_login(person)
    return person


def event(brg, title="An event", days=1, **fields):
    """A public event that starts in so many days, or at `starts`."""
    when = {"starts": timezone.now() + days * DAY}
    return factories.event(brg, title=title, **{"audience": "public"} | when | fields)


def at(hour, day=12, zone=DENVER):
    """An hour of a day in January 2099, far from any change of clocks."""
    return dt.datetime(2099, 1, day, hour, tzinfo=zone)


def titles(answer):
    return [row["title"] for row in answer.context["events"]]


def found(client, query="", path="/events/"):
    return titles(client.get(path + query))


def text_of(answer):
    return answer.content.decode()


def marks(answer):
    return [[str(mark.words) for mark in row["marks"]] for row in answer.context["events"]]


# Which, and in what order


def test_what_is_coming_stands_there_the_soonest_first(client, kin):
    for day in (3, 1, 2):
        event(kin, str(day), day)
    event(kin, "Begun", -0.02, hours=2)
    event(kin, "Over", -1)
    assert found(client) == ["Begun", "1", "2", "3"]


def test_what_takes_two_weeks_is_found_to_its_end(client, kin):
    event(kin, "Long", -13.9, hours=14 * 24)
    assert found(client) == ["Long"]


@pytest.mark.parametrize("status", ["draft", "submitted", "changes_asked", "cancelled"])
def test_what_is_not_on_stands_in_no_list(client, kin, status):
    now = timezone.now()
    event(kin, status=status, asked=now, published=now, cancelled=now)
    client.force_login(factories.lead(kin))
    assert found(client) == []
    assert found(client, "?from=2020-01-01") == []


def test_each_viewer_finds_what_they_may_know_of(client, kin):
    sensitive = factories.brg(default_visibility=Visibility.ONLY_ME)
    for brg, name in ((kin, "ordinary"), (sensitive, "sensitive")):
        for audience in Event.Audience.values:
            event(brg, f"{name} {audience}", audience=audience)
    event(factories.brg(status="paused"), "paused")
    everybody = {"ordinary public", "sensitive public"}
    employees = everybody | {"ordinary employees", "sensitive employees", "ordinary members"}
    assert set(found(client)) == everybody
    client.force_login(factories.visitor_account())
    assert set(found(client)) == everybody
    client.force_login(factories.person())
    assert set(found(client)) == employees
    member = factories.person()
    factories.membership(member, sensitive)
    client.force_login(member)
    assert set(found(client)) == employees | {"sensitive members"}


def test_what_is_for_members_teases_employees_without_its_place(client, kin, alice):
    event(kin, audience="members", venue="Room 7", region=factories.region(name="Colorado"))
    answer = client.get("/events/")
    assert marks(answer) == [["Members only: join to attend"]]
    assert answer.context["events"][0]["where"] == "In person · Colorado"
    assert "Room 7" not in text_of(answer)
    factories.membership(alice, kin)
    answer = client.get("/events/")
    assert marks(answer) == [[]]
    assert answer.context["events"][0]["where"] == "In person · Room 7 · Colorado"


def test_whoever_has_answered_is_told_the_place(client, kin, alice):
    factories.rsvp(event(kin, audience="members", venue="Room 7"), alice)
    assert client.get("/events/").context["events"][0]["where"] == "In person · Room 7"


def test_no_place_is_told_of_what_is_online(client, kin):
    event(kin, format="online", venue="Room 7", online_link="https://example.org/secret")
    answer = client.get("/events/")
    assert answer.context["events"][0]["where"] == "Online"
    assert "secret" not in text_of(answer)


# Page by page


@pytest.mark.usefixtures("unprepared")
@pytest.mark.parametrize("query", ["", "&q=coffee&seats=free&to=2100-12-31&when=day"])
def test_the_list_goes_on_where_it_ended_and_keeps_the_filters(client, monkeypatch, kin, query):
    monkeypatch.setattr("events.lists.EVENTS_A_PAGE", 2)
    client.force_login(factories.person(time_zone="America/Denver"))
    # Some begin at once: then the number decides.
    for number in range(5):
        event(kin, f"Coffee {number}", starts=at(12, day=10 + number // 2))
    event(kin, "Tea", starts=at(12))
    url, seen = f"/events/?from=2020-01-01{query}", []
    while url:
        answer = client.get(url)
        seen += titles(answer)
        url = answer.context["next_url"] and f"/events/{answer.context['next_url']}"
    assert seen == sorted(seen, key=lambda title: (title == "Tea", title))
    assert seen[:5] == [f"Coffee {number}" for number in range(5)]
    assert len(seen) == (5 if query else 6)
    assert "from=2020-01-01" in answer.context["start_url"]


def test_what_is_hidden_is_no_place_to_go_on_from(client, kin):
    event(kin, "Here", 2)
    hidden = event(kin, days=3, audience="employees")
    answer = client.get(f"/events/?after={hidden.pk}")
    assert (titles(answer), answer.context["start_url"]) == (["Here"], "")


# By what they are found


@pytest.mark.parametrize("words", ["COFFEE", "cafe hours", "Kin coffee", "kin of all"])
def test_words_are_looked_for_in_title_summary_and_group(client, kin, words):
    event(kin, "Coffee", summary="Café hours, and no others.")
    event(factories.brg(), "Tea", description="Kin and coffee are in the text alone.")
    assert found(client, f"?q={words}") == ["Coffee"]


def test_no_word_of_the_place_finds_what_does_not_tell_it(client, kin, alice):
    event(kin, audience="members", venue="Walnut")
    assert found(client, "?q=walnut") == []


def test_the_list_is_narrowed_to_a_group_and_to_a_chapter_of_it(client, kin):
    other = factories.brg()
    denver = factories.chapter(kin, slug="denver")
    event(kin, "Of all", 1)
    event(kin, "Of Denver", 2, chapter=denver)
    event(other, "Of others", 3, chapter=factories.chapter(other, slug="denver"))
    assert found(client, "?group=kin") == ["Of all", "Of Denver"]
    assert found(client, "?group=kin&chapter=denver") == ["Of Denver"]
    # A chapter's address says which one with its group's alone.
    assert found(client, "?chapter=denver") == ["Of all", "Of Denver", "Of others"]


def test_chapters_are_offered_once_a_group_is_chosen_that_has_any(client, kin):
    factories.chapter(kin, name="Denver", slug="denver")
    factories.chapter(kin, name="Gone", slug="gone", status="closed")
    bare = factories.brg()
    offered = client.get("/events/?group=kin").context["filter"].form["chapter"].field.choices
    assert list(offered) == [("", "All"), ("denver", "Denver")]
    for query in ("", f"?group={bare.slug}", "?group=~own"):
        assert "chapter" not in client.get(f"/events/{query}").context["filter"].form.fields


def test_the_list_is_narrowed_to_ones_own_groups(client, kin, alice):
    factories.membership(alice, kin)
    event(kin, "Here")
    event(factories.brg(), "There")
    assert found(client, "?group=~own") == ["Here"]


def test_a_visitor_has_no_own_groups_to_choose(client, kin):
    event(kin, "Here")
    answer = client.get("/events/?group=~own")
    assert (titles(answer), "My groups" in text_of(answer)) == (["Here"], False)


def test_a_region_finds_what_is_there_and_what_is_for_all_of_them(client, kin):
    west, east = factories.region(slug="west"), factories.region(slug="east")
    for title, region in (("West", west), ("East", east), ("Everywhere", None)):
        event(kin, title, region=region)
    assert found(client, "?region=west") == ["West", "Everywhere"]


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("in_person", ["in_person", "hybrid"]),
        ("online", ["online", "hybrid"]),
        ("hybrid", ["hybrid"]),
    ],
)
def test_a_format_finds_every_event_that_one_can_come_to_so(client, kin, format, expected):
    for value in Event.Format.values:
        event(kin, value, format=value)
    assert found(client, f"?format={format}") == expected


def test_the_list_is_narrowed_to_a_pillar(client, kin):
    event(kin, "Career", pillar=factories.pillar(slug="career", name="Career"))
    event(kin, "Culture", pillar=factories.pillar(slug="culture"))
    assert found(client, "?pillar=career") == ["Career"]


def test_free_seats_are_those_that_a_newcomer_would_get(client, kin):
    event(kin, "Room for all")
    event(kin, "One left", capacity=2, going=1)
    event(kin, "Taken", capacity=1, going=1)
    event(kin, "Offered", capacity=1, offered=1)
    event(kin, "Somebody waits", capacity=2, going=1, waiting=1)
    assert found(client, "?seats=free") == ["Room for all", "One left"]


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ("morning", [5, 11]),
        ("day", [12, 16]),
        ("evening", [17, 21]),
        ("night", [22, 0, 4]),
    ],
)
def test_hours_go_by_the_clock_of_the_viewer(client, kin, when, hours):
    client.force_login(factories.person(time_zone=HONOLULU))
    here = zoneinfo.ZoneInfo(HONOLULU)
    for hour in (22, 0, 4, 5, 11, 12, 16, 17, 21):
        event(kin, str(hour), starts=at(hour, day=12 - hour // 22, zone=here))
    assert found(client, f"?when={when}") == [str(hour) for hour in hours]


def test_hours_go_by_the_organizations_clock_for_visitors(client, kin, settings):
    settings.TIME_ZONE = "America/Los_Angeles"
    event(kin, "Noon in Denver", starts=at(12))
    assert found(client, "?when=morning") == ["Noon in Denver"]


def test_days_are_those_at_the_place_of_the_event(client, kin):
    for title, zone, hour, day in (
        ("Late in Honolulu", HONOLULU, 23, 11),
        ("Early in Kiritimati", "Pacific/Kiritimati", 0, 13),
    ):
        event(kin, title, starts=at(hour, day, zoneinfo.ZoneInfo(zone)), zone=zone)
    event(kin, "Between", starts=at(12))
    assert found(client, "?from=2099-01-12&to=2099-01-12") == ["Between"]
    assert found(client, "?from=2099-01-13") == ["Early in Kiritimati"]
    assert found(client, "?from=2099-01-13&to=2099-01-12") == []
    assert found(client, "?to=2099-01-11") == ["Late in Honolulu"]


def test_a_first_day_that_is_past_finds_what_is_over_and_says_so(client, kin, alice):
    past = dt.datetime(2020, 5, 4, 18, tzinfo=dt.UTC)
    event(kin, "Over", starts=past, capacity=30, audience="members")
    assert found(client) == found(client, "?to=2020-06-01") == []
    answer = client.get("/events/?from=2020-05-01&to=2020-06-01")
    assert (titles(answer), marks(answer)) == (["Over"], [["Over"]])


@pytest.mark.parametrize(
    ("status", "coming", "over"),
    [
        ("going", "You are going", ["You were going"]),
        ("waiting", "You are waiting", []),
        ("offered", "A seat is offered to you", []),
    ],
)
def test_ones_own_answer_is_said_and_of_what_is_over_a_seat_alone(
    client, kin, alice, status, coming, over
):
    past = dt.datetime(2020, 5, 4, 18, tzinfo=dt.UTC)
    for title, facts in (("Comes", {}), ("Over", {"starts": past})):
        ends = {"offer_ends": timezone.now() + dt.timedelta(1)} if status == "offered" else {}
        factories.rsvp(event(kin, title, capacity=9, **facts), alice, status, **ends)
    assert marks(client.get("/events/?q=comes"))[0][0] == coming
    assert marks(client.get("/events/?from=2020-05-01&to=2020-06-01")) == [[*over, "Over"]]


NO_CHOICE = [
    *("group=nope", "chapter=nope", "region=nope", "format=nope", "pillar=nope", "seats=1"),
    *("when=noon", "from=soon", "to=2100-13-45", "nope=1", "after=nope", "after=-1"),
    *("from=1969-12-31", "to=2101-01-01", "from=9999-12-31", "to=0001-01-01"),
    *("group=%00", "chapter=%00&group=%00", "q=%00", "from=%00", "month=%00", "after=%00"),
    *(f"after={10**30}", "after=٣", "from=٢٠٩٩-٠١-٠١x", "when=when", "group=" + "9" * 5000),
    *("group=kin&group=nope&group=", "from=&to=", "seats=free&seats="),
]


@pytest.mark.parametrize("query", NO_CHOICE)
@pytest.mark.parametrize("path", ["/events/", "/events/calendar/"])
def test_what_is_no_choice_narrows_nothing(client, kin, settings, path, query):
    # It begins now, in the zone by which a visitor's month goes.
    event(kin, "Here", days=0, hours=1, zone=settings.TIME_ZONE)
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200
    assert "Here" in text_of(answer)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("1969-12-31", "Choose a day from 1970 to 2100."),
        ("2101-01-01", "Choose a day from 1970 to 2100."),
        ("soon", "Write the day like this: 2026-12-31."),
    ],
)
def test_a_day_that_is_none_is_said_where_it_was_typed(client, kin, day, words):
    answer = client.get(f"/events/?from={day}")
    assert answer.context["filter"].form.errors == {"from": [words]}
    assert '<details class="filters-more" open>' in text_of(answer)
    assert 'aria-describedby="id_from_error"' in text_of(answer)


@pytest.mark.usefixtures("unprepared")
def test_with_many_groups_the_one_in_use_stays_to_choose(client, monkeypatch, kin):
    monkeypatch.setattr("events.lists.GROUPS_TO_CHOOSE_FROM", 1)
    for brg in (kin, factories.brg()):
        event(brg, brg.short_name)
    assert found(client, "?group=kin") == ["Kin"]
    assert list(client.get("/events/").context["filter"].form["group"].field.choices) == [
        ("", "All groups")
    ]


def test_filters_that_fewer_look_by_are_folded_until_they_are_in_use(client, kin):
    for query, is_open in (("", False), ("?q=a&group=kin&when=day", False), ("?seats=free", True)):
        opened = '<details class="filters-more" open>' in text_of(client.get(f"/events/{query}"))
        assert opened is is_open, query


def test_the_month_keeps_the_filters_and_shows_the_first_day_in_use(client, kin):
    answer = client.get("/events/?group=kin&q=tea&from=2031-05-04&to=2031-07-01")
    assert answer.context["month_url"] == "/events/calendar/?q=tea&group=kin&month=2031-05"


# What a row tells


def test_a_row_says_when_what_whose_and_where(client, kin):
    region, pillar = factories.region(name="Colorado"), factories.pillar(name="Career")
    made = event(kin, "A talk", starts=at(18), region=region, pillar=pillar, venue="Room 7")
    text = text_of(client.get("/events/"))
    for part in (
        '<time datetime="2099-01-12T18:00:00-07:00">'
        "Monday, January 12, 2099, 6\xa0p.m. to 7\xa0p.m., Denver time</time>",
        f'<a href="{made.get_absolute_url()}">A talk</a>',
        '<span class="event-host">Kin</span>',
        "<span>In person · Room 7 · Colorado</span> <span>Career</span>",
        "<pattern",
    ):
        assert part in text, part


def test_an_event_is_told_in_the_viewers_time_too_where_that_differs(client, kin):
    event(kin, starts=at(18))
    client.force_login(factories.person(time_zone=HONOLULU))
    here = "Monday, January 12, 2099, 3\xa0p.m. to 4\xa0p.m., Honolulu time"
    assert here in text_of(client.get("/events/"))
    for same in ("America/Denver", "America/Edmonton"):
        client.force_login(factories.person(time_zone=same))
        answer = client.get("/events/")
        assert (answer.context["events"][0]["when_here"], "event-here" in text_of(answer)) == (
            None,
            False,
        )


def test_a_visitor_has_no_clock_of_their_own(client, kin):
    event(kin, starts=at(18))
    assert client.get("/events/").context["events"][0]["when_here"] is None


def test_the_end_alone_may_differ(client, kin):
    """Clocks change on the way: Phoenix keeps the time that Denver leaves."""
    starts = dt.datetime(2083, 3, 14, 0, tzinfo=DENVER)
    event(kin, starts=starts, hours=5)
    client.force_login(factories.person(time_zone="America/Phoenix"))
    (row,) = client.get("/events/").context["events"]
    assert row["when"].full.endswith("midnight to 6\xa0a.m., Denver time")
    assert row["when_here"].full.endswith("midnight to 5\xa0a.m., Phoenix time")


@pytest.mark.parametrize("name", ["Denver", "Kin Denver", "All Kin"])
def test_a_chapters_event_is_told_under_the_chapters_full_name(client, kin, name):
    chapter = factories.chapter(kin, name=name)
    event(kin, chapter=chapter)
    assert client.get("/events/").context["events"][0]["host"] == chapter.full_name


def test_what_people_typed_is_never_markup(client, kin):
    wild = "<script>alert(1)</script>"
    region, pillar = factories.region(name=wild), factories.pillar(name=wild)
    chapter = factories.chapter(kin, name=wild)
    facts = {"summary": wild, "venue": wild, "region": region, "pillar": pillar}
    event(kin, wild, days=0, chapter=chapter, **facts)
    for path in ("/events/", "/events/calendar/", "/", "/groups/kin/"):
        text = text_of(client.get(path))
        assert ("<script>alert" in text, escape(wild) in text) == (False, True), path


def test_titles_that_leave_no_address_have_one(client, kin):
    made = [event(kin, title) for title in ("Новости", "A" * 120, "-", "É & co")]
    urls = {row["url"] for row in client.get("/events/").context["events"]}
    assert urls == {row.get_absolute_url() for row in made}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("going", "You are going"),
        ("waiting", "You are waiting"),
        ("offered", "A seat is offered to you"),
    ],
)
def test_ones_own_answer_is_marked_and_nobody_elses(client, kin, alice, status, words):
    offer = {"offer_ends": timezone.now() + DAY} if status == "offered" else {}
    factories.rsvp(event(kin, capacity=40), alice, status, **offer)
    assert words in marks(client.get("/events/"))[0]
    client.force_login(factories.person())
    assert not any(word.startswith(("You", "A seat")) for word in marks(client.get("/events/"))[0])


@pytest.mark.parametrize(
    ("capacity", "taken", "waiting", "words"),
    [
        (None, 10**6, 0, ""),
        (20, 15, 0, "Many seats left"),
        (20, 16, 0, "Few seats left"),
        (20, 19, 0, "Few seats left"),
        (20, 20, 0, "Full"),
        (20, 19, 1, "Full"),
        (19, 0, 0, "Seats left"),
        (19, 18, 0, "Seats left"),
        (19, 19, 0, "Full"),
        (1, 0, 0, "Seats left"),
        (100, 79, 0, "Many seats left"),
        (100, 80, 0, "Few seats left"),
    ],
)
def test_seats_left_are_told_in_bands(capacity, taken, waiting, words):
    for going, offered in ((taken, 0), (0, taken)):
        told = seats_left(capacity=capacity, going=going, offered=offered, waiting=waiting)
        assert told == words


def test_no_number_of_people_stands_on_the_page(client, kin):
    event(kin, capacity=7391, going=7013, offered=211, waiting=0)
    event(kin, capacity=7001, going=7001, waiting=6007)
    text = text_of(client.get("/events/"))
    assert [number for number in ("7391", "7013", "211", "7001", "6007") if number in text] == []
    assert ("Few seats left" in text, "Full" in text) == (True, True)


# Nothing found, and nothing kept


def test_an_empty_list_says_what_to_do(client, kin):
    text = text_of(client.get("/events/"))
    assert "No events are announced" in text
    assert '<a class="button" href="/groups/">See all groups</a>' in text
    for query in ("?q=zzzz", "?from=2090-01-01", "?group=kin"):
        text = text_of(client.get(f"/events/{query}"))
        assert "No event matches" in text, query
        assert '<a class="button" href="/events/">Show all events</a>' in text


@pytest.mark.parametrize("path", ["/events/", "/events/calendar/"])
def test_pages_for_visitors_set_no_cookie_and_ask_for_no_session(
    client, kin, path, django_assert_num_queries
):
    event(kin)
    client.get(path)
    with django_assert_num_queries(4) as asked:
        answer = client.get(path)
    assert answer.cookies == {}
    assert [row["sql"] for row in asked.captured_queries if "session" in row["sql"]] == []


# As many queries for many rows as for one: the whole, with every filter and a page to go on from

QUERIES = {"visitor": (4, 6), "employee": (6, 8)}


@pytest.mark.parametrize("who", QUERIES)
@pytest.mark.parametrize("size", [1, 3])
def test_lists_ask_no_more_for_more_events(client, kin, who, size, django_assert_num_queries):
    denver = factories.chapter(kin, slug="denver")
    if who == "employee":
        alice = factories.person()
        client.force_login(alice)
    before = event(kin, chapter=denver)
    for _ in range(size):
        made = event(factories.brg(), region=factories.region(), capacity=30)
        there = event(kin, chapter=denver, region=factories.region(), capacity=30)
        if who == "employee":
            factories.rsvp(made, alice)
            factories.rsvp(there, alice)
    narrowed = f"?group=kin&chapter=denver&q=event&seats=free&after={before.pk}"
    for query, number, rows in zip(("", narrowed), QUERIES[who], (2 * size + 1, size), strict=True):
        client.get(f"/events/{query}")
        with django_assert_num_queries(number):
            answer = client.get(f"/events/{query}")
        assert len(answer.context["events"]) == rows


# What the list relies on


def test_no_event_takes_longer_than_the_list_looks_back(client, kin):
    client.force_login(factories.lead(kin, time_zone="America/Denver"))
    for time, errors in (("19:01", {"ends_date"}), ("19:00", set())):
        answer = client.post("/manage/kin/events/new/", LONG | {"ends_time": time})
        # It has no pillar yet, so the form comes back in both cases.
        found = answer.context["form"].errors.keys()
        assert (found & {"starts_date", "ends_date", "ends_time"}, "pillar" in found) == (
            errors,
            True,
        ), time


# Clocks go forward on the way, so two weeks end an hour later than they began.
LONG = {
    "title": "Long",
    "time_zone": "America/Denver",
    **{"starts_date": "2083-03-13", "starts_time": "18:00", "ends_date": "2083-03-27"},
}

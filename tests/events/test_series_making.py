"""How a series comes to be: of which event, on which days, like what, and what is refused."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from audit.models import AuditEvent
from brgs.actions import EditConflict
from events.actions import (
    add_dates,
    add_sittings,
    cancel,
    cancel_rsvp,
    delete,
    publish_series,
    repeat,
    rsvp,
)
from events.models import Event, Series
from notices.models import Letter
from tests import factories

pytestmark = pytest.mark.django_db

DENVER = zoneinfo.ZoneInfo("America/Denver")
DAY = dt.timedelta(days=1)


@pytest.fixture
def kin():
    return factories.brg()


@pytest.fixture
def lea(kin):
    return factories.lead(kin)


def at(year, month, day, hour=18, minute=0):
    return dt.datetime(year, month, day, hour, minute, tzinfo=DENVER)


def wall(text):
    return dt.datetime.fromisoformat(text)


def held(kin, starts, **fields):
    """A draft for members alone, which no rule of the organization asks about."""
    facts = {"status": "draft", "published": None, "audience": "members"}
    return factories.event(kin, starts=starts, **facts | fields)


def dates(series):
    return list(Event.objects.filter(series=series).order_by("series_date", "starts", "pk"))


def walls(series):
    return [f"{each.starts_wall:%Y-%m-%d %H:%M}" for each in dates(series)]


# By a rule


def test_each_day_of_the_rule_gets_a_draft_like_the_first(kin, lea):
    contact = factories.person()
    first = held(
        kin, at(2098, 3, 4), hours=2, capacity=12, accessibility_contact=contact, cost="$3"
    )
    series = repeat(event=first, by=lea, rule="weekly", last=dt.date(2098, 3, 20))
    one, two, three = dates(series)
    assert walls(series) == ["2098-03-04 18:00", "2098-03-11 18:00", "2098-03-18 18:00"]
    assert (one.pk, two.status, two.published, two.author) == (first.pk, "draft", None, lea)
    assert [each.series_date for each in (one, two, three)] == [
        dt.date(2098, 3, day) for day in (4, 11, 18)
    ]
    for name in ("title", "summary", "venue", "capacity", "accessibility_contact", "cost"):
        assert getattr(two, name) == getattr(three, name) == getattr(first, name), name
    assert two.ends_wall == wall("2098-03-11 20:00")
    assert len({each.uid for each in (one, two, three)} | {series.uid}) == 4
    assert (series.rule, series.first, series.last) == (
        "weekly",
        dt.date(2098, 3, 4),
        dt.date(2098, 3, 20),
    )
    assert (series.title, series.time_zone, series.starts_time) == (
        first.title,
        "America/Denver",
        dt.time(18),
    )


def test_a_series_is_on_record_and_so_is_each_of_its_drafts(kin, lea):
    series = repeat(
        event=held(kin, at(2098, 3, 4)), by=lea, rule="weekly", last=dt.date(2098, 3, 20)
    )
    rows = AuditEvent.objects.within(kin).order_by("pk")
    assert list(rows.values_list("verb", "thing_id")) == [
        ("series.made", str(series.pk)),
        ("event.joined_series", str(dates(series)[0].pk)),
        *(("event.drafted", str(each.pk)) for each in dates(series)[1:]),
    ]


def test_a_date_keeps_its_hour_when_clocks_change(kin, lea):
    series = repeat(
        event=held(kin, at(2083, 10, 31)), by=lea, rule="weekly", last=dt.date(2083, 11, 14)
    )
    instants = [each.starts.astimezone(dt.UTC).hour for each in dates(series)]
    assert (walls(series)[1], instants) == ("2083-11-07 18:00", [0, 1, 1])


@pytest.mark.parametrize(
    ("starts", "hours", "there", "until"),
    [
        # Clocks in Denver go from 2 to 3 on 14 March 2083.
        (at(2083, 3, 7, 2, 30), 0.5, "03:30", "04:00"),
        (at(2083, 3, 7, 2, 0), 0.5, "03:00", "03:30"),
        (at(2083, 3, 7, 1, 30), 1, "01:30", "03:30"),
        (at(2083, 3, 6, 23, 0), 3.5, "23:00", "03:30"),
    ],
)
def test_an_hour_that_clocks_skip_is_the_one_after_and_takes_as_long(
    kin, lea, starts, hours, there, until
):
    event = held(kin, starts, hours=hours)
    series = repeat(event=event, by=lea, rule="weekly", last=dt.date(2083, 3, 14))
    date = dates(series)[1]
    assert (f"{date.starts_time:%H:%M}", f"{date.ends_time:%H:%M}") == (there, until)
    assert date.ends - date.starts == dt.timedelta(hours=hours)


def test_of_two_hours_of_the_same_name_a_new_date_is_at_the_first(kin, lea):
    second = dt.datetime(2083, 11, 7, 8, 30, tzinfo=dt.UTC)
    event = held(kin, second)
    assert (event.starts_turn, f"{event.starts_wall:%H:%M}") == (1, "01:30")
    # The next first Sunday of November on which clocks go back.
    series = repeat(event=event, by=lea, rule="fortnightly", last=dt.date(2084, 11, 5))
    assert [each.starts_turn for each in dates(series)] == [1] + 26 * [0]
    assert dates(series)[-1].starts == dt.datetime(2084, 11, 5, 7, 30, tzinfo=dt.UTC)


def test_the_31st_is_the_last_day_and_29_february_the_28th(kin, lea):
    monthly = repeat(
        event=held(kin, at(2097, 1, 31)), by=lea, rule="monthly_by_date", last=dt.date(2097, 4, 30)
    )
    assert [wall[5:10] for wall in walls(monthly)] == ["01-31", "02-28", "03-31", "04-30"]
    yearly = repeat(
        event=held(kin, at(2088, 2, 29)), by=lea, rule="yearly", last=dt.date(2092, 12, 31)
    )
    assert [wall[:10] for wall in walls(yearly)] == [
        *("2088-02-29", "2089-02-28", "2090-02-28", "2091-02-28", "2092-02-29"),
    ]


def test_what_people_have_answered_repeats_no_more(kin, lea):
    event = factories.event(kin)
    person = factories.person()
    rsvp(event=event, by=person)
    cancel_rsvp(event=event, by=person)
    with pytest.raises(Refusal, match="People have answered already. Begin another event from it"):
        repeat(event=event, by=lea, rule="weekly", last=event.starts_date + 30 * DAY)
    assert not Series.objects.exists()


@pytest.mark.parametrize("state", ["over", "cancelled"])
def test_what_is_over_or_cancelled_repeats_no_more(kin, lea, state):
    event = factories.event(kin, starts=timezone.now() - (9 if state == "over" else -9) * DAY)
    if state == "cancelled":
        cancel(event=event, by=lea, version=1)
    with pytest.raises(Refusal, match="It is over or cancelled"):
        repeat(event=event, by=lea, rule="weekly", last=dt.date(2099, 1, 1))


def test_a_date_of_a_series_begins_no_other(kin, lea):
    series, (first, *_rest) = factories.series(kin)
    for make in (
        lambda: repeat(event=first, by=lea, rule="weekly", last=dt.date(2099, 1, 1)),
        lambda: add_sittings(event=first, by=lea, times=[wall("2099-01-01 09:00")]),
    ):
        with pytest.raises(Refusal, match="part of a series already|no sittings"):
            make()
    assert Series.objects.get() == series


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (dt.date(2097, 1, 5), "By this rule there is no other date until then"),
        (dt.date(2096, 1, 5), "By this rule there is no other date until then"),
        (dt.date(2099, 1, 12), "A series has at most 105 dates"),
        (dt.date(2100, 12, 31), "A series has at most 105 dates"),
    ],
)
def test_a_rule_has_two_dates_at_least_and_two_years_of_weeks_at_most(kin, lea, last, words):
    event = held(kin, at(2097, 1, 1))
    with pytest.raises(Refusal, match=words):
        repeat(event=event, by=lea, rule="weekly", last=last)
    assert (Event.objects.count(), Series.objects.count()) == (1, 0)


def test_the_most_dates_are_made(kin, lea):
    series = repeat(
        event=held(kin, at(2097, 1, 1)), by=lea, rule="weekly", last=dt.date(2098, 12, 31)
    )
    assert len(dates(series)) == 105


# Going on


def test_a_series_goes_on_by_its_rule_like_its_latest_date(kin, lea):
    series = repeat(
        event=held(kin, at(2098, 3, 4)), by=lea, rule="weekly", last=dt.date(2098, 3, 20)
    )
    Event.objects.filter(pk=dates(series)[2].pk).update(title="Renamed", capacity=7)
    assert add_dates(series=series, by=lea, last=dt.date(2098, 4, 2)) == 2
    assert walls(series)[3:] == ["2098-03-25 18:00", "2098-04-01 18:00"]
    assert {(each.title, each.capacity, each.status) for each in dates(series)[3:]} == {
        ("Renamed", 7, "draft")
    }
    assert Series.objects.get(pk=series.pk).last == dt.date(2098, 4, 2)


def test_a_date_that_was_moved_alone_moves_none_that_is_added(kin, lea):
    series, (_one, _two, three) = factories.series(kin, starts=at(2098, 3, 4))
    Event.objects.filter(pk=three.pk).update(
        starts_date=dt.date(2098, 3, 21), ends_date=dt.date(2098, 3, 21), starts_time=dt.time(9)
    )
    add_dates(series=series, by=lea, last=dt.date(2098, 3, 25))
    assert walls(series)[3:] == ["2098-03-25 18:00"]


def test_what_was_moved_for_all_is_there_on_added_dates_too(kin, lea):
    series, rows = factories.series(kin, starts=at(2098, 3, 4))
    for row in rows:
        row.starts_date, row.ends_date = row.starts_date + DAY, row.ends_date + DAY
        row.starts_time, row.ends_time = dt.time(9), dt.time(10)
        row.save()
    add_dates(series=series, by=lea, last=dt.date(2098, 3, 25))
    added = dates(series)[-1]
    assert (walls(series)[-1], added.series_date) == ("2098-03-26 09:00", dt.date(2098, 3, 25))


def test_a_deleted_draft_stays_skipped(kin, lea):
    series = repeat(
        event=held(kin, at(2098, 3, 4)), by=lea, rule="weekly", last=dt.date(2098, 3, 20)
    )
    delete(event=dates(series)[1], by=lea)
    add_dates(series=series, by=lea, last=dt.date(2098, 3, 25))
    assert [wall[8:10] for wall in walls(series)] == ["04", "18", "25"]


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (dt.date(2098, 3, 18), "Choose a day after the present end"),
        (dt.date(2098, 3, 24), "there is no other date until then"),
        (dt.date(2100, 12, 31), "at most 105 dates"),
    ],
)
def test_a_series_goes_on_beyond_its_end_alone(kin, lea, last, words):
    series, _rows = factories.series(kin, starts=at(2098, 3, 4))
    with pytest.raises(Refusal, match=words):
        add_dates(series=series, by=lea, last=last)
    assert (len(dates(series)), Series.objects.get().last) == (3, dt.date(2098, 3, 18))


# Sittings


def test_an_event_takes_place_at_more_times(kin, lea):
    event = held(kin, at(2098, 3, 4, 7, 30), hours=1.5)
    series = add_sittings(
        event=event, by=lea, times=[wall("2098-03-04 19:30"), wall("2098-03-04 13:00")]
    )
    assert (series.kind, series.rule, series.first) == ("sittings", "", None)
    assert walls(series) == ["2098-03-04 07:30", "2098-03-04 13:00", "2098-03-04 19:30"]
    assert {each.ends - each.starts for each in dates(series)} == {dt.timedelta(hours=1.5)}
    more = add_sittings(event=dates(series)[2], by=lea, times=[wall("2098-03-05 07:30")])
    assert (more, len(dates(series))) == (series, 4)


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ([], "Choose at least one more time"),
        ([wall("2020-03-04 09:00")], "March 4, 2020, 9 a.m.: Choose a time to come"),
        ([wall("2098-03-04 18:00")], "March 4, 2098, 6 p.m.: There is a sitting at this time"),
        (
            2 * [wall("2098-03-04 09:00")],
            "March 4, 2098, 9 a.m.: There is a sitting at this time",
        ),
        ([wall("2101-01-01 09:00")], "January 1, 2101, 9 a.m.: It has to end by the year 2100"),
        ([wall("2098-05-01 00:00") + n * DAY for n in range(105)], "at most 105 dates"),
    ],
)
def test_sittings_are_to_come_and_at_different_times(kin, lea, times, words):
    event = held(kin, at(2098, 3, 4))
    with pytest.raises(Refusal, match=words):
        add_sittings(event=event, by=lea, times=times)
    assert (Event.objects.count(), Series.objects.count()) == (1, 0)


# Publishing


def versions(series):
    return {each.pk: each.version for each in dates(series) if each.is_editable}


def test_all_drafts_are_published_at_once(kin, lea):
    series = repeat(
        event=held(kin, at(2098, 3, 4)), by=lea, rule="weekly", last=dt.date(2098, 3, 20)
    )
    done = publish_series(series=series, by=lea, versions=versions(series))
    assert [each.status for each in dates(series)] == 3 * ["published"]
    assert len(done) == 3


def test_curators_are_told_once_of_all_that_waits(kin, lea):
    factories.curator()
    event = held(kin, at(2098, 3, 4), audience="employees")
    series = repeat(event=event, by=lea, rule="weekly", last=dt.date(2098, 3, 20))
    publish_series(series=series, by=lea, versions=versions(series))
    assert [each.status for each in dates(series)] == 3 * ["submitted"]
    assert Letter.objects.filter(kind="approval").count() == 1


def test_a_draft_that_was_not_looked_at_is_not_published_and_no_other_is(kin, lea):
    series = repeat(
        event=held(kin, at(2098, 3, 4)), by=lea, rule="weekly", last=dt.date(2098, 3, 20)
    )
    seen = versions(series)
    seen[dates(series)[2].pk] += 1
    with pytest.raises(EditConflict):
        publish_series(series=series, by=lea, versions=seen)
    with pytest.raises(EditConflict):
        publish_series(series=series, by=lea, versions={})
    elsewhere = held(kin, at(2098, 3, 4))
    with pytest.raises(EditConflict):
        publish_series(series=series, by=lea, versions={elsewhere.pk: 1})
    assert {each.status for each in Event.objects.all()} == {"draft"}


def test_the_date_that_refuses_is_named_and_none_is_published(kin, lea):
    series, (one, *_rest) = factories.series(
        kin, starts=timezone.now() - 2 * DAY, status="draft", published=None, audience="members"
    )
    words = r"\w+ \d+, \d{4}, .+: Its start is past. Choose a time to come."
    with pytest.raises(Refusal, match=words):
        publish_series(series=series, by=lea, versions=versions(series))
    assert {each.status for each in dates(series)} == {"draft"}
    assert one.has_begun()

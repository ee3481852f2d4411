"""Dates of series in eight zones are the same instants by the rule, in the file and in feeds.

Each is held against days counted by hand (repeats.py) and what follows from the law (clocks.py).
Files and feeds are read as a calendar reads them that knows no table of zones, in all the ways in
which programs read what the standard leaves open. Most times lie where clocks change, and most
first days where months differ.
"""

import datetime as dt
import random
from typing import NamedTuple

import pytest
from django.urls import reverse
from django.utils import timezone

from events import feeds
from events.actions.dates import put_at
from events.calendars import file_of
from events.feeds import hash_of
from events.models import CalendarFeed, Event, Rsvp, Series
from events.repeating import MOST_DATES, days
from tests import factories
from tests.events import clocks
from tests.events.clocks import ZONES, Habits
from tests.events.repeats import DAY, day_of

pytestmark = pytest.mark.django_db

TOKEN = f"{'series':0<22}"
RULES = [rule.value for rule in Series.Rule]
YEARS = range(2016, 2041)
HOURS = [(0, 30), (1, 0), (1, 30), (2, 0), (2, 30), (3, 0), (7, 15), (18, 0), (22, 45), (23, 30)]
# What becomes of dates, and of how many in 100.
KINDS = {"plain": 85, "moved": 4, "elsewhere": 3, "renamed": 4, "off": 4}
MINUTES = [30, 60, 60, 60, 90, 120, 150, 240, 25 * 60]


class Date(NamedTuple):
    """What a calendar has to hold of one date: its name in the series, and what it says."""

    date: dt.datetime
    starts: dt.datetime
    ends: dt.datetime
    title: str
    status: str


class Case:
    """A series as somebody would like it, with dates left out, moved, renamed and cancelled."""

    def __init__(self, chance):
        self.chance = chance
        self.zone, self.rule = chance.choice(list(ZONES)), chance.choice(RULES)
        self.first = self._first()
        self.time = dt.time(*chance.choice(HOURS))
        self.length = dt.timedelta(minutes=chance.choice(MINUTES))
        most = 20 if self.rule == "yearly" else MOST_DATES
        number = chance.randint(2, most) if chance.random() < 0.3 else most
        self.days = [day_of(self.rule, self.first, n) for n in range(number)]
        self.title = f"Series {chance.random()}"

    def _first(self):
        """A day before clocks change, the end of a month or year, or any other."""
        year, chance = self.chance.choice(YEARS), self.chance
        change = chance.choice([clocks.forward, clocks.back])(year).date()
        return chance.choice(
            [
                # So that a later date falls on it, or the first one does.
                change - chance.choice([0, 7, 14, 28, 7 * 26]) * DAY,
                day_of("yearly", change, -chance.randrange(8)),
                dt.date(year, chance.choice([1, 3, 5, 7, 8, 10, 12]), chance.choice([29, 30, 31])),
                dt.date(year // 4 * 4 + 4, 2, 29),
                dt.date(year, 12, 20) + chance.randrange(12) * DAY,
                dt.date(year, 1, 1) + chance.randrange(365) * DAY,
            ]
        )

    def instants(self, wall, turn=0, zone=None):
        """Start and end in UTC of what begins by a wall time, and goes on behind a gap."""
        zone = zone or self.zone
        starts, ends = wall, wall + self.length
        moved = clocks.HOUR if clocks.is_skipped(starts, zone) else dt.timedelta()
        ends += clocks.HOUR if clocks.is_skipped(ends, zone) else moved
        return [clocks.instant(each, zone, turn) for each in (starts + moved, ends)]

    def event(self, series, day, facts):
        """One of its events, made as the portal makes it, and what is to be found of it."""
        name = wall = dt.datetime.combine(day, self.time)
        zone, chance = self.zone, self.chance
        event = Event(series=series, series_date=day, title=self.title, time_zone=zone, **facts)
        kind = chance.choices(list(KINDS), KINDS.values())[0]
        if kind == "moved":
            wall += chance.choice([-DAY, DAY, clocks.HOUR, 3 * clocks.HOUR])
        if kind == "elsewhere":
            event.time_zone = zone = chance.choice(list(ZONES))
        if kind == "renamed":
            event.title += ", and more"
        if kind == "off":
            event.status = "cancelled"
        put_at(event, wall, wall + self.length)
        turn = chance.randrange(2)
        event.starts_turn = event.ends_turn = turn
        event.set_instants()
        status = "CANCELLED" if kind == "off" else "CONFIRMED"
        return event, Date(name, *self.instants(wall, turn, zone), event.title, status)


def made(case, brg, facts):
    """The events of a case, and what is to be found of each."""
    facts_of_series = {"kind": "repeats", "rule": case.rule, "first": case.first}
    series = Series.objects.create(
        brg=brg,
        title=case.title,
        last=case.days[-1],
        time_zone=case.zone,
        starts_time=case.time,
        **facts_of_series,
    )
    assert days(case.rule, case.first, case.days[-1]) == case.days
    there = [day for day in case.days if case.chance.random() < 0.92] or case.days[:1]
    pairs = [case.event(series, day, facts) for day in there]
    Event.objects.bulk_create(event for event, _ in pairs)
    return series, pairs


def held(data, habits, uid=None):
    """What a calendar holds of a series, or of all; two series may have dates of one name."""
    found = clocks.dates(data, habits)
    assert uid in (None, *(each.uid for each in found))
    return {(each.uid, *_date(each)) for each in found}


def _date(seen):
    return Date(seen.date, seen.starts, seen.ends, seen.title, seen.status)


def expected(pairs):
    return {(event.series.uid, *date) for event, date in pairs}


def habits(chance):
    return Habits(*(chance.random() < 0.5 for _ in Habits._fields))


def check_instants(pairs):
    for event, date in pairs:
        kept = [each.astimezone(dt.UTC).replace(tzinfo=None) for each in (event.starts, event.ends)]
        assert kept == [date.starts, date.ends], (vars(event), date)


def check_file(client, series, pairs, chance):
    response = client.get(reverse("series-ics", args=[series.pk, "x"]))
    assert held(response.content, habits(chance)) == expected(pairs), vars(series)
    event, date = chance.choice(pairs)
    (entry,) = clocks.read(file_of(event, discreet=False))
    assert (entry.uid, _date(entry)) == (series.uid, date)


def in_sight(pairs, today):
    """Of all dates those that a feed holds: 90 days back, a year ahead, 500 at most."""
    seen = [
        (event, date)
        for event, date in pairs
        if date.ends >= today - 90 * DAY and date.starts < today + 365 * DAY
    ]
    return sorted(seen, key=lambda pair: (pair[1].starts, pair[0].pk), reverse=True)[:500]


def check_feeds(client, brg, pairs, today, chance):
    seen = in_sight(pairs, today)
    feed = client.get(reverse("group-events-ics", args=[brg.slug])).content
    assert held(feed, habits(chance)) == expected(seen)
    check_own(client, seen, chance)


def check_own(client, seen, chance):
    """The feed of somebody who goes to some of them, and waits for a seat at others."""
    person = factories.person()
    answers = {
        event: chance.choices(["going", "waiting", ""], [70, 15, 15])[0] for event, _ in seen
    }
    Rsvp.objects.bulk_create(
        Rsvp(event=event, person=person, status=status, visibility="leads", place=person.pk)
        for event, status in answers.items()
        if status
    )
    CalendarFeed.objects.all().delete()
    CalendarFeed.objects.create(person=person, token_hash=hash_of(TOKEN))
    feed = client.get(reverse("calendar-feed", args=[TOKEN])).content
    own = [(event, _answered(date, answers[event])) for event, date in seen if answers[event]]
    assert held(feed, habits(chance)) == expected(own)


def _answered(date, status):
    is_sure = status == "going" or date.status == "CANCELLED"
    return date if is_sure else date._replace(status="TENTATIVE")


def check_some(client, monkeypatch, seed, number):
    """About so many dates, in a group that has them all; returns how many."""
    chance = random.Random(seed)
    brg, found = factories.brg(), []
    facts = {
        **{"brg": brg, "pillar": factories.pillar(), "audience": "public"},
        **{"status": "published", "published": timezone.now()},
    }
    while len(found) < number:
        case = Case(chance)
        series, pairs = made(case, brg, facts)
        check_instants(pairs)
        check_file(client, series, pairs, chance)
        found += pairs
    for _ in range(3):
        today = chance.choice(found)[1].starts.replace(hour=0, minute=0)
        monkeypatch.setattr(feeds, "_today", lambda today=today: today.replace(tzinfo=dt.UTC))
        check_feeds(client, brg, found, today, chance)
    return len(found)


@pytest.mark.parametrize("seed", range(4))
def test_says_no_instant_wrong_at_2000_dates(client, monkeypatch, seed):
    assert check_some(client, monkeypatch, seed, 500) >= 500


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_says_no_instant_wrong_at_100000_dates(client, monkeypatch, seed):
    assert check_some(client, monkeypatch, seed, 500) >= 500

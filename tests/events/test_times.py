"""Times in eight zones are the same instants in the form, on the page, in the file and in the feed.

Each is held against what follows from the law alone (clocks.py). Two of three times lie within two
days of a change of clocks.
"""

import datetime as dt
import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from events import feeds, when
from events.calendars import file_of
from events.feeds import hash_of
from events.models import CalendarFeed, Event, Rsvp
from events.page import times
from events.time_fields import WhenForm
from tests import factories
from tests.events import clocks
from tests.events.clocks import ZONES

pytestmark = pytest.mark.django_db

TOKEN = f"{'clocks':0<22}"
A_CHUNK = 250
HOUR = r"([\d:]+\xa0[ap]\.m\.|noon|midnight)(?: \((before|after) clocks go back\))?"
WALL = rf"\w+day, (\w+ \d+, \d{{4}}), {HOUR}"
LINE = re.compile(rf"{WALL} to (?:{WALL}|{HOUR}), ([^,]+)")
# A place of two words stays together at the end of a line.
PLACES = {zone: zone.rpartition("/")[2].replace("_", "\xa0") for zone in ZONES}
NAMES = {zone: f"{place} time" for zone, place in PLACES.items()} | {"UTC": "UTC"}


class TimesForm(WhenForm):
    """What the form of an event asks about its times."""

    class Meta:
        model = Event
        fields = (*("time_zone", "starts_date", "starts_time", "ends_date", "ends_time"),)


class Case:
    """When somebody would like an event to be, as a clock shows it."""

    def __init__(self, chance, today):
        self.zone = chance.choice(list(ZONES))
        self.starts = self._starts(chance, today)
        minutes = chance.choice([15, 30, 45, 60, 75, 90, 120, 180, 24 * 60, 26 * 60, 50 * 60])
        self.ends = self.starts + dt.timedelta(minutes=minutes)
        self.turns = chance.randrange(2), chance.randrange(2)

    def _starts(self, chance, today):
        days = chance.uniform(-88, 360)
        if chance.random() < 2 / 3:
            changes = [
                change(year)
                for year in (today.year - 1, today.year, today.year + 1)
                for change in (clocks.forward, clocks.back)
                if -85 < (change(year) - today).days < 360
            ]
            days = (chance.choice(changes) - today) / dt.timedelta(days=1) + chance.gauss(0, 0.3)
        minutes = round(days * 24 * 60 / 15) * 15
        return today + dt.timedelta(minutes=minutes)

    def instants(self):
        """Start and end in UTC, of what the form comes to."""
        return [
            clocks.instant(wall, self.zone, turn)
            for wall, turn in zip(self.walls(), self.turns, strict=True)
        ]

    def walls(self):
        """What the form keeps: an hour that clocks never show is put right by an hour."""
        return [
            wall + clocks.HOUR if clocks.is_skipped(wall, self.zone) else wall
            for wall in (self.starts, self.ends)
        ]

    def makes_sense(self):
        starts, ends = self.instants()
        return starts < ends

    def typed(self):
        typed = {"time_zone": self.zone}
        for name, wall, turn in zip(
            ("starts", "ends"), (self.starts, self.ends), self.turns, strict=True
        ):
            typed[f"{name}_date"] = wall.date().isoformat()
            typed[f"{name}_time"] = wall.strftime("%H:%M")
            if clocks.is_twice(wall, self.zone):
                typed[f"{name}_turn"] = str(turn)
        return typed

    def has_gap(self):
        return any(clocks.is_skipped(wall, self.zone) for wall in (self.starts, self.ends))


def cases(chance, today, number):
    found = []
    while len(found) < number:
        case = Case(chance, today)
        if case.makes_sense():
            found.append(case)
    return found


def filled(case, event):
    """The event as the form makes it, which is sent again where it has put an hour right."""
    form = TimesForm(case.typed(), instance=event)
    assert form.is_valid() is not case.has_gap()
    if case.has_gap():
        form = TimesForm(form.data, instance=event)
    assert form.is_valid(), (vars(case), form.errors)
    return form.save()


def on_page(line, zone):
    """The instants at which a line on a page says that something begins and ends."""
    day, *starts, last, until, turn, same_day, same_turn, name = LINE.fullmatch(line).groups()
    assert name == NAMES[zone]
    ends = [until, turn] if last else [same_day, same_turn]
    return [_instant(zone, day, *starts), _instant(zone, last or day, *ends)]


def _instant(zone, day, hour, turn):
    wall = _wall(day, hour)
    assert bool(turn) is clocks.is_twice(wall, zone)
    return clocks.instant(wall, zone, turn == "after")


def _wall(day, hour):
    hour = {"noon": "12 p.m.", "midnight": "12 a.m."}.get(hour, hour).replace(".", "").upper()
    form = "%B %d, %Y %I:%M %p" if ":" in hour else "%B %d, %Y %I %p"
    return dt.datetime.strptime(f"{day} {hour}", form)  # noqa: DTZ007 - as the clock shows it


def check_page(event, case, viewer):
    instants = case.instants()
    own, *theirs = times(event, viewer)
    assert on_page(own, case.zone) == instants
    walls = [clocks.shown(each, viewer.time_zone) for each in instants]
    there = [clocks.shown(each, case.zone) for each in instants]
    if walls == there:
        assert theirs == []
    else:
        line = theirs[0].removeprefix("For you: ")
        assert on_page(line, viewer.time_zone) == instants


@pytest.fixture(autouse=True)
def eight_zones(monkeypatch):
    """The form offers these alone: listing 400 zones with each form takes most of the time."""
    monkeypatch.setattr("events.time_fields.time_zone_choices", list)
    for zone in ZONES:
        factories.region(time_zone=zone)


def check_some(client, monkeypatch, seed, number):
    """So many cases, held from an end to the other; each event is in one feed, read as one."""
    chance = random.Random(seed)
    day = dt.date(2009, 1, 1) + dt.timedelta(days=chance.randrange(365 * 50))
    today = dt.datetime.combine(day, dt.time())
    monkeypatch.setattr(feeds, "_today", lambda: today.replace(tzinfo=dt.UTC))
    drawn = cases(chance, today, number)
    brg, pillar, viewers = factories.brg(), factories.pillar(), people()
    facts = {"brg": brg, "pillar": pillar, "status": "published", "published": timezone.now()}
    held = [filled(case, Event(title=f"Case {n}", **facts)) for n, case in enumerate(drawn)]
    for event, case in zip(held, drawn, strict=True):
        instants = case.instants()
        kept = [each.astimezone(dt.UTC).replace(tzinfo=None) for each in (event.starts, event.ends)]
        assert kept == instants, vars(case)
        check_page(event, case, chance.choice(viewers))
        (entry,) = clocks.read(file_of(event, discreet=False))
        assert [entry.starts, entry.ends] == instants, vars(case)
    check_feed(client, held, drawn)
    check_shown(client, chance.choice(list(zip(held, drawn, strict=True))))


def people():
    return [factories.person(time_zone=zone) for zone in ZONES]


def check_feed(client, held, drawn):
    person = factories.person()
    Rsvp.objects.bulk_create(
        Rsvp(event=event, person=person, status="going", visibility="leads", place=1)
        for event in held
    )
    CalendarFeed.objects.create(person=person, token_hash=hash_of(TOKEN))
    entries = clocks.read(client.get(reverse("calendar-feed", args=[TOKEN])).content)
    found = {entry.uid: [entry.starts, entry.ends] for entry in entries}
    assert found == {event.uid: case.instants() for event, case in zip(held, drawn, strict=True)}


def check_shown(client, pair):
    """The whole page of one event."""
    event, case = pair
    client.force_login(factories.person(time_zone=case.zone))
    page = client.get(event.get_absolute_url()).content.decode()
    lines = [line for line in re.findall(r">([^<>]+)<", page) if LINE.fullmatch(line)]
    assert on_page(lines[0], case.zone) == case.instants()


def test_two_hours_that_a_clock_shows_alike_are_told_apart():
    """Also where the words of one are known when the other is asked for."""
    zone, facts = "America/Denver", {"starts_date": dt.date(2031, 11, 2)}
    facts |= {"ends_date": facts["starts_date"], "starts_time": dt.time(1, 30)}
    said = []
    for turn in (0, 1):
        event = Event(time_zone=zone, starts_turn=turn, ends_time=dt.time(5), **facts)
        event.set_instants()
        said.append(when.in_words(event))
    assert "1:30\xa0a.m. (before clocks go back)" in said[0]
    assert "1:30\xa0a.m. (after clocks go back)" in said[1]


@pytest.mark.parametrize("seed", range(2000 // A_CHUNK))
def test_says_no_instant_wrong_in_2000_cases(client, monkeypatch, seed):
    check_some(client, monkeypatch, seed, A_CHUNK)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1000 + 100_000 // A_CHUNK))
def test_says_no_instant_wrong_in_100000_cases(client, monkeypatch, seed):
    check_some(client, monkeypatch, seed, A_CHUNK)

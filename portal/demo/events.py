"""What the demonstration's groups hold: in the year before today and the four months after it."""

import datetime as dt
from contextlib import ExitStack
from typing import NamedTuple

from django.utils import timezone

from accounts.clock import organization_today
from accounts.names import plain_text
from accounts.wall_time import instant
from content import pictures
from content.markdown import render
from events.actions import to_approve
from events.models import AudienceRecord, Event, Rsvp

from . import tables
from .answers import Crowd, answers_of
from .chance import chance, start_of
from .event_notices import tell_of_events
from .news import banner
from .places import Places

Status, Format = Event.Status, Event.Format
BACK, AHEAD = 365, 120
SPECIAL = "special"
TEXTS = ("title", "summary", "paid_time", "accessibility", "cost", "picture_alt")
TERMS = ("format", "audience", "outside_speakers")
# Of what repeats, so many in a hundred are called off.
CALLED_OFF = 4
REASONS = (
    "Too few could come this time. We look for another day.",
    "The room is needed by a clinic that day.",
    "Our speaker is ill. We will let you know of a new date.",
)
SATURDAY, DAY = 5, dt.timedelta(days=1)


class Planned(NamedTuple):
    """An event that is not saved yet, with its entry and its own chance."""

    event: Event
    entry: dict
    rng: object


def load_events(*, seed, today, advance):
    """Write events with their answers, and what the people who can sign in were told of them."""
    now, places = moment(today), Places(today)
    with ExitStack() as stack:
        planned = [*_repeated(places, seed, today, now), *_special(places, seed, today, now)]
        for event, entry, _ in planned:
            if "picture_alt" in entry:
                event.picture = pictures.store(banner(event.brg.hue), pictures.EVENT)
                stack.callback(pictures.remove, event.picture)
        crowd = Crowd(seed)
        answers = [answers_of(one, crowd, now) for one in planned]
        Event.objects.bulk_create(event for event, _, _ in planned)
        stack.pop_all()
    advance(1)
    keep_audiences(event for event, _, _ in planned)
    Rsvp.objects.bulk_create((row for rows in answers for row in rows), batch_size=2000)
    advance(1)
    tell_of_events(planned, today=today, now=now)


def moment(today):
    """The hour of loading; for another day than this one, its morning."""
    if today == organization_today():
        return timezone.now().replace(second=0, microsecond=0)
    return start_of(today) + dt.timedelta(hours=9)


def keep_audiences(events):
    AudienceRecord.objects.bulk_create(
        AudienceRecord(event=event, audience=event.audience, since=event.published)
        for event in events
        if event.published
    )


def _repeated(places, seed, today, now):
    for acronym, entries in tables.events().items():
        for entry in entries if acronym != SPECIAL else ():
            rng = chance(seed, f"event of {acronym}: {entry['title']}")
            regions = entry.get("in", [None])
            for number, day in enumerate(_days(entry, rng, today)):
                host = places.host(acronym, regions[number % len(regions)])
                wall = dt.datetime.combine(day, dt.time.fromisoformat(entry["at"]))
                length = dt.timedelta(hours=entry.get("hours", 1))
                event = unsaved(host, entry, wall, length, places)
                go_out(event, rng, now)
                if rng.random() * 100 < CALLED_OFF:
                    call_off(event, rng.choice(REASONS), now)
                yield Planned(event, entry, rng)


def _days(entry, rng, today):
    """When something is held: on its day of the year, or so often, spread over the whole time."""
    first = today - BACK * DAY
    if "day" in entry:
        month, day = map(int, entry["day"].split("-"))
        years = (dt.date(today.year + n, month, day) for n in (-1, 0, 1))
        days = [each for each in years if first <= each <= today + AHEAD * DAY]
    else:
        span = (BACK + AHEAD) / entry["times"]
        days = [first + span * (n + rng.random()) * DAY for n in range(entry["times"])]
    return [_working_day(day, entry) for day in days]


def _working_day(day, entry):
    """The day itself, or the next Friday or Monday; of what is held on weekends, a Saturday."""
    if entry.get("weekend"):
        return day + (SATURDAY - day.weekday()) % 7 * DAY
    if day.weekday() < SATURDAY:
        return day
    return day + (-DAY if day.weekday() == SATURDAY else DAY)


def _special(places, seed, today, now):
    for entry in tables.events()[SPECIAL]:
        rng = chance(seed, f"special event: {entry['title']}")
        host = places.host(entry["brg"], entry.get("in"))
        wall = _wall(entry, host, today, now)
        length = dt.timedelta(minutes=entry["length"])
        event = unsaved(host, entry, wall, length, places)
        if "contact" in entry:
            event.accessibility_contact = places.cast(entry["contact"])
        match entry.get("state", Status.PUBLISHED):
            case Status.PUBLISHED:
                go_out(event, rng, now)
            case Status.CANCELLED:
                go_out(event, rng, now)
                call_off(event, entry["reason"], now)
            case state:
                _leave_inside(event, state, entry, now)
        yield Planned(event, entry, rng)


def _wall(entry, host, today, now):
    """When something special begins, as clocks there show it: so many minutes or days from now.

    Of an hour that they show twice, `fold` says which.
    """
    if "minutes" in entry:
        there = now + dt.timedelta(minutes=entry["minutes"])
        there = there.replace(minute=there.minute // 5 * 5).astimezone(host.zone)
        return there.replace(tzinfo=None)
    day = today + entry["days"] * DAY
    return dt.datetime.combine(day, dt.time.fromisoformat(entry["at"]))


def unsaved(host, entry, wall, length, places):
    """An unsaved event with all that saving would compute."""
    ends = (instant(wall, host.zone, turn=wall.fold) + length).astimezone(host.zone)
    online = entry.get("format") == Format.ONLINE
    facts = {name: entry[name] for name in (*TEXTS, *TERMS) if name in entry}
    event = Event(
        brg=host.brg,
        chapter=host.chapter,
        region=None if online else host.region,
        pillar=places.pillars[entry["pillar"]],
        description=entry["body"],
        description_html=render(entry["body"]),
        search_text=plain_text(f"{entry['title']} {entry['summary']}"),
        venue="" if online else places.room(host),
        capacity=entry.get("seats"),
        time_zone=host.zone.key,
        **{"starts_date": wall.date(), "starts_time": wall.time()},
        **{"ends_date": ends.date(), "ends_time": ends.time()},
        **{"starts_turn": wall.fold, "ends_turn": ends.fold},
        author=host.lead,
        accessibility_contact=host.lead,
        **facts,
    )
    if event.format != Format.IN_PERSON:
        event.online_link = "https://meet.example.org/" + event.slug
    event.set_instants()
    return event


def go_out(event, rng, now):
    """Let it have been published some weeks before it, or lately."""
    weeks = dt.timedelta(hours=rng.uniform(14 * 24, 40 * 24))
    lately = dt.timedelta(hours=rng.uniform(30, 400))
    event.status = Status.PUBLISHED
    event.published = min(event.starts - weeks, now - lately)
    event.changed, event.made = event.published, event.published - 2 * DAY
    event.approved = to_approve(event)


def call_off(event, reason, now):
    event.status, event.cancel_reason = Status.CANCELLED, reason
    event.cancelled = event.changed = min(event.starts - 2 * DAY, now - DAY)
    event.sequence, event.version = 1, 2


def _leave_inside(event, state, entry, now):
    """A draft; or something that a curator has yet to look at, or has given back."""
    event.status, event.note = state, entry.get("note", "")
    asked = now - entry.get("asked_days_ago", 0) * DAY - dt.timedelta(hours=2)
    event.made = event.changed = asked - DAY
    if state != Status.DRAFT:
        event.changed = asked
        event.askers = [event.author.public_id] if event.author else []
    if state == Status.SUBMITTED:
        event.asked = asked

"""What the demonstration's groups hold again and again: dates by a rule, and sittings."""

import datetime as dt

from accounts.visibility import Visibility
from events.models import Enrollment, Event, Rsvp, Series
from events.repeating import days

from . import tables
from .answers import Crowd
from .chance import chance, instant_between
from .events import call_off, go_out, keep_audiences, moment, unsaved
from .places import Places

Rule, Status = Series.Rule, Event.Status
DAY = dt.timedelta(days=1)
# How many come where there is no limit, and at least.
MOST, FEWEST = 40, 4


def load_series(*, seed, today):
    """Write series with their events, who has signed up for them, and what they answered."""
    now, places, crowd = moment(today), Places(today), Crowd(seed)
    for entry in tables.series():
        rng = chance(seed, f"series: {entry['title']}")
        host = places.host(entry["brg"], entry.get("in"))
        events = list(_dates(host, entry, places, rng, today, now))
        series = _series(events[0], entry, _last(entry, today))
        for event in events:
            event.series = series
        people = _signed_up(series, events, entry, crowd, rng)
        answers = list(_answers(events, people, entry, crowd, rng, now))
        Event.objects.bulk_create(events)
        keep_audiences(events)
        Rsvp.objects.bulk_create(answers)


# Days


def _last(entry, today):
    return today + entry["ahead"] * DAY if "ahead" in entry else None


def _days(entry, today):
    """The days of the rule; of sittings, the one of all, once for each hour."""
    first = today + entry["begins"] * DAY
    if "rule" not in entry:
        return [first] * len(entry["at"])
    while not _fits(first, entry):
        first += DAY
    return days(Rule(entry["rule"]), first, _last(entry, today))


def _fits(day, entry):
    """Whether a rule may begin on a day, so that it is on the days that are meant."""
    week = (day.day - 1) // 7 + 1
    asked = {"weekday": day.weekday(), "nth": week, "day": day.day, "date": f"{day:%m-%d}"}
    return all(entry[name] == found for name, found in asked.items() if name in entry)


def _dates(host, entry, places, rng, today, now):
    """The events, not saved yet: published, but for the last few, and with what befell some."""
    found, length = _days(entry, today), dt.timedelta(hours=entry.get("hours", 1))
    venue, coming = None, 0
    for number, day in enumerate(found):
        hour = dt.time.fromisoformat(entry["at"][number % len(entry["at"])])
        moved = DAY if day >= today and coming == entry.get("moved") else DAY * 0
        event = unsaved(host, entry, dt.datetime.combine(day, hour) + moved, length, places)
        # All of it is in one room.
        venue = event.venue = event.venue if venue is None else venue
        event.series_date = day if "rule" in entry else None
        if len(found) - number > entry.get("drafts", 0):
            go_out(event, rng, now)
            if day >= today and coming == entry.get("off"):
                call_off(event, "The line is being rebuilt that night.", now)
        coming += day >= today
        yield event


def _series(first, entry, last):
    is_rule = "rule" in entry
    return Series.objects.create(
        **{"brg": first.brg, "chapter": first.chapter, "title": first.title},
        **{"kind": Series.Kind.REPEATS if is_rule else Series.Kind.SITTINGS},
        **{"rule": entry.get("rule", ""), "last": last if is_rule else None},
        first=first.series_date,
        time_zone=first.time_zone,
        starts_time=first.starts_time,
        author=first.author,
        made=first.made,
    )


# People


def _signed_up(series, events, entry, crowd, rng):
    """Who has signed up for all of it, in order: (membership, person)."""
    first = min((event for event in events if event.published), key=lambda each: each.published)
    own = list(dict(crowd.own(entry, series.brg)))
    drawn = crowd.draw(rng, first, entry.get("signed_up", 0))
    people = [*own, *(each for each in drawn if each not in own)]
    Enrollment.objects.bulk_create(
        Enrollment(series=series, person_id=person, made=first.published)
        for _membership, person in people
    )
    return people


def _answers(events, people, entry, crowd, rng, now):
    """Unsaved answers: of who signed up at every date, of others at some; each at one sitting."""
    taken = set()
    for number, event in enumerate(events):
        if event.status != Status.PUBLISHED:
            continue
        seats = event.capacity or MOST
        if "taken" in entry:
            wanted = entry["taken"][number] + entry["waiting"][number]
        else:
            wanted = len(people) or rng.randint(FEWEST, seats // 2)
        drawn = people or [who for who in crowd.draw(rng, event, 2 * wanted) if who not in taken]
        some = drawn[: wanted if event.starts > now else min(wanted, seats)]
        if "taken" in entry:
            taken.update(some)
        yield from _rows(event, some, seats, rng, now)


def _rows(event, people, seats, rng, now):
    last = min(now, event.starts)
    at = sorted(instant_between(rng, event.published, last) for _ in people)
    event.going, event.last_place = min(len(people), seats), len(people)
    event.waiting = len(people) - event.going
    guests = Visibility.ONLY_ME if event.brg.is_sensitive else Visibility.LEADS
    for place, ((membership, person), answered) in enumerate(zip(people, at, strict=True), 1):
        yield Rsvp(
            event=event,
            person_id=person,
            membership_id=membership,
            visibility=guests if membership is None else Visibility.ONLY_ME,
            status=Rsvp.Status.GOING if place <= seats else Rsvp.Status.WAITING,
            place=place,
            answered=answered,
        )

"""Events around today and answers to them, for an organization of a given size."""

import datetime as dt

ZONES = ["America/Denver", "America/Los_Angeles", "America/New_York", "Pacific/Honolulu"]
AUDIENCES = ["public", "employees", "employees", "members"]
# Of all events so many are over; the rest is to come.
PAST = 0.8
DATES = 10
HELPER = 2
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


def load(size, groups, regions, copy):
    """Write events and their answers with `copy`, a function of a table and its rows."""
    from brgs.models import Pillar

    names = ("Career", "Culture", "Community", "Commerce")
    pillars = [
        Pillar.objects.create(name=name, slug=name.lower(), position=n)
        for n, name in enumerate(names)
    ]
    each = size.answers // size.events
    copy("events_event", (_event(n, size, groups, regions, pillars, each) for n in _numbers(size)))
    copy("events_rsvp", _answers(size, each))
    _series(groups[1])
    _door()


def _series(brg):
    """The next ten events of a group are the dates of a series."""
    from django.db.models import F

    from events.models import Event, Series

    coming = Event.objects.filter(brg=brg, starts__gt=NOW).order_by("starts")[:DATES]
    first, last = coming[0], coming[len(coming) - 1]
    series = Series.objects.create(
        **{"brg": brg, "title": first.title, "kind": "repeats", "rule": "weekly"},
        **{"time_zone": first.time_zone, "starts_time": first.starts_time},
        **{"first": first.starts_date, "last": last.starts_date},
    )
    keys = [event.pk for event in coming]
    Event.objects.filter(pk__in=keys).update(series=series, series_date=F("starts_date"))


def _door():
    """Somebody checks people in at the next event where people meet."""
    from attendance.models import DoorHelper
    from events.models import Event

    coming = Event.objects.filter(starts__gt=NOW, format="in_person").order_by("starts")
    DoorHelper.objects.create(event=coming.first(), person_id=HELPER)


def _numbers(size):
    return range(1, size.events + 1)


def _event(n, size, groups, regions, pillars, each):
    """Event number n, some time after the one before."""
    from django.db import connection

    from events.models import Event

    past = int(size.events * PAST)
    step = dt.timedelta(days=365) / past
    begins = NOW + (n - past) * step
    event = Event(
        id=n,
        brg=groups[n % len(groups)],
        pillar=pillars[n % len(pillars)],
        region=regions[n % len(regions)] if n % 3 else None,
        title=f"An evening with mentors, number {n}",
        summary="People share what they know and find a place to belong at work.",
        description="Come as you are. **Bring a question** and a friend.\n\nThere is food.",
        venue="Building 3, room 12",
        format=("in_person", "online", "hybrid")[n % 3],
        audience=AUDIENCES[n % len(AUDIENCES)],
        capacity=each if n % 2 else None,
        status="published",
        published=NOW - dt.timedelta(days=400),
        made=NOW - dt.timedelta(days=400),
        changed=NOW - dt.timedelta(days=400),
        going=each,
        last_place=each,
        **_wall(begins, ZONES[n % len(ZONES)]),
    )
    event.set_instants()
    event.description_html = "<p>Come as you are. <strong>Bring a question</strong>.</p>"
    event.search_text = f"{event.title} {event.summary}".lower()
    return {
        field.column: field.get_db_prep_save(getattr(event, field.attname), connection)
        for field in event._meta.concrete_fields
    }


def _wall(begins, zone):
    import zoneinfo

    there = begins.astimezone(zoneinfo.ZoneInfo(zone)).replace(second=0, microsecond=0)
    ends = there + dt.timedelta(hours=1)
    return {
        **{"time_zone": zone, "starts_date": there.date(), "starts_time": there.time()},
        **{"ends_date": ends.date(), "ends_time": ends.time()},
    }


def _answers(size, each):
    """To each event so many, of people who stand beside each other."""
    for event in _numbers(size):
        for place in range(1, each + 1):
            yield {
                "event_id": event,
                "person_id": 1 + (event * each + place) % size.people,
                "visibility": "leads",
                "status": "going",
                "place": place,
                "seat_me": True,
                "answered": NOW,
            }

"""Who gets a seat: strictly in the order of answers, and never more people than seats.

An answer decides and writes in one statement, which holds the event's row for as short as can be.
PostgreSQL runs it as one; SQLite, which has one writer at a time and refuses the syntax, as two.
All else that moves somebody up ends in `fill`, under the hold of the event.

Of sittings a person comes to one: with a seat at one of them, all else that they have at the others
ends, be it a seat, an offer or a place in line; never before. So a seat that becomes free may free
another one. What is still to be filled stands in a list, and each line is read when its turn comes.
"""

import datetime as dt
from typing import NamedTuple

from django.db import DataError, connection
from django.db.models import F
from django.utils import timezone

from notices.planning import waking_until
from statements.prepared import preparing_cursor

from .. import emails
from ..models import Event, Rsvp
from .held import held, is_sitting

Status = Rsvp.Status
# Each counter of an event is named as the status that it counts.
COUNTERS = Status.values

# How long somebody has to take an offered seat, at most.
OFFER = dt.timedelta(hours=24)
# So near the start, a seat goes only to those who take it at once.
LAST_MINUTE = dt.timedelta(hours=1)


class Place(NamedTuple):
    """What somebody who answers is given: a seat, or a place in line."""

    status: str
    # Whether a seat is free although this person has to wait, since somebody waits already.
    seat_is_free: bool


# Where many want the same row, each change of it wakes all who wait for it, and each looks for its
# newest version again. A lock of one's own, taken first, wakes one. Numbers may coincide: two
# events then wait for each other, and no more.
_QUEUE, _NUMBERS = 5545, 2**31
_TURN = "SELECT pg_advisory_xact_lock(%s, %s)"
# A newcomer is seated only if a seat is free and nobody waits.
_SEATED = "(capacity IS NULL OR (waiting = 0 AND going + offered < capacity))"
_TAKE = f"""
    UPDATE events_event
    SET last_place = last_place + 1,
        going = going + CASE WHEN {_SEATED} THEN 1 ELSE 0 END,
        waiting = waiting + CASE WHEN {_SEATED} THEN 0 ELSE 1 END
    {{source}} WHERE id = %s AND status = 'published' AND answers_until > %s AND audience = %s
        AND COALESCE(series_id, 0) = %s AND hosts_version = %s AND sequence = %s
    RETURNING id, last_place, CASE WHEN waiting = 0 THEN 'going' ELSE 'waiting' END AS status,
        COALESCE(going + offered < capacity, FALSE) AS seat_is_free
"""  # noqa: S608 - made of the constant above alone; all values are bound
_COLUMNS = "event_id, place, status, person_id, membership_id, visibility, seat_me, answered"
_WRITTEN = f"""
    WITH turn AS MATERIALIZED ({_TURN}), held AS ({_TAKE.format(source="FROM turn")}), answer AS (
        INSERT INTO events_rsvp (id, {_COLUMNS})
        SELECT CAST(%s AS bigint), id, last_place, status, %s, CAST(%s AS bigint), %s, %s, %s
        FROM held RETURNING status
    )
"""  # noqa: S608 - as above
_AT_ONCE = f"{_WRITTEN} SELECT answer.status, held.seat_is_free FROM answer, held"  # noqa: S608
# Gives no row but fails, where the answer does not become what was expected.
_AS_EXPECTED = f"""{_WRITTEN}
    SELECT CASE WHEN count(*) = 1 AND bool_and(
            answer.status = %s AND (answer.status = 'going' OR NOT held.seat_is_free)
        ) THEN 1 ELSE CAST('unexpected: ' || count(*) AS integer) END
    FROM answer, held
"""  # noqa: S608 - as above
_INSERT = f"INSERT INTO events_rsvp ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
# The key of an answer to come, and whether it would be given a seat if it came now; SQLite gives
# out no keys before.
_KEY = {"postgresql": "nextval(pg_get_serial_sequence('events_rsvp', 'id'))", "sqlite": "NULL"}
_WOULD_BE_SEATED = f"(SELECT {_SEATED} FROM events_event WHERE id = %s)"  # noqa: S608


def expected():
    """Two columns for a query, with a mark for the event's key: see `take`."""
    return f"{_KEY[connection.vendor]}, {_WOULD_BE_SEATED}"


class Unexpected(Exception):
    """An answer would not become what was expected of it; nothing of it is kept."""


def may_be_last():
    """Whether the place that somebody takes can be the last of its transaction, and end it."""
    return connection.vendor == "postgresql" and not connection.in_atomic_block


def take_last(answer, *, now):
    """As `take`, committing with it: the event is held for no longer than the database needs.

    Raises Unexpected where the place is another than the status of the answer says, or none, or
    where a seat is free that somebody who waits may have; and IntegrityError as `take` does.
    """
    try:
        connection.run_last(_AS_EXPECTED, [*_given(answer, now), answer.status])
    except DataError:
        # Were it of another cause, it would come again when the place is taken step by step.
        raise Unexpected from None


def _given(answer, now):
    event = answer.event
    return [
        *(_QUEUE, event.pk % _NUMBERS),
        *_condition(event, now),
        answer.pk,
        *_row(answer, now),
    ]


def _condition(event, now):
    instant = connection.ops.adapt_datetimefield_value(now)
    as_read = [event.audience, event.series_id or 0, event.hosts_version, event.sequence]
    return [event.pk, instant, *as_read]


def _row(answer, now):
    instant = connection.ops.adapt_datetimefield_value(now)
    person, membership = answer.person_id, answer.membership_id
    return [person, membership, answer.visibility, answer.seat_me, instant]


def take(answer, *, now):
    """Give the person of an answer, not saved yet, the next place: a seat, or the end of the line.

    On PostgreSQL the answer has its key before, as `expected` gives it out, and on SQLite after.
    Returns the Place; None where the event takes no answers any more, or is another than it was
    when it was read: for others, held by others, or, of which the letter tells, at another time.
    Raises IntegrityError for a person's second answer.
    """
    with preparing_cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_AT_ONCE, _given(answer, now))
            found = cursor.fetchone()
            return found and Place(*found)
        cursor.execute(_TAKE.format(source=""), _condition(answer.event, now))
        found = cursor.fetchone()
        if not found:
            return None
        cursor.execute(_INSERT, [*found[:3], *_row(answer, now)])
        answer.pk = cursor.lastrowid
        return Place(found[2], bool(found[3]))


def release(event, answer, *, by_person=False):
    """End an answer to a held event, and count it no more; `fill` is the caller's to call.

    Returns whether it was there. `by_person` says that the person knows, and needs no word of it.
    """
    deleted, _rows = Rsvp.objects.filter(pk=answer.pk).delete()
    if deleted:
        _count(event, {answer.status: -1})
        emails.call_back_reminders(event, person=answer.person)
        if not by_person:
            emails.answer_ended(event, answer)
    return bool(deleted)


def fill(event, *, now=None):
    """Give the free seats of a held event to the head of its line; returns how many moved up.

    A seat goes at once to whoever asked for that, else it is offered, and stays theirs meanwhile.
    Offers that have run out are passed on first. In the last hour only those are moved up who take
    the seat at once. Nothing moves once the event has begun, or while it is not on.
    """
    return _fill_all([event], now or timezone.now())


def give_up_others(event, person, *, now=None):
    """End all else that a person has at sittings, who is going to this one, and fill those lines.

    The event is held. Returns how many moved up.
    """
    now = now or timezone.now()
    return _fill_all(_given_up(event, person, now), now)


def _fill_all(events, now):
    """Fill the lines of held events, and of those at which that frees something in turn."""
    events, moved = list(events), 0
    while events:
        event = events.pop(0)
        heads = _heads(event, now)
        for answer in heads:
            _move_up(event, answer, now)
            if answer.is_going:
                events += _given_up(event, answer.person, now)
        moved += len(heads)
    return moved


def _given_up(event, person, now):
    """End a person's answers at the other sittings; returns those, held, at which that was."""
    if not is_sitting(event):
        return []
    rows = Rsvp.objects.filter(person=person, event__series=event.series_id, event__starts__gt=now)
    given_up = []
    for answer in rows.exclude(event=event).select_related("event__series").order_by("event"):
        other = held(answer.event)
        answer.event, answer.person = other, person
        release(other, answer, by_person=True)
        emails.moved_to_sitting(other, answer)
        given_up.append(other)
    return given_up


def _heads(event, now):
    """As many of the head of the line as there are seats for, of those who may get one now."""
    if not event.is_published or event.has_begun(now):
        return []
    if is_sitting(event):
        # What happened at another one may have changed this one's counters behind this object.
        event.refresh_from_db(fields=COUNTERS)
    _pass_on(event, now)
    line = Rsvp.objects.filter(event=event).in_line().select_related("person", "membership")
    if event.capacity is None:
        return list(line)
    if event.starts - now <= LAST_MINUTE:
        line = line.filter(seat_me=True)
    return list(line[: event.free_seats])


def _pass_on(event, now):
    """End the offers of a held event that nobody has taken in time."""
    late = Rsvp.objects.filter(event=event, status=Status.OFFERED, offer_ends__lte=now)
    for answer in late.select_related("person").order_by("place"):
        release(event, answer, by_person=True)
        emails.offer_ended(event, answer)


def _move_up(event, answer, now):
    # Where there is room for all, nobody needs to be asked to be quick.
    if answer.seat_me or event.capacity is None:
        answer.status, answer.offer_ends = Status.GOING, None
    else:
        answer.status, answer.offer_ends = Status.OFFERED, offer_ends(event, answer.person, now)
    answer.save(update_fields=["status", "offer_ends"])
    _count(event, {Status.WAITING: -1, answer.status: 1})
    emails.moved_up(event, answer)


def offer_ends(event, person, now):
    """Until when a person may take a seat that is offered now.

    The lesser of 24 hours and half the time that is left, in which the person's quiet hours do not
    count; and always before the event begins.
    """
    wait = min(OFFER, (event.starts - now) / 2)
    return min(waking_until(person, now, wait), event.starts)


def offer_anew(event, *, now=None):
    """Give more time to offers that ran out while a held event was not on, and nobody could take.

    `fill` is the caller's to call.
    """
    now = now or timezone.now()
    late = Rsvp.objects.filter(event=event, status=Status.OFFERED, offer_ends__lte=now)
    for answer in late.select_related("person", "membership"):
        answer.offer_ends = offer_ends(event, answer.person, now)
        answer.save(update_fields=["offer_ends"])
        emails.moved_up(event, answer)


def in_no_line(event):
    """End everything of a held event that waits or is offered, and count it no more."""
    open_ = [Status.WAITING, Status.OFFERED]
    Rsvp.objects.filter(event=event, status__in=open_).delete()
    _count(event, {Status.WAITING: -event.waiting, Status.OFFERED: -event.offered})


def accept(event, answer):
    """Make a seat of an offer to a held event; what the person has at other sittings ends."""
    answer.status, answer.offer_ends = Status.GOING, None
    answer.save(update_fields=["status", "offer_ends"])
    _count(event, {Status.OFFERED: -1, Status.GOING: 1})
    give_up_others(event, answer.person)


def _count(event, changes):
    """Change the counters of a held event by so many, in the row and in hand."""
    for name, change in changes.items():
        setattr(event, name, getattr(event, name) + change)
    Event.objects.filter(pk=event.pk).update(**{name: F(name) + n for name, n in changes.items()})

"""Signing up for a whole series: for all its dates, also for those that are added later.

The answers are ordinary ones, one for each date, with seats and places in line by the same rules.
The series is held meanwhile, so that people have the same order at every date, and nobody misses a
date that goes out at the moment of their signing up.
"""

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.actions import record
from brgs.models import Membership

from .. import emails
from ..models import CoHost, Enrollment, Event, Rsvp
from ..models.event import MOST_SEATS
from ..models.finding import members_of
from .held import hold_series
from .seats import COUNTERS, fill, release

Status = Rsvp.Status
MEMBERS = Event.Audience.MEMBERS


def own_enrollment(series, person):
    """One's own signing up for a series, or None."""
    if not person.is_authenticated:
        return None
    # Once for each person, so there is nothing to sort.
    return next(iter(Enrollment.objects.of(person).filter(series=series)), None)


# Signing up


@transaction.atomic
def enroll(*, series, by, seat_me=True):
    """Sign up for all dates of a series; returns the enrollment, and whether it is new.

    At each date to come that takes answers and is for the person, they have a seat where one is
    free, or else the end of the line; what they have answered before stays. A second call changes
    nothing. Raises Refusal where there is no such date, and for sittings, of which one chooses one.
    """
    _refuse(series)
    own = _standing_held(by)
    (series,) = hold_series([series.pk])
    if earlier := own_enrollment(series, by):
        return earlier, False
    events = _dates_held(series, own)
    enrollment = Enrollment.objects.create(series=series, person=by, seat_me=seat_me)
    record(by=by, verb="series.enrolled", thing=series)
    _answer(events, enrollment)
    emails.enrolled(enrollment)
    return enrollment, True


def _refuse(series):
    if series.has_sittings:
        raise Refusal(_("This is one event at several times. Choose the time that suits you."))
    if not series.brg.is_active:
        raise Refusal(_("The group is not active, so its events take no answers at the moment."))


def _standing_held(person):
    """The person's current memberships by group. They, and the person, stay as they are."""
    rows = User.objects.select_for_update(no_key=True).filter(pk=person.pk)
    if not any(found.is_employee for found in rows):
        raise Refusal(_("Answering is for employees. Your account has no employee id."))
    own = Membership.objects.select_for_update(no_key=True).current().filter(person=person)
    return {membership.brg_id: membership for membership in own.order_by("pk")}


def _dates_held(series, own):
    """The dates to come that are for the person, held, each with `membership`, on which it hangs.

    Raises Refusal where there is none.
    """
    rows = Event.objects.published().filter(series=series, starts__gt=timezone.now())
    rows = rows.select_for_update(of=("self",), no_key=True).with_discretion()
    events = list(rows.select_related("brg", "series").order_by("pk"))
    if not events:
        raise Refusal(_("No date of this series is to come at the moment."))
    hosts = _hosts(events)
    for event in events:
        event.membership = next((own[each] for each in hosts[event.pk] if each in own), None)
    events = [each for each in events if each.membership or each.audience != MEMBERS]
    if not events:
        raise Refusal(_("These events are for members of the group. Join the group to attend."))
    return events


def _hosts(events):
    """The groups whose members an event is for, by event: its host first."""
    hosts = {event.pk: [event.brg_id] for event in events}
    joint = [event.pk for event in events if event.hosts_version]
    if joint:
        cohosts = CoHost.objects.holding().filter(event__in=joint).order_by("pk")
        for event, brg in cohosts.values_list("event", "brg"):
            hosts[event].append(brg)
    return hosts


def _answer(events, enrollment):
    """Give the next place at each held date to which the person has no answer yet."""
    now = timezone.now()
    answered = Rsvp.objects.of(enrollment.person).filter(event__in=events)
    answered = set(answered.values_list("event", flat=True))
    rows = [
        _next_place(event, enrollment, now)
        for event in events
        if event.pk not in answered and now < event.answers_until
    ]
    Rsvp.objects.bulk_create(rows)
    _count(rows)
    for row in rows:
        # In the last hour a seat may be free that nobody before wants at once.
        if row.is_waiting and row.event.free_seats:
            row.event.refresh_from_db(fields=COUNTERS)
            fill(row.event, now=now)


def _count(rows):
    """Count new answers with their events."""
    for status in (Status.GOING, Status.WAITING):
        keys = [row.event_id for row in rows if row.status == status]
        more = {name: F(name) + 1 for name in ("last_place", status)}
        Event.objects.filter(pk__in=keys).update(**more)


def _next_place(event, enrollment, now):
    """The answer that somebody has next; a newcomer is seated only if nobody waits."""
    is_seated = event.capacity is None or (event.free_seats > 0 and not event.waiting)
    is_hidden = event.membership is not None or event.is_discreet
    return Rsvp(
        event=event,
        person=enrollment.person,
        membership=event.membership,
        visibility=Visibility.ONLY_ME if is_hidden else Visibility.LEADS,
        status=Status.GOING if is_seated else Status.WAITING,
        place=event.last_place + 1,
        seat_me=enrollment.seat_me,
        answered=now,
    )


# Leaving it


@transaction.atomic
def unenroll(*, series, by):
    """Leave a whole series: all one's answers to dates to come end, in one step and one letter.

    Also for somebody who has answered to single dates alone. Freed seats go to the next in line.
    Returns the answers that have ended, or None where there was nothing to leave.
    """
    (series,) = hold_series([series.pk])
    was_enrolled, _rows = Enrollment.objects.of(by).filter(series=series).delete()
    answers = _answers_held(series, by)
    if not (was_enrolled or answers):
        return None
    record(by=by, verb="series.left", thing=series)
    for answer in answers:
        release(answer.event, answer, by_person=True)
    emails.unenrolled(series, by, answers)
    for answer in answers:
        fill(answer.event)
    return answers


def _answers_held(series, person):
    """A person's answers to dates that have not begun, their events held."""
    mine = Rsvp.objects.of(person).filter(event__series=series)
    rows = Event.objects.filter(pk__in=mine.values("event"), starts__gt=timezone.now())
    rows = rows.select_for_update(of=("self",), no_key=True).with_discretion()
    events = list(rows.select_related("brg", "chapter__brg", "series").order_by("pk"))
    # Read once their events are held: they may have moved up, or gone, meanwhile.
    mine = mine.filter(event__in=events).select_related("membership")
    found = {answer.event_id: answer for answer in mine}
    for event in events:
        if answer := found.get(event.pk):
            answer.event, answer.person = event, person
    return [found[event.pk] for event in events if event.pk in found]


# Dates that go out later


def hold_enrolled(series):
    """Hold a series, of which dates go out, and before it those who have signed up for it.

    They stay as they are, so that no answer outlives what it hangs on. `series` is its key, or None
    for an event that belongs to none.
    """
    if series is None:
        return
    people = Enrollment.objects.filter(series=series).values("person")
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    list(rows.values_list("pk"))
    rows = Membership.objects.select_for_update(no_key=True).current().filter(person__in=people)
    list(rows.order_by("pk").values_list("pk"))
    hold_series([series])


def answer_enrolled(event, *, since=None):
    """Let those who have signed up for a series answer to a held date of it that goes out now.

    Strictly in the order of their signing up; `since` leaves out who had done so before, and knows
    the date. Only who may come still: employees with an account in use, members where it is for
    members. The answers bear the instant of `event.changed`, by which `tell_enrolled` knows them.
    """
    if event.series_id is None or event.series.has_sittings:
        return
    if event.answers_until <= event.changed:
        return
    seats = MOST_SEATS if event.capacity is None else event.free_seats
    seats = 0 if event.waiting else seats
    answered = _write(event, _enrolled(event, since), seats)
    seated = min(answered, seats)
    more = {"last_place": answered, Status.GOING: seated, Status.WAITING: answered - seated}
    Event.objects.filter(pk=event.pk).update(**{name: F(name) + n for name, n in more.items()})
    event.refresh_from_db(fields=[*COUNTERS, "last_place"])


def tell_enrolled(events):
    """Tell those who answered so, of all dates that went out together, one letter each."""
    dates = [event for event in events if event.series_id and event.is_published]
    if dates and not dates[0].series.has_sittings:
        emails.dates_added(dates[0].series, dates)


def _enrolled(event, since):
    """Who is to answer, in order: with a number, and the membership on which the answer hangs."""
    theirs = members_of(event).filter(person=OuterRef("person")).values("pk")[:1]
    known = Rsvp.objects.filter(event=event, person=OuterRef("person"))
    rows = Enrollment.objects.filter(~Exists(known), series=event.series_id)
    rows = rows.filter(person__is_active=True, person__employee_id__isnull=False)
    rows = rows.annotate(membership_=Subquery(theirs))
    if event.audience == MEMBERS:
        rows = rows.exclude(membership_=None)
    if since:
        rows = rows.filter(made__gte=since)
    number = Window(RowNumber(), order_by="pk")
    return rows.annotate(number_=number, person_=F("person"), seat_me_=F("seat_me")).order_by()


# Of a query that comes from the ORM; all values are bound.
_ANSWERS = """
    INSERT INTO events_rsvp (event_id, place, status, person_id, membership_id, visibility,
        seat_me, answered)
    SELECT %s, %s + number_, CASE WHEN number_ <= %s THEN 'going' ELSE 'waiting' END, person_,
        membership_, CASE WHEN membership_ IS NULL THEN %s ELSE %s END, seat_me_, %s
"""


def _write(event, enrolled, seats):
    """Write the answers by one statement; returns how many."""
    names = ("number_", "person_", "membership_", "seat_me_")
    query, values = enrolled.values_list(*names).query.sql_with_params()
    hidden = Visibility.ONLY_ME
    outside = hidden if event.is_discreet else Visibility.LEADS
    instant = connection.ops.adapt_datetimefield_value(event.changed)
    before = [event.pk, event.last_place, seats, str(outside), str(hidden), instant]
    with connection.cursor() as cursor:
        cursor.execute(f"{_ANSWERS} FROM ({query}) AS enrolled", [*before, *values])
        return cursor.rowcount

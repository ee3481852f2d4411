"""Many who sign up for a series at once, and dates that go out at that moment: real processes.

Each hold has its control: with the guard taken out the race is lost, so it is real.
"""

import datetime as dt
import threading
from functools import partial

import pytest
from django.db import connection

from accounts.actions import deactivate
from brgs.actions import leave
from events import actions
from events.actions import approval, enrolling
from events.models import Enrollment, Event, Rsvp
from notices.models import Notice
from tests import factories
from tests.brgs.test_races import at_once
from tests.events.contenders import PROCESSES, contend
from tests.events.test_races import contenders

pytestmark = pytest.mark.django_db(transaction=True)

DATES = 10
SEATS = [1, 3, 7, 20, 50, 7, 3, 1, None, 2]


# Many at once


def all_sign_up(people, doubles, **facts):
    """The dates, and what came of each call; every so many people call twice at once."""
    series, dates = factories.series(factories.brg(), DATES)
    for event, capacity in zip(dates, SEATS, strict=True):
        Event.objects.filter(pk=event.pk).update(capacity=capacity)
    twice = set(people[:: len(people) // doubles][:doubles])
    calls = [call for person in people for call in [person] * (1 + (person in twice))]
    outcomes = contend(
        database=connection.settings_dict["NAME"],
        **{"series": series.pk, "calls": calls, "timeout": 60 + len(calls)},
        **facts,
    )
    assert len(outcomes) == PROCESSES == 8
    return dates, outcomes


def endure(count, doubles):
    people = contenders(count)
    dates, outcomes = all_sign_up(people, doubles)
    said = [each for outcome in outcomes for each in outcome]
    assert [each for each in said if isinstance(each, str)] == []
    assert sum(is_new for _, _, is_new in said) == count
    assert len(said) == count + doubles
    # Nobody twice, and in one order for all dates: that in which they signed up.
    order = list(Enrollment.objects.order_by("pk").values_list("person", flat=True))
    assert sorted(order) == sorted(people)
    for event, capacity in zip(dates, SEATS, strict=True):
        rows = list(Rsvp.objects.filter(event=event).order_by("place"))
        assert [row.person_id for row in rows] == order
        assert [row.place for row in rows] == list(range(1, count + 1))
        seats = count if capacity is None else capacity
        assert [row.status for row in rows] == ["going"] * seats + ["waiting"] * (count - seats)
        event.refresh_from_db()
        assert (event.going, event.waiting, event.offered) == (seats, count - seats, 0)
        assert event.last_place == count
    assert Notice.objects.filter(letter__title__startswith="You are signed up").count() == count


def test_two_hundred_and_twenty_twice_for_ten_dates():
    endure(200, 20)


@pytest.mark.long
def test_a_thousand_and_a_hundred_twice_for_ten_dates():
    endure(1_000, 100)


def test_control_without_the_holds_people_are_lost_or_more_go_than_there_are_seats():
    people = contenders(200)
    dates, outcomes = all_sign_up(people, 20, careless=True)
    errors = [each for outcome in outcomes for each in outcome if isinstance(each, str)]
    assert errors
    orders = [
        list(Rsvp.objects.filter(event=event).order_by("place").values_list("person", flat=True))
        for event in dates
    ]
    assert any(len(order) < len(people) for order in orders)


# A date that goes out at the moment of signing up


@pytest.fixture
def kin():
    return factories.brg()


@pytest.fixture
def lead(kin):
    return factories.lead(kin)


@pytest.fixture
def weekly(kin):
    return factories.series(kin, 2, audience="members")


@pytest.fixture
def member(kin):
    person = factories.person()
    factories.membership(person, kin)
    return person


@pytest.fixture
def draft(weekly):
    """A third date, which is not out yet."""
    series, dates = weekly
    week, last = dt.timedelta(days=7), dates[1]
    facts = {"series": series, "series_date": last.series_date + week, "audience": "members"}
    not_out = {"status": "draft", "published": None, "starts": last.starts + week}
    return factories.event(series.brg, capacity=1, **facts, **not_out)


def publish(event, lead):
    return actions.publish(event=event, by=lead, version=event.version)


def answers(event):
    rows = Rsvp.objects.filter(event=event).order_by("place")
    return list(rows.values_list("person", "status"))


def signing_up_while_going_out(draft, lead, member, monkeypatch):
    """Who has signed up has been looked at, and the date is not out yet."""
    has_answered, has_signed_up = threading.Event(), threading.Event()
    tell = approval.tell_enrolled

    def tell_later(events):
        has_answered.set()
        # With the hold the other one waits for this transaction, so this waits a moment only.
        has_signed_up.wait(timeout=1)
        return tell(events)

    def sign_up():
        has_answered.wait(timeout=20)
        try:
            return actions.enroll(series=draft.series, by=member)
        finally:
            has_signed_up.set()

    monkeypatch.setattr(approval, "tell_enrolled", tell_later)
    outcomes = at_once(lambda: publish(draft, lead), sign_up)
    assert not [each for each in outcomes if isinstance(each, Exception)]


def test_nobody_misses_a_date_that_goes_out_as_they_sign_up(draft, lead, member, monkeypatch):
    signing_up_while_going_out(draft, lead, member, monkeypatch)
    assert answers(draft) == [(member.pk, "going")]


@pytest.mark.postgres
def test_control_without_the_hold_of_the_series_it_is_missed(draft, lead, member, monkeypatch):
    monkeypatch.setattr(enrolling, "hold_series", lambda keys: [draft.series])
    signing_up_while_going_out(draft, lead, member, monkeypatch)
    assert answers(draft) == []


# Whoever goes at the moment at which a date goes out


def leaving(kin, member):
    return lambda: leave(brg=kin, by=member)


def going_for_good(kin, member):
    curator = factories.curator()
    return lambda: deactivate(person=member, by=curator)


ENDS = pytest.mark.parametrize("ends", [leaving, going_for_good])


def going_while_going_out(draft, lead, end, monkeypatch, *, patience=1):
    """Somebody has been let answer when they go."""
    has_written, has_ended = threading.Event(), threading.Event()
    write = enrolling._write

    def write_and_wait(*given):
        written = write(*given)
        has_written.set()
        # With the locks the end waits for this transaction, so this does not wait for it long.
        has_ended.wait(timeout=patience)
        return written

    def end_then():
        has_written.wait(timeout=20)
        try:
            return end()
        finally:
            has_ended.set()

    monkeypatch.setattr(enrolling, "_write", write_and_wait)
    return at_once(lambda: publish(draft, lead), end_then)


@ENDS
def test_no_answer_to_a_new_date_outlives_what_it_hangs_on(
    kin, weekly, draft, lead, member, ends, monkeypatch
):
    actions.enroll(series=weekly[0], by=member)
    outcomes = going_while_going_out(draft, lead, ends(kin, member), monkeypatch)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert not Enrollment.objects.exists()
    assert not Rsvp.objects.exists()
    draft.refresh_from_db()
    assert (draft.going, draft.waiting) == (0, 0)


@pytest.mark.postgres
def test_control_without_the_locks_the_answer_outlives_them(
    kin, weekly, draft, lead, member, monkeypatch
):
    actions.enroll(series=weekly[0], by=member)
    monkeypatch.setattr(approval, "hold_enrolled", lambda series: None)
    # Whoever is gone cannot be told, which would end it with an error before one sees the answer.
    monkeypatch.setattr(approval, "tell_enrolled", lambda events: None)
    end = going_for_good(kin, member)
    going_while_going_out(draft, lead, end, monkeypatch, patience=20)
    assert answers(draft) == [(member.pk, "going")]


@ENDS
def test_who_goes_as_they_sign_up_is_refused_or_leaves_nothing(kin, weekly, ends):
    series, dates = weekly
    for _ in range(4):
        person = factories.person()
        factories.membership(person, kin)
        outcomes = at_once(
            lambda person=person: actions.enroll(series=series, by=person), ends(kin, person)
        )
        errors = [each for each in outcomes if isinstance(each, Exception)]
        assert all("DeadlockDetected" not in repr(error) for error in errors)
        assert not Enrollment.objects.exists()
        assert not Rsvp.objects.exists()
    for event in dates:
        event.refresh_from_db()
        assert (event.going, event.waiting) == (0, 0)


# Sittings


def test_two_tabs_for_two_sittings_come_to_one(kin):
    for _ in range(5):
        (_series, events), person = factories.sittings(kin, 3), factories.person()
        outcomes = at_once(*(partial(actions.rsvp, event=event, by=person) for event in events))
        assert not [each for each in outcomes if isinstance(each, Exception)]
        assert Rsvp.objects.filter(person=person).count() == 1
        for event in events:
            event.refresh_from_db()
        assert sum(event.going for event in events) == 1


def test_those_who_change_places_at_once_block_nobody(kin):
    """Each moves to where the other is; and a third takes whatever becomes free."""
    first, second = factories.sittings(kin, 2, capacity=2)[1]
    one, other, third = (factories.person() for _ in range(3))
    actions.rsvp(event=first, by=one)
    actions.rsvp(event=second, by=other)
    outcomes = at_once(
        lambda: actions.rsvp(event=second, by=one),
        lambda: actions.rsvp(event=first, by=other),
        lambda: actions.rsvp(event=first, by=third),
        lambda: actions.cancel_rsvp(event=second, by=other),
    )
    assert not [each for each in outcomes if isinstance(each, Exception)]
    for event in (first, second):
        event.refresh_from_db()
        going = Rsvp.objects.filter(event=event, status="going").count()
        waiting = Rsvp.objects.filter(event=event, status="waiting").count()
        assert (event.going, event.waiting) == (going, waiting)
    assert Rsvp.objects.filter(person=one, status="going").count() == 1

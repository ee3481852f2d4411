"""What is due by the clock: once, however often and whenever it is asked."""

import datetime as dt
import zoneinfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AuditEvent
from events.actions import (
    cancel,
    cancel_rsvp,
    clock,
    close_past,
    edit,
    escalate,
    forget_enrollments,
    forget_requests,
    pass_on_offers,
    recompute_instants,
    remind,
    repair_counters,
    rsvp,
    seats,
)
from events.models import AccessibilityRequest, CoHost, Enrollment, Event, Rsvp
from notices.models import Letter, Mailbox, Notice
from tests import factories

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
# A Wednesday noon in Denver, far from any change of the clock.
NOON = dt.datetime(2031, 7, 2, 18, tzinfo=dt.UTC)


@pytest.fixture
def kin():
    return factories.brg()


def answers(event):
    rows = Rsvp.objects.filter(event=event).order_by("place")
    return list(rows.values_list("person", "status"))


def counters(event):
    event.refresh_from_db()
    return event.going, event.waiting, event.offered


def titles(person):
    rows = Notice.objects.filter(person=person).order_by("pk")
    return [title.partition(":")[0] for title in rows.values_list("letter__title", flat=True)]


def people(count, **fields):
    return [factories.person(**fields) for _ in range(count)]


# Offers


def offered(event, *persons, ends):
    for person in persons:
        factories.rsvp(event, person, "offered", offer_ends=ends)


def test_an_offer_passes_on_by_itself_when_it_has_run_out(kin):
    event, (late, first, second) = factories.event(kin, capacity=1), people(3)
    now = timezone.now()
    offered(event, late, ends=now + HOUR)
    factories.rsvp(event, first, "waiting", seat_me=False)
    factories.rsvp(event, second, "waiting")
    assert pass_on_offers(now=now + HOUR - MINUTE) == 0
    assert pass_on_offers(now=now + HOUR) == 1
    assert answers(event) == [(first.pk, "offered"), (second.pk, "waiting")]
    assert counters(event) == (0, 1, 1)
    assert titles(late) == ["The offer of a seat has ended"]
    assert titles(first) == ["A seat is free for you"]
    assert pass_on_offers(now=now + HOUR) == 0


def test_after_days_of_silence_several_offers_pass_on_at_once(kin):
    event, (*late, first, second) = factories.event(kin, capacity=2), people(4)
    offered(event, *late, ends=timezone.now() - 3 * DAY)
    for person in (first, second):
        factories.rsvp(event, person, "waiting")
    assert pass_on_offers() == 1
    assert answers(event) == [(first.pk, "going"), (second.pk, "going")]


def test_in_the_last_hour_a_seat_passes_on_to_who_takes_it_at_once(kin):
    event, (late, asks, takes) = factories.event(kin, capacity=1), people(3)
    offered(event, late, ends=event.starts - HOUR)
    factories.rsvp(event, asks, "waiting", seat_me=False)
    factories.rsvp(event, takes, "waiting")
    assert pass_on_offers(now=event.starts - HOUR) == 1
    assert answers(event) == [(asks.pk, "waiting"), (takes.pk, "going")]


@pytest.mark.parametrize("status", ["submitted", "changes_asked", "cancelled"])
def test_nothing_passes_on_while_the_event_is_not_on(kin, status):
    event, (late, first) = factories.event(kin, capacity=1), people(2)
    offered(event, late, ends=timezone.now() - HOUR)
    factories.rsvp(event, first, "waiting")
    Event.objects.update(status=status, asked=timezone.now())
    assert pass_on_offers() == 0
    assert answers(event) == [(late.pk, "offered"), (first.pk, "waiting")]


def test_nothing_passes_on_once_the_event_has_begun(kin):
    event, (late, first) = factories.event(kin, capacity=1), people(2)
    offered(event, late, ends=event.starts)
    factories.rsvp(event, first, "waiting")
    assert pass_on_offers(now=event.starts) == 0
    assert answers(event) == [(late.pk, "offered"), (first.pk, "waiting")]


def test_an_event_that_fails_holds_up_no_other(kin, monkeypatch, caplog):
    broken, whole = factories.event(kin, capacity=1), factories.event(kin, capacity=1)
    for event in (broken, whole):
        offered(event, *people(1), ends=timezone.now() - HOUR)
    fill = seats.fill

    def fails(event, **facts):
        if event == broken:
            raise RuntimeError
        return fill(event, **facts)

    monkeypatch.setattr(clock, "fill", fails)
    assert pass_on_offers() == 1
    assert (counters(broken), counters(whole)) == ((0, 0, 1), (0, 0, 0))
    assert [record.message for record in caplog.records] == [
        "what is due of an event could not be done"
    ]


@pytest.mark.parametrize(
    ("left", "wait"),
    [(10 * DAY, DAY), (2 * DAY, DAY), (DAY, DAY / 2), (3 * HOUR, 1.5 * HOUR)],
)
def test_an_offer_lasts_a_day_or_half_the_time_that_is_left(kin, left, wait):
    person = factories.person(time_zone="America/Denver")
    Mailbox.objects.create(person=person, quiet=False)
    event = factories.event(kin, starts=NOON + left)
    assert seats.offer_ends(event, person, NOON) == NOON + wait


def test_quiet_hours_do_not_count_and_the_start_is_the_end(kin):
    person = factories.person(time_zone="America/Denver")
    Mailbox.objects.create(person=person, quiet_begins=dt.time(20), quiet_ends=dt.time(7))
    # Twelve hours from noon on, of which eight are before the night.
    event = factories.event(kin, starts=NOON + DAY)
    assert seats.offer_ends(event, person, NOON) == NOON + 19 * HOUR + 4 * HOUR
    # Six in the morning, offered at ten at night: the night counts for nothing.
    early = factories.event(kin, starts=NOON + 18 * HOUR)
    assert seats.offer_ends(early, person, NOON + 10 * HOUR) == early.starts


# Reminders


def going_at(kin, starts, **fields):
    event, (person,) = factories.event(kin, starts=starts, **fields), people(1)
    factories.rsvp(event, person)
    return event, person


def test_reminds_a_day_before_and_two_hours_before_once_each(kin):
    event, person = going_at(kin, NOON)
    starts = event.starts
    told = {
        before: remind(now=starts - before)
        for before in (DAY + MINUTE, DAY, DAY - MINUTE, 2 * HOUR + MINUTE, 2 * HOUR, HOUR, MINUTE)
    }
    assert {before for before, count in told.items() if count} == {DAY, 2 * HOUR}
    assert titles(person) == ["Reminder", "Soon"]
    reminders = Letter.objects.order_by("pk").values_list("kind", "good_until")
    assert list(reminders) == [("day_before", starts - 2 * HOUR), ("soon", starts)]


def test_what_has_been_reminded_of_is_not_due_any_more(kin, django_assert_num_queries):
    going_at(kin, NOON)
    for before, told in ((DAY, 1), (2 * HOUR, 2)):
        assert remind(now=NOON - before) == told
        # A seat taken since then is told of by itself.
        factories.rsvp(Event.objects.get(), *people(1))
        with django_assert_num_queries(2):
            assert remind(now=NOON - before + MINUTE) == 0


def test_after_days_of_silence_only_the_later_reminder_is_told(kin):
    _event, person = going_at(kin, NOON)
    assert remind(now=NOON - HOUR) == 1
    assert titles(person) == ["Soon"]
    assert remind(now=NOON - MINUTE) == 0


def test_after_longer_silence_nobody_is_reminded_of_what_has_begun(kin):
    _event, person = going_at(kin, NOON)
    assert remind(now=NOON) == remind(now=NOON + HOUR) == 0
    assert titles(person) == []


@pytest.mark.parametrize("status", ["draft", "submitted", "changes_asked", "cancelled"])
def test_nobody_is_reminded_of_what_is_not_on(kin, status):
    _event, person = going_at(kin, NOON)
    Event.objects.update(status=status, asked=NOON)
    assert remind(now=NOON - HOUR) == 0
    assert titles(person) == []


def test_only_those_who_are_going_are_reminded(kin):
    event, person = going_at(kin, NOON, capacity=2)
    waiting, asked, gone = people(3)
    factories.rsvp(event, waiting, "waiting")
    offered(event, asked, ends=NOON)
    assert remind(now=NOON - HOUR) == 1
    assert [titles(each) for each in (person, waiting, asked, gone)] == [["Soon"], [], [], []]


def moved(event, lead, starts):
    typed = Event.objects.get(pk=event.pk)
    for name, value in factories.wall(starts).items():
        setattr(typed, name, value)
    return edit(event=typed, by=lead, version=typed.version)


def test_a_moved_event_reminds_anew_and_no_mail_tells_of_the_time_that_was(kin):
    approved = {"whole_organization": "employees"}
    event, person = going_at(kin, NOON, approved=approved)
    lead = factories.lead(kin)
    assert remind(now=NOON - DAY) == 1
    moved(event, lead, NOON + 3 * DAY)
    assert remind(now=NOON - HOUR) == 0
    moved(event, lead, NOON)
    assert remind(now=NOON - DAY) == 1
    assert titles(person) == ["Reminder", "Changed", "Changed", "Reminder"]
    mails = Notice.objects.filter(letter__kind="day_before").order_by("pk")
    assert list(mails.values_list("mail", flat=True)) == ["none", "waiting"]


def test_no_mail_reminds_of_a_cancelled_event_or_a_seat_given_back(kin):
    event, person = going_at(kin, NOON)
    (other,) = people(1)
    factories.rsvp(event, other)
    assert remind(now=NOON - DAY) == 2
    event.refresh_from_db()
    cancel_rsvp(event=event, by=person)
    mails = Notice.objects.filter(letter__kind="day_before")
    assert dict(mails.values_list("person", "mail")) == {person.pk: "none", other.pk: "waiting"}
    cancel(event=event, by=factories.lead(kin), version=1)
    assert dict(mails.values_list("person", "mail")) == {person.pk: "none", other.pk: "none"}


def test_reminding_and_passing_on_ask_little_when_nothing_is_due(kin):
    """They are asked each second: three questions, each answered from an index."""
    event, _ = going_at(kin, NOON, capacity=3)
    offered(event, *people(1), ends=NOON)
    with CaptureQueriesContext(connection) as asked:
        assert (pass_on_offers(), remind()) == (0, 0)
    plans = [plan_of(query["sql"]) for query in asked]
    indexes = ["rsvp_offers", "event_soonest", "event_soonest"]
    assert len(plans) == 3
    if connection.vendor == "postgresql":
        # Which index it takes hangs on how it counted the few rows of a test.
        assert not any("Seq Scan" in plan for plan in plans)
    else:
        assert all(index in plan for index, plan in zip(indexes, plans, strict=True))


def plan_of(question):
    """How the database would answer; PostgreSQL with few rows reads them all if it may."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {question}")
        return str(cursor.fetchall())


# What is over


def test_nothing_waits_or_is_offered_once_an_event_is_over(kin):
    event, (going, waiting, asked) = factories.event(kin, capacity=2), people(3)
    factories.rsvp(event, going)
    factories.rsvp(event, waiting, "waiting")
    offered(event, asked, ends=event.starts)
    assert close_past(now=event.ends - MINUTE) == 0
    assert close_past(now=event.ends) == 1
    assert close_past(now=event.ends) == 0
    assert answers(event) == [(going.pk, "going")]
    assert counters(event) == (1, 0, 0)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("status", ["submitted", "changes_asked", "cancelled"])
def test_nor_where_it_did_not_take_place(kin, status):
    event = factories.event(kin, capacity=1, starts=timezone.now() - DAY)
    factories.rsvp(event, *people(1), "waiting")
    Event.objects.update(status=status, asked=timezone.now())
    assert close_past() == 1
    assert (answers(event), counters(event)) == ([], (0, 0, 0))


# Requests


def test_what_somebody_needs_is_forgotten_thirty_days_after_the_event(kin):
    event, (person, contact) = factories.event(kin), people(2)
    facts = {"event": event, "person": person, "contact": contact}
    AccessibilityRequest.objects.create(**facts, text="A ramp.")
    assert forget_requests(now=event.ends + 30 * DAY) == 0
    assert forget_requests(now=event.ends + 30 * DAY + MINUTE) == 1
    assert forget_requests(now=event.ends + 30 * DAY + MINUTE) == 0
    assert not AccessibilityRequest.objects.exists()


@pytest.mark.parametrize(
    ("is_sensitive", "is_joint", "days"),
    [(False, False, 180), (True, False, 30), (False, True, 30)],
)
def test_who_signed_up_is_forgotten_as_names_fade(is_sensitive, is_joint, days):
    private = {"default_visibility": "only_me"}
    series, dates = factories.series(factories.brg(**private if is_sensitive else {}), 3)
    if is_joint:
        brg = factories.brg(**private)
        CoHost.objects.create(event=dates[0], brg=brg, accepted=timezone.now())
        Event.objects.filter(pk=dates[0].pk).update(hosts_version=1)
    Enrollment.objects.create(series=series, person=factories.person())
    last = dates[-1].ends + days * DAY
    assert forget_enrollments(now=last - MINUTE) == 0
    assert forget_enrollments(now=last) == 1
    assert not Enrollment.objects.exists()


# Curators


def test_curators_are_told_once_more_of_what_has_waited_for_a_day(kin):
    curator, lead, event = factories.curator(), factories.lead(kin), factories.event(kin)
    asked = timezone.now()
    Event.objects.update(status="submitted", asked=asked, askers=[lead.public_id])
    assert escalate(now=asked + DAY - MINUTE) == 0
    assert escalate(now=asked + DAY) == 1
    assert escalate(now=asked + 3 * DAY) == 1
    assert titles(curator) == ["Waiting for a day"]
    assert titles(lead) == []
    assert Letter.objects.get().thing == f"event:{event.pk}"


# Zones


def with_other_rules(monkeypatch, offset):
    """The zone's rules are not what they were: now it keeps another offset."""
    monkeypatch.setattr(Event, "zone", property(lambda event: dt.timezone(offset)))


def test_instants_follow_the_wall_time_when_a_zones_rules_change(kin, monkeypatch):
    event = factories.event(kin, starts=NOON, closes_hours=3)
    was = factories.event(kin, starts=timezone.now() - DAY)
    wall, version = (event.starts_date, event.starts_time), event.version
    assert recompute_instants() == 0
    with_other_rules(monkeypatch, -5 * HOUR)
    assert recompute_instants() == 1
    assert recompute_instants() == 0
    event.refresh_from_db()
    # Noon is an hour earlier there now, and answers close three hours before it as before.
    assert (event.starts, event.ends) == (NOON - HOUR, NOON)
    assert event.answers_until == NOON - 4 * HOUR
    assert (event.starts_date, event.starts_time) == wall
    assert event.version == version
    assert Event.objects.get(pk=was.pk).starts == was.starts
    assert not Notice.objects.exists()


def test_instants_are_those_of_the_zone_in_summer_and_winter(kin):
    for month, offset in ((7, 6), (1, 7)):
        zone = zoneinfo.ZoneInfo("America/Denver")
        noon = dt.datetime(2032, month, 1, 12, tzinfo=zone)
        event = factories.event(kin, starts=noon)
        Event.objects.filter(pk=event.pk).update(starts=noon - HOUR, answers_until=noon - HOUR)
        assert recompute_instants() == 1
        event.refresh_from_db()
        assert event.starts == dt.datetime(2032, month, 1, 12 + offset, tzinfo=dt.UTC)


def test_a_rule_that_leaves_an_event_no_time_holds_up_no_other(kin, monkeypatch, caplog):
    for _ in range(2):
        event = factories.event(kin, starts=NOON)
    set_instants = Event.set_instants

    def set_to_nothing(self):
        set_instants(self)
        if self.pk == event.pk:
            self.ends = self.starts
        else:
            self.starts = self.answers_until = self.starts - HOUR

    monkeypatch.setattr(Event, "set_instants", set_to_nothing)
    assert recompute_instants() == 1
    assert Event.objects.get(pk=event.pk).ends == NOON + HOUR
    assert len(caplog.records) == 1


# Counters


def test_counters_that_say_other_than_the_answers_are_set_right(kin):
    event, (first, second) = factories.event(kin, capacity=1), people(2)
    rsvp(event=event, by=first)
    rsvp(event=event, by=second)
    assert repair_counters() == 0
    Event.objects.update(going=0, waiting=7)
    assert repair_counters() == 1
    assert counters(event) == (1, 1, 0)
    assert repair_counters() == 0
    act = AuditEvent.objects.get(verb="event.counters_repaired")
    assert (act.actor, act.thing_id) == ("system", str(event.pk))


def test_a_seat_that_is_found_to_be_free_goes_to_the_line(kin):
    event, (person,) = factories.event(kin, capacity=1), people(1)
    factories.rsvp(event, person, "waiting")
    Event.objects.update(going=1)
    assert repair_counters() == 1
    assert answers(event) == [(person.pk, "going")]
    assert counters(event) == (1, 0, 0)


def test_the_counters_of_what_is_over_are_left_alone(kin):
    factories.event(kin, starts=timezone.now() - DAY, going=7)
    assert repair_counters() == 0

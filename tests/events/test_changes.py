"""What becomes of answers when their event is edited, moved, narrowed, enlarged, or cancelled."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from audit.models import AuditEvent
from brgs.actions import EditConflict
from events.actions import (
    accept_offer,
    approve,
    cancel,
    cancel_rsvp,
    choose_seat_me,
    edit,
    rsvp,
)
from events.models import AccessibilityRequest, AudienceRecord, Event, Rsvp
from events.models.finding import LONGEST
from events.reasons import what_editing_does
from notices.models import Letter, Notice
from tests import factories

pytestmark = pytest.mark.django_db

EMPLOYEES = {"whole_organization": "employees"}


@pytest.fixture
def kin():
    return factories.brg()


@pytest.fixture
def lea(kin):
    return factories.lead(kin)


def held_by(kin, **fields):
    """A published event that a curator has agreed to."""
    return factories.event(kin, **{"approved": EMPLOYEES} | fields)


def edited(event, by, **fields):
    typed = Event.objects.select_related("brg", "chapter").get(pk=event.pk)
    for name, value in fields.items():
        setattr(typed, name, value)
    return edit(event=typed, by=by, version=typed.version)


def people(count, **fields):
    return [factories.person(**fields) for _ in range(count)]


def statuses(event):
    return list(Rsvp.objects.filter(event=event).order_by("place").values_list("status", flat=True))


def counters(event):
    event.refresh_from_db()
    return event.going, event.waiting, event.offered


def titles(person):
    """What somebody was told, the last last, without what it is about."""
    rows = Notice.objects.filter(person=person).order_by("pk")
    return [title.partition(":")[0] for title in rows.values_list("letter__title", flat=True)]


def in_days(days, **facts):
    return factories.wall(timezone.now() + dt.timedelta(days=days), **facts)


# Edited


def test_an_edit_that_moves_nothing_tells_nobody_and_rises_in_calendars(kin, lea):
    event, (person,) = held_by(kin), people(1)
    rsvp(event=event, by=person)
    after = edited(event, lea, title="Another title", description="**More** of it.")
    assert titles(person) == ["You are going"]
    assert (after.sequence, after.version, after.title) == (1, 2, "Another title")
    assert after.description_html == "<p><strong>More</strong> of it.</p>\n"
    assert AuditEvent.objects.filter(verb="event.changed", thing_id=str(event.pk)).count() == 1


def test_of_two_editors_the_second_is_told_so(kin, lea):
    event = held_by(kin)
    edited(event, lea, title="One")
    typed = Event.objects.get(pk=event.pk)
    typed.title = "Two"
    with pytest.raises(EditConflict):
        edit(event=typed, by=lea, version=1)
    event.refresh_from_db()
    assert (event.title, event.version, event.sequence) == ("One", 2, 1)


def test_what_goes_beyond_the_approval_waits_for_a_curator_and_keeps_its_answers(kin, lea):
    event, (person,), curator = held_by(kin, capacity=2), people(1), factories.curator()
    rsvp(event=event, by=person)
    after = edited(event, lea, cost="$5")
    assert after.status == "submitted"
    with pytest.raises(Refusal, match="This event takes no answers at the moment"):
        rsvp(event=event, by=people(1)[0])
    assert statuses(event) == ["going"]
    event = approve(event=event, by=curator, version=after.version)
    assert event.status == "published"
    assert rsvp(event=event, by=people(1)[0])[0].is_going


def test_a_seat_that_is_freed_meanwhile_is_filled_once_it_is_on_again(kin, lea):
    event, (first, second), curator = held_by(kin, capacity=1), people(2), factories.curator()
    rsvp(event=event, by=first)
    rsvp(event=event, by=second)
    after = edited(event, lea, cost="$5")
    cancel_rsvp(event=event, by=first)
    assert statuses(event) == ["waiting"]
    approve(event=event, by=curator, version=after.version)
    assert statuses(event) == ["going"]
    assert counters(event) == (1, 0, 0)


def test_an_offer_that_ran_out_while_nobody_could_take_it_is_made_again(kin, lea):
    event, (first, second), curator = held_by(kin, capacity=1), people(2), factories.curator()
    rsvp(event=event, by=first)
    rsvp(event=event, by=second, seat_me=False)
    cancel_rsvp(event=event, by=first)
    after = edited(event, lea, cost="$5")
    with pytest.raises(Refusal, match="This event takes no answers at the moment"):
        accept_offer(event=event, by=second)
    Rsvp.objects.update(offer_ends=timezone.now())
    approve(event=event, by=curator, version=after.version)
    assert titles(second)[-1] == "A seat is free for you"
    assert accept_offer(event=event, by=second).is_going
    assert counters(event) == (1, 0, 0)


# Moved


def test_a_moved_event_keeps_its_answers_and_tells_each_once(kin, lea):
    event, (going, waiting) = held_by(kin, capacity=1), people(2)
    rsvp(event=event, by=going)
    rsvp(event=event, by=waiting)
    before = Event.objects.get(pk=event.pk)
    after = edited(event, lea, **in_days(9))
    assert statuses(event) == ["going", "waiting"]
    assert titles(going) == ["You are going", "Changed"]
    assert titles(waiting) == ["You are on the waiting list", "Changed"]
    assert before.starts < after.starts
    assert (before.sequence, after.sequence) == (0, 1)
    cancel_rsvp(event=event, by=going)
    assert statuses(event) == ["going"]


@pytest.mark.parametrize(
    "fields",
    [{"venue": "Room 2"}, {"format": "online"}, {"online_link": "https://example.com/b"}],
)
def test_another_place_is_told_as_well(kin, lea, fields):
    event, (person,) = held_by(kin), people(1)
    rsvp(event=event, by=person)
    edited(event, lea, **fields)
    assert titles(person) == ["You are going", "Changed"]


def test_moved_twice_is_told_twice_and_reminds_of_the_last_time_alone(kin, lea):
    event, (person,) = held_by(kin), people(1)
    rsvp(event=event, by=person)
    Event.objects.update(reminded_day=timezone.now(), reminded_hours=timezone.now())
    edited(event, lea, **in_days(9))
    after = edited(event, lea, **in_days(11))
    assert titles(person) == ["You are going", "Changed", "Changed"]
    assert (after.reminded_day, after.reminded_hours) == (None, None)


def test_an_offer_ends_at_the_latest_as_the_moved_event_begins(kin, lea):
    event, (first, second) = held_by(kin, capacity=1), people(2)
    rsvp(event=event, by=first)
    rsvp(event=event, by=second, seat_me=False)
    cancel_rsvp(event=event, by=first)
    after = edited(event, lea, **factories.wall(timezone.now() + dt.timedelta(hours=2)))
    assert Rsvp.objects.get().offer_ends == after.starts


def test_nothing_is_moved_into_the_past(kin, lea):
    event = held_by(kin)
    with pytest.raises(Refusal, match="Choose a time to come"):
        edited(event, lea, **in_days(-1))
    event.refresh_from_db()
    assert event.starts > timezone.now()


def test_a_year_that_was_mistyped_moves_nothing(kin, lea):
    event = held_by(kin)
    with pytest.raises(Refusal, match="more than a year later than people were told"):
        edited(event, lea, **factories.wall(event.starts + dt.timedelta(days=367)))
    assert Event.objects.get().starts == event.starts
    later = event.starts + dt.timedelta(days=366)
    assert edited(event, lea, **factories.wall(later)).starts == later


def test_what_nobody_was_told_of_may_be_any_year(kin, lea):
    event = held_by(kin, status="draft", published=None)
    assert edited(event, lea, **in_days(4000)).starts > timezone.now() + dt.timedelta(days=3999)


def test_what_is_over_is_moved_no_more(kin, lea):
    event = held_by(kin, starts=timezone.now() - dt.timedelta(days=1))
    with pytest.raises(Refusal, match="This event is over"):
        edited(event, lea, **in_days(5))
    assert edited(event, lea, title="As it was").title == "As it was"


@pytest.mark.parametrize("is_known", [True, False])
def test_no_event_takes_longer_than_two_weeks(kin, lea, is_known):
    """Clocks in Denver go back on the way, so that the wall alone would say two weeks."""
    out = {} if is_known else {"status": "draft", "published": None}
    event = held_by(kin, starts=dt.datetime(2031, 10, 25, 18, tzinfo=dt.UTC), **out)
    with pytest.raises(Refusal, match="two weeks at most"):
        edited(event, lea, ends_date=dt.date(2031, 11, 8), ends_time=dt.time(12))
    kept = edited(event, lea, ends_date=dt.date(2031, 11, 8), ends_time=dt.time(11))
    assert kept.takes == LONGEST


def test_what_is_put_right_after_the_event_is_told_to_nobody(kin, lea):
    event, (person,) = held_by(kin, starts=timezone.now() - dt.timedelta(days=1)), people(1)
    factories.rsvp(event, person)
    AccessibilityRequest.objects.create(event=event, person=person, contact=lea, text="A ramp.")
    facts = {"venue": "Room 2", "accessibility_contact": factories.person(), "audience": "members"}
    assert what_editing_does(event, Event(brg=kin, approved=EMPLOYEES, **facts)) == []
    assert edited(event, lea, **facts).venue == "Room 2"
    assert titles(person) == []


# More seats, fewer, and room for all


def test_more_seats_are_given_in_the_order_of_the_line(kin, lea):
    event, line = held_by(kin, capacity=1), people(5)
    for number, person in enumerate(line):
        rsvp(event=event, by=person, seat_me=number != 2)
    edited(event, lea, capacity=4)
    assert statuses(event) == ["going", "going", "offered", "going", "waiting"]
    assert counters(event) == (3, 1, 1)
    assert titles(line[1])[1:] == ["You have a seat"]
    assert titles(line[2])[1:] == ["A seat is free for you"]
    assert titles(line[4])[1:] == []


def test_fewer_seats_than_are_taken_or_offered_are_refused(kin, lea):
    event, line = held_by(kin, capacity=2), people(3)
    for person in line:
        rsvp(event=event, by=person, seat_me=person is not line[2])
    cancel_rsvp(event=event, by=line[0])
    assert counters(event) == (1, 0, 1)
    with pytest.raises(Refusal, match="2 seats are taken or offered, so there can’t be fewer"):
        edited(event, lea, capacity=1, title="Not kept either")
    assert list(Event.objects.values_list("capacity", "title")) == [(2, event.title)]
    assert edited(event, lea, capacity=3).capacity == 3


def test_a_limit_below_those_who_go_is_refused_and_one_above_is_kept(kin, lea):
    event = held_by(kin)
    for person in people(2):
        rsvp(event=event, by=person)
    with pytest.raises(Refusal, match="2 seats are taken or offered"):
        edited(event, lea, capacity=1)
    event = edited(event, lea, capacity=2)
    assert event.capacity == 2
    assert rsvp(event=event, by=people(1)[0])[0].is_waiting


def test_without_a_limit_everybody_has_a_seat(kin, lea):
    event, line = held_by(kin, capacity=1), people(4)
    for person in line:
        rsvp(event=event, by=person, seat_me=person is not line[1])
    cancel_rsvp(event=event, by=line[0])
    assert statuses(event) == ["offered", "waiting", "waiting"]
    edited(event, lea, capacity=None)
    assert statuses(event) == ["going"] * 3
    assert counters(event) == (3, 0, 0)
    assert [titles(person)[-1] for person in line[1:]] == ["You have a seat"] * 3


def test_without_a_limit_everybody_has_a_seat_in_the_last_hour_too(kin, lea):
    soon = timezone.now() + dt.timedelta(minutes=50)
    event, (person,) = held_by(kin, capacity=1, starts=soon), people(1)
    factories.rsvp(event, factories.person())
    factories.rsvp(event, person, "waiting", seat_me=False)
    edited(event, lea, capacity=None)
    assert statuses(event) == ["going", "going"]


def test_a_limit_stays_once_the_event_has_begun_and_people_wait(kin, lea):
    begun = timezone.now() - dt.timedelta(minutes=10)
    event = held_by(kin, capacity=1, starts=begun)
    factories.rsvp(event, factories.person())
    factories.rsvp(event, factories.person(), "waiting")
    with pytest.raises(Refusal, match="Keep a limit until the event is on"):
        edited(event, lea, capacity=None)
    edited(event, lea, capacity=2)
    assert statuses(event) == ["going", "waiting"]


# For whom it is


def test_for_members_alone_answers_of_others_end_and_they_are_told(kin, lea):
    event, (guest, line), member = held_by(kin, capacity=2), people(2), factories.person()
    factories.membership(member, kin)
    for person in (guest, member, line):
        rsvp(event=event, by=person)
    edited(event, lea, audience="members")
    assert list(Rsvp.objects.values_list("person", "status")) == [(member.pk, "going")]
    assert counters(event) == (1, 0, 0)
    assert titles(guest) == ["You are going", "Your answer has ended"]
    assert titles(line) == ["You are on the waiting list", "Your answer has ended"]
    assert titles(member) == ["You are going"]
    ended = Letter.objects.filter(title__startswith="Your answer has ended")
    assert {letter.about.must_have for letter in ended} == {True}


def test_the_seats_of_others_go_to_the_members_who_wait(kin, lea):
    event, (guest,), members = held_by(kin, capacity=1), people(1), people(2)
    rsvp(event=event, by=guest)
    for member in members:
        factories.membership(member, kin)
        rsvp(event=event, by=member)
    edited(event, lea, audience="members")
    assert statuses(event) == ["going", "waiting"]
    assert titles(members[0])[-1] == "You have a seat"


def test_who_has_been_at_an_event_stays_on_its_list(kin, lea):
    event, (guest,) = held_by(kin, starts=timezone.now() - dt.timedelta(days=2)), people(1)
    factories.rsvp(event, guest)
    edited(event, lea, audience="members")
    assert statuses(event) == ["going"]
    assert titles(guest) == []


def test_for_whom_it_was_is_kept_as_the_proof_of_openness(kin, lea):
    event = held_by(kin)
    edited(event, lea, audience="members")
    edited(event, lea, title="Another title")
    edited(event, lea, audience="employees")
    kept = AudienceRecord.objects.filter(event=event).values_list("audience", flat=True)
    assert list(kept) == ["members", "employees"]


# The accessibility contact


def test_another_contact_is_told_to_those_who_wrote_to_the_one_before(kin, lea):
    contact, (person,) = factories.person(), people(1)
    event = held_by(kin, accessibility_contact=contact)
    AccessibilityRequest.objects.create(event=event, person=person, contact=contact, text="A ramp.")
    edited(event, lea, accessibility_contact=factories.person())
    assert titles(person) == ["Another accessibility contact"]
    assert AccessibilityRequest.objects.get().contact == contact


# Cancelled


def test_everybody_who_has_answered_is_told_of_a_cancellation_once(kin, lea):
    event, (going, waiting) = held_by(kin, capacity=1), people(2)
    rsvp(event=event, by=going)
    rsvp(event=event, by=waiting)
    after = cancel(event=event, by=lea, version=1, reason="  A storm.  ")
    assert (after.status, after.cancel_reason, after.sequence) == ("cancelled", "A storm.", 1)
    assert titles(going) == ["You are going", "Cancelled"]
    assert titles(waiting) == ["You are on the waiting list", "Cancelled"]
    for letter in Letter.objects.filter(title__startswith="Cancelled"):
        assert letter.about.must_have
        assert letter.body.startswith("A storm.\n\nIt was planned for ")


def test_at_a_cancelled_event_nobody_moves_up_and_nobody_answers(kin, lea):
    event, (going, waiting) = held_by(kin, capacity=1), people(2)
    rsvp(event=event, by=going)
    rsvp(event=event, by=waiting, seat_me=False)
    cancel(event=event, by=lea, version=1)
    cancel_rsvp(event=event, by=going)
    assert choose_seat_me(event=event, by=waiting, seat_me=True).is_waiting
    with pytest.raises(Refusal, match="This event is cancelled"):
        rsvp(event=event, by=going)
    assert titles(going) == ["You are going", "Cancelled"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "draft", "published": None}, "There is nothing to cancel"),
        ({"status": "cancelled"}, "There is nothing to cancel"),
        ({"starts": timezone.now() - dt.timedelta(days=1)}, "This event is over"),
    ],
)
def test_refuses_to_cancel_what_is_not_to_come(kin, lea, fields, sentence):
    with pytest.raises(Refusal, match=sentence):
        cancel(event=held_by(kin, **fields), by=lea, version=1)

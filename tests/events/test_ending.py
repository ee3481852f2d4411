"""What ends with a membership, or with a person's access, and what stays."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.actions import deactivate, erase, reactivate
from accounts.visibility import Visibility
from brgs.actions import join, leave, remove
from events.actions import cancel, cancel_rsvp, enroll, rsvp
from events.models import AccessibilityRequest, CalendarFeed, CoHost, Enrollment, Event, Rsvp
from notices.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db

LONG_AGO = dt.timedelta(days=3)


@pytest.fixture
def kin():
    return factories.brg()


@pytest.fixture
def member(kin):
    person = factories.person()
    factories.membership(person, kin, Visibility.EVERYONE)
    return person


def answers(event):
    rows = Rsvp.objects.filter(event=event).order_by("place")
    return list(rows.values_list("person", "status"))


def counters(event):
    event.refresh_from_db()
    return event.going, event.waiting, event.offered


def told(person):
    return Notice.objects.filter(person=person).count()


# A membership


def test_leaving_gives_up_seats_at_events_for_members_and_the_next_moves_up(kin, member):
    event, other = factories.event(kin, audience="members", capacity=1), factories.person()
    factories.membership(other, kin)
    rsvp(event=event, by=member)
    rsvp(event=event, by=other)
    before = told(member)
    leave(brg=kin, by=member)
    assert answers(event) == [(other.pk, "going")]
    assert counters(event) == (1, 0, 0)
    assert told(member) == before + 1
    last = Notice.objects.filter(person=member).latest("pk")
    assert last.letter.title == f"You are not going: {event.title}"
    assert "METHOD:CANCEL" in last.letter.calendar


def test_who_waited_and_leaves_needs_no_word(kin, member):
    event, other = factories.event(kin, audience="members", capacity=1), factories.person()
    factories.membership(other, kin)
    rsvp(event=event, by=other)
    rsvp(event=event, by=member)
    before = told(member)
    leave(brg=kin, by=member)
    assert (answers(event), told(member)) == ([(other.pk, "going")], before)


def test_being_removed_does_too(kin, member):
    event, lead = factories.event(kin, audience="members"), factories.lead(kin)
    rsvp(event=event, by=member)
    remove(brg=kin, person=member, by=lead, reason="A reason.")
    assert answers(event) == []


@pytest.mark.parametrize("audience", ["public", "employees"])
def test_at_other_events_who_leaves_keeps_the_answer_which_nobody_else_sees(kin, member, audience):
    event, viewer = factories.event(kin, audience=audience), factories.person()
    factories.membership(viewer, kin, Visibility.EVERYONE)
    rsvp(event=event, by=member)
    assert Rsvp.objects.visible_to(viewer).count() == 1
    leave(brg=kin, by=member)
    assert answers(event) == [(member.pk, "going")]
    assert not Rsvp.objects.visible_to(viewer).exists()
    assert not Rsvp.objects.visible_to(factories.lead(kin)).exists()
    assert Event.objects.open_to(member).get() == event


def test_what_has_begun_and_what_was_stays_on_the_list(kin, member):
    past = factories.event(kin, audience="members", starts=timezone.now() - LONG_AGO)
    now_on = factories.event(
        kin, audience="members", starts=timezone.now() - dt.timedelta(minutes=10)
    )
    for event in (past, now_on):
        factories.rsvp(event, member)
    leave(brg=kin, by=member)
    assert answers(past) == answers(now_on) == [(member.pk, "going")]


def test_events_of_other_groups_are_not_touched(kin, member):
    other = factories.brg()
    factories.membership(member, other)
    event = factories.event(other, audience="members")
    rsvp(event=event, by=member)
    leave(brg=kin, by=member)
    assert answers(event) == [(member.pk, "going")]


def test_who_comes_back_answers_anew_at_the_end_of_the_line(kin, member):
    event, other = factories.event(kin, audience="members", capacity=1), factories.person()
    factories.membership(other, kin)
    rsvp(event=event, by=other)
    rsvp(event=event, by=member)
    leave(brg=kin, by=member)
    join(brg=kin, by=member, visibility=Visibility.MEMBERS)
    assert answers(event) == [(other.pk, "going")]
    assert rsvp(event=event, by=member)[0].is_waiting


# Access


def gone(person):
    return deactivate(person=person, by=factories.curator())


def test_who_is_deactivated_frees_every_future_seat_and_the_next_moves_up(kin, member):
    events = [factories.event(kin, capacity=1, audience=each) for each in Event.Audience.values]
    other = factories.person()
    factories.membership(other, kin)
    for event in events:
        rsvp(event=event, by=member)
        rsvp(event=event, by=other)
    before = told(member)
    gone(member)
    for event in events:
        assert answers(event) == [(other.pk, "going")]
        assert counters(event) == (1, 0, 0)
    assert told(member) == before
    reactivate(person=member, by=factories.curator())
    assert answers(events[0]) == [(other.pk, "going")]


def test_an_offer_and_a_place_in_line_end_too(kin):
    event, first = factories.event(kin, capacity=1), factories.person()
    offered, waiting = factories.person(), factories.person()
    rsvp(event=event, by=first)
    for person in (offered, waiting):
        rsvp(event=event, by=person, seat_me=False)
    cancel_rsvp(event=event, by=first)
    assert answers(event) == [(offered.pk, "offered"), (waiting.pk, "waiting")]
    gone(offered)
    assert answers(event) == [(waiting.pk, "offered")]
    gone(waiting)
    assert (answers(event), counters(event)) == ([], (0, 0, 0))


def test_where_they_have_been_stays(kin, member):
    event = factories.event(kin, starts=timezone.now() - LONG_AGO)
    factories.rsvp(event, member)
    gone(member)
    assert answers(event) == [(member.pk, "going")]


def test_a_cancelled_event_to_come_keeps_nothing_of_them_either(kin, member):
    event, lead = factories.event(kin), factories.lead(kin)
    rsvp(event=event, by=member)
    cancel(event=event, by=lead, version=1)
    gone(member)
    assert (answers(event), counters(event)) == ([], (0, 0, 0))


def test_their_calendar_address_and_what_they_asked_for_end(kin, member):
    event, contact = factories.event(kin), factories.person()
    for person in (member, contact):
        CalendarFeed.objects.create(person=person, token_hash=f"{person.pk:064}")
    ask = {"event": event, "contact": contact, "text": "A ramp."}
    AccessibilityRequest.objects.create(person=member, **ask)
    kept = AccessibilityRequest.objects.create(person=factories.person(), **ask)
    gone(member)
    assert list(CalendarFeed.objects.values_list("person", flat=True)) == [contact.pk]
    assert list(AccessibilityRequest.objects.all()) == [kept]


def test_erasing_a_person_frees_their_seats(kin, member):
    event, other = factories.event(kin, capacity=1), factories.person()
    rsvp(event=event, by=member)
    rsvp(event=event, by=other)
    erase(person=member, by=factories.superuser())
    assert answers(event) == [(other.pk, "going")]
    assert counters(event) == (1, 0, 0)


# Whole series


def enrolled(person):
    return list(Enrollment.objects.of(person).values_list("series", flat=True))


def test_leaving_ends_signing_up_for_what_is_for_members_with_one_letter(kin, member):
    series, dates = factories.series(kin, 3, audience="members", capacity=1)
    other = factories.person()
    factories.membership(other, kin)
    for person in (member, other):
        enroll(series=series, by=person)
    before = told(member)
    leave(brg=kin, by=member)
    assert (enrolled(member), enrolled(other)) == ([], [series.pk])
    for event in dates:
        assert answers(event) == [(other.pk, "going")]
    assert told(member) == before + 1
    letter = Notice.objects.filter(person=member).latest("pk").letter
    assert letter.title == f"You are not going: {series.title}"
    assert "METHOD:CANCEL" in letter.calendar


def test_a_date_that_could_tell_and_stays_makes_the_letter_of_those_that_end_discreet(kin, member):
    series, dates = factories.series(kin, 3, audience="members")
    Event.objects.filter(pk=dates[0].pk).update(audience="employees")
    other = factories.brg(default_visibility=Visibility.ONLY_ME)
    factories.cohost(Event.objects.get(pk=dates[0].pk), other)
    enroll(series=series, by=member)
    leave(brg=kin, by=member)
    told_last = Notice.objects.filter(person=member, letter__occurrence__startswith="left")
    assert [notice.discreet for notice in told_last] == [True]


@pytest.mark.parametrize("audience", ["public", "employees"])
def test_signing_up_stays_where_a_date_to_come_is_for_all(kin, member, audience):
    series, dates = factories.series(kin, 3, audience="members")
    Event.objects.filter(pk=dates[2].pk).update(audience=audience)
    enroll(series=series, by=member)
    leave(brg=kin, by=member)
    assert enrolled(member) == [series.pk]
    assert [answers(event) for event in dates] == [[], [], [(member.pk, "going")]]
    letter = Notice.objects.filter(person=member).latest("pk").letter
    # What is left is in their calendar still.
    assert "METHOD:REQUEST" in letter.calendar


def test_a_date_for_all_that_is_past_or_cancelled_does_not_count(kin, member):
    series, dates = factories.series(kin, 3, audience="members")
    enroll(series=series, by=member)
    past = factories.wall(timezone.now() - LONG_AGO)
    for name, value in {**past, "audience": "employees"}.items():
        setattr(dates[0], name, value)
    dates[0].save()
    off = {"status": "cancelled", "cancelled": timezone.now(), "audience": "employees"}
    Event.objects.filter(pk=dates[1].pk).update(**off)
    leave(brg=kin, by=member)
    assert enrolled(member) == []


def test_signing_up_for_what_is_for_all_stays(kin, member):
    series, dates = factories.series(kin, 2)
    enroll(series=series, by=member)
    leave(brg=kin, by=member)
    assert enrolled(member) == [series.pk]
    assert answers(dates[0]) == [(member.pk, "going")]


def test_signing_up_stays_while_a_membership_in_a_cohost_lets_one_in(kin, member):
    other = factories.brg()
    factories.membership(member, other)
    series, dates = factories.series(kin, 2, audience="members", hosts_version=1)
    CoHost.objects.create(event=dates[1], brg=other, accepted=timezone.now())
    enroll(series=series, by=member)
    leave(brg=kin, by=member)
    assert enrolled(member) == [series.pk]
    assert [answers(event) for event in dates] == [[], [(member.pk, "going")]]
    leave(brg=other, by=member)
    assert (enrolled(member), answers(dates[1])) == ([], [])


def test_other_groups_series_are_not_touched(kin, member):
    other = factories.brg()
    factories.membership(member, other)
    series, _ = factories.series(other, audience="members")
    enroll(series=series, by=member)
    leave(brg=kin, by=member)
    assert enrolled(member) == [series.pk]


@pytest.mark.parametrize("end", [lambda person: gone(person), lambda person: _erased(person)])
def test_access_ends_every_signing_up(kin, member, end):
    (series, dates), other = factories.series(kin, 2, capacity=1), factories.person()
    for person in (member, other):
        enroll(series=series, by=person)
    end(member)
    assert list(Enrollment.objects.values_list("person", flat=True)) == [other.pk]
    for event in dates:
        assert answers(event) == [(other.pk, "going")]
        assert counters(event) == (1, 0, 0)


def _erased(person):
    return erase(person=person, by=factories.superuser())


def test_who_leaves_sittings_is_not_moved_up_on_the_way_out(kin, member):
    """Their own seat goes to somebody whose seat they wait for."""
    first, second = factories.sittings(kin, 2, audience="members", capacity=1)[1]
    other = factories.person()
    factories.membership(other, kin)
    rsvp(event=first, by=member)
    rsvp(event=second, by=other)
    rsvp(event=first, by=other)
    rsvp(event=second, by=member)
    leave(brg=kin, by=member)
    assert (answers(first), answers(second)) == ([(other.pk, "going")], [])
    titles = Notice.objects.filter(person=member).values_list("letter__title", flat=True)
    assert not [title for title in titles if title.startswith("You have a seat")]

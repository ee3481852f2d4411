"""Sittings: the same event several times, of which a person comes to one."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.actions import deactivate
from accounts.refusal import Refusal
from events import actions
from events.models import Event, Rsvp
from notices.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kin():
    return factories.brg()


@pytest.fixture
def three(kin):
    return factories.sittings(kin, 3, capacity=1)[1]


def answers(event):
    rows = Rsvp.objects.filter(event=event).order_by("place")
    return list(rows.values_list("person", "status"))


def statuses(events, person):
    found = dict(Rsvp.objects.filter(person=person).values_list("event", "status"))
    return [found.get(event.pk, "") for event in events]


def counters(event):
    event.refresh_from_db()
    return event.going, event.offered, event.waiting


def titles(person):
    rows = Notice.objects.filter(person=person).order_by("pk").values_list("letter__title")
    return [title.partition(":")[0] for (title,) in rows]


def rsvp(event, *people, **facts):
    for person in people:
        actions.rsvp(event=event, by=person, **facts)


def test_answering_at_another_sitting_moves(kin):
    (first, second), person = factories.sittings(kin, 2)[1], factories.person()
    rsvp(first, person)
    rsvp(second, person)
    assert statuses([first, second], person) == ["", "going"]
    assert [counters(event) for event in (first, second)] == [(0, 0, 0), (1, 0, 0)]
    assert titles(person) == [
        "You are going",
        "You are going",
        "You are not going at this time",
    ]
    last = Notice.objects.filter(person=person).latest("pk").letter
    assert "METHOD:CANCEL" in last.calendar


def test_the_seat_is_kept_while_one_waits_for_another_sitting(three):
    first, second, _third = three
    person, other = factories.person(), factories.person()
    rsvp(second, other)
    rsvp(first, person)
    rsvp(second, person)
    assert statuses(three, person) == ["going", "waiting", ""]
    assert counters(first) == (1, 0, 0)


def test_a_freed_seat_there_moves_who_waits_and_frees_the_old_one(three):
    first, second, third = three
    mover, next_, other = factories.person(), factories.person(), factories.person()
    rsvp(second, other)
    rsvp(first, mover, next_)
    rsvp(second, mover)
    actions.cancel_rsvp(event=second, by=other)
    assert answers(second) == [(mover.pk, "going")]
    assert answers(first) == [(next_.pk, "going")]
    assert [counters(event) for event in three] == [(1, 0, 0), (1, 0, 0), (0, 0, 0)]


def test_one_freed_seat_can_move_a_whole_ring(three):
    """Each waits for the sitting of the next; one seat that is freed lets all of them move."""
    first, second, third = three
    a, b, c, last = (factories.person() for _ in range(4))
    rsvp(first, a)
    rsvp(second, b)
    rsvp(third, c)
    rsvp(second, a)
    rsvp(third, b)
    rsvp(first, last)
    actions.cancel_rsvp(event=third, by=c)
    assert statuses(three, b) == ["", "", "going"]
    assert statuses(three, a) == ["", "going", ""]
    assert statuses(three, last) == ["going", "", ""]
    assert [counters(event) for event in three] == [(1, 0, 0)] * 3


def test_whoever_is_seated_here_is_not_the_next_there(kin):
    first, second = factories.sittings(kin, 2, capacity=2)[1]
    holders = [factories.person() for _ in range(4)]
    rsvp(first, *holders[:2])
    rsvp(second, *holders[2:])
    both, here = factories.person(), factories.person()
    rsvp(first, both, here)
    rsvp(second, both)
    # Two seats become free here at once.
    typed = Event.objects.get(pk=first.pk)
    typed.capacity = 4
    actions.edit(event=typed, by=factories.lead(kin), version=typed.version)
    assert statuses([first, second], both) == ["going", ""]
    assert statuses([first, second], here) == ["going", ""]
    assert [counters(event) for event in (first, second)] == [(4, 0, 0), (2, 0, 0)]


def test_with_a_seat_one_leaves_all_other_lines_and_offers(three):
    first, second, third = three
    person = factories.person()
    for event in (first, second):
        rsvp(event, factories.person())
        rsvp(event, person, seat_me=False)
    ends = timezone.now() + dt.timedelta(hours=3)
    Rsvp.objects.filter(event=second, person=person).update(status="offered", offer_ends=ends)
    Event.objects.filter(pk=second.pk).update(capacity=2, offered=1, waiting=0)
    rsvp(third, person)
    assert statuses(three, person) == ["", "", "going"]
    assert [counters(event) for event in three] == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]
    # Who only waited there needs no word of it.
    assert titles(person)[-1] == "You are going"


def test_an_offered_seat_at_another_sitting_keeps_the_old_one_until_it_is_taken(three):
    first, second, _third = three
    mover, other = factories.person(), factories.person()
    rsvp(second, other)
    rsvp(first, mover)
    rsvp(second, mover, seat_me=False)
    actions.cancel_rsvp(event=second, by=other)
    assert statuses(three, mover) == ["going", "offered", ""]
    assert actions.accept_offer(event=second, by=mover).is_going
    assert statuses(three, mover) == ["", "going", ""]
    # A double click, and the other tab.
    assert actions.accept_offer(event=second, by=mover).is_going
    assert actions.cancel_rsvp(event=first, by=mover) is None
    assert [counters(event) for event in three] == [(0, 0, 0), (1, 0, 0), (0, 0, 0)]


def test_an_offer_that_runs_out_leaves_the_old_seat(three):
    first, second, _third = three
    mover, other = factories.person(), factories.person()
    rsvp(second, other)
    rsvp(first, mover)
    rsvp(second, mover, seat_me=False)
    actions.cancel_rsvp(event=second, by=other)
    Rsvp.objects.filter(status="offered").update(offer_ends=timezone.now())
    assert actions.pass_on_offers() == 1
    assert statuses(three, mover) == ["going", "", ""]


def test_giving_one_sitting_back_keeps_the_place_in_the_others_lines(three):
    first, second, _third = three
    person = factories.person()
    rsvp(second, factories.person())
    rsvp(first, person)
    rsvp(second, person)
    actions.cancel_rsvp(event=first, by=person)
    assert statuses(three, person) == ["", "waiting", ""]


def test_a_second_answer_at_the_same_sitting_changes_nothing(three):
    first, second, _third = three
    person = factories.person()
    rsvp(first, person)
    rsvp(second, person)
    before = titles(person)
    assert actions.rsvp(event=second, by=person)[1] is False
    assert (statuses(three, person), titles(person)) == (["", "going", ""], before)


def test_a_refused_move_loses_nothing(three):
    first, second, _third = three
    person = factories.person()
    rsvp(first, person)
    Event.objects.filter(pk=second.pk).update(status="cancelled", cancelled=timezone.now())
    with pytest.raises(Refusal, match="cancelled"):
        actions.rsvp(event=second, by=person)
    assert statuses(three, person) == ["going", "", ""]


def test_where_one_has_been_stays(kin):
    past, coming = factories.sittings(kin, 2, starts=timezone.now() - dt.timedelta(hours=2))[1]
    person = factories.person()
    factories.rsvp(past, person)
    rsvp(coming, person)
    assert statuses([past, coming], person) == ["going", "going"]


def test_other_events_and_the_dates_of_a_rule_are_not_touched(kin):
    events = [
        *factories.sittings(kin, 1)[1],
        *factories.series(kin, 2)[1],
        factories.event(kin),
        *factories.sittings(kin, 1)[1],
    ]
    person = factories.person()
    for event in events:
        rsvp(event, person)
    assert statuses(events, person) == ["going"] * 5


def test_room_for_all_seats_the_line_and_frees_other_sittings(three, kin):
    first, second, _third = three
    holders = [factories.person(), factories.person()]
    mover, offered, next_ = (factories.person() for _ in range(3))
    rsvp(first, mover, next_)
    rsvp(second, holders[0], holders[1])
    rsvp(second, mover)
    rsvp(second, offered, seat_me=False)
    typed = Event.objects.get(pk=second.pk)
    typed.capacity = None
    actions.edit(event=typed, by=factories.lead(kin), version=typed.version)
    going = [*holders, mover, offered]
    assert answers(second) == [(person.pk, "going") for person in going]
    assert answers(first) == [(next_.pk, "going")]
    assert [counters(event) for event in (first, second)] == [(1, 0, 0), (4, 0, 0)]


def test_who_goes_for_good_frees_every_sitting(three):
    first, second, _third = three
    gone, next_ = factories.person(), factories.person()
    rsvp(second, next_)
    rsvp(first, gone, next_)
    rsvp(second, gone)
    deactivate(person=gone, by=factories.curator())
    assert statuses(three, gone) == ["", "", ""]
    # The next has moved from the second sitting to the first.
    assert statuses(three, next_) == ["going", "", ""]
    assert [counters(event) for event in three] == [(1, 0, 0), (0, 0, 0), (0, 0, 0)]


def test_an_event_that_has_just_become_a_sitting_is_looked_at_again(kin):
    event, person = factories.event(kin), factories.person()
    stale = Event.objects.get(pk=event.pk)
    series, _ = factories.sittings(kin, 1)
    Event.objects.filter(pk=event.pk).update(series=series)
    with pytest.raises(Refusal, match="This event has just changed. Look at it again."):
        actions.rsvp(event=stale, by=person)
    assert not Rsvp.objects.exists()

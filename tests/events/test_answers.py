"""What people answer: seats are given strictly in order, and never more than there are."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from events.actions import accept_offer, cancel_rsvp, choose_seat_me, edit, rsvp
from events.models import Event, Rsvp
from notices.models import Letter, Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def brg():
    return factories.brg()


def answers(event):
    """Who has answered, in order: the person and the status."""
    rows = Rsvp.objects.filter(event=event).order_by("place")
    return list(rows.values_list("person", "status"))


def counters(event):
    event.refresh_from_db()
    return event.going, event.offered, event.waiting


def test_no_index_of_events_holds_a_counter():
    """Each answer changes them, and would write an entry into every index of the table."""
    counted = {"going", "offered", "waiting", "last_place"}
    for index in Event._meta.indexes:
        words = set(re.findall(r"\w+", f"{index.fields} {index.condition}"))
        assert not counted & words, index.name


def test_goes_where_a_seat_is_free(brg):
    event, person = factories.event(brg, capacity=1), factories.person()
    answer, is_new = rsvp(event=event, by=person)
    assert (answer.status, is_new) == ("going", True)
    assert answers(event) == [(person.pk, "going")]
    assert counters(event) == (1, 0, 0)


def test_waits_when_the_seats_are_gone(brg):
    event = factories.event(brg, capacity=1)
    people = [factories.person() for _ in range(3)]
    for person in people:
        rsvp(event=event, by=person)
    assert answers(event) == [
        (people[0].pk, "going"),
        (people[1].pk, "waiting"),
        (people[2].pk, "waiting"),
    ]
    assert counters(event) == (1, 0, 2)


def test_all_go_where_there_is_room_for_all(brg):
    event = factories.event(brg)
    people = [factories.person() for _ in range(3)]
    for person in people:
        rsvp(event=event, by=person)
    assert [status for _, status in answers(event)] == ["going"] * 3
    assert counters(event) == (3, 0, 0)


@pytest.fixture
def meanwhile(monkeypatch):
    """Something that happens after the seats were looked at, and before one is taken."""

    def set_(act):
        def record(**facts):
            monkeypatch.undo()
            act()

        monkeypatch.setattr("events.actions.answers.record", record)

    return set_


def told(person):
    return list(Notice.objects.filter(person=person).values_list("letter__title", flat=True))


def test_whose_seat_went_meanwhile_is_told_of_the_line_alone(brg, meanwhile):
    event = factories.event(brg, capacity=1, title="A supper")
    first, second = (factories.person() for _ in range(2))
    meanwhile(lambda: rsvp(event=Event.objects.get(pk=event.pk), by=first))
    rsvp(event=event, by=second)
    assert answers(event) == [(first.pk, "going"), (second.pk, "waiting")]
    assert told(first) == ["You are going: A supper"]
    assert told(second) == ["You are on the waiting list: A supper"]
    assert Letter.objects.count() == 2


def test_for_whom_a_seat_became_free_meanwhile_is_told_of_the_seat_alone(brg, meanwhile):
    event = factories.event(brg, capacity=1, title="A supper")
    first, second = (factories.person() for _ in range(2))
    rsvp(event=event, by=first)
    Letter.objects.all().delete()
    meanwhile(lambda: cancel_rsvp(event=Event.objects.get(pk=event.pk), by=first))
    rsvp(event=event, by=second)
    assert answers(event) == [(second.pk, "going")]
    assert told(second) == ["You are going: A supper"]
    assert Letter.objects.count() == 2


def test_nothing_is_told_where_the_event_takes_no_answers_any_more(brg, meanwhile):
    event, person = factories.event(brg), factories.person()
    meanwhile(lambda: Event.objects.filter(pk=event.pk).update(status="draft"))
    with pytest.raises(Refusal):
        rsvp(event=event, by=person)
    assert (told(person), Letter.objects.count(), answers(event)) == ([], 0, [])


def test_a_second_answer_changes_nothing(brg):
    event, person = factories.event(brg, capacity=1), factories.person()
    first, _ = rsvp(event=event, by=person)
    second, is_new = rsvp(event=event, by=person)
    assert (second.pk, is_new) == (first.pk, False)
    assert counters(event) == (1, 0, 0)
    assert Notice.objects.filter(person=person).count() == 1


def test_a_second_answer_is_the_first_also_where_answers_have_closed(brg):
    event, person = factories.event(brg), factories.person()
    first, _ = rsvp(event=event, by=person)
    Event.objects.filter(pk=event.pk).update(answers_until=timezone.now())
    assert rsvp(event=event, by=person) == (first, False)


def test_nobody_overtakes_the_line_also_where_a_seat_is_free(brg):
    # In the last hour nobody is offered anything, so that a seat is free while one waits.
    soon = timezone.now() + dt.timedelta(minutes=50)
    event = factories.event(brg, capacity=2, starts=soon)
    first, newcomer = factories.person(), factories.person()
    factories.rsvp(event, first, "waiting", seat_me=False)
    answer, _ = rsvp(event=event, by=newcomer, seat_me=False)
    assert answer.status == "waiting"
    assert answers(event) == [(first.pk, "waiting"), (newcomer.pk, "waiting")]
    assert counters(event) == (0, 0, 2)


def test_in_the_last_hour_a_seat_goes_to_the_first_who_takes_it_at_once(brg):
    soon = timezone.now() + dt.timedelta(minutes=50)
    event = factories.event(brg, capacity=1, starts=soon)
    undecided, newcomer = factories.person(), factories.person()
    factories.rsvp(event, undecided, "waiting", seat_me=False)
    answer, _ = rsvp(event=event, by=newcomer)
    assert answer.status == "going"
    assert answers(event) == [(undecided.pk, "waiting"), (newcomer.pk, "going")]
    assert counters(event) == (1, 0, 1)


def test_a_freed_seat_goes_at_once_to_the_first_who_asked_for_that(brg):
    event = factories.event(brg, capacity=1)
    going, first, second = (factories.person() for _ in range(3))
    for person in (going, first, second):
        rsvp(event=event, by=person)
    cancel_rsvp(event=event, by=going)
    assert answers(event) == [(first.pk, "going"), (second.pk, "waiting")]
    assert counters(event) == (1, 0, 1)


def test_a_freed_seat_is_offered_to_the_first_who_would_rather_be_asked(brg):
    event = factories.event(brg, capacity=1)
    going, first, second = (factories.person() for _ in range(3))
    rsvp(event=event, by=going)
    rsvp(event=event, by=first, seat_me=False)
    rsvp(event=event, by=second)
    cancel_rsvp(event=event, by=going)
    assert answers(event) == [(first.pk, "offered"), (second.pk, "waiting")]
    assert counters(event) == (0, 1, 1)
    accept_offer(event=event, by=first)
    assert answers(event) == [(first.pk, "going"), (second.pk, "waiting")]
    assert counters(event) == (1, 0, 1)


def test_an_offer_that_is_not_taken_goes_to_the_next(brg):
    event = factories.event(brg, capacity=1)
    going, first, second = (factories.person() for _ in range(3))
    rsvp(event=event, by=going)
    rsvp(event=event, by=first, seat_me=False)
    rsvp(event=event, by=second)
    cancel_rsvp(event=event, by=going)
    Rsvp.objects.filter(person=first).update(offer_ends=timezone.now())
    with pytest.raises(Refusal, match="This offer has ended"):
        accept_offer(event=event, by=first)
    cancel_rsvp(event=event, by=first)
    assert answers(event) == [(second.pk, "going")]
    assert counters(event) == (1, 0, 0)


def test_whoever_cancels_and_answers_again_is_at_the_back_of_the_line(brg):
    event = factories.event(brg, capacity=1)
    going, first, second = (factories.person() for _ in range(3))
    for person in (going, first, second):
        rsvp(event=event, by=person)
    cancel_rsvp(event=event, by=first)
    rsvp(event=event, by=first)
    assert answers(event) == [
        (going.pk, "going"),
        (second.pk, "waiting"),
        (first.pk, "waiting"),
    ]


def test_asking_to_be_seated_at_once_counts_in_the_last_hour(brg):
    soon = timezone.now() + dt.timedelta(minutes=50)
    event, person = factories.event(brg, capacity=1, starts=soon), factories.person()
    factories.rsvp(event, person, "waiting", seat_me=False)
    assert choose_seat_me(event=event, by=person, seat_me=True).status == "going"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "cancelled"}, "This event is cancelled, so it takes no answers."),
        ({"status": "changes_asked"}, "This event takes no answers at the moment."),
        ({"closes_hours": 24 * 8}, "Answers to this event have closed."),
        (
            {"starts": timezone.now() - dt.timedelta(minutes=30)},
            "This event has begun, so it takes no answers any more.",
        ),
    ],
)
def test_refuses_in_words_what_takes_no_answers(brg, fields, sentence):
    event = factories.event(brg, **fields)
    with pytest.raises(Refusal) as refusal:
        rsvp(event=event, by=factories.person())
    assert str(refusal.value) == sentence
    assert counters(event) == (0, 0, 0)
    assert not AuditEvent.objects.filter(verb="rsvp.answered").exists()


def test_members_events_are_for_members(brg):
    event, person = factories.event(brg, audience="members"), factories.person()
    with pytest.raises(Refusal, match="Join the group to attend"):
        rsvp(event=event, by=person)
    factories.membership(person, brg)
    assert rsvp(event=event, by=person)[0].status == "going"


def test_an_audience_that_has_narrowed_meanwhile_refuses(brg):
    event = factories.event(brg)
    Event.objects.filter(pk=event.pk).update(audience="members")
    with pytest.raises(Refusal, match="This event has just changed"):
        rsvp(event=event, by=factories.person())


def test_of_an_event_that_has_moved_meanwhile_nobody_is_told_the_old_time(brg):
    """Whoever moves it tells those who have answered, and does not know of this answer."""
    read = factories.event(brg, approved={"whole_organization": "employees"})
    person = factories.person()
    stored = Event.objects.get(pk=read.pk)
    later = factories.wall(stored.starts + dt.timedelta(days=3))
    for name, value in later.items():
        setattr(stored, name, value)
    edit(event=stored, by=factories.lead(brg), version=stored.version)
    with pytest.raises(Refusal, match="This event has just changed. Look at it again."):
        rsvp(event=read, by=person)
    assert (answers(read), list(Notice.objects.filter(person=person))) == ([], [])
    assert rsvp(event=Event.objects.get(pk=read.pk), by=person)[0].status == "going"


def test_an_event_that_is_deleted_meanwhile_takes_no_answers(brg):
    read = factories.event(brg)
    Event.objects.filter(pk=read.pk).delete()
    with pytest.raises(Refusal, match="Somebody has deleted this event meanwhile"):
        rsvp(event=read, by=factories.person())


def test_a_paused_groups_events_take_no_answers():
    group, member = factories.brg(status="paused"), factories.person()
    factories.membership(member, group)
    with pytest.raises(Refusal, match="The group is not active"):
        rsvp(event=factories.event(group), by=member)


@pytest.mark.parametrize("fields", [{"employee_id": None}, {"is_active": False}])
def test_answering_is_for_employees(brg, fields):
    event, person = factories.event(brg), factories.person(**fields)
    with pytest.raises(Refusal, match="Answering is for employees"):
        rsvp(event=event, by=person)


def test_an_answer_shows_as_the_membership_and_without_one_to_leads(brg):
    event, member, guest = factories.event(brg), factories.person(), factories.person()
    own = factories.membership(member, brg, Visibility.EVERYONE)
    rsvp(event=event, by=member)
    rsvp(event=event, by=guest)
    rows = Rsvp.objects.order_by("place").values_list("membership", "visibility")
    assert list(rows) == [(own.pk, "only_me"), (None, "leads")]


def test_at_a_sensitive_groups_event_an_answer_without_membership_shows_to_nobody():
    event = factories.event(factories.brg(default_visibility=Visibility.ONLY_ME))
    answer, _ = rsvp(event=event, by=factories.person())
    assert answer.visibility == Visibility.ONLY_ME


def test_nobody_gives_back_what_has_begun(brg):
    event = factories.event(brg, starts=timezone.now() - dt.timedelta(minutes=10))
    person = factories.person()
    factories.rsvp(event, person)
    with pytest.raises(Refusal, match="has begun"):
        cancel_rsvp(event=event, by=person)
    assert answers(event) == [(person.pk, "going")]


def test_giving_nothing_back_is_no_mistake(brg):
    assert cancel_rsvp(event=factories.event(brg), by=factories.person()) is None

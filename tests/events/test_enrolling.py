"""Signing up for a whole series: at each date as with a single answer, and everywhere in order."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from events import actions, when
from events.models import CoHost, Enrollment, Event, Rsvp
from notices.models import Letter, Notice
from tests import factories

pytestmark = pytest.mark.django_db

DAY, SOON = dt.timedelta(days=1), dt.timedelta(minutes=50)


@pytest.fixture
def kin():
    return factories.brg()


@pytest.fixture
def lead(kin):
    return factories.lead(kin)


def answers(event):
    """Who has answered, in order: the person and the status."""
    rows = Rsvp.objects.filter(event=event).order_by("place")
    return list(rows.values_list("person", "status"))


def statuses(events, person):
    """What somebody has of each event, "" where nothing."""
    found = dict(Rsvp.objects.filter(person=person).values_list("event", "status"))
    return [found.get(event.pk, "") for event in events]


def counters(event):
    event.refresh_from_db()
    return event.going, event.offered, event.waiting, event.last_place


def titles(person):
    """What somebody was told, first the oldest."""
    notices = Notice.objects.filter(person=person).order_by("pk")
    return list(notices.values_list("letter__title", flat=True))


def last_told(person):
    return Notice.objects.filter(person=person).latest("pk").letter


def enroll(series, *people, **facts):
    for person in people:
        actions.enroll(series=series, by=person, **facts)


def draft(series, event, number=1, **fields):
    """A further date of a series that is not published yet, so many weeks after an event."""
    starts = event.starts + number * 7 * DAY
    day = event.series_date and event.series_date + number * 7 * DAY
    kept = {"series_date": day, "pillar": event.pillar}
    agreed = {"approved": {"whole_organization": "employees"}}
    not_out = {"status": "draft", "published": None, "starts": starts, **agreed}
    return factories.event(series.brg, series=series, **kept | not_out | fields)


def publish(event, lead):
    return actions.publish(event=event, by=lead, version=event.version)


# Signing up


def test_one_signs_up_for_all_dates_to_come(kin):
    (series, dates), person = factories.series(kin), factories.person()
    enrollment, is_new = actions.enroll(series=series, by=person)
    assert (enrollment.person, enrollment.series, is_new) == (person, series, True)
    assert statuses(dates, person) == ["going"] * 3
    assert [counters(event) for event in dates] == [(1, 0, 0, 1)] * 3
    assert AuditEvent.objects.filter(verb="series.enrolled", actor=person.public_id).count() == 1


def test_seats_where_they_are_free_and_the_line_elsewhere_in_one_letter(kin):
    series, dates = factories.series(kin, 4, capacity=2)
    first, second, person = (factories.person() for _ in range(3))
    for event in dates[1:3]:
        factories.rsvp(event, first)
        factories.rsvp(event, second)
    actions.enroll(series=series, by=person)
    assert statuses(dates, person) == ["going", "waiting", "waiting", "going"]
    assert answers(dates[1])[2] == (person.pk, "waiting")
    assert counters(dates[1]) == (2, 0, 1, 3)
    assert titles(person) == [f"You are signed up: {series.title}"]
    letter = last_told(person)
    assert letter.line == "A seat at 2 dates. Waiting at 2 dates."
    seats, waits = letter.body.split("All seats are taken here.")
    assert [when.in_words(event) in seats for event in dates] == [True, False, False, True]
    assert [when.in_words(event) in waits for event in dates] == [False, True, True, False]
    # The two dates with a seat are in the calendar, and no other.
    assert "METHOD:REQUEST" in letter.calendar


def test_nobody_overtakes_a_line_also_where_a_seat_is_free(kin):
    # In the last hour nobody is offered anything, so that a seat is free while one waits.
    series, dates = factories.series(kin, 2, capacity=2, starts=timezone.now() + SOON, hours=2)
    first, newcomer = factories.person(), factories.person()
    factories.rsvp(dates[0], first, "waiting", seat_me=False)
    actions.enroll(series=series, by=newcomer, seat_me=False)
    assert statuses(dates, newcomer) == ["waiting", "going"]
    assert counters(dates[0]) == (0, 0, 2, 2)


def test_in_the_last_hour_a_seat_goes_to_the_first_who_takes_it_at_once(kin):
    series, dates = factories.series(kin, 2, capacity=1, starts=timezone.now() + SOON, hours=2)
    undecided, newcomer = factories.person(), factories.person()
    factories.rsvp(dates[0], undecided, "waiting", seat_me=False)
    actions.enroll(series=series, by=newcomer)
    assert answers(dates[0]) == [(undecided.pk, "waiting"), (newcomer.pk, "going")]
    assert counters(dates[0]) == (1, 0, 1, 2)


def test_the_choice_to_be_asked_first_holds_at_every_date(kin):
    series, dates = factories.series(kin, 2, capacity=1)
    first, second = factories.person(), factories.person()
    enroll(series, first)
    enroll(series, second, seat_me=False)
    actions.cancel_rsvp(event=dates[1], by=first)
    assert statuses(dates, second) == ["waiting", "offered"]


def test_what_was_answered_before_stays(kin):
    series, dates = factories.series(kin, 3, capacity=1)
    person, other = factories.person(), factories.person()
    actions.rsvp(event=dates[1], by=other)
    actions.rsvp(event=dates[1], by=person, seat_me=False)
    actions.rsvp(event=dates[2], by=person)
    before = dict(Rsvp.objects.filter(person=person).values_list("event", "place"))
    actions.enroll(series=series, by=person)
    assert statuses(dates, person) == ["going", "waiting", "going"]
    rows = Rsvp.objects.filter(person=person, event__in=before)
    assert dict(rows.values_list("event", "place")) == before
    assert rows.get(event=dates[1]).seat_me is False
    assert [counters(event)[3] for event in dates] == [1, 2, 1]


def test_a_second_call_changes_nothing(kin):
    (series, dates), person = factories.series(kin, capacity=1), factories.person()
    first, _ = actions.enroll(series=series, by=person)
    actions.cancel_rsvp(event=dates[0], by=person)
    before = titles(person)
    assert actions.enroll(series=series, by=person) == (first, False)
    assert statuses(dates, person) == ["", "going", "going"]
    assert titles(person) == before
    assert Enrollment.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "has_answer"),
    [
        ({}, True),
        ({"status": "cancelled"}, False),
        ({"status": "draft", "published": None}, False),
        ({"status": "submitted", "asked": timezone.now()}, False),
        # Answers have closed.
        ({"closes_hours": 30 * 24}, False),
        # For others, and it is to come for this person all the same.
        ({"audience": "members"}, False),
        ({"audience": "public"}, True),
    ],
)
def test_each_date_by_its_own_rules(kin, fields, has_answer):
    (series, dates), person = factories.series(kin, 2), factories.person()
    for name, value in fields.items():
        setattr(dates[0], name, value)
    dates[0].save()
    actions.enroll(series=series, by=person)
    assert statuses(dates, person) == ["going" if has_answer else "", "going"]


def test_what_has_begun_is_not_answered(kin):
    series, dates = factories.series(
        kin, 2, starts=timezone.now() - dt.timedelta(minutes=5), hours=2
    )
    person = factories.person()
    actions.enroll(series=series, by=person)
    assert statuses(dates, person) == ["", "going"]


def test_answers_hang_on_the_membership_and_show_as_single_ones_do(kin):
    series, dates = factories.series(kin, 1)
    member, guest = factories.person(), factories.person()
    own = factories.membership(member, kin, Visibility.EVERYONE)
    enroll(series, member, guest)
    rows = Rsvp.objects.order_by("place").values_list("membership", "visibility")
    assert list(rows) == [(own.pk, "only_me"), (None, "leads")]


def test_of_a_sensitive_group_a_guests_answer_shows_to_nobody_and_the_letter_is_discreet():
    series, _ = factories.series(factories.brg(default_visibility=Visibility.ONLY_ME), 1)
    person = factories.person()
    enroll(series, person)
    assert Rsvp.objects.get().visibility == Visibility.ONLY_ME
    assert Notice.objects.get(person=person).discreet


def test_who_shows_themselves_to_nobody_is_told_discreetly(kin):
    series, _ = factories.series(kin, 1)
    hidden, member = factories.person(), factories.person()
    factories.membership(hidden, kin, Visibility.ONLY_ME)
    factories.membership(member, kin)
    enroll(series, hidden, member)
    actions.unenroll(series=series, by=hidden)
    told = Notice.objects.order_by("pk").values_list("person", "discreet")
    assert list(told) == [(hidden.pk, True), (member.pk, False), (hidden.pk, True)]


def test_sittings_are_chosen_among(kin):
    series, events = factories.sittings(kin)
    with pytest.raises(Refusal, match="^This is one event at several times."):
        actions.enroll(series=series, by=factories.person())
    assert not Enrollment.objects.exists()


def test_refuses_where_no_date_is_to_come(kin):
    series, _ = factories.series(kin, 2, starts=timezone.now() - 30 * DAY)
    with pytest.raises(Refusal, match="^No date of this series is to come at the moment.$"):
        actions.enroll(series=series, by=factories.person())
    assert not Enrollment.objects.exists()


def test_dates_for_members_are_for_members(kin):
    (series, dates), person = factories.series(kin, audience="members"), factories.person()
    with pytest.raises(Refusal, match="Join the group to attend"):
        actions.enroll(series=series, by=person)
    assert not Enrollment.objects.exists()
    factories.membership(person, kin)
    enroll(series, person)
    assert statuses(dates, person) == ["going"] * 3


def test_members_of_a_cohost_are_members(kin):
    (series, dates), person = factories.series(kin, 2, audience="members"), factories.person()
    other = factories.brg()
    own = factories.membership(person, other)
    CoHost.objects.create(event=dates[0], brg=other, accepted=timezone.now())
    CoHost.objects.create(event=dates[1], brg=other)
    Event.objects.filter(series=series).update(hosts_version=1)
    enroll(series, person)
    assert statuses(dates, person) == ["going", ""]
    assert Rsvp.objects.get().membership == own


@pytest.mark.parametrize("fields", [{"employee_id": None}, {"is_active": False}])
def test_signing_up_is_for_employees(kin, fields):
    series, _ = factories.series(kin)
    with pytest.raises(Refusal, match="Answering is for employees"):
        actions.enroll(series=series, by=factories.person(**fields))


def test_a_paused_groups_series_takes_nobody():
    group, member = factories.brg(status="paused"), factories.person()
    factories.membership(member, group)
    with pytest.raises(Refusal, match="The group is not active"):
        actions.enroll(series=factories.series(group)[0], by=member)


# Leaving


def test_leaving_gives_all_dates_to_come_back_in_one_letter(kin):
    series, dates = factories.series(kin, 3, capacity=1)
    first, second, third = (factories.person() for _ in range(3))
    enroll(series, first, second, third)
    given_back = actions.unenroll(series=series, by=first)
    assert [answer.event for answer in given_back] == dates
    for event in dates:
        assert answers(event) == [(second.pk, "going"), (third.pk, "waiting")]
        assert counters(event) == (1, 0, 1, 3)
    assert titles(first) == [
        f"You are signed up: {series.title}",
        f"You have left: {series.title}",
    ]
    assert "METHOD:CANCEL" in last_told(first).calendar
    assert not Enrollment.objects.of(first).exists()
    assert Enrollment.objects.count() == 2


def test_who_only_waited_has_nothing_in_a_calendar_to_take_out(kin):
    series, _ = factories.series(kin, 2, capacity=1)
    first, second = factories.person(), factories.person()
    enroll(series, first, second)
    actions.unenroll(series=series, by=second)
    assert last_told(second).calendar == ""


def test_what_has_begun_stays(kin):
    series, dates = factories.series(kin, 2, starts=timezone.now() + DAY)
    person = factories.person()
    enroll(series, person)
    past = factories.wall(timezone.now() - dt.timedelta(minutes=20))
    for name, value in past.items():
        setattr(dates[0], name, value)
    dates[0].save(update_fields=[*past, "starts", "ends", "answers_until"])
    actions.unenroll(series=series, by=person)
    assert statuses(dates, person) == ["going", ""]


def test_single_answers_are_given_back_in_one_step_too(kin):
    (series, dates), person = factories.series(kin, 3), factories.person()
    for event in dates[:2]:
        actions.rsvp(event=event, by=person)
    assert len(actions.unenroll(series=series, by=person)) == 2
    assert statuses(dates, person) == [""] * 3


def test_leaving_where_there_is_nothing_is_no_mistake(kin):
    (series, _), person = factories.series(kin), factories.person()
    assert actions.unenroll(series=series, by=person) is None
    assert not titles(person)
    assert not AuditEvent.objects.filter(verb="series.left").exists()


def test_other_series_are_not_touched(kin):
    (one, dates), (other, others) = factories.series(kin), factories.series(kin)
    person = factories.person()
    enroll(one, person)
    enroll(other, person)
    actions.unenroll(series=one, by=person)
    assert statuses([*dates, *others], person) == [""] * 3 + ["going"] * 3


# Dates that are added


def test_a_date_that_is_added_is_theirs_in_the_order_of_signing_up(kin, lead):
    series, dates = factories.series(kin, 2)
    people = [factories.person() for _ in range(4)]
    # Not the order in which the people or their answers were made.
    order = [people[index] for index in (2, 0, 3, 1)]
    enroll(series, *order)
    new = draft(series, dates[-1], capacity=2)
    publish(new, lead)
    assert answers(new) == [
        (order[0].pk, "going"),
        (order[1].pk, "going"),
        (order[2].pk, "waiting"),
        (order[3].pk, "waiting"),
    ]
    assert [row.place for row in Rsvp.objects.filter(event=new).order_by("place")] == [1, 2, 3, 4]
    assert counters(new) == (2, 0, 2, 4)
    assert [last_told(person).line for person in order] == [
        *["A seat at one date."] * 2,
        *["Waiting at one date."] * 2,
    ]
    assert {len(titles(person)) for person in people} == {2}


def test_an_answer_at_a_date_that_is_added_is_as_any_other(kin, lead):
    series, dates = factories.series(kin, 1)
    member, guest = factories.person(), factories.person()
    own = factories.membership(member, kin)
    actions.enroll(series=series, by=member, seat_me=False)
    actions.enroll(series=series, by=guest)
    new = draft(series, dates[-1])
    publish(new, lead)
    rows = Rsvp.objects.filter(event=new).order_by("place")
    found = rows.values_list("person", "membership", "visibility", "seat_me", "offer_ends")
    assert list(found) == [
        (member.pk, own.pk, "only_me", False, None),
        (guest.pk, None, "leads", True, None),
    ]


def test_only_who_may_come_still(kin, lead):
    series, dates = factories.series(kin, 1)
    member, guest, cohosts, gone, no_employee = (factories.person() for _ in range(5))
    other = factories.brg()
    factories.membership(member, kin)
    factories.membership(cohosts, other)
    enroll(series, guest, gone, no_employee, cohosts, member)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    User.objects.filter(pk=no_employee.pk).update(employee_id=None)
    for_all, for_members = draft(series, dates[0]), draft(series, dates[0], 2, audience="members")
    CoHost.objects.create(event=for_members, brg=other, accepted=timezone.now())
    Event.objects.filter(pk=for_members.pk).update(hosts_version=1)
    publish(for_all, lead)
    assert answers(for_all) == [(each.pk, "going") for each in (guest, cohosts, member)]
    publish(for_members, lead)
    assert answers(for_members) == [(each.pk, "going") for each in (cohosts, member)]


def test_of_many_dates_that_go_out_together_one_letter(kin, lead):
    series, dates = factories.series(kin, 1, capacity=2)
    people = [factories.person() for _ in range(3)]
    enroll(series, *people)
    new = [draft(series, dates[0], number, capacity=number) for number in (1, 2, 3)]
    before = [titles(person) for person in people]
    actions.publish_series(
        series=series, by=lead, versions={event.pk: event.version for event in new}
    )
    assert [statuses(new, person) for person in people] == [
        ["going", "going", "going"],
        ["waiting", "going", "going"],
        ["waiting", "waiting", "going"],
    ]
    title = f"New dates: {series.title}"
    assert [titles(person) for person in people] == [[*told, title] for told in before]
    assert [last_told(person).line for person in people] == [
        "A seat at 3 dates.",
        "A seat at 2 dates. Waiting at one date.",
        "A seat at one date. Waiting at 2 dates.",
    ]


def test_one_letter_is_written_for_all_who_read_the_same(kin, lead):
    series, dates = factories.series(kin, 1)
    people = [factories.person() for _ in range(5)]
    enroll(series, *people)
    publish(draft(series, dates[0]), lead)
    assert Letter.objects.filter(title=f"New dates: {series.title}").count() == 1
    assert Notice.objects.filter(letter__title=f"New dates: {series.title}").count() == 5


def test_what_a_curator_agrees_to_is_answered_then(kin, lead, settings):
    settings.EVENTS_APPROVED_FOR = ["cost"]
    (series, dates), person = factories.series(kin, 1), factories.person()
    enroll(series, person)
    new = draft(series, dates[0], cost="$5")
    assert publish(new, lead).status == "submitted"
    assert answers(new) == []
    new.refresh_from_db()
    actions.approve(event=new, by=factories.curator(), version=new.version)
    assert answers(new) == [(person.pk, "going")]
    assert titles(person)[-1] == f"New dates: {series.title}"


def test_a_date_that_was_given_back_is_not_given_again_when_it_is_asked_about_once_more(
    kin, lead, settings
):
    settings.EVENTS_APPROVED_FOR = ["cost"]
    series, dates = factories.series(kin, 2)
    before, meanwhile = factories.person(), factories.person()
    enroll(series, before)
    actions.cancel_rsvp(event=dates[0], by=before)
    agreed = {"whole_organization": "employees"}
    Event.objects.filter(series=series).update(approved=agreed)
    typed = Event.objects.get(pk=dates[0].pk)
    typed.cost = "$5"
    asked = actions.edit(event=typed, by=lead, version=typed.version)
    assert asked.status == "submitted"
    enroll(series, meanwhile)
    assert statuses(dates, meanwhile) == ["", "going"]
    told = titles(before)
    actions.approve(event=asked, by=factories.curator(), version=asked.version)
    assert answers(dates[0]) == [(meanwhile.pk, "going")]
    assert titles(before) == told


def test_whoever_signs_up_while_a_date_is_off_its_page_has_it_when_it_is_back(kin, lead):
    series, dates = factories.series(kin, 2)
    before, meanwhile = factories.person(), factories.person()
    enroll(series, before)
    actions.cancel_rsvp(event=dates[0], by=before)
    curator, (off, _) = factories.curator(), Event.objects.filter(series=series).order_by("starts")
    off = actions.take_down(event=off, by=curator, version=off.version, note="A word is wrong.")
    enroll(series, meanwhile)
    assert statuses(dates, meanwhile) == ["", "going"]
    # Asked twice: what counts is when it left its page.
    for _time in range(2):
        off = actions.publish(event=off, by=lead, version=off.version)
        off = actions.ask_changes(event=off, by=curator, version=off.version, note="Not yet.")
    off = actions.publish(event=off, by=lead, version=off.version)
    actions.approve(event=off, by=factories.curator(), version=off.version)
    assert answers(dates[0]) == [(meanwhile.pk, "going")]


def test_a_date_that_takes_no_answers_any_more_is_not_answered(kin, lead):
    (series, dates), person = factories.series(kin, 1), factories.person()
    enroll(series, person)
    new = draft(series, dates[0], closes_hours=30 * 24)
    publish(new, lead)
    assert answers(new) == []
    assert titles(person) == [f"You are signed up: {series.title}"]


def test_who_has_left_is_not_signed_up_for_what_is_added(kin, lead):
    (series, dates), person = factories.series(kin, 1), factories.person()
    enroll(series, person)
    actions.unenroll(series=series, by=person)
    new = draft(series, dates[0])
    publish(new, lead)
    assert answers(new) == []


def test_sittings_have_nobody_signed_up(kin, lead):
    series, events = factories.sittings(kin, 1)
    Enrollment.objects.create(series=series, person=factories.person())
    new = draft(series, events[0])
    publish(new, lead)
    assert answers(new) == []


# What it costs


def test_ten_dates_cost_as_many_statements_as_two(kin, django_assert_num_queries):
    few, many = factories.series(kin, 2, capacity=1), factories.series(kin, 10, capacity=1)
    person = factories.person()
    for _series, dates in (few, many):
        for event in dates[::2]:
            factories.rsvp(event, factories.person())
    # SQLite writes letter and notice one after the other.
    number = 16 if connection.vendor == "postgresql" else 17
    for series, _dates in (few, many):
        with django_assert_num_queries(number):
            actions.enroll(series=series, by=person)

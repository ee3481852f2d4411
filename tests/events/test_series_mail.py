"""Dates of series in mails: a program is left with the dates to which its person is going.

It is played by test_calendar_mail.py: what names a date is about this one, and what names none is
about the whole series, of which nothing else is known then.
"""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from events import actions
from events.calendars import text_of_mail, text_of_series_mail
from events.models import Event
from tests import factories
from tests.events import clocks
from tests.events.test_calendar_mail import Calendar, edited, last_part

pytestmark = pytest.mark.django_db

# 6 p.m. in Denver, on a Friday.
EVENING = dt.datetime(2031, 7, 5, 0, tzinfo=dt.UTC)
WEEK, HOUR = dt.timedelta(days=7), dt.timedelta(hours=1)


@pytest.fixture
def kin():
    return factories.brg(name="Kin of all", acronym="Kin")


@pytest.fixture
def lea(kin):
    return factories.lead(kin)


@pytest.fixture
def ana():
    return factories.person()


@pytest.fixture
def seconds(monkeypatch):
    """Each time that somebody asks, another second."""
    now = [timezone.now()]

    def later():
        now[0] += dt.timedelta(seconds=1)
        return now[0]

    monkeypatch.setattr(timezone, "now", later)


def stories(brg, count=5, **facts):
    known = {"starts": EVENING, "title": "Stories", "summary": "We read.", "venue": "Room 7"}
    approved = {"whole_organization": "employees"}
    return factories.series(brg, count, **known | {"approved": approved} | facts)


def planned(*numbers, moved=()):
    """When dates are, in UTC: as planned, or later by so much."""
    begins = EVENING.replace(tzinfo=None)
    return {begins + n * WEEK + dict(moved).get(n, 0 * HOUR) for n in numbers}


def held(calendar):
    return {entry.starts for entry in calendar.held}


def cancelled(event, by):
    stored = Event.objects.get(pk=event.pk)
    actions.cancel(event=stored, by=by, version=stored.version)


# One date


def test_an_answer_to_one_date_is_that_date_of_the_series(kin, ana):
    series, events = stories(kin)
    actions.rsvp(event=events[2], by=ana)
    (entry,) = clocks.read(last_part(ana).get_content())
    wall = dt.datetime(2031, 7, 18, 18)  # noqa: DTZ001 - as clocks in Denver show it
    assert (entry.uid, entry.date, {entry.starts}) == (series.uid, wall, planned(2))


def test_a_date_moves_and_goes_by_itself(kin, lea, ana, seconds):
    _series, events = stories(kin)
    calendar = Calendar(ana)
    for event in events[1:4]:
        actions.rsvp(event=event, by=ana)
    assert held(calendar) == planned(1, 2, 3)
    for hours in (3, 30):
        edited(events[2], lea, **factories.wall(EVENING + 2 * WEEK + hours * HOUR))
        assert held(calendar) == planned(1, 2, 3, moved={2: hours * HOUR})
    cancelled(events[2], lea)
    assert held(calendar) == planned(1, 3)
    assert len(calendar.entries) == 3


# The whole series


def test_signing_up_puts_all_dates_in_by_one_part(kin, ana):
    series, _events = stories(kin)
    actions.enroll(series=series, by=ana)
    (entry,) = clocks.read(last_part(ana).get_content())
    assert (entry.uid, entry.date, entry.status) == (series.uid, "", "CONFIRMED")
    assert held(Calendar(ana)) == planned(*range(5))


def test_a_date_that_moves_twice_and_is_cancelled_leaves_the_others(kin, lea, ana, seconds):
    series, events = stories(kin)
    calendar = Calendar(ana)
    actions.enroll(series=series, by=ana)
    assert held(calendar) == planned(*range(5))
    for hours in (3, 30):
        edited(events[2], lea, **factories.wall(EVENING + 2 * WEEK + hours * HOUR))
        assert held(calendar) == planned(*range(5), moved={2: hours * HOUR})
    cancelled(events[2], lea)
    assert held(calendar) == planned(0, 1, 3, 4)


def test_where_one_waits_there_is_nothing_before_there_is_a_seat(kin, ana, seconds):
    series, events = stories(kin)
    ben, calendar = factories.person(), Calendar(ana)
    Event.objects.filter(pk=events[1].pk).update(capacity=1)
    actions.rsvp(event=Event.objects.get(pk=events[1].pk), by=ben)
    actions.enroll(series=series, by=ana)
    assert held(calendar) == planned(0, 2, 3, 4)
    actions.cancel_rsvp(event=events[1], by=ben)
    assert held(calendar) == planned(*range(5))


def test_leaving_takes_all_dates_out_by_one_part_and_they_come_again(kin, ana, seconds):
    series, events = stories(kin)
    calendar = Calendar(ana)
    actions.rsvp(event=events[3], by=ana)
    actions.enroll(series=series, by=ana)
    actions.unenroll(series=series, by=ana)
    assert held(calendar) == set()
    (entry,) = clocks.read(last_part(ana).get_content())
    assert (entry.uid, entry.date, entry.status) == (series.uid, "", "CANCELLED")
    actions.rsvp(event=events[1], by=ana)
    assert held(calendar) == planned(1)
    actions.enroll(series=series, by=ana)
    assert held(calendar) == planned(*range(5))


def test_a_change_of_many_dates_leaves_those_to_which_one_goes(kin, lea, ana, seconds):
    series, events = stories(kin)
    calendar = Calendar(ana)
    for number in (1, 3):
        actions.rsvp(event=events[number], by=ana)
    typed = Event.objects.select_related("brg", "series").get(pk=events[2].pk)
    typed.starts_time, typed.ends_time = dt.time(20), dt.time(21)
    actions.edit_many(event=typed, by=lea, version=typed.version, scope="later")
    assert held(calendar) == planned(1, 3, moved={3: 2 * HOUR})
    stored = Event.objects.get(pk=events[2].pk)
    actions.cancel_many(event=stored, by=lea, version=stored.version, scope="later")
    # One date is left, and the other is not taken for it.
    assert held(calendar) == planned(1)
    assert not clocks.read(last_part(ana).get_content())[0].date


def test_a_series_of_which_every_date_was_moved_is_held_whole(kin, ana):
    series, events = stories(kin, 3)
    for number, event in enumerate(events):
        for name, value in factories.wall(EVENING + number * WEEK + 2 * HOUR).items():
            setattr(event, name, value)
        event.save()
    text = text_of_series_mail(series, Event.objects.order_by("pk"))
    assert {each.starts for each in clocks.dates(text)} == planned(
        0, 1, 2, moved=dict.fromkeys(range(3), 2 * HOUR)
    )
    assert [entry.date == "" for entry in clocks.read(text)].count(True) == 1


def test_of_no_date_there_is_nothing_to_say(kin):
    series, _events = stories(kin)
    assert text_of_series_mail(series, []) == text_of_series_mail(series, [], is_on=False) == ""


# Numbers and words


def numbers(text):
    return {entry.sequence for entry in clocks.read(text)}


def test_the_series_and_its_dates_count_alike(kin, monkeypatch):
    series, events = stories(kin, 3)
    now = (timezone.now() + HOUR).replace(microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)
    since = 2 * int((now - series.made).total_seconds())
    # One was made long before, when it was no date yet.
    Event.objects.filter(pk=events[0].pk).update(made=now - 9 * HOUR)
    Event.objects.filter(pk=events[1].pk).update(sequence=4)
    events = list(Event.objects.select_related("series").order_by("pk"))
    assert [numbers(text_of_mail(event)) for event in events] == [{since}, {since + 4}, {since}]
    assert numbers(text_of_series_mail(series, events)) == {since + 4}
    assert numbers(text_of_series_mail(series, events, is_on=False)) == {since + 5}
    assert numbers(text_of_series_mail(series, events[2:], is_on=False)) == {since + 1}


def test_a_letter_about_a_series_names_the_portal_and_the_person_in_each_entry(
    kin, lea, ana, settings
):
    settings.DEFAULT_FROM_EMAIL = "Portal <portal@example.org>"
    series, events = stories(kin)
    edited(events[2], lea, venue="Elsewhere")
    actions.enroll(series=series, by=ana)
    found = clocks.read(last_part(ana).get_content())
    assert [entry.rest["location"] for entry in found] == [["Room 7"], ["Elsewhere"]]
    for entry in found:
        assert entry.rest["attendee"] == [f"mailto:{ana.email}"]
        assert entry.rest["organizer"] == ["mailto:portal@example.org"]


@pytest.mark.parametrize("hides", ["the group", "the person", "nobody"])
def test_a_series_is_neutral_where_a_date_would_be(kin, ana, hides):
    if hides == "the group":
        type(kin).objects.update(default_visibility=Visibility.ONLY_ME)
        kin.refresh_from_db()
    if hides == "the person":
        factories.membership(ana, kin, Visibility.ONLY_ME)
    series, events = stories(kin)
    Event.objects.filter(pk=events[2].pk).update(title="Songs")
    actions.enroll(series=series, by=ana)
    text = last_part(ana).get_content()
    said = [word for word in ("Stories", "stories", "Songs", "Kin", "Room", "read") if word in text]
    assert bool(said) is (hides == "nobody")
    assert held(Calendar(ana)) == planned(*range(5))

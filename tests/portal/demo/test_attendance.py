"""Who came to the demonstration's events."""

import datetime as dt
from collections import Counter

import pytest
from django.db.models import F
from django.utils import timezone

from attendance.actions import fade
from attendance.models import Attendance, DoorRules
from events.models import Event, Rsvp

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def test_people_came_to_all_that_has_begun_and_to_nothing_else(demo):
    now = timezone.now()
    begun = Event.objects.published().filter(starts__lte=now, going__gt=0)
    visited = set(Attendance.objects.values_list("event", flat=True))
    assert visited <= set(
        Event.objects.published().filter(starts__lte=now).values_list("pk", flat=True)
    )
    assert len(visited & set(begun.values_list("pk", flat=True))) > 0.98 * begun.count()


def test_most_who_had_a_seat_came_and_some_who_had_none(demo):
    expected = Attendance.objects.filter(expected=True).count()
    seats = Rsvp.objects.going().filter(event__starts__lte=timezone.now()).count()
    assert 0.7 * seats < expected < 0.9 * seats
    others = Attendance.objects.filter(expected=False, who="employee")
    assert 50 < others.count() < 0.2 * expected


def test_every_method_and_kind_is_there(demo):
    rows = Attendance.objects.all()
    methods = Counter(rows.values_list("method", flat=True))
    assert set(methods) == set(Attendance.Method.values)
    assert min(methods.values()) > 20
    assert set(rows.values_list("who", flat=True)) == set(Attendance.Who.values)
    assert DoorRules.objects.filter(guests_welcome=True).exists()


def test_names_that_would_have_faded_are_numbers(demo):
    now = timezone.now()
    named = Attendance.objects.filter(person__isnull=False)
    assert named.filter(event__ends__lte=now - 181 * DAY).count() == 0
    sensitive = named.filter(event__brg__default_visibility="only_me")
    assert sensitive.filter(event__ends__lte=now - 31 * DAY).count() == 0
    assert named.filter(event__ends__gt=now - 179 * DAY).exists()
    assert (
        Attendance.objects.exclude(guest_name="").filter(event__ends__lte=now - 31 * DAY).count()
        == 0
    )


def test_the_clock_finds_no_name_of_attendance_to_fade(demo):
    before = list(Attendance.objects.order_by("pk").values_list("pk", "person", "at", "guest_name"))
    fade()
    assert before == list(
        Attendance.objects.order_by("pk").values_list("pk", "person", "at", "guest_name")
    )


def test_each_came_as_they_answered(demo):
    expected = Attendance.objects.filter(expected=True, person__isnull=False)
    facts = {(row.event_id, row.person_id): (row.membership_id, row.visibility) for row in expected}
    answers = Rsvp.objects.going().filter(event__in=expected.values("event"))
    answered = {
        (row.event_id, row.person_id): (row.membership_id, row.visibility) for row in answers
    }
    assert len(facts) > 500
    assert facts.items() <= answered.items()


def test_nobody_on_a_list_shows_who_had_not_answered(demo):
    rows = Attendance.objects.filter(method="import", expected=False)
    assert not rows.exclude(visibility="only_me", membership=None).exists()
    assert not Attendance.objects.filter(method="import", event__format="in_person").exists()
    assert not Attendance.objects.exclude(at__lte=timezone.now()).exists()
    assert not Attendance.objects.filter(at__lt=F("event__starts") - dt.timedelta(hours=2)).exists()

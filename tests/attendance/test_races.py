"""Five hundred people and four helpers at one door, at once: real processes."""

import random

import pytest
from django.db import connection

from attendance.models import Attendance, Press
from audit.models import AuditEvent
from events.models import Rsvp
from tests import factories
from tests.attendance.conftest import at_the_door
from tests.attendance.helpers_at_once import at_once
from tests.events.test_races import contenders

pytestmark = pytest.mark.django_db(transaction=True)

HELPERS = 4


def crowd(count):
    """An event, and so many who are going to it."""
    event, people = at_the_door(factories.brg()), contenders(count)
    Rsvp.objects.bulk_create(
        Rsvp(event=event, person_id=who, visibility="leads", status="going", place=place)
        for place, who in enumerate(people, start=1)
    )
    type(event).objects.filter(pk=event.pk).update(going=count, last_place=count)
    return event, people


def press_all(event, turns, **facts):
    by = factories.person()
    database = connection.settings_dict["NAME"]
    outcomes = at_once(
        database=database, event=event.pk, by=by.pk, turns=turns, timeout=300, **facts
    )
    assert len(outcomes) == HELPERS
    return outcomes


def all_come(count):
    """Every helper presses for everybody, in an order of their own, and everything twice."""
    event, people = crowd(count)
    turns = []
    for helper in range(HELPERS):
        order = random.Random(helper).sample(people, count)
        calls = [["in", who, f"{helper}-{who}"] for who in order]
        turns.append([call for call in calls for _ in range(2)])
    outcomes = press_all(event, turns)
    assert [outcome.count(True) for outcome in outcomes] == [2 * count] * HELPERS
    rows = list(Attendance.objects.filter(event=event))
    assert len(rows) == count
    assert {row.person_id for row in rows} == set(people)
    assert {row.expected for row in rows} == {True}
    assert AuditEvent.objects.filter(verb="attendance.checked_in").count() == count
    assert Press.objects.count() == count * HELPERS


def test_two_hundred_and_four_helpers_who_press_for_all_and_twice():
    all_come(200)


@pytest.mark.long
def test_five_hundred_and_four_helpers_who_press_for_all_and_twice():
    all_come(500)


def test_each_undo_holds_while_others_are_checked_in_and_old_presses_are_sent_again():
    """Each helper has a quarter; of it every fifth is taken back, and all is then sent again."""
    event, people = crowd(200)
    turns = []
    for helper in range(HELPERS):
        mine = people[helper::HELPERS]
        calls = [["in", who, f"in-{who}"] for who in mine]
        calls += [["undo", who, f"undo-{who}"] for who in mine[::5]]
        # What was kept in the browser without a network, and had arrived after all.
        turns.append(calls + calls)
    outcomes = press_all(event, turns)
    undone = {who for helper in range(HELPERS) for who in people[helper::HELPERS][::5]}
    assert len(undone) == 40
    assert {row.person_id for row in Attendance.objects.all()} == set(people) - undone
    assert [len(outcome) for outcome in outcomes] == [120] * HELPERS
    assert not [said for outcome in outcomes for said in outcome if isinstance(said, str)]
    assert AuditEvent.objects.filter(verb="attendance.undone").count() == 40


def test_control_without_the_rule_of_once_what_is_sent_again_undoes_an_undo():
    event, people = crowd(40)
    turns = []
    for helper in range(HELPERS):
        mine = people[helper::HELPERS]
        calls = [["in", who, f"in-{who}"] for who in mine]
        calls += [["undo", who, f"undo-{who}"] for who in mine]
        turns.append(calls + calls[: len(mine)])
    press_all(event, turns)
    assert not Attendance.objects.exists()
    press_all(event, turns, careless=True)
    assert Attendance.objects.count() == 40


@pytest.mark.postgres
def test_control_helpers_who_look_first_meet_the_rule_of_the_database():
    """SQLite lets one transaction write at a time, so there nobody writes between look and act."""
    event, people = crowd(100)
    turns = [[["in", who, ""] for who in people] for _ in range(HELPERS)]
    outcomes = press_all(event, turns, careless=True)
    refused = [said for outcome in outcomes for said in outcome if isinstance(said, str)]
    assert refused
    assert all("attendance_once" in words for words in refused)
    assert Attendance.objects.count() == 100

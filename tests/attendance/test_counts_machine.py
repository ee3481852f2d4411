"""Counts of who came against a plain model: people, groups that hold events together, the door."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from attendance import counts
from attendance.models import Attendance
from events.models import CoHost, Event
from tests import factories

SOME = st.integers(0, 2)
PEOPLE = st.integers(0, 3)
SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
UNTIL = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
# When the events end: before, in the time, and at its two edges.
ENDS = [SINCE, UNTIL - dt.timedelta(minutes=1), UNTIL]
METHODS = st.sampled_from(["by_hand", "pass", "walk_in", "import"])


class Counts(RuleBasedStateMachine):
    """Three events, three groups, four people; each event is one of the first group at least."""

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.groups = [factories.brg() for _number in range(3)]
        self.people = [factories.person() for _number in range(4)]
        hour = dt.timedelta(hours=1)
        self.events = [
            factories.event(group, starts=ends - hour)
            for group, ends in zip(self.groups, ENDS, strict=True)
        ]
        # By event: the groups that hold it besides, and who was there, by which way.
        self.joint = [set(), set(), set()]
        self.there = [{}, {}, {}]
        self.on = [True, True, True]

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(event=SOME, group=SOME)
    def accept(self, event, group):
        CoHost.objects.update_or_create(
            event=self.events[event], brg=self.groups[group], defaults={"accepted": SINCE}
        )
        self.joint[event].add(group)

    @rule(event=SOME, group=SOME)
    def withdraw(self, event, group):
        CoHost.objects.filter(event=self.events[event], brg=self.groups[group]).delete()
        self.joint[event].discard(group)

    @rule(event=SOME, group=SOME)
    def invite(self, event, group):
        rows = CoHost.objects.filter(event=self.events[event], brg=self.groups[group])
        if not rows.exists():
            CoHost.objects.create(event=self.events[event], brg=self.groups[group])

    @rule(event=SOME, person=PEOPLE, method=METHODS)
    def check_in(self, event, person, method):
        Attendance.objects.get_or_create(
            event=self.events[event], person=self.people[person], defaults={"method": method}
        )
        self.there[event].setdefault(person, method)

    @rule(event=SOME, person=PEOPLE)
    def undo(self, event, person):
        rows = Attendance.objects.filter(event=self.events[event], person=self.people[person])
        rows.delete()
        self.there[event].pop(person, None)

    @rule(event=SOME)
    def fade(self, event):
        """What is faded can't be checked in or undone any more, and counts as before."""
        rows = Attendance.objects.filter(event=self.events[event])
        rows.update(person=None)
        kept = self.there[event]
        self.there[event] = {object(): method for method in kept.values()}

    @rule(event=SOME)
    def call_off(self, event):
        self.on[event] = not self.on[event]
        status = "published" if self.on[event] else "cancelled"
        Event.objects.filter(pk=self.events[event].pk).update(status=status)

    @invariant()
    def each_group_counts_whom_it_hosted_and_the_whole_counts_each_once(self):
        found = counts.in_each_group(SINCE, UNTIL)
        expected = {group.pk: self.counted(number) for number, group in enumerate(self.groups)}
        assert {pk: tuple(found.get(pk, (0, 0))) for pk in expected} == expected
        assert tuple(counts.in_all(SINCE, UNTIL)) == self.counted(None)

    def counted(self, group):
        """At the door, and on lists, at the events of a group in that time, or at all of them."""
        ways = []
        for number, there in enumerate(self.there):
            is_in_time = SINCE <= ENDS[number] < UNTIL
            is_theirs = group in (None, number) or group in self.joint[number]
            if is_in_time and is_theirs and self.on[number]:
                ways += there.values()
        return len([way for way in ways if way != "import"]), ways.count("import")


@pytest.mark.django_db(transaction=True)
def test_counts_agree_with_a_plain_model():
    run_state_machine_as_test(
        Counts,
        settings=hypothesis(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Series and sittings against a plain model: whatever happens, the tables agree with it.

The model says the rules once more in the fewest words. One machine has the dates of a rule, for
which people sign up; one has sittings, of which each person comes to one.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.actions import deactivate, reactivate
from accounts.refusal import Refusal
from brgs.actions import leave
from events import actions
from events.models import Enrollment, Event, Rsvp
from tests import factories

FEW, DATES, MOST = 5, 3, 4
PEOPLE, NUMBERS = st.integers(0, FEW - 1), st.integers(0, DATES - 1)
CAPACITY = st.none() | st.integers(1, 3)


class Model:
    """Who has which place at which event, and what they have of it."""

    def __init__(self, capacities, members, audience, *, sittings):
        self.events = [Line(capacity) for capacity in capacities]
        self.members, self.audience, self.sittings = set(members), audience, sittings
        self.active, self.enrolled = set(range(FEW)), []

    def may(self, who):
        return who in self.active and (self.audience != "members" or who in self.members)

    def answer(self, event, who, seat_me):
        event.take(who, seat_me)
        self.settle(event, who)
        self.fill([event])

    def settle(self, event, who):
        """At sittings, whoever has a seat has nothing else; those lines move up."""
        if event.rows[who][1] == "going":
            self.fill(self.given_up(event, who))

    def given_up(self, event, who):
        others = [each for each in self.events if each is not event and who in each.rows]
        if not self.sittings:
            return []
        for other in others:
            del other.rows[who]
        return others

    def fill(self, events):
        """One after the other, and each head of a line by itself."""
        events = list(events)
        while events:
            event = events[0]
            who = event.head()
            if who is None:
                events.pop(0)
                continue
            row = event.rows[who]
            row[1] = "going" if row[2] or event.capacity is None else "offered"
            if row[1] == "going":
                events += self.given_up(event, who)

    def end(self, who, events):
        held = [event for event in events if who in event.rows]
        for event in held:
            del event.rows[who]
        for event in held:
            self.fill([event])

    def enroll(self, who, seat_me):
        self.enrolled.append((who, seat_me))
        for event in self.events:
            if who not in event.rows:
                event.take(who, seat_me)

    def forget(self, who):
        self.enrolled = [each for each in self.enrolled if each[0] != who]

    def limit(self, event, capacity):
        if capacity is None:
            # First those to whom a seat is offered, then the line.
            event.capacity = None
            while offered := event.with_status("offered"):
                event.rows[offered[0]][1] = "going"
                self.settle(event, offered[0])
        event.capacity = capacity
        self.fill([event])

    def publish(self, capacity):
        self.events.append(Line(capacity))
        for who, seat_me in self.enrolled:
            if self.may(who):
                self.events[-1].take(who, seat_me)


class Line:
    def __init__(self, capacity):
        self.capacity, self.rows, self.last = capacity, {}, 0

    def with_status(self, *statuses):
        rows = sorted((row[0], who) for who, row in self.rows.items() if row[1] in statuses)
        return [who for _, who in rows]

    @property
    def free(self):
        taken = len(self.with_status("going", "offered"))
        return FEW if self.capacity is None else self.capacity - taken

    def take(self, who, seat_me):
        self.last += 1
        is_seated = self.free > 0 and not self.with_status("waiting")
        self.rows[who] = [self.last, "going" if is_seated else "waiting", seat_me]

    def head(self):
        line = self.with_status("waiting")
        return line[0] if line and self.free > 0 else None

    def counters(self):
        return [len(self.with_status(status)) for status in Rsvp.Status.values]


class Machine(RuleBasedStateMachine):
    # The group, its people, a lead, a curator and a pillar: the same for all runs.
    scene = ()
    sittings = False

    @initialize(
        capacities=st.lists(CAPACITY, min_size=DATES, max_size=DATES),
        members=st.sets(PEOPLE, min_size=3),
        audience=st.sampled_from(["employees", "members"]),
    )
    def begin(self, capacities, members, audience):
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.brg, self.people, self.lead, self.curator, self.pillar = self.scene
        self.model = Model(capacities, members, audience, sittings=self.sittings)
        for who in members:
            factories.membership(self.people[who], self.brg)
        self.facts = {"pillar": self.pillar, "audience": audience}
        self.facts["approved"] = {"whole_organization": "employees"}
        make = factories.sittings if self.sittings else factories.series
        self.series, events = make(self.brg, DATES, **self.facts)
        for event, capacity in zip(events, capacities, strict=True):
            Event.objects.filter(pk=event.pk).update(capacity=capacity)
        self.keys = [event.pk for event in events]

    def teardown(self):
        if hasattr(self, "rollback"):
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    def event(self, number):
        rows = Event.objects.select_related("brg", "chapter", "series")
        return rows.get(pk=self.keys[number % len(self.keys)])

    def line(self, number):
        return self.model.events[number % len(self.keys)]

    # People

    @rule(who=PEOPLE, number=NUMBERS, seat_me=st.booleans())
    def answer(self, who, number, seat_me):
        event, line = self.event(number), self.line(number)
        given = {"event": event, "by": self.people[who], "seat_me": seat_me}
        if not self.model.may(who):
            with pytest.raises(Refusal):
                actions.rsvp(**given)
            return
        is_new = who not in line.rows
        if is_new:
            self.model.answer(line, who, seat_me)
        answer, said_new = actions.rsvp(**given)
        assert (answer.status, said_new) == (line.rows[who][1], is_new)

    @rule(who=PEOPLE, number=NUMBERS)
    def cancel(self, who, number):
        event, line = self.event(number), self.line(number)
        is_there = who in line.rows
        self.model.end(who, [line])
        assert (actions.cancel_rsvp(event=event, by=self.people[who]) is not None) == is_there

    @rule(number=NUMBERS)
    def accept(self, number):
        event, line = self.event(number), self.line(number)
        for who in line.with_status("offered")[:1]:
            line.rows[who][1] = "going"
            self.model.settle(line, who)
            assert actions.accept_offer(event=event, by=self.people[who]).is_going

    @rule(who=PEOPLE)
    def leave_all(self, who):
        enrolled = who in [each for each, _ in self.model.enrolled]
        had = any(who in line.rows for line in self.model.events)
        self.model.forget(who)
        self.model.end(who, self.model.events)
        ended = actions.unenroll(series=self.series, by=self.people[who])
        assert (ended is not None) == (had or enrolled)

    @rule(who=PEOPLE)
    def leave_group(self, who):
        leave(brg=self.brg, by=self.people[who])
        self.model.members.discard(who)
        if self.model.audience == "members":
            self.model.end(who, self.model.events)
            self.model.forget(who)

    @rule(who=PEOPLE)
    def join_group(self, who):
        if who not in self.model.members and who in self.model.active:
            factories.membership(self.people[who], self.brg)
            self.model.members.add(who)

    @rule(who=PEOPLE)
    def come_or_go(self, who):
        if who in self.model.active:
            deactivate(person=self.people[who], by=self.curator)
            self.model.active.discard(who)
            self.model.forget(who)
            self.model.end(who, self.model.events)
        else:
            reactivate(person=self.people[who], by=self.curator)
            self.model.active.add(who)

    # Leads

    @rule(number=NUMBERS, capacity=CAPACITY)
    def limit(self, number, capacity):
        typed, line = self.event(number), self.line(number)
        typed.capacity = capacity
        taken = len(line.with_status("going", "offered"))
        if capacity is not None and capacity < taken:
            with pytest.raises(Refusal, match=f"^{taken} seats are taken"):
                actions.edit(event=typed, by=self.lead, version=typed.version)
            return
        self.model.limit(line, capacity)
        actions.edit(event=typed, by=self.lead, version=typed.version)

    # What is true at all times

    @invariant()
    def the_rows_are_the_models(self):
        if not hasattr(self, "keys"):
            return
        number = {person.pk: who for who, person in enumerate(self.people)}
        for key, line in zip(self.keys, self.model.events, strict=True):
            rows = Rsvp.objects.filter(event=key)
            rows = rows.values_list("person", "place", "status", "seat_me")
            assert {number[person]: row for person, *row in rows} == line.rows

    @invariant()
    def the_counters_are_the_rows_and_nothing_is_oversold(self):
        if not hasattr(self, "keys"):
            return
        columns = ("going", "waiting", "offered", "capacity", "last_place")
        for key, line in zip(self.keys, self.model.events, strict=True):
            *counters, capacity, last = Event.objects.values_list(*columns).get(pk=key)
            assert counters == line.counters()
            assert (capacity, last) == (line.capacity, line.last)
            assert capacity is None or counters[0] + counters[2] <= capacity

    @invariant()
    def who_is_enrolled_is_as_in_the_model_and_in_order(self):
        if not hasattr(self, "keys"):
            return
        rows = Enrollment.objects.filter(series=self.series).order_by("pk")
        found = list(rows.values_list("person", "seat_me"))
        expected = [(self.people[who].pk, seat_me) for who, seat_me in self.model.enrolled]
        assert found == expected


class Dates(Machine):
    """The dates of a rule, for which people sign up, and to which dates are added."""

    @rule(who=PEOPLE, seat_me=st.booleans())
    def enroll(self, who, seat_me):
        given = {"series": self.series, "by": self.people[who], "seat_me": seat_me}
        if not self.model.may(who):
            with pytest.raises(Refusal):
                actions.enroll(**given)
            return
        is_new = who not in [each for each, _ in self.model.enrolled]
        if is_new:
            self.model.enroll(who, seat_me)
        assert actions.enroll(**given)[1] == is_new

    @precondition(lambda self: len(self.keys) < MOST)
    @rule(capacity=CAPACITY)
    def publish(self, capacity):
        kept = {"status": "draft", "published": None, "capacity": capacity}
        draft = factories.event(self.brg, series=self.series, **self.facts | kept)
        self.model.publish(capacity)
        self.keys.append(draft.pk)
        actions.publish(event=draft, by=self.lead, version=draft.version)


class Sittings(Machine):
    """Sittings: with a seat at one of them, all else that a person has there ends."""

    sittings = True

    @invariant()
    def nobody_has_two_seats(self):
        if not hasattr(self, "keys"):
            return
        going = Rsvp.objects.filter(event__in=self.keys, status="going")
        people = list(going.values_list("person", flat=True))
        assert len(people) == len(set(people))


@pytest.mark.django_db
@pytest.mark.parametrize("machine", [Dates, Sittings])
def test_answers_agree_with_the_model(seats_alone, machine):
    brg = factories.brg()
    people = [factories.person() for _ in range(FEW)]
    machine.scene = (brg, people, factories.lead(brg), factories.curator(), factories.pillar())
    run_state_machine_as_test(
        machine,
        settings=hypothesis(
            max_examples=100,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

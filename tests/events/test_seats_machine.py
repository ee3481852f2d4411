"""Answers against a plain model: whatever happens, in whatever order, the tables agree with it."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
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
from events.models import Event, Rsvp
from tests import factories

FEW = 5
PEOPLE = st.integers(0, FEW - 1)
SEATS = st.integers(1, 3)
WEEK, NEARLY_AN_HOUR = dt.timedelta(days=7), dt.timedelta(minutes=50)


class Model:
    """The rules once more, in the fewest words: who has which place, and what they have of it."""

    def __init__(self, capacity, members):
        self.capacity, self.audience, self.members = capacity, "employees", set(members)
        self.active, self.rows, self.last_place = set(range(FEW)), {}, 0
        self.is_on, self.is_cancelled, self.is_soon = True, False, False
        # For whom a curator has agreed to it.
        self.approved = {"employees", "members"}

    def with_status(self, *statuses):
        rows = sorted(
            (place, who) for who, (place, status, _) in self.rows.items() if status in statuses
        )
        return [who for _, who in rows]

    @property
    def free(self):
        if self.capacity is None:
            return FEW
        return self.capacity - len(self.with_status("going", "offered"))

    def refuses(self, who):
        is_outside = self.audience == "members" and who not in self.members
        return who not in self.active or is_outside

    def answer(self, who, seat_me):
        self.last_place += 1
        is_seated = self.free > 0 and not self.with_status("waiting")
        self.rows[who] = [self.last_place, "going" if is_seated else "waiting", seat_me]
        self.fill()

    def end(self, people):
        for who in people:
            self.rows.pop(who, None)
        self.fill()

    def fill(self):
        if not self.is_on:
            return
        line = self.with_status("waiting")
        if self.is_soon and self.capacity is not None:
            line = [who for who in line if self.rows[who][2]]
        for who in line[: self.free]:
            at_once = self.rows[who][2] or self.capacity is None
            self.rows[who][1] = "going" if at_once else "offered"

    def limit(self, capacity):
        if capacity is None:
            for who in self.with_status("offered"):
                self.rows[who][1] = "going"
        self.capacity = capacity
        self.fill()

    def narrow(self):
        self.audience = "members"
        self.end(set(self.rows) - self.members)

    def counters(self):
        return [len(self.with_status(status)) for status in Rsvp.Status.values]


class Seats(RuleBasedStateMachine):
    # The group, its people, a lead, a curator and a pillar: the same for all runs.
    scene = ()

    @initialize(
        capacity=st.none() | SEATS,
        members=st.sets(PEOPLE),
        line=st.lists(st.tuples(PEOPLE, st.booleans()), unique_by=lambda each: each[0]),
    )
    def begin(self, capacity, members, line):
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.brg, self.people, self.lead, self.curator, pillar = self.scene
        self.model = Model(capacity, members)
        for who in members:
            factories.membership(self.people[who], self.brg)
        approved = {"whole_organization": "employees"}
        event = factories.event(self.brg, capacity=capacity, approved=approved, pillar=pillar)
        self.pk, self.costs = event.pk, 0
        # Some have answered, so that much can happen in a few steps.
        for who, seat_me in line:
            self.model.answer(who, seat_me)
            actions.rsvp(event=event, by=self.people[who], seat_me=seat_me)

    def teardown(self):
        if hasattr(self, "rollback"):
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    @property
    def event(self):
        return Event.objects.select_related("brg", "chapter").get(pk=self.pk)

    def refused(self, action, **given):
        with pytest.raises(Refusal):
            action(event=self.event, **given)

    def edit(self, **fields):
        typed = self.event
        for name, value in fields.items():
            setattr(typed, name, value)
        return actions.edit(event=typed, by=self.lead, version=typed.version)

    def among(self, who, status):
        """One of those in this state, where there are any; else anybody."""
        people = self.model.with_status(status)
        return people[who % len(people)] if people else who

    # People

    @rule(who=PEOPLE, seat_me=st.booleans())
    def answer(self, who, seat_me):
        model, is_new = self.model, who not in self.model.rows
        given = {"by": self.people[who], "seat_me": seat_me}
        if model.refuses(who) or (is_new and not model.is_on):
            self.refused(actions.rsvp, **given)
            return
        if is_new:
            model.answer(who, seat_me)
        answer, said_new = actions.rsvp(event=self.event, **given)
        assert (answer.status, said_new) == (model.rows[who][1], is_new)

    @rule(who=PEOPLE, status=st.sampled_from(Rsvp.Status.values))
    def cancel(self, who, status):
        who = self.among(who, status)
        ended = actions.cancel_rsvp(event=self.event, by=self.people[who])
        assert (ended is not None) == (who in self.model.rows)
        self.model.end([who])

    @rule(who=PEOPLE)
    def accept(self, who):
        who = self.among(who, "offered")
        row = self.model.rows.get(who)
        if row is None or row[1] == "waiting" or (row[1] == "offered" and not self.model.is_on):
            self.refused(actions.accept_offer, by=self.people[who])
            return
        assert actions.accept_offer(event=self.event, by=self.people[who]).is_going
        row[1] = "going"

    @rule(who=PEOPLE, seat_me=st.booleans())
    def choose(self, who, seat_me):
        who = self.among(who, "waiting")
        row = self.model.rows.get(who)
        if row is None or row[1] != "waiting":
            self.refused(actions.choose_seat_me, by=self.people[who], seat_me=seat_me)
            return
        row[2] = seat_me
        self.model.fill()
        answer = actions.choose_seat_me(event=self.event, by=self.people[who], seat_me=seat_me)
        assert answer.status == row[1]

    @rule(who=PEOPLE)
    def join(self, who):
        if who not in self.model.members and who in self.model.active:
            factories.membership(self.people[who], self.brg)
            self.model.members.add(who)

    @rule(who=PEOPLE)
    def leave(self, who):
        leave(brg=self.brg, by=self.people[who])
        self.model.members.discard(who)
        if self.model.audience == "members":
            self.model.end([who])

    @rule(who=PEOPLE)
    def come_or_go(self, who):
        if who in self.model.active:
            deactivate(person=self.people[who], by=self.curator)
            self.model.active.discard(who)
            self.model.end([who])
        else:
            reactivate(person=self.people[who], by=self.curator)
            self.model.active.add(who)

    # The clock

    @rule(late=st.sets(PEOPLE))
    def expire(self, late):
        late &= set(self.model.with_status("offered"))
        people = [self.people[who] for who in late]
        rows = Rsvp.objects.filter(event=self.pk, person__in=people)
        rows.update(offer_ends=timezone.now())
        passed = actions.pass_on_offers()
        assert passed == int(bool(late) and self.model.is_on)
        if self.model.is_on:
            self.model.end(late)

    @rule()
    def repair(self):
        assert actions.repair_counters() == 0
        assert actions.close_past() == 0

    # Leads

    @precondition(lambda self: self.model.is_on)
    @rule(capacity=st.none() | SEATS)
    def limit(self, capacity):
        taken = len(self.model.with_status("going", "offered"))
        if capacity is not None and capacity < taken:
            with pytest.raises(Refusal, match=f"^{taken} seats are taken or offered"):
                self.edit(capacity=capacity)
            return
        self.edit(capacity=capacity)
        self.model.limit(capacity)

    @precondition(lambda self: self.model.is_on)
    @rule(is_soon=st.booleans())
    def move(self, is_soon):
        there = timezone.now() + (NEARLY_AN_HOUR if is_soon else WEEK)
        self.edit(**factories.wall(there, zone="Pacific/Honolulu"))
        self.model.is_soon = is_soon
        self.model.fill()

    @precondition(lambda self: self.model.is_on)
    @rule(audience=st.sampled_from(["employees", "members"]))
    def address(self, audience):
        self.edit(audience=audience)
        if audience == "members":
            self.model.narrow()
        self.model.audience = audience
        self.model.fill()
        self.model.is_on = audience in self.model.approved

    @precondition(lambda self: not self.model.is_cancelled)
    @rule()
    def wait_for_a_curator_or_go_out(self):
        if self.model.is_on:
            self.costs += 1
            assert self.edit(cost=f"${self.costs}").status == "submitted"
        else:
            # Offers that ran out meanwhile, when nobody could take them, are offered anew.
            actions.approve(event=self.event, by=self.curator, version=self.event.version)
            self.model.approved = {self.model.audience, "members"}
        self.model.is_on = not self.model.is_on
        self.model.fill()

    @precondition(lambda self: len(self.model.rows) == FEW)
    @rule()
    def cancel_event(self):
        if self.model.is_cancelled:
            self.refused(actions.cancel, by=self.lead, version=self.event.version)
            return
        actions.cancel(event=self.event, by=self.lead, version=self.event.version)
        self.model.is_on, self.model.is_cancelled = False, True

    # What is true at all times

    @invariant()
    def the_rows_are_the_models(self):
        if not hasattr(self, "pk"):
            return
        number = {person.pk: who for who, person in enumerate(self.people)}
        rows = Rsvp.objects.filter(event=self.pk).values_list(
            "person", "place", "status", "seat_me"
        )
        found = [(number[person], row) for person, *row in rows]
        assert len(found) == len(dict(found))
        assert dict(found) == self.model.rows

    @invariant()
    def the_counters_are_the_rows(self):
        if not hasattr(self, "pk"):
            return
        columns = ("going", "waiting", "offered", "capacity", "last_place")
        (*counters, capacity, last) = Event.objects.values_list(*columns).get(pk=self.pk)
        assert counters == self.model.counters()
        assert (capacity, last) == (self.model.capacity, self.model.last_place)
        assert capacity is None or counters[0] + counters[2] <= capacity


@pytest.mark.django_db
def test_answers_agree_with_the_model(seats_alone):
    brg = factories.brg()
    people = [factories.person() for _ in range(FEW)]
    Seats.scene = (brg, people, factories.lead(brg), factories.curator(), factories.pillar())
    run_state_machine_as_test(
        Seats,
        settings=hypothesis(
            max_examples=300,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

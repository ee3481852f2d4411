"""Two hosts against a plain model: whoever joins or leaves either, rows and seats agree with it."""

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

from accounts.refusal import Refusal
from brgs.actions import leave as leave_group
from events import actions
from events.actions import cohosts
from events.models import CoHost, Event, Rsvp
from tests import factories

FEW = 4
PEOPLE = st.integers(0, FEW - 1)
HOST, COHOST = "host", "cohost"
GROUPS = st.sampled_from([HOST, COHOST])


class Model:
    """The rules once more: who is in which group, and the line with the group each answer is by."""

    def __init__(self, capacity):
        self.capacity, self.is_joint, self.for_members = capacity, False, True
        self.members = {HOST: set(), COHOST: set()}
        # In the order of answers; by whom, and by which group: what it hangs on, while that lasts.
        self.line, self.by = [], {}

    def group_of(self, who):
        """The host first."""
        groups = [HOST, *([COHOST] if self.is_joint else [])]
        return next((each for each in groups if who in self.members[each]), None)

    def refuses(self, who):
        return self.for_members and self.group_of(who) is None

    def answer(self, who):
        self.line.append(who)
        self.by[who] = self.group_of(who)

    def end(self, who):
        if who in self.by:
            self.line.remove(who)
            del self.by[who]

    def leave(self, who, group):
        self.members[group].discard(who)
        holds = group == HOST or self.is_joint
        if not (self.for_members and holds and who in self.by):
            return
        if self.group_of(who) is None:
            self.end(who)
        elif self.by[who]:
            self.by[who] = self.group_of(who)

    def part(self):
        self.is_joint = False
        for who in list(self.line):
            if self.refuses(who):
                self.end(who)
            elif self.by[who] == COHOST:
                self.by[who] = self.group_of(who)

    def narrow(self):
        self.for_members = True
        for who in list(self.line):
            if self.refuses(who):
                self.end(who)

    @property
    def going(self):
        return self.line[: self.capacity]


class Hosts(RuleBasedStateMachine):
    # The groups, people and a lead: the same for all runs.
    scene = ()

    @initialize(
        capacity=st.integers(1, 2),
        of_host=st.sets(PEOPLE, max_size=2),
        of_cohost=st.sets(PEOPLE, min_size=1),
    )
    def begin(self, capacity, of_host, of_cohost):
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.groups, self.people, self.lead, pillar = self.scene
        self.model = Model(capacity)
        self.ended = set()
        approved = {"whole_organization": "employees"}
        facts = {"capacity": capacity, "pillar": pillar, "approved": approved}
        self.pk = factories.event(self.groups[HOST], audience="members", **facts).pk
        for group, members in ((HOST, of_host), (COHOST, of_cohost)):
            for who in members:
                self.join(who=who, group=group)

    def teardown(self):
        if hasattr(self, "rollback"):
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    @property
    def event(self):
        return Event.objects.select_related("brg", "chapter", "series").get(pk=self.pk)

    @property
    def row(self):
        return CoHost.objects.get(event=self.pk)

    @rule(who=PEOPLE)
    def answer(self, who):
        given = {"event": self.event, "by": self.people[who]}
        if self.model.refuses(who):
            with pytest.raises(Refusal):
                actions.rsvp(**given)
            return
        if who not in self.model.by:
            self.model.answer(who)
        assert actions.rsvp(**given)[0].is_going == (who in self.model.going)

    @rule(who=PEOPLE)
    def cancel(self, who):
        actions.cancel_rsvp(event=self.event, by=self.people[who])
        self.model.end(who)

    @rule(who=PEOPLE, group=GROUPS)
    def join(self, who, group):
        if who not in self.model.members[group]:
            factories.membership(self.people[who], self.groups[group])
            self.model.members[group].add(who)

    @rule(who=PEOPLE, group=GROUPS)
    def leave(self, who, group):
        leave_group(brg=self.groups[group], by=self.people[who])
        self.model.leave(who, group)

    @precondition(lambda self: not self.model.is_joint)
    @rule()
    def hold_together(self):
        row = cohosts.invite(event=self.event, host=self.groups[COHOST], by=self.lead)
        cohosts.accept(cohost=row, by=self.lead)
        self.model.is_joint = True

    @precondition(lambda self: self.model.is_joint)
    @rule(part=st.sampled_from([cohosts.leave, cohosts.withdraw]))
    def part(self, part):
        part(cohost=self.row, by=self.lead)
        self.model.part()

    @rule(for_members=st.booleans())
    def address(self, for_members):
        typed = self.event
        typed.audience = "members" if for_members else "employees"
        actions.edit(event=typed, by=self.lead, version=typed.version)
        if for_members:
            self.model.narrow()
        self.model.for_members = for_members

    @invariant()
    def the_rows_are_the_models(self):
        if not hasattr(self, "pk"):
            return
        number = {person.pk: who for who, person in enumerate(self.people)}
        groups = {brg.pk: group for group, brg in self.groups.items()}
        rows = Rsvp.objects.filter(event=self.pk).order_by("place")
        found = list(rows.values_list("person", "status", "membership__brg", "membership__left"))
        assert [number[person] for person, *_ in found] == self.model.line
        going = [number[person] for person, status, *_ in found if status == "going"]
        assert going == self.model.going
        by = {number[person]: groups.get(brg) for person, _status, brg, _left in found}
        assert by == self.model.by
        assert not Rsvp.objects.astray().exists()

    @invariant()
    def only_members_of_hosts_are_at_an_event_for_members(self):
        if hasattr(self, "pk") and self.model.for_members:
            assert all(self.model.group_of(who) for who in self.model.line)

    @invariant()
    def the_counters_are_the_rows(self):
        if hasattr(self, "pk"):
            event = self.event
            waiting = len(self.model.line) - len(self.model.going)
            assert (event.going, event.waiting) == (len(self.model.going), waiting)


@pytest.mark.django_db
def test_rows_and_seats_agree_with_the_model_of_two_hosts(seats_alone):
    groups = {HOST: factories.brg(), COHOST: factories.brg()}
    people = [factories.person() for _ in range(FEW)]
    Hosts.scene = (groups, people, factories.lead(groups[HOST]), factories.pillar())
    run_state_machine_as_test(
        Hosts,
        settings=hypothesis(
            max_examples=60,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Memberships against a model: whatever people do, in whatever order, the tables agree with it."""

import datetime as dt
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.actions import deactivate, reactivate
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from brgs import actions
from brgs.models import BRG, Membership, Officer
from tests import factories

PEOPLE = st.integers(0, 3)
GROUPS = st.integers(0, 1)
VISIBILITIES = st.sampled_from(Visibility.values)


class Memberships(RuleBasedStateMachine):
    """The model: for each person and group the visibility, or nothing; ended ones are counted."""

    @initialize()
    def begin(self):
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.people = [factories.person() for _ in range(4)]
        self.groups = [factories.brg() for _ in range(2)]
        self.admin = factories.superuser()
        self.current, self.ended, self.leads = {}, 0, set()
        self.days = itertools.count(1)

    def teardown(self):
        if hasattr(self, "rollback"):
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    def person(self, number):
        self.people[number].refresh_from_db()
        return self.people[number]

    def group(self, number):
        self.groups[number].refresh_from_db()
        return self.groups[number]

    @rule(who=PEOPLE, where=GROUPS, visibility=VISIBILITIES)
    def join(self, who, where, visibility):
        person, group = self.person(who), self.group(where)
        if not (person.is_active and group.is_active):
            with pytest.raises(Refusal):
                actions.join(brg=group, by=person, visibility=visibility)
            return
        _, is_new = actions.join(brg=group, by=person, visibility=visibility)
        assert is_new == ((who, where) not in self.current)
        self.current.setdefault((who, where), visibility)

    @rule(who=PEOPLE, where=GROUPS)
    def leave(self, who, where):
        if self.only_lead(who, where) and self.group(where).is_active:
            with pytest.raises(Refusal):
                actions.leave(brg=self.group(where), by=self.person(who))
            return
        left = actions.leave(brg=self.group(where), by=self.person(who))
        assert (left is not None) == ((who, where) in self.current)
        self.ended += left is not None
        self.current.pop((who, where), None)
        self.leads.discard((who, where))

    def only_lead(self, who, where):
        return {each for each in self.leads if each[1] == where} == {(who, where)}

    @rule(who=PEOPLE, where=GROUPS, visibility=VISIBILITIES)
    def change_visibility(self, who, where, visibility):
        change = {"brg": self.group(where), "by": self.person(who), "visibility": visibility}
        if (who, where) not in self.current:
            with pytest.raises(Refusal):
                actions.change_visibility(**change)
            return
        actions.change_visibility(**change)
        self.current[who, where] = visibility

    @rule(who=PEOPLE, where=GROUPS)
    def appoint(self, who, where):
        if (who, where) in self.current and self.person(who).is_active:
            if (who, where) not in self.leads:
                factories.officer(self.person(who), self.group(where))
            self.leads.add((who, where))

    @rule(who=PEOPLE)
    def deactivate(self, who):
        deactivate(person=self.person(who), by=self.admin)
        self.leads = {each for each in self.leads if each[0] != who}

    @rule(who=PEOPLE)
    def reactivate(self, who):
        reactivate(person=self.person(who), by=self.admin)

    @rule(where=GROUPS, to=st.sampled_from([actions.publish, actions.pause]))
    def open_or_pause(self, where, to):
        to(brg=self.group(where), by=self.admin)

    @rule(where=GROUPS, default=st.sampled_from(["members", "leads", "only_me"]))
    def set_default(self, where, default):
        group = self.group(where)
        becomes_sensitive = default == "only_me" and not group.is_sensitive
        group.default_visibility = default
        actions.save_brg(brg=group, by=self.admin, version=group.version)
        for key in self.current:
            if becomes_sensitive and key[1] == where:
                self.current[key] = Visibility.ONLY_ME

    @rule()
    def a_day_passes(self):
        day = factories.today() + dt.timedelta(days=next(self.days))
        actions.publish_figures(today=day)
        figures = {str(group.members_figure) for group in BRG.objects.all()}
        assert figures == {"Fewer than 10"}

    @invariant()
    def tables_hold_what_the_model_says(self):
        if not hasattr(self, "people"):
            return
        rows = Membership.objects.current().values_list("person", "brg", "visibility")
        people = {person.pk: number for number, person in enumerate(self.people)}
        groups = {group.pk: number for number, group in enumerate(self.groups)}
        found = {(people[who], groups[where]): seen for who, where, seen in rows}
        assert found == self.current
        assert Membership.objects.exclude(left=None).count() == self.ended

    @invariant()
    def who_hides_is_seen_by_nobody_and_sees_nobody(self):
        if not hasattr(self, "people"):
            return
        hidden = {key for key, seen in self.current.items() if seen == Visibility.ONLY_ME}
        for viewer, person in enumerate(self.people):
            person.refresh_from_db()
            others = Membership.objects.visible_to(person).exclude(person=person)
            for row in others.values("visibility", "brg", "person__is_active"):
                where = [group.pk for group in self.groups].index(row["brg"])
                assert row["visibility"] != Visibility.ONLY_ME
                assert row["person__is_active"]
                assert (viewer, where) not in hidden or (viewer, where) in self.leads

    @invariant()
    def who_leads_is_who_was_appointed(self):
        if not hasattr(self, "people"):
            return
        found = set(Officer.objects.leading().values_list("person", "brg"))
        expected = {(self.people[who].pk, self.groups[where].pk) for who, where in self.leads}
        assert found == expected


@pytest.mark.django_db
def test_memberships_agree_with_the_model():

    run_state_machine_as_test(
        Memberships,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Chapters against a model: whatever people do, in whatever order, places and counts agree."""

import datetime as dt
import itertools

import pytest
from django.db import transaction
from django.db.models import Count
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
from brgs import actions as groups
from brgs.models import Membership
from chapters import actions
from chapters.models import Chapter, ChapterMembership
from tests import factories

PEOPLE = st.integers(0, 3)
GROUPS = st.integers(0, 1)
# Chapters 0 and 1 belong to group 0, chapters 2 and 3 to group 1.
CHAPTERS = st.integers(0, 3)
STATES = st.sampled_from(["active", "dormant", "dormant", "active", "closed"])


def group_of(chapter):
    return chapter // 2


class Places(RuleBasedStateMachine):
    """The model: who is in which group, in which chapter of it, and what state chapters are in."""

    @initialize()
    def begin(self):
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.people = [factories.person() for _ in range(4)]
        self.groups = [factories.brg() for _ in range(2)]
        # One region for all: a region of each would only take time.
        region = factories.region()
        self.chapters = [
            factories.chapter(self.groups[group_of(number)], region=region) for number in range(4)
        ]
        self.admin = factories.superuser()
        self.member, self.place, self.ended = set(), {}, 0
        self.active, self.state = {0, 1, 2, 3}, dict.fromkeys(range(4), "active")
        self.days = itertools.count(1)

    def teardown(self):
        if hasattr(self, "rollback"):
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    def person(self, number):
        self.people[number].refresh_from_db()
        return self.people[number]

    def chapter(self, number):
        return Chapter.objects.select_related("brg").get(pk=self.chapters[number].pk)

    def takes(self, who, where):
        return who in self.active and self.state[where] == "active"

    def leave_place(self, key):
        self.ended += self.place.pop(key, None) is not None

    @rule(who=PEOPLE, where=GROUPS)
    def join_group(self, who, where):
        if who in self.active:
            groups.join(brg=self.groups[where], by=self.person(who), visibility=Visibility.LEADS)
            self.member.add((who, where))

    @rule(who=PEOPLE, where=CHAPTERS)
    def join(self, who, where):
        key = (who, group_of(where))
        call = {"chapter": self.chapter(where), "by": self.person(who), "visibility": "members"}
        there = self.place.get(key)
        if there != where and (there is not None or not self.takes(who, where)):
            with pytest.raises(Refusal):
                actions.join(**call)
            return
        _, is_new = actions.join(**call)
        assert is_new == (there is None)
        self.member.add(key)
        self.place[key] = where

    @rule(who=PEOPLE, where=CHAPTERS)
    def move(self, who, where):
        key = (who, group_of(where))
        call = {"chapter": self.chapter(where), "by": self.person(who)}
        there = self.place.get(key)
        if there is None or (there != where and not self.takes(who, where)):
            with pytest.raises(Refusal):
                actions.move(**call)
            return
        actions.move(**call)
        self.ended += there != where
        self.place[key] = where

    @rule(who=PEOPLE, where=CHAPTERS)
    def leave(self, who, where):
        key = (who, group_of(where))
        left = actions.leave(chapter=self.chapter(where), by=self.person(who))
        assert (left is not None) == (self.place.get(key) == where)
        if left:
            self.leave_place(key)

    @rule(who=PEOPLE, where=GROUPS)
    def leave_group(self, who, where):
        groups.leave(brg=self.groups[where], by=self.person(who))
        self.member.discard((who, where))
        self.leave_place((who, where))

    @rule(where=CHAPTERS, state=STATES)
    def change_state(self, where, state):
        call = {"chapter": self.chapter(where), "status": state, "by": self.admin}
        if self.state[where] == "closed" and state != "closed":
            with pytest.raises(Refusal):
                actions.change_state(**call)
            return
        actions.change_state(**call)
        self.state[where] = state
        if state == "closed":
            for key in [key for key, place in self.place.items() if place == where]:
                self.leave_place(key)

    @rule(who=PEOPLE)
    def deactivate(self, who):
        deactivate(person=self.person(who), by=self.admin)
        self.active.discard(who)

    @rule(who=PEOPLE)
    def reactivate(self, who):
        reactivate(person=self.person(who), by=self.admin)
        self.active.add(who)

    @rule()
    def a_day_passes(self):
        day = factories.today() + dt.timedelta(days=next(self.days))
        groups.publish_figures(today=day)
        actions.publish_figures(today=day)
        open_ones = list(Chapter.objects.open().select_related("members_figure"))
        assert {str(chapter.members_figure) for chapter in open_ones} <= {"Fewer than 10"}
        assert {chapter.members_figure.checked for chapter in open_ones} <= {day}
        # In a group of fewer than ten every figure of a chapter would tell.
        assert all(chapter.figure_dropped for chapter in open_ones)

    @invariant()
    def tables_hold_what_the_model_says(self):
        if not hasattr(self, "people"):
            return
        people = {person.pk: number for number, person in enumerate(self.people)}
        brgs = {group.pk: number for number, group in enumerate(self.groups)}
        chapters = {chapter.pk: number for number, chapter in enumerate(self.chapters)}
        rows = Membership.objects.current().values_list("person", "brg")
        assert {(people[who], brgs[where]) for who, where in rows} == self.member
        rows = ChapterMembership.objects.current()
        rows = rows.values_list("membership__person", "membership__brg", "chapter")
        found = {(people[who], brgs[brg]): chapters[where] for who, brg, where in rows}
        assert (len(rows), found) == (len(self.place), self.place)
        assert ChapterMembership.objects.exclude(left=None).count() == self.ended

    @invariant()
    def nothing_is_astray(self):
        assert not ChapterMembership.objects.astray().exists()

    @invariant()
    def everybody_counts_once_in_each_group_and_once_for_all(self):
        if not hasattr(self, "people"):
            return
        counted = {key for key in self.member if key[0] in self.active}
        for number, group in enumerate(self.groups):
            expected = sum(where == number for _, where in counted)
            assert Membership.objects.counted().filter(brg=group).count() == expected
        everybody = Membership.objects.counted().aggregate(n=Count("person", distinct=True))["n"]
        assert everybody == len({who for who, _ in counted})
        placed = ChapterMembership.objects.counted().values_list("chapter").annotate(Count("pk"))
        found = dict(placed.order_by())
        for number, chapter in enumerate(self.chapters):
            here = [who for (who, _), place in self.place.items() if place == number]
            assert found.get(chapter.pk, 0) == len(self.active.intersection(here))


@pytest.mark.django_db
def test_chapters_agree_with_the_model():
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

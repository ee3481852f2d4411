"""Two people, or one with two hands, at the same moment: real threads, real connections.

Each lock and constraint has its control: with the guard taken out the race is lost, so it is real.
"""

import threading

import pytest
from django.db import connection

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from brgs import actions
from brgs.models import BRG, Membership
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = 4


def at_once(*calls):
    """Run the calls in threads that start together; returns what each came to."""
    gate, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        try:
            gate.wait(timeout=20)
            outcomes.append(call())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_joining_four_times_at_once_makes_one_membership():
    alice, group = factories.person(), factories.brg()

    def join():
        return actions.join(brg=group, by=alice, visibility=Visibility.LEADS)

    outcomes = at_once(*[join] * HANDS)
    assert Membership.objects.filter(person=alice).count() == 1
    assert sorted(is_new for _, is_new in outcomes) == [False] * (HANDS - 1) + [True]


def test_control_without_the_constraint_four_joins_make_four():
    alice, group = factories.person(), factories.brg()
    (constraint,) = (
        each for each in Membership._meta.constraints if each.name == "membership_one_current"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Membership, constraint)
    try:
        at_once(*[lambda: actions.join(brg=group, by=alice, visibility=Visibility.LEADS)] * HANDS)
        assert Membership.objects.filter(person=alice).count() == HANDS
    finally:
        Membership.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Membership, constraint)


def join_while_the_group_becomes_sensitive(monkeypatch):
    """A curator has hidden the members and not yet committed when somebody joins."""
    group, carol, alice = factories.brg(), factories.superuser(), factories.person()
    seen_open = BRG.objects.get(pk=group.pk)
    hidden, joined = threading.Event(), threading.Event()
    hide = actions.curation._hide_members

    def hide_and_wait(*args, **kwargs):
        hide(*args, **kwargs)
        hidden.set()
        # With the lock the join waits for this transaction, so nobody waits for the join long.
        joined.wait(timeout=1)

    def make_sensitive():
        group.default_visibility = Visibility.ONLY_ME
        return actions.save_brg(brg=group, by=carol, version=1)

    def join():
        hidden.wait(timeout=20)
        try:
            return actions.join(brg=seen_open, by=alice, visibility=Visibility.LEADS)
        finally:
            joined.set()

    monkeypatch.setattr(actions.curation, "_hide_members", hide_and_wait)
    return at_once(make_sensitive, join)


def test_nobody_slips_into_a_group_that_is_being_made_sensitive(monkeypatch):
    outcomes = join_while_the_group_becomes_sensitive(monkeypatch)
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    assert not Membership.objects.exists()


@pytest.mark.postgres
def test_control_without_the_shared_lock_somebody_stays_visible(monkeypatch):
    monkeypatch.setattr(actions.membership, "SHARE", "")
    outcomes = join_while_the_group_becomes_sensitive(monkeypatch)
    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
    assert Membership.objects.get().visibility == Visibility.LEADS


def test_two_editors_at_once_keep_one_text_and_tell_the_other():
    group, carol = factories.brg(), factories.superuser()

    def save(line):
        copy = BRG.objects.get(pk=group.pk)
        copy.tagline = line
        return actions.save_brg(brg=copy, by=carol, version=1)

    outcomes = at_once(*[lambda line=line: save(line) for line in "AB"])
    told = [outcome for outcome in outcomes if isinstance(outcome, actions.EditConflict)]
    (kept,) = (outcome for outcome in outcomes if isinstance(outcome, BRG))
    assert len(told) == 1
    assert BRG.objects.get(pk=group.pk).tagline == kept.tagline


def test_two_clocks_at_once_publish_each_figure_once():
    for _ in range(3):
        factories.brg()
    actions.publish_figures()
    later = factories.today() + factories.dt.timedelta(days=1)
    outcomes = at_once(*[lambda: actions.publish_figures(today=later)] * 2)
    assert sorted(outcomes) == [0, 3]

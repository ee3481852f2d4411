"""Joining twice at once, and joining what is being closed. Each guard has its control."""

import threading

import pytest
from django.db import IntegrityError, connection

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from brgs.models import Membership
from chapters import actions
from chapters.actions import figures, life, membership
from chapters.models import Chapter, ChapterMembership
from tests import factories
from tests.brgs.test_races import HANDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_joining_four_times_at_once_makes_one_membership_of_each_kind():
    alice, chapter = factories.person(), factories.chapter(factories.brg())

    def join():
        return actions.join(chapter=chapter, by=alice, visibility=Visibility.LEADS)

    outcomes = at_once(*[join] * HANDS)
    assert sorted(is_new for _, is_new in outcomes) == [False] * (HANDS - 1) + [True]
    assert (Membership.objects.count(), ChapterMembership.objects.count()) == (1, 1)


def test_a_member_who_joins_four_times_at_once_is_in_the_chapter_once():
    alice, chapter = factories.person(), factories.chapter(factories.brg())
    factories.membership(alice, chapter.brg)
    outcomes = at_once(*[lambda: actions.join(chapter=chapter, by=alice)] * HANDS)
    assert sorted(is_new for _, is_new in outcomes) == [False] * (HANDS - 1) + [True]
    assert ChapterMembership.objects.count() == 1


def test_who_joins_two_chapters_at_once_is_in_one_and_is_told():
    alice, group = factories.person(), factories.brg()
    factories.membership(alice, group)
    chapters = [factories.chapter(group), factories.chapter(group)]
    outcomes = at_once(
        *[lambda each=each: actions.join(chapter=each, by=alice) for each in chapters]
    )
    assert sorted(isinstance(outcome, Refusal) for outcome in outcomes) == [False, True]
    assert ChapterMembership.objects.count() == 1


def together(monkeypatch, name):
    """Let everybody who has looked by this function of `membership` wait for all the others."""
    all_have_looked, look = threading.Barrier(2), getattr(membership, name)

    def look_together(*args):
        found = look(*args)
        all_have_looked.wait(timeout=20)
        return found

    monkeypatch.setattr(membership, name, look_together)


def without_the_lock(monkeypatch):
    """Let the person's membership be read, and not held."""

    def read(brg, person):
        return Membership.objects.current().filter(brg=brg, person=person).first()

    monkeypatch.setattr(membership, "current_membership_held", read)


@pytest.mark.postgres
def test_control_without_the_lock_the_second_click_breaks(monkeypatch):
    """SQLite lets one transaction write at a time, so there the lock is the transaction's own."""
    without_the_lock(monkeypatch)
    together(monkeypatch, "_present")
    alice, chapter = factories.person(), factories.chapter(factories.brg())
    factories.membership(alice, chapter.brg)
    outcomes = at_once(*[lambda: actions.join(chapter=chapter, by=alice)] * 2)
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1


def test_two_moves_at_once_end_in_one_place():
    alice, group = factories.person(), factories.brg()
    start, *others = [factories.chapter(group) for _ in range(3)]
    actions.join(chapter=start, by=alice, visibility=Visibility.LEADS)
    moves = [lambda each=each: actions.move(chapter=each, by=alice) for each in others]
    outcomes = at_once(*moves)
    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
    assert ChapterMembership.objects.current().count() == 1


def join_while_the_chapter_closes(monkeypatch):
    """A lead has ended the chapter's memberships, and not yet committed, when somebody joins."""
    chapter, alice = factories.chapter(factories.brg()), factories.person()
    factories.membership(alice, chapter.brg)
    emptied, joined = threading.Event(), threading.Event()
    empty = life.close

    def empty_and_wait(*args, **kwargs):
        empty(*args, **kwargs)
        emptied.set()
        # With the lock the join waits for this transaction, so nobody waits for the join long.
        joined.wait(timeout=1)

    def close():
        return actions.change_state(chapter=chapter, status="closed", by=None)

    def join():
        emptied.wait(timeout=20)
        try:
            return actions.join(chapter=chapter, by=alice)
        finally:
            joined.set()

    monkeypatch.setattr(life, "close", empty_and_wait)
    outcomes = at_once(close, join)
    assert Chapter.objects.get().status == "closed"
    return outcomes


def test_nobody_slips_into_a_chapter_that_is_being_closed(monkeypatch):
    outcomes = join_while_the_chapter_closes(monkeypatch)
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    assert not ChapterMembership.objects.exists()


@pytest.mark.postgres
def test_control_without_the_shared_lock_somebody_is_left_in_a_closed_chapter(monkeypatch):
    def read(chapter):
        with connection.cursor() as cursor:
            cursor.execute(membership.STATUS, [chapter.pk])
            return cursor.fetchone()[0]

    monkeypatch.setattr(membership, "_status_held", read)
    outcomes = join_while_the_chapter_closes(monkeypatch)
    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
    assert ChapterMembership.objects.current().count() == 1


@pytest.mark.postgres
def test_nobody_waits_to_join_while_figures_are_published(monkeypatch):
    """SQLite lets one transaction write at a time, so there everybody waits for everybody."""
    alice, chapter = factories.person(), factories.chapter(factories.brg())
    actions.publish_figures()
    outcomes = []

    def join():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        return actions.join(chapter=chapter, by=alice, visibility=Visibility.LEADS)

    monkeypatch.setattr(figures, "_drop_what_tells", lambda *_: outcomes.extend(at_once(join)))
    actions.publish_figures(today=factories.today() + factories.dt.timedelta(days=1))
    assert [is_new for _membership, is_new in outcomes] == [True]


def test_two_clocks_at_once_publish_each_figure_of_a_chapter_once():
    group = factories.brg()
    for _ in range(3):
        factories.chapter(group)
    assert sorted(at_once(*[actions.publish_figures] * 2)) == [0, 3]
    later = factories.today() + factories.dt.timedelta(days=1)
    assert sorted(at_once(*[lambda: actions.publish_figures(today=later)] * 2)) == [0, 3]

"""Leads, curators and workers at the same moment: real threads, real connections."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from brgs import actions as of_groups
from brgs.models import BRG
from figures.models import PublishedFigure
from news import actions
from news.models import NewsItem, NewsQuerySet
from notices.models import Letter, Notice
from tests import factories
from tests.brgs.test_races import at_once
from tests.connections import pausing, while_it_waits

pytestmark = pytest.mark.django_db(transaction=True)

TWENTY = 20


@pytest.fixture
def kin():
    figure = PublishedFigure.objects.create(
        value=950, published=timezone.now(), checked=factories.today()
    )
    return factories.brg(slug="kin", members_figure=figure)


@pytest.fixture
def lea(kin):
    return factories.lead(kin)


def draft(kin):
    return factories.news_item(kin, status="draft", published=None)


def sends(kin, lea):
    """Twenty drafts of one group, each with the call that sends it on the same day."""
    tomorrow = timezone.now() + dt.timedelta(days=1)

    def send(item):
        return actions.schedule(item=item, by=lea, version=1, goes_out=tomorrow)

    drafts = [draft(kin) for _ in range(TWENTY)]
    return [lambda item=item: send(item) for item in drafts]


def test_of_twenty_broadcasts_of_a_day_sent_at_once_one_is_held(kin, lea):
    outcomes = at_once(*sends(kin, lea))
    assert sum(isinstance(outcome, NewsItem) for outcome in outcomes) == 1
    refused = {str(outcome) for outcome in outcomes if isinstance(outcome, Refusal)}
    assert len(refused) == 1
    assert "one piece of news a day" in refused.pop()
    assert NewsItem.objects.filter(status="scheduled").count() == 1


def test_control_without_the_constraint_all_twenty_are_held(kin, lea):
    name = "news_one_broadcast_of_a_group_a_day"
    (constraint,) = (each for each in NewsItem._meta.constraints if each.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(NewsItem, constraint)
    try:
        at_once(*sends(kin, lea))
        assert NewsItem.objects.filter(status="scheduled").count() == TWENTY
    finally:
        NewsItem.objects.update(told_on=None)
        with connection.schema_editor() as editor:
            editor.add_constraint(NewsItem, constraint)


def test_a_form_sent_twenty_times_at_once_is_kept_once(kin, lea):
    def create():
        return actions.create(item=NewsItem(brg=kin, title="T", body="B"), by=lea)

    assert len(set(at_once(*[create] * TWENTY))) == 1
    assert NewsItem.objects.count() == 1


def test_one_draft_sent_twenty_times_at_once_is_sent_once(kin, lea):
    item = draft(kin)
    outcomes = at_once(
        *[lambda: actions.schedule(item=item, by=lea, version=1) for _ in range(TWENTY)]
    )
    assert sum(isinstance(outcome, NewsItem) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == TWENTY - 1


def test_many_workers_at_once_let_each_piece_go_out_once(kin, lea):
    for _ in range(3):
        factories.membership(factories.person(), kin)
    item = actions.schedule(item=draft(kin), by=lea, version=1)
    outcomes = at_once(*[lambda: actions.publish_due(now=item.goes_out)] * 8)
    assert sorted(outcomes) == [0] * 7 + [1]
    assert (Letter.objects.count(), Notice.objects.count()) == (1, 4)


@pytest.mark.postgres
def test_a_worker_that_looked_before_another_let_a_piece_go_out_leaves_it(kin, lea, monkeypatch):
    """Its question began before the other's commit, and finds the row free after it."""
    item = actions.schedule(item=draft(kin), by=lea, version=1)
    locked = actions.outgoing.locked
    monkeypatch.setattr(actions.outgoing, "locked", lambda **options: pausing(locked(**options)))
    outcomes = []

    def work():
        outcomes.append(actions.publish_due(now=item.goes_out))

    with while_it_waits(work):
        work()
    assert outcomes == [1, 0]
    assert (Letter.objects.count(), Notice.objects.count()) == (1, 1)


@pytest.mark.postgres
def test_control_without_the_lock_two_workers_both_publish(kin, lea, monkeypatch):
    """SQLite lets one transaction write at a time, so there the lock is the transaction's own."""
    item = actions.schedule(item=draft(kin), by=lea, version=1)
    both_have_looked = threading.Barrier(2)
    has_today = actions.outgoing._has_today

    def looks_together(*given):
        both_have_looked.wait(timeout=20)
        return has_today(*given)

    monkeypatch.setattr(actions.outgoing, "_has_today", looks_together)
    monkeypatch.setattr(NewsQuerySet, "select_for_update", lambda self, **options: self)
    assert at_once(*[lambda: actions.publish_due(now=item.goes_out)] * 2) == [1, 1]


def test_taking_back_and_going_out_at_once_come_to_one_of_both(kin, lea):
    item = actions.schedule(item=draft(kin), by=lea, version=1)
    outcomes = at_once(
        lambda: actions.take_back(item=item, by=lea),
        lambda: actions.publish_due(now=item.goes_out),
    )
    item.refresh_from_db()
    refused = any(isinstance(outcome, Refusal) for outcome in outcomes)
    if item.status == "published":
        assert refused
        assert Notice.objects.count() == 1
    else:
        assert (item.status, refused, Notice.objects.count()) == ("draft", False, 0)


def goes_out_while_the_group_becomes_sensitive(kin, lea, monkeypatch):
    """A curator has hidden the members and not yet committed when the hour of news has come."""
    item = actions.schedule(item=draft(kin), by=lea, version=1)
    carol, group = factories.superuser(), BRG.objects.get(pk=kin.pk)
    hidden, gone_out = threading.Event(), threading.Event()
    hide = of_groups.curation._hide_members

    def hide_and_wait(*args, **kwargs):
        hide(*args, **kwargs)
        hidden.set()
        # With the lock the news waits for this transaction, so nobody waits for the news long.
        gone_out.wait(timeout=1)

    def make_sensitive():
        group.default_visibility = Visibility.ONLY_ME
        of_groups.save_brg(brg=group, by=carol, version=group.version)

    def send():
        hidden.wait(timeout=20)
        try:
            return actions.publish_due(now=item.goes_out)
        finally:
            gone_out.set()

    monkeypatch.setattr(of_groups.curation, "_hide_members", hide_and_wait)
    assert 1 in at_once(make_sensitive, send)
    return set(Notice.objects.filter(letter__kind="news").values_list("discreet", flat=True))


def test_news_of_a_group_that_is_being_made_sensitive_is_told_discreetly(kin, lea, monkeypatch):
    assert goes_out_while_the_group_becomes_sensitive(kin, lea, monkeypatch) == {True}


@pytest.mark.postgres
def test_control_without_the_lock_its_subject_names_the_group(kin, lea, monkeypatch):
    monkeypatch.setattr(actions.outgoing, "_hold_group", lambda item: None)
    assert goes_out_while_the_group_becomes_sensitive(kin, lea, monkeypatch) == {False}


def hides_while_news_goes_out(kin, lea, monkeypatch):
    """A member becomes hidden while news has told everybody and is not yet committed."""
    member = factories.membership(factories.person(), kin).person
    item = actions.schedule(item=draft(kin), by=lea, version=1)
    told, hidden = threading.Event(), threading.Event()
    keep = actions.outgoing.keep

    def keep_and_wait(*args, **kwargs):
        told.set()
        # With the lock hiding waits for this transaction, so nobody waits for it long.
        hidden.wait(timeout=1)
        return keep(*args, **kwargs)

    def hide():
        told.wait(timeout=20)
        try:
            of_groups.change_visibility(brg=kin, by=member, visibility=Visibility.ONLY_ME)
        finally:
            hidden.set()

    monkeypatch.setattr(actions.outgoing, "keep", keep_and_wait)
    outcomes = at_once(lambda: actions.publish_due(now=item.goes_out), hide)
    assert not any(isinstance(outcome, Exception) for outcome in outcomes)
    return Notice.objects.get(person=member).discreet


def test_who_hides_while_news_goes_out_is_told_discreetly(kin, lea, monkeypatch):
    assert hides_while_news_goes_out(kin, lea, monkeypatch)


@pytest.mark.postgres
def test_control_without_the_lock_the_subject_names_the_group_of_who_hides(kin, lea, monkeypatch):
    monkeypatch.setattr(of_groups.membership, "group_held", lambda brg: brg)
    assert not hides_while_news_goes_out(kin, lea, monkeypatch)

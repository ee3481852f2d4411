import datetime as dt
import itertools
from collections import Counter
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django.utils.formats import date_format

from accounts.clock import organization_today as today
from attendance.actions.publishing import QUARTER_COUNTED
from attendance.models import Pass
from brgs.actions.quarters import ended_quarters
from brgs.models import BRG, Membership, Officer
from chapters.models import ChapterOfficer
from events.models import AccessibilityRequest, Rsvp
from feedback.models import Box
from notices.actions import outgoing
from notices.models import Notice
from tests import factories
from tests.brgs.test_races import at_once

pytestmark = pytest.mark.django_db

DAY, LONG_AGO = dt.timedelta(days=1), dt.timedelta(days=500)


def test_it_does_everything_that_is_due_and_nothing_twice(capsys):
    now = timezone.now()
    group = factories.brg(published=now - LONG_AGO)
    member = factories.membership(factories.person(), factories.brg(status="draft", published=None))
    factories.chapter_membership(member, factories.chapter(group))
    factories.membership(factories.person(), group, joined=now - 2 * LONG_AGO, left=now - LONG_AGO)
    Session.objects.create(session_key="old", session_data="", expire_date=now - LONG_AGO)
    factories.notice(factories.person(), told=now - LONG_AGO)
    factories.question(group, last=now - LONG_AGO)
    _events_with_something_due(group, now)
    _feedback_with_something_due(group, now)
    closed = factories.event(group, starts=now - DAY)
    Pass.objects.create(event=closed, person=member.person, code="BCDFGHJK")
    # Of the group, and of all together.
    counted = 2 * sum(after + QUARTER_COUNTED <= today() for _, after in ended_quarters(today(), 3))
    for groups, once, quarters, visits in ((2, 1, 3, counted), (0, 0, 0, 0)):
        call_command("run_clock")
        assert capsys.readouterr().out.splitlines() == [
            f"Published figures recomputed: {groups}.",
            f"Chapters' figures recomputed: {once}.",
            f"Quarters published: {quarters}.",
            f"Events whose figures are published: {once}.",
            f"Quarters of visits published: {visits}.",
            f"Chapter memberships repaired: {once}.",
            "People told that a term ends: 0.",
            "People told of caretakers: 0.",
            "People told of places without a lead: 0.",
            "People told of reviews: 0.",
            "Events whose hour was computed anew: 0.",
            "Events whose seats were counted anew: 0.",
            f"Events at which offers were passed on: {once}.",
            f"Events that are over and keep no line: {once}.",
            f"Events given back, since nobody decided in time: {once}.",
            "Events that wait for a curator for a day: 0.",
            f"People reminded of events: {once}.",
            f"People asked what they thought: {once}.",
            f"Boxes of feedback closed: {once}.",
            f"Ended memberships deleted: {once}.",
            "Old exports of lists forgotten: 0.",
            f"Old questions deleted: {once}.",
            f"Accessibility requests deleted: {once}.",
            "Signing up for series that are over: 0.",
            f"Events whose feedback keeps its totals alone: {once}.",
            f"Passes of doors that have closed deleted: {once}.",
            "Events whose names have faded: 0.",
            f"Old notices forgotten: {once}.",
            # Told to nobody: of places without a lead, and of an event to its leads.
            f"Texts of mails purged: {3 * once}.",
            "Old acts taken off the record: 0.",
        ]
    assert {str(brg.members_figure) for brg in BRG.objects.all()} == {"Fewer than 10"}
    assert list(Membership.objects.all()) == [member]
    assert list(Rsvp.objects.values_list("status", flat=True)) == ["going"]
    assert not Session.objects.exists()


def _events_with_something_due(group, now):
    """A reminder, an offer that has run out, a line at what is over, what somebody needed, and an
    event about which nobody has decided in time.
    """
    hour = dt.timedelta(hours=1)
    soon = factories.event(group, capacity=2, starts=now + 1.5 * hour)
    factories.rsvp(soon, factories.person())
    factories.rsvp(soon, factories.person(), "offered", offer_ends=now - hour)
    over = factories.event(group, capacity=1, starts=now - LONG_AGO)
    person = factories.person()
    factories.rsvp(over, person, "waiting")
    ask = {"person": person, "contact": factories.person(), "text": "A ramp."}
    AccessibilityRequest.objects.create(event=over, **ask)
    waits = {"status": "submitted", "asked": now - hour, "published": None}
    factories.event(group, starts=now - hour, **waits)


def _feedback_with_something_due(group, now):
    """Somebody to ask, a box to close, and texts of long ago."""
    factories.attendance(factories.event(group, starts=now - 2 * DAY), factories.person())
    Box.objects.create(event=factories.event(group, starts=now - 20 * DAY))
    long_ago = factories.event(group, starts=now - 2 * LONG_AGO)
    Box.objects.create(event=long_ago, texts=["Warm."], is_closed=True)


def _much_is_due():
    """A term that ends, a caretaker, two places without a lead, and reviews."""
    today = factories.today()
    past, soon = today - dt.timedelta(days=1), today + dt.timedelta(days=7)
    group = factories.brg(acronym="Kin", review_date=past)
    lead = factories.lead(group)
    factories.resource(group, review_date=past)
    Officer.objects.filter(person=lead).update(ends=soon)
    resting = factories.brg(acronym="Late")
    factories.officer(factories.person(), resting, starts=past - dt.timedelta(days=9), ends=past)
    chapter = factories.chapter(group, name="Denver")
    chapter_lead = factories.chapter_lead(chapter)
    ChapterOfficer.objects.filter(person=chapter_lead).update(ends=soon)
    factories.chapter(group, name="Boise")
    factories.curator()
    factories.brg(acronym="Zen")


TOLD = {
    "1 resource is to be looked at: Kin": 1,
    "Kin Boise has no lead": 1,
    "Late has a caretaker": 1,
    "Look at your page again: Kin": 1,
    "You are caretaker now: Chair, Late": 1,
    "Your term ends on {soon}: Chair, Kin": 1,
    "Your term ends on {soon}: Chapter lead, Kin Denver": 1,
    "Zen has no lead": 1,
}


def _told():
    soon = date_format(factories.today() + dt.timedelta(days=7))
    titles = Notice.objects.values_list("letter__title", flat=True)
    return dict(sorted(Counter(title.replace(soon, "{soon}") for title in titles).items()))


def test_it_tells_of_all_that_is_due_and_of_nothing_twice(capsys):
    _much_is_due()
    for counts in ((2, 2, 2, 2), (0, 0, 0, 0)):
        call_command("run_clock")
        said = capsys.readouterr().out.splitlines()
        assert [line for line in said if line.startswith("People told")] == [
            f"People told that a term ends: {counts[0]}.",
            f"People told of caretakers: {counts[1]}.",
            f"People told of places without a lead: {counts[2]}.",
            f"People told of reviews: {counts[3]}.",
        ]
    assert _told() == TOLD


def _forgetful(monkeypatch):
    """Two clocks neither of which sees what the other has told and not yet committed."""
    monkeypatch.setattr("brgs.actions.reminders._told", lambda kind, things: set())
    monkeypatch.setattr("brgs.actions.reminders._last_told", lambda posts: {})
    monkeypatch.setattr("resources.actions._is_told", lambda brg, day: False)


def _two_clocks():
    return at_once(*[lambda: call_command("run_clock", stdout=StringIO())] * 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("forgets", [False, True])
def test_two_clocks_at_the_same_time_tell_once(monkeypatch, forgets):
    _much_is_due()
    if forgets:
        _forgetful(monkeypatch)
    assert _two_clocks() == [None, None]
    assert _told() == TOLD


@pytest.mark.django_db(transaction=True)
def test_control_without_the_constraint_two_clocks_tell_twice(monkeypatch):
    _much_is_due()
    _forgetful(monkeypatch)
    numbers = itertools.count()

    def each_time_another(letter):
        letter.occurrence += f" {next(numbers)}"
        return kept(letter)

    kept = outgoing._kept
    monkeypatch.setattr(outgoing, "_kept", each_time_another)
    assert _two_clocks() == [None, None]
    assert _told() == dict.fromkeys(TOLD, 2)

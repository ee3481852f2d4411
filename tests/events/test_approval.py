"""When a curator looks first, what comes of it, and that nobody approves what they asked for."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from audit.models import AuditEvent
from brgs.actions import EditConflict
from brgs.models import Officer
from events import actions
from events.models import AudienceRecord, Event
from events.reasons import why_asked
from notices.models import Notice
from tests import factories
from tests.events.workspace import draft, fresh, inside

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def lea(kin):
    return factories.lead(kin)


@pytest.fixture
def carol():
    return factories.curator()


def publish(event, by):
    return actions.publish(event=event, by=by, version=event.version)


def approve(event, by):
    return actions.approve(event=event, by=by, version=event.version)


def edit(event, by, **facts):
    for name, value in facts.items():
        setattr(event, name, value)
    return actions.edit(event=event, by=by, version=event.version)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# By which rules

RULES = {
    "members alone": ({}, set()),
    "a cost": ({"cost": "$5"}, {"cost"}),
    "speakers": ({"outside_speakers": True}, {"outside_speakers"}),
    "employees": ({"audience": "employees"}, {"whole_organization"}),
    "the public": ({"audience": "public"}, {"whole_organization"}),
    "two": ({"cost": "$5", "audience": "public"}, {"cost", "whole_organization"}),
}


@pytest.mark.parametrize("what", RULES)
def test_a_curator_looks_where_a_rule_says_so(kin, lea, what):
    facts, rules = RULES[what]
    event = draft(kin, **{"audience": "members", **facts})
    assert actions.to_approve(event).keys() == rules
    assert len(why_asked(event)) == len(rules)
    assert publish(event, lea).status == ("submitted" if rules else "published")


def test_the_organization_chooses_the_rules(kin, lea, settings):
    settings.EVENTS_APPROVED_FOR = ["cost"]
    assert publish(draft(kin, audience="public"), lea).status == "published"
    assert publish(draft(kin, audience="public", cost="$5"), lea).status == "submitted"


def test_a_group_may_ask_for_each_of_its_events(kin, lea):
    actions.set_rules(brg=kin, by=lea, approved_first=True)
    event = publish(inside(kin), lea)
    assert event.status == "submitted"
    assert publish(inside(factories.brg()), lea).status == "published"
    assert approve(event, factories.curator()).status == "published"


# What comes of it


def test_approved_it_is_published_and_the_leads_are_told(kin, lea, carol):
    event = publish(draft(kin), lea)
    assert (event.askers, event.published) == ([lea.public_id], None)
    event = approve(event, carol)
    assert (event.status, event.asked, event.approved) == (
        *("published", None),
        {"whole_organization": "employees"},
    )
    assert list(AudienceRecord.objects.values_list("audience", flat=True)) == ["employees"]
    assert Notice.objects.get(person=lea).letter.title == f"Approved: {event.title}"
    assert verbs()[-2:] == ["event.submitted", "event.published"]


def test_returned_it_carries_the_note_which_no_mail_does(kin, lea, carol):
    event = publish(draft(kin), lea)
    given = {"event": event, "by": carol, "version": event.version}
    with pytest.raises(Refusal, match="Say what to change"):
        actions.ask_changes(**given, note="  ")
    event = actions.ask_changes(**given, note=" Which room? ")
    assert (event.status, event.note, event.asked) == ("changes_asked", "Which room?", None)
    letter = Notice.objects.get(person=lea).letter
    assert "Which room?" not in f"{letter.title}{letter.line}{letter.body}"
    assert verbs()[-1] == "event.changes_asked"
    # Edited and asked again, the note is gone.
    event = publish(edit(event, lea, venue="Room 9"), lea)
    assert (event.status, event.note) == ("submitted", "")


def test_taken_back_it_can_be_edited(kin, lea):
    event = publish(draft(kin), lea)
    with pytest.raises(Refusal, match="Take it back first"):
        edit(event, lea, title="New")
    event = actions.take_back(event=event, by=lea)
    assert (event.status, event.asked) == ("draft", None)
    assert edit(event, lea, title="New").title == "New"
    with pytest.raises(Refusal):
        actions.take_back(event=event, by=lea)


def test_what_was_not_looked_at_is_not_approved(kin, lea, carol):
    event = publish(draft(kin), lea)
    with pytest.raises(EditConflict):
        actions.approve(event=event, by=carol, version=event.version - 1)
    with pytest.raises(EditConflict):
        actions.ask_changes(event=event, by=carol, version=1, note="x")
    assert fresh(event).status == "submitted"


def test_what_does_not_wait_is_not_approved(kin, carol):
    for event in (draft(kin), factories.event(kin)):
        with pytest.raises(Refusal, match="does not wait"):
            approve(event, carol)


# Nobody approves their own


def test_whoever_asked_does_not_approve(kin, carol):
    factories.officer(carol, kin)
    event = publish(draft(kin), carol)
    with pytest.raises(Refusal, match="You asked for this yourself"):
        approve(event, carol)
    # Nor once the post is over.
    Officer.objects.update(ends=factories.today(), cut_short=True)
    with pytest.raises(Refusal, match="You asked for this yourself"):
        approve(event, carol)


def test_whoever_asked_before_somebody_else_did_does_not_approve(kin, lea, carol):
    factories.officer(carol, kin, "co_chair")
    event = actions.take_back(event=publish(draft(kin), carol), by=carol)
    event = publish(event, lea)
    assert event.askers == sorted([carol.public_id, lea.public_id])
    with pytest.raises(Refusal, match="You asked for this yourself"):
        approve(event, carol)


def test_whoever_wrote_it_does_not_approve(kin, lea, carol):
    event = publish(draft(kin, author=carol), lea)
    with pytest.raises(Refusal, match="You asked for this yourself"):
        approve(event, carol)


def test_whoever_leads_the_group_or_the_chapter_does_not_approve(kin, denver, lea, carol):
    event = publish(draft(kin, chapter=denver), lea)
    factories.chapter_officer(carol, denver)
    with pytest.raises(Refusal, match="You look after this event"):
        approve(event, carol)
    own = publish(draft(kin), lea)
    assert approve(own, carol).status == "published"


# Editing what triggered it asks again

AGAIN = {
    "another cost": {"cost": "$50"},
    "a wider audience": {"audience": "public"},
    "speakers besides": {"outside_speakers": True},
}
NOT_AGAIN = {
    "words": {"title": "New words", "description": "More."},
    "time": {"starts_time": dt.time(5), "ends_time": dt.time(6)},
    "less": {"cost": "", "audience": "members"},
}


@pytest.fixture
def approved(kin, lea, carol):
    event = draft(kin, cost="$5", audience="employees")
    return approve(publish(event, lea), carol)


@pytest.mark.parametrize("change", AGAIN)
def test_what_goes_beyond_is_asked_again(approved, lea, carol, change):
    event = edit(approved, lea, **AGAIN[change])
    assert event.status == "submitted"
    assert event.askers == [lea.public_id]
    viewer = factories.person()
    assert not Event.objects.visible_to(viewer).filter(pk=event.pk).exists()
    event = approve(event, carol)
    assert event.status == "published"
    assert Event.objects.visible_to(viewer).filter(pk=event.pk).exists()


@pytest.mark.parametrize("change", NOT_AGAIN)
def test_all_else_is_not(approved, lea, change):
    assert edit(approved, lea, **NOT_AGAIN[change]).status == "published"


def test_what_was_agreed_to_once_and_taken_away_is_not_asked_again(approved, lea):
    event = edit(edit(approved, lea, cost=""), lea, cost="$5")
    assert event.status == "published"


def test_a_draft_that_was_approved_of_no_more_is_asked_whole(kin, lea, carol):
    event = publish(draft(kin, cost="$5"), lea)
    event = actions.take_back(event=event, by=lea)
    assert event.approved == {}
    assert publish(event, lea).status == "submitted"


def test_asked_again_those_who_answered_keep_sight_of_it(approved, lea):
    person = factories.person()
    actions.rsvp(event=approved, by=person)
    event = edit(fresh(approved), lea, cost="$50")
    assert Event.objects.visible_to(person).filter(pk=event.pk).exists()
    event = actions.take_back(event=event, by=lea)
    # People know of it, so that it is a draft no more, and cannot be deleted.
    assert event.status == "changes_asked"
    with pytest.raises(Refusal, match="You can cancel the event"):
        actions.delete(event=event, by=lea)
    # Without what triggered it, it comes back by itself.
    event = publish(edit(event, lea, cost="$5"), lea)
    assert event.status == "published"


def test_what_people_know_of_comes_back_also_late(approved, lea, carol):
    event = edit(approved, lea, cost="$50")
    past = timezone.now() - DAY
    Event.objects.filter(pk=event.pk).update(
        **factories.wall(past), starts=past, ends=past + DAY / 24, answers_until=past
    )
    assert approve(fresh(event), carol).status == "published"
    with pytest.raises(Refusal, match="Its start is past"):
        publish(draft(approved.brg, starts=past), lea)


# Nothing is published for a host that is not there


def test_a_paused_group_publishes_nothing(kin, lea, carol):
    event, waiting = inside(kin), publish(draft(kin), lea)
    kin.status = "paused"
    kin.save()
    for attempt in (lambda: publish(event, lea), lambda: approve(waiting, carol)):
        with pytest.raises(Refusal, match="The group is not active"):
            attempt()


def test_a_closed_chapter_publishes_nothing(kin, denver, lea):
    event = inside(kin, chapter=denver)
    denver.status = "closed"
    denver.save()
    with pytest.raises(Refusal, match="The chapter is closed"):
        publish(event, lea)


# Taken off its page


@pytest.fixture
def down(kin, lea, carol):
    """An event for members, about which no rule asks, that a curator has taken off its page."""
    event = publish(inside(kin), lea)
    factories.rsvp(event, factories.person())
    given = {"by": carol, "version": event.version, "note": "Names a patient."}
    return actions.take_down(event=fresh(event), **given)


def test_taken_down_it_is_off_its_page_and_its_leads_read_why(down, lea):
    assert (down.status, down.note, down.going) == ("changes_asked", "Names a patient.", 1)
    assert down.published
    assert not Event.objects.visible_to(factories.person()).exists()
    assert [notice.letter.title for notice in Notice.objects.filter(person=lea)] == [
        f"Changes asked: {down.title}"
    ]


def test_taken_down_it_is_out_again_once_a_curator_agrees_and_is_asked_about_no_more(
    down, lea, carol
):
    assert why_asked(down) == ["A curator has taken it off its page before."]
    event = publish(edit(down, lea, description="Names nobody."), lea)
    assert event.status == "submitted"
    event = approve(event, carol)
    assert event.status == "published"
    assert edit(fresh(event), lea, title="Other words").status == "published"


def test_only_what_is_published_and_was_looked_at_is_taken_down(kin, carol):
    given = {"by": carol, "note": "Why?"}
    with pytest.raises(Refusal, match="This is not published"):
        actions.take_down(event=draft(kin), version=1, **given)
    event = factories.event(kin)
    with pytest.raises(EditConflict):
        actions.take_down(event=event, version=2, **given)
    with pytest.raises(Refusal, match="Say what to change"):
        actions.take_down(event=event, version=1, by=carol, note=" ")
    assert fresh(event).status == "published"


# Who waits long


def test_what_nobody_has_decided_about_in_time_goes_back_to_its_leads(kin, lea, carol):
    event = publish(draft(kin), lea)
    mails = Notice.objects.on_their_way().filter(person=carol)
    assert mails.count() == 1
    assert actions.give_back_late(now=event.starts - dt.timedelta(minutes=1)) == 0
    assert actions.give_back_late(now=event.starts) == 1
    assert actions.give_back_late(now=event.starts) == 0
    event = fresh(event)
    assert (event.status, event.asked) == ("changes_asked", None)
    assert event.note.startswith("Its start came before a curator had decided.")
    assert Notice.objects.get(person=lea).letter.title == f"Changes asked: {event.title}"
    assert mails.count() == 0
    assert verbs()[-1] == "event.changes_asked"


def test_what_people_know_of_waits_on_also_past_its_start(approved, lea, carol):
    event = edit(approved, lea, cost="$50")
    assert actions.give_back_late(now=event.starts + DAY) == 0
    assert approve(event, carol).status == "published"


def test_curators_are_told_once_more_after_a_day_and_once_only(kin, lea, carol):
    event = publish(draft(kin), lea)
    assert [notice.letter.title for notice in Notice.objects.filter(person=carol)] == [
        f"Event to approve: {kin.short_name}"
    ]
    for hours, told in ((23, 1), (25, 2), (25, 2), (49, 2)):
        actions.escalate(now=event.asked + dt.timedelta(hours=hours))
        assert Notice.objects.filter(person=carol).count() == told
    last = Notice.objects.filter(person=carol).latest("pk").letter
    assert last.title == f"Waiting for a day: an event of {kin.short_name}"
    assert last.url == f"/admin/events/event/{event.pk}/"


def test_what_is_settled_is_asked_of_nobody_any_more(kin, lea, carol):
    other = factories.curator()
    mails = Notice.objects.on_their_way().filter(person=other)
    for settle in (
        lambda event: approve(event, carol),
        lambda event: actions.ask_changes(
            event=event, by=carol, version=event.version, note="Why?"
        ),
        lambda event: actions.take_back(event=event, by=lea),
    ):
        event = publish(draft(kin), lea)
        actions.escalate(now=event.asked + 2 * DAY)
        assert mails.count() == 2
        settle(event)
        assert mails.count() == 0


def test_a_cancelled_event_waits_for_nobody(approved, lea, carol):
    event = edit(approved, lea, cost="$50")
    mails = Notice.objects.on_their_way().filter(person=carol, letter__kind="approval")
    assert mails.count() == 1
    actions.cancel(event=event, by=lea, version=event.version)
    assert mails.count() == 0
    assert not Event.objects.submitted().exists()

"""Holding an event together: invited, answered, ended; and what becomes of answers."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.models import AuditEvent
from brgs.actions import leave as leave_group
from events import actions
from events.actions import cohosts
from events.models import CoHost, Event, Rsvp
from notices.models import Notice
from portal.own_events import own_events
from tests import factories
from tests.events.workspace import draft

pytestmark = pytest.mark.django_db

ONLY_ME = Visibility.ONLY_ME


@pytest.fixture
def kin():
    return factories.brg(acronym="Kin")


@pytest.fixture
def other():
    return factories.brg(acronym="Other")


@pytest.fixture
def boss(kin):
    return factories.lead(kin)


@pytest.fixture
def theirs(other):
    return factories.lead(other)


def member_of(*groups, level=Visibility.MEMBERS):
    person = factories.person()
    for brg in groups:
        factories.membership(person, brg, level)
    return person


def told(person):
    """The titles of what somebody was told, the latest last."""
    rows = Notice.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("letter__title", flat=True))


def acts(brg):
    rows = AuditEvent.objects.within(brg).filter(verb__startswith="cohost.")
    return sorted(rows.values_list("verb", flat=True))


def answers(event):
    rows = Rsvp.objects.filter(event=event).order_by("place")
    return [(row.person, row.membership and row.membership.brg) for row in rows]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# Inviting


def test_the_invited_leads_are_told_and_nothing_changes_until_they_answer(kin, other, boss, theirs):
    event = factories.event(kin, title="Supper", audience="members")
    row = cohosts.invite(event=event, host=other, by=boss)
    assert (row.accepted, row.chapter, row.inviter) == (None, None, boss.public_id)
    assert told(theirs) == ["Hold it together? Supper"]
    assert told(boss) == []
    assert acts(kin) == ["cohost.invited"]
    assert fresh(event).hosts_version == 0
    assert not Event.objects.open_to(member_of(other)).exists()


def test_a_chapter_is_invited_with_its_own_leads(kin, other, boss, theirs):
    event, denver = factories.event(kin), factories.chapter(other)
    chair = factories.chapter_lead(denver)
    row = cohosts.invite(event=event, host=denver, by=boss)
    assert (row.brg, row.chapter) == (other, denver)
    assert len(told(chair)) == len(told(theirs)) == 1


def refused(sentence, action, **given):
    with pytest.raises(Refusal) as refusal:
        action(**given)
    assert str(refusal.value) == sentence


def test_refuses_in_words_what_is_no_other_host(kin, other, boss):
    event = factories.event(kin)
    own = "Your own group holds it already. Choose another one."
    away = "This group is not active at the moment. Choose another one."
    for host, sentence in (
        (kin, own),
        (factories.chapter(kin), own),
        (factories.brg(status="paused"), away),
        (factories.brg(status="draft", published=None), away),
        (factories.chapter(other, status="closed"), away),
    ):
        refused(sentence, cohosts.invite, event=event, host=host, by=boss)
    assert not CoHost.objects.exists()


def test_a_group_is_invited_once_as_itself_or_by_a_chapter(kin, other, boss):
    event = factories.event(kin)
    cohosts.invite(event=event, host=other, by=boss)
    for host in (other, factories.chapter(other)):
        sentence = "Other has been invited already."
        refused(sentence, cohosts.invite, event=event, host=host, by=boss)
    assert CoHost.objects.count() == 1


def test_an_event_has_so_many_cohosts_and_no_more(kin, other, boss):
    event = factories.event(kin)
    for _ in range(cohosts.MOST_COHOSTS):
        factories.cohost(event, factories.brg(), accepted=False)
    sentence = "An event has at most 8 co-hosts."
    refused(sentence, cohosts.invite, event=event, host=other, by=boss)


def test_refuses_in_words_what_is_not_to_be_shared_now(kin, other, boss):
    now = timezone.now()
    over = factories.event(kin, starts=now - dt.timedelta(days=1))
    off = factories.event(kin, status="cancelled", cancelled=now)
    waits = draft(kin, status="submitted", asked=now)
    for event, sentence in (
        (over, "This event is over."),
        (off, "This event is cancelled."),
        (waits, "It waits for a curator. Take it back first."),
    ):
        refused(sentence, cohosts.invite, event=event, host=other, by=boss)


def test_ones_own_data_say_whom_one_has_invited(kin, other, boss):
    event = factories.event(kin, title="Supper")
    cohosts.invite(event=event, host=other, by=boss)
    invited = [row[:3] for row in own_events(boss) if row[0].startswith("Invited")]
    words = f"Other: Supper, {kin.name}"
    assert invited == [["Invited to hold an event together", words, "The leads of both groups"]]


# Answering


def test_who_accepts_holds_it_and_the_host_is_told(kin, other, boss, theirs):
    event = factories.event(kin, title="Supper", audience="members")
    before = fresh(event)
    row = cohosts.invite(event=event, host=other, by=boss)
    assert cohosts.accept(cohost=row, by=theirs).accepted
    assert told(boss) == ["Other said yes: Supper"]
    assert acts(other) == ["cohost.accepted"]
    now = fresh(event)
    assert (now.hosts_version, now.version) == (1, before.version)
    assert now.changed > before.changed
    assert actions.rsvp(event=now, by=member_of(other))[0].is_going


def test_the_other_leads_need_not_answer_any_more(kin, other, boss, theirs):
    second, event = factories.lead(other), factories.event(kin)
    row = cohosts.invite(event=event, host=other, by=boss)
    assert Notice.objects.on_their_way().filter(person=second).count() == 1
    cohosts.accept(cohost=row, by=theirs)
    assert not Notice.objects.on_their_way().filter(person=second).exists()


def test_a_second_yes_changes_nothing(kin, other, boss, theirs):
    row = cohosts.invite(event=factories.event(kin), host=other, by=boss)
    first = cohosts.accept(cohost=row, by=theirs)
    assert cohosts.accept(cohost=row, by=theirs).accepted == first.accepted
    assert len(told(boss)) == 1
    assert acts(other) == ["cohost.accepted"]


def test_whoever_leads_both_may_answer_themselves(kin, other, boss):
    """It is no approval, only a word that the other group knows of it."""
    factories.officer(boss, other, role="co_chair")
    row = cohosts.invite(event=factories.event(kin), host=other, by=boss)
    assert cohosts.accept(cohost=row, by=boss).accepted
    assert told(boss) == []


def test_who_declines_is_asked_no_more_and_may_be_invited_again(kin, other, boss, theirs):
    event = factories.event(kin, title="Supper")
    row = cohosts.invite(event=event, host=other, by=boss)
    cohosts.decline(cohost=row, by=theirs)
    assert not CoHost.objects.exists()
    assert (told(boss), acts(other)) == (["Other said no: Supper"], ["cohost.declined"])
    assert not Notice.objects.on_their_way().filter(person=theirs).exists()
    cohosts.invite(event=event, host=other, by=boss)
    assert len(told(theirs)) == 2


def test_an_invitation_that_is_taken_back_is_gone_and_its_letter_says_so(kin, other, boss, theirs):
    event = factories.event(kin)
    row = cohosts.invite(event=event, host=other, by=boss)
    cohosts.withdraw(cohost=row, by=boss)
    assert told(theirs) == ["An invitation that was taken back"]
    assert fresh(event).hosts_version == 0
    sentence = "Somebody has ended this meanwhile. Nothing has changed."
    refused(sentence, cohosts.accept, cohost=row, by=theirs)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"status": "cancelled"}, "This event is cancelled."),
        ({"starts": timezone.now() - dt.timedelta(days=1)}, "This event is over."),
    ],
)
def test_what_is_not_to_come_can_only_be_declined(kin, other, theirs, facts, sentence):
    row = factories.cohost(factories.event(kin, **facts), other, accepted=False)
    refused(sentence, cohosts.accept, cohost=row, by=theirs)
    cohosts.decline(cohost=row, by=theirs)


def test_a_group_that_is_paused_meanwhile_accepts_nothing(kin, theirs, other):
    row = factories.cohost(factories.event(kin), other, accepted=False)
    other.status = "paused"
    other.save()
    sentence = "The group is not active, so it holds nothing at the moment."
    refused(sentence, cohosts.accept, cohost=row, by=theirs)


def test_what_is_held_is_left_and_not_declined_and_the_other_way_round(kin, other, theirs):
    row = factories.cohost(factories.event(kin), other)
    sentence = "Your group holds this event already. You can leave it."
    refused(sentence, cohosts.decline, cohost=row, by=theirs)
    row = factories.cohost(factories.event(kin), other, accepted=False)
    refused("Your group does not hold this event.", cohosts.leave, cohost=row, by=theirs)


def test_what_a_group_asks_of_its_own_events_is_not_asked_of_what_it_holds_too(
    kin, other, boss, theirs
):
    actions.set_rules(brg=other, by=theirs, approved_first=True)
    event = draft(kin, audience="members")
    factories.cohost(event, other)
    assert actions.publish(event=event, by=boss, version=event.version).is_published


def test_a_draft_is_deleted_with_its_invitations(kin, other, boss, theirs):
    event = draft(kin, title="Supper")
    cohosts.invite(event=event, host=other, by=boss)
    actions.delete(event=event, by=boss)
    assert not CoHost.objects.exists()
    assert told(theirs) == ["An event that was deleted as a draft"]


# Discretion


def test_with_a_sensitive_cohost_what_was_told_of_the_event_is_kept_to_itself(
    kin, other, boss, theirs
):
    other.default_visibility = ONLY_ME
    other.save()
    event, alone, person = factories.event(kin), factories.event(kin), member_of(kin)
    for each in (event, alone):
        actions.rsvp(event=each, by=person)
    row = cohosts.invite(event=event, host=other, by=boss)
    discreet = Notice.objects.filter(person=person, discreet=True).values_list("letter__url")
    assert list(discreet.all()) == []
    cohosts.accept(cohost=row, by=theirs)
    assert list(discreet) == [(f"/events/{event.pk}/",)]
    guest = factories.person()
    answer, _ = actions.rsvp(event=fresh(event), by=guest)
    assert answer.visibility == ONLY_ME
    assert Notice.objects.get(person=guest).discreet


def test_with_a_sensitive_cohost_so_is_what_was_told_of_the_series(kin, other, boss, theirs):
    other.default_visibility = ONLY_ME
    other.save()
    series, dates = factories.series(kin, 2)
    person = member_of(kin)
    actions.enroll(series=series, by=person)
    row = cohosts.invite(event=dates[1], host=other, by=boss)
    assert not Notice.objects.get(person=person).discreet
    cohosts.accept(cohost=row, by=theirs)
    assert Notice.objects.get(person=person).discreet


@pytest.mark.parametrize("end", ["leave", "withdraw"])
def test_when_a_sensitive_cohost_parts_its_members_are_told_discreetly(kin, other, boss, end):
    other.default_visibility = ONLY_ME
    other.save()
    event, person = factories.event(kin, audience="members"), member_of(other)
    row = factories.cohost(event, other)
    factories.rsvp(event, person)
    getattr(cohosts, end)(cohost=row, by=boss)
    assert not Rsvp.objects.exists()
    (notice,) = Notice.objects.filter(person=person)
    assert (notice.letter.title[:21], notice.discreet) == ("Your answer has ended", True)


def test_who_hides_in_one_of_the_hosts_is_written_to_discreetly(kin, other):
    event, person = factories.event(kin), member_of(kin)
    factories.membership(person, other, ONLY_ME)
    factories.cohost(event, other)
    actions.rsvp(event=event, by=person)
    assert Notice.objects.get(person=person).discreet


# On which membership an answer hangs


def test_an_answer_hangs_on_the_hosts_membership_first(kin, other):
    event = factories.event(kin, audience="members")
    factories.cohost(event, other)
    # The one of the host is the later one.
    both, there, neither = member_of(other, kin), member_of(other), factories.person()
    for person in (both, there):
        actions.rsvp(event=event, by=person)
    assert answers(event) == [(both, kin), (there, other)]
    with pytest.raises(Refusal, match="Join the group to attend"):
        actions.rsvp(event=event, by=neither)


def test_members_of_a_group_that_is_only_invited_or_not_active_are_no_members(kin, other):
    event = factories.event(kin, audience="members")
    factories.cohost(event, other, accepted=False)
    paused = factories.brg(status="paused")
    factories.cohost(event, paused)
    for brg in (other, paused):
        with pytest.raises(Refusal, match="Join the group to attend"):
            actions.rsvp(event=event, by=member_of(brg))


def test_an_answer_is_for_the_hosts_that_were_looked_at(kin, other, theirs):
    event, person = factories.event(kin), member_of(other)
    row = factories.cohost(event, other)
    seen = fresh(event)
    cohosts.leave(cohost=row, by=theirs)
    with pytest.raises(Refusal, match="This event has just changed"):
        actions.rsvp(event=seen, by=person)
    assert actions.rsvp(event=fresh(event), by=person)[0].is_going


def test_whoever_leaves_one_host_keeps_the_answer_as_a_member_of_another(kin, other):
    event = factories.event(kin, audience="members", capacity=1)
    factories.cohost(event, other)
    person = member_of(kin, other)
    actions.rsvp(event=event, by=person)
    before = len(told(person))
    leave_group(brg=kin, by=person)
    assert answers(event) == [(person, other)]
    assert len(told(person)) == before
    leave_group(brg=other, by=person)
    assert answers(event) == []
    assert told(person)[-1] == f"You are not going: {event.title}"
    assert fresh(event).going == 0


def test_whoever_leaves_the_group_on_which_nothing_hangs_keeps_it_as_it_was(kin, other):
    event = factories.event(kin, audience="members")
    factories.cohost(event, other)
    person = member_of(kin, other)
    actions.rsvp(event=event, by=person)
    leave_group(brg=other, by=person)
    assert answers(event) == [(person, kin)]


def test_where_it_is_not_for_members_alone_the_answer_stays_and_shows_to_nobody(kin, other):
    event = factories.event(kin)
    factories.cohost(event, other)
    person = member_of(kin, other, level=Visibility.EVERYONE)
    actions.rsvp(event=event, by=person)
    leave_group(brg=kin, by=person)
    assert answers(event) == [(person, kin)]
    assert not Rsvp.objects.visible_to(factories.person()).exists()


def test_an_audience_that_narrows_keeps_the_members_of_all_hosts(kin, other, boss):
    event = factories.event(kin)
    factories.cohost(event, other)
    stays, goes = member_of(other), factories.person()
    for person in (stays, goes):
        actions.rsvp(event=event, by=person)
    typed = fresh(event)
    typed.audience = "members"
    actions.edit(event=typed, by=boss, version=typed.version)
    assert answers(event) == [(stays, other)]


# Parting


PARTINGS = pytest.mark.parametrize("part", [cohosts.withdraw, cohosts.leave])


@PARTINGS
def test_with_the_cohost_go_answers_for_whose_people_the_event_is_not_any_more(kin, other, part):
    event = factories.event(kin, audience="members", capacity=2)
    row = factories.cohost(event, other)
    theirs, both, waits = member_of(other), member_of(other), member_of(kin)
    for person in (theirs, both, waits):
        actions.rsvp(event=event, by=person)
    factories.membership(both, kin)
    part(cohost=row, by=factories.person())
    assert answers(event) == [(both, kin), (waits, kin)]
    now = fresh(event)
    assert (now.going, now.waiting, now.hosts_version) == (2, 0, 2)
    assert told(theirs)[-1] == f"Your answer has ended: {event.title}"
    assert told(waits)[-1] == f"You have a seat: {event.title}"
    assert not Rsvp.objects.astray().exists()


@PARTINGS
def test_where_it_is_for_others_too_answers_stay_and_those_of_their_members_show_to_nobody(
    kin, other, part
):
    event = factories.event(kin)
    row = factories.cohost(event, other)
    person = member_of(other, level=Visibility.EVERYONE)
    actions.rsvp(event=event, by=person)
    part(cohost=row, by=factories.person())
    assert answers(event) == [(person, None)]
    for viewer in (factories.person(), factories.lead(kin), factories.lead(other)):
        assert not Rsvp.objects.visible_to(viewer).exists()


def test_who_is_at_an_event_that_has_begun_stays_on_its_list(kin, other, theirs):
    begun = timezone.now() - dt.timedelta(minutes=10)
    event = factories.event(kin, audience="members", starts=begun)
    row = factories.cohost(event, other)
    person = member_of(other)
    factories.rsvp(event, person)
    cohosts.leave(cohost=row, by=theirs)
    assert answers(event) == [(person, None)]


def test_the_other_side_is_told_and_each_has_its_own_record(kin, other, boss, theirs):
    event = factories.event(kin, title="Supper")
    cohosts.leave(cohost=factories.cohost(event, other), by=theirs)
    assert (told(boss), told(theirs)) == (["Other has left: Supper"], [])
    cohosts.withdraw(cohost=factories.cohost(event, other), by=boss)
    assert told(theirs) == ["Not held together any more: Supper"]
    assert (acts(kin), acts(other)) == (["cohost.withdrawn"], ["cohost.left"])


@PARTINGS
@pytest.mark.parametrize(
    "facts", [{"status": "cancelled"}, {"starts": timezone.now() - dt.timedelta(days=1)}]
)
def test_what_is_over_or_cancelled_stays_as_it_was(kin, other, part, facts):
    row = factories.cohost(factories.event(kin, **facts), other)
    sentence = "This event is over or cancelled. It stays as it was."
    refused(sentence, part, cohost=row, by=factories.person())
    assert CoHost.objects.exists()

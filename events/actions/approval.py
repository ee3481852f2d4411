"""When a curator looks first, and what comes of it. Nobody approves what they asked for."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal

from .. import emails
from ..models import AudienceRecord, Event, HostRules
from ..permissions import why_not_approve
from .enrolling import answer_enrolled, hold_enrolled, tell_enrolled
from .held import held, keep, refuse_unless
from .seats import fill, offer_anew

Status = Event.Status

# After so long in the queue, curators are told once more.
LONG = dt.timedelta(days=1)
# Stands among what is approved once a curator has taken the event off its page.
TAKEN_DOWN = "taken_down"


def to_approve(event):
    """What of an event a curator has to agree to, by rule: a name for each, and what it says.

    The rules are the organization's (`EVENTS_APPROVED_FOR`); a group may ask for more of itself.
    """
    asked = {
        "cost": event.cost,
        "outside_speakers": event.outside_speakers,
        "whole_organization": event.audience != Event.Audience.MEMBERS and event.audience,
    }
    rules = {name: said for name, said in asked.items() if said}
    rules = {name: said for name, said in rules.items() if name in settings.EVENTS_APPROVED_FOR}
    if HostRules.objects.filter(brg=event.brg_id, approved_first=True).exists():
        rules["group"] = True
    if TAKEN_DOWN in event.approved:
        rules[TAKEN_DOWN] = True
    return rules


def goes_beyond_approval(event):
    """Whether an event asks for more than a curator has agreed to."""
    return any(event.approved.get(name) != said for name, said in to_approve(event).items())


@transaction.atomic
def publish(*, event, by, version, tell=True):
    """Publish a draft, or ask a curator first where a rule says so; returns it as it is then.

    Of several dates that are asked for at once, curators are told of one: `tell` says whether of
    this one. Raises EditConflict where it is not the version that was looked at, and Refusal in
    words.
    """
    hold_enrolled(event.series_id)
    event = publish_one(event=event, by=by, version=version, tell=tell)
    tell_enrolled([event])
    return event


def publish_one(*, event, by, version, tell=True):
    """As `publish`, of several: the caller holds those who have signed up for them, and tells."""
    event = held(event, version=version)
    refuse_unless(event.is_editable, _("This event is not a draft any more."))
    if why := why_not_out(event):
        raise Refusal(why)
    if goes_beyond_approval(event):
        return ask(event, by=by, tell=tell)
    return _go_out(event, by=by)


def ask(event, *, by, tell=True):
    """Let a held event wait for a curator, who is told unless others of its series were."""
    _withdraw(event)
    event.status, event.asked, event.note = Status.SUBMITTED, timezone.now(), ""
    event.askers = sorted({*event.askers, by.public_id})
    keep(event, by=by, verb="event.submitted")
    if tell:
        emails.curators_asked(event, by=by)
    return event


@transaction.atomic
def take_back(*, event, by):
    """Work on an event again that waits for a curator. Raises Refusal where it does not."""
    event = held(event)
    refuse_unless(event.status == Status.SUBMITTED, _("It does not wait for a curator any more."))
    # What people have answered to is no draft again.
    event.status = Status.CHANGES_ASKED if event.published else Status.DRAFT
    event.asked = None
    emails.call_back_of_request(event)
    return keep(event, by=by, verb="event.taken_back")


@transaction.atomic
def approve(*, event, by, version):
    """Publish what waits for a curator.

    Raises EditConflict where it is not the version that was read, and Refusal for one's own.
    """
    hold_enrolled(event.series_id)
    event = _submitted(event, version)
    if why := why_not_approve(by, event) or why_not_out(event):
        raise Refusal(why)
    event.approved = to_approve(event)
    _go_out(event, by=by)
    tell_enrolled([event])
    emails.leads_answered(event, by=by)
    return event


@transaction.atomic
def ask_changes(*, event, by, version, note):
    """Give an event back with a note for its leads. Raises as `approve`, but for one's own."""
    refuse_unless(note.strip(), _("Say what to change. The leads read it."))
    return _give_back(_submitted(event, version), by=by, note=note)


@transaction.atomic
def take_down(*, event, by, version, note):
    """Take a published event off its page, with a note for its leads.

    Those who have answered keep their answers, and sight of it. It is out again once a curator has
    agreed, whatever other rules say. Raises EditConflict, and Refusal in words.
    """
    refuse_unless(note.strip(), _("Say what to change. The leads read it."))
    event = held(event, version=version)
    refuse_unless(event.is_published, _("This is not published."))
    event.approved = {TAKEN_DOWN: False}
    return _give_back(event, by=by, note=note)


def _give_back(event, *, by, note):
    _withdraw(event)
    event.status, event.note, event.asked = Status.CHANGES_ASKED, note.strip(), None
    keep(event, by=by, verb="event.changes_asked")
    emails.leads_answered(event, by=by)
    return event


def escalate(now=None):
    """Tell curators once more of events that have waited for a day; returns how many wait so."""
    late = Event.objects.submitted().filter(asked__lte=(now or timezone.now()) - LONG)
    found = list(late.select_related("brg"))
    for event in found:
        with transaction.atomic():
            emails.long_waiting(event)
    return len(found)


def give_back_late(now=None):
    """Give events back on which nobody has decided before they would have begun; returns how many.

    One that people know of stays in the queue, since it may come back to them late.
    """
    now = now or timezone.now()
    late = Event.objects.submitted().filter(published=None, starts__lte=now)
    return sum(_given_back_late(event, now) for event in late)


@transaction.atomic
def _given_back_late(event, now):
    event = held(event)
    if event.status != Status.SUBMITTED or not event.has_begun(now):
        return False
    emails.call_back_of_request(event)
    note = _("Its start came before a curator had decided. Choose another time, and ask once more.")
    _give_back(event, by=None, note=note)
    return True


def why_not_out(event, now=None):
    """Why an event cannot be published now, as a sentence; empty where it can."""
    if not event.brg.is_active:
        return _("The group is not active, so nothing is published at the moment.")
    if event.chapter and event.chapter.status not in event.chapter.OPEN:
        return _("The chapter is closed. Begin another event from this one, as the group’s own.")
    # What people know of comes back to them, also late.
    if event.has_begun(now) and not event.published:
        return _("Its start is past. Choose a time to come.")
    return ""


def _submitted(event, version):
    event = held(event, version=version)
    refuse_unless(event.status == Status.SUBMITTED, _("It does not wait for a curator any more."))
    emails.call_back_of_request(event)
    return event


def _withdraw(event):
    """Remember since when an event that is published is so no more."""
    if event.is_published:
        event.withdrawn = timezone.now()


def _go_out(event, *, by):
    # Who had signed up before it was off its page, has answered to it then.
    since = event.published and (event.withdrawn or timezone.now())
    event.withdrawn = None
    event.status, event.note, event.asked = Status.PUBLISHED, "", None
    event.published = event.published or timezone.now()
    keep(event, by=by, verb="event.published")
    record_audience(event)
    offer_anew(event)
    answer_enrolled(event, since=since)
    fill(event)
    return event


def record_audience(event):
    """Keep for whom the event is from now on, where that is another audience than before."""
    last = AudienceRecord.objects.filter(event=event).last()
    if last is None or last.audience != event.audience:
        AudienceRecord.objects.create(event=event, audience=event.audience)

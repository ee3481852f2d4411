"""Other groups that hold an event too: one is invited by the leads of the host, and says yes or no.

The leads of the other group answer. Whoever leads both may do so as well: it is no approval, only a
word that the other group knows of it. What a co-host asks of its own events is not asked here. All
happens under the hold of the event.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record
from chapters.models import Chapter

from .. import emails
from ..models import CoHost, Event, FormerCoHost
from .ending import end_outsiders, hang_anew
from .held import held, refuse_unless
from .seats import fill

# With more, nobody is a host.
MOST_COHOSTS = 8


@transaction.atomic
def invite(*, event, host, by):
    """Invite a group, or one of its chapters, to hold an event too; returns the CoHost.

    An invitation to a draft shows to nobody else until the event is published. Raises Refusal where
    the event is not theirs to hold, or they are asked already.
    """
    event, brg = held(event), host.brg if isinstance(host, Chapter) else host
    if why := why_not_share(event) or _why_not_invite(event, host, brg):
        raise Refusal(why)
    facts = {"chapter": host if host != brg else None, "inviter": by.public_id}
    cohost, is_new = CoHost.objects.get_or_create(event=event, brg=brg, defaults=facts)
    words = {"group": brg.short_name}
    refuse_unless(is_new, _("%(group)s has been invited already.") % words)
    record(by=by, verb="cohost.invited", thing=event, within=event.brg)
    emails.cohost_invited(cohost, by=by)
    return cohost


def why_not_share(event):
    """Why nobody can be invited to an event now, as a sentence; empty where somebody can."""
    if event.status == Event.Status.SUBMITTED:
        return _("It waits for a curator. Take it back first.")
    if event.is_cancelled:
        return _("This event is cancelled.")
    return _("This event is over.") if event.is_over() else ""


def _why_not_invite(event, host, brg):
    if brg == event.brg:
        return _("Your own group holds it already. Choose another one.")
    if not brg.is_active or (host != brg and host.status not in host.OPEN):
        return _("This group is not active at the moment. Choose another one.")
    if event.cohosts.exclude(brg=brg).count() >= MOST_COHOSTS:
        return _("An event has at most %(number)s co-hosts.") % {"number": MOST_COHOSTS}
    return ""


@transaction.atomic
def accept(*, cohost, by):
    """Hold the event from now on; returns the CoHost. A second yes changes nothing.

    Raises Refusal where the invitation was taken back, or the event is not to come.
    """
    event, cohost = _held(cohost)
    if cohost.accepted:
        return cohost
    if why := why_not_accept(cohost):
        raise Refusal(why)
    cohost.accepted = timezone.now()
    cohost.save(update_fields=["accepted"])
    _count_change(event)
    record(by=by, verb="cohost.accepted", thing=event, within=cohost.brg)
    emails.cohost_accepted(cohost, by=by)
    return cohost


def why_not_accept(cohost):
    """Why an invitation cannot be taken now, as a sentence; empty where it can."""
    if cohost.event.is_cancelled:
        return _("This event is cancelled.")
    if cohost.event.is_over():
        return _("This event is over.")
    if not cohost.brg.is_active:
        return _("The group is not active, so it holds nothing at the moment.")
    if cohost.chapter and cohost.chapter.status not in cohost.chapter.OPEN:
        return _("The chapter is closed, so it holds nothing any more.")
    return ""


@transaction.atomic
def decline(*, cohost, by):
    """Say no to an invitation. Raises Refusal for a group that holds the event already."""
    event, cohost = _held(cohost)
    refuse_unless(not cohost.accepted, _("Your group holds this event already. You can leave it."))
    _delete(cohost)
    record(by=by, verb="cohost.declined", thing=event, within=cohost.brg)
    emails.cohost_declined(cohost, by=by)


@transaction.atomic
def withdraw(*, cohost, by):
    """Take an invitation back, or end what it has come to, as the host. Raises as `leave`."""
    event, cohost = _held(cohost)
    was_holding = cohost.accepted is not None
    _part(event, cohost)
    record(by=by, verb="cohost.withdrawn", thing=event, within=event.brg)
    emails.cohost_withdrawn(cohost, by=by, was_holding=was_holding)


@transaction.atomic
def leave(*, cohost, by):
    """Hold an event no more, as the co-host.

    Answers to an event for members end whose people belong to no other host. Raises Refusal for
    what is over or cancelled, which stays as it was.
    """
    event, cohost = _held(cohost)
    refuse_unless(cohost.accepted, _("Your group does not hold this event."))
    _part(event, cohost)
    record(by=by, verb="cohost.left", thing=event, within=cohost.brg)
    emails.cohost_left(cohost, by=by)


def _held(cohost):
    """The event, held, and its co-host as it is now."""
    event = held(Event(pk=cohost.event_id))
    rows = event.cohosts.select_related("brg", "chapter__brg").filter(pk=cohost.pk)
    # A key is unique, so there is nothing to sort.
    found = next(iter(rows), None)
    refuse_unless(found, _("Somebody has ended this meanwhile. Nothing has changed."))
    found.event = event
    return event, found


def _part(event, cohost):
    """Take a co-host off a held event, and whom the event is not for any more off its list."""
    if not cohost.accepted:
        _delete(cohost)
        return
    is_on = not (event.is_over() or event.is_cancelled)
    refuse_unless(is_on, _("This event is over or cancelled. It stays as it was."))
    was_discreet = event.has_sensitive_cohost
    FormerCoHost.objects.create(event=event, brg=cohost.brg, accepted=cohost.accepted)
    _delete(cohost)
    _count_change(event)
    # What is told of the end could still tell where somebody belongs.
    event.has_sensitive_cohost = was_discreet
    for answer in end_outsiders(event):
        emails.answer_ended(event, answer)
    _hosts_anew(event)
    hang_anew(event, cohost.brg)
    fill(event)


def _delete(cohost):
    # In hand it keeps its key, by which its letters are known.
    CoHost.objects.filter(pk=cohost.pk).delete()


def _count_change(event):
    """Let readers of feeds know, and let no answer be written for hosts that were others."""
    event.hosts_version += 1
    event.changed = timezone.now()
    changed = {"hosts_version": event.hosts_version, "changed": event.changed}
    Event.objects.filter(pk=event.pk).update(**changed)
    _hosts_anew(event)


def _hosts_anew(event):
    """Let the event ask anew, when it is asked, whether one of its hosts is sensitive."""
    vars(event).pop("has_sensitive_cohost", None)

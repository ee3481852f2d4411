"""What the leads of two groups are told that hold an event together, or might."""

from django.urls import reverse
from django.utils.translation import gettext as _

from brgs.emails import tell_people
from brgs.models import Officer
from chapters.models import ChapterOfficer
from notices.actions import make_discreet, stop, take_words_away
from notices.models import Letter, key_of

from .. import when
from .letters import address


def cohost_invited(cohost, *, by):
    """To the leads of the other group: whether they would like to hold an event together."""
    event = cohost.event
    body = _(
        "%(host)s would like to hold this event together with %(name)s: %(when)s.\n\n"
        "If you accept, your members count as members for it, and it stands on your page too. The "
        "event stays %(host)s’s to edit. Nothing happens until you answer."
    )
    names = {"host": event.host_name, "name": cohost.name, "when": when.in_words(event)}
    _tell_cohost(
        cohost,
        by=by,
        occurrence=_invitation(cohost),
        title=_("Hold it together? %(event)s") % {"event": event.title},
        line=_("%(host)s invites %(name)s.") % names,
        body=body % names,
        good_until=event.ends,
    )


def cohost_withdrawn(cohost, *, by, was_holding):
    """To the leads of the other group: they hold it no more. An invitation is called back."""
    if not was_holding:
        take_words_away(_invitations(cohost), title=_("An invitation that was taken back"))
        return
    words = {"host": cohost.event.host_name, "event": cohost.event.title}
    line = _("%(host)s holds it without you now.") % words
    _tell_cohost(
        cohost,
        by=by,
        occurrence=f"withdrawn {cohost.pk}",
        title=_("Not held together any more: %(event)s") % words,
        line=line,
        body=line,
        url=address(cohost.event),
    )


def cohost_accepted(cohost, *, by):
    """To the leads of the host: the other group holds it too. Nobody else has to answer."""
    stop(_invitations(cohost))
    if cohost.brg.is_sensitive:
        # What was said of the event until now might tell from now on where somebody belongs.
        for url in _addresses(cohost.event):
            make_discreet(topic=key_of(cohost.event.brg), url=url)
    line = _("%(name)s holds it with you. Their members count as members for it.")
    _tell_host(cohost, by, "accepted", _("%(name)s said yes: %(event)s"), line)


def _addresses(event):
    """Where letters about an event lead, or about the series to which it belongs."""
    yield address(event)
    if event.series_id:
        yield reverse("series-short", args=[event.series_id])


def cohost_declined(cohost, *, by):
    stop(_invitations(cohost))
    line = _("%(name)s does not hold it with you.")
    _tell_host(cohost, by, "declined", _("%(name)s said no: %(event)s"), line)


def cohost_left(cohost, *, by):
    line = _("%(name)s does not hold it with you any more.")
    _tell_host(cohost, by, "left", _("%(name)s has left: %(event)s"), line)


def _invitation(cohost):
    return f"invited {cohost.pk}"


def _invitations(cohost):
    facts = {"kind": "approval", "thing": key_of(cohost.event)}
    return Letter.objects.filter(**facts, occurrence=_invitation(cohost))


def _tell_cohost(cohost, **words):
    facts = {
        "kind": "approval",
        "thing": key_of(cohost.event),
        "url": cohost.get_workspace_url(),
        "why": _("You look after events of %(name)s.") % {"name": cohost.name},
    }
    tell_people(cohost.brg, _leads(cohost.brg, cohost.chapter), **facts | words)


def _tell_host(cohost, by, what, title, line):
    event = cohost.event
    words = {"name": cohost.name, "event": event.title}
    tell_people(
        event.brg,
        _leads(event.brg, event.chapter),
        by=by,
        kind="approval",
        thing=key_of(event),
        occurrence=f"{what} {cohost.pk}",
        title=title % words,
        line=line % words,
        body=line % words,
        url=_cohosts_url(event),
        why=_("You look after events of %(group)s.") % {"group": event.brg.short_name},
    )


def _cohosts_url(event):
    if event.chapter is None:
        return reverse("manage-event-cohosts", args=[event.brg.slug, event.pk])
    args = [event.brg.slug, event.chapter.slug, event.pk]
    return reverse("manage-chapter-event-cohosts", args=args)


def _leads(brg, chapter):
    people = Officer.objects.managing(brg).people()
    return people if chapter is None else people | ChapterOfficer.objects.managing(chapter).people()

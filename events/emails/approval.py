"""What is told about an event that waits for a curator. Notes are read in the portal alone."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from brgs.emails import tell_people
from brgs.models import Officer
from chapters.models import ChapterOfficer
from notices.actions import stop, take_words_away
from notices.models import Letter, key_of


def curators_asked(event, *, by):
    """To the curators: an event waits for one of them."""
    _tell_curators(
        event,
        by=by,
        occurrence=f"asked {event.asked.isoformat()}",
        title=_("Event to approve: %(group)s") % {"group": event.brg.short_name},
    )


def long_waiting(event):
    """To the curators once more: it has waited for a day."""
    _tell_curators(
        event,
        by=None,
        occurrence=f"late {event.asked.isoformat()}",
        title=_("Waiting for a day: an event of %(group)s") % {"group": event.brg.short_name},
    )


def call_back_of_request(event):
    """Let no curator be asked by mail for what is settled."""
    asked = Q(occurrence__startswith="asked") | Q(occurrence__startswith="late")
    stop(_about_approval(event).filter(asked))


def deleted(event):
    """What was told about a draft leads nowhere once it is gone."""
    take_words_away(_about_approval(event), title=_("An event that was deleted as a draft"))


def _about_approval(event):
    return Letter.objects.filter(kind="approval", thing=key_of(event))


def leads_answered(event, *, by):
    """To those who look after the event, and so to whoever asked: what a curator has decided."""
    is_published = event.is_published
    words = _("Approved: %(event)s") if is_published else _("Changes asked: %(event)s")
    line = _("The event is published.") if is_published else _("A curator left a note.")
    tell_people(
        event.brg,
        _leads(event),
        by=by,
        kind="approval",
        thing=key_of(event),
        occurrence=f"answered {event.version}",
        title=words % {"event": event.title},
        line=line,
        body=line,
        url=event.get_workspace_url(),
        why=_("You look after events of %(group)s.") % {"group": event.brg.short_name},
    )


def _leads(event):
    people = Officer.objects.managing(event.brg).people()
    if event.chapter is None:
        return people
    return people | ChapterOfficer.objects.managing(event.chapter).people()


def _tell_curators(event, *, by, occurrence, title):
    tell_people(
        event.brg,
        User.objects.curators(),
        by=by,
        kind="approval",
        thing=key_of(event),
        occurrence=occurrence,
        title=title,
        line=event.title,
        body=_("The group would like to publish an event. A curator looks first."),
        url=reverse("admin:events_event_change", args=[event.pk]),
        why=_("You are a curator."),
    )

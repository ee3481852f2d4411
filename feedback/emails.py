"""The one letter about feedback. It goes to all who came, and never depends on who has answered."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events import when
from events.emails.letters import named, tell_answered
from notices.models import key_of

from .opening import closes

KIND, OCCURRENCE = "event", "feedback"


def of_invitation():
    """What distinguishes notices of this letter from all others about an event."""
    return {"letter__kind": KIND, "letter__occurrence": OCCURRENCE}


def invited(event, attendances):
    """That somebody who came may say what they thought; returns how many are told."""
    names = named(event) | {"until": when.moment_in_words(closes(event), event.zone)}
    body = _(
        "You came to this event. Say what you thought, if you like: one to five stars, and a few "
        "words. Your name is not kept with it, and the leads see nothing until five people have "
        "answered.\n\nYou can do so until %(until)s.\n\nEverybody who came gets this message, "
        "also those who have answered already."
    )
    return tell_answered(
        event,
        attendances,
        kind=KIND,
        thing=key_of(event),
        occurrence=OCCURRENCE,
        title=_("How was it? %(event)s") % names,
        line=_("Say what you thought, without your name."),
        body=body % names,
        url=reverse("event-feedback-short", args=[event.pk]),
        why=_("You came to an event of %(host)s.") % {"host": event.brg.short_name},
        good_until=closes(event),
    )

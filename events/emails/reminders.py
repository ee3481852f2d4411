"""Reminders to those who are going. What comes too late to help is dropped on its way."""

import datetime as dt

from django.utils.translation import gettext as _

from notices.actions import stop
from notices.models import Letter, key_of

from ..models import Rsvp
from .letters import named, tell_answered

# How long before the start the later reminder is told.
SOON = dt.timedelta(hours=2)


def remind_day_before(event):
    names = named(event)
    # From two hours before on, the later reminder says it better.
    words = {"title": _("Reminder: %(event)s") % names, "good_until": event.starts - SOON}
    return _tell(event, kind="day_before", **words)


def remind_soon(event):
    names = named(event)
    words = {"title": _("Soon: %(event)s") % names, "good_until": event.starts}
    return _tell(event, kind="soon", **words)


def call_back_reminders(event, *, person=None):
    """Let no mail remind anybody, or one person, of what is not so any more: a time, or an answer.

    Returns how many mails do not go out.
    """
    if not (event.reminded_day or event.reminded_hours):
        return 0
    letters = Letter.objects.filter(kind__in=["day_before", "soon"], thing=key_of(event))
    return stop(letters, person=person)


def _tell(event, **words):
    going = Rsvp.objects.filter(event=event).going()
    names = named(event)
    body = _("%(when)s\n\nIf you can’t come, give your seat back in the portal.") % names
    # Once for each time to which it is moved, also where it was there before.
    occurrence = f"{event.sequence} {event.starts.isoformat()}"
    return tell_answered(
        event,
        going,
        thing=key_of(event),
        occurrence=occurrence,
        line=names["when"],
        body=body,
        **words,
    )

"""When a door is open: from two hours before an event until six hours after it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from events import when

OPENS_BEFORE = dt.timedelta(hours=2)
CLOSES_AFTER = dt.timedelta(hours=6)
# A meeting tool's list often comes some days later. Names fade after 30 days at the earliest.
LISTS_TAKEN = dt.timedelta(days=14)


def opens(event):
    return event.starts - OPENS_BEFORE


def closes(event):
    return event.ends + CLOSES_AFTER


def has_closed(event, now=None):
    return closes(event) <= (now or timezone.now())


def why_shut(event, now=None):
    """Why nobody can be checked in now, as a sentence; empty where the door is open."""
    now = now or timezone.now()
    if why := _why_not_on(event):
        return why
    if now < opens(event):
        at = when.moment_in_words(opens(event), event.zone)
        return _("Check-in opens two hours before the start: %(when)s.") % {"when": at}
    if has_closed(event, now):
        at = when.moment_in_words(closes(event), event.zone)
        return _("Check-in has closed: %(when)s.") % {"when": at}
    return ""


def why_no_list(event, now=None):
    """Why no list of a meeting tool is taken now, as a sentence; empty where one is."""
    now = now or timezone.now()
    if why := _why_not_on(event):
        return why
    if now < event.starts:
        return _("A list can be imported once the event has begun.")
    if event.ends + LISTS_TAKEN <= now:
        return _("Lists are taken until 14 days after the event. This one is older.")
    return ""


def _why_not_on(event):
    if event.is_cancelled:
        return _("This event is cancelled, so nobody is checked in.")
    if not event.is_published:
        return _("This event is not published at the moment, so nobody is checked in.")
    return ""

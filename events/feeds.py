"""Feeds: calendars that programs fetch again and again. What has not changed is not read.

A feed's stamp is made of all that what it says hangs on: keys and versions, and no words. Another
stamp, another feed. Versions are read anew each time instead of a counter being kept, since no
writer can forget what nobody has to write.
"""

import datetime as dt
import hashlib

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from brgs.models import BRG, Membership
from content import calendar

from .calendars import CONFIRMED, TENTATIVE, entry, status_of
from .models import CalendarFeed, Event, Rsvp

PAST = dt.timedelta(days=90)
COMING = dt.timedelta(days=365)
MOST = 500
# Another number, and every feed is fetched anew: for when other words are written of an event.
EDITION = 1

VERSIONS = (
    *("pk", "version", "changed", "status", "sequence"),
    *("brg__version", "brg__name", "brg__acronym", "brg__default_visibility"),
    *("chapter__version", "chapter__name"),
)
# What an entry is made of, and no more: a description may be a page long.
WRITTEN = (
    *("title", "summary", "format", "venue", "status", "uid", "sequence", "changed", "time_zone"),
    *("starts_date", "starts_time", "starts_turn", "ends_date", "ends_time", "ends_turn"),
    *("brg", "brg__name", "brg__default_visibility", "chapter", "chapter__name"),
)


def _in_time(rows, path=""):
    """Of events, or what has one at a path: 500 from 90 days ago on, the furthest ahead first."""
    today = _today()
    span = {f"{path}ends__gte": today - PAST, f"{path}starts__lt": today + COMING}
    return rows.filter(**span).order_by(f"-{path}starts", "-pk")[:MOST]


def _today():
    """When today began in UTC, so that what a feed spans changes once a day."""
    return timezone.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _stamp(*facts):
    known = [EDITION, settings.SITE_URL, settings.SITE_NAME, _today(), *facts]
    digest = hashlib.blake2b(repr(known).encode(), digest_size=16)
    return f'"{digest.hexdigest()}"'


def _of_event(names):
    return [f"event__{name}" for name in names]


# One person's own


def hash_of(token):
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def owner_of(token):
    """Whose feed has this token, with what they chose; None where it has ended, or never was."""
    found = CalendarFeed.objects.filter(token_hash=hash_of(token), person__is_active=True)
    return found.values("person", "full_titles", "person__language").first()


def stamp_of_own(owner):
    """The stamp of a person's feed, by one question and without a row of an event."""
    facts = ("pk", "status", "visibility", "membership__visibility", "is_unseen")
    rows = _own(owner).values_list(*facts, *_of_event(VERSIONS))
    return _stamp(sorted(owner.items()), list(rows))


def own_feed(owner):
    """The events that a person has answered to, in bytes."""
    rows = _own(owner).select_related("event__brg", "event__chapter", "membership")
    facts = ("status", "visibility", "membership", "membership__visibility", "event")
    rows = rows.only(*facts, *_of_event(WRITTEN))
    with translation.override(owner["person__language"]):
        entries = [_own_entry(answer, owner["full_titles"]) for answer in rows]
        return calendar.written(entries, name=_("BRG events"), zone=settings.TIME_ZONE)


def _own(owner):
    person = owner["person"]
    there = Membership.objects.current().filter(person=person, brg=OuterRef("event__brg"))
    unseen = Exists(there.filter(visibility=Visibility.ONLY_ME))
    return _in_time(Rsvp.objects.of(person).annotate(is_unseen=unseen), "event__")


def _own_entry(answer, full_titles):
    status = status_of(answer.event)
    if status == CONFIRMED and not answer.is_going:
        status = TENTATIVE
    if not (answer.event.brg.is_sensitive or answer.is_unseen or answer.is_hidden):
        return entry(answer.event, status=status)
    return entry(answer.event, status=status, discreet=not full_titles, is_private=True)


# For everybody


def stamp_of_public(host, *, full_titles):
    return _stamp(full_titles, _named(host), list(_public(host).values_list(*VERSIONS)))


def public_feed(host, *, full_titles):
    """The public events of a group, or of one of its chapters, in bytes."""
    rows = _public(host).select_related("brg", "chapter").only(*WRITTEN)
    entries = [entry(event, discreet=event.brg.is_sensitive and not full_titles) for event in rows]
    name = _("BRG events") if _is_sensitive(host) and not full_titles else _named(host)
    return calendar.written(entries, name=name, zone=settings.TIME_ZONE)


def _public(host):
    field = "brg" if isinstance(host, BRG) else "chapter"
    return _in_time(Event.objects.public().filter(**{field: host}))


def _named(host):
    return _("Events of %(host)s") % {"host": host.name}


def _is_sensitive(host):
    return (host if isinstance(host, BRG) else host.brg).is_sensitive

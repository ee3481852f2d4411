"""Feeds: calendars that programs fetch again and again. What has not changed is not read.

A feed's stamp is made of all that what it says hangs on: keys and versions, and no words. Another
stamp, another feed. Versions are read anew each time instead of a counter being kept, since no
writer can forget what nobody has to write.
"""

import datetime as dt
import hashlib

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from brgs.models import BRG
from content import calendar
from statements.prepared import prepared

from .calendars import CONFIRMED, TENTATIVE, entries, is_hidden_series, status_of
from .models import CalendarFeed, Event, Rsvp
from .models.finding import sensitive_cohost
from .models.rsvp import in_hiding

PAST = dt.timedelta(days=90)
COMING = dt.timedelta(days=365)
MOST = 500
# Another number, and every feed is fetched anew: for when other words are written of an event.
EDITION = 2

VERSIONS = (
    *("pk", "version", "changed", "status", "sequence"),
    *("brg__version", "brg__name", "brg__acronym", "brg__default_visibility"),
    *("chapter__version", "chapter__name"),
    *("series", "series_date", "series__version"),
    "hosts_version",
)
# What an entry is made of, and no more: a description may be a page long.
WRITTEN = (
    *("title", "summary", "format", "venue", "status", "uid", "sequence", "changed", "time_zone"),
    *("starts_date", "starts_time", "starts_turn", "ends_date", "ends_time", "ends_turn"),
    *("brg", "brg__name", "brg__default_visibility", "chapter", "chapter__name"),
    *("series", "series_date", "series__uid", "series__rule", "series__first"),
    *("series__starts_time", "series__time_zone"),
)


def _in_time(rows, path="", *, span):
    """Of events, or what has one at a path: 500 within a span, the furthest ahead first."""
    begins, ends = span
    within = {f"{path}ends__gte": begins, f"{path}starts__lt": ends}
    return rows.filter(**within).order_by(f"-{path}starts", "-pk")[:MOST]


def _span():
    """From 90 days ago until a year ahead."""
    return _today() - PAST, _today() + COMING


def _today():
    """When today began in UTC, so that what a feed spans changes once a day."""
    return timezone.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _stamp(*facts):
    known = [EDITION, settings.SITE_URL, settings.SITE_NAME, _today(), *facts]
    digest = hashlib.blake2b(repr(known).encode(), digest_size=16)
    return f'"{digest.hexdigest()}"'


def _of_event(names):
    return [f"event__{name}" for name in names]


def _series_of(events):
    return {event.series_id for event in events} - {None}


# One person's own

# What is asked of each answer besides: whether its person hides in a host, and a host is sensitive.
ASKED = ("is_unseen", "has_sensitive_cohost")


def hash_of(token):
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def owner_of(token):
    """Whose feed has this token, with what they chose; None where it has ended, or never was."""
    for person, full_titles, language in prepared(_owners, [hash_of(token)]):
        return {"person": person, "full_titles": bool(full_titles), "person__language": language}
    return None


def _owners(token_hash):
    found = CalendarFeed.objects.filter(token_hash=token_hash, person__is_active=True)
    return found.values_list("person", "full_titles", "person__language")


def stamp_of_own(owner):
    """The stamp of a person's feed, by one question and without a row of an event."""
    rows = prepared(_versions_of_own, [owner["person"], *_span()])
    return _stamp(sorted(owner.items()), rows)


def _versions_of_own(person, *span):
    facts = ("pk", "status", "visibility", "membership__visibility", *ASKED)
    return _own(person, span).values_list(*facts, *_of_event(VERSIONS))


def own_feed(owner):
    """The events that a person has answered to, in bytes."""
    related = ("event__brg", "event__chapter", "event__series", "membership")
    rows = _own(owner["person"], _span()).select_related(*related)
    facts = ("status", "visibility", "membership", "membership__visibility", "event")
    rows = rows.only(*facts, *_of_event(WRITTEN))
    with translation.override(owner["person__language"]):
        said = entries(_own_rows(rows, owner["full_titles"]))
        return calendar.written(said, name=_("BRG events"), zone=settings.TIME_ZONE)


def _own(person, span):
    unseen = ExpressionWrapper(in_hiding(), BooleanField())
    asked = dict(zip(ASKED, (unseen, sensitive_cohost("event__")), strict=True))
    return _in_time(Rsvp.objects.of(person).annotate(**asked), "event__", span=span)


def _own_rows(answers, full_titles):
    """Each event with what is said of it to this person; what hides a date hides its series."""
    for answer in answers:
        answer.event.has_sensitive_cohost = answer.has_sensitive_cohost
    series = _series_of(answer.event for answer in answers if _tells(answer))
    for answer in answers:
        facts = {"status": _status_of_own(answer)}
        if _tells(answer) or answer.event.series_id in series:
            facts |= {"discreet": not full_titles, "is_private": True}
        yield answer.event, facts


def _tells(answer):
    """Whether it could tell others where the person belongs."""
    return answer.event.is_discreet or answer.is_unseen or answer.is_hidden


def _status_of_own(answer):
    status = status_of(answer.event)
    return TENTATIVE if status == CONFIRMED and not answer.is_going else status


# For everybody


def stamp_of_public(host, *, full_titles):
    rows = _public(host).values_list(*VERSIONS, "has_sensitive_cohost")
    return _stamp(full_titles, _named(host), list(rows))


def public_feed(host, *, full_titles):
    """The public events of a group, or of one of its chapters, in bytes."""
    rows = _public(host).select_related("brg", "chapter", "series").only(*WRITTEN)
    series = _series_of(event for event in rows if event.is_discreet)
    said = [
        (event, {"discreet": not full_titles and (event.is_discreet or event.series_id in series)})
        for event in rows
    ]
    name = _("BRG events") if _is_sensitive(host) and not full_titles else _named(host)
    return calendar.written(entries(said), name=name, zone=settings.TIME_ZONE)


def _public(host):
    field = "brg" if isinstance(host, BRG) else "chapter"
    return _in_time(Event.objects.public().held_by(**{field: host}).with_discretion(), span=_span())


def _named(host):
    return _("Events of %(host)s") % {"host": host.name}


def _is_sensitive(host):
    return (host if isinstance(host, BRG) else host.brg).is_sensitive


# A series


def stamp_of_series(series, viewer, *, full_titles):
    is_hidden = is_hidden_series(series, viewer)
    return _stamp(full_titles, is_hidden, list(_dates(series, viewer).values_list(*SHOWN)))


def series_file(series, viewer, *, full_titles):
    """All that the viewer may know of the dates of a series, or of its sittings, in bytes."""
    is_hidden = is_hidden_series(series, viewer) and not full_titles
    rows = _dates(series, viewer).select_related("brg", "chapter", "series").only(*WRITTEN)
    return calendar.written(entries(_shown(event, discreet=is_hidden) for event in rows))


SHOWN = (*VERSIONS, "is_open", "has_sensitive_cohost")


def _dates(series, viewer):
    seen = Event.objects.visible_to(viewer).as_met_by(viewer).with_discretion()
    return seen.filter(series=series).order_by("-starts", "-pk")[:MOST]


def _shown(event, **facts):
    """To whoever may know of it without coming, no page says where it is."""
    return event, facts if event.is_open else facts | {"place": ""}

"""Events made ready for lists: plain values, prepared once, nothing asked per row.

What is told of an event that is for members alone stops here: its place is in no row of a viewer
who has yet to join.
"""

import datetime as dt
import zoneinfo
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from accounts.visibility import Visibility
from content.weave import band

from .models import CoHost, Event, Rsvp
from .models.event import slug_of
from .seats_left import seats_left
from .when import in_words, start_in_words

AS_THEY_ARE = ("title", "summary", "language", "starts_date")
TIMES = ("starts", "ends", "time_zone", "starts_date")
SEATS = ("capacity", "going", "offered", "waiting")
HOST = ("brg__acronym", "brg__name", "chapter__name")
FIELDS = [
    *("pk", *AS_THEY_ARE, *TIMES[:3], *SEATS, "format", "venue", "own", "is_open"),
    *("brg__slug", *HOST, "brg__hue", "brg__default_visibility", "region__name", "pillar__name"),
    *("hosts_version", "has_sensitive_cohost", "series", "series__kind", "series__title"),
]
FORMATS = dict(Event.Format.choices)


class Mark(NamedTuple):
    """A word about an event beside its title."""

    words: str
    icon: str
    tone: str = ""


OWN = {
    Rsvp.Status.GOING: Mark(gettext_lazy("You are going"), "circle-check", "good"),
    Rsvp.Status.WAITING: Mark(gettext_lazy("You are waiting"), "hourglass"),
    Rsvp.Status.OFFERED: Mark(gettext_lazy("A seat is offered to you"), "hand", "warn"),
}
TEASER = Mark(gettext_lazy("Members only: join to attend"), "lock")
WERE_GOING = Mark(gettext_lazy("You were going"), "check")
OVER = Mark(gettext_lazy("Over"), "history")


class Span(NamedTuple):
    """What of an event says when it is."""

    starts: dt.datetime
    ends: dt.datetime
    zone: zoneinfo.ZoneInfo


class Words(NamedTuple):
    """When an event is, by the clocks of one zone: for machines, in full, and its start alone."""

    iso: str
    full: str
    start: str


def for_lists(events, viewer):
    """Rows with what `event_rows` reads of them, and no more."""
    return events.as_met_by(viewer).with_discretion().values(*FIELDS)


def event_rows(rows, viewer):
    """Rows that were read by `for_lists`, as `components/_event.html` shows them."""
    own_zone = timezone.get_current_timezone() if viewer.is_authenticated else None
    language, now = get_language(), timezone.now()
    rows, found = list(rows), []
    others = _others(rows)
    for row in rows:
        when = {
            "when": in_zone(*(row[name] for name in TIMES), language),
            "when_here": _by_own_clock(row, own_zone, language),
        }
        joint = {"others": ", ".join(others[row["pk"]])}
        found.append({"url": event_url(row), **when, **joint, **_row(row, now)})
    return found


def _others(rows):
    """The names of co-hosts by event: by one statement, where an event ever had one."""
    found, joint = defaultdict(list), [row["pk"] for row in rows if row["hosts_version"]]
    if joint:
        cohosts = CoHost.objects.holding().filter(event__in=joint).order_by("pk")
        for cohost in cohosts.values("event", *HOST):
            found[cohost["event"]].append(host_name(cohost))
    return found


@lru_cache
def _around():
    return reverse("event", args=[0, "-"]).split("0--")


def event_url(row):
    """The address of an event of a list, without looking it up in the table of all addresses."""
    before, after = _around()
    return f"{before}{row['pk']}-{slug_of(row['title'])}{after}"


def _row(row, now):
    return {
        **{name: row[name] for name in AS_THEY_ARE},
        "hue": row["brg__hue"],
        "band": band(row["brg__slug"], row["brg__hue"]).svg,
        "host": host_name(row),
        # On the group's own page its name goes without saying, unless others hold it too.
        "chapter": row["chapter__name"] or "",
        "where": _where(row),
        "pillar": row["pillar__name"],
        "marks": list(_marks(row, now)),
        "is_over": row["ends"] <= now,
        # Of a sensitive group: not for whoever looks over the shoulder.
        "is_folded": is_discreet(row),
        # Further dates, which lists fill in that show a series once.
        "series": None,
    }


def is_discreet(row):
    """As the property of the event."""
    is_sensitive = row["brg__default_visibility"] == Visibility.ONLY_ME
    return is_sensitive or bool(row["has_sensitive_cohost"])


def host_name(row):
    """Who holds it, as it is called away from its own page."""
    group, chapter = row["brg__acronym"] or row["brg__name"], row["chapter__name"]
    if chapter is None:
        return group
    return chapter if group in chapter else f"{group} {chapter}"


@lru_cache(maxsize=20_000)
def in_zone(starts, ends, zone, day, language):
    """When it is in the words of a language, which are the same for everybody there.

    `day` is the one at the event's own place, which stands above it in a month.
    """
    span = Span(starts, ends, zoneinfo.ZoneInfo(zone))
    iso = starts.astimezone(span.zone).isoformat()
    return Words(iso, in_words(span), start_in_words(starts, span.zone, day))


def _by_own_clock(row, own_zone, language):
    """When it is by the viewer's clock, where that shows another time; a visitor has none."""
    if own_zone is None or own_zone.key == row["time_zone"]:
        return None
    times, there = (row["starts"], row["ends"]), zoneinfo.ZoneInfo(row["time_zone"])
    if all(_offset(time, own_zone) == _offset(time, there) for time in times):
        return None
    return in_zone(*times, own_zone.key, row["starts_date"], language)


def _offset(instant, zone):
    return instant.astimezone(zone).utcoffset()


def _where(row):
    """How one takes part, and where."""
    is_told = row["is_open"] and row["format"] != Event.Format.ONLINE
    parts = (FORMATS[row["format"]], row["venue"] if is_told else "", row["region__name"])
    return " · ".join(str(part) for part in parts if part)


def _marks(row, now):
    """The viewer's own answer first; of what is over, seats and joining mean nothing any more."""
    if row["ends"] <= now:
        if row["own"] == Rsvp.Status.GOING:
            yield WERE_GOING
        yield OVER
        return
    if row["own"]:
        yield OWN[row["own"]]
    if not row["is_open"]:
        yield TEASER
    if seats := seats_left(**{name: row[name] for name in SEATS}):
        yield Mark(seats, "users-round")

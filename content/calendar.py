"""Entries of calendars as text (RFC 5545). The icalendar library writes, and nothing else does.

What a program reads is written once for each set of facts, and kept: the same facts come again
with every copy of a feed, and for everybody who goes to the same event.
"""

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vDuration, vRecur
from icalendar.parser import Contentline, Parameters

from .zones import is_utc, observances

TYPE = "text/calendar"
# How often a program that has subscribed should look again.
REFRESH = dt.timedelta(hours=1)
# What an entry that says nothing still tells a calendar.
BARE = {
    *("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "STATUS"),
    *("RECURRENCE-ID", "RRULE", "EXDATE", "URL", "ORGANIZER", "ATTENDEE"),
}

_END = b"END:VCALENDAR\r\n"
_END_OF_EVENT = "END:VEVENT\n"
_METHOD = re.compile(r"^METHOD:(\w+)$", re.MULTILINE)


class Entry(NamedTuple):
    """One entry, in plain values. `starts` and `ends` are wall time in the zone, without an offset.

    A turn is 1 for the second of two hours that clocks show twice. `stamp` is the instant in UTC
    since which it is so. Entries of one series share their uid: one that stands for many dates has
    a rule, and one that stands for a single date is named by the wall time that the rule has there.
    """

    uid: str
    sequence: int
    stamp: dt.datetime
    zone: str
    starts: dt.datetime
    ends: dt.datetime
    starts_turn: int = 0
    ends_turn: int = 0
    status: str = "CONFIRMED"
    title: str = ""
    text: str = ""
    place: str = ""
    url: str = ""
    is_private: bool = False
    organizer: str = ""
    # A date of a series (RFC 5545, 3.8.4.4), whenever it is now.
    date: dt.datetime | None = None
    date_zone: str = ""
    # A series (3.8.5.3): its rule without an end, the instant of its last date, and the wall times
    # of the dates between that are not.
    rule: str = ""
    until: dt.datetime | None = None
    missing: tuple = ()


def neutral_title():
    """What an entry is called that names neither its group nor what it is about."""
    return _("BRG event")


def written(entries, *, name="", method="", zone="UTC"):
    """A calendar, in bytes; `zone` is the one that an empty calendar speaks of."""
    entries = list(entries)
    parts = [_head(settings.SITE_NAME, name, method).removesuffix(_END)]
    parts += [_zone(*each) for each in _zones(entries, zone)]
    parts += [_event(entry) for entry in entries]
    return b"".join([*parts, _END])


# Many answer to one event in the same second, each under its hold.
@lru_cache(maxsize=64)
def text_of_mail(*entries, method):
    """The calendar part of a mail: one entry, or those of one series; with the breaks of text."""
    return written(entries, method=method).decode().replace("\r\n", "\n")


def method_of(text):
    """What a calendar part asks a calendar to do: REQUEST or CANCEL."""
    return _METHOD.search(text)[1]


def neutral(text):
    """The same calendar part without what it is about: when alone, and how to find it again."""
    found = Calendar.from_ical(text)
    for event in found.events:
        for name in set(event) - BARE:
            del event[name]
        event.add("summary", neutral_title())
        event.add("class", "PRIVATE")
    return found.to_ical().decode().replace("\r\n", "\n")


def with_line(text, line):
    """A calendar part with one more line in each entry, which may be folded."""
    return text.replace(_END_OF_EVENT, f"{line}\n{_END_OF_EVENT}")


def attendee(address):
    """The line that says who is going, and that their answer is known; folded as lines are."""
    facts = Parameters({"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    line = Contentline.from_parts("ATTENDEE", facts, vCalAddress(f"mailto:{address}"))
    return line.to_ical().decode().replace("\r\n", "\n")


def clean(text, *, keep_lines=False):
    """Text without what is no letter: control characters, and halves of them (RFC 5545, 3.1)."""
    lines = (" ".join(_visible(line).split()) for line in str(text).splitlines())
    return ("\n" if keep_lines else " ").join(lines).strip()


def _visible(line):
    return "".join(" " if unicodedata.category(each) in ("Cc", "Cs") else each for each in line)


@lru_cache(maxsize=256)
def _head(site, name, method):
    head = Calendar()
    head.add("prodid", f"-//{clean(site)}//Events//EN")
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    if method:
        head.add("method", method)
    if name:
        # RFC 7986, and what programs read that are older.
        for each in ("name", "x-wr-calname"):
            head.add(each, clean(name))
        head.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        head.add("x-published-ttl", vDuration(REFRESH))
    return head.to_ical()


def _zones(entries, otherwise):
    """The zones of the entries, each with the years that it has to cover; one at least."""
    years = {}
    for entry in entries:
        for zone, times in _named_times(entry):
            years.setdefault(zone, set()).update(time.year for time in times)
    if not entries:
        years[otherwise] = {dt.datetime.now(dt.UTC).year}
    return sorted((zone, min(found), max(found)) for zone, found in years.items())


def _named_times(entry):
    """Each zone that an entry names, with the times between which it has to be known."""
    named = {entry.zone: [entry.starts, entry.ends]}
    if entry.rule:
        named[entry.zone].append(entry.until)
    if entry.date:
        named.setdefault(entry.date_zone, []).append(entry.date)
    return [(zone, times) for zone, times in named.items() if not is_utc(zone)]


@lru_cache(maxsize=256)
def _zone(name, first, last):
    return observances(name, first, last).to_ical()


# A feed has 500 entries at most, and a server several that are asked for all the time.
@lru_cache(maxsize=4096)
def _event(entry):
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    for name in ("dtstamp", "last-modified"):
        event.add(name, entry.stamp.astimezone(dt.UTC))
    starts, ends = _times(entry)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    _add_series(event, entry)
    event.add("status", entry.status)
    event.add("summary", clean(entry.title))
    _add_words(event, entry)
    return event.to_ical()


def _add_series(event, entry):
    if entry.date:
        event.add("recurrence-id", _there(entry.date, entry.date_zone))
    if entry.rule:
        # In UTC, since the start has a zone (RFC 5545, 3.3.10).
        event.add("rrule", vRecur.from_ical(entry.rule) | {"UNTIL": entry.until})
    if entry.missing:
        event.add("exdate", [_there(wall, entry.zone) for wall in entry.missing])


def _add_words(event, entry):
    words = {
        "description": clean(entry.text, keep_lines=True),
        "location": clean(entry.place),
        "url": entry.url,
        "organizer": entry.organizer and vCalAddress(f"mailto:{entry.organizer}"),
        "class": "PRIVATE" if entry.is_private else "",
    }
    for name, value in words.items():
        if value:
            event.add(name, value)


def _times(entry):
    """Start and end in the entry's zone; in UTC where wall time alone would not be understood."""
    walls = ((entry.starts, entry.starts_turn), (entry.ends, entry.ends_turn))
    times = [_there(wall, entry.zone, turn) for wall, turn in walls]
    if all(map(_is_plain, times)) and not (entry.date and any(map(_is_not_once, times))):
        return times
    return [each.astimezone(dt.UTC) for each in times]


def _there(wall, zone, turn=0):
    return wall.replace(tzinfo=dt.UTC if is_utc(zone) else ZoneInfo(zone), fold=turn)


def _is_plain(time):
    """Whether its wall time says it: it is not skipped, nor the second of two (RFC 5545, 3.3.5)."""
    instant = time.astimezone(dt.UTC)
    first = time.replace(fold=0)
    there = instant.astimezone(time.tzinfo)
    return first.astimezone(dt.UTC) == instant and there.replace(tzinfo=None) == time.replace(
        tzinfo=None
    )


def _is_not_once(time):
    """Whether clocks skip it or show it twice, which programs read in two ways within a series."""
    return time.replace(fold=0).utcoffset() != time.replace(fold=1).utcoffset()

"""An event's times in words, the zone always named: in its own zone, or in another one."""

from functools import lru_cache

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.wall_time import is_twice, name_of


def in_words(event, zone=None):
    """When it is, in one line: “Tuesday, December 1, 2026, 6 p.m. to 7:30 p.m., Denver time”."""
    return _span_in_words(event.starts, event.ends, zone or event.zone, get_language())


@lru_cache(maxsize=5_000)
def _span_in_words(starts, ends, zone, _language):
    """The same for everybody, and asked for with each letter and on each page."""
    starts, ends = starts.astimezone(zone), ends.astimezone(zone)
    until = _hour(ends) if starts.date() == ends.date() else f"{_day(ends)}, {_hour(ends)}"
    facts = {"day": _day(starts), "from": _hour(starts), "until": until, "zone": zone_name(zone)}
    return _("%(day)s, %(from)s to %(until)s, %(zone)s") % facts


def start_in_words(instant, zone, day):
    """When something begins, where the day is known: “6 p.m., Denver time”; another day is said."""
    there = instant.astimezone(zone)
    if there.date() != day:
        return moment_in_words(instant, zone)
    return _("%(hour)s, %(zone)s") % {"hour": _hour(there), "zone": zone_name(zone)}


def moment_in_words(instant, zone):
    """One instant: “Tuesday, December 1, 2026, 6 p.m., Denver time”."""
    there = instant.astimezone(zone)
    facts = {"day": _day(there), "hour": _hour(there), "zone": zone_name(zone)}
    return _("%(day)s, %(hour)s, %(zone)s") % facts


def zone_name(zone):
    """A zone as people say it: “Denver time”; UTC is UTC."""
    if zone.key in ("UTC", "Etc/UTC"):
        return "UTC"
    return _("%(place)s time") % {"place": name_of(zone).replace(" ", "\xa0")}


def _day(instant):
    return date_format(instant, "l, F j, Y")


def hour_in_words(time):
    """An hour as clocks show it: “6 p.m.”, which no line breaks, since “6” alone is no time."""
    return time_format(time, "TIME_FORMAT").replace(" ", "\xa0")


def _hour(instant):
    """As clocks show it; of two hours that they show alike, which one."""
    hour = hour_in_words(instant)
    if not is_twice(instant.replace(tzinfo=None), instant.tzinfo):
        return hour
    words = (
        _("%(hour)s (after clocks go back)")
        if instant.fold
        else _("%(hour)s (before clocks go back)")
    )
    return words % {"hour": hour}

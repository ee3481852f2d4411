"""An event at another time: as a copy of it, or as others of its series are moved."""

import copy
import datetime as dt

from django.utils.translation import gettext as _

from accounts.wall_time import after_skip, is_skipped

from ..models import Event
from .drafts import FIELDS, TIMES
from .held import refuse_unless

LAST_YEAR = 2100


def put_at(event, starts, ends):
    """Let an unsaved event take place at these wall times of its zone; raises Refusal in words.

    What would begin in an hour that clocks skip begins after it, and takes as long as ever. Of two
    hours of the same name, times that change mean the first.
    """
    skipped = _gap(starts, event.zone)
    starts, ends = starts + skipped, ends + (_gap(ends, event.zone) or skipped)
    event.starts_date, event.starts_time = starts.date(), starts.time()
    event.ends_date, event.ends_time = ends.date(), ends.time()
    event.starts_turn = event.ends_turn = 0
    _check(event)


def _gap(wall, zone):
    """By how much clocks in the zone go beyond a time that they skip; nothing for all others."""
    return after_skip(wall, zone) - wall if is_skipped(wall, zone) else dt.timedelta()


def _check(event):
    refuse_unless(event.ends_date.year <= LAST_YEAR, _("It has to end by the year 2100."))
    event.set_instants()
    refuse_unless(event.takes > dt.timedelta(), _("It has to end after it starts."))


def copy_at(event, starts):
    """An unsaved event like another one, which starts at this wall time and takes as long."""
    made = Event(brg=event.brg, chapter=event.chapter, series=event.series, picture=event.picture)
    for name in FIELDS:
        setattr(made, name, getattr(event, name))
    put_at(made, starts, starts + (event.ends_wall - event.starts_wall))
    return made


class Change:
    """What an editor has changed of one event, to be put onto others of its series.

    A time is the same wall time for all, and a day the same number of days later or earlier.
    """

    def __init__(self, stored, typed):
        names = [name for name in FIELDS if name not in TIMES]
        self.facts = _differing(stored, typed, names)
        self.times = _differing(stored, typed, [name for name in TIMES if "turn" not in name])
        self.days = typed.starts_date - stored.starts_date
        before, after = _span(stored), _span(typed)
        self.span = None if before == after else after

    def put_on(self, event):
        """A copy of another event, with the change; raises Refusal where it can't be so."""
        typed = copy.copy(event)
        for name, value in self.facts.items():
            setattr(typed, name, value)
        if "format" in self.facts:
            _leave_out_what_has_no_place(typed)
        if self.times:
            self._put_times(typed)
        return typed

    def _put_times(self, event):
        before = event.time_zone, event.starts_wall, event.ends_wall
        turns = event.starts_turn, event.ends_turn
        for name in ("time_zone", "starts_time", "ends_time"):
            setattr(event, name, self.times.get(name, getattr(event, name)))
        span = _span(event) if self.span is None else self.span
        first = event.starts_date + self.days
        starts = dt.datetime.combine(first, event.starts_time)
        put_at(event, starts, dt.datetime.combine(first + span, event.ends_time))
        if before == (event.time_zone, event.starts_wall, event.ends_wall):
            event.starts_turn, event.ends_turn = turns


def _span(event):
    return event.ends_date - event.starts_date


def _differing(stored, typed, names):
    return {n: getattr(typed, n) for n in names if getattr(stored, n) != getattr(typed, n)}


def _leave_out_what_has_no_place(event):
    """As the form has it: no link in person, and no place online."""
    if event.format == Event.Format.IN_PERSON:
        event.online_link = ""
    if event.format == Event.Format.ONLINE:
        event.venue = ""

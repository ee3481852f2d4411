"""When a mail may leave: quiet hours and digests, by the clock on a person's wall.

A wall time means the first instant at which the clock shows it, or one past it: a time that a
change of the clock leaves out is the first instant after the gap, and one that comes twice is the
first of the two. `quiet` is a pair of wall times, begin and end, or None; the end itself is not
quiet any more. All instants are aware; what is returned is in UTC.
"""

import datetime as dt

DIGESTS_LEAVE = dt.time(8)
MONDAY = 0

_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)


def after_quiet(instant, zone, quiet):
    """The first instant outside quiet hours, from this one on."""
    instant = instant.astimezone(dt.UTC)
    if quiet is None or quiet[0] == quiet[1]:
        return instant
    # One night may end where the next begins, where the clock leaves out all that lies between.
    while ends := _end_of_quiet(instant, zone, quiet):
        instant = ends
    return instant


def waking(instant, zone, quiet, wait):
    """The instant at which so much time outside quiet hours has gone by since another one."""
    instant = after_quiet(instant, zone, quiet)
    while quiet and quiet[0] != quiet[1]:
        night = _next_quiet(instant, zone, quiet)
        if instant + wait <= night:
            break
        wait -= night - instant
        instant = after_quiet(night, zone, quiet)
    return instant + wait


def next_daily(instant, zone, quiet):
    """When the daily digest leaves next after an instant."""
    return _next_digest(instant, zone, quiet, range(7))


def next_weekly(instant, zone, quiet):
    """When the weekly digest leaves next after an instant."""
    return _next_digest(instant, zone, quiet, (MONDAY,))


def _next_digest(instant, zone, quiet, weekdays):
    day = instant.astimezone(zone).date() - 2 * _DAY
    while True:
        if day.weekday() in weekdays:
            leaves = after_quiet(_first(day, DIGESTS_LEAVE, zone), zone, quiet)
            if leaves > instant:
                return leaves
        day += _DAY


def _end_of_quiet(instant, zone, quiet):
    """When the quiet hours end in which an instant lies, or None where it lies in none."""
    begins, ends = quiet
    nights = _DAY if ends < begins else dt.timedelta()
    today = instant.astimezone(zone).date()
    for day in (today - _DAY, today):
        end = _first(day + nights, ends, zone)
        if _first(day, begins, zone) <= instant < end:
            return end
    return None


def _next_quiet(instant, zone, quiet):
    """When quiet hours begin next after an instant that lies in none."""
    today = instant.astimezone(zone).date()
    begins = (_first(today + days * _DAY, quiet[0], zone) for days in range(3))
    return next(begin for begin in begins if begin > instant)


def _first(day, wall, zone):
    """The instant that a wall time means on a day."""
    naive = dt.datetime.combine(day, wall)
    # The first of two; in a gap, the clock before it, which then points past the gap.
    after = naive.replace(tzinfo=zone).astimezone(dt.UTC)
    if after.astimezone(zone).replace(tzinfo=None) == naive:
        return after
    before = naive.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)
    return _change(before.replace(microsecond=0), after, zone)


def _change(before, after, zone):
    """The instant between two at which the clock was set to another offset."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return before + _SECOND

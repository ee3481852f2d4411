"""Terms of office, some of which end soon."""

import datetime as dt

from .chance import start_of

TERM = dt.timedelta(days=2 * 365)
LONGEST_IN_OFFICE = 620


def term(rng, *, today, joined, ends_in=None):
    """The days of an accepted term as fields of an office. It begins after the person joined.

    It holds today and ends in its own time, or so many days from today, before it where the
    number is below zero.
    """
    day_after = joined.date() + dt.timedelta(days=1)
    starts = today - dt.timedelta(days=rng.randint(20, LONGEST_IN_OFFICE))
    if ends_in is not None:
        starts = today + dt.timedelta(days=ends_in) - TERM
    starts = max(starts, min(today, day_after))
    ends = starts + TERM if ends_in is None else today + dt.timedelta(days=ends_in)
    accepted = max(start_of(starts) - dt.timedelta(days=rng.randint(1, 18)), joined)
    offered = accepted - dt.timedelta(days=rng.randint(1, 5))
    return {"starts": starts, "ends": ends, "offered": offered, "accepted": accepted}

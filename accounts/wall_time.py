"""Times as clocks on the wall show them: some days skip an hour, and others have one twice."""

import datetime as dt


def is_skipped(wall, zone):
    """Whether clocks in the zone never show this time, because they are put forward over it."""
    there = wall.replace(tzinfo=zone)
    return there.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != wall


def is_twice(wall, zone):
    """Whether clocks in the zone show this time twice, because they are put back over it."""
    both = [wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)]
    return both[0] > both[1]


def after_skip(wall, zone):
    """The wall time as many minutes after the gap as the skipped one lies in it: 3:30 for 2:30."""
    return wall.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None)


def name_of(zone):
    """A zone as people say it: “Los Angeles time”."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def instant(wall, zone, *, turn=0):
    """When clocks in the zone show this time, for the first time (turn 0) or the second (1).

    It is in UTC, where a day later is 24 hours later: in the zone Python adds what clocks show.
    """
    return wall.replace(tzinfo=zone, fold=turn).astimezone(dt.UTC)

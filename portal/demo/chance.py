"""Chance that can be repeated: every subject has its own, so that one never shifts another."""

import datetime as dt
import random
import zoneinfo

from django.conf import settings

from accounts.clock import organization_midnight
from accounts.wall_time import instant

SEED = 2026


def chance(seed, subject):
    """Random numbers for one subject, the same for the same seed. Never for secrets."""
    return random.Random(f"{seed} {subject}")  # noqa: S311 - has to be repeatable


def start_of(today):
    """The instant at which a day begins in the organization's zone: nothing loaded is later."""
    return organization_midnight(today)


def ago(today, days, hour=9):
    """The instant so many days before a day at which the organization's clocks show some hour."""
    midnight = dt.datetime.combine(today - dt.timedelta(days=days), dt.time())
    wall = midnight + dt.timedelta(hours=hour, minutes=12)
    return instant(wall, zoneinfo.ZoneInfo(settings.TIME_ZONE))


def instant_between(rng, first, last):
    """A whole second from `first` up to `last`, both included."""
    return first + dt.timedelta(seconds=rng.randint(0, int((last - first).total_seconds())))


def pick(rng, weights):
    """One key of a mapping from keys to weights."""
    return rng.choices(list(weights), weights=weights.values())[0]

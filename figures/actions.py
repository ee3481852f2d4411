import datetime as dt

from .models import PublishedFigure
from .rounding import publishable

# A figure moves only when this many different people came or went since it last did, so
# that comparing two days never tells about one person.
STEADY = 5


def first_published(*, count, now, today: dt.date):
    """Publish a figure for the first time, from an exact count of people at the instant `now`."""
    return PublishedFigure.objects.create(value=publishable(count), published=now, checked=today)


def recompute(figure, *, count, changed, now, today: dt.date):
    """Bring one locked figure up to date in memory; the caller saves it with its fellows.

    `count` is the exact number of people, `changed` how many different people came or went
    since `figure.published`, `now` the instant up to which both were counted. The instant moves
    with every publication, also where rounding gives the same value: what has been taken into
    account once must not count again.
    """
    figure.checked = today
    if changed >= STEADY:
        figure.value = publishable(count)
        figure.published = now
    return figure

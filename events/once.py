"""A series in lists: once, by the first of its dates that match; the others open out from there."""

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import get_language, ngettext

from .listing import OWN, TIMES, event_rows, event_url, in_zone
from .models import Series
from .models.series import slug_of_series

# More dates than these are on the page of the series.
MOST_DATES = 12
SITTINGS = Series.Kind.SITTINGS


def once(events):
    """Of the events that match, those of no series, and of each series the soonest."""
    is_before = Q(starts__lt=OuterRef("starts")) | Q(
        starts=OuterRef("starts"), pk__lt=OuterRef("pk")
    )
    earlier = events.order_by().filter(is_before, series=OuterRef("series"))
    return events.filter(Q(series=None) | ~Exists(earlier))


def listed(rows, viewer, further):
    """Rows of `once`, read by `for_lists`, as `components/_event.html` shows them.

    `further` is a function that gives `further_dates` of the series with these keys, by one
    statement; it is called if there is a series at all.
    """
    rows = list(rows)
    found = event_rows(rows, viewer)
    further = _by_series(further, {row["series"] for row in rows} - {None})
    for row, shown in zip(rows, found, strict=True):
        if dates := further.get(row["series"]):
            shown["series"] = _series(row, dates)
    return found


def _by_series(further, series):
    found = {}
    for row in further(sorted(series)) if series else []:
        found.setdefault(row["series"], []).append(row)
    return found


def further_dates(events, viewer, series):
    """Of events that match, the next dates of each series after its first; how many in all."""
    own = {"partition_by": [F("series")]}
    ranked = events.order_by().filter(series__in=series).as_met_by(viewer)
    ranked = ranked.annotate(
        nth=Window(RowNumber(), order_by=["starts", "pk"], **own),
        total=Window(Count("pk"), **own),
    )
    names = ("pk", "title", *TIMES, "series", "own", "nth", "total")
    return ranked.filter(nth__gt=1, nth__lte=MOST_DATES + 1).values(*names)


def _series(row, dates):
    """The further dates as a list opens them out."""
    language, address = get_language(), [row["series"], slug_of_series(row["series__title"])]
    return {
        "words": _how_many_more(row["series__kind"], dates[0]["total"] - 1),
        "url": reverse("series", args=address),
        "dates": [
            {
                "url": event_url(date),
                "when": in_zone(*(date[name] for name in TIMES), language),
                "mark": OWN.get(date["own"]),
            }
            for date in sorted(dates, key=lambda date: date["nth"])
        ],
    }


def _how_many_more(kind, number):
    if kind == SITTINGS:
        words = ngettext("and %(n)s more time", "and %(n)s more times", number)
    else:
        words = ngettext("and %(n)s more date", "and %(n)s more dates", number)
    return words % {"n": number}

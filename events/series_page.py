"""The page of a series: what it is, when its dates are, and where the viewer stands with it."""

import functools

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .asked import asked
from .listing import FIELDS, Mark, event_rows
from .models import Event, Series
from .page import host_of, who_may_come
from .rule_words import series_in_words
from .series_standing import series_standing, sitting_acts
from .views import missing

CANCELLED = Mark(gettext_lazy("Cancelled"), "calendar-x-2", "bad")
LOOKED_AT = Mark(gettext_lazy("A curator looks at a change"), "hourglass")
RELATED = ("brg", "chapter__brg")


@require_safe
def series(request, number, slug=None):
    """One series. The number decides; whoever may see it is led to its full address."""
    found = visible(request.user, number)
    if found is None:
        return missing(request)
    if slug != found.slug:
        return redirect(found)
    return render(request, "events/series.html", series_page(found, request.user))


def of_series(view):
    """Find the series that an address names, among those that the viewer may know of."""

    @functools.wraps(view)
    def found(request, number, slug, **rest):
        series = visible(request.user, number)
        return missing(request) if series is None else view(request, series, **rest)

    return found


def visible(viewer, number):
    return next(iter(asked(_visible, viewer, [number])), None)


def _visible(viewer, number):
    # A number is unique, so there is nothing to sort.
    return Series.objects.visible_to(viewer).filter(pk=number).select_related(*RELATED)


def series_page(series, viewer):
    """The context of the page. `series` is one that the viewer may know of."""
    dates = asked(_dates, viewer, [series.pk])
    return {
        "series": series,
        "brg": series.brg,
        "host": host_of(series),
        "is_open": any(each.is_open for each in dates),
        "workspace_url": _workspace_url(series, viewer),
        **_coming_and_past(series, dates, viewer),
        **series_standing(series, viewer, dates),
    }


def _dates(viewer, series):
    """All dates of which the viewer may know, the soonest first."""
    rows = Event.objects.visible_to(viewer).as_met_by(viewer).with_discretion()
    related = ("brg", "chapter__brg", "region", "pillar", "series")
    return rows.filter(series=series).select_related(*related).order_by("starts", "pk")


def _coming_and_past(series, dates, viewer):
    """The dates, and what they say of the whole."""
    now = timezone.now()
    coming = [each for each in dates if not each.is_over(now)]
    past = [each for each in dates if each.is_over(now)]
    # Of what is over, the last date still says what it was.
    shown = (coming or past[-1:])[0]
    return {
        "summary": shown.summary,
        "rule": series_in_words(series, coming or past),
        "who_may_come": who_may_come(shown),
        "coming": _rows(series, coming, viewer),
        "past": _rows(series, past[::-1], viewer),
    }


def _rows(series, dates, viewer):
    """The dates as `events/_date.html` shows them."""
    rows = event_rows([_values(event) for event in dates], viewer)
    acts = sitting_acts(dates) if series.has_sittings and viewer.is_authenticated else {}
    for event, row in zip(dates, rows, strict=True):
        row["act"] = acts.get(event.pk)
        row["is_renamed"] = event.title != series.title
        if event.is_cancelled:
            row["marks"] = [CANCELLED]
        elif not event.is_published:
            row["marks"] = [LOOKED_AT]
    return rows


def _values(event):
    return {name: _value(event, name) for name in FIELDS}


def _value(row, path):
    """As a query for values has it: along a path, None where that ends early."""
    for name in path.split("__"):
        row = getattr(row, name) if row is not None else None
    return row


def _workspace_url(series, viewer):
    """Where the viewer works on it, if they lead it."""
    if not viewer.is_authenticated:
        return ""
    is_led = Event.objects.led_by(viewer).filter(series=series).exists()
    return series.get_workspace_url() if is_led else ""

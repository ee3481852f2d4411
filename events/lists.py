"""Finding an event: in a list, the soonest first, and in a month."""

from functools import partial

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Region
from brgs.models import BRG, Pillar
from chapters.models import Chapter
from paging.filters import ways_on
from paging.keyset import first_page, keyset_page
from statements.prepared import prepared

from .asked import asked
from .filters import OWN, EventFilter, ListOfEventsFilter
from .listing import event_rows, for_lists
from .models import Event
from .models.finding import LONGEST
from .month import Month, weekdays, weeks
from .once import further_dates, listed, once

EVENTS_A_PAGE = 25
ORDER = ["starts", "pk"]
# With more, people find a group's events by typing its name.
GROUPS_TO_CHOOSE_FROM = 60
DAYS = ("from", "to")


@require_safe
def events(request):
    found = _found(request, ListOfEventsFilter)
    page = _page(found, request.GET.get("after", "")[:18], request.user)
    context = {
        "filter": found,
        "events": listed(page.rows, request.user, partial(_further, found, request.user)),
        "groups_url": reverse("groups"),
        "month_url": _of_month(found, Month.around(found.chosen.get("from"))),
    }
    return render(request, "events/list.html", context | ways_on(request, found, page))


def _page(found, after, viewer):
    """Nearly all look at the first page of all that is coming, so that is asked for ready-made."""
    if after or found.chosen:
        rows = for_lists(once(found.qs), viewer)
        return keyset_page(rows, order=ORDER, key="pk", after=after, size=EVENTS_A_PAGE)
    now = timezone.now()
    return first_page(asked(_first, viewer, [now, now - LONGEST]), key="pk", size=EVENTS_A_PAGE)


def _first(viewer, now, earliest):
    coming = Event.objects.visible_to(viewer).upcoming(now, earliest=earliest)
    return for_lists(once(coming), viewer).order_by(*ORDER)[: EVENTS_A_PAGE + 1]


def _further(found, viewer, series):
    if found.chosen:
        return further_dates(found.qs, viewer, series)
    now = timezone.now()
    # A statement has a fixed number of marks, and no key is 0.
    keys = [*series, *[0] * (EVENTS_A_PAGE - len(series))]
    return asked(_further_of_all, viewer, [now, now - LONGEST, *keys])


def _further_of_all(viewer, now, earliest, *series):
    coming = Event.objects.visible_to(viewer).upcoming(now, earliest=earliest)
    return further_dates(coming, viewer, series)


@require_safe
def events_calendar(request):
    month = Month.of(request.GET.get("month", "")[:7])
    found = _found(request, EventFilter)
    rows = event_rows(for_lists(month.events(found.qs), request.user), request.user)
    context = {
        "filter": found,
        "month": month,
        "weekdays": weekdays(),
        "weeks": weeks(month, rows),
        "is_empty": not rows,
        **_ways_around(found, month),
    }
    return render(request, "events/calendar.html", context)


def _found(request, kind):
    """The events that a viewer may know of, narrowed by the filters of the address."""
    chosen = request.GET.get("group", "")[:60]
    return kind(
        request.GET,
        viewer=request.user,
        groups=_groups_to_choose_from(chosen),
        chapters=_chapters_of(chosen),
        regions=prepared(_regions, []),
        pillars=prepared(_pillars, []),
    )


def _regions():
    return Region.objects.values_list("slug", "name")


def _pillars():
    return Pillar.objects.values_list("slug", "name")


def _groups_to_choose_from(chosen):
    """Groups by name; where they are too many for a list, only the one in use."""
    some = prepared(_some_groups, [])
    if len(some) <= GROUPS_TO_CHOOSE_FROM:
        return [(slug, acronym or name) for slug, acronym, name in some]
    groups = BRG.objects.active().filter(slug=chosen) if chosen and "\0" not in chosen else []
    return [(group.slug, group.short_name) for group in groups]


def _some_groups():
    """One more than a list holds."""
    groups = BRG.objects.active().order_by("sort_name", "pk")
    return groups.values_list("slug", "acronym", "name")[: GROUPS_TO_CHOOSE_FROM + 1]


def _chapters_of(chosen):
    if chosen in ("", OWN) or "\0" in chosen:
        return []
    rows = Chapter.objects.public().filter(brg__slug=chosen).order_by("sort_name", "pk")
    return list(rows.values_list("slug", "name"))


def _ways_around(found, month):
    """Addresses of other months and of the list, which keep the filters in use."""
    around = {"before": month.before, "after": month.after}
    days = {} if month.is_present else {"from": month.first, "to": month.last}
    cleared = f"{reverse('events-calendar')}?month={month}"
    day_url = _address("events", found)
    return {
        **{f"{way}_url": _of_month(found, other) for way, other in around.items()},
        **{f"{way}_name": other.name if other else "" for way, other in around.items()},
        "list_url": _address("events", found, **days),
        # To which a day is added.
        "day_url": f"{day_url}&" if "?" in day_url else f"{day_url}?",
        "clear_url": cleared if found.narrows else "",
    }


def _of_month(found, month):
    return _address("events-calendar", found, month=month) if month else ""


def _address(route, found, **more):
    """The address of a page with the filters in use, but for days, which each page says anew."""
    query = QueryDict(mutable=True)
    kept = {name: value for name, value in found.chosen.items() if name not in DAYS}
    query.update(kept | more)
    return f"{reverse(route)}?{query.urlencode()}" if query else reverse(route)

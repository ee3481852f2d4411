"""One's own events: what is coming, the past, and what one has to do with accessibility."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paging.keyset import keyset_page

from . import when
from .access import events_of_contact
from .actions.clock import REQUESTS_KEPT
from .models import AccessibilityRequest, Rsvp
from .own_series import later_dates, next_dates
from .page import host_of, times

EVENTS_A_PAGE = 25
# Of events with requests to read, and of own requests: both end 30 days after the event.
MOST_REQUESTS = 50
RELATED = ("event__brg", "event__chapter__brg", "event__series")


@require_safe
def own_events(request):
    """Coming events, the soonest first; with `?show=past` those that are over, the latest first."""
    now, is_past = timezone.now(), request.GET.get("show") == "past"
    answers = Rsvp.objects.of(request.user).with_place_in_line().select_related(*RELATED)
    over, coming = answers.filter(event__ends__lte=now), answers.filter(event__ends__gt=now)
    # They stand above the list, as long as they can be taken.
    offers = Q(status=Rsvp.Status.OFFERED, offer_ends__gt=now, event__starts__gt=now)
    listed = coming.exclude(offers)
    page = keyset_page(
        over if is_past else next_dates(listed, request.user),
        order=["-event__starts", "-event_id"] if is_past else ["event__starts", "event_id"],
        key="event_id",
        after=request.GET.get("after", "")[:18],
        size=EVENTS_A_PAGE,
    )
    rows = [_row(answer, request.user, now) for answer in page.rows]
    if not is_past:
        for row, series, later in later_dates(rows, listed, request.user):
            row["series"] = series
            row["later"] = [_row(answer, request.user, now) for answer in later]
    context = {
        "is_past": is_past,
        "rows": rows,
        **_ways_on(request, page, is_past),
    }
    if page.is_first and not is_past:
        context |= _first(coming.filter(offers).order_by("offer_ends"), request.user, now)
    return render(request, "events/own.html", context)


def _first(offers, person, now):
    """What stands above the list: offers, which are to be taken in time, and requests."""
    mine = AccessibilityRequest.objects.filter(person=person).select_related("event")
    to_read = events_of_contact(person).filter(ends__gt=now - REQUESTS_KEPT)
    return {
        "offers": [_row(answer, person, now) for answer in offers],
        "requests": mine.order_by("event__starts", "pk")[:MOST_REQUESTS],
        "to_read": to_read.order_by("starts", "pk")[:MOST_REQUESTS],
    }


def _ways_on(request, page, is_past):
    show = "show=past&" if is_past else ""
    start = f"{request.path}?show=past" if is_past else request.path
    return {
        "next_url": f"?{show}after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else start,
        "events_url": reverse("events"),
    }


def _row(answer, person, now):
    event = answer.event
    words, icon, tone = _state(answer, now)
    return {
        "event": event,
        "hue": event.brg.hue,
        "host": host_of(event)["name"],
        "times": times(event, person),
        "answer": answer,
        **{"state": words, "icon": icon, "tone": tone},
        "offer_until": _until(answer, person, now),
        "may_cancel": not event.is_over(now) and (event.is_cancelled or not event.has_begun(now)),
    }


def _state(answer, now):
    """How the mark reads: words, icon and tone."""
    event = answer.event
    if event.is_cancelled:
        return _("Cancelled"), "calendar-x-2", "bad"
    if answer.is_going:
        return (_("You were going") if event.is_over(now) else _("You are going")), "check", "good"
    if answer.is_offered and answer.offer_ends <= now:
        return _("The offer has ended"), "hourglass", ""
    if answer.is_offered:
        return _("A seat is offered to you"), "hand", "warn"
    return _("You are waiting"), "hourglass", ""


def _until(answer, person, now):
    if not answer.is_offered or answer.offer_ends <= now:
        return ""
    return when.moment_in_words(answer.offer_ends, person.zone)

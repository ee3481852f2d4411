"""One's own pass for an event: made by a button, shown as a code to read and to type."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal
from content.codes import code_of
from events.models import Event
from events.models.finding import members_of
from events.views import RELATED, missing
from events.when import in_words

from . import actions
from .hours import has_closed, opens, why_shut
from .models import Attendance, Pass
from .permissions import door_of


@require_http_methods(["GET", "HEAD", "POST"])
def own_pass(request, number):
    """For anybody to whom the event is open, also without an answer."""
    rows = Event.objects.open_to(request.user).filter(pk=number, published__isnull=False)
    # A number is unique, so there is nothing to sort.
    event = next(iter(rows.select_related(*RELATED)), None)
    if event is None or not request.user.is_authenticated:
        return missing(request)
    if request.method == "POST":
        return _make(request, event)
    return render(request, "attendance/pass.html", _page(event, request.user))


def _make(request, event):
    try:
        actions.make_pass(event=event, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("me-event-pass", event.pk)


def _page(event, person):
    # One of each person, so there is nothing to sort.
    found = next(iter(Pass.objects.of(person).filter(event=event)), None)
    return {
        "event": event,
        # Shown to others in a line of people, who need not read where one belongs.
        "is_discreet": is_discreet(event, person),
        "when": in_words(event),
        "is_on": event.is_published and not has_closed(event),
        "was_there": was_there(event, person),
        "code": f"{found.code[:4]} {found.code[4:]}" if found else "",
        "drawing": code_of(address_of(found)) if found else None,
    }


def address_of(own):
    """What a camera reads. It says neither the group nor the event in words."""
    return f"{settings.SITE_URL}{reverse('event-door-short', args=[own.event_id])}?code={own.code}"


def is_discreet(event, person):
    unseen = members_of(event).filter(person=person, visibility="only_me")
    return event.is_discreet or unseen.exists()


def was_there(event, person):
    return Attendance.objects.of(person).filter(event=event).exists()


def on_event_page(event, viewer):
    """For the event's page: the way to one's pass and to the door, and whether one was there.

    `event` is as the viewer met it. Nothing is asked before the door opens.
    """
    if not viewer.is_authenticated:
        return {}
    is_open = not why_shut(event)
    return {
        "has_pass": _has_pass(event, viewer),
        "looks_after_door": is_open and door_of(viewer, event.pk) is not None,
        "was_there": opens(event) <= timezone.now() and was_there(event, viewer),
    }


def _has_pass(event, viewer):
    """Whether there is something to show at a door: not where people meet online alone."""
    is_for = viewer.is_employee and event.is_open and event.format != Event.Format.ONLINE
    return is_for and event.is_published and not event.is_over()

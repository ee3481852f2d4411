"""Saying what one thought of an event."""

import contextlib

from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import Refusal
from attendance.models import Attendance
from brgs.views import sent
from events import when
from events.models import Event
from events.page import host_of, times
from events.views import RELATED, missing

from . import actions
from .forms import FeedbackForm
from .opening import came, closes, is_open


@require_safe
def event_feedback_short(request, number):
    """Where mails lead: an address without the words of a title."""
    event = _found(request.user, number)
    return missing(request) if event is None else redirect(_url(event))


@require_http_methods(["GET", "HEAD", "POST"])
def event_feedback(request, number, slug):
    """The form, for those who came while the box is open; for others why there is none."""
    event = _found(request.user, number)
    if event is None:
        return missing(request)
    state = _state(event, request.user)
    if request.method == "POST":
        if state == "thanks":
            return redirect(_url(event))
        if state == "form":
            return _sent(request, event)
    return _page(request, event, state, FeedbackForm())


def _found(viewer, number):
    """An event that the viewer may know of, or was at: whoever was there knows of it."""
    if not viewer.is_authenticated:
        return None
    seen = Event.objects.visible_to(viewer).filter(pk=OuterRef("pk"))
    was_there = Attendance.objects.of(viewer).filter(event=OuterRef("pk"))
    rows = Event.objects.annotate(is_seen=Exists(seen)).filter(
        Exists(seen) | Exists(was_there), pk=number
    )
    # A number is unique, so there is nothing to sort.
    return next(iter(rows.select_related(*RELATED)), None)


def _state(event, viewer):
    if not event.has_begun():
        return "early"
    if not is_open(event):
        return "closed"
    if not came(viewer, event):
        return "not there"
    return "thanks" if actions.has_given(viewer, event) else "form"


def _sent(request, event):
    """Whoever has answered meanwhile, by another window, is thanked all the same."""
    form = FeedbackForm(sent(request))
    if not form.is_valid():
        return _page(request, event, "form", form)
    # Where it has closed in this very moment, the page says so.
    with contextlib.suppress(Refusal):
        actions.give(event=event, by=request.user, **form.cleaned_data)
    return redirect(_url(event))


def _page(request, event, state, form):
    context = {
        "event": event,
        "brg": event.brg,
        "host": host_of(event)["name"],
        "times": times(event, request.user),
        "state": state,
        "form": form,
        "closes": when.moment_in_words(closes(event), request.user.zone),
    }
    status = 422 if form.is_bound else 200
    return render(request, "feedback/give.html", context, status=status)


def _url(event):
    return reverse("event-feedback", args=[event.pk, event.slug])

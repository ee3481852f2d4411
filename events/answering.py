"""Answering to an event: each act one POST, which leads back to the event's page.

Whoever comes to such an address otherwise, as after signing in, is led to the event.
"""

import functools

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal

from . import actions
from .actions.held import is_sitting
from .answer_forms import AnswerForm
from .standing import standing
from .views import missing, visible


def act_on_event(act):
    """Let `act` do what was posted about an event that the viewer may know of."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @functools.wraps(act)
    def view(request, number, slug):
        event = visible(request.user, number)
        if event is None:
            return missing(request)
        if request.method != "POST":
            return redirect(event)
        return _done(request, event, act)

    return view


def _done(request, event, act):
    try:
        act(request, event)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(event)


@act_on_event
def rsvp(request, event):
    seat_me = AnswerForm(request.POST).seats_at_once
    answer, is_new = actions.rsvp(event=event, by=request.user, seat_me=seat_me)
    if not is_new:
        messages.info(request, _("You have answered already. Nothing has changed."))
    elif answer.is_going:
        messages.success(request, _going(event))
    else:
        messages.success(request, _("You are on the waiting list. We tell you of a free seat."))


def _going(event):
    if is_sitting(event):
        return _("You are going at this time. What you had at another time is given back.")
    return _("You are going.")


@act_on_event
def accept(request, event):
    actions.accept_offer(event=event, by=request.user)
    messages.success(request, _("The seat is yours."))


@act_on_event
def seat_me(request, event):
    at_once = request.POST.get("seat_me") == "yes"
    answer = actions.choose_seat_me(event=event, by=request.user, seat_me=at_once)
    if answer.is_going:
        messages.success(request, _("A seat was free, and it is yours."))
    elif at_once:
        messages.success(request, _("A free seat is yours at once."))
    else:
        messages.success(request, _("When a seat is free, we ask you first."))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, number, slug):
    """Give one's place back: a question first, on the event's page or here, then the act."""
    event = visible(request.user, number)
    if event is None:
        return missing(request)
    if request.method != "POST":
        return _ask_whether(request, event)
    response = _done(request, event, _give_back)
    # An event for members of a group that one has left is out of sight without an answer.
    return response if visible(request.user, number) else redirect("me-events")


def _give_back(request, event):
    if actions.cancel_rsvp(event=event, by=request.user):
        messages.success(request, _("You gave your place back."))
    else:
        messages.info(request, _("There was nothing to give back."))


def _ask_whether(request, event):
    answer = actions.own_answer(event, request.user)
    if answer is None or (event.has_begun() and not event.is_cancelled):
        return redirect(event)
    state = standing(event, answer, request.user)
    context = {"event": event, "state": state, "back_url": event.get_absolute_url()}
    return render(request, "events/cancel.html", context)

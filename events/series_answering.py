"""Signing up for a whole series, and leaving it: each one POST, which leads back to its page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal

from . import actions
from .answer_forms import AnswerForm
from .models import Rsvp
from .page import times
from .series_page import of_series, visible


@require_http_methods(["GET", "HEAD", "POST"])
@of_series
def rsvp(request, series):
    """Sign up for all dates. Whoever comes here otherwise, as after signing in, is led on."""
    if request.method == "POST":
        seat_me = AnswerForm(request.POST).seats_at_once
        try:
            _enrolled, is_new = actions.enroll(series=series, by=request.user, seat_me=seat_me)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            _say(request, is_new)
    return redirect(series)


def _say(request, is_new):
    if is_new:
        messages.success(request, _("You are signed up for the whole series."))
    else:
        messages.info(request, _("You are signed up already. Nothing has changed."))


@require_http_methods(["GET", "HEAD", "POST"])
@of_series
def cancel(request, series):
    """Leave the whole series: a question first, on its page or here, then the act."""
    if request.method != "POST":
        return _ask_whether(request, series)
    if actions.unenroll(series=series, by=request.user) is None:
        messages.info(request, _("There was nothing to give back."))
    else:
        messages.success(request, _("You gave all coming dates back."))
    # A series for members of a group that one has left is out of sight without an answer.
    return redirect(series if visible(request.user, series.pk) else "me-events")


def _ask_whether(request, series):
    coming = Rsvp.objects.of(request.user).filter(
        event__series=series, event__starts__gt=timezone.now()
    )
    answers = list(coming.select_related("event").order_by("event__starts", "event"))
    if not (answers or actions.own_enrollment(series, request.user)):
        return redirect(series)
    context = {
        "series": series,
        "dates": [times(answer.event, request.user)[0] for answer in answers],
        "back_url": series.get_absolute_url(),
    }
    return render(request, "events/series_cancel.html", context)

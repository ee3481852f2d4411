"""Calendars: one event as a file, feeds for programs, and the page about one's own feed.

Programs come without a session, so feeds never ask who is signed in.
"""

import re

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import Refusal
from brgs.models import BRG
from brgs.views import of_group
from chapters.models import Chapter
from chapters.views import of_chapter
from content import calendar

from . import actions, feeds
from .calendar_forms import FeedForm
from .calendars import file_of, is_hidden
from .models import CalendarFeed, Event
from .series_page import of_series
from .views import missing

TOKEN = re.compile(r"[\w-]{22}", re.ASCII)
# A public feed may be kept by others for so many seconds: an event may be called off.
SECONDS = 300


@require_safe
def event_file(request, number, slug):
    """One event, for whom it is for. The number decides; the words of the address do not matter."""
    rows = Event.objects.open_to(request.user).filter(pk=number)
    # A number is unique, so there is nothing to sort.
    event = next(iter(rows.select_related("brg", "chapter", "series")), None)
    if event is None:
        return missing(request)
    discreet = is_hidden(event, request.user) and not _asks_for_titles(request)
    response = _answer(file_of(event, discreet=discreet))
    response["Content-Disposition"] = 'attachment; filename="event.ics"'
    return response


@require_safe
@of_series
def series_file(request, series):
    """All dates of a series, for whoever may know of it."""
    choice = {"full_titles": _asks_for_titles(request)}
    response = _unless_known(
        request,
        feeds.stamp_of_series(series, request.user, **choice),
        lambda: feeds.series_file(series, request.user, **choice),
    )
    response["Content-Disposition"] = 'attachment; filename="series.ics"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def own_feed(request, token):
    """One person's events, for whoever holds the token; nothing there and not any more alike."""
    owner = feeds.owner_of(token) if TOKEN.fullmatch(token) else None
    if owner is None:
        raise Http404
    response = _unless_known(request, feeds.stamp_of_own(owner), lambda: feeds.own_feed(owner))
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
@of_group(lambda viewer: BRG.objects.active())
def group_feed(request, brg):
    return _public_feed(request, brg)


@require_safe
@of_chapter(lambda viewer: Chapter.objects.public(), lambda viewer: BRG.objects.active())
def chapter_feed(request, chapter):
    return _public_feed(request, chapter)


def _public_feed(request, host):
    choice = {"full_titles": _asks_for_titles(request)}
    response = _unless_known(
        request, feeds.stamp_of_public(host, **choice), lambda: feeds.public_feed(host, **choice)
    )
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response


def _asks_for_titles(request):
    """Whether a sensitive group's events shall bear their titles, which is asked in the address."""
    return request.GET.get("titles") == "full"


def _unless_known(request, stamp, write):
    """What `write` gives, or a word that the program has it already."""
    response = get_conditional_response(request, etag=stamp) or _answer(write())
    response["ETag"] = stamp
    return response


def _answer(data):
    return HttpResponse(data, content_type=f"{calendar.TYPE}; charset=utf-8")


# The page about one's own feed


@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request):
    """One's calendar address: made, shown this once, replaced, ended."""
    act = ACTS.get(request.POST.get("act")) if request.method == "POST" else None
    if act:
        return act(request)
    return _page(request, status=422 if request.method == "POST" else 200)


def _make(request):
    try:
        token = actions.make_feed(by=request.user, full_titles=_full_titles(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("me-calendar")
    # Shown here and now, since nobody knows it afterwards.
    return _page(request, address=settings.SITE_URL + reverse("calendar-feed", args=[token]))


def _choose(request):
    try:
        actions.choose_titles(by=request.user, full_titles=_full_titles(request))
        messages.success(request, _("Saved. Your calendar follows when it looks again."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("me-calendar")


def _end(request):
    if actions.end_feed(by=request.user):
        messages.success(request, _("Your calendar address works no more. Mails take its place."))
    return redirect("me-calendar")


ACTS = {"make": _make, "titles": _choose, "end": _end}


def _full_titles(request):
    form = FeedForm(request.POST)
    return form.is_valid() and form.cleaned_data["full_titles"]


def _page(request, *, address="", status=200):
    feed = CalendarFeed.objects.filter(person=request.user).first()
    initial = {"full_titles": feed.full_titles if feed else False}
    context = {"feed": feed, "address": address, "form": FeedForm(initial=initial)}
    return render(request, "events/my_calendar.html", context, status=status)

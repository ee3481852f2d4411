"""Series in the workspace: made of an event, gone on with, published, and called off in part."""

import functools
import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import Refusal
from brgs.actions import EditConflict

from . import actions
from .actions.series import dates_of
from .manage import row_of, ways
from .manage_steps import NEWER
from .models import Series
from .reasons import why_asked
from .rule_words import series_in_words
from .series_forms import AddDatesForm, CancelDatesForm, RepeatForm, SittingsForm

SEEN = re.compile(r"(\d{1,18})-(\d{1,9})", re.ASCII)


def of_host(view):
    """Find a series of the host by its number; those of others are as absent ones."""

    @functools.wraps(view)
    def found(request, host, number, **rest):
        rows = Series.objects.filter(brg=host.brg, chapter=host.chapter, pk=number)
        # A number is unique, so there is nothing to sort.
        series = next(iter(rows.select_related("brg", "chapter__brg")), None)
        if series is None:
            raise Http404
        return view(request, host, series, **rest)

    return found


# One series


@require_safe
@of_host
def series(request, host, series):
    """Its dates, as they stand, and what can be done about several at once."""
    dates = _dates(series)
    coming = [each for each in dates if not each.is_over()]
    past = [each for each in dates if each.is_over()]
    drafts = _drafts(coming)
    context = host.frame(_("Events"), request.user) | {
        "series": series,
        "rule": series_in_words(series, coming or past) if dates else "",
        "coming": [row_of(host, each) for each in coming],
        "past": [row_of(host, each) for each in past[::-1]],
        "drafts": len(drafts),
        "page_url": series.get_absolute_url() if any(each.published for each in dates) else "",
        "list_url": host.url(),
        "urls": _ways(host, series, coming, drafts),
    }
    return render(request, "events/manage_series.html", context)


def _ways(host, series, coming, drafts):
    """What a lead can do now with several dates, by name: its address."""
    urls = {}
    if drafts:
        urls["publish"] = host.url("series-publish", series.pk)
    if not series.has_sittings:
        urls["dates"] = host.url("series-dates", series.pk)
    elif on := [each for each in coming if "sittings" in ways(host, each)]:
        urls["sittings"] = host.url("sittings", on[0].pk)
    if _on(coming):
        urls["cancel"] = host.url("series-cancel", series.pk)
    return urls


def _dates(series):
    return sorted(dates_of(series), key=lambda each: (each.starts, each.pk))


def _drafts(dates):
    """What can still go out: a draft whose day is past cannot."""
    return [each for each in dates if each.is_editable and not each.has_begun()]


def _on(dates):
    return [each for each in dates if not (each.is_cancelled or each.is_over())]


# Made of an event


@require_http_methods(["GET", "HEAD", "POST"])
def repeat(request, host, number):
    """By which rule; which days that gives; and then its drafts."""
    event = host.row_or_404(number)
    if "repeat" not in ways(host, event):
        return _moved_on(request, host.url("event", number))
    form = RepeatForm(_sent(request), event=event, initial={"rule": Series.Rule.WEEKLY})

    def make():
        made = actions.repeat(event=event, by=request.user, **form.given)
        messages.success(request, _("Made. Publish the drafts once you have looked at them."))
        return host.url("series", made.pk)

    context = {"event": event, "back_url": host.url("event", number)}
    return _days_page(request, host, form, make, _("Repeat this event"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_host
def add_dates(request, host, series):
    """Until when it goes on; which days that gives; and then their drafts."""
    back = host.url("series", series.pk)
    if series.has_sittings:
        return _moved_on(request, back)
    form = AddDatesForm(_sent(request), series=series)

    def make():
        made = actions.add_dates(series=series, by=request.user, last=form.cleaned_data["last"])
        words = ngettext("Made %(n)s draft.", "Made %(n)s drafts.", made)
        messages.success(request, words % {"n": made})
        return back

    context = {"series": series, "back_url": back}
    return _days_page(request, host, form, make, _("Add dates"), context)


def _days_page(request, host, form, make, title, context):
    """The form; under it the days, once it makes sense; and what it makes, once they were shown."""
    days = []
    if form.is_valid():
        if form.is_confirmed():
            try:
                return redirect(make())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
        days = [date_format(day, "l, F j, Y") for day in form.days]
    context |= host.frame(title, request.user) | {"form": form, "days": days}
    return render(request, "events/manage_dates.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def sittings(request, host, number):
    """More times of an event, in rows."""
    event = host.row_or_404(number)
    if "sittings" not in ways(host, event):
        return _moved_on(request, host.url("event", number))
    form = SittingsForm(_sent(request), event=event)
    if "more" in request.POST:
        form = form.with_more_rows()
    elif form.is_valid():
        try:
            made = actions.add_sittings(event=event, by=request.user, times=form.times)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Made. Publish the drafts once you have looked at them."))
            return redirect(host.url("series", made.pk))
    context = host.frame(_("Add sittings"), request.user) | {
        "event": event,
        "form": form,
        "back_url": host.url("event", number),
    }
    return render(request, "events/manage_sittings.html", context, status=_status(form))


# Several dates at once


@require_http_methods(["GET", "HEAD", "POST"])
@of_host
def publish(request, host, series):
    """All drafts to come, whether a curator looks first and why; then they go out."""
    back = host.url("series", series.pk)
    drafts = _drafts(_dates(series))
    if not drafts:
        return _moved_on(request, back)
    if request.method == "POST":
        return _published(request, series, back)
    reasons = [why for each in drafts for why in why_asked(each)]
    context = host.frame(_("Publish"), request.user) | {
        "series": series,
        "drafts": [{**row_of(host, each), "seen": f"{each.pk}-{each.version}"} for each in drafts],
        "reasons": list(dict.fromkeys(reasons)),
        "back_url": back,
    }
    return render(request, "events/manage_series_publish.html", context)


def _published(request, series, back):
    seen = filter(None, map(SEEN.fullmatch, request.POST.getlist("draft")))
    versions = {int(each[1]): int(each[2]) for each in seen}
    try:
        done = actions.publish_series(series=series, by=request.user, versions=versions)
    except EditConflict:
        messages.warning(request, str(NEWER))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        asked = any(not each.is_published for each in done)
        out = _("Published. They are on their pages now, and people can answer.")
        messages.success(
            request, _("A curator has been asked where a rule says so.") if asked else out
        )
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@of_host
def cancel(request, host, series):
    """Ask from which date on they are off, and why; a POST does it."""
    back = host.url("series", series.pk)
    dates = _on(_dates(series))
    if not dates:
        return _moved_on(request, back)
    form = CancelDatesForm(_sent(request), dates=dates)
    form.begin_with(request.GET.get("from", ""))
    if form.is_valid():
        return _cancelled(request, form, back)
    context = {
        "title": series.title,
        "question": _("Cancel dates of this series?"),
        "text": _(
            "Everybody who has answered is told once, of all their dates together, and they are "
            "struck out in calendars. Drafts among them are deleted. Nobody can undo this."
        ),
        "form": form,
        "action": _("Cancel these dates"),
        "danger": True,
        "back_url": back,
    }
    return render(request, "events/manage_confirm.html", context, status=_status(form))


def _cancelled(request, form, back):
    try:
        off = actions.cancel_many(by=request.user, **form.given)
    except EditConflict:
        messages.warning(request, str(NEWER))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext(
            "Cancelled %(n)s date. Everybody who had answered is told.",
            "Cancelled %(n)s dates. Everybody who had answered is told.",
            off,
        )
        messages.success(request, words % {"n": off} if off else _("The drafts are deleted."))
    return redirect(back)


# What they share


def _sent(request):
    return request.POST if request.method == "POST" else None


def _moved_on(request, back):
    messages.info(request, _("This has moved on meanwhile. Nothing has changed."))
    return redirect(back)


def _status(form):
    return 422 if form.is_bound and form.errors else 200

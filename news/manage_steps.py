"""What a lead does with a piece of news, each after a page that asks: sending and taking back."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal
from brgs.actions import EditConflict
from brgs.page_forms import sent_version

from . import actions
from .actions.held import organization_zone, why_not_out
from .audience import figure_in_words, rule_of, why_of
from .models import NewsItem
from .send_form import SendForm

Status = NewsItem.Status
Told = NewsItem.Told


@require_http_methods(["GET", "HEAD", "POST"])
def send(request, host, number):
    """Who would be told, how many they are, when, and what the mail looks like; then it goes."""
    item = host.row_or_404(number)
    if not item.is_editable:
        messages.info(request, _("This is on its way already."))
        return redirect(host.url("item", number))
    data = request.POST if request.method == "POST" else None
    zones = organization_zone(), request.user.zone
    form = SendForm(data, item=item, zones=zones)
    if form.is_valid():
        return _schedule(request, host, item, form)
    return _send_page(request, host, item, form)


def _schedule(request, host, item, form):
    version = sent_version(request.POST)
    try:
        item = actions.schedule(item=item, by=request.user, version=version, goes_out=form.goes_out)
    except EditConflict:
        words = _("Somebody else has changed this meanwhile. Read it once more, then send it.")
        messages.warning(request, words)
    except Refusal as refusal:
        if not _has_moved_on(host, item):
            form.add_error(None, str(refusal))
            return _send_page(request, host, item, form)
        messages.info(request, str(refusal))
    else:
        messages.success(request, _said(item))
    return redirect(host.url("item", item.pk))


def _has_moved_on(host, item):
    """Whether it is no draft any more: the first of two clicks, or another lead, has sent it."""
    found = host.rows.filter(pk=item.pk).first()
    return found is not None and not found.is_editable


def _said(item):
    """What has come of it, in a sentence for the lead."""
    if item.status == Status.WAITING:
        return _("A curator has been asked. It goes out once it is approved.")
    if item.status == Status.PUBLISHED:
        return _("It is on the page now.")
    return _("Scheduled. Until it goes out you can take it back.")


def _send_page(request, host, item, form):
    context = host.frame(_("Send"), request.user) | {
        "item": item,
        "form": form,
        "rule": rule_of(item),
        "figure": figure_in_words(item),
        "why": why_of(item),
        "why_not": why_not_out(item),
        "is_told": item.told != Told.NOBODY,
        "asks_curator": item.told == Told.EMPLOYEES,
        "edit_url": host.url("edit", item.pk),
        "back_url": host.url("item", item.pk),
    }
    status = 422 if form.is_bound else 200
    return render(request, "news/manage_send.html", context, status=status)


@dataclass(frozen=True)
class Step:
    """What a page asks before an act, and says after it."""

    question: Promise
    text: Promise
    action: Promise
    said: Promise
    act: object
    # In which states it makes sense to ask.
    states: tuple
    danger: bool = True


STEPS = {
    "take-back": Step(
        gettext_lazy("Take this back?"),
        gettext_lazy("It becomes a draft again. Nobody has been told of it."),
        gettext_lazy("Take it back"),
        gettext_lazy("Taken back. It is a draft again."),
        actions.take_back,
        (Status.WAITING, Status.SCHEDULED),
        danger=False,
    ),
    "stop": Step(
        gettext_lazy("Stop sending?"),
        gettext_lazy(
            "Mails that have not gone out yet never do. The notice in the portal stays, and so "
            "does the page."
        ),
        gettext_lazy("Stop sending"),
        gettext_lazy("Stopped. No more mails go out."),
        actions.stop_sending,
        (Status.PUBLISHED,),
    ),
    "take-down": Step(
        gettext_lazy("Take this down?"),
        gettext_lazy(
            "Its page goes away for everybody, for good, and its words go from the notices in the "
            "portal. Mails that have not gone out never do; what has been sent stays with people."
        ),
        gettext_lazy("Take it down"),
        gettext_lazy("Taken down. Nobody but the leads sees it now."),
        actions.withdraw,
        (Status.PUBLISHED,),
    ),
    "delete": Step(
        gettext_lazy("Delete this draft?"),
        gettext_lazy("It is gone for all leads, its picture too. Nobody can bring it back."),
        gettext_lazy("Delete it"),
        gettext_lazy("Deleted."),
        actions.delete,
        (Status.DRAFT, Status.RETURNED),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, host, number, step):
    """Ask before one of the `STEPS`; a POST does it."""
    item, asked = host.row_or_404(number), STEPS[step]
    back = host.url("item", number)
    if request.method == "POST":
        return _changed(request, host, item, asked, back)
    if item.status not in asked.states:
        messages.info(request, _("This has moved on meanwhile. Nothing has changed."))
        return redirect(back)
    context = {
        "title": item.title,
        "question": asked.question,
        "text": asked.text,
        "form": "",
        "action": asked.action,
        "danger": asked.danger,
        "back_url": back,
    }
    return render(request, "news/manage_confirm.html", context)


def _changed(request, host, item, asked, back):
    try:
        asked.act(item=item, by=request.user)
        messages.success(request, str(asked.said))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    still_there = host.rows.filter(pk=item.pk).exists()
    return redirect(back if still_there else host.url())

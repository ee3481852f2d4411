"""What a lead does with an event, each after a page that asks; and the rules of the group."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal
from brgs.actions import EditConflict
from brgs.page_forms import sent_version
from content.text import LineField

from . import actions
from .actions.approval import why_not_out
from .forms import RulesForm
from .manage import as_seen, ways
from .models import Event, HostRules
from .reasons import why_asked

Status = Event.Status
NEWER = gettext_lazy("Somebody else has changed this meanwhile. Look at it once more.")


# Publishing


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, host, number):
    """What happens next, and whether a curator looks first and why; then it goes out."""
    event = host.row_or_404(number)
    back = host.url("event", number)
    if "publish" not in ways(host, event):
        messages.info(request, _("This has moved on meanwhile. Nothing has changed."))
        return redirect(back)
    if request.method == "POST":
        return _published(request, event, back)
    context = (
        host.frame(_("Publish"), request.user)
        | as_seen(event)
        | {
            "reasons": why_asked(event),
            "why_not": why_not_out(event),
            "edit_url": host.url("edit", number),
            "back_url": back,
        }
    )
    return render(request, "events/manage_publish.html", context)


def _published(request, event, back):
    try:
        version = sent_version(request.POST)
        kept = actions.publish(event=event, by=request.user, version=version)
    except EditConflict:
        messages.warning(request, str(NEWER))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        out = _("Published. It is on its page now, and people can answer.")
        asked = _("A curator has been asked. It is published once that is done.")
        messages.success(request, out if kept.is_published else asked)
    return redirect(back)


# Acts that ask first


class ReasonForm(forms.Form):
    """Why it does not take place, for those who have answered."""

    reason = LineField(
        label=gettext_lazy("Why"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Everybody who has answered reads it. Name no person in it."),
    )
    version = forms.Field(widget=forms.HiddenInput, required=False)

    @property
    def given(self):
        return {"reason": self.cleaned_data["reason"], "version": sent_version(self.data)}


class NothingForm(forms.Form):
    """Nothing to fill in."""

    given = {}


@dataclass(frozen=True)
class Step:
    """What a page asks before an act, and says after it."""

    question: Promise
    text: Promise
    action: Promise
    said: Promise
    act: object
    form: type = NothingForm
    danger: bool = True


STEPS = {
    "take-back": Step(
        gettext_lazy("Take this back?"),
        gettext_lazy("No curator looks at it any more, and you can edit it again."),
        gettext_lazy("Take it back"),
        gettext_lazy("Taken back. You can edit it again."),
        actions.take_back,
        danger=False,
    ),
    "cancel": Step(
        gettext_lazy("Cancel this event?"),
        gettext_lazy(
            "Everybody who has answered is told at once, and it is struck out in their calendars. "
            "Nobody can undo this."
        ),
        gettext_lazy("Cancel the event"),
        gettext_lazy("Cancelled. Everybody who had answered is told."),
        actions.cancel,
        ReasonForm,
    ),
    "delete": Step(
        gettext_lazy("Delete this draft?"),
        gettext_lazy("It is gone for all leads, its picture too. Nobody can bring it back."),
        gettext_lazy("Delete it"),
        gettext_lazy("Deleted."),
        actions.delete,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, host, number, step):
    """Ask before one of the `STEPS`; a POST does it."""
    event, asked = host.row_or_404(number), STEPS[step]
    back = host.url("event", number)
    if step not in (name.replace("_", "-") for name in ways(host, event)):
        messages.info(request, _("This has moved on meanwhile. Nothing has changed."))
        return redirect(back)
    data = request.POST if request.method == "POST" else None
    form = asked.form(data, initial={"version": event.version})
    if form.is_valid():
        return _changed(request, host, event, asked, form.given)
    context = {
        "title": event.title,
        "question": asked.question,
        "text": asked.text,
        "form": form if form.fields else "",
        "action": asked.action,
        "danger": asked.danger,
        "back_url": back,
    }
    status = 422 if form.is_bound else 200
    return render(request, "events/manage_confirm.html", context, status=status)


def _changed(request, host, event, asked, given):
    try:
        asked.act(event=event, by=request.user, **given)
        messages.success(request, str(asked.said))
    except EditConflict:
        messages.warning(request, str(NEWER))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    still_there = host.rows.filter(pk=event.pk).exists()
    return redirect(host.url("event", event.pk) if still_there else host.url())


# The group's own rules


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request, host):
    """Whether a curator looks at each event of the group first."""
    first = HostRules.objects.filter(brg=host.brg, approved_first=True).exists()
    data = request.POST if request.method == "POST" else None
    form = RulesForm(data, initial={"approved_first": first})
    if form.is_valid():
        actions.set_rules(brg=host.brg, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(host.url())
    context = host.frame(_("Rules for events"), request.user) | {
        "form": form,
        "back_url": host.url(),
    }
    return render(request, "events/manage_rules.html", context)

"""Curation of events: what a rule asks about is read first, then approved or returned."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.curation import Cell, StrictAdmin
from accounts.curation_forms import ListForm
from accounts.refusal import Refusal
from brgs.actions import EditConflict
from brgs.page_forms import NoteForm, sent_version

from . import actions, when
from .actions.approval import why_not_out
from .actions.held import RELATED
from .manage import TONES, as_seen
from .models import Event
from .permissions import why_not_approve
from .reasons import why_asked

Status = Event.Status
# What gives an event back to its leads, with a note.
BACK = {
    "return": (actions.ask_changes, gettext_lazy("Returned with a note.")),
    "take-down": (actions.take_down, gettext_lazy("Taken off its page, with a note.")),
}


class EventListForm(ListForm):
    """Events are looked for by their words, and by how far they have come."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("All")), *Status.choices],
    )

    def narrow(self, rows):
        if status := self.chosen.get("status"):
            rows = rows.filter(status=status)
        return super().narrow(rows)

    def matching(self, rows, words):
        return rows.matching(words)


@admin.register(Event)
class EventAdmin(StrictAdmin):
    """Every event as people see it: no answers, no counts of them, and nobody's name.

    Whoever curates groups curates what groups hold.
    """

    list_form = EventListForm
    order = ("-made", "-pk")
    page_key = "pk"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("brgs.view_brg")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("brgs.change_brg")

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*RELATED)

    def get_urls(self):
        return [
            self.page("", self.changelist_view, "changelist"),
            self.page("<int:number>/", self.event_view, "change"),
        ]

    # The list

    def rows(self, things):
        for event in things:
            event.hue = event.brg.hue
        return super().rows(things)

    def title(self, event):
        return f"{event.host_name} · {event.title}"

    def cells(self, event):
        tone = TONES[event.status] or "plain"
        return [
            Cell(_("Status"), event.get_status_display(), tone),
            Cell(_("Who may come"), event.get_audience_display()),
            Cell(_("When"), when.moment_in_words(event.starts, event.zone)),
        ]

    # One event, to be decided about

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def event_view(self, request, number):
        event = self.thing_or_404(request, number)
        if request.method != "POST":
            return self._event_page(request, event, NoteForm())
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.POST.get("act") == "approve":
            done = _("Approved and published.")
            return self._decide(request, event, NoteForm(), actions.approve, done)
        form = NoteForm(request.POST)
        if request.POST.get("act") in BACK and form.is_valid():
            action, done = BACK[request.POST["act"]]
            note = {"note": form.cleaned_data["note"]}
            return self._decide(request, event, form, action, str(done), **note)
        return self._event_page(request, event, form, status=422)

    def _decide(self, request, event, form, action, done, **given):
        """Do it and say so. A refusal is said; a newer version is shown with the note kept."""
        try:
            with transaction.atomic():
                version = sent_version(request.POST)
                action(event=event, by=request.user, version=version, **given)
                self.log(request, event, CHANGE, done)
        except EditConflict:
            again = self.thing_or_404(request, event.pk)
            return self._event_page(request, again, form, status=409)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address("change", event))
        messages.success(request, done)
        return redirect("admin:index")

    def _event_page(self, request, event, form, *, status=200):
        waits = event.status == Status.SUBMITTED
        context = as_seen(event) | {
            "cells": [*self.cells(event), *self._asked(event)],
            "reasons": why_asked(event) if waits else [],
            "form": form,
            "is_conflict": status == 409,
            "may_decide": waits and self.has_change_permission(request),
            "may_take_down": event.is_published and self.has_change_permission(request),
            "why_not": self._why_not(request, event) if waits else "",
        }
        return self.answer(request, "admin/event.html", context, self.title(event), status=status)

    def _why_not(self, request, event):
        return why_not_approve(request.user, event) or why_not_out(event)

    def _asked(self, event):
        if event.status != Status.SUBMITTED:
            return []
        return [Cell(_("Asked on"), date_format(localtime(event.asked)))]

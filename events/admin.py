"""Curation of events: what a rule asks about is read first, then approved or returned."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.curation import Cell
from brgs.decided_admin import DecidedAdmin, DecidedListForm, Decision

from . import actions, when
from .actions.approval import why_not_out
from .actions.held import RELATED
from .manage import TONES, as_seen
from .models import Event
from .permissions import why_not_approve
from .reasons import why_asked

Status = Event.Status


class EventListForm(DecidedListForm):
    statuses = Status.choices


@admin.register(Event)
class EventAdmin(DecidedAdmin):
    """Every event as people see it: no answers, no counts of them, and nobody's name."""

    list_form = EventListForm
    noun = "event"
    related = RELATED
    decisions = {
        "approve": Decision(actions.approve, gettext_lazy("Approved and published."), False),
        "return": Decision(actions.ask_changes, gettext_lazy("Returned with a note.")),
        "take-down": Decision(actions.take_down, gettext_lazy("Taken off its page, with a note.")),
    }

    def title(self, event):
        return f"{event.host_name} · {event.title}"

    def cells(self, event):
        tone = TONES[event.status] or "plain"
        return [
            Cell(_("Status"), event.get_status_display(), tone),
            Cell(_("Who may come"), event.get_audience_display()),
            Cell(_("When"), when.moment_in_words(event.starts, event.zone)),
        ]

    def page_of(self, request, event, form, *, status=200):
        waits, may = event.status == Status.SUBMITTED, self.has_change_permission(request)
        context = as_seen(event) | {
            "cells": [*self.cells(event), *self._asked(event)],
            "reasons": why_asked(event) if waits else [],
            "form": form,
            "is_conflict": status == 409,
            "may_decide": waits and may,
            "may_take_down": event.is_published and may,
            "why_not": self._why_not(request, event) if waits else "",
        }
        return self.answer(request, "admin/event.html", context, self.title(event), status=status)

    def _why_not(self, request, event):
        return why_not_approve(request.user, event) or why_not_out(event)

    def _asked(self, event):
        if event.status != Status.SUBMITTED:
            return []
        return [Cell(_("Asked on"), date_format(localtime(event.asked)))]

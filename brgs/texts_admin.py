"""The page on which a curator looks at new words of a group, and approves or returns them."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.curation import Cell
from accounts.refusal import Refusal

from . import actions
from .actors import names_of_actors
from .manage_page import differences
from .models import TextChange
from .page_forms import NoteForm, sent_version

TONES = {"waiting": "warn", "returned": "plain", "approved": "good", "withdrawn": "plain"}


class TextsPage:
    """For the admin of groups: one change of texts, word by word, and what is done about it."""

    def texts_urls(self):
        view = self.admin_site.admin_view(self.texts_view)
        return [path("texts/<int:change>/", view, name="brgs_texts")]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def texts_view(self, request, change):
        self.seen_or_404(request.user.has_perm("brgs.change_brg"))
        change = _found(change)
        self.seen_or_404(change)
        if request.method != "POST":
            return self._texts_page(request, change, NoteForm())
        if request.POST.get("act") == "approve":
            return self._decide(request, change, NoteForm(), actions.approve_texts, _("Approved."))
        form = NoteForm(request.POST)
        if request.POST.get("act") == "return" and form.is_valid():
            note = form.cleaned_data["note"]
            return self._decide(
                request, change, form, actions.return_texts, _("Returned."), note=note
            )
        return self._texts_page(request, change, form, status=422)

    def _decide(self, request, change, form, action, done, **given):
        """Do it and say so. A refusal is said; newer words are shown with the note kept."""
        version = sent_version(request.POST)
        try:
            with transaction.atomic():
                action(change=change, by=request.user, version=version, **given)
                self.log(request, change.brg, CHANGE, _("New texts: %(act)s") % {"act": done})
        except actions.EditConflict:
            return self._texts_page(request, _found(change.pk), form, status=409)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:brgs_texts", change.pk)
        messages.success(request, done)
        return redirect("admin:index")

    def _texts_page(self, request, change, form, *, status=200):
        context = {
            "change": change,
            "cells": _cells(change),
            "rows": _rows(change),
            "form": form,
            "is_conflict": status == 409,
            "is_own": change.is_asked_by(request.user),
            "back_url": self.address("change", change.brg),
        }
        title = _("New texts: %(group)s") % {"group": change.brg.short_name}
        return self.answer(request, "admin/texts.html", context, title, status=status)


def _found(key):
    return TextChange.objects.select_related("brg", "asked_by").filter(pk=key).first()


def _rows(change):
    """What the words would change now, or what they would have changed when they were asked for."""
    rows = differences(change.brg, change)
    if change.is_waiting:
        return rows
    return [
        row | {"old": change.before[name]} for row, name in zip(rows, change.fields, strict=True)
    ]


def _cells(change):
    cells = [
        Cell(_("Status"), change.get_status_display(), TONES[change.status]),
        Cell(_("Asked by"), _asker(change)),
        Cell(_("Since"), date_format(localtime(change.asked))),
    ]
    if change.decided:
        cells.append(Cell(_("Decided on"), date_format(localtime(change.decided))))
    return cells


def _asker(change):
    """The name of an officer in term; asking is an act of the office."""
    if change.asked_by is None:
        return _("A former officer")
    actor = change.asked_by.public_id
    return names_of_actors(change.brg, {actor})[actor]

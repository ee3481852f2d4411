"""Curation of news: what would go to every employee is read first, then approved or returned."""

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

from accounts.curation import Cell, Question, StrictAdmin
from accounts.curation_forms import ListForm
from accounts.refusal import Refusal
from brgs.actions import EditConflict
from brgs.page_forms import NoteForm, sent_version

from . import actions
from .actions.held import RELATED, why_not_out
from .audience import figure_in_words, rule_of
from .manage import TONES, as_read
from .models import NewsItem
from .permissions import why_not_approve
from .stories import host_name

Status = NewsItem.Status


class NewsListForm(ListForm):
    """News are looked for as their readers do it, and by how far they have come."""

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


@admin.register(NewsItem)
class NewsAdmin(StrictAdmin):
    """Every text, whoever may read it; who is told is a rule here too, and never a list.

    Whoever curates groups curates what groups tell.
    """

    list_form = NewsListForm
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
            self.page("<int:number>/", self.news_view, "change"),
            self.page("<int:number>/take-down/", self.take_down_view, "take_down"),
        ]

    # The list

    def rows(self, things):
        for item in things:
            item.hue = item.brg.hue
        return super().rows(things)

    def title(self, item):
        return f"{host_name(item)} · {item.title}"

    def cells(self, item):
        tone = TONES[item.status] or "plain"
        when = item.published or item.goes_out
        return [
            Cell(_("Status"), item.get_status_display(), tone),
            Cell(_("Who may read it"), item.get_audience_display()),
            *([Cell(_("When"), date_format(localtime(when)))] if when else []),
        ]

    # One piece, to be decided about

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def news_view(self, request, number):
        item = self.thing_or_404(request, number)
        if request.method != "POST":
            return self._news_page(request, item, NoteForm())
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.POST.get("act") == "approve":
            return self._decide(request, item, NoteForm(), actions.approve, _("Approved."))
        form = NoteForm(request.POST)
        if request.POST.get("act") == "return" and form.is_valid():
            note = {"note": form.cleaned_data["note"]}
            done = _("Returned with a note.")
            return self._decide(request, item, form, actions.return_to_leads, done, **note)
        return self._news_page(request, item, form, status=422)

    def _decide(self, request, item, form, action, done, **given):
        """Do it and say so. A refusal is said; a newer version is shown with the note kept."""
        try:
            with transaction.atomic():
                version = sent_version(request.POST)
                action(item=item, by=request.user, version=version, **given)
                self.log(request, item, CHANGE, done)
        except EditConflict:
            return self._news_page(request, self._again(request, item), form, status=409)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address("change", item))
        messages.success(request, done)
        return redirect("admin:index")

    def _again(self, request, item):
        return self.thing_or_404(request, item.pk)

    def _news_page(self, request, item, form, *, status=200):
        waits = item.status == Status.WAITING
        context = as_read(item) | {
            "cells": [*self.cells(item), *self._asked(item)],
            "rule": item.told_rule or rule_of(item),
            "figure": item.told_figure if item.told_rule else figure_in_words(item),
            "form": form,
            "is_conflict": status == 409,
            "may_decide": waits and self.has_change_permission(request),
            "why_not": self._why_not(request, item) if waits else "",
            "take_down_url": self._way_to_take_down(request, item),
        }
        title = self.title(item)
        return self.answer(request, "admin/news.html", context, title, status=status)

    def _way_to_take_down(self, request, item):
        if item.status != Status.PUBLISHED or not self.has_change_permission(request):
            return ""
        return self.address("take_down", item)

    def take_down_view(self, request, number):
        item = self.thing_or_404(request, number)
        if not self.has_change_permission(request):
            raise PermissionDenied
        question = Question(
            title=_("Take this down?"),
            text=_(
                "Its page goes away for everybody, for good. Mails that have not gone out never "
                "do, and its words go from the notices in the portal. The leads are told."
            ),
            action=_("Take it down"),
            done=_("Taken down. Nobody but the leads and curators sees it now."),
            act=lambda: actions.withdraw(item=item, by=request.user),
            said=_("Taken down"),
            danger=True,
        )
        return self.ask_first(request, item, question)

    def _why_not(self, request, item):
        return why_not_approve(request.user, item) or why_not_out(item)

    def _asked(self, item):
        if item.status != Status.WAITING:
            return []
        words = _("Ten minutes after you approve")
        if item.goes_out:
            words = date_format(localtime(item.goes_out), "DATETIME_FORMAT")
        return [
            Cell(_("Asked on"), date_format(localtime(item.asked))),
            Cell(_("Would go out"), words),
        ]

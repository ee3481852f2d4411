"""Curation of news: what would go to every employee is read first, then approved or returned."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.curation import Cell, Question
from brgs.decided_admin import DecidedAdmin, DecidedListForm, Decision

from . import actions
from .actions.held import RELATED, why_not_out
from .audience import figure_in_words, rule_of
from .manage import TONES, as_read
from .models import NewsItem
from .permissions import why_not_approve
from .stories import host_name

Status = NewsItem.Status


class NewsListForm(DecidedListForm):
    statuses = Status.choices


@admin.register(NewsItem)
class NewsAdmin(DecidedAdmin):
    """Every text, whoever may read it; who is told is a rule here too, and never a list."""

    list_form = NewsListForm
    noun = "item"
    related = RELATED
    decisions = {
        "approve": Decision(actions.approve, gettext_lazy("Approved."), False),
        "return": Decision(actions.return_to_leads, gettext_lazy("Returned with a note.")),
    }

    def more_urls(self):
        return [self.page("<int:number>/take-down/", self.take_down_view, "take_down")]

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

    def page_of(self, request, item, form, *, status=200):
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

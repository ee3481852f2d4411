"""Curation of what groups write: read as people see it, then approved, or returned with a note."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.curation import StrictAdmin
from accounts.curation_forms import ListForm
from accounts.refusal import Refusal

from .actions import EditConflict
from .page_forms import NoteForm, sent_version


@dataclass(frozen=True)
class Decision:
    """What a button does: the action, and what is said and logged after it."""

    act: object
    done: Promise
    has_note: bool = True


class DecidedListForm(ListForm):
    """Narrowed by words as readers look for them, and by one of the `statuses`."""

    statuses = ()
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", _("All")), *self.statuses]

    def narrow(self, rows):
        if status := self.chosen.get("status"):
            rows = rows.filter(status=status)
        return super().narrow(rows)

    def matching(self, rows, words):
        return rows.matching(words)


class DecidedAdmin(StrictAdmin):
    """A list, and a page of each thing on which a curator decides.

    Whoever curates groups curates what they write. A subclass names `noun` (what its actions call
    the thing), `related`, and `decisions` by the words of the buttons, and writes `page_of`.
    """

    order = ("-made", "-pk")
    page_key = "pk"
    noun = ""
    related = ()
    decisions = {}

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("brgs.view_brg")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("brgs.change_brg")

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.related)

    def get_urls(self):
        return [
            self.page("", self.changelist_view, "changelist"),
            self.page("<int:number>/", self.decision_view, "change"),
            *self.more_urls(),
        ]

    def page_of(self, request, thing, form, *, status=200):
        """The page of one thing; `form` holds the note."""
        raise NotImplementedError

    def rows(self, things):
        for thing in things:
            thing.hue = thing.brg.hue
        return super().rows(things)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def decision_view(self, request, number):
        thing = self.thing_or_404(request, number)
        if request.method != "POST":
            return self.page_of(request, thing, NoteForm())
        if not self.has_change_permission(request):
            raise PermissionDenied
        decision = self.decisions.get(request.POST.get("act"))
        if decision and not decision.has_note:
            return self._decide(request, thing, NoteForm(), decision)
        form = NoteForm(request.POST)
        if decision and form.is_valid():
            return self._decide(request, thing, form, decision, note=form.cleaned_data["note"])
        return self.page_of(request, thing, form, status=422)

    def _decide(self, request, thing, form, decision, **note):
        """Do it and say so. A refusal is said; a newer version is shown with the note kept."""
        given = {self.noun: thing, "by": request.user, "version": sent_version(request.POST)}
        try:
            with transaction.atomic():
                decision.act(**given, **note)
                self.log(request, thing, CHANGE, str(decision.done))
        except EditConflict:
            again = self.thing_or_404(request, thing.pk)
            return self.page_of(request, again, form, status=409)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address("change", thing))
        messages.success(request, str(decision.done))
        return redirect("admin:index")

"""Curation of offices: offered, handed over and ended, and never edited or deleted.

Whoever holds an office, or was offered one, is named here. A post that is over names nobody, and
neither does the log: who belonged somewhere once is nobody's business.
"""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.forms import modelform_factory
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.curation import Beside, Cell, Link, Question, Row, StrictAdmin
from accounts.refusal import Refusal
from paging.keyset import keyset_page

from . import actions
from .office_admin_forms import HandOverForm, OfficeListForm
from .roles import roles_of


class AppointmentAdmin(StrictAdmin):
    """Offices of one kind. A subclass says what the groups or chapters are that have them."""

    list_form = OfficeListForm
    page_key = "pk"
    kept = gettext_lazy("The post is offered. The person sees the offer under “Me”.")
    # Where an office keeps its group or chapter, and how those are sorted.
    unit_order = ()

    def vacant_units(self):
        """Groups or chapters that nobody leads."""
        raise NotImplementedError

    def unit_name(self, unit):
        raise NotImplementedError

    def unit_key(self, unit):
        """What stands for a group or chapter in an address."""
        raise NotImplementedError

    # Lists

    def get_queryset(self, request):
        caretakers = self.model.objects.caretaking().filter(pk=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_caretaker=Exists(caretakers))

    def found(self, request, form):
        if not form.asks_for_vacant:
            return super().found(request, form)
        after = self.asked_for(request, "after")
        units = form.narrow_vacant(self.vacant_units())
        return keyset_page(units, order=self.unit_order, key="pk", after=after, size=self.page_size)

    def row(self, thing):
        if isinstance(thing, self.model):
            row = super().row(thing)
            return Row(row.url, row.title, row.cells, thing.group.hue)
        cells = [
            Cell(_("Post"), str(self._leading_role.name)),
            Cell(_("Standing"), _("Vacant"), "warn"),
        ]
        hue = getattr(thing, "hue", None)
        return Row(self.offer_url(thing), self.unit_name(thing), cells, hue)

    @property
    def _leading_role(self):
        return next(role for role in roles_of(self.model.where) if role.leads)

    def offer_url(self, unit, role=""):
        """Where a post of the group or chapter is offered."""
        chosen = {self.model.unit_name: self.unit_key(unit), "role": role or self._leading_role.key}
        return f"{self.address('add')}?{urlencode(chosen)}"

    # One office

    def title(self, office):
        return f"{office.shown_title} · {self.unit_name(office.unit)}"

    heading = title

    def heading_of_new(self):
        return _("Offer a post")

    def cells(self, office):
        ends = date_format(office.ends) if office.ends else _("No end yet")
        cells = [*self._person(office), Cell(_("First day"), date_format(office.starts))]
        cells += [Cell(_("Ends on"), ends), self._standing(office)]
        if office.is_caretaker:
            cells.append(Cell(_("Powers until"), date_format(office.caretaking_ends)))
        return cells

    def _person(self, office):
        """Who it is, unless the term is over: who held a post once is shown to nobody."""
        if office.is_over() or not office.person.is_active:
            return []
        return [Cell(_("Person"), office.person.name)]

    def _standing(self, office):
        if office.is_caretaker:
            words, tone = _("Caretaker"), "warn"
        elif office.is_over():
            words, tone = _("Over"), "plain"
        elif office.accepted is None:
            words, tone = _("Offered"), "warn"
        elif not office.has_begun():
            words, tone = _("Begins later"), "plain"
        else:
            words, tone = _("In office"), "good"
        return Cell(_("Standing"), words, tone)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Nothing about an office is edited: what is agreed with a person stays as it is."""
        return self._form_page(request, self.thing_or_404(request, object_id), False)

    def beside(self, request, office):
        may = self.has_change_permission(request)
        return Beside(
            note=self._note(office),
            acts=self._acts(request, office) if may else [],
            links=[self.link_to_unit(office), self.link_to_history(office)],
            slug=office.group.slug,
            hue=office.group.hue,
        )

    def _note(self, office):
        if office.is_over():
            return _("This term is over, so nobody is named here.")
        if office.accepted is None:
            return _("Employees see the name once the person has accepted.")
        return _("Employees see the name with the post while the term lasts.")

    def _acts(self, request, office):
        offering = self.has_add_permission(request)
        acts = []
        if offering and office.is_over():
            again = self.offer_url(office.unit, office.role)
            acts.append(Link(again, _("Offer this post"), "user-plus"))
        elif offering and office.accepted and not office.stands_in_for_id:
            acts.append(Link(self.address("hand_over", office), _("Hand over"), "arrow-right-left"))
        if not office.is_over() or office.is_caretaker:
            words = _("End today") if office.accepted else _("Take the offer back")
            acts.append(Link(self.address("end", office), words, "user-minus", danger=True))
        return acts

    def link_to_unit(self, office):
        raise NotImplementedError

    # Offering

    def form_for(self, request, thing, **given):
        if request.method == "POST":
            return self.form(request.POST, by=request.user, **given)
        names = (self.model.unit_name, "role")
        asked = {name: self.asked_for(request, name) for name in names}
        return self.form(initial=asked, by=request.user, **given)

    def keep(self, request, form):
        return actions.offer(office=form.office(), by=request.user)

    # Ending and handing over

    def more_urls(self):
        return [
            self.page("<slug:object_id>/end/", self.end_view, "end"),
            self.page("<slug:object_id>/hand-over/", self.hand_over_view, "hand_over"),
        ]

    def end_view(self, request, object_id):
        office = self._to_act_on(request, object_id, self.has_change_permission)
        words = self._words_of_end if office.accepted else self._words_of_taking_back
        # What had not begun is as if it had never been: there is no page to go back to.
        gone = office.accepted is None or not office.has_begun()
        question = Question(
            **words(office),
            act=lambda: self._end(request, office),
            danger=True,
            logged=DELETION if gone else CHANGE,
        )
        return self.ask_first(request, office, question)

    def _words_of_end(self, office):
        text = _("%(post)s. The powers end at once, and no name is shown there any more.")
        return {
            "title": _("End this term today?"),
            "text": text % {"post": self.title(office)},
            "action": _("End today"),
            "done": _("The term has ended."),
            "said": _("Ended"),
        }

    def _words_of_taking_back(self, office):
        text = _("%(post)s. It is then as if it had not been offered.")
        return {
            "title": _("Take this offer back?"),
            "text": text % {"post": self.title(office)},
            "action": _("Take it back"),
            "done": _("The offer is taken back."),
            "said": "",
        }

    def _end(self, request, office):
        if office.is_over() and not office.is_caretaker:
            raise Refusal(_("This term is over already."))
        actions.end(office=office, by=request.user)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def hand_over_view(self, request, object_id):
        office = self._to_act_on(request, object_id, self.has_add_permission)
        kind = modelform_factory(self.model, form=HandOverForm, fields=["starts", "ends"])
        form = kind(request.POST if request.method == "POST" else None, by=request.user)
        if form.is_valid():
            try:
                return self._handed_over(request, office, form)
            except Refusal as refusal:
                form.refuse(refusal)
        beside = Beside(facts=self.cells(office), slug=office.group.slug, hue=office.group.hue)
        context = {"thing": office, "form": form, "cells": [], "beside": beside}
        title = _("Hand over: %(post)s") % {"post": self.title(office)}
        status = form.status if form.is_bound else 200
        return self.answer(request, self.form_page, context, title, status=status)

    @transaction.atomic
    def _handed_over(self, request, office, form):
        successor = form.office()
        setattr(successor, self.model.unit_name, office.unit)
        until = form.cleaned_data["until"]
        actions.hand_over(office=office, successor=successor, until=until, by=request.user)
        self.log(request, office, CHANGE, _("Offered to a successor"))
        messages.success(request, self.kept)
        return redirect(self.address("change", successor))

    def _to_act_on(self, request, object_id, may):
        office = self.thing_or_404(request, object_id)
        if not (may(request) and self.has_change_permission(request)):
            raise PermissionDenied
        return office

    # The log, in which a name beside a group would tell of a membership

    def name_in_log(self, office):
        return _("A post of %(group)s") % {"group": self.unit_name(office.unit)}

    def change_in_log(self, form, is_new):
        return ""

"""The strict base of every page of curation: it offers what is named, and nothing else.

The site, its permissions and its log are Django's admin. Its ready-made pages are not used: a
list that takes any field's name from the address, pop-ups, autocompletion, a delete page that
walks all related rows. Each is a door that would have to be closed again at every release.
"""

import copy
import json
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import construct_change_message
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from content.text import clean_query
from paging.keyset import keyset_page

from .curation_forms import ListForm
from .refusal import Refusal

LOGGED_ACTS_SHOWN = 100


@dataclass(frozen=True)
class Cell:
    """One fact in a row of a list; with a tone it is drawn as a badge (good, warn, bad, plain)."""

    label: str
    text: str
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a list: where it leads, its title, and what stands beside it."""

    url: str
    title: str
    cells: list = field(default_factory=list)
    hue: int | None = None


@dataclass(frozen=True)
class Link:
    """A way on from a page: where to, its words, an icon of the set, and whether it is grave."""

    url: str
    words: str
    icon: str
    danger: bool = False


@dataclass(frozen=True)
class Beside:
    """What stands beside a form: the state of the thing, ways on, and its woven band."""

    facts: list = field(default_factory=list)
    note: str = ""
    acts: list = field(default_factory=list)
    links: list = field(default_factory=list)
    slug: str = ""
    hue: int = 0


class StrictAdmin(admin.ModelAdmin):
    """Lists by position without any count, forms whose changes go through actions, a log.

    A subclass names `form`, `list_form`, `order`, `key` and `page_key` (the unique fields that
    addresses of things and of pages of the list carry), and writes `cells` and `keep`.
    """

    list_form = ListForm
    order = ("pk",)
    key = "pk"
    page_key = "slug"
    page_size = 50
    form_page = "admin/form.html"
    kept = gettext_lazy("Saved.")
    # The reach of Django's own list, should anything ever ask for it.
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    # What a subclass says

    def title(self, thing):
        """What a thing is called in a list."""
        return str(thing)

    def heading(self, thing):
        """What a thing is called on its own pages."""
        return str(thing)

    def heading_of_new(self):
        return _("New %(kind)s") % {"kind": self.opts.verbose_name}

    def cells(self, thing):
        """What a list says about one thing."""
        return []

    def keep(self, request, form):
        """Give what a valid form holds to an action, and return the thing that was kept."""
        raise NotImplementedError

    def beside(self, request, thing):
        """What the page of a form shows beside it."""
        return Beside(links=[self.link_to_history(thing)])

    def link_to_history(self, thing):
        return Link(self.address("history", thing), _("What was changed"), "history")

    def more_urls(self):
        return []

    def name_in_log(self, thing):
        return str(thing)

    def change_in_log(self, form, is_new):
        return json.dumps(construct_change_message(form, [], is_new))

    # Django asks these of every admin

    def lookup_allowed(self, lookup, value, request=None):
        return False

    def to_field_allowed(self, request, to_field):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return [
            self.page("", self.changelist_view, "changelist"),
            self.page("add/", self.add_view, "add"),
            self.page("<slug:object_id>/change/", self.change_view, "change"),
            self.page("<slug:object_id>/history/", self.history_view, "history"),
            *self.more_urls(),
        ]

    def page(self, address, view, name):
        """One line of the table of contents: a view behind the door of the site."""
        return path(address, self.admin_site.admin_view(view), name=self._route(name))

    def _route(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def address(self, name, thing=None):
        """The address of a page of this kind, or of one thing."""
        return reverse(f"admin:{self._route(name)}", args=[self.key_of(thing)] if thing else [])

    def key_of(self, thing):
        return getattr(thing, self.key)

    # Pages

    @method_decorator(require_safe)
    def changelist_view(self, request, extra_context=None):
        self.seen_or_404(self.has_view_permission(request))
        form = self.list_form.from_address(request.GET)
        page = self.found(request, form)
        context = {
            "rows": self.rows(page.rows),
            "filter": form,
            "clear_url": request.path if form.chosen else "",
            "next_url": form.address(after=page.after) if page.after else "",
            "start_url": "" if page.is_first else form.address() or request.path,
            "add_url": self.address("add") if self.has_add_permission(request) else "",
        }
        return self.answer(request, "admin/list.html", context)

    def found(self, request, form):
        """One page of what the list is narrowed to."""
        after = self.asked_for(request, "after")
        rows = form.narrow(self.get_queryset(request))
        return keyset_page(
            rows, order=self.order, key=self.page_key, after=after, size=self.page_size
        )

    def asked_for(self, request, name):
        """A short word from the address, made harmless."""
        return clean_query(request.GET.get(name, ""), 60)

    def rows(self, things):
        """The rows of a list. What else they say is fetched here, for all at once."""
        return [self.row(thing) for thing in things]

    def row(self, thing):
        hue = getattr(thing, "hue", None)
        return Row(self.address("change", thing), self.title(thing), self.cells(thing), hue)

    def add_view(self, request, form_url="", extra_context=None):
        self.seen_or_404(self.has_view_permission(request))
        return self._form_page(request, None, self.has_add_permission(request))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        thing = self.thing_or_404(request, object_id)
        return self._form_page(request, thing, self.has_change_permission(request, thing))

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def _form_page(self, request, thing, may):
        if not may:
            if thing is None or request.method == "POST":
                raise PermissionDenied
            return self._page_of(request, thing, None)
        # The form writes into what it is given, and the page goes on showing what is stored.
        form = self.form_for(request, copy.copy(thing))
        if request.method == "POST" and form.is_valid():
            try:
                return self._kept(request, form, is_new=thing is None)
            except Refusal as refusal:
                form.refuse(refusal)
            except IntegrityError:
                # Somebody else took the same name or address between the check and the write.
                form.refuse(_("Somebody else saved the same at this moment. Try again."))
        return self._page_of(request, thing, form)

    def form_for(self, request, thing):
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        return self.form(*data, instance=thing)

    def _kept(self, request, form, *, is_new):
        with transaction.atomic():
            thing = self.keep(request, form)
            said = self.change_in_log(form, is_new)
            self.log(request, thing, ADDITION if is_new else CHANGE, said)
        messages.success(request, self.kept)
        return redirect(self.address("change", thing))

    def _page_of(self, request, thing, form):
        context = {
            "thing": thing,
            "form": form,
            "cells": [] if form else self.cells(thing),
            "beside": self.beside(request, thing) if thing else None,
        }
        title = self.heading(thing) if thing else self.heading_of_new()
        status = form.status if form and form.is_bound else 200
        return self.answer(request, self.form_page, context, title, status=status)

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        thing = self.thing_or_404(request, object_id)
        acts = LogEntry.objects.filter(
            content_type=get_content_type_for_model(self.model), object_id=self.log_key(thing)
        )
        context = {
            "acts": acts.select_related("user").order_by("-action_time", "-pk")[:LOGGED_ACTS_SHOWN],
            "thing": thing,
            "back_url": self.address("change", thing),
        }
        return self.answer(request, "admin/history.html", context, self.heading(thing))

    # What pages are made of

    def answer(self, request, template, context, title="", *, status=200):
        plural = capfirst(self.opts.verbose_name_plural)
        crumbs = [
            {"name": self.admin_site.site_header, "url": reverse("admin:index")},
            {"name": plural, "url": self.address("changelist") if title else ""},
        ]
        if title:
            crumbs.append({"name": title, "url": ""})
        everywhere = {"crumbs": crumbs, "title": title or plural, "kind": plural}
        return render(request, template, everywhere | context, status=status)

    def thing_or_404(self, request, key):
        self.seen_or_404(self.has_view_permission(request))
        try:
            thing = self.get_queryset(request).filter(**{self.key: key}).first()
        except (ValidationError, ValueError):
            thing = None
        self.seen_or_404(thing)
        return thing

    def seen_or_404(self, answer):
        if not answer:
            raise Http404

    # The log

    def log_key(self, thing):
        return str(thing.pk)

    def log(self, request, thing, act, said=""):
        """Write what the history page shows. What really happened is on record in audit."""
        LogEntry.objects.create(
            user_id=request.user.pk,
            content_type_id=get_content_type_for_model(thing).pk,
            object_id=self.log_key(thing),
            object_repr=self.name_in_log(thing)[:200],
            action_flag=act,
            change_message=said,
        )

    # Acts that ask first

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def ask_first(self, request, thing, question):
        """A page that asks before something is done; a POST does it and says so.

        A refusal is said and changes nothing.
        """
        back = self.address("change", thing)
        if request.method != "POST":
            context = {"question": question, "back_url": back}
            return self.answer(request, "admin/confirm.html", context, question.title)
        try:
            with transaction.atomic():
                self.log(request, thing, question.logged, question.said)
                question.act()
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        messages.success(request, question.done)
        return redirect(self.address("changelist") if question.logged == DELETION else back)


@dataclass(frozen=True)
class Question:
    """What a page asks before an act: its words, the act, and what the log keeps of it."""

    title: str
    text: str
    action: str
    done: str
    act: object
    said: str
    danger: bool = False
    logged: int = CHANGE

"""Curation of groups and of the lists beside them."""

from django.contrib import admin
from django.contrib.admin.models import DELETION
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.clock import organization_today
from accounts.curation import Beside, Cell, Link, Question, StrictAdmin
from accounts.models import Region

from . import actions
from .admin_forms import BRGForm, BRGListForm, FocusAreaForm, PillarForm, RegionForm
from .models import BRG, FocusArea, Officer, Pillar
from .office_admin import AppointmentAdmin
from .office_admin_forms import OfficerForm
from .texts_admin import TextsPage

TONES = {"draft": "plain", "active": "good", "paused": "warn", "archived": "plain"}
PICTURES = ("emblem", "banner")


@admin.register(BRG)
class BRGAdmin(TextsPage, StrictAdmin):
    """Groups: drafted, looked at as a visitor would, published; archived and never deleted."""

    form = BRGForm
    list_form = BRGListForm
    order = ("sort_name", "slug")

    def title(self, brg):
        return f"{brg.acronym} · {brg}" if brg.acronym not in ("", brg.name) else str(brg)

    def cells(self, brg):
        privacy = _("Sensitive") if brg.is_sensitive else _("Ordinary")
        return [
            Cell(_("Status"), brg.get_status_display(), TONES[brg.status]),
            Cell(_("Privacy"), privacy, "plain" if brg.is_sensitive else ""),
            Cell(_("Content owner"), brg.content_owner or _("Nobody")),
            self._review(brg),
        ]

    def _review(self, brg):
        if brg.review_date is None:
            return Cell(_("Review by"), _("No date"))
        day = date_format(brg.review_date)
        is_late = brg.review_date < organization_today() and brg.status != BRG.Status.ARCHIVED
        if is_late:
            return Cell(_("Review by"), _("%(day)s, overdue") % {"day": day}, "bad")
        return Cell(_("Review by"), day)

    def keep(self, request, form):
        before = {name: getattr(form.instance, name).name for name in PICTURES}
        lists = {"focus_areas": form.cleaned_data["focus_areas"], "links": form.links}
        # Files of the new pictures are written here, and know no transaction.
        brg = form.save(commit=False)
        try:
            if brg.pk is None:
                return actions.create_brg(brg=brg, by=request.user, **lists)
            version = form.cleaned_data["version"]
            return actions.save_brg(brg=brg, by=request.user, version=version, **lists)
        except Exception:
            form.forget_pictures(before)
            raise

    # The way of a group: draft, active, paused, archived

    def more_urls(self):
        return [
            *self.texts_urls(),
            self.page("<slug:object_id>/publish/", self.publish_view, "publish"),
            self.page("<slug:object_id>/pause/", self.pause_view, "pause"),
            self.page("<slug:object_id>/archive/", self.archive_view, "archive"),
        ]

    def beside(self, request, brg):
        links = [
            Link(reverse("admin:brg_preview", args=[brg.pk]), _("See it as a visitor"), "eye"),
            Link(self._officers_url(brg), _("Its officers"), "id-card"),
            self.link_to_history(brg),
        ]
        if brg.is_active:
            links.insert(1, Link(brg.get_absolute_url(), _("The page of the group"), "globe"))
        if change := actions.waiting_change(brg):
            url = reverse("admin:brgs_texts", args=[change.pk])
            links.insert(0, Link(url, _("New texts that wait"), "hourglass"))
        acts = self._acts(brg) if self._may_publish(request) else []
        return Beside(facts=self.cells(brg), acts=acts, links=links, slug=brg.slug, hue=brg.hue)

    def _officers_url(self, brg):
        return f"{reverse('admin:brgs_officer_changelist')}?{urlencode({'group': brg.slug})}"

    def _acts(self, brg):
        publish = Link(self.address("publish", brg), _("Publish"), "globe")
        pause = Link(self.address("pause", brg), _("Pause"), "hourglass")
        archive = Link(self.address("archive", brg), _("Archive"), "lock", danger=True)
        return {
            BRG.Status.DRAFT: [publish, archive],
            BRG.Status.ACTIVE: [pause, archive],
            BRG.Status.PAUSED: [publish, archive],
            BRG.Status.ARCHIVED: [publish],
        }[brg.status]

    def _may_publish(self, request):
        return request.user.has_perm("brgs.publish_brg")

    def publish_view(self, request, object_id):
        text = _("Everybody can then see the page, and every employee can join.")
        words = _("Publish %(name)s?"), text, _("Publish"), _("The group is public now.")
        return self._move(request, object_id, actions.publish, *words)

    def pause_view(self, request, object_id):
        text = _("The page is then gone for all but its members, who can read it and leave.")
        words = _("Pause %(name)s?"), text, _("Pause"), _("The group is paused now.")
        return self._move(request, object_id, actions.pause, *words)

    def archive_view(self, request, object_id):
        text = _("The page is then gone for everybody. You can publish it again later.")
        words = _("Archive %(name)s?"), text, _("Archive"), _("The group is put away now.")
        return self._move(request, object_id, actions.archive, *words, danger=True)

    def _move(self, request, object_id, action, title, text, words, done, *, danger=False):
        brg = self.thing_or_404(request, object_id)
        if not self._may_publish(request):
            raise PermissionDenied
        question = Question(
            title=title % {"name": brg},
            text=text,
            action=words,
            done=done,
            act=lambda: action(brg=brg, by=request.user),
            said=words,
            danger=danger,
        )
        return self.ask_first(request, brg, question)


@admin.register(Officer)
class OfficerAdmin(AppointmentAdmin):
    """Offices of groups."""

    form = OfficerForm
    order = ("brg__sort_name", "role", "pk")
    unit_order = ("sort_name", "pk")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "brg")

    def vacant_units(self):
        return BRG.objects.vacant()

    def unit_name(self, brg):
        return brg.short_name

    def unit_key(self, brg):
        return brg.slug

    def link_to_unit(self, office):
        url = reverse("admin:brgs_brg_change", args=[office.brg_id])
        return Link(url, _("The group in curation"), "file-text")


class ListAdmin(StrictAdmin):
    """A short list. An entry can go when nothing uses it."""

    order = ("position", "name", "slug")

    def keep(self, request, form):
        return actions.save_list_entry(entry=form.save(commit=False), by=request.user)

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm(f"{self.opts.app_label}.delete_{self.opts.model_name}")

    def more_urls(self):
        return [self.page("<slug:object_id>/delete/", self.delete_view, "delete")]

    def beside(self, request, entry):
        links = [self.link_to_history(entry)]
        acts = [Link(self.address("delete", entry), _("Delete"), "trash-2", danger=True)]
        return Beside(links=links, acts=acts if self.has_delete_permission(request) else [])

    def delete_view(self, request, object_id, extra_context=None):
        entry = self.thing_or_404(request, object_id)
        if not self.has_delete_permission(request):
            raise PermissionDenied
        question = Question(
            title=_("Delete “%(name)s”?") % {"name": entry},
            text=_("This works only where nothing uses it any more. It cannot be undone."),
            action=_("Delete"),
            done=_("Deleted."),
            act=lambda: actions.delete_list_entry(entry=entry, by=request.user),
            said="",
            danger=True,
            logged=DELETION,
        )
        return self.ask_first(request, entry, question)


@admin.register(FocusArea)
class FocusAreaAdmin(ListAdmin):
    form = FocusAreaForm


@admin.register(Pillar)
class PillarAdmin(ListAdmin):
    form = PillarForm


@admin.register(Region)
class RegionAdmin(ListAdmin):
    form = RegionForm
    order = ("name", "slug")

    def cells(self, region):
        return [Cell(_("Time zone"), region.time_zone)]

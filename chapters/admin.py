"""Curation of chapters, and of their offices."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.curation import Beside, Cell, Link, Question, StrictAdmin
from brgs.models import BRG
from brgs.office_admin import AppointmentAdmin

from . import actions
from .admin_forms import (
    ChapterForm,
    ChapterListForm,
    ChapterOfficeListForm,
    ChapterOfficerForm,
    GroupFirstForm,
)
from .models import Chapter, ChapterOfficer
from .proposal_admin import ProposalPages

Status = Chapter.Status
OPEN = (Status.ACTIVE, Status.DORMANT)
# No key of a chapter is longer, and no database has to be asked for one that is.
KEY_DIGITS = 18
TONES = {"proposed": "warn", "active": "good", "dormant": "warn", "closed": "plain"}


def names_of_leads(chapters):
    """The names of those who lead these chapters today, by chapter, in one query."""
    posts = ChapterOfficer.objects.leading().filter(chapter__in=chapters)
    names = {}
    for post in posts.select_related("person").order_by("person__sort_name", "pk"):
        names.setdefault(post.chapter_id, []).append(post.person.name)
    return names


@admin.register(Chapter)
class ChapterAdmin(ProposalPages, StrictAdmin):
    """Chapters: opened, edited, put to rest and woken, closed; never deleted."""

    form = ChapterForm
    list_form = ChapterListForm
    order = ("brg__sort_name", "sort_name", "pk")
    page_key = "pk"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("brg", "region")

    def title(self, chapter):
        return f"{chapter.brg.short_name} · {chapter}"

    heading = name_in_log = title

    def heading_of_new(self):
        return _("Open a chapter")

    def rows(self, things):
        names = names_of_leads(things)
        for chapter in things:
            chapter.leads, chapter.hue = names.get(chapter.pk, []), chapter.brg.hue
        return super().rows(things)

    def cells(self, chapter):
        leads = chapter.leads if hasattr(chapter, "leads") else self._leads(chapter)
        return [
            Cell(_("Status"), chapter.get_status_display(), TONES[chapter.status]),
            Cell(_("Region"), chapter.region.name),
            *self._lead(chapter, leads),
        ]

    def _leads(self, chapter):
        return names_of_leads([chapter]).get(chapter.pk, [])

    def _lead(self, chapter, leads):
        if not leads and not chapter.is_active:
            return []
        return [Cell(_("Lead"), ", ".join(leads) or _("Vacant"), "" if leads else "warn")]

    # A chapter that is proposed waits for a decision, and one that is closed is over.

    def has_change_permission(self, request, obj=None):
        is_open = obj is None or obj.status in OPEN
        return super().has_change_permission(request, obj) and is_open

    def keep(self, request, form):
        chapter = form.save(commit=False)
        if chapter.pk is None:
            return actions.create_chapter(chapter=chapter, by=request.user)
        version = form.cleaned_data["version"]
        return actions.save_chapter(chapter=chapter, by=request.user, version=version)

    def form_for(self, request, thing):
        if thing is None and request.method != "POST":
            return self.form(initial={"brg": self.asked_for(request, "brg")})
        return super().form_for(request, thing)

    # The way of a chapter: active, dormant, closed

    def more_urls(self):
        return [
            self.page("<slug:object_id>/rest/", self.rest_view, "rest"),
            self.page("<slug:object_id>/wake/", self.wake_view, "wake"),
            self.page("<slug:object_id>/close/", self.close_view, "close"),
            *self.proposal_urls(),
        ]

    def beside(self, request, chapter):
        acts = self._acts(chapter) if self.has_change_permission(request, chapter) else []
        return Beside(
            facts=self.cells(chapter),
            acts=acts,
            links=[*self._ways(request, chapter), self.link_to_history(chapter)],
            slug=chapter.brg.slug,
            hue=chapter.brg.hue,
        )

    def _acts(self, chapter):
        rest = Link(self.address("rest", chapter), _("Let it rest"), "moon")
        wake = Link(self.address("wake", chapter), _("Wake it"), "sun")
        close = Link(self.address("close", chapter), _("Close"), "lock", danger=True)
        return [rest if chapter.is_active else wake, close]

    def _ways(self, request, chapter):
        group = reverse("admin:brgs_brg_change", args=[chapter.brg_id])
        officers = reverse("admin:chapters_chapterofficer_changelist")
        chosen = urlencode({"group": chapter.brg.slug, "chapter": chapter.slug})
        ways = [
            Link(group, _("The group in curation"), "file-text"),
            Link(f"{officers}?{chosen}", _("Its officers"), "id-card"),
            *self._way_to_offer(request, chapter),
        ]
        if chapter.brg.is_active and chapter.status in OPEN:
            ways.append(Link(chapter.get_absolute_url(), _("The page of the chapter"), "globe"))
        return [*ways, *self.way_to_proposal(chapter)]

    def _way_to_offer(self, request, chapter):
        takes_officers = chapter.status in OPEN and chapter.brg.status != BRG.Status.ARCHIVED
        if not (takes_officers and request.user.has_perm("chapters.add_chapterofficer")):
            return []
        url = reverse("admin:chapters_chapterofficer_add")
        return [Link(f"{url}?chapter={chapter.pk}", _("Offer a post"), "user-plus")]

    def rest_view(self, request, object_id):
        text = _("It then takes no new members. Its page stays, and its members stay in it.")
        words = _("Let %(name)s rest?"), text, _("Let it rest"), _("The chapter rests now.")
        return self._move(request, object_id, Status.DORMANT, *words)

    def wake_view(self, request, object_id):
        text = _("Employees can then join it again.")
        words = _("Wake %(name)s?"), text, _("Wake it"), _("The chapter is active now.")
        return self._move(request, object_id, Status.ACTIVE, *words)

    def close_view(self, request, object_id):
        text = _(
            "Its page is then gone and its officers’ terms end. Its members stay in the group. "
            "This cannot be undone."
        )
        words = _("Close %(name)s for good?"), text, _("Close"), _("The chapter is closed now.")
        return self._move(request, object_id, Status.CLOSED, *words, danger=True)

    def _move(self, request, object_id, status, title, text, words, done, *, danger=False):
        chapter = self.thing_or_404(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        question = Question(
            title=title % {"name": self.title(chapter)},
            text=text,
            action=words,
            done=done,
            act=lambda: actions.change_state(chapter=chapter, status=status, by=request.user),
            said=words,
            danger=danger,
        )
        return self.ask_first(request, chapter, question)


@admin.register(ChapterOfficer)
class ChapterOfficerAdmin(AppointmentAdmin):
    """Offices of chapters."""

    form = ChapterOfficerForm
    list_form = ChapterOfficeListForm
    order = ("chapter__brg__sort_name", "chapter__sort_name", "role", "pk")
    unit_order = ("brg__sort_name", "sort_name", "pk")

    def get_queryset(self, request):
        """Who would lead a chapter that is only proposed stands with the proposal."""
        rows = super().get_queryset(request).exclude(chapter__status=Status.PROPOSED)
        return rows.select_related("person", "chapter__brg")

    def vacant_units(self):
        return Chapter.objects.vacant().select_related("brg")

    def unit_name(self, chapter):
        return f"{chapter.brg.short_name} · {chapter.name}"

    def unit_key(self, chapter):
        return chapter.pk

    def form_for(self, request, thing, **given):
        """The offer, once the address or what is sent says of which group the chapter is."""
        if group := self._group_asked_for(request):
            return super().form_for(request, thing, group=group, **given)
        return GroupFirstForm(request.POST if request.method == "POST" else None)

    def _group_asked_for(self, request):
        keys = request.POST.get("chapter", ""), self.asked_for(request, "chapter")
        keys = [key for key in keys if key.isascii() and key.isdigit() and len(key) <= KEY_DIGITS]
        named = Q(slug=self.asked_for(request, "brg"))
        if keys:
            named = Q(pk__in=Chapter.objects.filter(pk=keys[0]).values("brg"))
        return BRG.objects.exclude(status=BRG.Status.ARCHIVED).filter(named).first()

    def link_to_unit(self, office):
        url = reverse("admin:chapters_chapter_change", args=[office.chapter_id])
        return Link(url, _("The chapter in curation"), "map-pin")

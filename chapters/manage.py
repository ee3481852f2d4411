"""A group's chapters in its leads' workspace, and the proposals of new ones that wait for them."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import Refusal
from brgs.actions import EditConflict
from brgs.page_forms import sent_version
from brgs.views import of_own_group
from brgs.workspace import frame
from content.markdown import shown
from content.text import clean_query
from paging.keyset import keyset_page

from . import actions
from .manage_forms import AnswerForm
from .models import Chapter, ChapterOfficer, Proposal

CHAPTERS_A_PAGE = 50
PROPOSALS_SHOWN = 20
CLOSED_SHOWN = 100


@require_safe
@of_own_group
def chapters(request, brg):
    page = keyset_page(
        Chapter.objects.open().filter(brg=brg).select_related("region", "members_figure"),
        order=["region__name", "sort_name", "slug"],
        key="slug",
        after=clean_query(request.GET.get("after"), 60),
        size=CHAPTERS_A_PAGE,
    )
    waiting = _waiting(brg)
    context = frame(brg, "chapters", _("Chapters")) | {
        "chapters": _rows(brg, page.rows),
        "next_url": f"?after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else request.path,
        "proposals": waiting[:PROPOSALS_SHOWN],
        "more_wait": len(waiting) > PROPOSALS_SHOWN,
        "closed": _closed(brg)[:CLOSED_SHOWN] if page.is_first else (),
    }
    return render(request, "chapters/manage_chapters.html", context)


def _rows(brg, chapters):
    leads, caretakers = _leads(chapters)
    return [
        {
            "name": chapter.name,
            "city": chapter.city,
            "region": chapter.region.name,
            "url": reverse("manage-chapter", args=[brg.slug, chapter.slug]),
            "status": chapter.get_status_display(),
            "tone": "good" if chapter.is_active else "",
            "leads": leads[chapter.pk],
            "caretakers": caretakers[chapter.pk],
            "figure": chapter.shown_figure,
        }
        for chapter in chapters
    ]


def _leads(chapters):
    """The names of those who lead each chapter, and of caretakers, by the chapter's key."""
    leads, caretakers = defaultdict(list), defaultdict(list)
    own = ChapterOfficer.objects.filter(chapter__in=chapters)
    for found, offices in ((leads, own.leading()), (caretakers, own.caretaking())):
        offices = offices.select_related("person").order_by("person__sort_name", "pk")
        for office in offices:
            found[office.chapter_id].append(office.person.name)
    return leads, caretakers


def _waiting(brg):
    """What waits for the leads, the longest waiting first, and then what waits for a curator."""
    own = Proposal.objects.filter(chapter__brg=brg).select_related("chapter__region", "proposed_by")
    shown = PROPOSALS_SHOWN + 1
    return [*own.for_leads()[:shown], *own.for_curators()[:shown]]


def _closed(brg):
    """Chapters that were open once; what was proposed and taken back never was one."""
    closed = Chapter.objects.filter(brg=brg, status=Chapter.Status.CLOSED)
    closed = closed.exclude(proposal__state=Proposal.State.WITHDRAWN)
    return closed.select_related("region").by_region()


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_group
def proposal(request, brg, number):
    found = _found(brg, number)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _proposal_page(request, brg, found, form, status=422 if form.is_bound else 200)
    try:
        return _answer(request, brg, found, form.cleaned_data)
    except EditConflict:
        return _proposal_page(request, brg, _found(brg, number), form, status=409)


def _proposal_page(request, brg, found, form, *, status):
    if not found.is_open:
        # Nobody is named for what they proposed once: a chapter that opened has its own pages.
        raise Http404
    first = ChapterOfficer.objects.not_over().filter(chapter=found.chapter)
    context = frame(brg, "chapters", _("A proposed chapter")) | {
        "proposal": found,
        "first_officers": first.select_related("person").order_by("person__sort_name", "pk"),
        "about": shown(found.chapter.about_html),
        "form": form if found.state == Proposal.State.ASKED else None,
        "is_conflict": status == 409,
    }
    return render(request, "chapters/manage_proposal.html", context, status=status)


def _found(brg, number):
    rows = Proposal.objects.filter(chapter__brg=brg, pk=number)
    found = rows.select_related("chapter__region", "chapter__brg", "proposed_by").first()
    if found is None:
        raise Http404
    return found


def _answer(request, brg, proposal, answer):
    given = {"by": request.user, "note": answer["note"], "version": sent_version(request.POST)}
    try:
        if answer["act"] == AnswerForm.SUPPORT:
            actions.support(proposal=proposal, **given)
            messages.success(request, _("Supported. It waits for a curator now."))
        else:
            _refuse_unless_asked(proposal)
            actions.return_proposal(proposal=proposal, **given)
            messages.success(request, _("Sent back. The proposer reads your note."))
    except EditConflict:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("manage-chapters", brg.slug)


def _refuse_unless_asked(proposal):
    """What leads support is the curators' to return."""
    if proposal.state != Proposal.State.ASKED:
        raise Refusal(_("This proposal has moved on meanwhile. Look at it again."))

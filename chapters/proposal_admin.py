"""The page on which curators decide about a chapter that a member has proposed.

While it is open, those who propose, support or would lead are named: each by an act of their own,
or as somebody whom curators are asked to appoint. After that nobody is.
"""

from django.contrib import messages
from django.contrib.admin.models import CHANGE
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.curation import Cell, Link
from accounts.refusal import Refusal
from brgs.actions import EditConflict
from brgs.models import Officer
from brgs.page_forms import sent_version

from . import actions
from .admin_forms import DecisionForm
from .models import ChapterOfficer, Proposal
from .permissions import why_not_approve

State = Proposal.State
TONES = {
    "asked": "plain",
    "supported": "warn",
    "returned": "plain",
    "approved": "good",
    "withdrawn": "plain",
}


def _found(key):
    people = ("proposed_by", "supported_by")
    rows = Proposal.objects.select_related("chapter__brg", "chapter__region", *people)
    return rows.filter(pk=key).first()


class ProposalPages:
    """What curation of chapters has for proposals."""

    def proposal_urls(self):
        view = self.admin_site.admin_view(self.proposal_view)
        return [path("proposals/<int:proposal>/", view, name="chapters_proposal")]

    def way_to_proposal(self, chapter):
        """A link to what was proposed, for a chapter about which nobody has decided."""
        if not Proposal.objects.open().filter(chapter=chapter).exists():
            return []
        url = reverse("admin:chapters_proposal", args=[chapter.proposal.pk])
        return [Link(url, _("What was proposed"), "sprout")]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def proposal_view(self, request, proposal):
        self.seen_or_404(self.has_view_permission(request))
        proposal = _found(proposal)
        self.seen_or_404(proposal)
        if request.method != "POST":
            return self._proposal_page(request, proposal, DecisionForm())
        return self._decided(request, proposal)

    def _decided(self, request, proposal):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._proposal_page(request, proposal, form, status=422)
        decide = self._approve if form.approves else self._return
        try:
            return decide(request, proposal, form)
        except EditConflict:
            return self._proposal_page(request, _found(proposal.pk), form, status=409)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:chapters_proposal", proposal.pk)

    @transaction.atomic
    def _approve(self, request, proposal, form):
        version = sent_version(request.POST)
        actions.approve(proposal=proposal, by=request.user, version=version)
        self.log(request, proposal.chapter, CHANGE, _("Approved"))
        messages.success(request, _("The chapter is open now."))
        return redirect(self.address("change", proposal.chapter))

    @transaction.atomic
    def _return(self, request, proposal, form):
        if proposal.state != State.SUPPORTED:
            raise Refusal(_("This proposal does not wait for a curator. Look at it again."))
        given = {"version": sent_version(request.POST), "note": form.cleaned_data["note"]}
        actions.return_proposal(proposal=proposal, by=request.user, **given)
        self.log(request, proposal.chapter, CHANGE, _("Returned with a note"))
        messages.success(request, _("The proposer sees your note now."))
        return redirect("admin:index")

    def _proposal_page(self, request, proposal, form, *, status=200):
        title = _("Proposed: %(chapter)s") % {"chapter": self.title(proposal.chapter)}
        waits = proposal.state == State.SUPPORTED
        why_not = why_not_approve(request.user, proposal) if waits else ""
        context = {
            "proposal": proposal,
            "chapter": proposal.chapter,
            "facts": self._facts_of(proposal),
            "first_officers": self._first_officers(proposal),
            "form": form,
            "is_conflict": status == 409,
            "may_decide": waits and not why_not and self.has_add_permission(request),
            "why_not": why_not,
            "group_url": reverse("admin:brgs_brg_change", args=[proposal.chapter.brg_id]),
        }
        return self.answer(request, "admin/proposal.html", context, title, status=status)

    def _facts_of(self, proposal):
        chapter = proposal.chapter
        facts = [
            Cell(_("Standing"), proposal.get_state_display(), TONES[proposal.state]),
            Cell(_("Group"), chapter.brg.name),
            Cell(_("Region"), chapter.region.name),
            Cell(_("City"), chapter.city or _("Not said")),
        ]
        return [*facts, *self._named(proposal)] if proposal.is_open else facts

    def _named(self, proposal):
        by = proposal.proposed_by
        yield Cell(_("Proposed by"), by.name if by and by.is_active else _("Nobody any more"))
        if proposal.supported_by_id:
            # A lead is named while they are an officer in public, and not after.
            posts = Officer.objects.in_term().filter(brg=proposal.chapter.brg_id)
            still = posts.filter(person=proposal.supported_by_id).exists()
            name = proposal.supported_by.name if still else _("A lead of the group")
            yield Cell(_("Supported by"), name)

    def _first_officers(self, proposal):
        """Those who would lead: (name, title, whether they have accepted)."""
        if not proposal.is_open:
            return []
        posts = ChapterOfficer.objects.not_over().filter(chapter=proposal.chapter)
        posts = posts.filter(person__is_active=True).select_related("person")
        posts = posts.order_by("person__sort_name", "pk")
        return [(post.person.name, post.shown_title, post.accepted is not None) for post in posts]

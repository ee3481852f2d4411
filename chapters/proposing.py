"""Asking for a new chapter, and what one can do about one's own proposal."""

import functools

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal
from brgs.models import BRG
from brgs.views import of_group, sent

from . import actions
from .forms import NewProposalForm, ProposalForm
from .models import Chapter, Proposal
from .permissions import has_proposed, why_not_propose


@require_http_methods(["GET", "HEAD", "POST"])
@of_group(BRG.objects.visible_to)
def propose(request, brg):
    if why := why_not_propose(request.user, brg):
        messages.info(request, why)
        return redirect(brg)
    if has_proposed(request.user, brg):
        said = _("You have proposed a chapter of this group already. Below is how far it has come.")
        messages.info(request, said)
        return redirect("me-groups")
    form = NewProposalForm(sent(request), by=request.user)
    if form.is_valid() and _proposed(request, brg, form):
        return redirect("me-groups")
    context = {"brg": brg, "form": form, "note": "", "back_url": brg.get_absolute_url()}
    return _form_page(request, context | {"title": _("Propose a chapter")})


def _proposed(request, brg, form):
    chapter, proposal = Chapter(brg=brg), Proposal()
    form.fill(chapter, proposal)
    try:
        actions.propose(chapter=chapter, proposal=proposal, by=request.user, officers=form.officers)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _said(proposal))
    return True


def _said(proposal):
    if proposal.state == Proposal.State.SUPPORTED:
        return _("Sent. A curator looks at it next.")
    return _("Sent. The group’s leads look at it first, and then a curator.")


def of_own_proposal(view):
    """Find the proposal that an address names, among one's own; anything else is 404."""

    @functools.wraps(view)
    def found(request, proposal):
        mine = Proposal.objects.filter(proposed_by=request.user, pk=proposal)
        thing = mine.select_related("chapter__brg", "chapter__region").first()
        if thing is None:
            raise Http404
        return view(request, thing)

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_proposal
def edit(request, proposal):
    if not proposal.is_returned:
        messages.info(request, _("This proposal cannot be changed now."))
        return redirect("me-groups")
    form = ProposalForm(sent(request), initial=_as_typed(proposal))
    if form.is_valid() and _sent_again(request, proposal, form):
        return redirect("me-groups")
    context = {"brg": proposal.chapter.brg, "form": form, "note": proposal.note}
    context |= {"title": _("Change your proposal"), "back_url": reverse("me-groups")}
    return _form_page(request, context)


def _as_typed(proposal):
    chapter = proposal.chapter
    return {
        "name": chapter.name,
        "region": chapter.region.slug,
        "city": chapter.city,
        "purpose": proposal.purpose,
        "why_here": proposal.why_here,
    }


def _sent_again(request, proposal, form):
    form.fill(proposal.chapter, proposal)
    try:
        stored = actions.resubmit(proposal=proposal, chapter=proposal.chapter, by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _said(stored))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_proposal
def withdraw(request, proposal):
    if request.method == "POST":
        return _withdraw(request, proposal)
    if not proposal.is_open:
        messages.info(request, _("This proposal is settled already."))
        return redirect("me-groups")
    context = {
        "question": _("Take the proposal of %(chapter)s back?") % {"chapter": proposal.chapter},
        "text": _("It ends, and so do offers to lead the chapter. You can propose it again."),
        "action": _("Take it back"),
        "danger": True,
        "form": "",
        "back_url": reverse("me-groups"),
    }
    return render(request, "chapters/confirm.html", context)


def _withdraw(request, proposal):
    try:
        actions.withdraw(proposal=proposal, by=request.user)
        messages.success(request, _("You have taken the proposal back."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("me-groups")


def _form_page(request, context):
    status = 422 if context["form"].is_bound else 200
    return render(request, "chapters/propose.html", context, status=status)

import functools

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.people import person_row
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from paging.keyset import keyset_page

from . import actions
from .forms import JoinForm, VisibilityForm, default_choice
from .models import BRG, Membership
from .permissions import can_join, current_membership

MEMBERS_A_PAGE = 50


def of_group(reach, *related, is_open=True):
    """Find the group that an address names, among those that `reach` gives the viewer.

    The view gets the group in place of the slug, with the rows that `related` names, and whatever
    else the address holds. An address that the group had before leads to the present one, with the
    same method; anything else is 404. Where pages are open, active groups are in reach of everybody
    and no more is asked.
    """

    def find(viewer, related, **address):
        at_once = is_open and _at_address(BRG.objects.active(), related, address)
        return at_once or _at_address(reach(viewer), related, address)

    def decorate(view):
        @functools.wraps(view)
        def found(request, slug, **rest):
            if brg := find(request.user, related, slug=slug):
                return view(request, brg, **rest)
            if brg := find(request.user, (), former_slugs__slug=slug):
                route = request.resolver_match.view_name
                # Not for good: a group may take its old address back.
                url = reverse(route, kwargs={"slug": brg.slug, **rest})
                query = request.META.get("QUERY_STRING")
                return HttpResponseRedirect(
                    f"{url}?{query}" if query else url, preserve_request=True
                )
            raise Http404

        return found

    return decorate


def _at_address(groups, related, address):
    # An address is unique, so there is nothing to sort.
    return next(iter(groups.filter(**address).select_related(*related).order_by()), None)


def of_own_group_with(*related):
    """As `of_own_group`, with the rows that `related` names."""
    return of_group(BRG.objects.led_by, *related, is_open=False)


of_own_group = of_own_group_with()


@require_http_methods(["GET", "HEAD", "POST"])
@of_group(BRG.objects.visible_to)
def join(request, brg):
    form = JoinForm(sent(request), default=default_choice(brg, request.user))
    if can_join(request.user, brg) and form.is_valid():
        return _join(request, brg, form.choice)
    if current_membership(request.user, brg):
        return _already_there(request, brg)
    if not can_join(request.user, brg):
        raise PermissionDenied(_("Groups are for employees. Your account has no employee id."))
    return _form_page(request, "brgs/join.html", brg, form)


def sent(request):
    """What a form was sent with, also where that is nothing; None where it is only shown."""
    return request.POST if request.method == "POST" else None


def _join(request, brg, choice):
    try:
        membership, is_new = actions.join(brg=brg, by=request.user, visibility=choice)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(brg)
    if not is_new:
        return _already_there(request, brg)
    said = _("Welcome! You belong now. Who can see it: %(who)s.")
    messages.success(request, said % {"who": Visibility(membership.visibility).label})
    return redirect(brg)


def _already_there(request, brg):
    messages.info(request, _("You already belong. Nothing has changed."))
    return redirect(brg)


@require_http_methods(["GET", "HEAD", "POST"])
@of_group(BRG.objects.within_reach_of)
def visibility(request, brg):
    membership = current_membership(request.user, brg)
    if membership is None:
        messages.info(request, _("You are not a member of this group."))
        return redirect(brg)
    form = VisibilityForm(sent(request), initial={"visibility": membership.visibility})
    if form.is_valid():
        return _change_visibility(request, brg, form.choice)
    return _form_page(request, "brgs/visibility.html", brg, form)


def _change_visibility(request, brg, choice):
    try:
        actions.change_visibility(brg=brg, by=request.user, visibility=choice)
        messages.success(request, _("Saved. Who can see it: %(who)s.") % {"who": choice.label})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("me-groups")


def _form_page(request, template, brg, form):
    status = 422 if form.is_bound else 200
    return render(request, template, {"brg": brg, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@of_group(BRG.objects.within_reach_of)
def leave(request, brg):
    if request.method != "POST":
        if current_membership(request.user, brg) is None:
            messages.info(request, _("You are not a member of this group."))
            return redirect(brg)
        return _confirm_leaving(request, brg)
    try:
        if actions.leave(brg=brg, by=request.user):
            messages.success(request, _("You have left. Nobody is told."))
        else:
            messages.info(request, _("You are not a member of this group."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("me-groups")


def _confirm_leaving(request, brg):
    question = _("Leave %(group)s?") % {"group": brg.name}
    context = {"brg": brg, "question": question, "back_url": reverse("me-groups")}
    return render(request, "brgs/leave.html", context)


@require_safe
@of_group(BRG.objects.visible_to, "members_figure")
def members(request, brg):
    seen = Membership.objects.visible_to(request.user).current().filter(brg=brg)
    people = User.objects.filter(pk__in=seen.values("person"))
    page = keyset_page(
        people,
        order=["sort_name", "public_id"],
        key="public_id",
        after=request.GET.get("after", "")[:32],
        size=MEMBERS_A_PAGE,
    )
    context = {
        "brg": brg,
        "people": [person_row(person) for person in page.rows],
        "own": current_membership(request.user, brg),
        "next_url": f"?after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else request.path,
    }
    return render(request, "brgs/members.html", context)

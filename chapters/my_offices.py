"""One's own posts, in groups and chapters: asked, taken, coming, and given back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import organization_today
from accounts.refusal import Refusal
from accounts.visibility import Visibility
from brgs import actions as group_actions
from brgs.forms import JoinForm, default_choice
from brgs.models import Officer
from brgs.officer_desk import term
from brgs.offices_forms import ResignForm
from brgs.permissions import current_membership
from content.markdown import render as render_markdown
from content.markdown import shown

from . import actions
from .models import Chapter, ChapterMembership, ChapterOfficer

# By the word in the address: the offices, and how one is taken.
KINDS = {
    "group": (Officer, group_actions.accept),
    "chapter": (ChapterOfficer, actions.accept),
}
LISTED = 100


@require_safe
def my_offices(request):
    """Offers to answer, and posts held or coming. What is over is nobody's business any more."""
    rows = [
        _row(kind, office)
        for kind, (model, _accept) in KINDS.items()
        for office in _own(model, request.user).order_by("starts", "pk")[:LISTED]
    ]
    context = {
        "asked": [row for row in rows if not row["office"].accepted],
        "held": [row for row in rows if row["office"].accepted],
    }
    return render(request, "chapters/my_offices.html", context)


def _own(model, person):
    mine = model.objects.filter(person=person).select_related(model.group_path, "person")
    return mine.not_over() | mine.caretaking()


def _row(kind, office):
    return {
        "office": office,
        "unit": unit_in_words(office),
        "term": term_in_words(office),
        "url": reverse("me-office", args=[kind, office.pk]),
    }


def unit_in_words(office):
    """What one is an officer of: the group, or the chapter with its group."""
    if office.unit == office.group:
        return office.group.name
    facts = {"chapter": office.unit.name, "group": office.group.short_name}
    return _("%(chapter)s (%(group)s)") % facts


def term_in_words(office):
    today = organization_today()
    if office.unit.status == Chapter.Status.PROPOSED:
        return _("A year from the day on which the chapter opens")
    if office.is_over(today):
        return _("The term has ended. You keep the powers as caretaker.")
    return term(office, today)


@require_http_methods(["GET", "HEAD", "POST"])
def my_office(request, kind, office):
    office = _found(kind, office, request.user)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act"))
        return act(request, kind, office) if act else redirect(_address(kind, office))
    if request.GET.get("act") == "resign" and office.accepted:
        return _confirm_resigning(request, kind, office)
    return _office_page(request, office, _form_for(request, office))


def _found(kind, number, person):
    """One's own office, unless it is over; anything else is 404."""
    if kind not in KINDS:
        raise Http404
    office = _own(KINDS[kind][0], person).filter(pk=number).first()
    if office is None:
        raise Http404
    return office


def _address(kind, office):
    return reverse("me-office", args=[kind, office.pk])


def _form_for(request, office):
    """The choice of who may see the membership, where taking the post begins one; else None."""
    must_join = not office.accepted and office.kind.belongs
    if not must_join or current_membership(request.user, office.group):
        return None
    sent = request.POST if request.method == "POST" else None
    return JoinForm(sent, default=default_choice(office.group, request.user))


def _accept(request, kind, office):
    form = _form_for(request, office)
    if form and not form.is_valid():
        return _office_page(request, office, form)
    try:
        KINDS[kind][1](office=office, by=request.user, visibility=form and form.choice)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(kind, office))
    messages.success(request, _("Thank you. The post is yours."))
    return redirect(_address(kind, office))


def _decline(request, kind, office):
    try:
        group_actions.decline(office=office, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(kind, office))
    messages.success(request, _("You have declined. No reason is asked."))
    return redirect("me-offices")


def _resign(request, kind, office):
    if not office.accepted:
        return redirect(_address(kind, office))
    try:
        group_actions.end(office=office, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(kind, office))
    messages.success(request, _("You have resigned. Your name is no longer shown with the post."))
    return redirect("me-offices")


ACTS = {"accept": _accept, "decline": _decline, "resign": _resign}


def _confirm_resigning(request, kind, office):
    facts = {"role": office.shown_title, "unit": unit_in_words(office)}
    context = {
        "question": _("Resign as %(role)s of %(unit)s?") % facts,
        "form": ResignForm(),
        "back_url": _address(kind, office),
    }
    return render(request, "chapters/my_office_resign.html", context)


def _office_page(request, office, form):
    membership = current_membership(request.user, office.group)
    context = {
        "office": office,
        "role": office.kind,
        "note": shown(render_markdown(office.note)),
        "unit": unit_in_words(office),
        "term": term_in_words(office),
        "form": form or "",
        "warning": _warning(request.user, office, membership),
        "moves_from": _moves_from(office, membership),
        "resign_url": "?act=resign",
        "workspace_url": _workspace(office),
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "chapters/my_office.html", context, status=status)


SEEN_BY = {
    Visibility.MEMBERS: gettext_lazy("Your membership is seen by members of the group alone."),
    Visibility.LEADS: gettext_lazy("Your membership is seen by the group’s leads alone."),
    Visibility.ONLY_ME: gettext_lazy("Your membership is seen by only you."),
}
KEPT_BY = {
    Visibility.MEMBERS: gettext_lazy("You show your groups to fellow members alone."),
    Visibility.LEADS: gettext_lazy("You show your groups to their leads alone."),
    Visibility.ONLY_ME: gettext_lazy("You show your groups to nobody: only you see them."),
}


def _warning(person, office, membership):
    """What a public post changes for somebody whose membership, or choice for all, hides them."""
    hidden = KEPT_BY.get(person.default_visibility)
    if membership:
        hidden = SEEN_BY.get(membership.visibility)
    if not hidden or office.accepted:
        return ""
    said = _("%(hidden)s As %(role)s your name is shown to every employee during the term.")
    return said % {"hidden": hidden, "role": office.shown_title}


def _workspace(office):
    """Where the powers of a lead's post are used; empty where it carries none today."""
    led = type(office.unit).objects.led_by(office.person).filter(pk=office.unit.pk)
    if not (office.kind.leads and led.exists()):
        return ""
    if office.unit_name == "chapter":
        return reverse("manage-chapter", args=[office.group.slug, office.unit.slug])
    return reverse("manage", args=[office.group.slug])


def _moves_from(office, membership):
    """The chapter that taking this offer would take the person out of, or None."""
    is_of_chapter = office.unit_name == "chapter"
    if not (membership and is_of_chapter and office.kind.belongs):
        return None
    # Otherwise nobody moves now: the post alone is taken.
    if not (office.unit.is_active and office.group.is_active):
        return None
    rows = ChapterMembership.objects.current().filter(membership=membership)
    row = rows.exclude(chapter=office.unit).select_related("chapter").first()
    return row and row.chapter

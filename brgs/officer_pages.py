"""What leads do with officers, page by page, for any kind of unit: each gets the unit's desk."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusal import Refusal
from content.markdown import render as render_markdown
from content.markdown import shown

from . import actions
from .offices_forms import DeputyForm, HandOverForm, OfferForm, PersonSearch


def officers_page(request, desk):
    context = {
        "matters": [
            {"url": url, "icon": icon, "words": words} for url, icon, words in desk.matters()
        ],
        "lists": _lists(desk),
        "past": desk.past(),
        "roles": desk.roles,
        "new_url": desk.url("-new"),
    }
    return render(request, "brgs/manage_officers.html", desk.frame(_("Officers")) | context)


def _lists(desk):
    """The lists of the page, by heading; only the first is shown where it is empty."""
    return [
        {"key": "present", "title": _("In office"), "rows": desk.present()},
        {"key": "offered", "title": _("Waiting for an answer"), "rows": desk.offered()},
        {"key": "coming", "title": _("Begin later"), "rows": desk.coming()},
    ]


def officer_page(request, desk, number):
    office = _found(desk, number)
    is_held = bool(office.accepted) and not office.is_over() and not office.stands_in_for_id
    has_successor = type(office).objects.not_over().filter(predecessor=office).exists()
    context = {
        "row": desk.row(office),
        "role": office.kind,
        "note": shown(render_markdown(office.note)),
        "may_be_handed_over": is_held and not has_successor,
        "may_have_a_deputy": is_held,
        "list_url": desk.url("s"),
        "end_url": desk.url("-end", office=office.pk),
        "hand_over_url": desk.url("-hand-over", office=office.pk),
        "deputy_url": desk.url("-deputy", office=office.pk),
    }
    return render(request, "brgs/manage_officer.html", desk.frame(office.shown_title) | context)


def _found(desk, number):
    office = desk.find(number)
    if office is None:
        raise Http404
    return office


def _held(desk, number):
    """An office that can be handed over or stood in for: taken, not over, and nobody's deputy's."""
    office = _found(desk, number)
    if not office.accepted or office.is_over() or office.stands_in_for_id:
        raise Http404
    return office


def end_page(request, desk, number):
    office = _found(desk, number)
    if request.method != "POST":
        return _confirm_end(request, desk, office)
    try:
        actions.end(office=office, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(desk.url(office=office.pk))
    messages.success(request, _("Done. The powers are gone as of now."))
    return redirect(desk.url("s"))


def _confirm_end(request, desk, office):
    facts = {"name": office.person.name, "role": office.shown_title}
    question = _("End the term of %(name)s as %(role)s?")
    text = _("The powers end at once, and the name is no longer shown.")
    action = _("End the term")
    if office.accepted is None:
        question = _("Take back the offer to %(name)s of the post %(role)s?")
        text = _("It will be as if it had not been made.")
        action = _("Take the offer back")
    context = {"question": question % facts, "text": text, "action": action}
    context["back_url"] = desk.url(office=office.pk)
    return render(request, "brgs/office_end.html", context | {"role": office.shown_title})


def new_page(request, desk):
    def ask(form):
        actions.offer(office=form.office(desk.model, desk.unit), by=request.user)

    page = {"title": _("Offer a post"), "text": _ASKED, "action": _("Offer the post")}
    return _ask_page(request, desk, OfferForm, ask, page, model=desk.model)


def hand_over_page(request, desk, number):
    office = _held(desk, number)

    def ask(form):
        successor = form.office(desk.model, desk.unit)
        until = form.cleaned_data["until"]
        actions.hand_over(office=office, successor=successor, until=until, by=request.user)

    title = _("Hand over: %(role)s") % {"role": office.shown_title}
    page = {"title": title, "text": _ASKED, "action": _("Offer the post to the successor")}
    return _ask_page(request, desk, HandOverForm, ask, page, office=office)


def deputy_page(request, desk, number):
    office = _held(desk, number)

    def ask(form):
        deputy = form.office(desk.model, desk.unit)
        actions.deputize(office=office, deputy=deputy, by=request.user)

    title = _("Stand in for: %(role)s") % {"role": office.shown_title}
    text = _(
        "For a leave or deployment. Somebody acts in the post from the first day up to the last. "
        "The post stays the officer’s own. Do not say why: nobody has to know."
    )
    page = {"title": title, "text": text, "action": _("Ask the deputy")}
    return _ask_page(request, desk, DeputyForm, ask, page, office=office)


_ASKED = gettext_lazy(
    "The person is asked first. The name is shown, and the powers begin, only after they accept."
)


def _ask_page(request, desk, form_class, ask, page, **facts):
    """Look for a person, then ask them; `ask` does it, with a form that is right in itself."""
    search = PersonSearch.from_address(request.GET)
    sent = request.POST if request.method == "POST" else None
    form = form_class(sent, found=search.found, **facts)
    if form.is_valid():
        try:
            ask(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The post is offered. The person is asked to accept it."))
            return redirect(desk.url("s"))
    context = {"search": search, "form": form, **page, "list_url": desk.url("s")}
    frame = desk.frame(page["title"])
    return render(
        request, "brgs/office_ask.html", frame | context, status=422 if form.is_bound else 200
    )

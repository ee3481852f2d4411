"""Accessibility requests: written on a page of the event, read by its contact alone."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import person_row
from accounts.refusal import Refusal
from brgs.views import sent

from . import actions
from .answer_forms import RequestForm
from .models import AccessibilityRequest, Event
from .views import met, missing


@require_http_methods(["GET", "HEAD", "POST"])
def event_accessibility(request, number, slug):
    """Write to the contact, change what one wrote, or take it back.

    What one wrote stays one's own to read and delete, also where the event is out of sight.
    """
    event, own = met(request.user, number), _own(request.user, number)
    if request.POST.get("act") == "take-back" and (own or event):
        return _take_back(request, event, own)
    if event and event.is_open and request.user.is_employee:
        return _write(request, event, own)
    if own:
        return render(request, "events/own_request.html", {"own": own})
    return redirect(event) if event else missing(request)


def _own(person, number):
    """What a person wrote about the event of this number, or None."""
    if not person.is_authenticated:
        return None
    rows = AccessibilityRequest.objects.filter(
        person=person, event__in=Event.objects.filter(pk=number)
    )
    # Once for each event, so there is nothing to sort.
    return next(iter(rows.select_related("contact", "event")), None)


def _write(request, event, own):
    form = RequestForm(sent(request), initial={"text": own.text if own else ""})
    if form.is_valid() and _wrote(request, event, form):
        return redirect(event)
    return _page(request, event, own, form)


def _wrote(request, event, form):
    """Whether it is written; if not, the form says why, and keeps what was typed."""
    contact = event.accessibility_contact
    if contact is None or request.POST.get("contact") != contact.public_id:
        form.add_error(None, _("Nothing was sent: look once more at who reads it."))
        return False
    text = form.cleaned_data["text"]
    try:
        actions.write_request(event=event, by=request.user, contact=contact, text=text)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    said = _("Sent. Only %(name)s reads it.")
    messages.success(request, said % {"name": contact.name})
    return True


def _take_back(request, event, own):
    if own and actions.take_request_back(event=own.event, by=request.user):
        messages.success(request, _("Deleted. Nobody can read it any more."))
    else:
        messages.info(request, _("There was nothing to delete."))
    return redirect(event or "me-events")


def _page(request, event, own, form):
    contact = event.accessibility_contact
    why_not = actions.why_not_ask(event, request.user)
    context = {
        "event": event,
        "brg": event.brg,
        "own": own,
        "form": form,
        "why_not": why_not,
        "contact": contact,
        "contact_row": [] if why_not else [person_row(contact)],
        # Whoever reads the page knows whom it names: the form says so when it is sent.
        "named": "" if why_not else contact.public_id,
        "is_with_another": own is not None and own.contact != contact,
    }
    status = 422 if form.is_bound else 200
    return render(request, "events/accessibility.html", context, status=status)


@require_safe
def own_event_requests(request, number):
    """What people have written to the viewer about one event."""
    mine = AccessibilityRequest.objects.filter(contact=request.user, event=number)
    event = _event_of_contact(request.user, number)
    if event is None:
        raise Http404
    rows = mine.filter(person__is_active=True).select_related("person").order_by("made", "pk")
    context = {
        "event": event,
        "requests": [
            {"person": [person_row(row.person)], "text": row.text, "made": row.made} for row in rows
        ],
    }
    return render(request, "events/requests.html", context)


def events_of_contact(person):
    """Events that people know of, whose accessibility contact a person is, or was when asked."""
    written = AccessibilityRequest.objects.filter(contact=person, event=OuterRef("pk"))
    is_theirs = Q(accessibility_contact=person, published__isnull=False)
    return Event.objects.filter(is_theirs | Q(Exists(written)))


def _event_of_contact(person, number):
    rows = events_of_contact(person).filter(pk=number).select_related("brg", "chapter__brg")
    # A number is unique, so there is nothing to sort.
    return next(iter(rows), None)

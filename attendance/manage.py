"""What leads do about a door besides standing there: helpers, guests, and a list after it."""

from django.contrib import messages
from django.core import signing
from django.db.models.functions import Lower
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.people import PEOPLE_FOUND, person_row
from accounts.refusal import Refusal
from brgs.offices_forms import PersonSearch
from events.models import Rsvp
from events.when import moment_in_words

from . import actions
from .actions.lists import last_list, why_doubted
from .forms import DoorRulesForm, ListForm
from .hours import closes, has_closed, why_no_list
from .meeting_lists import Listed
from .models import DoorHelper, DoorRules, EventFigures
from .people import ORDER

SALT = "attendance.list"
# So long somebody may look at what would be counted.
LOOKED_AT = 3600
# More names than anybody reads through.
MOST_SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
def helpers(request, host, number):
    """Who helps at the door, whom else to ask, and whether guests may come along."""
    event = host.row_or_404(number)
    if event.published is None:
        messages.info(request, _("Publish the event first: before that nobody knows of it."))
        return redirect(host.url("event", number))
    if request.method == "POST":
        _change(request, event)
        return redirect(host.url("helpers", number))
    search = PersonSearch.from_address(request.GET)
    rules = DoorRules.objects.filter(event=event).first()
    context = host.frame(_("Helpers at the door"), request.user) | {
        "event": event,
        "closes": closes(event),
        "has_closed": event.is_cancelled or has_closed(event),
        "helpers": _helpers(event),
        "search": search,
        "found": [_row(person) for person in search.found],
        "most_found": PEOPLE_FOUND,
        "form": DoorRulesForm(instance=rules),
        "back_url": host.url("check-in", number),
    }
    return render(request, "attendance/manage_helpers.html", context)


def _helpers(event):
    rows = DoorHelper.objects.filter(event=event, person__is_active=True)
    people = User.objects.filter(pk__in=rows.values("person")).order_by(*ORDER)
    return [_row(person) for person in people]


def _row(person):
    return person_row(person) | {"public_id": person.public_id}


def _change(request, event):
    act = request.POST.get("act")
    try:
        if act == "rules":
            form = DoorRulesForm(request.POST)
            form.full_clean()
            actions.set_rules(event=event, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
        elif act not in ("add", "remove"):
            messages.error(request, _("Nothing was sent. Please press the button once more."))
        elif person := _person(request):
            said = (_let_go if act == "remove" else _asked)(event, request.user, person)
            messages.success(request, said % {"name": person.name})
        else:
            messages.error(request, _("This is nobody who works here. Look for the person."))
    except Refusal as refusal:
        messages.error(request, str(refusal))


def _person(request):
    sent = request.POST.get("person", "")
    if "\0" in sent or len(sent) > 32:
        return None
    # A public id is unique, so there is nothing to sort.
    return next(iter(User.objects.employees().filter(public_id=sent)), None)


def _asked(event, by, person):
    if actions.add_helper(event=event, by=by, person=person):
        return _("%(name)s helps at the door, and is told.")
    return _("%(name)s helps at the door already, and is not told again.")


def _let_go(event, by, person):
    if actions.remove_helper(event=event, by=by, person=person):
        return _("%(name)s no longer helps at the door.")
    return _("%(name)s did not help at the door. Nothing has changed.")


# A meeting tool's list


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request, host, number):
    """Choose a file, look at what it would count, then count it. Nothing is kept before that.

    What was counted last can be taken back here.
    """
    event = host.row_or_404(number)
    if act := {"keep": _keep, "take-back": _take_back}.get(request.POST.get("act")):
        return act(request, host, event)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form, shut = ListForm(*posted), why_no_list(event)
    context = host.frame(_("Import a list"), request.user) | {
        "event": event,
        "form": form,
        "why_shut": shut,
        "back_url": host.url("event", number),
        **_last(event, request.user),
    }
    if not shut and form.is_valid():
        context |= _looked_at(event, request.user, form.cleaned_data["file"])
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "attendance/manage_import.html", context, status=status)


def _last(event, viewer):
    """The list that could be taken back, and when it came."""
    last = last_list(event)
    if last is None or EventFigures.objects.filter(event=event).exists():
        return {}
    return {"last": last.public_id, "last_made": moment_in_words(last.made, viewer.zone)}


def _looked_at(event, viewer, listed):
    """Named are those whom the viewer sees to be going; everybody else is a number."""
    going = Rsvp.objects.visible_to(viewer).going().filter(event=event)
    people = User.objects.employees().filter(pk__in=going.values("person"))
    people = people.alias(login=Lower("email")).filter(login__in=listed.emails)
    named = people.order_by(*ORDER)[:MOST_SHOWN]
    return {
        "listed": listed,
        "people": [person_row(person) for person in named],
        "others": listed.total - len(named),
        "why_doubted": why_doubted(event, listed.total),
        "kept": _signed(event, viewer, listed),
    }


def _signed(event, viewer, listed):
    facts = [event.pk, viewer.public_id, sorted(listed.emails), listed.unnamed]
    return signing.dumps(facts, salt=SALT, compress=True)


def _keep(request, host, event):
    back = host.url("import", event.pk)
    listed = _sent_back(request, event)
    if listed is None:
        messages.error(request, _("Choose the file once more: it was looked at too long ago."))
        return redirect(back)
    facts = {"emails": listed.emails, "unnamed": listed.unnamed}
    is_sure = request.POST.get("sure") == "1"
    try:
        actions.import_list(event=event, by=request.user, is_sure=is_sure, **facts)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    said = _("Imported: %(n)s people, each counted once.")
    messages.success(request, said % {"n": listed.total})
    return redirect(host.url("event", event.pk))


def _take_back(request, host, event):
    sent = request.POST.get("list", "")
    try:
        is_done = actions.take_back_list(event=event, by=request.user, public_id=sent)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if is_done:
            messages.success(request, _("The last list is taken back."))
        else:
            messages.error(request, _("This is not the last list any more. Nothing has changed."))
    return redirect(host.url("import", event.pk))


def _sent_back(request, event):
    """The list that this viewer has looked at for this event, or None."""
    sent = request.POST.get("list", "")
    try:
        number, viewer, emails, unnamed = signing.loads(sent, salt=SALT, max_age=LOOKED_AT)
    except signing.BadSignature:
        return None
    is_same = (number, viewer) == (event.pk, request.user.public_id)
    return Listed(frozenset(emails), unnamed) if is_same else None

"""The page of a door: look for people, check them in, take it back. One view for all who help.

Each act is one POST. A script on the page sends it too, at once or after a time without a network,
and is answered with the sentence alone.
"""

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import person_row
from accounts.refusal import Refusal
from content.text import clean_query
from events.models import Event
from events.views import missing
from events.when import in_words
from notices.models import make_token
from paging.keyset import keyset_page

from . import actions
from .actions.passes import code_in
from .forms import CodeForm, GuestForm
from .hours import why_shut
from .models import Attendance, DoorRules
from .people import (
    A_PAGE,
    MOST_GUESTS,
    ORDER,
    counted,
    expected_or_there,
    guests,
    sees_that_they_came,
    with_words,
)
from .permissions import door_of, may_have_pass

Method = Attendance.Method
QUERY_LENGTH = 100
# Of what a page calls people, rows and presses by.
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True)
class Place:
    """Where the page stands: in the workspace, or by itself for those who have none."""

    url: str
    template: str
    context: dict
    # Whether the viewer looks after the event, and so knows how many come in all.
    is_led: bool


class NotTaken(Exception):
    """A form was filled in wrong; it says so itself."""

    def __init__(self, form):
        super().__init__()
        self.form = form


@require_http_methods(["GET", "HEAD", "POST"])
def event_door(request, number, slug):
    """For helpers, and for leads of co-hosts, who have no workspace for the event."""
    event = door_of(request.user, number)
    if event is None:
        return missing(request)
    url = reverse("event-door", args=[event.pk, event.slug])
    place = Place(url, "attendance/door.html", {"brg": event.brg}, event.is_led)
    return _door(request, event, place)


@require_safe
def event_door_short(request, number):
    """What a pass and a letter hold, without words. Whoever's pass it is, is led to it."""
    event = door_of(request.user, number)
    if event is not None:
        code = code_in(request.GET.get("code", ""))
        url = reverse("event-door", args=[event.pk, event.slug])
        return redirect(f"{url}?code={code}" if code else url)
    event = Event.objects.filter(pk=number).first()
    if event and request.user.is_authenticated and may_have_pass(request.user, event):
        return redirect("me-event-pass", number)
    return missing(request)


@require_http_methods(["GET", "HEAD", "POST"])
def workspace_door(request, host, number):
    event = host.row_or_404(number)
    context = host.frame(_("Check-in"), request.user) | {
        "back_url": host.url("event", number),
        "helpers_url": host.url("helpers", number),
        "import_url": host.url("import", number),
    }
    place = Place(host.url("check-in", number), "attendance/manage_door.html", context, is_led=True)
    return _door(request, event, place)


def _door(request, event, place):
    if request.method != "POST":
        return _page(request, event, place)
    # “check-in”, or with a name behind it whom, or which row, the button is about.
    word, _blank, name = request.POST.get("act", "").partition(" ")
    act = ACTS.get((word, bool(name)), _nothing)
    try:
        return _answer(request, event, place, act(request, event, _name(name)))
    except NotTaken as refused:
        sentence = next(iter(refused.form.errors.values()))[0]
        if _asks_for_words(request):
            return _words(event, place, sentence, 422)
        return _page(request, event, place, refused.form)
    except Refusal as refusal:
        return _answer(request, event, place, str(refusal), is_refused=True)


def _answer(request, event, place, sentence, *, is_refused=False):
    if _asks_for_words(request):
        return _words(event, place, sentence, 422 if is_refused else 200)
    messages.add_message(request, messages.ERROR if is_refused else messages.SUCCESS, sentence)
    return redirect(place.url + _where(request))


def _where(request):
    """The search and the page of the list in which a button was pressed, to come back to."""
    words = clean_query(request.GET.get("q", ""), QUERY_LENGTH)
    kept = {"q": words, "after": _name(request.GET.get("after", ""))}
    found = urlencode({key: value for key, value in kept.items() if value})
    return f"?{found}" if found else ""


def _asks_for_words(request):
    """Whether it is the page's script that asks, which needs no page."""
    return request.headers.get("Accept") == "application/json"


def _words(event, place, sentence, status):
    count = count_in_words(event) if place.is_led and not why_shut(event) else ""
    return JsonResponse({"said": sentence, "count": count}, status=status)


# What can be done


def _check_in(request, event, name):
    person = _listed(request, event, name)
    key = _name(request.POST.get("key", ""))
    row = actions.check_in(
        event=event, by=request.user, person=person, method=Method.BY_HAND, key=key
    )
    return _known_before() if row is None else _("Checked in: %(name)s.") % {"name": person.name}


def _check_in_by_code(request, event, _none):
    """Of somebody whose name is not the viewer's to see nothing is said, of all of them alike."""
    person = _holder(request, event)
    method = Method.PASS if request.POST.get("by") == "camera" else Method.CODE
    key = _name(request.POST.get("key", ""))
    row = actions.check_in(event=event, by=request.user, person=person, method=method, key=key)
    if row is None:
        return _known_before()
    if sees_that_they_came(request.user, row):
        return _("Checked in: %(name)s.") % {"name": person.name}
    return _("Checked in.")


def _undo(request, event, name):
    person = _listed(request, event, name)
    key = _name(request.POST.get("key", ""))
    actions.undo(event=event, by=request.user, person=person, key=key)
    return _("No longer checked in: %(name)s.") % {"name": person.name}


def _undo_by_code(request, event, _none):
    person, key = _holder(request, event), _name(request.POST.get("key", ""))
    actions.undo(event=event, by=request.user, person=person, key=key)
    return _("No longer checked in.")


def _undo_guest(request, event, name):
    key = _name(request.POST.get("key", ""))
    actions.undo(event=event, by=request.user, guest=name, key=key)
    return _("No longer checked in.")


def _guest(request, event, _none):
    form = GuestForm(request.POST, auto_id="guest_%s")
    if not form.is_valid():
        raise NotTaken(form)
    key = _name(request.POST.get("key", "")) or make_token()
    name = form.cleaned_data["name"]
    row = actions.add_guest(event=event, by=request.user, name=name, key=key)
    return _known_before() if row is None else _("Checked in: %(name)s.") % {"name": name}


def _nothing(request, event, _none):
    raise Refusal(_("Nothing was sent. Please press the button once more."))


ACTS = {
    ("check-in", True): _check_in,
    ("check-in", False): _check_in_by_code,
    ("undo", True): _undo,
    ("undo", False): _undo_by_code,
    ("undo-guest", True): _undo_guest,
    ("guest", False): _guest,
}


def _known_before():
    return _("This had arrived already. Nothing has changed.")


def _listed(request, event, name):
    """Who was pressed, among those whom the viewer may see; hidden and absent are alike."""
    rows = expected_or_there(event, request.user).filter(public_id=name)
    # Once, so there is nothing to sort.
    if person := next(iter(rows), None):
        return person
    raise Refusal(_("This person is not on your list. Ask for the code on their pass."))


def _holder(request, event):
    if why := why_shut(event):
        raise Refusal(why)
    form = CodeForm(request.POST, auto_id="code_%s")
    person = actions.person_of_code(event, form.cleaned_data["code"]) if form.is_valid() else None
    if person:
        return person
    if form.is_valid():
        form.add_error("code", _("No pass of this event has this code."))
    raise NotTaken(form)


def _name(sent):
    return sent if _NAME.fullmatch(sent) else ""


# The page


def _page(request, event, place, refused=None):
    context = place.context | {
        "event": event,
        "when": in_words(event),
        "door_url": place.url,
        "press_url": place.url + _where(request),
        "queue": f"{event.pk}:{request.user.public_id}",
        "why_shut": why_shut(event),
    }
    if not context["why_shut"]:
        context |= _open(request, event, place) | _forms(request, event, refused)
    response = render(request, place.template, context, status=422 if refused else 200)
    # Read by the permissions policy: it is closed on every other page.
    response.powers = {"camera"}
    return response


def _open(request, event, place):
    words = clean_query(request.GET.get("q", ""), QUERY_LENGTH)
    page = keyset_page(
        with_words(expected_or_there(event, request.user), words),
        order=ORDER,
        key="public_id",
        after=request.GET.get("after", "")[:32],
        size=A_PAGE,
    )
    found = guests(event, words)
    return {
        "words": words,
        "query_length": QUERY_LENGTH,
        "count": count_in_words(event) if place.is_led else "",
        "people": [_row(person) for person in page.rows],
        "guests": found,
        "guests_are_cut": len(found) == MOST_GUESTS,
        **_ways_on(request, page, words),
    }


def _row(person):
    return person_row(person) | {"public_id": person.public_id, "is_there": person.is_there}


def _ways_on(request, page, words):
    kept = {"q": words} if words else {}
    start = f"?{urlencode(kept)}" if kept else request.path
    return {
        "next_url": f"?{urlencode({**kept, 'after': page.after})}" if page.after else "",
        "start_url": "" if page.is_first else start,
    }


def _forms(request, event, refused):
    forms = {"code_form": _code_form(code_in(request.GET.get("code", ""))), "key": make_token()}
    if DoorRules.objects.filter(event=event, guests_welcome=True).exists():
        forms["guest_form"] = GuestForm(auto_id="guest_%s")
    if refused:
        forms["guest_form" if isinstance(refused, GuestForm) else "code_form"] = refused
    return forms


def _code_form(code):
    """With the code that a phone's own camera has read, the field is where the page begins."""
    form = CodeForm(initial={"code": code}, auto_id="code_%s")
    if code:
        form.fields["code"].widget.attrs["autofocus"] = True
    return form


def count_in_words(event):
    """“37 of 52 checked in”; whoever had no seat comes on top."""
    facts = counted(event)
    going, expected = event.going, facts["expected"]
    said = _("%(came)s of %(going)s checked in") % {"came": expected, "going": going}
    if not (more := facts["total"] - expected):
        return said
    on_top = ngettext("%(n)s more without a seat", "%(n)s more without a seat", more)
    return f"{said}, {on_top % {'n': more}}"

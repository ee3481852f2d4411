"""Where a viewer stands with a series: signed up or not; of sittings, what each button does."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import when
from .actions import own_enrollment
from .answer_forms import AnswerForm
from .models import Rsvp
from .standing import has_room, membership_of, seen_by

GOING, WAITING, OFFERED = Rsvp.Status.GOING, Rsvp.Status.WAITING, Rsvp.Status.OFFERED


def series_standing(series, viewer, dates):
    """What `events/_series_standing.html` needs.

    `dates` are those of which the viewer may know, as they met them (`as_met_by`), the soonest
    first. Those that are on and have not begun count.
    """
    now = timezone.now()
    coming = [each for each in dates if each.is_published and not each.has_begun(now)]
    own = [each for each in coming if each.own]
    state = _state(series, viewer, coming)
    return {
        "standing": state,
        "seats": [each for each in own if each.own == GOING],
        "waits": [each for each in own if each.own == WAITING],
        "offers": [each for each in own if each.own == OFFERED],
        "has_answers": bool(own),
        **_form(state, viewer, coming),
    }


def _state(series, viewer, coming):
    """The name of the state, which says what the viewer may do."""
    if not coming:
        return "enrolled" if own_enrollment(series, viewer) else ""
    if not series.brg.is_active:
        return "paused"
    if not viewer.is_authenticated:
        return "visitor"
    if not viewer.is_employee:
        return "outsider"
    if not any(each.is_open for each in coming):
        return "join"
    if series.has_sittings:
        return "sittings"
    return "enrolled" if own_enrollment(series, viewer) else "free"


def _form(state, viewer, coming):
    if state != "free":
        return {}
    first = next(each for each in coming if each.is_open)
    # As a member of a host, if of any.
    membership = membership_of(viewer, first)
    return {
        "form": AnswerForm(),
        "has_limit": any(each.capacity for each in coming),
        "seen_by": seen_by(first, membership),
        "belongs_to": membership.brg.slug if membership else "",
    }


# Sittings


class Act(NamedTuple):
    """What a viewer may do at one sitting: a button that posts, or a link to a question."""

    words: str
    icon: str
    url: str
    is_link: bool = False


def sitting_acts(dates):
    """For each sitting at which the viewer may do something, by key: the Act."""
    now = timezone.now()
    coming = [each for each in dates if each.is_published and not each.has_begun(now)]
    goes = any(each.own == GOING for each in coming)
    acts = {each.pk: _act(each, goes) for each in coming if each.is_open and each.brg.is_active}
    return {key: act for key, act in acts.items() if act}


def _act(event, goes):
    """`goes` says whether the viewer has a seat at one of them, be it another."""
    if event.own == GOING:
        return _link("event-cancel", event, _("I can’t come"), "undo-2")
    if event.own == WAITING:
        return _link("event-cancel", event, _("Leave the line"), "undo-2")
    if event.own == OFFERED:
        words = _("Take the seat, and move to this one") if goes else _("Take the seat")
        return Act(words, "check", _address("event-accept", event))
    if not event.takes_answers():
        return None
    if has_room(event):
        words = _("Move to this one") if goes else _("Come to this one")
        return Act(words, "check", _address("event-rsvp", event))
    words = _("Wait for this one, and keep my seat") if goes else _("Wait for this one")
    return Act(words, "hourglass", _address("event-rsvp", event))


def _link(route, event, words, icon):
    return Act(words, icon, _address(route, event), is_link=True)


def _address(route, event):
    return reverse(route, args=[event.pk, event.slug])


# One event of a series


def of_series(event, viewer):
    """What the page of one event says of its series; nothing where it belongs to none."""
    if event.series_id is None:
        return {}
    series = event.series
    said = {"series": series}
    if not viewer.is_authenticated:
        return said
    if series.has_sittings:
        return said | {"other_time": _other_time(event, viewer)}
    is_enrolled = own_enrollment(series, viewer) is not None
    may = viewer.is_employee and event.is_open and event.takes_answers() and series.brg.is_active
    return said | {"is_enrolled": is_enrolled, "may_enroll": may and not is_enrolled}


def _other_time(event, viewer):
    """When the viewer comes to another sitting, in words; empty where to none."""
    mine = (
        Rsvp.objects.of(viewer)
        .going()
        .filter(event__series=event.series_id, event__starts__gt=timezone.now())
    )
    rows = mine.exclude(event=event).select_related("event").order_by("event__starts")
    answer = next(iter(rows[:1]), None)
    return when.in_words(answer.event) if answer else ""

"""The page of one event: what it is, and where the viewer stands with it."""

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.people import picture_url
from content.markdown import shown
from statements.prepared import prepared

from . import when
from .actions import why_not_ask
from .answer_forms import AnswerForm
from .guests import first_guests, has_guest_list
from .models import Event, Material, Rsvp
from .neighbors import neighbors
from .seats_left import seats_left
from .series_standing import of_series
from .standing import has_room, membership_of, seen_by, standing

SEATS = ("capacity", "going", "offered", "waiting")


def event_page(event, viewer):
    """The context of the page. `event` is as the viewer met it."""
    return {
        "event": event,
        "brg": event.brg,
        "times": times(event, viewer),
        "seats": _seats(event),
        **_hosts(event),
        **_ties(event, viewer),
        **_guests(event, viewer),
        **_own_part(event, viewer),
        **of_series(event, viewer),
        **neighbors(event, viewer),
        **_whole(event),
        **_materials(event, viewer),
        **_known_above(event, viewer),
    }


def _known_above(event, viewer):
    """What apps above know about the event and the viewer."""
    found = {}
    for path in settings.ON_EVENT_PAGE:
        found |= import_string(path)(event=event, viewer=viewer)
    return found


def _hosts(event):
    """Who holds it, and for whom."""
    cohosts = cohosts_of(event)
    return {
        "host": host_of(event),
        "cohosts": cohosts,
        "who_may_come": who_may_come(event, cohosts),
    }


def _ties(event, viewer):
    """What the viewer has to do with it, besides coming."""
    is_known = viewer.is_authenticated
    return {
        "is_led": is_known and event.is_led,
        "may_ask": _may_ask(event, viewer),
        "is_contact": is_known and event.accessibility_contact_id == viewer.pk,
    }


def _guests(event, viewer):
    guests, has_more = first_guests(event, viewer)
    return {
        "has_guest_list": has_guest_list(event, viewer),
        "guests": guests,
        "more_url": reverse("event-guests", args=[event.pk, event.slug]) if has_more else "",
    }


def _own(event, viewer):
    """One's own answer with its place in line, or None."""
    if not event.own:
        return None
    # One for each person, so there is nothing to sort.
    return next(iter(prepared(_answer, [viewer.pk, event.pk])), None)


def _answer(person, event):
    rows = Rsvp.objects.of(person).with_place_in_line().filter(event=event)
    return rows.select_related("membership__brg")


def _own_part(event, viewer):
    """What the panel says of one's own answer, or of the one that may be given."""
    answer = _own(event, viewer)
    state = standing(event, answer, viewer)
    part = {"answer": answer, "state": state, "has_room": has_room(event)}
    if answer:
        part |= _sight(event, answer.membership, answer.visibility, since=answer.answered)
    elif state == "free":
        part |= _sight(event, membership_of(viewer, event)) | {"form": AnswerForm()}
    if answer and answer.is_offered:
        part["offer_until"] = when.moment_in_words(answer.offer_ends, viewer.zone)
    return part


def _sight(event, membership, visibility="", since=None):
    is_current = membership is not None and membership.left is None
    return {
        "seen_by": seen_by(event, membership, visibility, since=since),
        "belongs_to": membership.brg.slug if is_current else "",
    }


def _whole(event):
    """What is told to those alone who may come."""
    if not event.is_open:
        return {"is_teaser": True}
    return {
        "is_teaser": False,
        "description": shown(event.description_html),
        "picture": picture_url(event.picture, 1280),
        "online_link": event.online_link if _is_let_in(event) else "",
        "closes": _closes(event),
    }


def _materials(event, viewer):
    """What remains of it, for those for whom it is; nothing is asked before it has begun."""
    if not event.is_open or not event.has_begun():
        return {}
    found = Material.objects.visible_to(viewer).filter(event=event).in_order()
    return {"materials": found, "ask_url": reverse("group-ask", args=[event.brg.slug])}


def _is_let_in(event):
    return event.own == Rsvp.Status.GOING and not (event.is_cancelled or event.is_over())


def host_of(event):
    """Who holds it, with the page of theirs that there is."""
    chapter = event.chapter
    if chapter is None:
        return {"name": event.brg.short_name, "url": event.brg.get_absolute_url()}
    at = chapter if chapter.status in chapter.OPEN else event.brg
    return {"name": chapter.full_name, "url": at.get_absolute_url()}


def cohosts_of(event):
    """The others who hold it too; nothing is asked where there never was one."""
    if not event.hosts_version:
        return []
    rows = event.cohosts.holding().select_related("brg", "chapter__brg").order_by("pk")
    return [host_of(cohost) | {"group": cohost.brg.short_name} for cohost in rows]


def times(event, viewer):
    """When it is in its own zone, and in the viewer's where clocks show another time there."""
    lines = [when.in_words(event)]
    if viewer.is_authenticated and _differs(event, viewer.zone):
        lines.append(_("For you: %(when)s") % {"when": when.in_words(event, viewer.zone)})
    return lines


def _differs(event, zone):
    return any(
        instant.astimezone(zone).utcoffset() != instant.astimezone(event.zone).utcoffset()
        for instant in (event.starts, event.ends)
    )


def who_may_come(event, cohosts=None):
    if event.audience != Event.Audience.MEMBERS:
        return event.get_audience_display()
    joint = cohosts_of(event) if cohosts is None else cohosts
    groups = [event.brg.short_name, *(cohost["group"] for cohost in joint)]
    return _("Members of %(group)s") % {"group": ", ".join(groups)}


def _seats(event):
    if not event.takes_answers():
        return ""
    return seats_left(**{name: getattr(event, name) for name in SEATS})


def _closes(event):
    """Until when answers are taken, where that is before the start and still to come."""
    if event.closes_hours == 0 or not event.takes_answers():
        return ""
    return when.moment_in_words(event.answers_until, event.zone)


def _may_ask(event, viewer):
    """Whether the viewer may write to the accessibility contact."""
    is_theirs = viewer.is_authenticated and viewer.is_employee and event.is_open
    return is_theirs and not why_not_ask(event, viewer)

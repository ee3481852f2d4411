"""What is next on the pages that gather: home, a group's, a chapter's."""

from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from events.listing import for_lists
from events.models import CoHost, Event, Rsvp
from events.models.finding import discreet
from events.once import further_dates, listed, once

NEXT = 3


def public_events(viewer):
    """What a visitor finds on the first page."""
    return _next(Event.objects.public(), viewer)


def events_of_own(viewer, memberships):
    """The next ones of one's groups, or that one has answered; those of sensitive groups apart.

    Both are asked in one statement.
    """
    groups = [row.brg_id for row in memberships]
    joint = CoHost.objects.holding().filter(brg__in=groups).values("event")
    own = Q(brg__in=groups) | Q(pk__in=Rsvp.objects.of(viewer).values("event")) | Q(pk__in=joint)
    coming = Event.objects.visible_to(viewer).filter(own).upcoming()
    is_folded = discreet()
    # Joined by UNION: where either of two lists may hold an event, all events are looked through.
    folded, shown = (
        for_lists(_first(once(coming.filter(part))), viewer) for part in (is_folded, ~is_folded)
    )
    events = listed(
        folded.union(shown, all=True).order_by("starts", "pk"),
        viewer,
        partial(further_dates, coming, viewer),
    )
    return {
        "events": [event for event in events if not event["is_folded"]],
        "folded_events": [event for event in events if event["is_folded"]],
    }


def events_of_group(brg, viewer, chapter=None):
    """The next ones of a group and all its chapters, or of one chapter, and the way to the rest."""
    host = {"chapter": chapter} if chapter else {"brg": brg}
    address = {"group": brg.slug} | ({"chapter": chapter.slug} if chapter else {})
    return {
        "events": _next_of(host, viewer),
        "events_url": f"{reverse('events')}?{urlencode(address)}",
    }


def _next_of(host, viewer):
    """What a host holds alone and with others, asked apart as above, in one statement."""
    events = Event.objects.visible_to(viewer).upcoming()
    # No series is in both: all its dates have one host.
    alone, joint = (
        for_lists(_first(once(rows)), viewer)
        for rows in (events.filter(**host), events.held_with(**host))
    )
    rows = alone.union(joint, all=True).order_by("starts", "pk")[:NEXT]
    return listed(rows, viewer, partial(further_dates, events.held_by(**host), viewer))


def _next(events, viewer):
    coming = events.upcoming()
    rows = for_lists(once(coming), viewer)[:NEXT]
    return listed(rows, viewer, partial(further_dates, coming, viewer))


def _first(events):
    """The soonest few, as rows of their own to be joined with others."""
    return Event.objects.filter(pk__in=events.values("pk")[:NEXT])

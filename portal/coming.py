"""What is next on the pages that gather: home, a group's, a chapter's."""

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from accounts.visibility import Visibility
from events.listing import event_rows, for_lists
from events.models import Event, Rsvp

NEXT = 3


def public_events(viewer):
    """What a visitor finds on the first page."""
    return _next(Event.objects.public(), viewer)


def events_of_own(viewer, memberships):
    """The next ones of one's groups, or that one has answered; those of sensitive groups apart.

    Both are asked in one statement.
    """
    groups = [row.brg_id for row in memberships]
    own = Q(brg__in=groups) | Q(pk__in=Rsvp.objects.of(viewer).values("event"))
    coming = Event.objects.visible_to(viewer).filter(own).upcoming()
    is_folded = Q(brg__default_visibility=Visibility.ONLY_ME)
    # Joined by UNION: where either of two lists may hold an event, all events are looked through.
    folded, shown = (
        for_lists(Event.objects.filter(pk__in=coming.filter(part).values("pk")[:NEXT]), viewer)
        for part in (is_folded, ~is_folded)
    )
    events = event_rows(folded.union(shown, all=True).order_by("starts", "pk"), viewer)
    return {
        "events": [event for event in events if not event["is_folded"]],
        "folded_events": [event for event in events if event["is_folded"]],
    }


def events_of_group(brg, viewer, chapter=None):
    """The next ones of a group and all its chapters, or of one chapter, and the way to the rest."""
    host = {"chapter": chapter} if chapter else {}
    address = {"group": brg.slug} | ({"chapter": chapter.slug} if chapter else {})
    return {
        "events": _next(Event.objects.visible_to(viewer).filter(brg=brg, **host), viewer),
        "events_url": f"{reverse('events')}?{urlencode(address)}",
    }


def _next(events, viewer):
    return event_rows(for_lists(events.upcoming(), viewer)[:NEXT], viewer)

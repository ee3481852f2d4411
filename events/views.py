"""An event's own pages. Hidden and absent are alike."""

import functools

from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from paging.keyset import keyset_page

from .asked import asked
from .guests import ORDER, guest_rows, guests, has_guest_list
from .models import Event
from .page import event_page

GUESTS_A_PAGE = 50
RELATED = ("brg", "chapter", "pillar", "region", "accessibility_contact")


@require_safe
def event(request, number, slug=None):
    """One event. The number decides; whoever may see it is led to its full address."""
    found = met(request.user, number)
    if found is None:
        return missing(request)
    if slug != found.slug:
        return redirect(found)
    return render(request, "events/detail.html", event_page(found, request.user))


def of_event(view):
    """Find the event that an address names, among those that the viewer may know of."""

    @functools.wraps(view)
    def found(request, number, slug, **rest):
        event = met(request.user, number)
        if event is None:
            return missing(request)
        return view(request, event, **rest)

    return found


@require_safe
@of_event
def event_guests(request, event):
    """Everybody going whom the viewer may see, by name."""
    if not has_guest_list(event, request.user):
        return redirect(event)
    page = _page_of_guests(event, request.user, request.GET.get("after", "")[:32])
    context = {
        "event": event,
        "brg": event.brg,
        "people": guest_rows(page.rows, request.user),
        "next_url": f"?after={page.after}" if page.after else "",
        "start_url": "" if page.is_first else request.path,
    }
    return render(request, "events/guests.html", context)


def _page_of_guests(event, viewer, after):
    people = guests(event, viewer)
    return keyset_page(people, order=ORDER, key="public_id", after=after, size=GUESTS_A_PAGE)


def visible(viewer, number):
    """The event of this number among those that the viewer may know of, or None."""
    return _with_host(asked(_visible, viewer, [number]))


def _visible(viewer, number):
    # A number is unique, so there is nothing to sort.
    return Event.objects.visible_to(viewer).filter(pk=number).select_related(*RELATED)


def met(viewer, number):
    """As `visible`, with what the viewer has answered, and whether they may come, and lead it."""
    return _with_host(asked(_met, viewer, [number]))


def _met(viewer, number):
    found = _visible(viewer, number).as_met_by(viewer)
    if viewer.is_authenticated:
        led = Event.objects.led_by(viewer).filter(pk=OuterRef("pk"))
        found = found.annotate(is_led=Exists(led))
    return found


def _with_host(rows):
    """The one event of a list, or None. Its chapter's group is its own, and is not read again."""
    event = next(iter(rows), None)
    if event and event.chapter:
        event.chapter.brg = event.brg
    return event


def missing(request):
    """Hidden and absent alike: a visitor is asked to sign in, and learns of nothing else."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())

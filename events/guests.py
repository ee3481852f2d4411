"""Who is going to an event, as far as the viewer may see it. Nobody sees who waits."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.people import person_row

from .asked import asked
from .models import Event, Rsvp

# So many stand on the event's own page.
FIRST_GUESTS = 12
ORDER = ["sort_name", "public_id"]
# What a row of the list is made of.
ROW = (*ORDER, "legal_name", "preferred_name", "photo", "pronouns", "job_title")


def has_guest_list(event, viewer):
    """Whether there is a list: for those who may come, as long as it helps them to decide."""
    is_on = event.is_published and not event.is_over()
    return viewer.is_authenticated and event.is_open and is_on


def guests(event, viewer):
    """The people whom the viewer may see on the list."""
    going = Rsvp.objects.visible_to(viewer, at=event).going()
    people = User.objects.filter(pk__in=going.values("person"))
    return people.only(*ROW)


def first_guests(event, viewer):
    """The first of the list, made ready, and whether there are more."""
    if not has_guest_list(event, viewer):
        return [], False
    if event.hosts_version:
        found = list(_first(guests(event, viewer)))
    else:
        found = asked(_first_of_one_host, viewer, [event.pk])
    return guest_rows(found[:FIRST_GUESTS], viewer), len(found) > FIRST_GUESTS


def _first(people):
    """One more than stand on the page."""
    return people.order_by(*ORDER)[: FIRST_GUESTS + 1]


def _first_of_one_host(viewer, number):
    # The gate asks for no more of the event.
    return _first(guests(Event.from_db(None, ["id", "hosts_version"], [number, 0]), viewer))


def guest_rows(people, viewer):
    return [person_row(person, line=_("You") if person == viewer else "") for person in people]

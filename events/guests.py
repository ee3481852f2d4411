"""Who is going to an event, as far as the viewer may see it. Nobody sees who waits."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.people import person_row

from .models import Rsvp

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
    found = list(guests(event, viewer).order_by(*ORDER)[: FIRST_GUESTS + 1])
    return guest_rows(found[:FIRST_GUESTS], viewer), len(found) > FIRST_GUESTS


def guest_rows(people, viewer):
    return [person_row(person, line=_("You") if person == viewer else "") for person in people]

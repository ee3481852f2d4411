"""Whom the page of a door shows: those whom the viewer may see anyway, and guests by name."""

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from accounts.names import words_looked_for
from events.models import Rsvp
from events.views import visible

from .models import Attendance

ORDER = ["sort_name", "public_id"]
A_PAGE = 50
# Of guests; whoever is not among them is looked for by name.
MOST_GUESTS = 100


def expected_or_there(event, viewer):
    """People who are going or have come, as far as the viewer may see it; with `is_there`."""
    going, came = _seen_at(event, viewer)
    # As one list of keys: where either of two may hold somebody, all people are looked through.
    seen = User.objects.filter(pk__in=going.union(came, all=True))
    # Of somebody who is seen to be going it is seen as well that they have come.
    there = Attendance.objects.filter(event=event, person=OuterRef("pk"))
    return seen.annotate(is_there=Exists(there))


def _seen_at(event, viewer):
    """Who is going and who has come, as keys. Some look after a door and may not see the event."""
    if visible(viewer, event.pk):
        going = Rsvp.objects.visible_to(viewer, at=event)
        came = Attendance.objects.visible_to(viewer, at=event)
    else:
        going = Rsvp.objects.of(viewer).filter(event=event)
        came = Attendance.objects.of(viewer).filter(event=event)
    return going.going().order_by().values("person"), came.order_by().values("person")


def with_words(people, words):
    for word in words_looked_for(words):
        people = people.filter(sort_name__contains=word)
    return people


def guests(event, words=""):
    """Rows of guests, by name."""
    rows = Attendance.objects.filter(event=event, who=Attendance.Who.GUEST).exclude(guest_name="")
    if words:
        rows = rows.filter(guest_name__icontains=words)
    return rows.order_by("guest_name", "pk")[:MOST_GUESTS]


def sees_that_they_came(viewer, row):
    """Whether the viewer may be told by name who was checked in with a row."""
    return Attendance.objects.visible_to(viewer).filter(pk=row.pk).exists()


def counted(event):
    """How many have been checked in of those with a seat, and how many in all.

    Those on an imported list are not among them: an exact number that rises by one for a list of
    one would tell of the one.
    """
    at_door = ~Q(method=Attendance.Method.IMPORT)
    seated = Count("pk", filter=at_door & Q(expected=True))
    rows = Attendance.objects.filter(event=event)
    return rows.aggregate(expected=seated, total=Count("pk", filter=at_door))

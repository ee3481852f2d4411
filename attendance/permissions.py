"""Who looks after the door of an event, and who may have a pass for it."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from brgs.models import BRG, Officer
from brgs.roles import Power
from chapters.models import ChapterOfficer
from events.asked import asked
from events.models import CoHost, Event
from events.views import RELATED

from .hours import CLOSES_AFTER
from .models import DoorHelper


def door_of(viewer, number):
    """The event of this number, if the viewer checks people in at its door; or None."""
    rows = asked(_door_of, viewer, [number, timezone.now() - CLOSES_AFTER])
    return next(iter(rows), None)


def _door_of(viewer, number, ended_after):
    # A number is unique, so there is nothing to sort.
    return doors_of(viewer, ended_after).filter(pk=number).select_related(*RELATED)


def doors_of(viewer, ended_after):
    """The events at whose door the viewer checks people in.

    Those of the groups and chapters of which they are an officer who checks in, be it as the host
    or as a co-host; and, until the door closes, those at which a lead has asked them to help:
    events that end after `ended_after`, which is `CLOSES_AFTER` ago.
    """
    if not (viewer.is_authenticated and viewer.is_active):
        return Event.objects.none()
    groups, chapters = _posts(viewer)
    hosting = Q(brg__in=groups) | Q(chapter__in=chapters)
    sharing = CoHost.objects.holding().filter(hosting, event=OuterRef("pk"))
    helping = DoorHelper.objects.filter(event=OuterRef("pk"), person=viewer)
    still_on = Q(ends__gt=ended_after)
    is_led = hosting | Q(Exists(sharing))
    known = Event.objects.filter(published__isnull=False)
    known = known.exclude(brg__status=BRG.Status.ARCHIVED)
    known = known.annotate(is_led=ExpressionWrapper(is_led, BooleanField()))
    return known.filter(is_led | Q(Exists(helping), still_on))


def _posts(viewer):
    """The groups and the chapters of which the viewer is an officer who checks in."""
    groups = Officer.objects.acting_of(viewer, with_power=Power.CHECK_IN)
    chapters = ChapterOfficer.objects.acting_of(viewer, with_power=Power.CHECK_IN)
    return groups.values("brg"), chapters.values("chapter")


def may_have_pass(person, event):
    """Whether the event is for a person, whether they have answered or not."""
    return person.is_employee and Event.objects.open_to(person).filter(pk=event.pk).exists()

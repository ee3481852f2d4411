"""What ends with a membership, or with a person's access: their answers to what is to come."""

from django.utils import timezone

from .. import emails
from ..models import AccessibilityRequest, CalendarFeed, Event, Rsvp
from .held import held
from .seats import fill, release


def end_answers_with_membership(*, membership, by):
    """Whoever leaves a group gives up future seats at its events for members, and is told which.

    At its other events a person who answered keeps the answer, which shows to nobody any more.
    """
    answers = _coming(membership.person_id).filter(event__brg=membership.brg_id)
    # For whom an event is may be changing at this moment, so it is asked under the hold.
    members = {"event__audience": Event.Audience.MEMBERS}
    _end(answers, which=members, tell=emails.answer_left)


def end_answers_of_gone(*, person, by):
    """Whoever is deactivated or erased frees every future seat; their calendar address dies."""
    CalendarFeed.objects.filter(person=person).delete()
    AccessibilityRequest.objects.filter(person=person).delete()
    _end(_coming(person))


def _coming(person):
    rows = Rsvp.objects.filter(person=person, event__starts__gt=timezone.now())
    # Always in the same order, so that two who end many answers at once do not block each other.
    return rows.select_related("event", "person", "membership").order_by("event")


def _end(answers, *, which=None, tell=None):
    for answer in list(answers):
        event = held(answer.event)
        # As it is now that the event is held: it may have moved up, or gone, meanwhile.
        answer = answers.filter(pk=answer.pk, **which or {}).first()
        if answer:
            release(event, answer, by_person=True)
            # It is in their calendar, which a mail takes it out of.
            if tell and answer.is_going:
                tell(event, answer)
            fill(event)

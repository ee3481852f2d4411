"""What ends with a membership, or with a person's access: their answers to what is to come."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from .. import emails
from ..models import AccessibilityRequest, CalendarFeed, CoHost, Event, Rsvp
from ..models.finding import members_of
from .held import held
from .seats import fill, release


def end_answers_with_membership(*, membership, by):
    """Whoever leaves a group gives up future seats at its events for members, and is told which.

    Where they belong to another host, the answer hangs on that membership from now on. At its other
    events a person who answered keeps the answer, which shows to nobody any more.
    """
    brg = membership.brg_id
    joint = CoHost.objects.accepted().filter(brg=brg).values("event")
    answers = _coming(membership.person_id).filter(Q(event__brg=brg) | Q(event__in=joint))
    # For whom an event is may be changing at this moment, so it is asked under the hold.
    members = {"event__audience": Event.Audience.MEMBERS}
    _end(answers, which=members, stays=_belongs_still, tell=emails.answer_left)


def _belongs_still(event, answer):
    """Whether the person is a member of another host of a held event; then the answer says so."""
    if not event.hosts_version:
        return False
    other = members_of(event).filter(person=answer.person_id).first()
    if other and answer.membership_id:
        Rsvp.objects.filter(pk=answer.pk).update(membership=other)
    return other is not None


def end_outsiders(event):
    """End the answers of those for whom a held event is not any more; returns these answers.

    Who is at an event that has begun stays on its list. The caller tells them, and fills the line.
    """
    if event.audience != Event.Audience.MEMBERS or event.has_begun():
        return []
    belongs = members_of(event).filter(person=OuterRef("person"))
    outside = Rsvp.objects.filter(~Exists(belongs), event=event)
    ended = list(outside.select_related("person", "membership").order_by("place"))
    return [answer for answer in ended if release(event, answer, by_person=True)]


def hang_anew(event, brg):
    """Let answers as a member of a group that holds an event no more hang on another membership.

    Those of whoever belongs to no other host show to nobody from now on.
    """
    other = members_of(event).filter(person=OuterRef("person")).values("pk")[:1]
    astray = Rsvp.objects.filter(event=event, membership__brg=brg)
    astray.update(membership=Subquery(other))


def end_answers_of_gone(*, person, by):
    """Whoever is deactivated or erased frees every future seat; their calendar address dies."""
    CalendarFeed.objects.filter(person=person).delete()
    AccessibilityRequest.objects.filter(person=person).delete()
    _end(_coming(person))


def _coming(person):
    rows = Rsvp.objects.filter(person=person, event__starts__gt=timezone.now())
    # Always in the same order, so that two who end many answers at once do not block each other.
    return rows.select_related("event", "person", "membership").order_by("event")


def _end(answers, *, which=None, stays=None, tell=None):
    for answer in list(answers):
        event = held(answer.event)
        # As it is now that the event is held: it may have moved up, or gone, meanwhile.
        answer = answers.filter(pk=answer.pk, **which or {}).first()
        if answer and not (stays and stays(event, answer)):
            release(event, answer, by_person=True)
            # It is in their calendar, which a mail takes it out of.
            if tell and answer.is_going:
                tell(event, answer)
            fill(event)

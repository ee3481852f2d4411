"""What ends with a membership, or with a person's access: their answers to what is to come.

And with these their signing up for whole series.
"""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.models import Membership

from .. import emails
from ..models import (
    AccessibilityRequest,
    CalendarFeed,
    CoHost,
    Enrollment,
    Event,
    Rsvp,
    Series,
)
from ..models.finding import members_of
from ..models.rsvp import hidden_by
from .held import held, hold_series
from .seats import fill, release


def end_answers_with_membership(*, membership, by):
    """Whoever leaves a group gives up future seats at its events for members, and is told which.

    Where they belong to another host, the answer hangs on that membership from now on. At its other
    events a person who answered keeps the answer, which shows to nobody any more.
    """
    series = _series_held(membership.person_id)
    brg = membership.brg_id
    joint = CoHost.objects.accepted().filter(brg=brg).values("event")
    answers = _coming(membership.person_id).filter(Q(event__brg=brg) | Q(event__in=joint))
    # For whom an event is may be changing at this moment, so it is asked under the hold.
    members = {"event__audience": Event.Audience.MEMBERS}
    ended = _end(answers, which=members, stays=_belongs_still)
    # It is in their calendar, which a mail takes it out of.
    emails.answers_left([answer for answer in ended if answer.is_going])
    if series:
        _end_enrollments(membership.person_id, brg)


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


def hide_with_forgotten(*, memberships):
    """Answers that memberships still hide, which are about to be deleted, show to nobody more."""
    rows = Rsvp.objects.filter(hidden_by(memberships))
    rows.update(membership=None, visibility=Visibility.ONLY_ME)


def end_answers_of_gone(*, person, by):
    """Whoever is deactivated or erased frees every future seat; their calendar address dies."""
    CalendarFeed.objects.filter(person=person).delete()
    AccessibilityRequest.objects.filter(person=person).delete()
    _series_held(person)
    Enrollment.objects.filter(person=person).delete()
    _end(_coming(person))


def _coming(person):
    rows = Rsvp.objects.filter(person=person, event__starts__gt=timezone.now())
    # Always in the same order, so that two who end many answers at once do not block each other.
    return rows.select_related("event", "person", "membership").order_by("event")


def _series_held(person):
    """The series that a person has signed up for, or has chosen a sitting of, held.

    Before any event; and so no date goes out meanwhile to which they would be let answer.
    """
    signed_up = Enrollment.objects.filter(person=person).values("series")
    chosen = Q(kind=Series.Kind.SITTINGS, pk__in=_coming(person).order_by().values("event__series"))
    return hold_series(Series.objects.filter(Q(pk__in=signed_up) | chosen).values("pk"))


def _end_enrollments(person, brg):
    """Whoever has left a group is signed up no more where that was for its members alone.

    That is: for series with events for members, of which no date to come is for the person now.
    """
    mine = CoHost.objects.holding().filter(event=OuterRef("pk"), brg__in=_groups_of(person))
    belongs = Q(brg__in=_groups_of(person)) | Q(Exists(mine))
    of_series = Event.objects.filter(series=OuterRef("series")).exclude(
        status=Event.Status.CANCELLED
    )
    for_members = of_series.filter(audience=Event.Audience.MEMBERS)
    to_come = of_series.filter(starts__gt=timezone.now())
    theirs = to_come.filter(~Q(audience=Event.Audience.MEMBERS) | belongs)
    joint = CoHost.objects.filter(brg=brg).values("event__series")
    rows = Enrollment.objects.filter(Q(series__brg=brg) | Q(series__in=joint), person=person)
    rows.filter(Exists(for_members), ~Exists(theirs)).delete()


def _groups_of(person):
    return Membership.objects.current().filter(person=person).values("brg")


def _end(answers, *, which=None, stays=None):
    """End answers, and fill the lines once all are gone; returns those that have ended."""
    ended = []
    for answer in list(answers):
        event = held(answer.event)
        # As it is now that the event is held: it may have moved up, or gone, meanwhile.
        answer = answers.filter(pk=answer.pk, **which or {}).first()
        if answer and not (stays and stays(event, answer)):
            release(event, answer, by_person=True)
            answer.event = event
            ended.append(answer)
    for answer in ended:
        fill(answer.event)
    return ended

"""What people answer to an event: I come, I wait, I take the offered seat, I can't come."""

import contextlib
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.actions import record
from brgs.models import Membership
from statements.prepared import preparing_cursor

from .. import emails
from ..models import Event, Rsvp
from .held import changed, held, hold_sittings, is_sitting
from .seats import (
    Unexpected,
    accept,
    expected,
    fill,
    give_up_others,
    may_be_last,
    release,
    take,
    take_last,
)


def rsvp(*, event, by, seat_me=True):
    """Answer that one comes; returns the answer, to go or to wait, and whether it is new.

    `event` is one that the person may see. A second answer changes nothing, also when both run at
    the same moment. Raises Refusal where the event takes no answers, or is not for the person.
    """
    try:
        return _answered(event, by, seat_me), True
    except IntegrityError:
        earlier = own_answer(event, by)
        if earlier is None:
            raise
        return earlier, False
    except _NoAnswers:
        if earlier := own_answer(event, by):
            return earlier, False
        raise Refusal(_why_closed(event)) from None


class _NoAnswers(Exception):
    """The event takes none any more; nothing of this answer is kept."""


def _answered(event, person, seat_me):
    """The answer: in one go where it becomes what is expected of it, else step by step."""
    if may_be_last() and not is_sitting(event):
        with contextlib.suppress(Unexpected), transaction.atomic():
            answer = _told(event, person, seat_me)
            take_last(answer, now=timezone.now())
            return answer
    with transaction.atomic():
        return _answer(event, person, seat_me)


def _told(event, person, seat_me):
    """The answer that is to be expected, not saved yet, put on record and told to the person."""
    answer = _put_on_record(event, person, seat_me)
    emails.answered(event, answer)
    return answer


def _put_on_record(event, person, seat_me):
    if not event.brg.is_active:
        raise Refusal(_("The group is not active, so its events take no answers at the moment."))
    answer = _unsaved(event, person, seat_me)
    hold_sittings(event)
    record(by=person, verb="rsvp.answered", thing=event)
    return answer


def _answer(event, person, seat_me):
    answer = _put_on_record(event, person, seat_me)
    seat_is_free = _place(answer)
    if answer.is_going and is_sitting(event):
        give_up_others(held(event), person)
    if answer.is_waiting and seat_is_free:
        fill(held(event))
        answer = own_answer(event, person)
    return answer


def _place(answer):
    """Give an answer its place, and tell so; returns whether a seat is free for whoever waits."""
    place = take(answer, now=timezone.now())
    if place is None:
        raise _NoAnswers
    answer.status = place.status
    emails.answered(answer.event, answer)
    return place.seat_is_free


def _visibility(event, membership):
    """To whom an answer shows whose person is no member: the leads, or nobody."""
    hidden = membership is not None or event.is_discreet
    return Visibility.ONLY_ME if hidden else Visibility.LEADS


SHARE = " FOR SHARE"
PERSON = "SELECT is_active FROM accounts_user WHERE id = %s"
COHOSTS = (
    "SELECT joint.brg_id FROM events_cohost AS joint JOIN brgs_brg ON brgs_brg.id = joint.brg_id "
    "WHERE joint.event_id = %s AND joint.accepted IS NOT NULL AND brgs_brg.status = 'active'"
)
MEMBERSHIP = (
    "SELECT id, brg_id, visibility FROM brgs_membership "  # noqa: S608 - constants
    f'WHERE person_id = %s AND "left" IS NULL AND (brg_id = %s OR brg_id IN ({COHOSTS}))'
)


class Standing(NamedTuple):
    """How a person stands to an event before answering."""

    key: int | None
    is_seat_free: bool
    # Their membership of the host, else of a co-host.
    membership: int | None
    brg: int | None
    visibility: str | None


def _unsaved(event, person, seat_me):
    """The answer that is to be expected: its status is what it would be if nobody else came."""
    standing = _standing_held(event, person)
    membership = None
    if standing.membership:
        facts = {"brg_id": standing.brg, "visibility": standing.visibility}
        membership = Membership(pk=standing.membership, person=person, **facts)
    return Rsvp(
        pk=standing.key,
        event=event,
        person=person,
        membership=membership,
        visibility=_visibility(event, membership),
        seat_me=seat_me,
        status=Rsvp.Status.GOING if standing.is_seat_free else Rsvp.Status.WAITING,
    )


def _standing_held(event, person):
    """How a person stands to an event; their membership stays so until the end.

    A shared lock: it keeps out whoever deactivates the person, or ends the membership, so that no
    answer outlives what it hangs on. SQLite has one writer at a time and needs none. Who holds the
    event is in its row, and asked as the answer is written. Raises Refusal where the event is not
    for the person.
    """
    share = SHARE if connection.features.has_select_for_update else ""
    statement = (
        f"WITH known AS ({PERSON}{share}), own AS ({MEMBERSHIP}{share}) "  # noqa: S608 - constants
        f"SELECT known.is_active, {expected()}, own.id, own.brg_id, own.visibility "
        "FROM known LEFT JOIN own ON TRUE ORDER BY own.brg_id <> %s, own.id"
    )
    given = [person.pk, person.pk, event.brg_id, event.pk, event.pk, event.brg_id]
    with preparing_cursor() as cursor:
        cursor.execute(statement, given)
        is_active, *known = cursor.fetchone() or [False]
    if not (is_active and person.employee_id):
        raise Refusal(_("Answering is for employees. Your account has no employee id."))
    standing = Standing(*known)
    if standing.membership is None and event.audience == Event.Audience.MEMBERS:
        raise Refusal(_("This event is for members of the group. Join the group to attend."))
    return standing


def own_answer(event, person):
    """One's own answer to an event, or None."""
    if not person.is_authenticated:
        return None
    rows = Rsvp.objects.of(person).select_related("membership").filter(event=event)
    answer = next(iter(rows), None)
    if answer:
        answer.event, answer.person = event, person
    return answer


def _why_closed(event):
    # A key is unique, so there is nothing to sort.
    now = next(iter(Event.objects.filter(pk=event.pk)), None)
    if now is None:
        return _("Somebody has deleted this event meanwhile.")
    if now.is_cancelled:
        return _("This event is cancelled, so it takes no answers.")
    if not now.is_published:
        return _("This event takes no answers at the moment.")
    if now.has_begun():
        return _("This event has begun, so it takes no answers any more.")
    if now.answers_until <= timezone.now():
        return _("Answers to this event have closed.")
    return changed()


@transaction.atomic
def cancel_rsvp(*, event, by):
    """Give one's seat, offer or place in line back; returns the ended answer, or None.

    A freed seat goes to the next in line. Raises Refusal once the event has begun.
    """
    event = held(event)
    answer = own_answer(event, by)
    if answer is None:
        return None
    if event.has_begun() and not event.is_cancelled:
        raise Refusal(_("This event has begun, so there is nothing to give back."))
    record(by=by, verb="rsvp.ended", thing=event)
    release(event, answer, by_person=True)
    if not event.is_cancelled:
        emails.answer_withdrawn(event, answer)
    fill(event)
    return answer


@transaction.atomic
def accept_offer(*, event, by):
    """Take the seat that is offered to oneself; returns the answer.

    A second call changes nothing. Raises Refusal where nothing is offered, or not any more.
    """
    event = held(event)
    answer = own_answer(event, by)
    if answer and answer.is_going:
        return answer
    if answer is None or not answer.is_offered or answer.offer_ends <= timezone.now():
        raise Refusal(_("This offer has ended. The seat goes to the next in line."))
    if not event.is_published:
        raise Refusal(_why_closed(event))
    record(by=by, verb="rsvp.accepted", thing=event)
    accept(event, answer)
    emails.moved_up(event, answer, by_person=True)
    return answer


@transaction.atomic
def choose_seat_me(*, event, by, seat_me):
    """Choose whether a freed seat is taken at once or offered first; returns the answer.

    Raises Refusal for somebody who does not wait.
    """
    event = held(event)
    answer = own_answer(event, by)
    if answer is None or not answer.is_waiting:
        raise Refusal(_("You are not on the waiting list of this event."))
    if answer.seat_me != seat_me:
        answer.seat_me = seat_me
        answer.save(update_fields=["seat_me"])
        record(by=by, verb="rsvp.choice_changed", thing=event)
        fill(event)
    return own_answer(event, by)

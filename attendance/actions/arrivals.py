"""At the door: somebody has come, or was checked in by mistake.

Nothing is locked: a row is written once, whoever writes it first. Many helpers at one door wait for
each other only where they press for the same person.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.actions import record
from brgs.models import Membership
from events.models import Rsvp

from ..hours import why_shut
from ..models import Attendance, DoorRules, Press

Method = Attendance.Method
Who = Attendance.Who
NARROWER = list(Visibility.values)


@transaction.atomic
def check_in(*, event, by, person, method, key=""):
    """Keep that somebody has come; returns the row, or None where the press was known already.

    Again changes nothing. Whoever had no seat is a walk-in, however they were found. `key` names
    one press of a button: when the same is sent again, also after an undo, nothing happens. Raises
    Refusal where the door is shut.
    """
    _refuse_where_shut(event)
    if _is_known(event, key):
        return _own(event, person)
    facts = stands_as(event, person)
    if not facts["expected"]:
        method = Method.WALK_IN
    found, is_new = Attendance.objects.get_or_create(
        event=event, person=person, defaults={**facts, "method": method}
    )
    if is_new:
        record(by=by, verb="attendance.checked_in", thing=event)
    elif found.on_list_id:
        # From now on it is not the list alone that says so: they stay when it is taken back.
        Attendance.objects.filter(pk=found.pk).update(on_list=None)
    return found


@transaction.atomic
def add_guest(*, event, by, name, key):
    """Keep that somebody without an account has come; returns the row, or None for a known press.

    Raises Refusal where the event takes no guests, or the door is shut.
    """
    _refuse_where_shut(event)
    if not DoorRules.objects.filter(event=event, guests_welcome=True).exists():
        raise Refusal(_("This event does not take guests. A lead can change that."))
    if _is_known(event, key):
        return None
    record(by=by, verb="attendance.guest_added", thing=event)
    return Attendance.objects.create(
        event=event, who=Who.GUEST, guest_name=name, method=Method.WALK_IN
    )


@transaction.atomic
def undo(*, event, by, person=None, guest="", key=""):
    """Take back that somebody has come; returns whether they were checked in.

    `person` is who it was, or `guest` the public id of a guest's row. Raises Refusal where the door
    is shut.
    """
    _refuse_where_shut(event)
    if _is_known(event, key):
        return False
    rows = Attendance.objects.filter(event=event)
    rows = rows.filter(person=person) if person else rows.filter(who=Who.GUEST, public_id=guest)
    count, _by_model = rows.delete()
    if count:
        record(by=by, verb="attendance.undone", thing=event)
    return count > 0


def _refuse_where_shut(event):
    if why := why_shut(event):
        raise Refusal(why)


def _is_known(event, key):
    """Whether this press has arrived before; from now on it has."""
    return bool(key) and not Press.objects.get_or_create(event=event, key=key)[1]


def _own(event, person):
    # Once for each person, so there is nothing to sort.
    return next(iter(Attendance.objects.filter(event=event, person=person)), None)


def stands_as(event, person):
    """To whom it shows that somebody came, as with their answer; and whether they had a seat.

    Without a seat it shows as the strictest of their memberships in the hosts does, and that of
    somebody who is no member to nobody. A pass names them only where they are seen anyway, and who
    waits is seen by nobody, so an answer that is in line says nothing here.
    """
    answers = Rsvp.objects.going().filter(event=event, person=person).select_related("membership")
    if answer := next(iter(answers), None):
        shown = {"membership": answer.membership, "visibility": answer.visibility}
        return {**shown, "expected": True, "since": answer.answered}
    hosts = [event.brg_id, *event.cohosts.holding().values_list("brg", flat=True)]
    found = Membership.objects.current().filter(person=person, brg__in=hosts)
    membership = max(found, key=lambda row: NARROWER.index(row.visibility), default=None)
    return {"membership": membership, "visibility": Visibility.ONLY_ME, "expected": False}

"""A meeting tool's list of who was there, which counts everybody and shows nobody anew."""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusal import Refusal
from audit.actions import record
from events.actions.held import held
from events.models import Rsvp

from ..audience import is_for
from ..hours import why_no_list
from ..models import Attendance, BroughtList, EventFigures
from ..people import counted

Who = Attendance.Who
Method = Attendance.Method
A_BATCH = 500
# A list of more than so many times those who had a seat, or of whom the door knows, is doubted; one
# as short as this is not.
FAR_ABOVE, SHORT = 2, 20


@transaction.atomic
def import_list(*, event, by, emails, unnamed, is_sure=False):
    """Keep that those with these e-mails were there, and so many others of whom no e-mail is known.

    Whoever had a seat shows as with the answer. Of everybody else nothing shows, in line or without
    an answer, employee or not: being on a list and not on the page tells nothing. Those for whom
    the event is not are numbers alone, as are those without an account. What is counted already is
    not counted again, and of two lists of the same meeting the longer one counts. Returns nothing:
    how many of them are employees is not for whoever brings the list. Raises Refusal outside the
    time for lists, and for a list that is far too long, unless whoever brings it is sure.
    """
    event = held(event)
    if why := why_no_list(event):
        raise Refusal(why)
    if not is_sure and (why := why_doubted(event, len(emails) + unnamed)):
        raise Refusal(why)
    brought = BroughtList.objects.create(event=event)
    people = _guests_of(event, emails)
    answers = _answers(event, people)
    Attendance.objects.bulk_create(
        [_row(brought, person, answers.get(person)) for person in people],
        ignore_conflicts=True,
        batch_size=A_BATCH,
    )
    _count_others(brought, unnamed + len(emails) - len(people))
    record(by=by, verb="attendance.imported", thing=event)


@transaction.atomic
def take_back_list(*, event, by, public_id):
    """Take back the list that was imported last, if it is this one; returns whether it was.

    Whom that list alone has counted is counted no more. Raises Refusal once figures of the event
    are published, since they would not follow.
    """
    event = held(event)
    if EventFigures.objects.filter(event=event).exists():
        raise Refusal(_("This event has been counted, so its lists can’t be taken back any more."))
    last = last_list(event)
    if last is None or last.public_id != public_id:
        return False
    Attendance.objects.filter(on_list=last).delete()
    last.delete()
    record(by=by, verb="attendance.list_taken_back", thing=event)
    return True


def last_list(event):
    """The list that was imported last, or None."""
    return BroughtList.objects.filter(event=event).order_by("-pk").first()


def why_doubted(event, total):
    """Why a list can hardly be the event's, as a sentence; empty where it may be.

    It is held against what leads know anyway: seats, how many are going, and who was at the door.
    """
    most = max(event.going, event.capacity or 0, counted(event)["total"])
    if total <= max(SHORT, FAR_ABOVE * most):
        return ""
    said = _(
        "This list has %(total)s people, far more than the event had seats, answers or people at "
        "the door (%(most)s). Look whether it is the right one."
    )
    return said % {"total": total, "most": most}


def _guests_of(event, emails):
    """The keys of the employees who have these e-mails and to whom the event is open, each once.

    To be on a list opens nothing: it is what a lead says, and names whom the lead likes. Those who
    were at the door are counted with it, also where the event is theirs no more.
    """
    return [key for batch in _batches(sorted(emails)) for key in _with_emails(event, batch)]


def _with_emails(event, emails):
    there = Attendance.objects.filter(event=event, person__isnull=False)
    known = is_for(event) | Q(pk__in=there.values("person"))
    rows = User.objects.employees().filter(known)
    rows = rows.alias(login=Lower("email")).filter(login__in=emails)
    return rows.order_by("pk").values_list("pk", flat=True)


def _answers(event, people):
    """Of those who had a seat. Whoever waited is kept as if without an answer: nobody sees who."""
    found = {}
    for batch in _batches(people):
        rows = Rsvp.objects.going().filter(event=event, person__in=batch)
        found |= {row.person_id: row for row in rows}
    return found


def _row(brought, person, answer):
    row = Attendance(event=brought.event, person_id=person, method=Method.IMPORT, on_list=brought)
    if answer:
        row.membership_id, row.visibility = answer.membership_id, answer.visibility
        row.expected, row.since = True, answer.answered
    return row


def _count_others(brought, others):
    facts = {"event": brought.event, "who": Who.PRIVATE, "method": Method.IMPORT}
    known = Attendance.objects.filter(event=brought.event, who=Who.PRIVATE).count()
    rows = [Attendance(on_list=brought, **facts) for _other in range(others - known)]
    Attendance.objects.bulk_create(rows, batch_size=A_BATCH)


def _batches(rows):
    return [rows[start : start + A_BATCH] for start in range(0, len(rows), A_BATCH)]

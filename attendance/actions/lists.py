"""A meeting tool's list of who was there, which counts everybody and shows nobody anew."""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User
from accounts.refusal import Refusal
from audit.actions import record
from events.actions.held import held
from events.models import Rsvp

from ..audience import is_for
from ..hours import why_no_list
from ..models import Attendance

Who = Attendance.Who
Method = Attendance.Method
A_BATCH = 500


@transaction.atomic
def import_list(*, event, by, emails, unnamed):
    """Keep that those with these e-mails were there, and so many others of whom no e-mail is known.

    Whoever had a seat shows as with the answer. Of everybody else nothing shows, in line or without
    an answer, employee or not: being on a list and not on the page tells nothing. Those for whom
    the event never was are numbers alone, as are those without an account. What is counted already is not
    counted again, and of two lists of the same meeting the longer one counts. Returns nothing: how
    many of them are employees is not for whoever brings the list. Raises Refusal outside the time
    for lists.
    """
    event = held(event)
    if why := why_no_list(event):
        raise Refusal(why)
    people = _guests_of(event, emails)
    answers = _answers(event, people)
    Attendance.objects.bulk_create(
        [_row(event, person, answers.get(person)) for person in people],
        ignore_conflicts=True,
        batch_size=A_BATCH,
    )
    _count_others(event, unnamed + len(emails) - len(people))
    record(by=by, verb="attendance.imported", thing=event)


def _guests_of(event, emails):
    """The keys of the employees who have these e-mails and to whom the event is open, each once.

    To be on a list opens nothing: it is what a lead says, and names whom the lead likes. Those who
    were at the door are counted with it, also where the event is theirs no more.
    """
    return [key for batch in _batches(sorted(emails)) for key in _with_emails(event, batch)]


def _with_emails(event, emails):
    counted = Attendance.objects.filter(event=event, person__isnull=False)
    known = is_for(event) | Q(pk__in=counted.values("person"))
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


def _row(event, person, answer):
    row = Attendance(event=event, person_id=person, method=Method.IMPORT)
    if answer:
        row.membership_id, row.visibility = answer.membership_id, answer.visibility
        row.expected = True
    return row


def _count_others(event, others):
    counted = Attendance.objects.filter(event=event, who=Who.PRIVATE).count()
    rows = [
        Attendance(event=event, who=Who.PRIVATE, method=Method.IMPORT)
        for _other in range(others - counted)
    ]
    Attendance.objects.bulk_create(rows, batch_size=A_BATCH)


def _batches(rows):
    return [rows[start : start + A_BATCH] for start in range(0, len(rows), A_BATCH)]

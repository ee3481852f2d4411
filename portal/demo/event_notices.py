"""What those who can sign in to the demonstration were told of events, in the events' own words."""

import datetime as dt

from accounts.models import User
from events import emails
from events.models import AccessibilityRequest, Event, Rsvp

from .answers import OFFERED_BEFORE
from .cast import CAST, DOMAIN
from .chance import ago, chance
from .presence import employee_id
from .questions import strangers
from .told import KEPT, purge_sent, settle, told_at

Status = Event.Status
CURATOR = f"curator@{DOMAIN}"


def tell_of_events(planned, *, today, now):
    """Write the notices of saved events, and what somebody needs in order to take part."""
    cast = User.objects.filter(employee_id__in=[employee_id(one.number) for one in CAST])
    _tell_answers(cast, today, now)
    for event, entry, _ in planned:
        if "state" in entry:
            _tell_state(event, cast)
        if "request" in entry and event.accessibility_contact:
            _ask(event, entry["request"], now)
    settle(cast, today)
    purge_sent()


def _tell_answers(cast, today, now):
    rows = Rsvp.objects.filter(person__in=cast, answered__gte=ago(today, KEPT))
    for answer in rows.select_related("event__brg", "person", "membership").order_by("answered"):
        status, event = answer.status, answer.event
        if status == Rsvp.Status.OFFERED:
            answer.status = Rsvp.Status.WAITING
        with told_at(answer.answered):
            emails.answered(event, answer)
        if status == Rsvp.Status.OFFERED:
            answer.status = status
            with told_at(now - OFFERED_BEFORE):
                emails.moved_up(event, answer)


def _tell_state(event, cast):
    """Of what is called off, waits for a curator, or has come back from one."""
    curator = next(person for person in cast if person.email == CURATOR)
    if event.status == Status.CANCELLED:
        with told_at(event.cancelled):
            emails.cancelled(event)
    elif event.status == Status.SUBMITTED:
        with told_at(event.asked):
            emails.curators_asked(event, by=event.author)
    elif event.status == Status.CHANGES_ASKED:
        with told_at(event.changed + dt.timedelta(hours=20)):
            emails.leads_answered(event, by=curator)


def _ask(event, text, now):
    person, contact = strangers(chance(event.title, "request"))[0], event.accessibility_contact
    made = now - dt.timedelta(hours=20)
    facts = {"person": person, "contact": contact, "text": text, "made": made}
    request = AccessibilityRequest.objects.create(event=event, **facts)
    with told_at(made):
        emails.contact_told(request)

"""What somebody needs in order to take part: written to one person, who alone reads it.

None of it is on record: it would outlast the request, which is deleted 30 days after the event.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from notices.actions import stop
from notices.models import Letter, key_of

from .. import emails
from ..models import AccessibilityRequest
from .held import held


@transaction.atomic
def write_request(*, event, by, contact, text):
    """Write to the event's contact what one needs, or write it anew; returns the request.

    `contact` is whom the person was shown by name: a request goes to nobody else. The same words to
    the same contact change nothing. Raises Refusal where there is no such contact to read it.
    """
    event = held(event)
    if why := why_not_ask(event, by):
        raise Refusal(why)
    if event.accessibility_contact != contact:
        words = _("The contact is %(name)s now. Nothing was sent. Send it once more, if you like.")
        raise Refusal(words % {"name": event.accessibility_contact.name})
    request = own_request(event, by) or AccessibilityRequest(event=event, person=by)
    if request.pk and (request.contact_id, request.text) == (contact.pk, text):
        return request
    request.contact, request.text, request.made = contact, text, timezone.now()
    request.save()
    emails.contact_told(request)
    return request


@transaction.atomic
def take_request_back(*, event, by):
    """Delete one's own request; returns whether there was one. No more mail speaks of it."""
    request = own_request(event, by)
    if request is None:
        return False
    stop(Letter.objects.filter(thing=key_of(request)))
    request.delete()
    return True


def own_request(event, person):
    """What a person has written about this event, or None."""
    rows = AccessibilityRequest.objects.filter(event=event, person=person)
    # Once for each person, so there is nothing to sort.
    return next(iter(rows.select_related("contact")), None)


def why_not_ask(event, person):
    """Why nobody could answer a request, as a sentence; empty where somebody can."""
    contact = event.accessibility_contact
    if event.published is None or event.is_cancelled or event.is_over():
        return _("This event does not take place any more, or is over.")
    if contact is None or not contact.is_active:
        return _("This event has no accessibility contact at the moment.")
    if contact == person:
        return _("You are the accessibility contact of this event.")
    return ""

"""What is told about accessibility requests: that there is one, and never what it says."""

from django.urls import reverse
from django.utils.translation import gettext as _

from notices.actions import tell
from notices.models import key_of

from .letters import letter, named


def contact_told(request):
    """To the event's contact: somebody needs something in order to take part."""
    event = request.event
    tell(
        letter(
            event,
            kind="question",
            thing=key_of(request),
            occurrence=f"asked {request.made.isoformat()}",
            title=_("An accessibility request: %(event)s") % named(event),
            line=_("Read it in the portal. Nobody else can."),
            body=_("Somebody needs something in order to take part. Read it in the portal."),
            url=reverse("me-event-requests", args=[event.pk]),
            why=_("You are the accessibility contact of this event."),
        ),
        request.contact,
        discreet=True,
    )


def contact_changed(request):
    """To somebody who wrote to the contact that was: there is another one now."""
    event = request.event
    tell(
        letter(
            event,
            kind="event",
            thing=key_of(request),
            occurrence=f"contact {event.version}",
            title=_("Another accessibility contact: %(event)s") % named(event),
            line=_("What you wrote stays with the one before."),
            body=_(
                "The event has another accessibility contact now. What you wrote stays with the "
                "one before, and nobody else reads it. Write again if the new one should know."
            ),
            why=_("You wrote to the accessibility contact of this event."),
        ),
        request.person,
        discreet=True,
    )

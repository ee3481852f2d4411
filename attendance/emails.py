"""What is told about doors: that a lead asks somebody to help at one."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events.emails.letters import letter, named
from notices.actions import tell
from notices.models import key_of


def helper_told(helper):
    """To somebody whom a lead asks to check people in."""
    event = helper.event
    names = named(event)
    tell(
        letter(
            event,
            kind="event",
            thing=key_of(helper),
            title=_("You help at the door: %(event)s") % names,
            line=names["when"],
            body=_(
                "A lead asks you to check people in.\n\n%(when)s\n\nCheck-in opens two hours "
                "before the start. You see only names that you may see anyway. Everybody else "
                "shows you a code."
            )
            % names,
            url=reverse("event-door-short", args=[event.pk]),
            why=_("A lead of %(host)s has asked you to help.") % {"host": event.brg.short_name},
            good_until=event.ends,
        ),
        helper.person,
        discreet=event.is_discreet,
    )

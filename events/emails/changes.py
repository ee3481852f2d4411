"""What everybody who has answered is told, whatever they chose: it moved, or is not on."""

from django.utils.translation import gettext as _

from notices.models import key_of

from .. import when
from ..calendars import text_of_mail
from ..models import Rsvp
from .letters import named, tell_answered


def moved(event, *, before):
    """That the time or the place is another one; `before` is the old time in words."""
    names = named(event) | {"before": before, "where": where(event)}
    body = _(
        "Your answer stands. If you can’t come now, give your place back in the portal.\n\n"
        "**Now:** %(when)s. %(where)s\n\n**Before:** %(before)s"
    )
    _tell(
        event,
        occurrence=f"moved {event.sequence}",
        title=_("Changed: %(event)s") % names,
        line=names["when"],
        body=body % names,
        calendar=text_of_mail(event),
    )


def cancelled(event):
    """That it does not take place."""
    names = named(event)
    body = _("It was planned for %(when)s.") % names
    if event.cancel_reason:
        body = f"{event.cancel_reason}\n\n{body}"
    _tell(
        event,
        occurrence="cancelled",
        title=_("Cancelled: %(event)s") % names,
        line=_("It does not take place."),
        body=body,
        calendar=text_of_mail(event, is_on=False),
    )


def where(event):
    """Where it takes place, in words, for those who are going."""
    words = [event.venue] if event.venue else []
    if event.format != event.Format.IN_PERSON:
        words.append(_("online"))
    return ", ".join(words)


def before_in_words(event):
    return ". ".join(part for part in (when.in_words(event), where(event)) if part)


def _tell(event, *, occurrence, calendar, **words):
    """To those who are going, in whose calendars it is; and the same words to all others."""
    answers = Rsvp.objects.filter(event=event)
    # A change matters until the event is over.
    words |= {"kind": "change", "thing": key_of(event), "good_until": event.ends}
    tell_answered(event, answers.going(), occurrence=occurrence, calendar=calendar, **words)
    if event.waiting or event.offered:
        in_line = answers.exclude(status=Rsvp.Status.GOING)
        tell_answered(event, in_line, occurrence=f"{occurrence}, in line", **words)

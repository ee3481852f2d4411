"""What somebody is told about their own answer, and about a seat that has become free."""

from django.utils.translation import gettext as _

from notices.actions import stop
from notices.models import Letter, key_of

from .. import when
from ..calendars import text_of_mail
from .letters import named, tell_person

# Must reach whoever waited, whatever else they chose.
SEAT = "seat"


def answered(event, answer):
    """That somebody is going, or waits for a seat; returns the letter."""
    if answer.is_going:
        title = _("You are going: %(event)s")
        body = _(
            "You have a seat.\n\n%(when)s\n\nIf you can’t come, give the seat back in the portal."
        )
        calendar = text_of_mail(event)
        return _tell(event, answer, answer.status, title, body, is_new=True, calendar=calendar)
    title = _("You are on the waiting list: %(event)s")
    body = _("All seats are taken.\n\n%(when)s\n\nWe tell you as soon as one is yours.")
    return _tell(event, answer, answer.status, title, body, is_new=True)


def moved_up(event, answer, *, by_person=False):
    """That somebody who waited has a seat, or may have one if they are quick.

    `by_person` says that they have just taken it, and only need it on record.
    """
    if answer.is_going:
        title = _("You have a seat: %(event)s")
        body = _("A seat became free, and it is yours.\n\n%(when)s")
        kind = "event" if by_person else SEAT
        _tell(event, answer, "seated", title, body, kind=kind, calendar=text_of_mail(event))
        return
    ends = answer.offer_ends.astimezone(answer.person.zone)
    words = {"until": when.moment_in_words(ends, answer.person.zone)}
    title = _("A seat is free for you: %(event)s")
    body = _("Take it in the portal until %(until)s. After that it goes to the next in line.")
    occurrence = f"offered {answer.offer_ends.isoformat()}"
    until = {"good_until": answer.offer_ends}
    _tell(event, answer, occurrence, title, body % words, kind=SEAT, **until)


def offer_ended(event, answer):
    """That somebody did not take an offered seat in time; no mail offers it any more."""
    stop(Letter.objects.filter(kind=SEAT, thing=key_of(answer)))
    title = _("The offer of a seat has ended: %(event)s")
    body = _(
        "The seat went to the next in line, and you are not in line any more. If you would still "
        "like to come, answer once more."
    )
    _tell(event, answer, "offer ended", title, body)


def answer_ended(event, answer):
    """That an answer ended by a rule: the event is not for this person any more."""
    title = _("Your answer has ended: %(event)s")
    body = _("The event is for members of the group now. Your seat is free for somebody else.")
    _tell(event, answer, "ended", title, body, kind="change", calendar=_taken_out(event, answer))


def answer_left(event, answer):
    """That a seat at an event for members has ended with the membership."""
    title = _("You are not going: %(event)s")
    body = _("You are not a member of the group any more, and this event is for its members.")
    _tell(event, answer, "left", title, body, calendar=_taken_out(event, answer))


def moved_to_sitting(event, answer):
    """That a seat at one sitting has ended with the seat at another, where there was one."""
    if not answer.is_going or event.is_cancelled:
        return
    title = _("You are not going at this time: %(event)s")
    body = _(
        "You have a seat at another time now, so this one went to the next in line.\n\n%(when)s"
    )
    _tell(event, answer, "moved", title, body, calendar=_taken_out(event, answer))


def answer_withdrawn(event, answer):
    """That somebody has given the seat, or the place in line, back."""
    title = _("You are not going: %(event)s")
    body = _("You gave your place back. You can answer again as long as the event takes answers.")
    _tell(event, answer, "withdrawn", title, body, calendar=_taken_out(event, answer))


def _taken_out(event, answer):
    """What takes the event out of a calendar again; whoever waited has it in none."""
    return text_of_mail(event, is_on=False) if answer.is_going else ""


def _tell(event, answer, occurrence, title, body, kind="event", **facts):
    names = named(event)
    return tell_person(
        event,
        answer,
        kind=kind,
        thing=key_of(answer),
        occurrence=occurrence,
        title=title % names,
        line=names["when"],
        body=body.replace("%(when)s", names["when"]),
        **facts,
    )

"""What becomes of a mail that is due: by the letter, the person, and what they chose."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from .models import Delivery
from .times import after_quiet, next_daily, next_weekly


@dataclass(frozen=True)
class Decision:
    """`due` is when to look again (“wait”) or when the digest leaves (“digest”)."""

    action: Literal["send", "drop", "wait", "digest"]
    due: dt.datetime | None = None
    weekly: bool = False


SEND = Decision("send")
DROP = Decision("drop")


def decide(notice, *, mailbox, choices, now):
    """What to do now with the mail of a notice, whose letter and person are at hand.

    `choices` are all that this person chose; `mailbox` is the person's, or a new one.
    """
    delivery = chosen(notice.letter, choices)
    if not is_wanted(notice, now) or delivery == Delivery.PORTAL:
        return DROP
    zone, quiet = notice.person.zone, quiet_hours(mailbox)
    if delivery == Delivery.DAILY:
        return Decision("digest", next_daily(now, zone, quiet))
    if delivery == Delivery.WEEKLY:
        return Decision("digest", next_weekly(now, zone, quiet), weekly=True)
    due = now if notice.letter.about.pressing else after_quiet(now, zone, quiet)
    return Decision("wait", due) if due > now else SEND


def is_wanted(notice, now):
    """Whether a mail is worth anything: not called back, not too late, and there is an address."""
    letter, person = notice.letter, notice.person
    in_time = letter.good_until is None or now < letter.good_until
    return letter.stopped is None and in_time and person.is_active and bool(person.email)


def chosen(letter, choices):
    """How the person wants to be told of a letter: by its topic first, then by its kind."""
    if letter.about.must_have:
        return Delivery.AT_ONCE
    by = {(choice.kind, choice.topic): choice.delivery for choice in choices}
    of_kind = by.get((letter.kind, ""), Delivery.AT_ONCE)
    # A letter without a topic has the key of nothing that can be chosen.
    return by.get(("", letter.topic), of_kind)


def quiet_hours(mailbox):
    """The person's quiet hours as `times` takes them."""
    return (mailbox.quiet_begins, mailbox.quiet_ends) if mailbox.quiet else None

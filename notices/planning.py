"""What becomes of a mail that is due: by the letter, the person, and what they chose."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from .models import Delivery, Mailbox
from .times import after_quiet, next_daily, next_weekly, waking


@dataclass(frozen=True)
class Decision:
    """`due` is when to look again (“wait”) or when the digest leaves (“digest”)."""

    action: Literal["send", "drop", "wait", "digest"]
    due: dt.datetime | None = None
    weekly: bool = False


A_DAY = dt.timedelta(days=1)

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
    due = now if matters_now(notice.letter, now) else after_quiet(now, zone, quiet)
    return Decision("wait", due) if due > now else SEND


def matters_now(letter, now):
    """Whether a mail goes out in quiet hours too: what somebody waits for, or has to know today."""
    about = letter.about
    today = letter.good_until is not None and letter.good_until - now <= A_DAY
    return about.pressing or (about.must_have and today)


def is_wanted(notice, now):
    """Whether a mail is worth anything: not called back, not too late, and there is an address.

    What everybody must have is never too late, but for a link that works no more.
    """
    letter, person = notice.letter, notice.person
    about = letter.about
    is_kept = about.must_have and not about.pressing
    in_time = is_kept or letter.good_until is None or now < letter.good_until
    return letter.stopped is None and in_time and person.is_active and bool(person.email)


def chosen(letter, choices):
    """How the person wants to be told of a letter: by its topic first, then by its kind."""
    if letter.about.must_have:
        return Delivery.AT_ONCE
    by = {(choice.kind, choice.topic): choice.delivery for choice in choices}
    of_kind = by.get((letter.kind, ""), Delivery.AT_ONCE)
    # A letter without a topic has the key of nothing that can be chosen.
    return by.get(("", letter.topic), of_kind)


def waking_until(person, instant, wait):
    """When so much time has gone by for a person since an instant, quiet hours left out."""
    mailbox = Mailbox.objects.filter(person=person).first() or Mailbox()
    return waking(instant, person.zone, quiet_hours(mailbox), wait)


def quiet_hours(mailbox):
    """The person's quiet hours as `times` takes them."""
    return (mailbox.quiet_begins, mailbox.quiet_ends) if mailbox.quiet else None

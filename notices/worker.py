"""The work of the outbox: what is due is decided upon, sent, and settled, mail by mail.

A mail that the server has taken is marked before the next one leaves. A worker that is killed
between the two has that one mail sent again by the next worker, with the same Message-ID.
"""

import contextlib
import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from . import digests, outbox, post
from .mails import Composer
from .models import Letter
from .planning import decide
from .post import Answer

log = logging.getLogger("notices.worker")

# How long a mail waits that was tried in vain, the first time and so on; then it has failed.
# Together more than two days, so that a mail server may be away for one.
PAUSES = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 960, 1440)]
# So many mails refused for now, one after the other, are about the server or about us.
MOST_REFUSED = 10

IDLE_SECONDS = 1
# How long to wait after something was away; each time twice as long, up to this.
LONGEST_WAIT_SECONDS = 300


@dataclass(frozen=True)
class Terms:
    """How a worker works. Tests have a clock of their own, and no patience."""

    clock: Callable[[], dt.datetime] = timezone.now
    length: dt.timedelta = outbox.LENGTH
    # Asked before each mail.
    is_over: Callable[[], bool] = lambda: False
    wait: Callable[[float], None] = time.sleep


@dataclass
class Round:
    """What a round came to: rows it held, mails that left, and whether something was away."""

    held: int = 0
    sent: int = 0
    away: bool = False


# Without end


def work(terms, *, errands=(), once=False):
    """Round after round until it is over, or, once, until nothing is due that can be sent.

    `errands` are called before each round.
    """
    composer, troubles = Composer(), 0
    while not terms.is_over():
        done = _try_a_round(composer, terms, errands)
        if once and (done.away or not done.held):
            return
        troubles = troubles + 1 if done.away else 0
        if troubles:
            terms.wait(min(2 ** (troubles - 1), LONGEST_WAIT_SECONDS))
        elif not done.held:
            terms.wait(IDLE_SECONDS)


def _try_a_round(composer, terms, errands):
    """A round, with its errands before it; whatever goes wrong, there will be another one."""
    close_old_connections()
    try:
        for errand in errands:
            errand()
        return one_round(composer, terms)
    except (OperationalError, InterfaceError):
        log.warning("the database does not answer", exc_info=True)
        connection.close()
    except Exception:
        log.error("a round of mail broke off", exc_info=True)
    return Round(away=True)


def one_round(composer, terms):
    """Lease a hundred rows that are due, settle them, and give back what is left of them."""
    lease = outbox.take(now=terms.clock(), length=terms.length)
    if not lease.rows:
        return Round()
    try:
        batch = outbox.load(lease)
        done = Round(held=len(batch.notices))
        _send_all(_plan(batch, lease, terms), lease, done, composer, terms)
        outbox.purge(Letter.objects.filter(pk__in=_letters(batch)))
    finally:
        # Others need not wait until the lease is over.
        outbox.give_back(lease)
    log.info("a round of mail", extra={"facts": vars(done)})
    return done


def _letters(batch):
    """The keys of all letters that were told, in digests too."""
    told = {part.letter_id for row in batch.notices for part in getattr(row, "told_parts", ())}
    return told | {row.letter_id for row in batch.notices}


# Deciding


def _plan(batch, lease, terms):
    """Settle what does not leave now; returns the others, each with its person's mailbox."""
    now, leaving, dropped, waiting = terms.clock(), [], [], defaultdict(list)
    for notice in batch.notices:
        mailbox, choices = batch.mailboxes[notice.person_id], batch.choices[notice.person_id]
        with _putting_off_what_fails(notice, lease, terms):
            decision = decide(notice, mailbox=mailbox, choices=choices, now=now)
            match decision.action:
                case "send":
                    leaving.append((notice, mailbox))
                case "drop":
                    dropped.append(notice.pk)
                case "wait":
                    waiting[decision.due].append(notice.pk)
                case "digest":
                    digests.put_in_digest(notice, due=decision.due)
    if dropped:
        outbox.drop(dropped, lease)
    for due, rows in waiting.items():
        outbox.wait(rows, lease, due=due)
    return leaving


# Sending


def _send_all(leaving, lease, done, composer, terms):
    """Send over one connection, each mail settled before the next one leaves."""
    refused = 0
    try:
        with post.connected() if leaving else contextlib.nullcontext() as line:
            for notice, mailbox in leaving:
                if terms.is_over() or _is_nearly_over(lease, terms):
                    return
                answer = _send(notice, mailbox, lease, composer, line, terms)
                done.sent += answer is Answer.TAKEN
                refused = refused + 1 if answer is Answer.NOT_NOW else 0
                if answer is Answer.BROKEN_OFF or refused == MOST_REFUSED:
                    raise post.ServerAway
    except post.ServerAway:
        log.warning("the mail server does not answer", exc_info=True)
        done.away = True


def _send(notice, mailbox, lease, composer, line, terms):
    """Send one mail and say on its row what became of it; returns the answer, if there was one."""
    if not outbox.is_still_ours(notice, lease):
        return None
    with _putting_off_what_fails(notice, lease, terms):
        message = composer.message(notice, mailbox)
        if message is None:
            outbox.drop([notice.pk], lease)
            return None
        answer = post.hand_over(message, line)
        _settle(notice, answer, lease, terms)
        return answer
    return None


def _settle(notice, answer, lease, terms):
    now = terms.clock()
    match answer:
        case Answer.TAKEN:
            told = getattr(notice, "told_parts", ())
            _insist(lambda: outbox.sent(notice, lease, now=now, told=told), lease, terms)
        case Answer.NEVER:
            outbox.failed(notice, lease, now=now)
        case _:
            _put_off(notice, lease, terms)


def _insist(settle, lease, terms):
    """Settle even where the database is away for a moment: what has left would leave again."""
    while True:
        try:
            return settle()
        except (OperationalError, InterfaceError):
            connection.close()
            if terms.clock() >= lease.until:
                raise
            terms.wait(IDLE_SECONDS)


def _is_nearly_over(lease, terms):
    """Whether so little is left of a lease that a mail to a slow server might outlast it."""
    return terms.clock() >= lease.until - terms.length / 2


@contextlib.contextmanager
def _putting_off_what_fails(notice, lease, terms):
    """Try a notice later that makes our own code fail, so that it holds up no other."""
    try:
        yield
    except DatabaseError:
        raise
    except Exception:
        log.error("a notice could not be sent", exc_info=True)
        _put_off(notice, lease, terms)


def _put_off(notice, lease, terms):
    """Try again later, each time after a longer pause, and in the end not any more."""
    now = terms.clock()
    if notice.attempts < len(PAUSES):
        outbox.later(notice, lease, due=now + PAUSES[notice.attempts])
    else:
        outbox.failed(notice, lease, now=now)

"""Rows of mail that are due: leased by one worker at a time, and settled one by one.

A lease is a random name and an instant, written on rows by an update that takes only rows which
are nobody's. After that instant they are anybody's again, so what a dead worker held is taken by
the next. Whatever is said on a row afterwards is said on condition that it still bears the name.
"""

import datetime as dt
import secrets
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from .models import Choice, Letter, Mailbox, Notice

MOST = 100
# Long enough for a hundred mails to a slow server; what a killed worker held waits as long.
LENGTH = dt.timedelta(minutes=2)

Mail = Notice.Mail


@dataclass(frozen=True)
class Lease:
    """A worker's name on rows; some may have gone to another one between asking and writing."""

    name: str
    until: dt.datetime
    rows: list[int]


@dataclass(frozen=True)
class Batch:
    """The notices of a lease with what is asked about each; the other two by person."""

    notices: list[Notice]
    mailboxes: dict[int, Mailbox]
    choices: dict[int, list[Choice]]


# Taking rows


def take(*, now, most=MOST, length=LENGTH):
    """Lease rows that are due and nobody's, those due longest first."""
    lease = secrets.token_urlsafe(16), now + length
    with transaction.atomic():
        # Passing over rows that others hold, or workers would wait for each other.
        first = free(now).select_for_update(skip_locked=True).order_by("due", "pk")
        rows = list(first.values_list("pk", flat=True)[:most])
        free(now).filter(pk__in=rows).update(lease=lease[0], leased_until=lease[1])
    return Lease(*lease, rows)


def free(now):
    """What is due, and held by no worker that is alive."""
    nobodys = Q(leased_until=None) | Q(leased_until__lte=now)
    return Notice.objects.filter(nobodys, mail=Mail.WAITING, due__lte=now)


def ours(lease):
    """The rows that still bear the lease."""
    return Notice.objects.filter(pk__in=lease.rows, lease=lease.name)


def load(lease):
    """What is leased, and all that deciding about it asks, by a fixed number of statements."""
    rows = ours(lease).select_related("letter", "person__region").order_by("due", "pk")
    notices = list(rows)
    people = {notice.person_id for notice in notices}
    choices = defaultdict(list)
    for choice in Choice.objects.filter(person__in=people):
        choices[choice.person_id].append(choice)
    return Batch(notices, mailboxes_of(people), choices)


def mailboxes_of(people):
    """The mailbox of each person; who has none is given one, since mails carry its token."""
    found = Mailbox.objects.in_bulk(people)
    if missing := people - found.keys():
        # Two workers may do so at once; what the table holds then is what counts.
        new = [Mailbox(person_id=person) for person in sorted(missing)]
        Mailbox.objects.bulk_create(new, ignore_conflicts=True)
        found |= Mailbox.objects.in_bulk(missing)
    return found


def is_still_ours(notice, lease):
    """Whether a mail may go out now. It may have been called back since it was leased.

    What became discreet meanwhile is discreet from here on.
    """
    row = Notice.objects.filter(pk=notice.pk, lease=lease.name, mail=Mail.WAITING)
    for notice.discreet in row.values_list("discreet", flat=True):
        return True
    return False


# Settling them: each returns how many rows it was true of


def sent(notice, lease, *, now, told=()):
    """The mail server has it. `told` are the parts in the mail of a digest; the others get none."""
    done = {"mail": Mail.SENT, "sent": now}
    if not told:
        return _settle(ours(lease), [notice.pk], **done)
    with transaction.atomic():
        _parts([notice.pk], lease).filter(pk__in=[part.pk for part in told]).update(**done)
        _parts([notice.pk], lease).update(mail=Mail.NONE)
        return _settle(ours(lease), [notice.pk], **done)


def failed(notice, lease, *, now):
    """It will not be tried again unless a curator says so; what was called back not even then."""
    done = {"mail": Mail.FAILED, "sent": now}
    with transaction.atomic():
        _parts([notice.pk], lease).update(**done)
        wanted = ours(lease).filter(mail=Mail.WAITING)
        return _settle(wanted, [notice.pk], **done, attempts=F("attempts") + 1)


def drop(rows, lease):
    """These mails are not worth sending, or not wanted: the portal alone has them."""
    with transaction.atomic():
        _parts(rows, lease).update(mail=Mail.NONE, digest=None)
        return _settle(ours(lease), rows, mail=Mail.NONE)


def later(notice, lease, *, due):
    """It was tried in vain."""
    return _settle(ours(lease), [notice.pk], due=due, attempts=F("attempts") + 1)


def wait(rows, lease, *, due):
    """It is not their time."""
    return _settle(ours(lease), rows, due=due)


def give_back(lease):
    """What is not settled is anybody's, as it was before."""
    return _settle(ours(lease), lease.rows)


def _settle(leased, rows, **columns):
    return leased.filter(pk__in=rows).update(lease="", leased_until=None, **columns)


def _parts(rows, lease):
    """What these notices, if they are digests of this lease, have still to tell."""
    digests = Notice.objects.filter(pk__in=rows, lease=lease.name)
    return Notice.objects.filter(digest__in=digests, mail=Mail.IN_DIGEST)


# What is left behind


def purge(letters):
    """Take away the texts of letters of which no mail can go out any more; returns how many.

    A failed mail keeps its text, since a curator may have it sent again.
    """
    rows = list(_unneeded(letters).values_list("pk", flat=True))
    if not rows:
        return 0
    with transaction.atomic():
        # Held, so that nobody is told one of them between the question and the answer.
        held = Letter.objects.filter(pk__in=rows).select_for_update(skip_locked=True)
        rows = list(held.values_list("pk", flat=True))
        return _unneeded(Letter.objects.filter(pk__in=rows)).update(body="", calendar="")


def _unneeded(letters):
    ways = [*Notice.ON_THEIR_WAY, Mail.FAILED]
    needed = Notice.objects.filter(letter=OuterRef("pk"), mail__in=ways)
    return letters.exclude(body="", calendar="").filter(~Exists(needed))

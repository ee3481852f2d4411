"""The hour at which news goes out: it is published and told in one transaction, by one worker."""

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from brgs.models import BRG
from notices.actions import tell_all

from .. import emails
from ..audience import people_of
from ..models import NewsItem
from .held import back_to_draft, keep, locked, organization_day, organization_zone, why_not_out

Status = NewsItem.Status
Told = NewsItem.Told

A_BATCH = 100
A_DAY = dt.timedelta(days=1)

log = logging.getLogger("news.actions")


def publish_due(now=None):
    """Let scheduled news go out whose hour has come; returns how many did.

    Many workers may do this at once. One piece that fails does not hold up the others, and is
    tried again the next time.
    """
    now = now or timezone.now()
    due = NewsItem.objects.due(now).order_by("goes_out", "pk").values_list("pk", flat=True)
    return sum(_tried(pk, now) for pk in list(due[:A_BATCH]))


def _tried(pk, now):
    try:
        return _sent(pk, now)
    except Exception:
        log.error("a piece of news could not go out", exc_info=True)
        return False


@transaction.atomic
def _sent(pk, now):
    """Let one piece go out, unless another worker has it; says whether it did."""
    # Asked of the row itself, so that PostgreSQL asks it again of what another has just changed.
    item = locked(skip_locked=True).due(now).filter(pk=pk).first()
    if item is None:
        return False
    if not _has_today(item, now):
        keep(item, by=None, verb="news.postponed")
        return False
    _hold_group(item)
    if why := why_not_out(item):
        item.note = why
        keep(back_to_draft(item), by=None, verb="news.held_back")
        emails.held_back(item, now=now)
        return False
    go_out(item, by=None, now=now)
    return True


def _hold_group(item):
    """Read the group anew, so that it is not made private, or paused, while its people are told."""
    rows = BRG.objects.select_for_update(no_key=True)
    item.brg.refresh_from_db(fields=["status", "default_visibility"], from_queryset=rows)


def _has_today(item, now):
    """Whether its broadcast is today's; put off to the next free day where another one is.

    After days of silence several pieces of a host are due at once, and still go out one a day.
    """
    today = organization_day(now)
    if item.told_on in (None, today):
        return True
    others = NewsItem.objects.of_host(item.brg, item.chapter).filter(told_on__gte=today)
    taken = set(others.values_list("told_on", flat=True))
    day = today
    while day in taken:
        day += A_DAY
    wall = timezone.localtime(item.goes_out, organization_zone())
    item.told_on = day
    if day == today:
        return True
    item.goes_out = (wall + (day - wall.date())).astimezone(dt.UTC)
    return False


def go_out(item, *, by, now=None):
    """Publish a locked piece of news and tell its audience, by one statement."""
    item.status, item.published = Status.PUBLISHED, now or timezone.now()
    item.goes_out = item.goes_out or item.published
    if item.told != Told.NOBODY:
        people = people_of(item)
        told = {"person": people.person, "discreet": people.discreet}
        item.letter, _count = tell_all(emails.letter_of(item), people.rows, **told)
    return keep(item, by=by, verb="news.published")

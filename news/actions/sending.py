"""Sending: ten minutes to think again, one broadcast of a host a day, a curator for the largest."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal

from .. import emails
from ..audience import figure_in_words, rule_of
from ..models import NewsItem
from .held import back_to_draft, held, keep, organization_day, refuse_unless, why_not_out
from .outgoing import go_out

Status = NewsItem.Status
Told = NewsItem.Told

# How long a lead can take back what goes out as soon as it can.
TIME_TO_THINK = dt.timedelta(minutes=10)
LATEST = dt.timedelta(days=365)


@transaction.atomic
def schedule(*, item, by, version, goes_out=None):
    """Let a draft go out ten minutes from now, or later; returns it as it is then.

    News for every employee waits for a curator first. News that nobody is told of is no broadcast:
    without an hour of its own it stands on the page at once. Raises EditConflict where it is not
    the version that was looked at, and Refusal in words.
    """
    item = held(item, version=version)
    refuse_unless(item.is_editable, _("This is on its way already."))
    if why := why_not_out(item):
        raise Refusal(why)
    _refuse_odd_hours(goes_out)
    item.note = ""
    if item.told == Told.EMPLOYEES:
        return _ask(item, by=by, goes_out=goes_out)
    if item.told == Told.NOBODY and goes_out is None:
        return go_out(item, by=by)
    return put_on_its_way(item, by=by, verb="news.scheduled", goes_out=goes_out)


def _refuse_odd_hours(goes_out):
    if goes_out is None:
        return
    now = timezone.now()
    if goes_out < now + TIME_TO_THINK:
        raise Refusal(_("Choose a time at least ten minutes from now."))
    if goes_out > now + LATEST:
        raise Refusal(_("Choose a time within a year from now."))


def _ask(item, *, by, goes_out):
    """Let it wait for a curator, with the hour that was asked for, if any."""
    item.status, item.asked, item.goes_out = Status.WAITING, timezone.now(), goes_out
    item.askers = sorted({*item.askers, by.public_id})
    _note_audience(item)
    keep(item, by=by, verb="news.asked")
    emails.curators_asked(item, by=by)
    return item


def put_on_its_way(item, *, by, verb, goes_out=None):
    """Schedule it and hold the day of its broadcast. Raises Refusal where that day is taken."""
    item.goes_out = goes_out or timezone.now() + TIME_TO_THINK
    item.status = Status.SCHEDULED
    if item.told != Told.NOBODY:
        item.told_on = organization_day(item.goes_out)
        _note_audience(item)
    try:
        with transaction.atomic():
            return keep(item, by=by, verb=verb)
    except IntegrityError:
        words = _("%(host)s tells its people one piece of news a day, and that day has one already")
        raise Refusal(f"{words % {'host': item.host}}. {_('It needs another day.')}")


def _note_audience(item):
    """Keep in words to whom it goes, as the lead has read it."""
    item.told_rule, item.told_figure = rule_of(item), figure_in_words(item)


@transaction.atomic
def take_back(*, item, by):
    """Make a draft again of what has not gone out yet; its day is free then.

    Raises Refusal for what is out already, or was never on its way.
    """
    item = held(item)
    refuse_unless(not item.is_editable, _("It is a draft already."))
    on_its_way = item.status in (Status.SCHEDULED, Status.WAITING)
    refuse_unless(on_its_way, _("It is too late to take this back. It is out already."))
    emails.call_back_of_request(item)
    return keep(back_to_draft(item), by=by, verb="news.taken_back")

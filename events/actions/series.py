"""How a series comes to be: an event repeats by a rule, or takes place at several times."""

import datetime as dt
from collections import Counter
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusal import Refusal
from accounts.wall_time import instant
from audit.actions import record
from brgs.actions import EditConflict

from ..models import Event, Series
from ..repeating import MOST_DATES, days
from . import approval
from .dates import copy_at
from .drafts import keep_new
from .enrolling import hold_enrolled, tell_enrolled
from .held import RELATED, held, hold_series, keep, refuse_unless

Kind, Status = Series.Kind, Event.Status
NO_OTHER = gettext_lazy("By this rule there is no other date until then.")


@transaction.atomic
def repeat(*, event, by, rule, last):
    """Let an event that nobody has answered repeat until a day; returns the series.

    Each further day gets a draft like it. Raises Refusal in words.
    """
    event = _alone(event)
    found = days_of(rule, event.starts_date, last)
    facts = {"rule": rule, "first": event.starts_date, "last": last}
    series = _make(event, by=by, kind=Kind.REPEATS, **facts)
    event.series, event.series_date = series, event.starts_date
    keep(event, by=by, verb="event.joined_series")
    _draft_days(series, event, found[1:], by=by)
    return series


@transaction.atomic
def add_sittings(*, event, by, times):
    """Let an event take place at more times, of which people choose one; returns the series.

    `times` are wall times in the event's zone. An event that has sittings gets more of them; any
    other is one that nobody has answered. Raises Refusal in words.
    """
    event = held(event) if event.series_id else _alone(event)
    refuse_unless(times, _("Choose at least one more time."))
    series = event.series or _make(event, by=by, kind=Kind.SITTINGS)
    refuse_unless(series.has_sittings, _("The dates of a rule have no sittings."))
    if event.series is None:
        event.series = series
        keep(event, by=by, verb="event.joined_series")
    _refuse_double(series, event.zone, times)
    for starts in sorted(times):
        _draft(event, starts, by=by)
    return series


@transaction.atomic
def add_dates(*, series, by, last):
    """Let a series go on by its rule until another day; returns how many drafts that makes.

    They are like the latest date that is as most are. Raises Refusal in words.
    """
    series = held_series(series)
    refuse_unless(not series.has_sittings, _("Sittings have no rule. Add a sitting instead."))
    more = days_to_add(series, last)
    keep_series(series, by=by, verb="series.extended", last=last)
    _draft_days(series, _usual(series), more, by=by)
    return len(more)


@transaction.atomic
def publish_series(*, series, by, versions):
    """Publish drafts of a series, or ask a curator where a rule says so; returns them.

    `versions` has the version of each draft that was looked at, by key. It is all of them, or none:
    raises EditConflict where one is another version now, and Refusal with the date that refuses.
    """
    hold_enrolled(series.pk)
    series = held_series(series)
    drafts = [each for each in dates_of(series) if each.pk in versions]
    if not drafts or len(drafts) < len(versions):
        raise EditConflict
    done, asked = [], False
    for draft in drafts:
        with saying_which(draft):
            version = versions[draft.pk]
            out = approval.publish_one(event=draft, by=by, version=version, tell=not asked)
        asked = asked or out.status == Status.SUBMITTED
        done.append(out)
    tell_enrolled(done)
    return done


# What they share


def held_series(series):
    """The series as it is now, held until the transaction ends."""
    return hold_series([series.pk])[0]


def dates_of(series):
    """The events of a series, the earlier made first, as all who hold several of them take them."""
    return Event.objects.filter(series=series).select_related(*RELATED).order_by("pk")


def _alone(event):
    """The event, held, as one of which a series may be made."""
    event = held(event)
    refuse_unless(event.series is None, _("This event is part of a series already."))
    is_on = not (event.is_cancelled or event.is_over())
    refuse_unless(is_on, _("It is over or cancelled. Begin another event from it instead."))
    words = _("People have answered already. Begin another event from it, and let that one repeat.")
    refuse_unless(event.last_place == 0, words)
    return event


def days_of(rule, first, last):
    """The days of a rule, two at least; raises Refusal in words."""
    found = days(rule, first, last)
    refuse_unless(len(found) > 1, NO_OTHER)
    refuse_unless(len(found) <= MOST_DATES, _too_many())
    return found


def days_to_add(series, last):
    """The days by which a series goes on until another day, one at least; raises Refusal."""
    refuse_unless(last > series.last, _("Choose a day after the present end."))
    found = [day for day in days_of(series.rule, series.first, last) if day > series.last]
    refuse_unless(found, NO_OTHER)
    return found


def _make(event, *, by, **facts):
    named = {name: getattr(event, name) for name in ("brg", "chapter", "title", "language")}
    when = {"time_zone": event.time_zone, "starts_time": event.starts_time}
    series = Series.objects.create(author=by, **named, **when, **facts)
    record(by=by, verb="series.made", thing=series, within=series.brg)
    return series


def keep_series(series, *, by, verb, **facts):
    """Save what an action has made of a held series, on record for the leads of its group."""
    facts |= {"version": series.version + 1, "changed": timezone.now()}
    for name, value in facts.items():
        setattr(series, name, value)
    series.save(update_fields=facts)
    record(by=by, verb=verb, thing=series, within=series.brg)


def _draft_days(series, like, found, *, by):
    """A draft for each day of the rule, as many days beside it as `like` is beside its own."""
    for day in found:
        starts = dt.datetime.combine(day, like.starts_time)
        starts += like.starts_date - like.series_date
        _draft(like, starts, by=by, series_date=day)


def _draft(like, starts, *, by, series_date=None):
    with saying_which(starts):
        made = copy_at(like, starts)
    made.series_date = series_date
    keep_new(made, by=by)


def _usual(series):
    """The latest date of a rule that is as most of them are: by its hour, and not moved alone."""
    dates = dates_of(series).exclude(status=Status.CANCELLED).order_by("series_date")
    dates = list(dates) or list(dates_of(series).order_by("series_date"))
    refuse_unless(dates, _("No date is left to go on from. Begin a new event."))
    [(usual, _times)] = Counter(map(_when, dates)).most_common(1)
    return [each for each in dates if _when(each) == usual][-1]


def _when(event):
    return event.starts_date - event.series_date, event.starts_time, event.time_zone


def _refuse_double(series, zone, times):
    """Refuse times that are past, are there already, or are too many."""
    now, there = timezone.now(), set(dates_of(series).values_list("starts", flat=True))
    for wall in times:
        starts = instant(wall, zone)
        with saying_which(wall):
            refuse_unless(starts > now, _("Choose a time to come."))
            refuse_unless(starts not in there, _("There is a sitting at this time already."))
        there.add(starts)
    refuse_unless(len(there) <= MOST_DATES, _too_many())


def _too_many():
    words = _("A series has at most %(most)s dates. Choose fewer.")
    return words % {"most": MOST_DATES}


@contextmanager
def saying_which(when):
    """Let a refusal begin with the date that refuses: an event, or a wall time."""
    wall = when.starts_wall if isinstance(when, Event) else when
    try:
        yield
    except EditConflict:
        raise
    except Refusal as refusal:
        words = _("%(date)s: %(why)s")
        raise Refusal(words % {"date": date_format(wall, "F j, Y, P"), "why": refusal}) from refusal

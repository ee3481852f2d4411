"""One change for several dates of a series, or for all: the whole of it happens, or nothing.

Answers stay with their events. Whoever is touched is told once, of all their dates together.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from brgs.actions import EditConflict
from content.pictures import Picture, replace

from .. import emails
from ..models import Event
from .changes import call_off, can_be_edited, put_on, settle
from .dates import Change
from .drafts import delete
from .held import refuse_unless
from .series import dates_of, held_series, keep_series, saying_which

LATER, ALL = "later", "all"
Status = Event.Status


@transaction.atomic
def edit_many(*, event, by, version, scope, picture=None):
    """Put what an editor has changed of one date onto it and all later ones, or onto all.

    `event` holds what was typed; what the editor left as it was stays as it is on each date. Dates
    that are over or cancelled are passed over. Returns the dates as they are then. Raises as `edit`
    does, with the date that refuses.
    """
    series = held_series(event.series)
    dates, stored = _held_dates(series, event, version)
    refuse_unless(not stored.is_over(), _("This date is over. Change a coming one, or this alone."))
    change, outcomes = Change(stored, event), []
    for each in _in_scope(dates, stored, scope):
        with saying_which(each):
            refuse_unless(can_be_edited(each), _("It waits for a curator. Take it back first."))
            typed = event if each == stored else change.put_on(each)
            each.picture = _picture(each, stored, picture)
            outcomes.append((each, put_on(each, typed, by=by)))
    named = change.facts if scope == ALL else {}
    names = {name: named[name] for name in ("title", "language") if name in named}
    keep_series(series, by=by, verb="series.changed", **names)
    emails.series_changed(series, outcomes)
    asked = False
    for each, _outcome in outcomes:
        settle(each, by=by, tell=not asked)
        asked = asked or each.asked is not None
    return [each for each, _outcome in outcomes]


def _picture(event, stored, picture):
    """Each date has a file of its own."""
    if isinstance(picture, Picture) or picture is False:
        return replace(event.picture, picture)
    return event.picture


@transaction.atomic
def cancel_many(*, event, by, version, scope, reason=""):
    """Call a date and all later ones off, or all that are to come; drafts among them are deleted.

    Returns how many are called off. Everybody who has answered is told once. Raises EditConflict,
    and Refusal where nothing is left to cancel.
    """
    series = held_series(event.series)
    dates, stored = _held_dates(series, event, version)
    found = _in_scope(dates, stored, scope)
    refuse_unless(found, _("There is nothing to cancel."))
    out = [each for each in found if each.published]
    for each in found:
        with saying_which(each):
            _take_off(each, by=by, reason=reason)
    keep_series(series, by=by, verb="series.cancelled")
    emails.series_cancelled(series, out, reason=reason.strip())
    return len(out)


def _take_off(event, *, by, reason):
    if event.published:
        call_off(event, by=by, reason=reason)
    else:
        refuse_unless(event.is_editable, _("It waits for a curator. Take it back first."))
        delete(event=event, by=by)


def in_scope(event, scope, now=None):
    """The dates that a change of this one would be put onto, the soonest first, not held."""
    return _in_scope(list(dates_of(event.series)), event, scope, now)


def _held_dates(series, event, version):
    """All dates, held, and that which somebody has looked at; raises EditConflict as `held`."""
    dates = list(dates_of(series).select_for_update(of=("self",), no_key=True))
    stored = next((each for each in dates if each.pk == event.pk), None)
    refuse_unless(stored, _("Somebody has deleted this event meanwhile."))
    if stored.version != version:
        raise EditConflict
    return dates, stored


def _in_scope(dates, event, scope, now=None):
    now = now or timezone.now()
    found = [each for each in dates if not (each.is_over(now) or each.is_cancelled)]
    if scope == LATER:
        found = [each for each in found if place(each) >= place(event)]
    return sorted(found, key=lambda each: each.pk)


def place(event):
    """Where a date stands in its series, wherever it was moved; sittings stand by the clock."""
    return event.series_date or event.starts

"""An event under its hold, as the actions read it before they change it.

Whoever locks more than one row takes them in this order: person, group, membership, series, event,
answer; of one kind, the lower key first. What happens at a sitting may end answers at the others,
so the series is held for all that concerns one of them.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record
from brgs.actions import EditConflict

from ..models import Event, Series
from ..models.finding import LONGEST

RELATED = ("brg", "chapter__brg", "pillar", "region", "accessibility_contact", "series")

# All that is in the row but what answers write.
COUNTED = ("going", "offered", "waiting", "last_place")
KEPT = [
    field.name
    for field in Event._meta.concrete_fields
    if not field.primary_key and field.name not in COUNTED
]


def held(event, *, version=None):
    """The event as it is now, held until the transaction ends.

    `version` is the one that somebody has looked at, if any. Raises Refusal where it is gone, and
    EditConflict where it is another version.
    """
    series = hold_sittings(event)
    rows = Event.objects.select_for_update(of=("self",), no_key=True).select_related(*RELATED)
    # A number is unique, so there is nothing to sort.
    found = next(iter(rows.filter(pk=event.pk)), None)
    if found is None:
        raise Refusal(_("Somebody has deleted this event meanwhile."))
    if version is not None and found.version != version:
        raise EditConflict
    # It has become a sitting since it was read, and its series is not held.
    refuse_unless(found.series == series or not is_sitting(found), changed())
    return found


def hold_sittings(event):
    """Hold the series of an event that is one of several sittings; returns the series, or None."""
    series = _series_of(event)
    if series and series.has_sittings:
        hold_series([series.pk])
    return series


def hold_series(keys):
    """Hold series until the transaction ends, the lower key first; returns them as they are now."""
    rows = Series.objects.select_for_update(of=("self",), no_key=True).select_related("brg")
    return list(rows.filter(pk__in=keys).order_by("pk"))


def is_sitting(event):
    """Whether an event is one of several sittings, of which a person comes to one."""
    return event.series_id is not None and event.series.has_sittings


def _series_of(event):
    # What was never read may be known by its number alone, as the clock has it.
    if event._state.adding:
        of_event = Event.objects.filter(pk=event.pk).values("series")
        return next(iter(Series.objects.filter(pk__in=of_event)), None)
    return event.series


def refuse_unless(condition, sentence):
    if not condition:
        raise Refusal(sentence)


def changed():
    return _("This event has just changed. Look at it again.")


def keep(event, *, by, verb):
    """Save what an action has made of the event, on record for the leads of its group.

    Its counters are the answers' own, and stay as they are in the row. Raises Refusal for one that
    takes longer than any may: it would not be found among what is coming.
    """
    event.set_instants()
    refuse_unless(
        event.takes <= LONGEST, _("It takes two weeks at most. Make several events of it.")
    )
    event.version += 1
    event.changed = timezone.now()
    event.save(update_fields=None if event._state.adding else KEPT)
    record(by=by, verb=verb, thing=event, within=event.brg)
    return event

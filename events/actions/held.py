"""An event under its hold, as the actions read it before they change it.

Whoever locks more than one row takes them in this order: person, group, membership, event, answer.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record
from brgs.actions import EditConflict

from ..models import Event

RELATED = ("brg", "chapter__brg", "pillar", "region", "accessibility_contact")


def held(event, *, version=None):
    """The event as it is now, held until the transaction ends.

    `version` is the one that somebody has looked at, if any. Raises Refusal where it is gone, and
    EditConflict where it is another version.
    """
    rows = Event.objects.select_for_update(of=("self",), no_key=True).select_related(*RELATED)
    # A number is unique, so there is nothing to sort.
    found = next(iter(rows.filter(pk=event.pk)), None)
    if found is None:
        raise Refusal(_("Somebody has deleted this event meanwhile."))
    if version is not None and found.version != version:
        raise EditConflict
    return found


def refuse_unless(condition, sentence):
    if not condition:
        raise Refusal(sentence)


def keep(event, *, by, verb):
    """Save what an action has made of the event, on record for the leads of its group."""
    event.version += 1
    event.changed = timezone.now()
    event.save()
    record(by=by, verb=verb, thing=event, within=event.brg)
    return event

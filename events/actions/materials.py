"""What leads put beside an event that has begun: recordings, slides."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record

from ..models import Material
from .held import held

MOST = 20


@transaction.atomic
def attach(*, event, by, resource, kind, captions=""):
    """Put a resource beside an event, or say anew what it is; returns the material.

    Raises Refusal where it is too early, not the host's own, or a recording about which nothing is
    said of captions.
    """
    event = held(event)
    if why := why_not_attach(event):
        raise Refusal(why)
    if resource.brg_id != event.brg_id:
        raise Refusal(_("This is no resource of the group."))
    is_recording = kind == Material.Kind.RECORDING
    if is_recording and captions not in Material.Captions.values:
        raise Refusal(_("Say of a recording how somebody follows it who does not hear."))
    others = Material.objects.filter(event=event).exclude(resource=resource)
    if others.count() >= MOST:
        raise Refusal(_("So many are enough for one event. Remove one first."))
    facts = {"kind": kind, "captions": captions if is_recording else ""}
    found, _is_new = Material.objects.update_or_create(
        event=event, resource=resource, defaults=facts
    )
    record(by=by, verb="event.material_attached", thing=event, within=event.brg)
    return found


@transaction.atomic
def detach(*, event, by, resource):
    """Take a resource from beside an event; the resource itself stays. Returns whether it was."""
    event = held(event)
    count, _rows = Material.objects.filter(event=event, resource=resource).delete()
    if count:
        record(by=by, verb="event.material_detached", thing=event, within=event.brg)
    return count > 0


def why_not_attach(event):
    """Why nothing can be put there now, as a sentence; empty where it can."""
    if event.published is None or not event.has_begun():
        return _("Recordings and slides can be added once the event has begun.")
    if event.is_cancelled:
        return _("This event is cancelled, so there is nothing of it to show.")
    return ""

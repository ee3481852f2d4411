"""What a lead decides about the door of an event: who helps there, and whether guests may come."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record
from notices.actions import stop
from notices.models import Letter, key_of

from .. import emails
from ..hours import CLOSES_AFTER, has_closed
from ..models import DoorHelper, DoorRules, Pass, Press

# More than stand at any door.
MOST_HELPERS = 50


@transaction.atomic
def add_helper(*, event, by, person):
    """Ask somebody to check people in at one event; returns whether that is new.

    They are told, and can do nothing else. Raises Refusal where the door has closed for good.
    """
    if event.is_cancelled or has_closed(event):
        raise Refusal(_("The door of this event has closed, so nobody is needed there."))
    if not person.is_employee:
        raise Refusal(_("This is nobody who works here. Look for the person."))
    if DoorHelper.objects.filter(event=event).count() >= MOST_HELPERS:
        raise Refusal(_("So many helpers are enough for any door. Remove one first."))
    helper, is_new = DoorHelper.objects.get_or_create(event=event, person=person)
    if is_new:
        record(by=by, verb="door.helper_added", thing=event)
        emails.helper_told(helper)
    return is_new


@transaction.atomic
def remove_helper(*, event, by, person):
    """Let somebody help no more; returns whether they did. Mail that asks them goes out no more."""
    helper = DoorHelper.objects.filter(event=event, person=person).first()
    if helper is None:
        return False
    stop(Letter.objects.filter(thing=key_of(helper)))
    helper.delete()
    record(by=by, verb="door.helper_removed", thing=event)
    return True


@transaction.atomic
def set_rules(*, event, by, guests_welcome):
    """Let people without an account come along to an event, or not."""
    rules, _is_new = DoorRules.objects.select_for_update().get_or_create(event=event)
    if rules.guests_welcome == guests_welcome:
        return rules
    rules.guests_welcome = guests_welcome
    rules.save(update_fields=["guests_welcome"])
    record(by=by, verb="door.rules_set", thing=event)
    return rules


@transaction.atomic
def close_doors(*, now=None):
    """Delete passes, helpers and presses of doors that have closed; returns how many passes.

    A pass says who wanted to come, and is of no use any more.
    """
    over = {"event__ends__lte": (now or timezone.now()) - CLOSES_AFTER}
    for model in (DoorHelper, Press):
        model.objects.filter(**over).delete()
    return Pass.objects.filter(**over).delete()[0]

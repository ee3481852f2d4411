"""What a group asks of its own events."""

from django.db import transaction

from audit.actions import record

from ..models import HostRules


@transaction.atomic
def set_rules(*, brg, by, approved_first):
    """Let a curator look at each event of a group first, or only where the organization's rules do.

    What is published stays so until it is edited.
    """
    rules, _made = HostRules.objects.select_for_update().get_or_create(brg=brg)
    if rules.approved_first == approved_first:
        return rules
    rules.approved_first = approved_first
    rules.save(update_fields=["approved_first"])
    record(by=by, verb="event.rules_set", thing=brg, within=brg)
    return rules

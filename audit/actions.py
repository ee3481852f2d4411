import datetime as dt

from django.db import transaction
from django.utils import timezone

from .models import AuditEvent, scope_of

SYSTEM = "system"

# How long an act stays on record.
KEPT = dt.timedelta(days=3 * 365)


class NotInTransaction(Exception):
    """Raised when a change would be recorded apart from the change itself."""


def record(*, by, verb, thing, within=None):
    """Put one act on record, inside the transaction of the change that it speaks of.

    `by` is the acting person, or None where the clock acts; `verb` is a short name such
    as "brg.published"; `thing` is the changed row. `within` is the group whose leads may read
    the act, given for acts of officers and curators alone: never for what a member does about
    their own belonging. Raises NotInTransaction outside a transaction: a change and its record
    are kept together or not at all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(verb)
    return AuditEvent.objects.create(
        actor=by.public_id if by else SYSTEM,
        verb=verb,
        thing_kind=thing._meta.model_name,
        thing_id=str(thing.pk),
        scope=scope_of(within) if within else "",
    )


@transaction.atomic
def forget_old(*, now=None):
    """Delete what has been on record for three years; returns how many acts."""
    return AuditEvent.objects.forget_before((now or timezone.now()) - KEPT)

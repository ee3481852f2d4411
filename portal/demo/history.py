"""What is on record of officers' and curators' acts before the demonstration was loaded."""

from audit.models import AuditEvent, scope_of


def line(*, at, by, verb, thing, brg):
    """An act that the leads of the group can read, unsaved; as `record` would have kept it."""
    return AuditEvent(
        actor=by.public_id,
        verb=verb,
        thing_kind=thing._meta.model_name,
        thing_id=str(thing.pk),
        scope=scope_of(brg),
        at=at,
    )


def keep(lines):
    """Put acts on record in the order in which they happened."""
    AuditEvent.objects.bulk_create(sorted(lines, key=lambda act: act.at))

from django.db import models
from django.db.models import Q
from django.utils import timezone


class AuditIsFinal(Exception):
    """Raised where code tries to change or delete what is on record."""


def scope_of(thing):
    """How a thing is written in `scope`."""
    return f"{thing._meta.model_name}:{thing.pk}"


class AuditQuerySet(models.QuerySet):
    def within(self, thing):
        """Acts of officers and curators that the leads of this thing may read, newest first."""
        return self.filter(scope=scope_of(thing)).order_by("-at", "-pk")

    def forget_before(self, instant):
        """Retention: the one way by which what is on record goes. Returns how many."""
        return super(AuditQuerySet, self.filter(at__lt=instant)).delete()[0]

    def update(self, **kwargs):
        raise AuditIsFinal("An audit event is never changed.")

    def delete(self):
        raise AuditIsFinal("An audit event is deleted by retention alone.")


class AuditEvent(models.Model):
    """Who did what to which thing, and when, as text that no name can be read from.

    There are no foreign keys: an actor beside a group already discloses a membership, so
    the row holds an opaque public id, is in no admin, and outlives what it speaks of.
    A trigger refuses changes in the database as well.
    """

    actor = models.CharField(max_length=32, help_text="Public id of a person, or “system”.")
    verb = models.CharField(max_length=60)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=40)
    scope = models.CharField(
        max_length=40,
        blank=True,
        help_text="Whose leads may read it, as “brg:12”; empty for what no lead reads.",
    )
    at = models.DateTimeField(default=timezone.now)

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["thing_kind", "thing_id", "at"], name="audit_thing"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["scope", "-at"], condition=~Q(scope=""), name="audit_scope"),
        ]
        default_permissions = ()

    def __str__(self):
        return f"{self.verb} {self.thing_kind}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AuditIsFinal("An audit event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AuditIsFinal("An audit event is deleted by retention alone.")

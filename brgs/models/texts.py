"""What a group's texts were, and what its leads ask them to become."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .brg import BRG

# What leads edit. The first four speak for the whole organization, so a curator looks first.
APPROVED_TEXTS = ("name", "purpose", "mission", "vision")
LIVE_TEXTS = ("tagline", "about", "contact")
TEXTS = APPROVED_TEXTS + LIVE_TEXTS


class Revision(models.Model):
    """The texts of a group as one save left them."""

    brg = models.ForeignKey(BRG, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    texts = models.JSONField()
    # A public id, as on record: it outlives the account, and no name can be read from it.
    actor = models.CharField(max_length=32, blank=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["brg", "version"], name="revision_one_per_version")
        ]

    def __str__(self):
        return f"version {self.version}"


class TextChangeQuerySet(models.QuerySet):
    def waiting(self):
        """Changes that a curator has yet to look at, the longest waiting first."""
        return self.filter(status=TextChange.Status.WAITING).order_by("asked", "pk")


class TextChange(models.Model):
    """New words for a group's name, purpose, mission or vision, until a curator has looked."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for a curator")
        RETURNED = "returned", _("Returned with a note")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    brg = models.ForeignKey(BRG, on_delete=models.CASCADE, related_name="text_changes")
    # By name of the field: only those that differ. `before` is what stood there when it was asked.
    texts = models.JSONField()
    before = models.JSONField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # The public ids of everybody who has asked since it began to wait, who outlive the accounts.
    askers = models.JSONField(default=list)
    asked = models.DateTimeField(default=timezone.now)
    decided = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = TextChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of texts")
        verbose_name_plural = _("changes of texts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["brg"], condition=Q(status="waiting"), name="textchange_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "returned", "approved", "withdrawn"]),
                name="textchange_status_is_known",
            ),
        ]

    def __str__(self):
        return f"change of texts {self.pk}"

    @property
    def fields(self):
        """The names of the texts that it speaks of, in the order of the page."""
        return [name for name in APPROVED_TEXTS if name in self.texts]

    def is_asked_by(self, person):
        """Whether somebody has asked for any of it, also where another one did so after them."""
        return self.asked_by_id == person.pk or person.public_id in self.askers

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING

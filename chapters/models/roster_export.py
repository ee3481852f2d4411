from django.db import models
from django.utils import timezone

from brgs.models import BRG


class RosterExportQuerySet(models.QuerySet):
    def of(self, brg):
        """The exports of a group's list, newest first."""
        return self.filter(brg=brg).order_by("-at", "-pk")


class RosterExport(models.Model):
    """That a lead took a group's list of members with them as a file, and what for.

    It keeps no names: neither whom the file held, nor, but as an opaque public id, who made it.
    """

    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=32, help_text="Public id of a person.")
    at = models.DateTimeField(default=timezone.now)

    objects = RosterExportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["brg", "-at"], name="rosterexport_by_brg")]

    def __str__(self):
        return self.reason

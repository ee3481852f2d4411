from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .chapter import Chapter


class ProposalQuerySet(models.QuerySet):
    def open(self):
        """Proposals that are not settled yet."""
        return self.filter(state__in=Proposal.OPEN)

    def for_leads(self):
        """Proposals that the group's leads have yet to support, the longest waiting first."""
        return self.filter(state=Proposal.State.ASKED).order_by("asked", "pk")

    def for_curators(self):
        """Proposals that leads support and a curator has yet to look at."""
        return self.filter(state=Proposal.State.SUPPORTED).order_by("asked", "pk")


class Proposal(models.Model):
    """What a member said for a new chapter, and how far it has come. The chapter is its subject.

    Proposing is an act of the member's own: it shows the name to the group's leads and curators.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the group’s leads")
        SUPPORTED = "supported", _("Waiting for a curator")
        RETURNED = "returned", _("Returned with a note")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # Not settled yet: somebody has still to answer, or to ask again.
    OPEN = (State.ASKED, State.SUPPORTED, State.RETURNED)

    chapter = models.OneToOneField(Chapter, on_delete=models.CASCADE, related_name="proposal")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    purpose = models.TextField(_("purpose"), max_length=1000)
    why_here = models.TextField(_("why here"), max_length=1000)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    # Why it was returned, or what a lead said in support.
    note = models.TextField(_("note"), max_length=1000, blank=True)
    asked = models.DateTimeField(default=timezone.now)
    # Counts up with the words, so that nobody decides about words that they have not seen.
    version = models.PositiveIntegerField(default=1)
    decided = models.DateTimeField(null=True)
    supported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a chapter")
        verbose_name_plural = _("proposals of chapters")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "supported", "returned", "approved", "withdrawn"]),
                name="proposal_state_is_known",
            )
        ]

    def __str__(self):
        return f"proposal {self.pk}"

    @property
    def is_returned(self):
        return self.state == self.State.RETURNED

    @property
    def is_open(self):
        return self.state in self.OPEN

"""Another group, or one of its chapters, that holds an event together with its host."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.visibility import Visibility
from brgs.models import BRG
from chapters.models import Chapter

from .event import Event


class CoHostQuerySet(models.QuerySet):
    def accepted(self):
        return self.filter(accepted__isnull=False)

    def invited(self):
        """Those whose leads have yet to answer."""
        return self.filter(accepted=None)

    def holding(self):
        """Those that hold the event now. A group that is put away or paused holds nothing."""
        return self.accepted().filter(brg__status=BRG.Status.ACTIVE)

    def sensitive(self):
        """Those that make their event discreet, also while the group is paused."""
        return self.accepted().filter(brg__default_visibility=Visibility.ONLY_ME)

    def of(self, host):
        """Those of a group, with its chapters, or of one chapter."""
        return self.filter(**{"brg" if isinstance(host, BRG) else "chapter": host})


class CoHost(models.Model):
    """A group that is invited to hold an event too, and does so once one of its leads accepts.

    Its members then count as members for the event. The event stays the host's to edit, and what
    the host asks of its own events is all that is asked of it. What changes here changes under the
    hold of the event, and counts up its `hosts_version`.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="cohosts")
    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, null=True, related_name="+")
    invited = models.DateTimeField(default=timezone.now)
    # The public id of whoever invited them. Somebody who leads both groups may accept as well: it
    # is no approval, only a word that the other group knows of it.
    inviter = models.CharField(max_length=32, blank=True)
    accepted = models.DateTimeField(null=True)

    objects = CoHostQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            # A group holds an event once: as itself or by one of its chapters.
            models.UniqueConstraint(fields=["event", "brg"], name="cohost_once"),
        ]
        indexes = [
            models.Index(
                fields=["brg", "event"], condition=Q(accepted__isnull=False), name="cohost_of_brg"
            ),
        ]

    def __str__(self):
        return f"co-host {self.brg_id} of event {self.event_id}"

    def get_workspace_url(self):
        """Where the leads of the other group answer, and look at what they hold."""
        if self.chapter is None:
            return reverse("manage-event-invitation", args=[self.brg.slug, self.event_id])
        args = [self.brg.slug, self.chapter.slug, self.event_id]
        return reverse("manage-chapter-event-invitation", args=args)

    @property
    def host(self):
        """The group or chapter that is invited."""
        return self.chapter or self.brg

    @property
    def name(self):
        """As it is called away from its own page."""
        return self.chapter.full_name if self.chapter else self.brg.short_name


class FormerCoHost(models.Model):
    """A group that held an event too, and does no more.

    Whoever answered meanwhile is still shown as their membership there has it: an end must not
    bring a name onto a list.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")
    accepted = models.DateTimeField()
    ended = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"former co-host {self.brg_id} of event {self.event_id}"

"""What is kept about for whom events are, and what a group asks of its own events."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brgs.models import BRG

from .event import Event


class AudienceRecord(models.Model):
    """For whom an event was from an instant on: kept, as the proof of openness."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="audiences")
    audience = models.CharField(max_length=9, choices=Event.Audience)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["since", "pk"]

    def __str__(self):
        return f"audience of event {self.event_id}"


class HostRules(models.Model):
    """What a group asks of its own events."""

    brg = models.OneToOneField(BRG, on_delete=models.CASCADE, primary_key=True, related_name="+")
    approved_first = models.BooleanField(_("a curator looks at each event first"), default=False)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"rules of group {self.pk}"

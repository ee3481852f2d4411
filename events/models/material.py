"""What remains of an event for those who missed it: its recording, its slides."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from resources.models import Resource

from .event import Event


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Of events that are open to the viewer, what they may open anyway: each resource says."""
        open_ = Event.objects.open_to(viewer).filter(pk=OuterRef("event"))
        offered = Resource.objects.visible_to(viewer).filter(pk=OuterRef("resource"))
        return self.filter(Exists(open_), Exists(offered))

    def in_order(self):
        """Recordings first, then slides, then the rest; by title."""
        return self.select_related("resource").order_by("kind", "resource__title", "pk")


class Material(models.Model):
    """A resource of the host that belongs to one of its events.

    Whoever puts a recording there says how somebody follows it who does not hear.
    """

    class Kind(models.TextChoices):
        RECORDING = "1_recording", _("Recording")
        SLIDES = "2_slides", _("Slides")
        OTHER = "3_other", _("Something else")

    class Captions(models.TextChoices):
        CAPTIONS = "captions", _("It has captions")
        TRANSCRIPT = "transcript", _("It comes with a transcript")
        NONE = "none", _("None yet: people can ask us")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what it is"), max_length=11, choices=Kind)
    captions = models.CharField(_("captions"), max_length=10, choices=Captions, blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "resource"], name="material_once"),
            models.CheckConstraint(
                condition=Q(kind="1_recording", captions__in=["captions", "transcript", "none"])
                | Q(kind__in=["2_slides", "3_other"], captions=""),
                name="material_recording_says_captions",
            ),
        ]

    def __str__(self):
        return f"material of event {self.event_id}"

    @property
    def is_recording(self):
        return self.kind == self.Kind.RECORDING

    @property
    def lacks_captions(self):
        return self.captions == self.Captions.NONE

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .event import Event


class RequestQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """One's own, and those that were written to the viewer."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(models.Q(person=viewer) | models.Q(contact=viewer))


class AccessibilityRequest(models.Model):
    """What somebody needs in order to take part. It says a lot about a person.

    It is written to the event's contact, whom the person reads by name, and stays with them:
    whoever becomes the contact later reads nothing that was not written to them. It is in no
    export, and is deleted 30 days after the event.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    text = models.TextField(_("what you need"), max_length=1000)
    made = models.DateTimeField(default=timezone.now)

    objects = RequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="request_once"),
        ]

    def __str__(self):
        return f"accessibility request {self.pk}"

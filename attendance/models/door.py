"""Who looks after the door of an event, and the passes that are shown there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event


class DoorRules(models.Model):
    """What a lead has chosen for the door of one event; without a row, what is usual."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    guests_welcome = models.BooleanField(
        _("people without an account may come along"),
        default=False,
        help_text=_("Family and friends. Their names are written down at the door."),
    )

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"rules of door {self.pk}"


class Press(models.Model):
    """One press of a button at a door, so that one which is sent again is known. It names nobody.

    Whoever stands at a door without a network sends again what may have arrived. All go when the
    door closes.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="press_once")]

    def __str__(self):
        return f"press {self.pk}"


class DoorHelper(models.Model):
    """Somebody whom a lead has asked to check people in at one event, and who can do only that."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="door_helper_once"),
        ]

    def __str__(self):
        return f"door helper {self.pk}"


class PassQuerySet(models.QuerySet):
    def of(self, person):
        """One's own. A pass says who wants to come, so there is no door to other people's."""
        return self.filter(person=person)


class Pass(models.Model):
    """What a person shows at the door of one event: a code, which says nothing by itself."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12)
    made = models.DateTimeField(default=timezone.now)

    objects = PassQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="pass_once"),
            models.UniqueConstraint(fields=["event", "code"], name="pass_code_once"),
        ]

    def __str__(self):
        return f"pass {self.pk}"

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """One person's calendar address. Only the hash of its secret is kept; it dies with access."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    # SHA-256 of the token, in hexadecimal. The token has 128 random bits, so it needs no salt.
    token_hash = models.CharField(max_length=64, unique=True)
    full_titles = models.BooleanField(
        _("show the titles of events of sensitive groups"), default=False
    )
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"calendar feed of {self.pk}"

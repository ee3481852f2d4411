from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.clock import organization_today

from ..roles import ROLE_CHOICES, ROLES, Power, roles_with
from .brg import BRG


class AppointmentQuerySet(models.QuerySet):
    def in_term(self, on=None):
        """Accepted appointments of active people whose term holds the day (half-open)."""
        day = on or organization_today()
        return self.filter(
            Q(ends__isnull=True) | Q(ends__gt=day),
            starts__lte=day,
            accepted__isnull=False,
            person__is_active=True,
        )

    def acting(self, *, with_power, on=None):
        """Those whose role carries the power, on the day (today, if none is given)."""
        return self.in_term(on).filter(role__in=roles_with(with_power))

    def leading(self, on=None):
        return self.acting(with_power=Power.MANAGE, on=on)


class Appointment(models.Model):
    """A person in a role for a term: acts from `starts` up to, not on, `ends`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    title = models.CharField(
        _("title"), max_length=80, blank=True, help_text=_("Shown in place of the role’s name.")
    )
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"), null=True, blank=True)
    accepted = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def shown_title(self):
        return self.title or ROLES[self.role].name


class Officer(Appointment):
    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="officer_term_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="officer_role_is_known"),
        ]
        indexes = [models.Index(fields=["brg", "role"], name="officer_by_brg")]

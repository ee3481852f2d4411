from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .rounding import LARGE, SMALLEST, in_words


class PublishedFigure(models.Model):
    """A figure about people as last published. The table cannot hold an exact count."""

    value = models.PositiveIntegerField(_("value"), help_text=_("0 stands for fewer than 10."))
    published = models.DateTimeField(_("published"))
    checked = models.DateField(_("last recomputed"))

    class Meta:
        verbose_name = _("published figure")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(value=0)
                | (Q(value__gte=SMALLEST, value__lt=LARGE) & Q(value=F("value") / 10 * 10))
                | (Q(value__gte=LARGE) & Q(value=F("value") / 100 * 100)),
                name="figure_is_rounded",
            )
        ]

    def __str__(self):
        return in_words(self.value)

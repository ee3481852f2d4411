from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .rounding import LARGE, SMALLEST, in_words


def is_rounded(field):
    """The condition that a column holds only what `rounding.publishable` gives."""
    tens, hundreds = F(field) / 10 * 10, F(field) / 100 * 100
    return (
        Q(**{field: 0})
        | (Q(**{f"{field}__gte": SMALLEST, f"{field}__lt": LARGE}) & Q(**{field: tens}))
        | (Q(**{f"{field}__gte": LARGE}) & Q(**{field: hundreds}))
    )


class PublishedFigure(models.Model):
    """A figure about people as last published. The table cannot hold an exact count."""

    value = models.PositiveIntegerField(_("value"), help_text=_("0 stands for fewer than 10."))
    published = models.DateTimeField(_("published"))
    checked = models.DateField(_("last recomputed"))

    class Meta:
        verbose_name = _("published figure")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=is_rounded("value"), name="figure_is_rounded")
        ]

    def __str__(self):
        return in_words(self.value)

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditableList(models.Model):
    """A short list that curators keep, in the order that they give it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class FocusArea(EditableList):
    """What groups gather around: women, veterans, disability, ..."""

    class Meta(EditableList.Meta):
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")


class Pillar(EditableList):
    """What an event or a goal serves: career, culture, community, commerce."""

    class Meta(EditableList.Meta):
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")

from django.db import models
from django.utils.translation import gettext_lazy as _

from brgs.models.officer import Appointment, AppointmentQuerySet
from brgs.roles import Where

from .chapter import Chapter


class ChapterOfficerQuerySet(AppointmentQuerySet):
    def accepted(self):
        """As in a group, and in open chapters: nobody is an officer of one that is proposed."""
        return super().accepted().filter(chapter__status__in=Chapter.OPEN)


class ChapterOfficer(Appointment):
    unit_name = "chapter"
    group_path = "chapter__brg"
    where = Where.CHAPTER

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="+")

    objects = ChapterOfficerQuerySet.as_manager()

    class Meta(Appointment.Meta):
        abstract = False
        verbose_name = _("chapter officer")
        verbose_name_plural = _("chapter officers")
        default_permissions = ("view", "add", "change")
        indexes = [models.Index(fields=["chapter", "role"], name="chapterofficer_by_chapter")]

    @property
    def group(self):
        return self.chapter.brg

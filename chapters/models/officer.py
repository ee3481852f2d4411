from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brgs.models.officer import Appointment, AppointmentQuerySet, Officer
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

    @property
    def place(self):
        return self.chapter.full_name

    @property
    def officers_url(self):
        return reverse("manage-chapter-officers", args=[self.group.slug, self.chapter.slug])

    def managers(self):
        """The chapter's own leads and the group's."""
        own = ChapterOfficer.objects.managing(self.chapter).people()
        return own | Officer.objects.managing(self.group).people()

    def answered_to(self):
        """As in a group; of a chapter that is proposed, whoever proposed it."""
        if self.chapter.status != Chapter.Status.PROPOSED:
            return super().answered_to()
        by = Chapter.objects.filter(pk=self.chapter_id).values("proposal__proposed_by")
        return User.objects.filter(pk__in=by), reverse("me-groups")

    @property
    def takes_in(self):
        """A chapter that takes nobody now takes its officers in when it wakes."""
        return self.kind.belongs and self.chapter.is_active and self.group.is_active

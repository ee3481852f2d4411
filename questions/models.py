"""What employees ask the leads of a group or chapter through the portal, and what these answer."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brgs.models import BRG
from chapters.models import Chapter

LONGEST = 4000


def make_public_id():
    return secrets.token_urlsafe(16)


class QuestionQuerySet(models.QuerySet):
    def asked_by(self, person):
        """One's own questions, newest word first."""
        return self.filter(asker=person).order_by("-last", "-pk")

    def visible_to(self, viewer):
        """One's own, and those put to the leads of a group or chapter that the viewer leads today.

        A group's leads read what its chapters' leads are asked; nobody else reads any.
        """
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(Q(asker=viewer) | self._to_leads(viewer))

    def for_leads(self, viewer):
        """Those that the viewer may answer as a lead."""
        return self.filter(self._to_leads(viewer))

    def open(self):
        return self.filter(status=Question.Status.OPEN)

    def _to_leads(self, viewer):
        of_groups = Q(brg__in=BRG.objects.led_by(viewer).values("pk"))
        return of_groups | Q(chapter__in=Chapter.objects.led_by(viewer).values("pk"))


class Question(models.Model):
    """A talk between one employee and the leads, who see the name only where it was given."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("A question")
        HELP = "help", _("I would like to help")

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for the leads")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    public_id = models.CharField(max_length=32, unique=True, default=make_public_id, editable=False)
    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")
    # Put to this chapter's leads, and else to the group's.
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, null=True, related_name="+")
    # The portal knows, to bring the answer; leads do not, unless `is_named`.
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_named = models.BooleanField(_("with my name"), default=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.QUESTION)
    subject = models.CharField(_("what it is about"), max_length=120)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    asked = models.DateTimeField(default=timezone.now)
    last = models.DateTimeField(default=timezone.now)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "answered", "closed"]),
                name="question_status_is_known",
            ),
            # An offer to help is from somebody: it says who.
            models.CheckConstraint(
                condition=Q(kind="question") | Q(kind="help", is_named=True),
                name="question_offer_of_help_has_a_name",
            ),
        ]
        indexes = [
            models.Index(fields=["brg", "status", "last"], name="question_by_brg"),
            models.Index(fields=["asker", "-last"], name="question_by_asker"),
        ]

    def __str__(self):
        return f"question {self.pk}"

    def get_absolute_url(self):
        return reverse("me-question", args=[self.public_id])

    @property
    def is_closed(self):
        return self.status == self.Status.CLOSED


class Message(models.Model):
    """What one side said. A lead's name stands beside an answer, as their post is public."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="messages")
    from_leads = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("text"), max_length=LONGEST)
    said = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["said", "pk"]

    def __str__(self):
        return f"message {self.pk}"

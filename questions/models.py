"""What employees ask the leads of a group or chapter through the portal, and what these answer."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
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
        """One's own. No lead and no curator reads them on these pages."""
        return self.filter(asker=person)

    def for_leads(self, viewer):
        """Those that the viewer may read and answer as a lead today.

        A group's leads read what its chapters' leads are asked; nobody else reads any.
        """
        of_groups = Q(brg__in=BRG.objects.led_by(viewer).values("pk"))
        of_chapters = Q(chapter__in=Chapter.objects.led_by(viewer).values("pk"))
        return self.shown_to_leads().filter(of_groups | of_chapters)

    def shown_to_leads(self):
        """All but those with the name of somebody deactivated, who is named nowhere.

        What was asked without a name stays: that it went on the day on which somebody left would
        tell who had asked it.
        """
        return self.filter(Q(is_named=False) | Q(asker__is_active=True))

    def open_first(self):
        """With `rank` to sort by: what waits for the leads, and then everything else."""
        waits = When(status=Question.Status.OPEN, then=0)
        return self.annotate(rank=Case(waits, default=1, output_field=models.IntegerField()))

    def open(self):
        return self.filter(status=Question.Status.OPEN)


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

    @property
    def is_open(self):
        """Whether it waits for the leads."""
        return self.status == self.Status.OPEN

    @property
    def is_help(self):
        return self.kind == self.Kind.HELP

    @property
    def unit(self):
        """The chapter whose leads are asked, or else the group."""
        return self.chapter or self.brg


class Message(models.Model):
    """What one side said.

    `author` is the lead who answered: their name stands beside it while their post is public. Who
    asked stands in the question alone.
    """

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

"""What groups and chapters tell their people: who may read it, and who is told that it is there."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from accounts.names import plain_text, words_looked_for
from brgs.models import BRG, Membership
from brgs.roles import ROLE_CHOICES
from chapters.models import Chapter, ChapterMembership
from content.markdown import MAX_CHARACTERS, render
from content.slugs import safe_slug
from notices.models import Letter


class NewsQuerySet(models.QuerySet):
    def published(self):
        """What has gone out, the newest first."""
        return self.filter(status=NewsItem.Status.PUBLISHED).order_by("-published", "-pk")

    def visible_to(self, viewer):
        """Published news of groups that the viewer may see, by the audience of each.

        To all others what is not for them does not exist. Leads read theirs in the workspace.
        """
        groups = BRG.objects.visible_to(viewer).filter(pk=OuterRef("brg"))
        return self.filter(Exists(groups), _audience(viewer), status=NewsItem.Status.PUBLISHED)

    def public(self):
        """What a visitor may read, as feeds carry it."""
        return self.published().filter(
            audience=NewsItem.Audience.PUBLIC, brg__status=BRG.Status.ACTIVE
        )

    def matching(self, words):
        """News of which title, summary or group hold every one of the words."""
        found = self
        for word in words_looked_for(words):
            group = Q(brg__sort_name__contains=word) | Q(brg__name__icontains=word)
            found = found.filter(Q(search_text__contains=word) | group)
        return found

    def of_host(self, brg, chapter=None):
        """The news of a group, or of one of its chapters alone."""
        return self.filter(brg=brg, chapter=chapter)

    def led_by(self, viewer):
        """Those that the viewer may write and send today."""
        of_groups = Q(brg__in=BRG.objects.led_by(viewer).values("pk"))
        of_chapters = Q(chapter__in=Chapter.objects.led_by(viewer).values("pk"))
        return self.filter(of_groups | of_chapters)

    def waiting(self):
        """What a curator has yet to look at, the longest waiting first."""
        return self.filter(status=NewsItem.Status.WAITING).order_by("asked", "pk")

    def due(self, now=None):
        """Scheduled news whose hour has come."""
        return self.filter(status=NewsItem.Status.SCHEDULED, goes_out__lte=now or timezone.now())


def _audience(viewer):
    if not (viewer.is_authenticated and viewer.is_active):
        return Q(audience=NewsItem.Audience.PUBLIC)
    own = Membership.objects.current().filter(person=viewer)
    in_chapters = ChapterMembership.objects.current().filter(membership__in=own)
    belongs = Q(chapter=None, brg__in=own.values("brg")) | Q(
        chapter__in=in_chapters.values("chapter")
    )
    open_to = [NewsItem.Audience.PUBLIC]
    if viewer.is_employee:
        open_to.append(NewsItem.Audience.EMPLOYEES)
    return Q(audience__in=open_to) | belongs


class NewsItem(models.Model):
    """A piece of news of one host: a group, or one of its chapters.

    `audience` says who may read it; `told` and what narrows it, who gets a notice. Telling is done
    once, when it goes out, and what was told to whom is kept in words.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        WAITING = "waiting", _("Waiting for a curator")
        RETURNED = "returned", _("Returned with a note")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        # Published once, and taken from view.
        WITHDRAWN = "withdrawn", _("Taken down")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everyone, also outside")
        EMPLOYEES = "employees", _("Every employee")
        MEMBERS = "members", _("Members")

    class Told(models.TextChoices):
        NOBODY = "nobody", _("Nobody: it only stands on the page")
        MEMBERS = "members", _("Members")
        OFFICERS = "officers", _("Officers")
        EMPLOYEES = "employees", _("Every employee (a curator approves)")

    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("in a sentence"), max_length=300, blank=True, help_text=_("Shown in lists and notices.")
    )
    body = models.TextField(_("text"), max_length=MAX_CHARACTERS, help_text=_("Markdown."))
    body_html = models.TextField(editable=False, blank=True)
    language = models.CharField(_("language of the texts"), max_length=12, default="en")
    picture = models.ImageField(
        _("picture"), upload_to="news", blank=True, max_length=120, db_index=True
    )
    # Empty for a picture that is decoration.
    picture_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    audience = models.CharField(
        _("who may read it"), max_length=9, choices=Audience, default=Audience.MEMBERS
    )

    told = models.CharField(_("who is told"), max_length=9, choices=Told, default=Told.MEMBERS)
    # Narrower, where it is set: of members those in the group's chapters there, of employees those
    # who work there.
    told_region = models.ForeignKey(
        Region,
        verbose_name=_("only in a region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    told_chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("only in a chapter"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    told_role = models.CharField(
        _("only in a role"), max_length=20, choices=ROLE_CHOICES, blank=True
    )

    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    # Until this instant it can be taken back.
    goes_out = models.DateTimeField(null=True)
    published = models.DateTimeField(null=True)
    # The day of its broadcast, by the organization's zone: a host has one a day.
    told_on = models.DateField(null=True)
    # To whom it was sent, as it was read before sending, with the published figure.
    told_rule = models.CharField(max_length=300, blank=True)
    told_figure = models.CharField(max_length=60, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="+")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # The public ids of everybody who has asked a curator, who outlive the accounts.
    askers = models.JSONField(default=list)
    asked = models.DateTimeField(null=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    made = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(editable=False)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["brg", "told_on"],
                condition=Q(chapter__isnull=True, told_on__isnull=False),
                name="news_one_broadcast_of_a_group_a_day",
            ),
            models.UniqueConstraint(
                fields=["chapter", "told_on"],
                condition=Q(chapter__isnull=False, told_on__isnull=False),
                name="news_one_broadcast_of_a_chapter_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        *("draft", "waiting", "returned"),
                        *("scheduled", "published", "withdrawn"),
                    ]
                ),
                name="news_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["public", "employees", "members"]),
                name="news_audience_is_known",
            ),
            models.CheckConstraint(
                condition=Q(told__in=["nobody", "members", "officers", "employees"]),
                name="news_told_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(goes_out__isnull=False),
                name="news_scheduled_has_an_hour",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published__isnull=False),
                name="news_published_has_an_instant",
            ),
            # Nobody is told of what they may not read.
            models.CheckConstraint(
                condition=~Q(told="employees") | ~Q(audience="members"),
                name="news_is_told_to_its_readers",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published", "-id"],
                condition=Q(status="published"),
                name="news_newest",
            ),
            models.Index(
                fields=["brg", "-published", "-id"],
                condition=Q(status="published"),
                name="news_newest_of_brg",
            ),
            models.Index(
                fields=["goes_out"], condition=Q(status="scheduled"), name="news_scheduled"
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.body_html = render(self.body)
        self.search_text = plain_text(f"{self.title} {self.summary}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("news-item", args=[self.pk, self.slug])

    @property
    def slug(self):
        """The words in the address; the number alone decides."""
        return safe_slug(self.title, fallback="news")[:60]

    @property
    def host(self):
        """The group or chapter that tells it."""
        return self.chapter or self.brg

    @property
    def is_editable(self):
        return self.status in (self.Status.DRAFT, self.Status.RETURNED)

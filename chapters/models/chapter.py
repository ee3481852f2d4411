from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from accounts.names import plain_text
from brgs.models import BRG
from brgs.roles import Power
from content.markdown import MAX_CHARACTERS, render
from figures.models import PublishedFigure


class ChapterQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Chapter.Status.ACTIVE)

    def open(self):
        """Chapters that have a page: active ones, and dormant ones, which take no new members."""
        return self.filter(status__in=Chapter.OPEN)

    def public(self):
        """Open chapters of active groups: those that everybody may see."""
        return self.open().filter(brg__status=BRG.Status.ACTIVE)

    def matching(self, words):
        """Chapters of which name, city, region or group hold every one of the words."""
        found = self
        for word in plain_text(words).split():
            own = Q(sort_name__contains=word) | Q(city__icontains=word)
            around = Q(region__name__icontains=word) | Q(brg__sort_name__contains=word)
            found = found.filter(own | around | Q(brg__name__icontains=word))
        return found

    def visible_to(self, viewer):
        """Open chapters of the groups that the viewer may see."""
        groups = BRG.objects.visible_to(viewer)
        return self.open().filter(Exists(groups.filter(pk=OuterRef("brg"))))

    def led_by(self, person):
        """Open chapters that the person may manage today, for themselves or as the group's lead."""
        from .officer import ChapterOfficer  # noqa: PLC0415 - the two nouns ask each other

        if not person.is_authenticated:
            return self.none()
        posts = ChapterOfficer.objects.acting_of(person, with_power=Power.MANAGE)
        by_group = Q(brg__in=BRG.objects.led_by(person))
        of_living_group = ~Q(brg__status=BRG.Status.ARCHIVED)
        return self.open().filter(by_group | Q(of_living_group, pk__in=posts.values("chapter")))

    def vacant(self):
        """Active chapters of active groups that nobody leads."""
        from .officer import ChapterOfficer  # noqa: PLC0415 - the two nouns ask each other

        led = ChapterOfficer.objects.leading().values("chapter")
        return self.active().filter(brg__status=BRG.Status.ACTIVE).exclude(pk__in=led)

    def by_region(self):
        return self.order_by("region__name", "sort_name", "pk")


class Chapter(models.Model):
    """A group's branch in a region. When it closes, its people stay in the group."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACTIVE = "active", _("Active")
        DORMANT = "dormant", _("Dormant")
        CLOSED = "closed", _("Closed")

    OPEN = (Status.ACTIVE, Status.DORMANT)

    brg = models.ForeignKey(
        BRG, verbose_name=_("group"), on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60)
    city = models.CharField(_("city"), max_length=80, blank=True)
    about = models.TextField(
        _("about"), max_length=MAX_CHARACTERS, blank=True, help_text=_("Markdown.")
    )
    about_html = models.TextField(editable=False, blank=True)
    language = models.CharField(_("language of the texts"), max_length=12, default="en")
    founded = models.PositiveSmallIntegerField(
        _("year founded"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("Leave empty where it is not known."),
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.PROPOSED, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_name = models.CharField(max_length=120, editable=False)
    members_figure = models.OneToOneField(
        PublishedFigure, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The figure is kept but not shown where it would tell the number of those in no chapter.
    figure_dropped = models.BooleanField(default=False, editable=False)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["brg", "slug"], name="chapter_address_in_group"),
            models.CheckConstraint(
                condition=Q(founded__isnull=True) | Q(founded__range=(1900, 2100)),
                name="chapter_founded_is_a_year",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "active", "dormant", "closed"]),
                name="chapter_status_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "brg"], condition=Q(status="active"), name="chapter_live"
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = plain_text(self.name)[:120]
        self.about_html = render(self.about)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("chapter", args=[self.brg.slug, self.slug])

    @property
    def full_name(self):
        """What the chapter is called away from its group: with the group's name, once."""
        group = self.brg.short_name
        return self.name if group in self.name else f"{group} {self.name}"

    @property
    def where(self):
        """Region and city, of which neither repeats the name that stands beside them."""
        words = (self.region.name, self.city)
        return " · ".join(word for word in words if word not in ("", self.name))

    @property
    def is_active(self):
        return self.status == self.Status.ACTIVE

    @property
    def shown_figure(self):
        """The published figure, unless showing it would tell another one that is too small."""
        return None if self.figure_dropped else self.members_figure

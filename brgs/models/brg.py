from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.clock import organization_today
from accounts.models import Region
from accounts.names import plain_text
from accounts.visibility import DEFAULT_CHOICES, Visibility
from content.markdown import MAX_CHARACTERS, render
from figures.models import PublishedFigure

from ..roles import Power
from .lists import FocusArea


class BRGQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=BRG.Status.ACTIVE)

    def visible_to(self, viewer):
        """Active groups for all; a paused one for its members, who may read it still."""
        return self.filter(open_to(viewer))

    def within_reach_of(self, person):
        """Active groups, and any group that the person belongs to: one can always leave."""
        return self.filter(Q(status=BRG.Status.ACTIVE) | Q(_belongs(person)))

    def led_by(self, person):
        """Groups, other than archived ones, that the person may manage today."""
        from .officer import Officer  # noqa: PLC0415 - the two nouns ask each other

        if not person.is_authenticated:
            return self.none()
        posts = Officer.objects.acting_of(person, with_power=Power.MANAGE)
        return self.exclude(status=BRG.Status.ARCHIVED).filter(pk__in=posts.values("brg"))

    def vacant(self):
        """Active groups that nobody leads."""
        from .officer import Officer  # noqa: PLC0415 - the two nouns ask each other

        return self.active().exclude(pk__in=Officer.objects.leading().values("brg"))

    def overdue_for_review(self):
        return self.exclude(status=BRG.Status.ARCHIVED).filter(review_date__lt=organization_today())

    def matching(self, words):
        """Groups whose names or texts hold every one of the words."""
        found = self
        for word in plain_text(words).split():
            found = found.filter(search_text__contains=word)
        return found


def open_to(viewer, path=""):
    """What `visible_to` asks of groups, for rows from which a path leads to one."""
    active = Q(**{f"{path}status": BRG.Status.ACTIVE})
    if not viewer.is_authenticated:
        return active
    from .membership import Membership  # noqa: PLC0415 - the two nouns ask each other

    own = Membership.objects.current().filter(person=viewer).values("brg")
    return active | Q(**{f"{path}status": BRG.Status.PAUSED, f"{path}pk__in": own})


def _belongs(person):
    from .membership import Membership  # noqa: PLC0415 - the two nouns ask each other

    return Exists(Membership.objects.current().filter(person=person, brg=OuterRef("pk")))


class BRG(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        ARCHIVED = "archived", _("Archived")

    name = models.CharField(_("name"), max_length=120)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        help_text=_("An address that was used once keeps leading here."),
    )
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    purpose = models.TextField(_("purpose"), max_length=1000, blank=True)
    mission = models.TextField(_("mission"), max_length=2000, blank=True)
    vision = models.TextField(_("vision"), max_length=2000, blank=True)
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
    home_region = models.ForeignKey(
        Region,
        verbose_name=_("based in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty for a group that is at home in every region."),
    )
    focus_areas = models.ManyToManyField(FocusArea, verbose_name=_("focus areas"), blank=True)
    hue = models.PositiveSmallIntegerField(
        _("hue"),
        default=200,
        validators=[MaxValueValidator(359)],
        help_text=_("0 to 359 on the color wheel. Lightness and strength are the portal’s own."),
    )
    emblem = models.ImageField(
        _("emblem"), upload_to="emblems", blank=True, max_length=120, db_index=True
    )
    banner = models.ImageField(
        _("banner"), upload_to="banners", blank=True, max_length=120, db_index=True
    )
    banner_alt = models.CharField(
        _("what the banner shows"),
        max_length=200,
        blank=True,
        help_text=_("For people who do not see it. Leave empty where it is decoration."),
    )
    contact = models.EmailField(
        _("contact address"), blank=True, help_text=_("A role mailbox, never a person’s own.")
    )
    default_visibility = models.CharField(
        _("who may see a member, to begin with"),
        max_length=8,
        choices=DEFAULT_CHOICES,
        default=Visibility.LEADS,
        help_text=_("“Only me” makes the group sensitive and hides all present members."),
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.DRAFT, editable=False
    )
    published = models.DateTimeField(_("first published"), null=True, editable=False)
    content_owner = models.CharField(
        _("content owner"), max_length=120, blank=True, help_text=_("The office or role.")
    )
    review_date = models.DateField(_("to be reviewed by"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_name = models.CharField(max_length=160, editable=False)
    search_text = models.TextField(editable=False)
    members_figure = models.OneToOneField(
        PublishedFigure, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = BRGQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["sort_name", "pk"]
        permissions = [("publish_brg", _("Can publish, pause and archive groups"))]
        constraints = [
            models.CheckConstraint(condition=Q(hue__lt=360), name="brg_hue_on_the_wheel"),
            models.CheckConstraint(
                condition=Q(founded__isnull=True) | Q(founded__range=(1900, 2100)),
                name="brg_founded_is_a_year",
            ),
            models.CheckConstraint(
                condition=Q(
                    default_visibility__in=[
                        Visibility.MEMBERS,
                        Visibility.LEADS,
                        Visibility.ONLY_ME,
                    ]
                ),
                name="brg_default_is_never_everyone",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "active", "paused", "archived"]),
                name="brg_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | Q(published__isnull=False),
                name="brg_active_is_published",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sort_name", "id"], condition=Q(status="active"), name="brg_active_by_name"
            ),
            models.Index(
                fields=["-published", "id"], condition=Q(status="active"), name="brg_active_newest"
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = plain_text(self.short_name)[:160]
        self.search_text = plain_text(
            " ".join([self.name, self.acronym, self.slug, self.tagline, self.purpose])
        )
        self.about_html = render(self.about)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("group", args=[self.slug])

    @property
    def short_name(self):
        """What people call the group: its acronym, where it has one."""
        return self.acronym or self.name

    @property
    def is_sensitive(self):
        return self.default_visibility == Visibility.ONLY_ME

    @property
    def is_active(self):
        return self.status == self.Status.ACTIVE

    @property
    def is_readable(self):
        """Whether members can open the group's page."""
        return self.status in (self.Status.ACTIVE, self.Status.PAUSED)


class BRGLink(models.Model):
    brg = models.ForeignKey(BRG, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("title"), max_length=80)
    url = models.URLField(_("address"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title


class FormerSlug(models.Model):
    """An address that a group had. It leads to that group for good, and to no other."""

    slug = models.SlugField(max_length=60, unique=True)
    brg = models.ForeignKey(BRG, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.slug

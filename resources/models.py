import secrets

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.clock import organization_today
from brgs.models import BRG, Membership


def make_public_id():
    return secrets.token_urlsafe(16)


class ResourceQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """What a viewer may open of the groups that they may see: by the audience of each.

        A group's leads open all that it offers, also while it is a draft or paused. To all others
        what is not for them does not exist.
        """
        groups = BRG.objects.visible_to(viewer).filter(pk=OuterRef("brg"))
        led = Q(brg__in=BRG.objects.led_by(viewer).values("pk"))
        return self.filter(led | Q(Exists(groups), _audience(viewer)))

    def overdue_for_review(self, on=None):
        return self.filter(review_date__lt=on or organization_today())


def _audience(viewer):
    if not (viewer.is_authenticated and viewer.is_active):
        return Q(audience=Resource.Audience.PUBLIC)
    belongs = Membership.objects.current().filter(person=viewer).values("brg")
    open_to = [Resource.Audience.PUBLIC]
    if viewer.is_employee:
        open_to.append(Resource.Audience.EMPLOYEES)
    return Q(audience__in=open_to) | Q(brg__in=belongs)


class Resource(models.Model):
    """A link or a file that a group offers: to the public, to employees, or to its members."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everyone, also outside")
        EMPLOYEES = "employees", _("Every employee")
        MEMBERS = "members", _("Members of the group")

    class Kind(models.TextChoices):
        LINK = "link", _("Link")
        PDF = "pdf", _("PDF")
        PICTURE = "picture", _("Picture")

    public_id = models.CharField(max_length=32, unique=True, default=make_public_id, editable=False)
    # A group is archived, not deleted; if it were, its files must be removed first.
    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="resources")
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("what it is for"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.LINK)
    url = models.URLField(_("address"), max_length=300, blank=True)
    # The name in storage; the one that people see is made from the title.
    file = models.CharField(max_length=120, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    audience = models.CharField(
        _("who may open it"), max_length=9, choices=Audience, default=Audience.MEMBERS
    )
    owner = models.CharField(_("owner"), max_length=120, help_text=_("The role or office."))
    review_date = models.DateField(_("to be reviewed by"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        default_permissions = ()
        ordering = ["position", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="link", file="") & ~Q(url="")
                | Q(kind__in=["pdf", "picture"], url="") & ~Q(file=""),
                name="resource_is_a_link_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["public", "employees", "members"]),
                name="resource_audience_is_known",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.url or reverse("resource", args=[self.public_id])

    @property
    def what_it_is(self):
        """Its kind, and of a file the size, in words: “PDF, 2.1 MB”."""
        kind = self.get_kind_display()
        return f"{kind}, {filesizeformat(self.size)}" if self.file else kind

    @property
    def is_public(self):
        return self.audience == self.Audience.PUBLIC

    @property
    def is_overdue(self):
        return self.review_date < organization_today()

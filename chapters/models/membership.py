from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from brgs.models import Membership
from brgs.models.membership import SHOWN_TO_LEADS, gate
from brgs.roles import Power

from .chapter import Chapter
from .officer import ChapterOfficer


class ChapterMembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(left__isnull=True)

    def counted(self):
        """Those of active people who still belong to the group: what figures are made of."""
        return self.current().filter(
            membership__left__isnull=True, membership__person__is_active=True
        )

    def visible_to(self, viewer):
        """The group's gate, and on the chapter's own pages its officers see `leads` as well."""
        if not viewer.is_authenticated:
            return self.none()
        posts = ChapterOfficer.objects.acting_of(viewer, with_power=Power.SEE_MEMBERS)
        to_officers = Q(
            chapter__in=posts.values("chapter"), membership__visibility__in=SHOWN_TO_LEADS
        )
        return self.current().filter(gate(viewer, to="membership__", also=to_officers))

    def astray(self):
        """Rows that no rule allows: of another group than the membership, or left behind by one."""
        elsewhere = ~Q(membership__brg=F("chapter__brg"))
        return self.current().filter(elsewhere | Q(membership__left__isnull=False))


class ChapterMembership(models.Model):
    """A membership's present chapter; a row with `left` is where it was before.

    That both are of one group is checked under lock, since no database here has the constraint.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="+")
    joined = models.DateTimeField(default=timezone.now)
    left = models.DateTimeField(null=True)

    objects = ChapterMembershipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(left__isnull=True),
                name="chaptermembership_one_current",
            ),
            models.CheckConstraint(
                condition=Q(left__isnull=True) | Q(left__gte=F("joined")),
                name="chaptermembership_left_after_joined",
            ),
        ]
        indexes = [
            models.Index(
                fields=["chapter", "membership"],
                condition=Q(left__isnull=True),
                name="chaptermembership_current",
            )
        ]

    def __str__(self):
        return f"chapter membership {self.pk}"

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Visibility

from ..roles import Power
from .brg import BRG
from .officer import Officer

SHOWN_TO_EMPLOYEES = [Visibility.EVERYONE]
SHOWN_TO_MEMBERS = [*SHOWN_TO_EMPLOYEES, Visibility.MEMBERS]
SHOWN_TO_LEADS = [*SHOWN_TO_MEMBERS, Visibility.LEADS]


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(left__isnull=True)

    def counted(self):
        """Current memberships of active people: what figures are made of."""
        return self.current().filter(person__is_active=True)

    def visible_to(self, viewer):
        """The gate: the only door to other people's memberships.

        One's own, always. Of others', current ones of active people in groups that the
        viewer may see: as an employee `everyone`; as a member who is shown to members also
        `members`; as a lead also `leads`; `only_me` never, to nobody. It is reciprocal: a
        member who is shown to nobody sees nobody. Staff see as the employees they are.
        """
        return self.filter(gate(viewer))


def gate(viewer, to="", also=None, unless=lambda levels: None):
    """The gate as a condition on rows from which the path `to` leads to a membership.

    An app above gives in `also` what its own officers see besides, on its own pages, and in
    `unless` what else hides a row from those who see the given levels. One flat condition, so that
    a database begins at the few rows that are asked for.
    """
    if not (viewer.is_authenticated and viewer.is_active):
        return Q(pk__in=[])

    def at(**facts):
        return Q(**{f"{to}{name}": value for name, value in facts.items()})

    current = at(left__isnull=True, person__is_active=True)
    # Asked row by row, and last: as a list of all groups it would be made before the first row.
    open_to_viewer = Q(Exists(BRG.objects.visible_to(viewer).filter(pk=OuterRef(f"{to}brg"))))
    ways = [
        (_to_employee(viewer, at), SHOWN_TO_EMPLOYEES),
        (_to_member(viewer, at), SHOWN_TO_MEMBERS),
        (_to_lead(viewer, at), SHOWN_TO_LEADS),
    ]
    shown = Q()
    for way, levels in ways:
        hiding = unless(levels)
        shown |= way if hiding is None else way & ~hiding
    if also is not None:
        shown |= also
    return at(person=viewer) | (current & shown & open_to_viewer)


def _own(viewer):
    return Membership.objects.current().filter(person=viewer)


def _to_employee(viewer, at):
    if not viewer.is_employee:
        return Q(pk__in=[])
    hidden_in = _own(viewer).filter(visibility=Visibility.ONLY_ME).values("brg")
    return at(visibility__in=SHOWN_TO_EMPLOYEES) & ~at(brg__in=hidden_in)


def _to_member(viewer, at):
    shown_in = _own(viewer).filter(visibility__in=SHOWN_TO_MEMBERS).values("brg")
    return at(visibility__in=SHOWN_TO_MEMBERS, brg__in=shown_in)


def _to_lead(viewer, at):
    led = Officer.objects.acting_of(viewer, with_power=Power.SEE_MEMBERS).values("brg")
    return at(visibility__in=SHOWN_TO_LEADS, brg__in=led)


class Membership(models.Model):
    """One person's belonging to one group. It ends; it is not deleted, until retention does.

    Neither foreign key has a way back (`related_name="+"`), so that no lookup, filter or
    template reaches a membership from a person or a group around the gate.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(_("who may see it"), max_length=8, choices=Visibility)
    joined = models.DateTimeField(default=timezone.now)
    left = models.DateTimeField(null=True)
    # Since when the owner is to be told that the group, not they, made it `only_me`.
    lowered = models.DateTimeField(null=True)
    # Why a lead ended it, in words that the person reads.
    removal_reason = models.CharField(max_length=300, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "brg"],
                condition=Q(left__isnull=True),
                name="membership_one_current",
            ),
            models.CheckConstraint(
                condition=Q(left__isnull=True) | Q(left__gte=models.F("joined")),
                name="membership_left_after_joined",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values),
                name="membership_visibility_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["brg", "visibility", "person"],
                condition=Q(left__isnull=True),
                name="membership_current_by_brg",
            ),
            models.Index(fields=["brg", "left"], name="membership_ended"),
        ]

    def __str__(self):
        return f"membership {self.pk}"

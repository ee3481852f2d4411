import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.clock import organization_today
from accounts.models import User

from ..roles import ROLE_CHOICES, ROLES, Power, Where, roles_with
from .brg import BRG

# How long a lead keeps the powers after a term after which nobody has led yet.
CARETAKING = dt.timedelta(days=60)
# From how many days before its end on a term is said to end soon.
SOON_DAYS = 90


def known_as(model):
    """By what name a viewer knows whether they hold a post of a kind at all (`brgs.posts`)."""
    return f"holds_{model.unit_name}_post"


class AppointmentQuerySet(models.QuerySet):
    def accepted(self):
        """Appointments that somebody has taken and still could act in."""
        return self.filter(accepted__isnull=False, person__is_active=True)

    def of_members(self):
        """Taken posts that hang on belonging; an offer or a sponsor's post stays without it.

        What ended with a membership beyond these would tell who had been a member unseen.
        """
        belonging = [role.key for role in ROLES.values() if role.belongs]
        return self.filter(accepted__isnull=False, role__in=belonging)

    def in_term(self, on=None):
        """Accepted appointments of active people whose term holds the day (half-open)."""
        return self.accepted().filter(_holds(on or organization_today()))

    def caretaking(self, on=None):
        """Leads whose term ran out at most 60 days ago and after whom nobody has led yet."""
        return self.accepted().caretakers(on)

    def caretakers(self, on=None):
        """As `caretaking`, also of people who are not active any more."""
        keeps = self._keeps_the_powers(on or organization_today())
        return self.filter(keeps, accepted__isnull=False)

    def acting(self, *, with_power, on=None):
        """Those whose role carries the power on the day (today, if none is given).

        They are in their term, or caretakers after it.
        """
        day = on or organization_today()
        carrying = self.accepted().filter(role__in=roles_with(with_power))
        return carrying.filter(_holds(day) | self._keeps_the_powers(day))

    def acting_of(self, person, *, with_power):
        """As `acting`, those of one person: none, unasked, of whoever is known to hold no post."""
        if not getattr(person, known_as(self.model), True):
            return self.none()
        return self.acting(with_power=with_power).filter(person=person)

    def managing(self, unit):
        """Those who manage a group or chapter today, deputies and caretakers among them."""
        return self.acting(with_power=Power.MANAGE).filter(**{self.model.unit_name: unit})

    def people(self):
        """Who holds these appointments, each person once."""
        return User.objects.filter(pk__in=self.order_by().values("person"))

    def leading(self, on=None):
        """Leads in their term. Deputies and caretakers have the powers, but fill no post."""
        return self.in_term(on).filter(role__in=roles_with(Power.MANAGE), stands_in_for=None)

    def not_over(self, on=None):
        """Offered, coming and present appointments."""
        day = on or organization_today()
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=day))

    def offered(self, on=None):
        """Appointments that wait for the person's answer."""
        return self.not_over(on).filter(accepted=None, person__is_active=True)

    def ending_within(self, days, on=None):
        """Leads' and others' terms that hold today and end in so many days."""
        day = on or organization_today()
        return self.in_term(day).filter(ends__lte=day + dt.timedelta(days=days))

    def _keeps_the_powers(self, day):
        unit = self.model.unit_name
        leads = Q(role__in=roles_with(Power.MANAGE), stands_in_for=None)
        led_later = (
            self.model._base_manager.filter(leads, accepted__isnull=False, starts__lte=day)
            .filter(Q(ends__isnull=True) | Q(ends__gt=OuterRef("ends")))
            .filter(**{unit: OuterRef(unit)})
        )
        ran_out = Q(ends__lte=day, ends__gt=day - CARETAKING, cut_short=False)
        return leads & ran_out & ~Q(Exists(led_later))


def _holds(day):
    return Q(Q(ends__isnull=True) | Q(ends__gt=day), starts__lte=day)


class Appointment(models.Model):
    """A person in a role for a term: acts from `starts` up to, not on, `ends`, once accepted.

    A subclass adds the group or chapter that appoints, and says in `unit_name` what it is called.
    """

    unit_name = ""
    # The way to the group, for `select_related`.
    group_path = ""
    where = None

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    title = models.CharField(
        _("title"), max_length=80, blank=True, help_text=_("Shown in place of the role’s name.")
    )
    line = models.CharField(
        _("public line"),
        max_length=200,
        blank=True,
        help_text=_("A sentence of a sponsor’s about the group, shown to employees."),
    )
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"), null=True, blank=True)
    offered = models.DateTimeField(_("offered"), default=timezone.now)
    accepted = models.DateTimeField(_("accepted"), null=True, blank=True)
    # Ended by an act and not by the calendar: nobody is a caretaker after that.
    cut_short = models.BooleanField(default=False, editable=False)
    # In a handover: whose post it is, the day on which that one stops, and a note for the new one.
    predecessor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    predecessor_ends = models.DateField(null=True, blank=True)
    note = models.TextField(_("handover note"), max_length=4000, blank=True)
    # In a leave or deployment: whose post it is meanwhile.
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="%(class)s_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role__in=list(ROLES)), name="%(class)s_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True) | Q(ends__isnull=False),
                name="%(class)s_deputy_has_an_end",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def unit(self):
        """The group or chapter that the post belongs to."""
        return getattr(self, self.unit_name)

    @property
    def group(self):
        raise NotImplementedError

    @property
    def place(self):
        """What the post is one of, as messages call it."""
        raise NotImplementedError

    @property
    def officers_url(self):
        """Where those who manage the place look after its posts."""
        raise NotImplementedError

    def managers(self):
        """The people who look after this post today; a query."""
        raise NotImplementedError

    def answered_to(self):
        """Who is told what became of an offer, a query, and where they can look at it."""
        return self.managers(), self.officers_url

    @property
    def takes_in(self):
        """Whether whoever takes the post comes to belong to more than the group."""
        return False

    @property
    def kind(self):
        """The role, with what it may do."""
        return ROLES[self.role]

    @property
    def shown_title(self):
        name = self.title or self.kind.name
        return _("Acting %(role)s") % {"role": name} if self.stands_in_for_id else name

    def is_over(self, on=None):
        """Whether the term has ended by the day."""
        return self.ends is not None and self.ends <= (on or organization_today())

    def has_begun(self, on=None):
        return self.starts <= (on or organization_today())

    @property
    def caretaking_ends(self):
        """The day on which a lead who stays as caretaker has no powers any more."""
        return self.ends and self.ends + CARETAKING


class Officer(Appointment):
    unit_name = group_path = "brg"
    where = Where.GROUP

    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")

    class Meta(Appointment.Meta):
        abstract = False
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        default_permissions = ("view", "add", "change")
        indexes = [models.Index(fields=["brg", "role"], name="officer_by_brg")]

    @property
    def group(self):
        return self.brg

    @property
    def place(self):
        return self.brg.short_name

    @property
    def officers_url(self):
        return reverse("manage-officers", args=[self.brg.slug])

    def managers(self):
        return Officer.objects.managing(self.brg).people()

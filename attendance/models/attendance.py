"""Who came to an event, and how that is known."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Visibility
from brgs.models import Membership
from events.models import Event
from events.models.rsvp import of_seen, shown_by_standing
from notices.models import make_token


class BroughtList(models.Model):
    """A meeting tool's list that a lead brought, so that it can be taken back whole.

    It is written whether it counts anybody anew or not: what can be taken back tells nothing of who
    had been counted before. It goes with the names.
    """

    # What the page calls it by: its key would say how many there are.
    public_id = models.CharField(max_length=32, unique=True, default=make_token, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"list {self.pk}"


class AttendanceQuerySet(models.QuerySet):
    def of(self, person):
        """One's own."""
        return self.filter(person=person)

    def visible_to(self, viewer, *, at=None):
        """The gate: one's own, and others' as their answers to the event would show to the viewer.

        Guests by name, and those of whom only the number is kept, are not people of the portal: the
        pages of the door show them to those who look after it. `at` is an event that was just found
        by `Event.objects.visible_to(viewer)`, as with answers.
        """
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        is_joint = at is None or at.hosts_version > 0
        others = Q(of_seen(viewer, at), person__is_active=True)
        others &= shown_by_standing(viewer, is_joint=is_joint, given="since")
        shown = self.filter(Q(person=viewer) | others)
        return shown if at is None else shown.filter(event=at)


class Attendance(models.Model):
    """That one person came to one event, be it an employee, somebody unnamed, or a guest.

    Names fade: a guest's after 30 days, an employee's 30 days after an event of a sensitive group
    and 180 after others. The row stays, as a number.
    """

    class Who(models.TextChoices):
        EMPLOYEE = "employee", _("Employee")
        # Of whom only the number is known: somebody on a list whom nobody here may match.
        PRIVATE = "private", _("Private")
        GUEST = "guest", _("Guest")

    class Method(models.TextChoices):
        PASS = "pass", _("Pass, read by the camera")
        CODE = "code", _("Pass, by its code")
        BY_HAND = "by_hand", _("By hand")
        WALK_IN = "walk_in", _("Walk-in")
        IMPORT = "import", _("Imported list")

    # What pages call the row by: its key would say how many there are.
    public_id = models.CharField(max_length=32, unique=True, default=make_token, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=8, choices=Who, default=Who.EMPLOYEE)
    # Gone where the name has faded or the person was erased.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    guest_name = models.CharField(_("name"), max_length=100, blank=True)
    # As with an answer: to whom it shows follows the membership, or else what is kept here.
    membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    visibility = models.CharField(
        max_length=8,
        choices=[(v.value, v.label) for v in (Visibility.LEADS, Visibility.ONLY_ME)],
        default=Visibility.ONLY_ME,
    )
    method = models.CharField(max_length=7, choices=Method)
    # The list that alone says so; gone once the person has been at the door.
    on_list = models.ForeignKey(BroughtList, on_delete=models.SET_NULL, null=True, related_name="+")
    # Had a seat when they came; the answer itself may be gone later.
    expected = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    # When they answered, or else came: to whom it shows hangs on where they belonged then.
    since = models.DateTimeField(default=timezone.now, db_default=Now())

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(who__in=["employee", "private", "guest"]),
                name="attendance_who_is_known",
            ),
            models.CheckConstraint(
                condition=Q(who="guest") | Q(guest_name=""), name="attendance_names_guests_alone"
            ),
            models.CheckConstraint(
                condition=Q(who="employee") | Q(person__isnull=True),
                name="attendance_person_is_employee",
            ),
        ]

    def __str__(self):
        return f"attendance {self.pk}"

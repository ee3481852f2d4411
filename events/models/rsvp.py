from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Visibility
from brgs.models import Membership, Officer
from brgs.models.membership import SHOWN_TO_LEADS, gate
from brgs.roles import Power
from chapters.models import ChapterOfficer

from .event import Event


def in_hiding():
    """Of whoever belongs now and shows that to nobody, also where the answer is of before."""
    current = Membership.objects.current()
    person = {"person": OuterRef("person"), "brg": OuterRef("event__brg")}
    return Q(Exists(current.filter(**person, visibility=Visibility.ONLY_ME)))


def hidden():
    """Answers that their persons show to nobody.

    It says yes or no also where there is no membership, of which the database knows nothing.
    """
    as_member = Q(membership__isnull=False, membership__visibility=Visibility.ONLY_ME)
    return as_member | Q(membership=None, visibility=Visibility.ONLY_ME) | in_hiding()


class RsvpQuerySet(models.QuerySet):
    def going(self):
        return self.filter(status=Rsvp.Status.GOING)

    def in_line(self):
        """Those who wait, the first of the line first."""
        return self.filter(status=Rsvp.Status.WAITING).order_by("place")

    def holding_seats(self):
        return self.filter(status__in=Rsvp.HOLDING)

    def of(self, person):
        """One's own answers."""
        return self.filter(person=person)

    def with_place_in_line(self):
        """With `ahead`: how many wait before this one, for those who wait. For oneself alone."""
        line = Rsvp.objects.filter(event=OuterRef("event"), status=Rsvp.Status.WAITING)
        before = line.filter(place__lt=OuterRef("place")).order_by()
        count = before.values("event").annotate(people=Count("pk")).values("people")
        waits = When(status=Rsvp.Status.WAITING, then=Coalesce(Subquery(count), 0))
        return self.annotate(ahead=Case(waits, default=None, output_field=IntegerField()))

    def visible_to(self, viewer):
        """The gate: the only door to other people's answers.

        One's own, always. Of others', those who are going to an event that the viewer may see: a
        member's answer to those who see the membership, and on a chapter's own event also to the
        chapter's officers who see `leads`; that of somebody who is no member to the host's
        officers who see members, unless the group is sensitive, or they have joined it in hiding.
        Nobody sees who waits.
        """
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        seen = Event.objects.visible_to(viewer).filter(pk=OuterRef("event"))
        others = Q(Exists(seen), status=Rsvp.Status.GOING, person__is_active=True)
        return self.filter(Q(person=viewer) | others & shown_by_standing(viewer))

    def astray(self):
        """Rows that no rule allows: an answer as a member of another group than the host's."""
        return self.exclude(membership=None).exclude(membership__brg=models.F("event__brg"))


def shown_by_standing(viewer):
    """Whose rows about an event show to the viewer, by how their person stands to its host.

    For rows with `event`, `membership`, and the `visibility` of somebody who is no member.
    """
    group, chapter = _posts(viewer)
    by_chapter = Q(event__chapter__in=chapter, membership__visibility__in=SHOWN_TO_LEADS)
    members = gate(viewer, to="membership__", also=by_chapter)
    # As it is now: a guest may have joined in hiding, and the group may have become sensitive.
    open_ = ~Q(event__brg__default_visibility=Visibility.ONLY_ME) & ~in_hiding()
    officers = Q(event__brg__in=group) | Q(event__chapter__in=chapter)
    guests = Q(membership=None, visibility__in=SHOWN_TO_LEADS) & officers & open_
    return members | guests


def _posts(viewer):
    """The groups and the chapters of which the viewer is an officer who sees members."""
    sees = {"with_power": Power.SEE_MEMBERS}
    groups = Officer.objects.acting(**sees).filter(person=viewer)
    chapters = ChapterOfficer.objects.acting(**sees).filter(person=viewer)
    return groups.values("brg"), chapters.values("chapter")


class Rsvp(models.Model):
    """A person's answer to an event. It is deleted when it ends; what came of it is attendance.

    Neither a person nor an event leads here by a name, so that nothing goes around the gate.
    """

    class Status(models.TextChoices):
        GOING = "going", _("Going")
        WAITING = "waiting", _("Waiting")
        OFFERED = "offered", _("Offered a seat")

    HOLDING = (Status.GOING, Status.OFFERED)

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # As a member of the host: then the answer is shown as the membership is, and with its end to
    # nobody any more.
    membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Of somebody who was no member. A member's is `only_me`, for when the membership is gone.
    visibility = models.CharField(
        max_length=8, choices=[(v.value, v.label) for v in (Visibility.LEADS, Visibility.ONLY_ME)]
    )
    status = models.CharField(max_length=7, choices=Status)
    # Given out under the hold of the event, so it is the order in which people answered.
    place = models.PositiveBigIntegerField()
    # Take a freed seat at once; otherwise it is offered first.
    seat_me = models.BooleanField(_("seat me when a place is free"), default=True)
    offer_ends = models.DateTimeField(null=True)
    answered = models.DateTimeField(default=timezone.now)

    objects = RsvpQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="rsvp_once"),
            models.UniqueConstraint(fields=["event", "place"], name="rsvp_place_once"),
            models.CheckConstraint(
                condition=Q(status__in=["going", "waiting", "offered"]),
                name="rsvp_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status="offered", offer_ends__isnull=False)
                | (~Q(status="offered") & Q(offer_ends__isnull=True)),
                name="rsvp_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(visibility="only_me") | Q(visibility="leads", membership__isnull=True),
                name="rsvp_visibility_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["event", "place"], condition=Q(status="waiting"), name="rsvp_line"
            ),
            models.Index(fields=["offer_ends"], condition=Q(status="offered"), name="rsvp_offers"),
            models.Index(fields=["event", "status"], name="rsvp_by_status"),
        ]

    def __str__(self):
        return f"answer {self.pk}"

    @property
    def is_going(self):
        return self.status == self.Status.GOING

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING

    @property
    def is_offered(self):
        return self.status == self.Status.OFFERED

    @property
    def is_hidden(self):
        """Whether its person shows it to nobody, as far as the row says; `hidden` asks further."""
        shown = self.membership.visibility if self.membership else self.visibility
        return shown == Visibility.ONLY_ME

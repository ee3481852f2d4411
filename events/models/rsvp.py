from functools import partial, reduce
from itertools import chain
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Visibility
from brgs.models import Membership, Officer
from brgs.models.membership import SHOWN_TO_EMPLOYEES, SHOWN_TO_LEADS, SHOWN_TO_MEMBERS, gate
from brgs.roles import Power
from chapters.models import ChapterOfficer

from .cohost import CoHost, FormerCoHost
from .event import Event
from .finding import discreet

# Of events with several hosts. The others are asked nothing more.
JOINT = Q(event__hosts_version__gt=0)


def in_hiding():
    """Of whoever belongs now and shows that to nobody, also where the answer is of before.

    For what the person alone reads: mail and calendars, over whose shoulder others look.
    """
    own = Membership.objects.current().filter(person=OuterRef("person"))
    unseen = own.filter(visibility=Visibility.ONLY_ME)
    at_host = Q(Exists(unseen.filter(brg=OuterRef("event__brg"))))
    return at_host | JOINT & _at_any_host(visibility=Visibility.ONLY_ME)


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

    def visible_to(self, viewer, *, at=None):
        """The gate: the only door to other people's answers.

        One's own, always. Of others', those who are going to an event that the viewer may see: a
        member's answer to those who see the membership, and on a chapter's own event also to the
        chapter's officers who see `leads`; that of somebody who is no member to the host's
        officers who see members, unless a host is sensitive. A member of several hosts is shown as
        in the one where they show least, and what they show to leads or to members shows to those
        of each of these, where they show themselves to them. A membership or a host that comes
        after the answer takes nobody off a list: the name would be gone while the number stays.
        One that ends after it brings nobody onto a list: they would be seen to have been hidden.
        Nobody sees who waits.

        `at` is an event that was just found by `Event.objects.visible_to(viewer)`: then only its
        answers are given, and what is known of it is not asked again.
        """
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        is_joint = at is None or at.hosts_version > 0
        others = Q(of_seen(viewer, at), status=Rsvp.Status.GOING, person__is_active=True)
        others &= shown_by_standing(viewer, is_joint=is_joint)
        shown = self.filter(Q(person=viewer) | others)
        return shown if at is None else shown.filter(event=at)

    def astray(self):
        """Rows that no rule allows: an answer as a member of another group than the hosts."""
        joint = CoHost.objects.accepted().filter(event=OuterRef("event"))
        rows = self.exclude(membership=None).exclude(membership__brg=F("event__brg"))
        return rows.exclude(Exists(joint.filter(brg=OuterRef("membership__brg"))))


def of_seen(viewer, event=None):
    """That the event of a row is one that the viewer may see; or the one that was just found."""
    if event is not None:
        return Q(event=event)
    return Q(Exists(Event.objects.visible_to(viewer).filter(pk=OuterRef("event"))))


def shown_by_standing(viewer, *, is_joint=True, given="answered"):
    """Whose rows about an event show to the viewer, by how their person stands to its hosts.

    For rows with `event`, `person`, `membership`, and the `visibility` of somebody who is no
    member. Where there are several hosts, the strictest of the memberships decides that the person
    had there at the moment of which the row's field `given` tells, also where it is over now;
    `is_joint` is false of events that never had a second one.
    """
    group, chapter = _posts(viewer)
    own = Q(event__chapter__in=chapter, membership__brg=F("event__brg"))
    by_chapter = own & Q(membership__visibility__in=SHOWN_TO_LEADS)
    if not is_joint:
        members = gate(viewer, to="membership__", also=by_chapter)
        return members | _guests(group, chapter)
    stricter = partial(_stricter, given)
    by_chapter &= ~stricter(SHOWN_TO_LEADS)
    members = gate(viewer, to="membership__", also=by_chapter, unless=stricter)
    others = _shown_by_another_host(viewer, group, chapter, stricter)
    return members | _guests(group, chapter) | others


def _guests(group, chapter):
    """Who is no member, and shows to the officers of the host."""
    # As it is now: a host may have become sensitive.
    open_ = ~discreet("event__")
    officers = Q(event__brg__in=group) | Q(event__chapter__in=chapter)
    return Q(membership=None, visibility__in=SHOWN_TO_LEADS) & officers & open_


def _stricter(given, levels):
    """Whose membership of one of several hosts is shown to fewer than those who see the levels."""
    fewer = [level for level in Visibility.values if level not in levels]
    return JOINT & _at_any_host_then(given, visibility__in=fewer)


def _shown_by_another_host(viewer, group, chapter, stricter):
    """Whom officers and members of one host see, whose answer hangs on another's membership.

    Said flatly, since SQLite reads conditions only so deep.
    """
    # Without a membership nothing was shown to members, and of an imported list nothing shows.
    current = Q(membership__isnull=False, membership__left=None, person__is_active=True) & JOINT
    theirs = Membership.objects.current().filter(person=viewer, visibility__in=SHOWN_TO_MEMBERS)
    of_chapter = Q(Exists(_cohosts_joined().filter(chapter__in=chapter)))
    to_leads = current & _at_any_host(brg__in=group, visibility__in=SHOWN_TO_LEADS)
    to_members = current & _at_any_host(
        brg__in=theirs.values("brg"), visibility__in=SHOWN_TO_MEMBERS
    )
    # As each of the two shows them: by the membership that the answer hangs on, too.
    to_leads &= Q(membership__visibility__in=SHOWN_TO_LEADS)
    to_members &= Q(membership__visibility__in=SHOWN_TO_MEMBERS)
    of_chapter &= Q(membership__visibility__in=SHOWN_TO_LEADS)
    hidden_to_leads = stricter(SHOWN_TO_LEADS)
    return (
        to_members & ~stricter(SHOWN_TO_MEMBERS)
        | to_leads & ~hidden_to_leads
        | current & of_chapter & ~hidden_to_leads
    )


def _at_any_host(**facts):
    """Of whoever belongs now to one of several hosts, with a membership of these facts."""
    own = Membership.objects.current().filter(person=OuterRef("person"), **facts)
    joint = CoHost.objects.accepted().filter(event=OuterRef(OuterRef("event"))).values("brg")
    return Q(Exists(own.filter(Q(brg=OuterRef("event__brg")) | Q(brg__in=joint))))


def _at_any_host_then(given, **facts):
    """Of whoever belonged to one of several hosts when the row was written, as its field says.

    Also where the membership is over since, or the host holds the event no more.
    """
    own = Membership.objects.filter(_then(OuterRef(given)), person=OuterRef("person"), **facts)
    hosts = (
        Q(brg__in=rows.values("brg"))
        for rows in _cohosts_then(OuterRef(OuterRef("event")), OuterRef(OuterRef(given)))
    )
    return Q(Exists(own.filter(reduce(or_, hosts, Q(brg=OuterRef("event__brg"))))))


def hidden_by(memberships, given="answered"):
    """Rows about events with several hosts which some of these memberships may show to fewer."""
    fewer = [level for level in Visibility.values if level not in SHOWN_TO_EMPLOYEES]
    narrower = memberships.filter(visibility__in=fewer).values("pk")
    return JOINT & _at_any_host_then(given, pk__in=narrower)


def memberships_then(event, person, moment):
    """The memberships that a person had at a moment of those who held an event then."""
    joint = (rows.values_list("brg", flat=True) for rows in _cohosts_then(event, moment))
    hosts = [event.brg_id, *chain.from_iterable(joint)]
    return Membership.objects.filter(_then(moment), person=person, brg__in=hosts)


def _then(moment):
    return Q(joined__lte=moment) & (Q(left=None) | Q(left__gt=moment))


def _cohosts_then(event, moment):
    """Those who held an event together with its host at a moment: who still do, and who did."""
    rows = {"event": event, "accepted__lte": moment}
    return (
        CoHost.objects.filter(**rows),
        FormerCoHost.objects.filter(**rows, ended__gt=moment),
    )


def _cohosts_joined():
    """The co-hosts of a row's event to which its person belongs, and shows it to the leads."""
    facts = {"person": OuterRef(OuterRef("person")), "visibility__in": SHOWN_TO_LEADS}
    own = Membership.objects.current().filter(brg=OuterRef("brg"), **facts)
    return CoHost.objects.accepted().filter(Exists(own), event=OuterRef("event"))


def _posts(viewer):
    """The groups and the chapters of which the viewer is an officer who sees members."""
    groups = Officer.objects.acting_of(viewer, with_power=Power.SEE_MEMBERS)
    chapters = ChapterOfficer.objects.acting_of(viewer, with_power=Power.SEE_MEMBERS)
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

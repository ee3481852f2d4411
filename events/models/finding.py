"""Questions about many events: what is coming, who may know of what, and who may come."""

import datetime as dt

from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.names import words_looked_for
from accounts.visibility import Visibility
from brgs.models import BRG, Membership
from brgs.models.brg import open_to
from chapters.models import Chapter


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for a curator")
    CHANGES_ASKED = "changes_asked", _("Changes asked")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


class Audience(models.TextChoices):
    PUBLIC = "public", _("Everyone, also outside")
    EMPLOYEES = "employees", _("Every employee")
    MEMBERS = "members", _("Members of the group")


# What has a page.
SHOWN = (Status.PUBLISHED, Status.CANCELLED)

# No event takes longer: what is coming is found by when it starts, without a look at all that was.
LONGEST = dt.timedelta(days=14)
# How far a day at one place on earth reaches beyond the same day in UTC, on either side.
AROUND_THE_EARTH = dt.timedelta(hours=14)


class EventQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def upcoming(self, now=None, *, earliest=None):
        """Published events that are not over, the soonest first.

        `earliest` is when any of them may have started, as `LONGEST` tells, where a statement is
        prepared that must not say so itself.
        """
        now = now or timezone.now()
        coming = self.published().filter(ends__gt=now, starts__gt=earliest or now - LONGEST)
        return coming.order_by("starts", "pk")

    def from_day(self, day):
        """Events that start on a day or later, by the calendar of their own place."""
        earliest = dt.datetime.combine(day, dt.time(), dt.UTC) - AROUND_THE_EARTH
        return self.filter(starts_date__gte=day, starts__gte=earliest)

    def to_day(self, day):
        """Events that start on a day or earlier, by the calendar of their own place."""
        latest = dt.datetime.combine(day, dt.time.max, dt.UTC) + AROUND_THE_EARTH
        return self.filter(starts_date__lte=day, starts__lte=latest)

    def visible_to(self, viewer):
        """Events of which the viewer may know, in groups that they may see, by their audience.

        An ordinary group's event for members shows to every employee, who has to join to attend;
        where one of its hosts is sensitive, it does not exist for them. Members of a co-host are
        members. Whoever has answered keeps sight of it. Leads find drafts in the workspace alone.
        """
        shown = Q(open_to(viewer, "brg__"), _told_to(viewer), status__in=SHOWN)
        return self.filter(shown | _answered_by(viewer))

    def open_to(self, viewer):
        """Of those, the events that are for the viewer: to be read whole, and attended."""
        return self.visible_to(viewer).filter(_for(viewer) | _answered_by(viewer))

    def as_met_by(self, viewer):
        """With `own`, what the viewer has answered or "", and `is_open`: for them to attend."""
        own = Value("")
        if viewer.is_authenticated:
            own = Coalesce(Subquery(_answers_of(viewer).values("status")), own)
        theirs = _for(viewer) | _answered_by(viewer)
        return self.annotate(own=own, is_open=_yes(theirs))

    def with_discretion(self):
        """With what `is_discreet` asks of each event."""
        return self.annotate(has_sensitive_cohost=sensitive_cohost())

    def held_by(self, **host):
        """Events that a host holds, alone or with others: `brg=...` or `chapter__slug=...`.

        Asked as one list of keys, since with either of two conditions all events would be looked
        through.
        """
        own = self.model.objects.filter(**host).order_by().values("pk")
        joint = _cohosts().holding().filter(**host).values("event")
        return self.filter(pk__in=own.union(joint, all=True))

    def held_with(self, **host):
        """Of those, what the host holds with others as a co-host."""
        return self.filter(pk__in=_cohosts().holding().filter(**host).values("event"))

    def public(self):
        """What a visitor may see, as public feeds carry it."""
        return self.filter(
            status__in=SHOWN,
            audience=Audience.PUBLIC,
            brg__status=BRG.Status.ACTIVE,
        )

    def led_by(self, viewer):
        """Those that the viewer may edit today: of the groups and chapters that they lead."""
        of_groups = Q(brg__in=BRG.objects.led_by(viewer).values("pk"))
        of_chapters = Q(chapter__in=Chapter.objects.led_by(viewer).values("pk"))
        return self.filter(of_groups | of_chapters)

    def matching(self, words):
        """Events of which title, summary or group hold every one of the words."""
        found = self
        for word in words_looked_for(words):
            group = Q(brg__sort_name__contains=word) | Q(brg__name__icontains=word)
            found = found.filter(Q(search_text__contains=word) | group)
        return found

    def with_free_seats(self):
        """Events at which a newcomer would be seated now."""
        free = Q(waiting=0, capacity__gt=F("going") + F("offered"))
        return self.filter(Q(capacity=None) | free)

    def with_a_line(self):
        """Events at which somebody waits, or is offered a seat: found by these few answers."""
        from .rsvp import Rsvp  # noqa: PLC0415 - the two nouns ask each other

        waiting, offered = (
            Rsvp.objects.filter(status=status).values("event")
            for status in (Rsvp.Status.WAITING, Rsvp.Status.OFFERED)
        )
        return self.filter(pk__in=waiting.union(offered))

    def submitted(self):
        """What a curator has yet to look at, the longest waiting first."""
        return self.filter(status=Status.SUBMITTED).order_by("asked", "pk")


def members_of(event):
    """Current memberships of the hosts of an event, those of the host itself first."""
    joint = Q(brg__in=event.cohosts.holding().values("brg")) if event.hosts_version else Q()
    rows = Membership.objects.current().filter(Q(brg=event.brg_id) | joint)
    return rows.order_by(Case(When(brg=event.brg_id, then=0), default=1), "pk")


def discreet(path=""):
    """Events, or rows from which a path leads to one, of which a host is sensitive."""
    host = Q(**{f"{path}brg__default_visibility": Visibility.ONLY_ME})
    return host | _is_joint(_cohosts().sensitive(), path)


def sensitive_cohost(path=""):
    """As a value of rows from which a path leads to an event: what `with_discretion` gives."""
    return _yes(_is_joint(_cohosts().sensitive(), path))


def _cohosts():
    from .cohost import CoHost  # noqa: PLC0415 - the two nouns ask each other

    return CoHost.objects.all()


def _is_joint(cohosts, path=""):
    """Whether one of these co-hosts is the event's; asked of events alone that ever had one."""
    theirs = cohosts.filter(event=OuterRef(path.removesuffix("__") or "pk"))
    return Q(**{f"{path}hosts_version__gt": 0}) & Q(Exists(theirs))


def _yes(condition):
    return ExpressionWrapper(condition, BooleanField())


def _belongs(viewer):
    """Whether the viewer is a member of a host."""
    mine = Membership.objects.current().filter(person=viewer).values("brg")
    return Q(brg__in=mine) | _is_joint(_cohosts().holding().filter(brg__in=mine))


def _for(viewer):
    """For whom events are: the public, employees, or the members of a host."""
    public = Q(audience=Audience.PUBLIC)
    if not (viewer.is_authenticated and viewer.is_active):
        return public
    if viewer.is_employee:
        public |= Q(audience=Audience.EMPLOYEES)
    return public | _belongs(viewer)


def _told_to(viewer):
    """As `_for`; and ordinary groups' events for members may be known to every employee."""
    if not (viewer.is_authenticated and viewer.is_employee):
        return _for(viewer)
    return _for(viewer) | ~discreet()


def _answers_of(viewer):
    from .rsvp import Rsvp  # noqa: PLC0415 - the two nouns ask each other

    return Rsvp.objects.filter(person=viewer, event=OuterRef("pk"))


def _answered_by(viewer):
    if not (viewer.is_authenticated and viewer.is_active):
        return Q(pk__in=[])
    return Q(Exists(_answers_of(viewer)))

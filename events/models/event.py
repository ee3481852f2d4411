"""What groups and chapters hold: when and where, for whom, and how many seats are taken."""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import wall_time
from accounts.models import Region, validate_time_zone
from accounts.names import plain_text
from brgs.models import BRG, Pillar
from chapters.models import Chapter
from content.markdown import MAX_CHARACTERS, render
from content.slugs import safe_slug

from .finding import SHOWN, Audience, EventQuerySet, Status
from .identity import make_uid
from .series import Series

# The most seats that an event can have, and the longest time before it that answers may close.
MOST_SEATS = 100_000
LONGEST_CLOSING_HOURS = 30 * 24


def slug_of(title):
    """The words of a title in an address."""
    return safe_slug(title, fallback="event")[:60]


class Event(models.Model):
    """One event of one host: a group, or a chapter of it.

    Its wall time in its own zone is the truth; the instants follow from it, anew when the zone's
    rules change. `going`, `offered` and `waiting` count its answers, and change with them under
    the hold of this row.
    """

    Status = Status
    Audience = Audience
    SHOWN = SHOWN

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("In person and online")

    # What its leads have yet to send off.
    EDITABLE = (Status.DRAFT, Status.CHANGES_ASKED)

    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")
    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("chapter"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # The series that it belongs to, and which of the rule's dates it is, wherever it was moved.
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    series_date = models.DateField(null=True, editable=False)
    # How often a co-host has come or gone: 0 where there never was one, as with most events, so
    # that no more is asked about those. An answer is written for the hosts that were looked at.
    hosts_version = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("in a sentence"), max_length=300, blank=True, help_text=_("Shown in lists and notices.")
    )
    description = models.TextField(
        _("description"), max_length=MAX_CHARACTERS, blank=True, help_text=_("Markdown.")
    )
    description_html = models.TextField(editable=False, blank=True)
    language = models.CharField(_("language of the texts"), max_length=12, default="en")
    pillar = models.ForeignKey(
        Pillar, verbose_name=_("pillar"), on_delete=models.PROTECT, related_name="+"
    )
    format = models.CharField(_("format"), max_length=9, choices=Format, default=Format.IN_PERSON)
    venue = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Building, floor, room.")
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where it takes place. Leave empty for an event for all regions."),
    )
    online_link = models.URLField(
        _("online link"), max_length=500, blank=True, help_text=_("Shown to those who are going.")
    )

    # Wall time. A turn says which of two: clocks that are put back show an hour twice.
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    starts_date = models.DateField(_("starts on"))
    starts_time = models.TimeField(_("starts at"))
    starts_turn = models.PositiveSmallIntegerField(default=0)
    ends_date = models.DateField(_("ends on"))
    ends_time = models.TimeField(_("ends at"))
    ends_turn = models.PositiveSmallIntegerField(default=0)
    # The instants, computed.
    starts = models.DateTimeField(editable=False)
    ends = models.DateTimeField(editable=False)
    closes_hours = models.PositiveSmallIntegerField(
        _("answers close, hours before the start"),
        default=0,
        validators=[MaxValueValidator(LONGEST_CLOSING_HOURS)],
    )
    answers_until = models.DateTimeField(editable=False)

    audience = models.CharField(
        _("who may come"), max_length=9, choices=Audience, default=Audience.EMPLOYEES
    )
    capacity = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
        help_text=_("Leave empty where there is room for all."),
    )
    cost = models.CharField(
        _("what it costs to come"),
        max_length=120,
        blank=True,
        help_text=_("Leave empty where it is free."),
    )
    outside_speakers = models.BooleanField(_("people from outside speak"), default=False)
    paid_time = models.CharField(
        _("paid time"),
        max_length=200,
        blank=True,
        help_text=_("Whether coming counts as paid time, and whom to ask."),
    )
    accessibility = models.CharField(
        _("accessibility"),
        max_length=300,
        blank=True,
        help_text=_("What is there already: captions, step-free way, quiet room."),
    )
    # Who alone reads what people ask for in order to take part.
    accessibility_contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accessibility contact"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    picture = models.ImageField(
        _("picture"), upload_to="events", blank=True, max_length=120, db_index=True
    )
    # Empty for a picture that is decoration.
    picture_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)

    status = models.CharField(max_length=13, choices=Status, default=Status.DRAFT)
    published = models.DateTimeField(null=True)
    # Since when what was published is not out, until it is again.
    withdrawn = models.DateTimeField(null=True, editable=False)
    cancelled = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # The public ids of everybody who has asked a curator, who outlive the accounts.
    askers = models.JSONField(default=list)
    asked = models.DateTimeField(null=True)
    # What of it a curator has agreed to; whatever goes beyond is asked again.
    approved = models.JSONField(default=dict)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    made = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(editable=False)

    # In calendars (RFC 5545): stored, so that an entry is found again, and the later change wins.
    uid = models.CharField(max_length=64, unique=True, default=make_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    # Seats.
    going = models.PositiveIntegerField(default=0, editable=False)
    offered = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    # The place in line that was given out last.
    last_place = models.PositiveBigIntegerField(default=0, editable=False)
    # Which reminders have been told since it last moved.
    reminded_day = models.DateTimeField(null=True, editable=False)
    reminded_hours = models.DateTimeField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="event_ends_after"),
            models.CheckConstraint(
                condition=Q(answers_until__lte=F("starts")), name="event_answers_close_before"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__range=(1, MOST_SEATS)),
                name="event_capacity_is_a_number_of_seats",
            ),
            # Never oversold.
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=F("going") + F("offered")),
                name="event_is_not_oversold",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=False) | Q(waiting=0, offered=0),
                name="event_without_limit_has_no_line",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["draft", "submitted", "changes_asked", "published", "cancelled"]
                ),
                name="event_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(format__in=["in_person", "online", "hybrid"]),
                name="event_format_is_known",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["public", "employees", "members"]),
                name="event_audience_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "cancelled"]) | Q(published__isnull=False),
                name="event_published_has_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(starts_turn__lte=1, ends_turn__lte=1), name="event_turn_is_one_of_two"
            ),
            models.CheckConstraint(
                condition=~Q(status="submitted") | Q(asked__isnull=False),
                name="event_submitted_has_an_instant",
            ),
            models.UniqueConstraint(fields=["series", "series_date"], name="event_is_a_date_once"),
        ]
        # None holds a counter, also not in its condition: each answer would write all of them anew.
        indexes = [
            # With its end: of what may still be on, what is over is left out unread.
            models.Index(
                fields=["starts", "id", "ends"],
                condition=Q(status="published"),
                name="event_soonest",
            ),
            models.Index(
                fields=["brg", "starts", "id"],
                condition=Q(status="published"),
                name="event_soonest_of_brg",
            ),
            models.Index(
                fields=["chapter", "starts", "id"],
                condition=Q(status="published"),
                name="event_soonest_of_chapter",
            ),
            models.Index(
                fields=["series", "starts", "id"],
                condition=Q(series__isnull=False),
                name="event_of_series",
            ),
            models.Index(fields=["brg", "-starts", "-id"], name="event_of_brg"),
            models.Index(fields=["asked"], condition=Q(status="submitted"), name="event_submitted"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.set_instants()
        self.description_html = render(self.description)
        # Not the place: whoever may know of an event need not be told where it is.
        self.search_text = plain_text(f"{self.title} {self.summary}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("event", args=[self.pk, self.slug])

    def get_workspace_url(self):
        """Where the leads of its host work on it; of a closed chapter's, those of the group."""
        if self.chapter is None or self.chapter.status not in Chapter.OPEN:
            return reverse("manage-event", args=[self.brg.slug, self.pk])
        return reverse("manage-chapter-event", args=[self.brg.slug, self.chapter.slug, self.pk])

    def set_instants(self):
        """Compute the instants anew from wall time, by the zone's rules as they are known now."""
        zone = self.zone
        self.starts = wall_time.instant(self.starts_wall, zone, turn=self.starts_turn)
        self.ends = wall_time.instant(self.ends_wall, zone, turn=self.ends_turn)
        self.answers_until = self.starts - dt.timedelta(hours=self.closes_hours)

    @property
    def slug(self):
        """The words in the address; the number alone decides."""
        return slug_of(self.title)

    @property
    def host(self):
        """The group or chapter that holds it."""
        return self.chapter or self.brg

    @property
    def host_name(self):
        """Who holds it, as it is called away from its own page."""
        return self.chapter.full_name if self.chapter else self.brg.short_name

    @property
    def is_discreet(self):
        """Whether it could tell where somebody belongs: one of its hosts is sensitive."""
        return self.brg.is_sensitive or self.has_sensitive_cohost

    @cached_property
    def has_sensitive_cohost(self):
        """Lists read it with their rows, by `with_discretion`."""
        return self.hosts_version > 0 and self.cohosts.sensitive().exists()

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def starts_wall(self):
        """When it starts, as clocks in its own zone show it; without an offset."""
        return dt.datetime.combine(self.starts_date, self.starts_time)

    @property
    def ends_wall(self):
        return dt.datetime.combine(self.ends_date, self.ends_time)

    @property
    def takes(self):
        """How long it takes, as time passes and not as clocks show it."""
        return self.ends - self.starts

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_editable(self):
        return self.status in self.EDITABLE

    @property
    def free_seats(self):
        """How many seats nobody has or is offered; None where there is room for all."""
        return None if self.capacity is None else self.capacity - self.going - self.offered

    def is_over(self, now=None):
        return self.ends <= (now or timezone.now())

    def has_begun(self, now=None):
        return self.starts <= (now or timezone.now())

    def takes_answers(self, now=None):
        """Whether somebody may still answer, be it to wait."""
        return self.is_published and (now or timezone.now()) < self.answers_until

"""Events that belong together: the dates of one rule, or the sittings of one event."""

import zoneinfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_time_zone
from brgs.models import BRG
from chapters.models import Chapter
from content.slugs import safe_slug

from .identity import make_uid


def slug_of_series(title):
    """The words of a title in the address of a series."""
    return safe_slug(title, fallback="series")[:60]


class SeriesQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Series of which the viewer may know of an event."""
        from .event import Event  # noqa: PLC0415 - the two nouns ask each other

        shown = Event.objects.visible_to(viewer).filter(series=OuterRef("pk"))
        return self.filter(Exists(shown))


class Series(models.Model):
    """What the dates of a rule, or the sittings of an event, have in common: host, name and rule.

    Each of its events is an ordinary one that remembers its place in it, has seats and answers of
    its own, and may come to differ. The rule is in wall time; it and the wall time beside it never
    change, because they name the dates in people's calendars (RFC 5545, RECURRENCE-ID).
    """

    class Kind(models.TextChoices):
        REPEATS = "repeats", _("Repeats")
        SITTINGS = "sittings", _("Sittings: the same event several times, to come once")

    class Rule(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        FORTNIGHTLY = "fortnightly", _("Every other week")
        # On the last day where a month has not so many.
        MONTHLY_BY_DATE = "monthly_by_date", _("Every month, on the same date")
        # On the last such weekday, where the first date is the fifth of its month.
        MONTHLY_BY_WEEKDAY = "monthly_by_weekday", _("Every month, on the same weekday")
        YEARLY = "yearly", _("Every year")

    brg = models.ForeignKey(BRG, on_delete=models.PROTECT, related_name="+")
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    language = models.CharField(max_length=12, default="en")
    kind = models.CharField(max_length=8, choices=Kind)
    rule = models.CharField(_("repeats"), max_length=18, choices=Rule, blank=True)
    # The days with which the rule begins and ends, both included.
    first = models.DateField(null=True)
    last = models.DateField(_("until"), null=True)
    # The rule's own time: of the date from which the series was made.
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    starts_time = models.TimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    # One entry in calendars, with a RECURRENCE-ID for each date (RFC 5545, 3.8.4.4).
    uid = models.CharField(max_length=64, unique=True, default=make_uid, editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="sittings", rule="", first__isnull=True, last__isnull=True)
                | (
                    Q(kind="repeats", first__isnull=False, last__gte=F("first"))
                    & Q(
                        rule__in=[
                            *("weekly", "fortnightly", "yearly"),
                            *("monthly_by_date", "monthly_by_weekday"),
                        ]
                    )
                ),
                name="series_has_a_rule_or_sittings",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("series", args=[self.pk, self.slug])

    def get_workspace_url(self):
        """Where the leads of its host work on it."""
        if self.chapter is None:
            return reverse("manage-series", args=[self.brg.slug, self.pk])
        return reverse("manage-chapter-series", args=[self.brg.slug, self.chapter.slug, self.pk])

    @property
    def slug(self):
        """The words in the address; the number alone decides."""
        return slug_of_series(self.title)

    @property
    def has_sittings(self):
        return self.kind == self.Kind.SITTINGS

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def host(self):
        """The group or chapter that holds it."""
        return self.chapter or self.brg


class EnrollmentQuerySet(models.QuerySet):
    def of(self, person):
        """One's own. There is no door to other people's: their answers say what may be seen."""
        return self.filter(person=person)


class Enrollment(models.Model):
    """That somebody has signed up for a whole series: for all its dates, also those added later.

    The answers themselves are ordinary ones, one for each event. In the order in which people have
    signed up, which is that of the keys, they are seated at dates that are added.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seat_me = models.BooleanField(_("seat me when a place is free"), default=True)
    made = models.DateTimeField(default=timezone.now)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["series", "person"], name="enrollment_once"),
        ]

    def __str__(self):
        return f"enrollment {self.pk}"

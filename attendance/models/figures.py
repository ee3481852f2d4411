"""How many came, as published: written once and never again, so that nothing differs by one."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from brgs.models import BRG
from events.models import Event
from figures.models import is_rounded
from figures.rounding import in_words

# Shares are told in steps of so many percent.
PERCENT = 5


class EventFigures(models.Model):
    """What leads read about an event when it is over. No row holds an exact count."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    going = models.PositiveIntegerField()
    came = models.PositiveIntegerField()
    walk_ins = models.PositiveIntegerField()
    # Of those with a seat, how many in a hundred came; of fewer than ten it is not told.
    show_rate = models.PositiveSmallIntegerField(null=True)
    counted = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            *(
                models.CheckConstraint(condition=is_rounded(name), name=f"event_{name}_is_rounded")
                for name in ("going", "came", "walk_ins")
            ),
            models.CheckConstraint(
                condition=Q(show_rate__isnull=True)
                | Q(show_rate=F("show_rate") / PERCENT * PERCENT, show_rate__lte=100)
                & Q(going__gte=1, came__gte=1),
                name="event_show_rate_is_rounded",
            ),
        ]

    def __str__(self):
        return f"figures of event {self.pk}"

    @property
    def in_words(self):
        """By name: going, came and walk-ins as people read them."""
        return {name: in_words(getattr(self, name)) for name in ("going", "came", "walk_ins")}


class VisitQuarter(models.Model):
    """How often people came to a group's events in a quarter; without a group, to all together.

    Whoever came to an event of two groups counts in each of them, and in the whole once.
    """

    brg = models.ForeignKey(BRG, on_delete=models.CASCADE, null=True, related_name="+")
    begins = models.DateField()
    came = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["begins"]
        constraints = [
            models.UniqueConstraint(fields=["brg", "begins"], name="visits_once_per_group"),
            models.UniqueConstraint(
                fields=["begins"], condition=Q(brg__isnull=True), name="visits_once_of_all"
            ),
            models.CheckConstraint(condition=is_rounded("came"), name="visits_are_rounded"),
            models.CheckConstraint(
                condition=Q(begins__month__in=[1, 4, 7, 10], begins__day=1),
                name="visits_begin_a_quarter",
            ),
        ]

    def __str__(self):
        return f"{self.begins}"

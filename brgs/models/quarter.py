from django.db import models

from figures.models import is_rounded
from figures.rounding import in_words

from .brg import BRG


class Quarter(models.Model):
    """How many people joined and left a group in one quarter, as published when it had ended.

    Written once and never again: memberships are forgotten later, and a figure that moved
    afterwards would tell about the few who moved it.
    """

    brg = models.ForeignKey(BRG, on_delete=models.CASCADE, related_name="quarters")
    begins = models.DateField()
    joined = models.PositiveIntegerField()
    left = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["begins"]
        constraints = [
            models.UniqueConstraint(fields=["brg", "begins"], name="quarter_once_per_group"),
            models.CheckConstraint(
                condition=is_rounded("joined"), name="quarter_joined_is_rounded"
            ),
            models.CheckConstraint(condition=is_rounded("left"), name="quarter_left_is_rounded"),
            models.CheckConstraint(
                condition=models.Q(begins__month__in=[1, 4, 7, 10], begins__day=1),
                name="quarter_begins_a_quarter",
            ),
        ]

    def __str__(self):
        return f"{self.begins}"

    @property
    def joined_in_words(self):
        return in_words(self.joined)

    @property
    def left_in_words(self):
        return in_words(self.left)

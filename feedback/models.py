"""What people thought of an event, with no name, no time and no order."""

from django.db import models
from django.db.models import F, Q

from events.models import Event

from .piles import RELEASED_TOGETHER, SCORES, STARS, Pile


def no_stars():
    return [0] * len(STARS)


def no_scores():
    return [0] * len(SCORES)


class Box(models.Model):
    """All that was said about one event. There is no row for an answer, here or anywhere.

    What has been released stands in totals, and in texts in the order of the alphabet: the same
    whoever came first. What still waits for its fellows is sealed with the portal's key
    (`seal.py`), so that neither the row, nor one that it replaced, says anything of it.
    """

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    sealed = models.BinaryField(default=b"")
    released = models.PositiveIntegerField(default=0)
    # How many gave one star, two, and so on.
    stars = models.JSONField(default=no_stars)
    # How many said 0, 1, and so on; whoever said nothing is not among them.
    scores = models.JSONField(default=no_scores)
    texts = models.JSONField(default=list)
    is_closed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(released=F("released") / RELEASED_TOGETHER * RELEASED_TOGETHER),
                name="box_releases_together",
            ),
            models.CheckConstraint(
                condition=Q(is_closed=False) | Q(sealed=b""), name="box_closed_keeps_nothing_back"
            ),
        ]
        indexes = [
            models.Index(fields=["event"], condition=Q(is_closed=False), name="box_open"),
        ]

    def __str__(self):
        return f"box of event {self.pk}"

    @property
    def pile(self):
        """What has been released."""
        return Pile(tuple(self.stars), tuple(self.scores), tuple(self.texts))

    def release(self, pile):
        """Add a pile to what has been released. Who calls this saves the row."""
        all_of_it = self.pile + pile
        self.stars, self.scores = list(all_of_it.stars), list(all_of_it.scores)
        self.texts = list(all_of_it.texts)
        self.released = len(all_of_it)


class Spent(models.Model):
    """That somebody has answered, as a mark that nobody can read without the portal's key.

    It is there so that each person answers once, and is deleted when the box closes.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "a mark"

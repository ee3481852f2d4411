"""What the leads of an event may know of its feedback: nothing about fewer than five."""

from dataclasses import dataclass

from .models import Box
from .piles import RELEASED_TOGETHER, SCORES, STARS

# Texts say more than stars, so more have to be among those who may have written one.
TEXTS_FROM = 10
# How the scores are read together: would not recommend it, would perhaps, would.
AGAINST, PERHAPS, FOR = SCORES[:7], SCORES[7:9], SCORES[9:]


@dataclass(frozen=True)
class Results:
    """Totals alone. No part of an answer stands beside another part of it."""

    answers: int
    # How many gave one star, two, up to five.
    stars: tuple
    # How many said 0, 1, up to 10; None where fewer than five said anything.
    scores: tuple | None
    # In the order of the alphabet; None where there are fewer than ten answers. Else five, or none.
    texts: tuple | None

    @property
    def mean(self):
        """Of the stars, to one decimal."""
        total = sum(n * given for n, given in zip(STARS, self.stars, strict=True))
        return round(total / self.answers, 1)

    @property
    def recommending(self):
        """How many are against, perhaps, for; None as `scores`."""
        if self.scores is None:
            return None
        return tuple(sum(self.scores[each] for each in group) for group in (AGAINST, PERHAPS, FOR))

    @property
    def recommend_score(self):
        """The share of those for it less that of those against, from -100 to 100; or None."""
        if self.scores is None:
            return None
        against, _perhaps, in_favor = self.recommending
        return round(100 * (in_favor - against) / sum(self.scores))


def results(event):
    """The results of an event for its leads, or None as long as there are fewer than five."""
    # A box for each event, so there is nothing to sort.
    box = next(iter(Box.objects.filter(pk=event.pk)), None)
    if box is None or box.released < RELEASED_TOGETHER:
        return None
    # Of each kind five came at least, or none; boxes of before that rule may hold fewer.
    has_scores = sum(box.scores) >= RELEASED_TOGETHER
    texts = tuple(box.texts) if len(box.texts) >= RELEASED_TOGETHER else ()
    return Results(
        answers=box.released,
        stars=tuple(box.stars),
        scores=tuple(box.scores) if has_scores else None,
        texts=texts if box.released >= TEXTS_FROM else None,
    )

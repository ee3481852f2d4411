"""Answers heaped up so that none can be told from the others.

The parts of an answer are taken apart: stars and scores are counted, texts stand in the order of
the alphabet. A pile follows from what was said alone. Whoever said it first, and what they said
besides, is not in it.
"""

from dataclasses import dataclass

STARS = range(1, 6)
SCORES = range(11)
LONGEST_TEXT = 1000
# Fewer than so many answers are shown to nobody, and no two states differ by fewer.
RELEASED_TOGETHER = 5


@dataclass(frozen=True)
class Pile:
    """How many gave each number of stars and each score, and all texts."""

    stars: tuple = (0,) * len(STARS)
    scores: tuple = (0,) * len(SCORES)
    texts: tuple = ()

    @classmethod
    def of_one(cls, *, stars, score=None, text=""):
        """The pile of a single answer; a score and a text may be left out."""
        return cls(
            tuple(int(each == stars) for each in STARS),
            tuple(int(each == score) for each in SCORES),
            (text,) if text else (),
        )

    def __len__(self):
        """How many answers: each has its stars."""
        return sum(self.stars)

    def __add__(self, other):
        return Pile(
            _sums(self.stars, other.stars),
            _sums(self.scores, other.scores),
            tuple(sorted(self.texts + other.texts)),
        )


def _sums(ones, others):
    return tuple(one + other for one, other in zip(ones, others, strict=True))

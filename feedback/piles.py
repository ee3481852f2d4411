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


NO_STARS, NO_SCORES = (0,) * len(STARS), (0,) * len(SCORES)


@dataclass(frozen=True)
class Pile:
    """How many gave each number of stars and each score, and all texts.

    Of what waits there may be more scores or texts than stars: those wait for more of their kind.
    """

    stars: tuple = NO_STARS
    scores: tuple = NO_SCORES
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

    def parted(self):
        """What may be released of what waits, and what waits on.

        Nothing before the fifth answer. Then the stars; and the scores, or the texts, where there
        are five of them at least: one more than stood there before would be one person's.
        """
        if len(self) < RELEASED_TOGETHER:
            return Pile(), self
        has_scores = sum(self.scores) >= RELEASED_TOGETHER
        has_texts = len(self.texts) >= RELEASED_TOGETHER
        due = Pile(
            self.stars,
            self.scores if has_scores else NO_SCORES,
            self.texts if has_texts else (),
        )
        left = Pile(
            scores=NO_SCORES if has_scores else self.scores,
            texts=() if has_texts else self.texts,
        )
        return due, left

    def __add__(self, other):
        return Pile(
            _sums(self.stars, other.stars),
            _sums(self.scores, other.scores),
            tuple(sorted(self.texts + other.texts)),
        )


def _sums(ones, others):
    return tuple(one + other for one, other in zip(ones, others, strict=True))

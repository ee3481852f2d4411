"""Names for people: given and family names that sound right together."""

import itertools
from typing import NamedTuple

from . import tables

# Families that married across the tables, and those who joined two names with a hyphen.
MIXED = 0.15
HYPHENATED = 0.04
MIDDLE_INITIAL = 0.12
STATES_PRONOUNS = 0.3
GOES_BY_SHORT_NAME = 0.45
GOES_BY_ANOTHER_NAME = 0.015

PRONOUNS = {
    "she": {"she/her": 94, "she/they": 4, "they/them": 2},
    "he": {"he/him": 95, "he/they": 3, "they/them": 2},
    "any": {"she/her": 35, "he/him": 35, "they/them": 30},
}


class Naming(NamedTuple):
    """What is kept of a name. `preferred` and `pronouns` are empty where a person states none."""

    legal: str
    preferred: str
    pronouns: str


class Namer:
    def __init__(self):
        self.tables = tables.names()["names"]
        self.short = tables.names()["short"]
        self.weights = list(itertools.accumulate(table["weight"] for table in self.tables))
        self.crossing = [name for table in self.tables for name in table["family"]]

    def name(self, rng):
        """One name, with what the person goes by and the pronouns that they may state."""
        table = rng.choices(self.tables, cum_weights=self.weights)[0]
        kind = rng.choices(("she", "he", "any"), weights=(48, 42, 10))[0]
        given = rng.choice(table[kind])
        family = self._family(rng, table)
        middle = f" {rng.choice('ABCDEFGHJKLMNPRSTVW')}." if rng.random() < MIDDLE_INITIAL else ""
        legal = f"{given}{middle} {' '.join(family)}" if family else given
        preferred = self._preferred(rng, table, kind, given, family, middle)
        return Naming(legal, "" if preferred == legal else preferred, self._pronouns(rng, kind))

    def _family(self, rng, table):
        """The family name as a list of its parts, of which people may drop the later ones."""
        if table["join"] == "none":
            return []
        if table["join"] == "father":
            return [rng.choice(table["he"] + table["family"])]
        first = rng.choice(self.crossing if rng.random() < MIXED else table["family"])
        second = rng.choice(table["family"])
        if first == second:
            return [first]
        if table["join"] == "double" and rng.random() < 0.5:
            return [first, second]
        if rng.random() < HYPHENATED and not {" ", "-"} & set(first + second):
            return [f"{first}-{second}"]
        return [first]

    def _preferred(self, rng, table, kind, given, family, middle):
        called = given
        if given in self.short and rng.random() < GOES_BY_SHORT_NAME:
            called = self.short[given]
        elif rng.random() < GOES_BY_ANOTHER_NAME:
            called = rng.choice(table[kind] + table["any"])
        # Who writes out a second family name or a middle initial often leaves it off at work.
        plain = bool(middle or family[1:]) and rng.random() < 0.6
        if called == given and not plain:
            return ""
        return " ".join([called, *family[:1]])

    def _pronouns(self, rng, kind):
        if rng.random() >= STATES_PRONOUNS:
            return ""
        return rng.choices(list(PRONOUNS[kind]), weights=PRONOUNS[kind].values())[0]

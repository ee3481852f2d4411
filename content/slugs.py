"""Slugs: the readable part of an address, made from a name."""

import re
import unicodedata

MAX_LENGTH = 60

# A name is at most a few hundred characters. Normalizing takes quadratic time on long runs of
# combining marks, so whatever stands behind this point never reaches it.
_LONGEST_READ = 600

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
)
_APOSTROPHES = re.compile("['’ʻʼ`´]")
_GAPS = re.compile(r"[^a-z0-9]+")


def safe_slug(text, fallback="group"):
    """The slug of a name: ASCII lower-case letters, digits and single hyphens.

    `WE@KP` becomes `we-kp`. It has 1 to `MAX_LENGTH` characters, begins and ends with a letter or
    digit, and is its own slug. A name without any Latin letter or digit gets the fallback, which
    must itself be a slug; the caller makes it unique.
    """
    plain = _without_marks(_APOSTROPHES.sub("", text[:_LONGEST_READ]))
    slug = _GAPS.sub("-", plain).strip("-")[:MAX_LENGTH].rstrip("-")
    return slug or fallback


def _without_marks(text):
    """Lower-case text without accents (NFKD, Unicode Standard Annex 15)."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))

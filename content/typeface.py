"""The portal's own typeface for what is printed: how wide words are, and how letters are drawn.

It comes as two variable files, as pages get them: one for Latin, and one for more of it. Letters of
other scripts are in neither.
"""

import tempfile
import unicodedata
from functools import cache, cached_property, lru_cache
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parents[1] / "vendor" / "static" / "font"
PARTS = ("latin", "latin-ext")
# Units to the em, of both files.
EM = 1000
REGULAR, BOLD = 400, 700
# How wide a letter may be that somebody else's typeface draws, in ems.
WIDE, USUAL = 1.05, 0.7


class Face:
    """The typeface in one weight."""

    def __init__(self, weight):
        self.weight = weight

    @cached_property
    def _glyphs(self):
        """For each part: the name of each letter's glyph, and the glyphs themselves."""
        fonts = [TTFont(_file(part)) for part in PARTS]
        there = {"wght": self.weight}
        return [(font.getBestCmap(), font.getGlyphSet(location=there)) for font in fonts]

    @cached_property
    def _known(self):
        """For each letter: the part that holds it, and how far the next one stands from it."""
        parts = reversed(list(enumerate(self._glyphs)))
        return {
            chr(code): (part, glyphs[name].width)
            for part, (names, glyphs) in parts
            for code, name in names.items()
        }

    def part_of(self, letter):
        """The part that holds a letter, or None."""
        return self._known.get(letter, (None, 0))[0]

    def has_all(self, text):
        return all(letter in self._known for letter in text)

    def width(self, text):
        """How wide a line is, in ems; of what the typeface has not, at most about so wide."""
        if self.has_all(text):
            return sum(map(self.advance, text)) / EM
        return sum(_guessed_width(letter) for letter in text)

    def outline(self, letter):
        """The shape of a letter as path data of SVG, in units of the em, upward."""
        names, glyphs = self._glyphs[self.part_of(letter)]
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}")
        glyphs[names[ord(letter)]].draw(pen)
        return pen.getCommands()

    def advance(self, letter):
        """How far the next letter stands from this one, in units of the em."""
        return self._known[letter][1]


@cache
def face(weight):
    """The typeface in a weight, read once."""
    return Face(weight)


def _file(part):
    return FONTS / f"atkinson-hyperlegible-next-{part}-wght-normal.woff2"


@cache
def _folder():
    # Removed when the process ends.
    return tempfile.TemporaryDirectory(prefix="portal-fonts-")


@cache
def static_file(part, weight):
    """The path of a part of the typeface in one weight, as a font that does not vary.

    Made once in each process, in half a second.
    """
    font = instantiateVariableFont(TTFont(_file(PARTS[part])), {"wght": weight})
    font.flavor = None
    path = Path(_folder().name) / f"{PARTS[part]}-{weight}.ttf"
    font.save(path)
    return path


@lru_cache(maxsize=4096)
def _guessed_width(letter):
    # Some signs stand for many letters, and are as wide as these.
    letters = unicodedata.normalize("NFKC", letter)
    return sum(
        0
        if unicodedata.category(each) in ("Mn", "Me", "Cf")
        else WIDE
        if unicodedata.east_asian_width(each) in "WF" or ord(each) > 0xFFFF
        else USUAL
        for each in letters
    )

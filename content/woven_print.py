"""Woven bands for paper: the same threads as on pages, with their colors given as numbers.

Paper is light, so these are the light yarns of static/css/tokens.css and components/weave.css; a
test compares them.
"""

from dataclasses import dataclass

from .colors import srgb
from .weave import ROWS, choose, floats

# Lightness, chroma, and how far from the group's hue.
YARNS = {
    "deep": (0.43, 0.095, 0),
    "mid": (0.56, 0.11, 0),
    "pale": (0.925, 0.034, 0),
    "spark": (0.79, 0.115, 70),
}
# Ground, figure and eye of each cloth.
CLOTHS = {
    "wa": ("pale", "deep", "mid"),
    "wb": ("deep", "pale", "spark"),
    "wc": ("mid", "pale", "deep"),
    "wd": ("deep", "spark", "pale"),
}
THREADS = {"d": "deep", "m": "mid", "p": "pale", "s": "spark", "x": "pale", "o": "spark"}
LADDERS = "xo"


@dataclass(frozen=True)
class Stroke:
    """One float: which thread, from which pick on, over how many, and in which color."""

    row: int
    pick: int
    picks: int
    color: tuple
    is_round: bool


@dataclass(frozen=True)
class Strip:
    """One repeat of a band: how many picks until it repeats, its ground, and its strokes."""

    picks: int
    ground: tuple
    strokes: list


def strip(slug, hue):
    """The band of a group, one repeat of it, ROWS threads across."""
    _name, figure, border, cloth = choose(slug)
    ground, figured, eye = (color_of(yarn, hue) for yarn in CLOTHS[cloth])
    reach = ROWS // 2 - len(border)
    strokes = [
        *_striped(border, figure.picks, hue),
        *_picked(figure.floats, figure.picks, reach, figured),
        *_picked(figure.eye, figure.picks, reach, eye),
    ]
    return Strip(figure.picks, ground, strokes)


def color_of(yarn, hue):
    lightness, chroma, turn = YARNS[yarn]
    return srgb(lightness, chroma, hue + turn)


def _striped(border, picks, hue):
    for row, letter in enumerate(border):
        if letter == "-":
            continue
        color = color_of(THREADS[letter], hue)
        # A ladder changes places at every other pick.
        steps = range(0, picks, 4) if letter in LADDERS else [0]
        length = 2 if letter in LADDERS else picks
        for each in (row, ROWS - 1 - row):
            yield from (Stroke(each, pick, length, color, is_round=False) for pick in steps)


def _picked(cell, picks, reach, color):
    for across in range(-reach, reach + 1):
        for start, length in floats(cell, picks, across):
            yield Stroke(ROWS // 2 + across, start, length, color, is_round=True)

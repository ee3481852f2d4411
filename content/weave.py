"""Woven bands: the pattern a group wears where it has no picture, drawn from its slug and its hue.

The model is a pick-up band from an inkle loom. Its threads run lengthwise, so a band is 25 rows of
thread: striped borders, and between them a figure that is picked up in a second color and repeats.
A thread that floats over several picks is one horizontal stroke with round ends, which is also how
such cloth looks.

A slug must give the same band for ever: whoever changes a figure, a border or the order of either
list changes what groups have come to know as theirs. A test pins the drawings.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ROWS = 25  # threads across the band
LENGTH = 5000  # units, two a pick; fills any window, cut by the SVG's own edge

Cell = Callable[[int, int], bool]


@dataclass(frozen=True)
class Figure:
    """One picked-up figure: how many picks until it repeats (a multiple of 4, so that borders
    meet), and which cells it floats over. Cells count from the middle, along and across the band.
    """

    picks: int
    floats: Cell
    eye: Cell


@dataclass(frozen=True)
class Band:
    """A finished band; `svg` is decoration, hidden from assistive technology."""

    svg: SafeString


def nowhere(along: int, across: int) -> bool:
    """No eye: the figure is one color."""
    return False


def wave(along: int, picks: int) -> int:
    """A zigzag of slope one that swings a quarter of its picks to either side."""
    return abs(along % picks - picks // 2) - picks // 4


def at(along: int, across: int, x: int, y: int) -> int:
    """Steps from a cell to the point x, y and its mirror images, going along threads and picks."""
    return abs(abs(along) - x) + abs(abs(across) - y)


def petal(along: int, across: int) -> bool:
    """One of the eight petals of a star: the axes and diagonals between them stay ground."""
    a, b = abs(along), abs(across)
    return a != b and a > 0 and b > 0 and max(a, b) <= 6 and a + b <= 8


FIGURES = (
    # Diamonds within diamonds.
    Figure(16, lambda x, y: at(x, y, 0, 0) in (3, 4, 7, 8), lambda x, y: at(x, y, 0, 0) < 2),
    # A solid diamond with an eye, small ones between.
    Figure(
        16,
        lambda x, y: 1 < at(x, y, 0, 0) < 7 or at(x, y, 8, 6) < 3,
        lambda x, y: at(x, y, 0, 0) < 2 or at(x, y, 8, 0) < 1,
    ),
    # Chevrons.
    Figure(8, lambda x, y: (x + abs(y)) % 8 < 4, nowhere),
    # Fine and broad chevrons by turns.
    Figure(
        12,
        lambda x, y: (x + abs(y)) % 12 in (0, 1, 2, 3, 4),
        lambda x, y: (x + abs(y)) % 12 in (7, 8),
    ),
    # Stairs.
    Figure(
        12, lambda x, y: (x + (abs(y) + 1) // 3 * 3) % 12 < 6, lambda x, y: y == 0 and x % 12 == 9
    ),
    # Stepped diamonds, as on a kilim.
    Figure(
        16,
        lambda x, y: abs(x) // 2 + abs(y) // 2 in (2, 3) or abs(x) > 6 and abs(y) > 3,
        lambda x, y: at(x, y, 0, 0) < 2,
    ),
    # Eight-petalled stars.
    Figure(16, petal, lambda x, y: at(x, y, 8, 0) < 2),
    # A zigzag with seeds in its bends.
    Figure(
        24,
        lambda x, y: -1 <= wave(x, 24) - y <= 1,
        lambda x, y: abs(x) + abs(y + 3) < 3 or 12 - abs(x) + abs(y - 3) < 3,
    ),
    # Two zigzags that cross, an eye in each mesh.
    Figure(
        24,
        lambda x, y: abs(wave(x, 24) - y) < 2 or abs(wave(x, 24) + y) < 2,
        lambda x, y: at(x, y, 0, 0) < 2 or at(x, y, 12, 0) < 2,
    ),
    # Hourglasses.
    Figure(16, lambda x, y: abs(y) <= abs(x) < 7, lambda x, y: at(x, y, 0, 5) < 2),
    # Crossed threads.
    Figure(16, lambda x, y: abs(abs(x) - abs(y)) < 2, lambda x, y: at(x, y, 8, 0) < 2),
    # Pennants.
    Figure(
        12,
        lambda x, y: abs(y) <= 5 - (x + 6) % 12 // 2,
        lambda x, y: y == 0 and x == 5,
    ),
    # Seeds in staggered rows.
    Figure(
        12,
        lambda x, y: at(x, y, 0, 4) < 3 or at(x, y, 6, 0) < 3 or (abs(x) > 4 and abs(y) > 6),
        lambda x, y: at(x, y, 0, 0) < 1 or at(x, y, 6, 4) < 1,
    ),
    # Hills and valleys.
    Figure(
        16,
        lambda x, y: 2 <= abs(y) + abs(x) - 1 < 4 or abs(y) - 9 + abs(x) > 2,
        lambda x, y: at(x, y, 0, 0) < 1,
    ),
    # Mountains and the sky between them.
    Figure(
        16,
        lambda x, y: 2 * y > 3 * wave(x, 16) + 1,
        lambda x, y: abs(x) + abs(y + 4) < 2,
    ),
    # Fir branches.
    Figure(
        20,
        lambda x, y: y == 0 or ((x + 10 - abs(y)) % 4 < 2 and abs(y) < 6 and -8 < x < 9),
        nowhere,
    ),
    # Windows.
    Figure(
        16,
        lambda x, y: max(abs(x), abs(y)) in (5, 6) or abs(x) == 8,
        lambda x, y: at(x, y, 0, 0) < 3,
    ),
    # Running keys.
    Figure(
        16,
        lambda x, y: (
            (y in (-5, -4) and -7 <= x <= 4)
            or (x in (3, 4) and -5 <= y <= 3)
            or (y in (2, 3) and -2 <= x <= 4)
            or (x in (-7, -6) and -5 <= y <= 5)
            or (y in (4, 5) and x <= -6)
        ),
        lambda x, y: max(abs(x + 1), abs(y + 1)) < 1,
    ),
)

# From the edge to the figure, one letter a thread: d deep, m mid, p pale, s spark, - ground;
# x and o are ladders, two colors changing places at every other pick.
BORDERS = (
    "ddps-",
    "dxxsp-",
    "mmdxd-",
    "spspd",
    "dddmps",
    "oodos-",
    "mpmpms",
    "sdxxds",
    "ddsdd-",
    "pdodp-",
    "dmxms-",
    "ssd-d-",
)

# Ground and figure: see static/css/components/weave.css.
CLOTHS = ("wa", "wb", "wc", "wd")


def floats(cell: Cell, picks: int, across: int) -> Iterator[tuple[int, int]]:
    """The floats of one thread within one repeat, as (first pick, picks covered).

    A float that goes on into the next repeat reaches one pick over the edge, so that its round end
    is cut.
    """
    row = [cell(along, across) for along in range(-picks // 2, picks // 2)]
    row = [row[-1] and row[0], *row, row[0] and row[-1]]
    start = -1
    for up, group in groupby(row):
        length = len(list(group))
        if up:
            yield start, length
        start += length


def drawn(cell: Cell, picks: int, reach: int) -> str:
    """Path data for a figure that reaches this many threads to either side of the middle.

    A pick and a thread are two units each, so that the middle of a thread is a whole number.
    """
    return "".join(
        f"M{2 * start + 1} {ROWS + 2 * across}h{2 * length - 2}"
        for across in range(-reach, reach + 1)
        for start, length in floats(cell, picks, across)
    )


def striped(border: str, picks: int) -> Iterator[tuple[str, str]]:
    """(yarn, path data) of the threads in both borders."""
    for yarn in sorted(set(border) - {"-"}):
        rows = [row for row, letter in enumerate(border) if letter == yarn]
        mirrored = [*rows, *(ROWS - 1 - row for row in rows)]
        yield yarn, "".join(f"M0 {2 * row + 1}h{2 * picks}" for row in mirrored)


def choose(slug: str) -> tuple[str, Figure, str, str]:
    """Identifier, figure, border and cloth for a slug: the same for ever, on every machine."""
    digest = hashlib.blake2b(slug.encode(), digest_size=8, person=b"weave6685").digest()
    rest, figure = divmod(int.from_bytes(digest), len(FIGURES))
    rest, border = divmod(rest, len(BORDERS))
    cloth = rest % len(CLOTHS)
    return f"w{digest.hex()[:8]}", FIGURES[figure], BORDERS[border], CLOTHS[cloth]


@lru_cache(maxsize=4096)
def band(slug: str, hue: int) -> Band:
    """The band of a group: its slug chooses the pattern, its hue (0 to 359) the colors.

    The drawing names no color itself; yarns are classes, colored by the hue's static rule.
    """
    name, figure, border, cloth = choose(slug)
    reach = ROWS // 2 - len(border)
    paths = [
        *striped(border, figure.picks),
        ("f", drawn(figure.floats, figure.picks, reach)),
        ("e", drawn(figure.eye, figure.picks, reach)),
    ]
    yarns = format_html_join("", '<path class="{}" d="{}"/>', [path for path in paths if path[1]])
    return Band(framed(name, hue % 360, cloth, figure.picks, yarns))


def framed(name: str, hue: int, cloth: str, picks: int, yarns: SafeString) -> SafeString:
    """One repeat of yarns, laid end to end along the whole band."""
    return format_html(
        '<svg class="weave {}" data-hue="{}" viewBox="0 0 {} {}"'
        ' preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        '<pattern id="{}" width="{}" height="{}" patternUnits="userSpaceOnUse">{}</pattern>'
        '<rect width="{}" height="{}" fill="url(#{})"/></svg>',
        *(cloth, hue, LENGTH, 2 * ROWS, name, 2 * picks, 2 * ROWS, yarns),
        *(LENGTH, 2 * ROWS, name),
    )

"""QR codes (ISO/IEC 18004), drawn as one path of squares."""

from dataclasses import dataclass

import segno

# The empty border that the standard asks for, in modules.
QUIET = 4


@dataclass(frozen=True)
class Code:
    """A code: how many modules wide, its quiet border included, and its dark runs by row.

    A run is (column, row, length); columns and rows count from the corner of the border.
    """

    size: int
    runs: tuple

    @property
    def path(self):
        """The dark runs as path data of SVG."""
        return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in self.runs)


def code_of(text):
    """The code of a text. A quarter of it may be covered or torn, and it is still read."""
    made = segno.make(text, error="q", micro=False, boost_error=True)
    runs = tuple(run for y, row in enumerate(made.matrix) for run in _runs(row, y))
    return Code(size=len(made.matrix) + 2 * QUIET, runs=runs)


def _runs(row, y):
    begins = None
    for x, is_dark in enumerate([*row, 0]):
        if is_dark and begins is None:
            begins = x
        elif not is_dark and begins is not None:
            yield begins + QUIET, y + QUIET, x - begins
            begins = None

"""Bars for a chart drawn on the server, which stands beside a table with the same numbers."""

from dataclasses import dataclass

WIDTH, HEIGHT = 640, 200
GAP = 0.3


@dataclass(frozen=True)
class Bar:
    """One bar with its label and number, and its box in a drawing of 640 by 200."""

    label: str
    number: int
    x: float
    y: float
    width: float
    height: float


def bars(rows):
    """Bars for rows of (label, number). What is none is drawn as a line at the foot."""
    top = max((number for _label, number in rows), default=0) or 1
    step = WIDTH / max(len(rows), 1)
    return [_bar(place, step, top, *row) for place, row in enumerate(rows)]


def _bar(place, step, top, label, number):
    height = max(2.0, HEIGHT * number / top)
    left, width = place * step + step * GAP / 2, step * (1 - GAP)
    return Bar(
        label, number, round(left, 1), round(HEIGHT - height, 1), round(width, 1), round(height, 1)
    )

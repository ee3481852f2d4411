"""Charts drawn on the server as SVG. Each stands beside a table with the same figures."""

from dataclasses import dataclass

from figures.rounding import SMALLEST

WIDTH, HEIGHT = 640, 200
GAP = 0.3


@dataclass(frozen=True)
class Bar:
    """One bar: its box in the drawing, and which series it is of."""

    series: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Pair:
    """Two bars above their label."""

    label: str
    bars: list


def paired_bars(rows):
    """Bars for rows of (label, first figure, second figure), in a box of 640 by 200.

    Figures are published ones: 0 stands for fewer than ten and is drawn as a line at the foot, as
    is every row of a chart in which all are.
    """
    top = max((max(first, second) for _label, first, second in rows), default=0) or SMALLEST
    step = WIDTH / max(len(rows), 1)
    return [_pair(place, step, top, *row) for place, row in enumerate(rows)]


def _pair(place, step, top, label, first, second):
    width = step * (1 - GAP) / 2
    left = place * step + step * GAP / 2
    bars = [
        _bar("first", left, width, first, top),
        _bar("second", left + width, width, second, top),
    ]
    return Pair(label, bars)


def _bar(series, x, width, figure, top):
    height = max(2.0, HEIGHT * figure / top)
    return Bar(series, round(x, 1), round(HEIGHT - height, 1), round(width, 1), round(height, 1))

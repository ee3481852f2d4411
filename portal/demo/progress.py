"""A bar that says how far long work has come, on a terminal only."""

import shutil
import time

WIDTH = 30
# A terminal is drawn to at most this often, in seconds.
PAUSE = 0.05


class Progress:
    """Shows one stage after another as a line each; says nothing where nobody watches.

    `out` is a management command's `stdout`.
    """

    def __init__(self, out):
        self.out = out
        self.is_watched = bool(getattr(out, "isatty", None)) and out.isatty()
        self.full, self.empty = self._blocks()

    def begin(self, label, total):
        """Start a stage of `total` parts."""
        self.label, self.total, self.done = label, max(1, total), 0
        self.began, self.drawn = time.monotonic(), 0.0
        self._draw()

    def advance(self, count):
        """Note that so many more parts are done."""
        self.done = min(self.total, self.done + count)
        if time.monotonic() - self.drawn >= PAUSE:
            self._draw()

    def end(self):
        """Finish the stage; its line stays and says how long it took."""
        self.done = self.total
        self._draw(f"{time.monotonic() - self.began:6.1f} s")
        if self.is_watched:
            self.out.write("\n", ending="")

    def _draw(self, seconds=""):
        if not self.is_watched:
            return
        self.drawn = time.monotonic()
        filled = WIDTH * self.done // self.total
        bar = self.full * filled + self.empty * (WIDTH - filled)
        line = f"  {self.label:<16}{bar}  {self.done:>7,} of {self.total:,}".ljust(70) + seconds
        self.out.write("\r" + line[: shutil.get_terminal_size().columns - 1], ending="")
        self.out.flush()

    def _blocks(self):
        try:
            "━╌".encode(getattr(self.out, "encoding", None) or "ascii")
        except (UnicodeEncodeError, LookupError):
            return "#", "."
        return "━", "╌"

"""When a worker ends: asked to by SIGTERM or Ctrl-C, or with the process that started it."""

import contextlib
import os
import select
import signal
import time

# How often a worker that waits looks for the process that it ends with.
LOOK_SECONDS = 1


class Ending:
    """Whether to end, and waiting that ends with it. `parent` is the process to end with."""

    def __init__(self, parent=None):
        self.parent = parent
        self.asked = False
        self._hears, self._tells = os.pipe()

    def ask(self, *_):
        """End after what is in hand; fit to be called at any moment, as handlers of signals are."""
        self.asked = True
        os.write(self._tells, b".")

    def is_near(self):
        return self.asked or (self.parent is not None and os.getppid() != self.parent)

    def wait(self, seconds):
        """Wait so long, or until the end is near."""
        until = time.monotonic() + seconds
        while not self.is_near() and (left := until - time.monotonic()) > 0:
            select.select([self._hears], [], [], min(left, LOOK_SECONDS))

    def close(self):
        os.close(self._hears)
        os.close(self._tells)


@contextlib.contextmanager
def asked_by_signals(parent=None):
    """An ending that SIGTERM and Ctrl-C ask for, for the length of the block."""
    ending = Ending(parent)
    asking = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, ending.ask) for number in asking]
    try:
        yield ending
    finally:
        for number, handler in zip(asking, before, strict=True):
            signal.signal(number, handler)
        ending.close()

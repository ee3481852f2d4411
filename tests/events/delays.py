"""Something that happens after somebody's standing was looked at, and before a place is taken."""

from events.actions import answers


def before_taking(monkeypatch, wait):
    """Call `wait` before each place is taken, in either way."""
    for name in ("take", "take_last"):
        monkeypatch.setattr(answers, name, _after(wait, name, getattr(answers, name)))


def _after(wait, name, take):
    def take_later(answer, *, now):
        wait(name)
        return take(answer, now=now)

    return take_later

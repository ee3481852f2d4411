"""The difference of two texts, word by word, in bounded time whatever they hold.

Lines are compared first, then the words of the lines that changed. Both steps are the greedy
algorithm of Eugene Myers ("An O(ND) Difference Algorithm and Its Variations", 1986), which takes
time by how much differs. Where too much does, the old text is shown as removed and the new one as
added: word by word nobody could read it either. The standard library's `difflib` takes 15 seconds
and more for 10,000 characters that repeat themselves, or overlooks all frequent words (`autojunk`).
"""

import re
from typing import NamedTuple

SAME, ADDED, REMOVED = "same", "added", "removed"

# How many parts may differ at most, and how many comparisons a step may come to.
_MOST = 250
_COMPARISONS = 2_000_000

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\s+|\S+")


class Piece(NamedTuple):
    """A part of a text: in both (`same`), only in the new (`added`) or the old (`removed`)."""

    kind: str
    text: str


def difference(old, new):
    """The pieces that lead from one text to the other, in their order.

    Those that are `same` or `removed` join to the old text, `same` or `added` to the new one.
    """
    steps = []
    for is_same, before, after in _parts(_LINE.findall(old), _LINE.findall(new)):
        if is_same:
            steps.append((True, before, after))
        else:
            words = _WORD.findall("".join(before)), _WORD.findall("".join(after))
            steps += _parts(*words)
    return list(_pieces(_without_lone_blanks(steps)))


def _pieces(steps):
    """Write steps as pieces: what is next to each other and of one kind is one piece."""
    same, removed, added = [], [], []
    for is_same, before, after in [*steps, (True, [], [])]:
        if is_same and (removed or added):
            yield from _piece(SAME, same)
            yield from _piece(REMOVED, removed)
            yield from _piece(ADDED, added)
            same, removed, added = [], [], []
        if is_same:
            same += before
        else:
            removed += before
            added += after
    yield from _piece(SAME, same)


def _piece(kind, parts):
    text = "".join(parts)
    return [Piece(kind, text)] if text else []


def _without_lone_blanks(steps):
    """Count blanks between two changes as changed: nobody reads word by word around them."""
    last = len(steps) - 1
    for place, (is_same, before, after) in enumerate(steps):
        is_lone = 0 < place < last and not "".join(before).strip(" ")
        yield is_same and not is_lone, before, after


def _parts(old, new):
    """Two lists cut into parts that are the same and parts that differ: (same?, old, new)."""
    i = j = 0
    for x, y, length in [*_runs(old, new), (len(old), len(new), 0)]:
        if i < x or j < y:
            yield False, old[i:x], new[j:y]
        if length:
            yield True, old[x : x + length], new[y : y + length]
        i, j = x + length, y + length


def _runs(old, new):
    """Where two lists agree: (place in the old, place in the new, how many), in their order."""
    shorter = min(len(old), len(new))
    start = _alike(zip(old, new, strict=False))
    end = min(_alike(zip(reversed(old), reversed(new), strict=False)), shorter - start)
    inner = old[start : len(old) - end], new[start : len(new) - end]
    return [
        (0, 0, start),
        *((x + start, y + start, length) for x, y, length in _inner_runs(*inner)),
        (len(old) - end, len(new) - end, end),
    ]


def _alike(pairs):
    """How many pairs are alike before the first that is not."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _inner_runs(old, new):
    """As `_runs`, where the lists differ at both ends; nothing where too much differs."""
    x, y, runs = len(old), len(new), []
    rounds = _rounds(old, new)
    for number in reversed(range(len(rounds))):
        reached, diagonal = rounds[number], x - y
        start = _start(reached, diagonal, number)
        if x > start:
            runs.append((start, start - diagonal, x - start))
        diagonal += 1 if _adds(reached, diagonal, number) else -1
        x = reached[diagonal]
        y = x - diagonal
    return runs[::-1]


def _rounds(old, new):
    """What each round of the search began with: how far in `old` each diagonal had come.

    A diagonal is a place in the old list less the place in the new one; each round takes one
    difference more, and the last one comes to the end of both. Empty where that is too far.
    """
    most = min(_MOST, _COMPARISONS // (len(old) + len(new) + 1))
    reached, rounds = {1: 0}, []
    for number in range(most + 1):
        rounds.append(dict(reached))
        for diagonal in range(-number, number + 1, 2):
            x = _start(reached, diagonal, number)
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reached[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return rounds
    return []


def _adds(reached, diagonal, number):
    """Whether the furthest way onto a diagonal adds a part; otherwise it removes one."""
    if diagonal in (-number, number):
        return diagonal == -number
    return reached[diagonal - 1] < reached[diagonal + 1]


def _start(reached, diagonal, number):
    """Where in `old` a round comes onto a diagonal."""
    if _adds(reached, diagonal, number):
        return reached[diagonal + 1]
    return reached[diagonal - 1] + 1

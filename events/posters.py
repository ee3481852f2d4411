"""A poster for the wall of a break room: what is said on the sheet, and where.

Everything is measured with the portal's own typeface and in points, from the corner at the top
left, so that the drawing (poster_files.py) only has to put it there.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from content import codes, woven_print
from content.colors import srgb
from content.typeface import BOLD, REGULAR, face

from . import when
from .models import Event
from .page import who_may_come

# Width and height in points.
PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
MARGIN = 45
BAND = 75
CODE = 232
# In parts of the size: from line to line, to the baseline, and between paragraphs.
LEADING, ASCENT, GAP = 1.22, 0.95, 0.45
INK, SOFT = (36, 28, 20), (78, 68, 58)
# What no XML may hold, and no line: controls, halves of characters, and two that are none.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# All words shrink together: in so many steps to their smallest, and further where they must.
STEPS, FURTHER = 40, 5


@dataclass(frozen=True)
class Line:
    """One line of words: its baseline, its size, and at which edge it begins."""

    text: str
    x: float
    y: float
    size: float
    weight: int
    color: tuple
    is_right: bool
    language: str


@dataclass(frozen=True)
class Poster:
    """A sheet, ready to be drawn."""

    width: float
    height: float
    title: str
    text: str
    language: str
    strip: woven_print.Strip
    lines: list
    code: codes.Code
    code_at: tuple
    url: str
    changed: dt.datetime


@dataclass(frozen=True)
class Words:
    """A paragraph before it has found its size: from the largest to the smallest that is read."""

    text: str
    largest: int
    smallest: int
    weight: int = REGULAR
    color: tuple = INK
    language: str = ""
    # Stays in one line as long as it can still be read: an address that somebody types.
    is_whole: bool = False


def poster(event, paper):
    """The poster of an event, on one of PAPERS."""
    width, height = PAPERS[paper]
    url = settings.SITE_URL + reverse("event-short", args=[event.pk])
    foot = height - MARGIN - CODE
    above = _stacked(_about(event), MARGIN, BAND + 24, width - 2 * MARGIN, foot - 16 - BAND - 24)
    left = MARGIN + CODE
    beside = _stacked(_ways(event, url), left, foot, width - MARGIN - left, CODE)
    code = codes.code_of(url)
    quiet = CODE * codes.QUIET / code.size
    return Poster(
        **{"width": width, "height": height, "url": url, "language": get_language()},
        title=_plain(event.title),
        changed=event.changed,
        text="\n".join(each.text for each in [*_about(event), *_ways(event, url)]),
        strip=woven_print.strip(event.brg.slug, event.brg.hue),
        lines=[*above, *beside],
        code=code,
        # Its dark corner stands in line with the words.
        code_at=(MARGIN - quiet, foot - quiet),
    )


def _about(event):
    """What it is: the host, the title, when, where, and for whom."""
    group = srgb(0.36, 0.058, event.brg.hue)
    own = {"language": event.language}
    return [
        Words(_hosts(event), 22, 12, BOLD, group),
        Words(_plain(event.title), 58, 18, BOLD, **own),
        Words(when.in_words(event), 22, 13, BOLD),
        Words(_where(event), 20, 12, **own),
        Words(who_may_come(event), 16, 12, color=SOFT),
    ]


def _hosts(event):
    names = [event.host_name]
    names += [host.name for host in event.cohosts.holding().select_related("brg", "chapter__brg")]
    return _plain(pgettext("between groups that hold an event", " + ").join(names))


def _where(event):
    places = [_plain(event.venue)] if event.venue else []
    if event.format != Event.Format.IN_PERSON:
        places.append(_("Online: the link is on the page, for those who are going."))
    return " · ".join(places) or event.get_format_display()


def _ways(event, url):
    """How somebody gets from the wall to the event."""
    if event.is_cancelled:
        return [Words(_("This event is cancelled."), 26, 14, BOLD)]
    typed = url.removeprefix("https://")
    return [
        Words(_("Scan the code with a phone, or type:"), 17, 10),
        Words(typed, 17, 8, BOLD, is_whole=True),
        Words(_in_words(event), 14, 9, color=SOFT),
    ]


def _in_words(event):
    answer = _("You need no work e-mail: sign in with your employee id. If that fails, ask a lead.")
    if event.audience == Event.Audience.PUBLIC:
        return _("Anyone can open the page. To say that you come: %(how)s") % {"how": answer}
    return answer


def _plain(text):
    """One line without what no sheet can hold."""
    return " ".join(_UNFIT.sub(" ", text).split())


# Where words go


def _stacked(paragraphs, x, y, width, height):
    """Lines of paragraphs below each other: all as large as they can be and still have room."""
    for step in range(STEPS * FURTHER + 1):
        sized = [_sized(words, width, step / STEPS) for words in paragraphs]
        if _height(sized) <= height:
            break
    lines = []
    for words, size, found in sized:
        edge = x + width * _is_right_to_left(words.text)
        for text in found:
            lines.append(_line(words, text, edge, y + size * ASCENT, size))
            y += size * LEADING
        y += size * GAP
    return lines


def _sized(words, width, step):
    further = max(step, 1)
    size = (words.largest - (words.largest - words.smallest) * min(step, 1)) / further
    if words.is_whole:
        whole = width / face(words.weight).width(words.text)
        size = max(words.smallest / further, min(size, whole))
        if size <= whole:
            # Not measured again: where it just fits, the last digit of a sum would break it.
            return words, size, [words.text]
    return words, size, broken(words.text, face(words.weight), width / size)


def _height(paragraphs):
    return sum(size * (LEADING * len(lines) + GAP) for _words, size, lines in paragraphs)


def _line(words, text, x, y, size):
    return Line(
        **{"text": text, "x": round(x, 2), "y": round(y, 2), "size": size},
        **{"weight": words.weight, "color": words.color},
        is_right=_is_right_to_left(words.text),
        language=words.language or get_language(),
    )


def broken(text, typeface, width):
    """Words as lines of at most that width, in ems; what is longer than a line breaks anywhere."""
    lines, line = [], ""
    for word in (part.replace("\xa0", " ") for part in re.split(r"[^\S\xa0]+", text.strip())):
        longer = f"{line} {word}" if line else word
        if typeface.width(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, typeface, width)
        lines += full
    return [*lines, line] if line else lines


def _pieces(word, typeface, width):
    piece, wide = "", 0
    for letter in word:
        more = typeface.width(letter)
        if piece and wide + more > width:
            yield piece
            piece, wide = "", 0
        piece, wide = piece + letter, wide + more
    yield piece


def _is_right_to_left(text):
    """As the first letter says that has a direction (Unicode Standard Annex 9, rule P2)."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"

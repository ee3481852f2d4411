"""PDFs that people upload: recognized by content, and refused where they would do something.

A PDF is kept as it is, since writing it anew would take a parser of its own. So it is looked
through for what acts by itself: scripts, starting programs, sending data, other files inside.
Such names stand in the open, or in compressed object streams, which are opened here. What cannot
be opened is refused: encrypted files, other compressions of objects. This stops what ordinary
programs write. Somebody who builds a PDF by hand can hide from it, and therefore whoever serves
one serves it as a file to keep, and never as a page of the portal.

Format: ISO 32000-2. An opening action is common (office programs write one that goes to the first
page) and not refused for itself: what it would have to do is on the list.
"""

import re
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 10 * 1024 * 1024

_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![\w.-])"
    rb"|/XFA\s*[\[\d]"
)
_LONGEST_NAME = 16
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# An object stream begins with the numbers and places of its objects.
_NUMBERS = re.compile(rb"\s*\d+\s+\d+\s")
_BLANKS = b"\0\t\n\x0c\r "
# What is read and unpacked at once, and of one file in all, in bytes.
_PIECE = 64 * 1024
_SNIFF = 1024
_FIRST_NUMBERS = 64
_MOST_UNPACKED = 100 * 1024 * 1024
_MOST_STREAMS = 50_000
_END_WITHIN = 1024


class PdfRefused(ValidationError):
    """An upload that we do not take. The message is a sentence for the person.

    Codes: `too_large`, `unknown_kind`, `damaged`, `protected`, `active`, `closed`.
    """


_SENTENCES = {
    "too_large": _("This file is larger than 10 MB. Choose a smaller one."),
    "unknown_kind": _("This file is not a PDF. Save it as a PDF, and choose that one."),
    "damaged": _("This PDF is damaged or incomplete. Save it again, or choose another one."),
    "protected": _("This PDF is protected. Save it without protection, and choose that one."),
    "active": _(
        "This PDF holds a script, another file, or a form that acts by itself. "
        "Print it to a new PDF, and choose that one."
    ),
    "closed": _(
        "This PDF is stored in a way that cannot be checked. "
        "Print it to a new PDF, and choose that one."
    ),
}


def read(upload):
    """The bytes of an uploaded PDF, judged by its content alone.

    Raises PdfRefused, and nothing else, whatever the file holds.
    """
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _refused("too_large")
    if not is_pdf(data):
        raise _refused("unknown_kind")
    if not _is_complete(data):
        raise _refused("damaged")
    if b"/Encrypt" in data:
        raise _refused("protected")
    if _acts(data):
        raise _refused("active")
    _look_into_streams(data)
    return data


def is_pdf(data):
    """Whether the bytes begin like a PDF."""
    return data.startswith(b"%PDF-")


def _refused(code):
    return PdfRefused(_SENTENCES[code], code=code)


def _is_complete(data):
    """Whether the end marker is there and nothing follows it, such as a file of another kind."""
    return data[-_END_WITHIN:].rstrip(_BLANKS).endswith(b"%%EOF")


def _acts(data):
    """Whether a name of something active stands there, also with letters written as numbers."""
    if _ACTIVE.search(data):
        return True
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    return bool(_ACTIVE.search(plain))


def _look_into_streams(data):
    """Unpack what holds objects, in pieces, and look at those. Raises PdfRefused."""
    view, left = memoryview(data), _MOST_UNPACKED
    for number, found in enumerate(_STREAM.finditer(data)):
        if number == _MOST_STREAMS:
            raise _refused("closed")
        if _holds_numbers(view[found.end() : found.end() + _SNIFF]):
            left = _look_into(view[found.end() :], left)
        elif b"/ObjStm" in data[max(0, found.start() - 512) : found.start()]:
            raise _refused("closed")


def _holds_numbers(piece):
    try:
        return bool(_NUMBERS.match(zlib.decompressobj().decompress(piece, _FIRST_NUMBERS)))
    except zlib.error:
        return False


def _look_into(view, left):
    """Look at what one stream unpacks to; returns how much the file may still cost."""
    unpacker, seen = zlib.decompressobj(), b""
    for start in range(0, len(view), _PIECE):
        packed = bytes(view[start : start + _PIECE])
        # At the end of a stream zlib still counts what follows it as packed.
        while packed and not unpacker.eof:
            before = len(packed)
            piece, packed = _unpacked(unpacker, packed)
            left -= len(piece) + before - len(packed)
            if left < 0:
                raise _refused("closed")
            seen = seen[-3 * _LONGEST_NAME :] + piece
            if _acts(seen):
                raise _refused("active")
        if unpacker.eof:
            break
    return left


def _unpacked(unpacker, packed):
    """A piece of what is unpacked, and what is still packed."""
    try:
        piece = unpacker.decompress(packed, _PIECE)
    except zlib.error:
        raise _refused("damaged")
    return piece, unpacker.unconsumed_tail

"""What a JPEG, PNG or WebP file says about itself, read before any decoder sees the file.

A decoder reserves memory for the size that a header claims, and parses every block of metadata
that it meets: a tiny file can thereby ask for gigabytes. So the header is read here, in a few
bounded steps, and the decoder gets only the blocks that make the picture: no EXIF, no XMP, no
comments, no further frames, nothing behind the end.

Formats: ITU T.81 (JPEG), PNG third edition (W3C), RFC 9649 (WebP), TIFF 6.0 (orientation).
"""

import re
import struct
from dataclasses import dataclass


class UnknownKindError(ValueError):
    """The content begins like none of the kinds that we read."""


class DamagedError(ValueError):
    """The content begins like a picture, but does not go on like one."""


@dataclass(frozen=True)
class Header:
    """The kind by Pillow's name, the size in pixels as stored, and what to decode.

    `orientation` is the EXIF value: 1 as stored, 2 to 8 mirrored or turned, from 5 on its side.
    """

    kind: str
    width: int
    height: int
    orientation: int
    data: bytes


def read_header(data):
    """The header of a picture's bytes. Raises UnknownKindError or DamagedError, nothing else."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError):
        raise DamagedError("cut off")
    raise UnknownKindError("neither JPEG nor PNG nor WebP")


# JPEG: segments that begin with 0xFF and a marker.

# In compressed data 0xFF is followed by a zero or a restart marker (D0 to D7); these are neither.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_TABLES = {0xC4, 0xCC, 0xDB, 0xDD}
_SCAN, _END = 0xDA, 0xD9
_BARE = {0x01, 0xD8}
# What color means: JFIF and Adobe say which transform was used, the profile says the rest.
_COLOR = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
# A progressive picture has about 10 scans. Each costs a walk over the whole picture, however few
# bytes it has, so a file of thousands would hold the decoder for hours.
_MAX_SCANS = 40
_MAX_SEGMENTS = 2_000


def _jpeg(data):
    size, orientation, scans, kept = None, 1, 0, [data[:2]]
    for marker, segment in _segments(data):
        if marker in _FRAMES:
            if size:
                raise DamagedError("two frames")
            size = struct.unpack_from(">HH", segment, 5)
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            orientation = _orientation(segment[10:])
        scans += marker == _SCAN
        if _makes_the_picture(marker, segment):
            kept.append(segment)
    if not size or not scans or scans > _MAX_SCANS:
        raise DamagedError("no frame, or not a sane number of scans")
    height, width = size
    return Header("JPEG", width, height, orientation, b"".join(kept))


def _segments(data):
    """Yield (marker, bytes) up to the end marker; a scan comes with its compressed data."""
    position = 2
    for _count in range(_MAX_SEGMENTS):
        start, marker = _next_marker(data, position)
        position = start + 2
        if marker not in _BARE and marker != _END:
            position += struct.unpack_from(">H", data, position)[0]
        if marker == _SCAN:
            position = _next_marker(data, position)[0]
        yield marker, data[start:position]
        if marker == _END:
            return
    raise DamagedError("too many segments")


def _next_marker(data, position):
    found = _MARKER.search(data, position)
    if not found:
        raise DamagedError("cut off")
    return found.start(), found[1][0]


def _makes_the_picture(marker, segment):
    if marker in _COLOR:
        return segment[4:].startswith(_COLOR[marker])
    return marker in _FRAMES or marker in _TABLES or marker in (_SCAN, _END)


# PNG: chunks of length, type, content and checksum.

_PNG_PARTS = {b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"IDAT", b"IEND"}


def _png(data):
    orientation, kept = 1, [data[:8]]
    for name, chunk in _png_chunks(data):
        if (name == b"IHDR") != (len(kept) == 1):
            raise DamagedError("the header is not first, or not alone")
        if name == b"eXIf":
            orientation = _orientation(chunk[8:-4])
        if name in _PNG_PARTS:
            kept.append(chunk)
    width, height = struct.unpack_from(">II", kept[1], 8)
    return Header("PNG", width, height, orientation, b"".join(kept))


def _png_chunks(data):
    position, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise DamagedError("cut off")
        yield name, data[position:end]
        position = end


# WebP: a RIFF container of chunks, each of name, length and content, padded to even length.

_WEBP_PARTS = {b"VP8X", b"ICCP", b"ANIM", b"ALPH", b"VP8 ", b"VP8L"}


def _webp(data):
    orientation, size, frames, kept = 1, None, 0, [b"WEBP"]
    for name, chunk in _webp_chunks(data):
        size = size or _webp_size(name, chunk)
        if name == b"EXIF":
            orientation = _orientation(chunk[8:].removeprefix(b"Exif\0\0"))
        frames += name == b"ANMF"
        if name in _WEBP_PARTS or (name == b"ANMF" and frames == 1):
            kept.append(chunk)
    if not size:
        raise DamagedError("empty")
    body = b"".join(kept)
    return Header("WEBP", *size, orientation, b"RIFF" + struct.pack("<I", len(body)) + body)


def _webp_chunks(data):
    (length,) = struct.unpack_from("<I", data, 4)
    position, end = 12, 8 + length
    if end > len(data):
        raise DamagedError("cut off")
    while position < end:
        name, length = struct.unpack_from("<4sI", data, position)
        start, position = position, position + 8 + length + length % 2
        if position > end:
            raise DamagedError("cut off")
        yield name, data[start:position]


def _webp_size(name, chunk):
    """The size of the canvas: the first chunk says it, in a way of its own for each name."""
    if name == b"VP8X":
        width, height = (int.from_bytes(chunk[at : at + 3], "little") + 1 for at in (12, 15))
    elif name == b"VP8 " and chunk[11:14] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", chunk, 14))
    elif name == b"VP8L" and chunk[8] == 0x2F:
        (bits,) = struct.unpack_from("<I", chunk, 9)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        raise DamagedError("no size")
    return width, height


# EXIF: a TIFF file, of which one number matters.

_ORIENTATION = 0x0112


def _orientation(exif):
    """The orientation, 1 to 8, or 1 where the block does not say it or makes no sense."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if not order:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, _kind, _count, value = struct.unpack_from(order + "HHIH", exif, entry)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1

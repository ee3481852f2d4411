"""Picture files for tests: honest ones, and ones that lie about themselves."""

import io
import struct
import zlib

from PIL import Image

RED, GREEN, BLUE, GOLD = (200, 30, 30), (30, 160, 60), (30, 60, 200), (230, 190, 40)


def quarters(width=160, height=120, mode="RGB"):
    """A picture whose quarters are red and green above, blue and gold below."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(GOLD, (width // 2, height // 2, width, height))
    return image.convert(mode)


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png_chunk(name, content):
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png(width, height, *more, bits=8, color=2, lines=b""):
    """A PNG whose header says any size, with more chunks, and any compressed lines."""
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0)
    chunks = [(b"IHDR", header), *more, (b"IDAT", zlib.compress(lines)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def with_png_chunk(data, name, content):
    """The PNG with one more chunk behind its header."""
    return data[:33] + png_chunk(name, content) + data[33:]


def with_jpeg_segment(data, marker, content):
    """The JPEG with one more segment at its front."""
    return (
        data[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content + data[2:]
    )


def with_jpeg_size(data, width, height):
    """The JPEG, where the frame says another size."""
    start = data.index(b"\xff\xc0") + 5
    return data[:start] + struct.pack(">HH", height, width) + data[start + 4 :]


def webp_chunks(data):
    """All chunks of a WebP file, as (name, content)."""
    position, chunks = 12, []
    while position < len(data):
        name, length = struct.unpack_from("<4sI", data, position)
        chunks.append((name, data[position + 8 : position + 8 + length]))
        position += 8 + length + length % 2
    return chunks


def webp(*chunks):
    body = b"WEBP"
    for name, content in chunks:
        body += name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_extended(width, height, *chunks, flags=0):
    """A WebP whose extended header says any size."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp((b"VP8X", struct.pack("<I", flags) + sides), *chunks)


def exif(orientation=1, text=b"", order="<"):
    """EXIF with an orientation, GPS coordinates and a text."""
    mark = {"<": b"II*\0", ">": b"MM\0*"}[order]
    entries = [
        struct.pack(order + "HHI", 0x010E, 2, len(text)) + struct.pack(order + "I", 62),
        struct.pack(order + "HHI", 0x0112, 3, 1) + struct.pack(order + "HH", orientation, 0),
        struct.pack(order + "HHII", 0x8825, 4, 1, 62 + len(text)),
        struct.pack(order + "HHII", 0x9000, 7, 4, 0x30323230),
    ]
    table = struct.pack(order + "H", len(entries)) + b"".join(entries) + struct.pack(order + "I", 0)
    gps = struct.pack(order + "HHHI", 1, 1, 2, 2) + b"N\0\0\0" + struct.pack(order + "I", 0)
    return mark + struct.pack(order + "I", 8) + table + text + gps


def greedy_exif():
    """EXIF that tells a reader to copy most of itself for each of its 65,535 entries."""
    entries = b"".join(
        struct.pack("<HHII", tag, 7, 500_000, 8) for tag in range(65_535) if tag != 0x0112
    )
    return b"II*\0" + struct.pack("<IH", 8, 65_534) + entries + bytes(4)

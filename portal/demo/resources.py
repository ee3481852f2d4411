"""What the demonstration's groups offer: links, and small files that are made here."""

import datetime as dt
import io
from contextlib import ExitStack

from PIL import Image, ImageDraw

from brgs.models import BRG
from resources import files
from resources.models import Resource

from . import tables
from .chance import ago
from .history import keep, line
from .posts import lead_of

# Whose leads put what they offer on record, with this many days between one thing and the next.
ON_RECORD, DAYS_BETWEEN = "KPAPIA", 40
POSTER = (850, 1100)


def load_resources(*, today):
    """Write links and files of most groups. The files go again where the transaction fails."""
    with ExitStack() as stack:
        for position, entry in enumerate(tables.work()["resource"]):
            brg = BRG.objects.get(acronym=entry["brg"])
            resource = _resource(brg, entry, position, today)
            if file := _file(brg, entry):
                resource.kind, resource.size = file.kind, file.size
                resource.file = stack.enter_context(files.stored(file))
            resource.save()
            if brg.acronym == ON_RECORD:
                _keep_adding(resource, position, today)


def _resource(brg, entry, position, today):
    page = entry.get("page")
    return Resource(
        brg=brg,
        title=entry["title"],
        summary=entry.get("summary", ""),
        url=f"https://example.org/{brg.slug}/{page}" if page else "",
        audience=entry["audience"],
        owner=brg.content_owner,
        review_date=today + dt.timedelta(days=entry["review_in_days"]),
        position=position,
    )


def _keep_adding(resource, position, today):
    act = {"by": lead_of(ON_RECORD, today).person, "thing": resource, "brg": resource.brg}
    at = ago(today, 20 + DAYS_BETWEEN * position, 16)
    keep([line(at=at, verb="resource.added", **act)])


def _file(brg, entry):
    """What the entry's upload would come to, checked as every upload is; None for a link."""
    kind = entry.get("kind")
    if kind == Resource.Kind.PDF:
        words = [entry["title"], brg.short_name, "This file belongs to a demonstration."]
        return files.read(io.BytesIO(pdf(words)))
    if kind == Resource.Kind.PICTURE:
        return files.read(poster(brg.hue))
    return None


def pdf(lines):
    """A PDF of one page that says these lines, in plain letters (ISO 32000-2, 7.5)."""
    text = " T* ".join(f"({_escaped(words)}) Tj" for words in lines)
    stream = f"BT /F1 20 Tf 28 TL 72 700 Td {text} ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _with_places(objects)


def _escaped(words):
    words = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return words.encode("ascii", "replace").decode("ascii")


def _with_places(objects):
    """The file that holds these objects, and at its end where each of them begins."""
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(data))
    )


def poster(hue):
    """A sheet with bands in a group's hue and room to write, as a PNG file to read."""
    sheet = Image.new("RGB", POSTER, f"hsl({hue}, 30%, 95%)")
    pen, (width, height) = ImageDraw.Draw(sheet), POSTER
    for band in range(6):
        top = height - (band + 1) * 60
        color = f"hsl({(hue + 12 * band) % 360}, 45%, {30 + 8 * band}%)"
        pen.rectangle((0, top, width, top + 44), fill=color)
    file = io.BytesIO()
    sheet.save(file, "PNG")
    file.seek(0)
    return file

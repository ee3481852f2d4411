"""Pictures that people upload: checked, decoded and written anew in the sizes that pages use.

Nothing of an uploaded file is ever kept or served, only pixels: no EXIF (which holds places),
no comments, no profile, no further frames, no other format hidden in or behind the picture.
"""

import re
from dataclasses import dataclass
from io import BytesIO

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from content.picture_headers import DamagedError, UnknownKindError, read_header

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 24_000_000
# A decoder holds whole rows, so a picture one pixel high could need as much as a bomb.
MAX_SIDE = 30_000
# From this EXIF orientation on, the rows of a picture are its columns.
ON_ITS_SIDE = 5
ACCEPT = "image/jpeg,image/png,image/webp"

_QUALITY = 82
_NAME = re.compile(r"(?P<folder>[a-z]+)/[A-Za-z0-9]{22}\.webp")


@dataclass(frozen=True)
class Purpose:
    """What a picture is for: its folder, its widths in pixels from small to large, its shape.

    `shape` is width over height; a picture of another shape is cropped around its middle. Without
    one the picture stays whole: it fits into a square of that width, and is never enlarged.
    """

    folder: str
    widths: tuple
    shape: int | None

    def size(self, width, have=None):
        """Width and height of a variant in pixels, of a picture that has this size."""
        if self.shape:
            return width, width // self.shape
        scale = min(1, width / max(have))
        return tuple(max(1, round(side * scale)) for side in have)


EMBLEM = Purpose("emblems", (96, 192), 1)
BANNER = Purpose("banners", (640, 1280), 4)
PHOTO = Purpose("photos", (96, 256), 1)
RESOURCE = Purpose("resources", (1600,), None)
# As wide as the column of text at its widest, on a dense screen; the small one for lists.
NEWS = Purpose("news", (640, 1280), 2)
EVENT = Purpose("events", (640, 1280), 2)
PURPOSES = {purpose.folder: purpose for purpose in (EMBLEM, BANNER, PHOTO, RESOURCE, NEWS, EVENT)}


@dataclass(frozen=True)
class Picture:
    """A decoded picture, not yet stored: for each width of its purpose a WebP file's bytes."""

    purpose: Purpose
    files: dict


class PictureRefused(ValidationError):
    """An upload that we do not take. The message is a sentence for the person.

    Codes: `too_large`, `too_many_pixels`, `too_thin`, `unknown_kind`, `damaged`.
    """


_SENTENCES = {
    "too_large": _("This picture is larger than 5 MB. Choose a smaller one."),
    "too_many_pixels": _("This picture has more than 24 megapixels. Choose a smaller one."),
    "too_thin": _("This picture is too long and thin to show. Choose another one."),
    "unknown_kind": _("Choose a picture in JPEG, PNG or WebP format. This file is none of them."),
    "damaged": _("This picture is damaged or incomplete. Save it again, or choose another one."),
}


def read(upload, purpose):
    """Check and decode an upload, by its content alone, to a `Picture`.

    Every variant has exactly the size that its purpose states, also where the upload is smaller;
    one without a shape keeps its own.
    Raises PictureRefused, and nothing else, whatever the file holds.
    """
    header = _checked_header(_content(upload), purpose)
    try:
        return Picture(purpose, _decode(header, purpose))
    except Exception:
        # A decoder fed with arbitrary bytes may raise anything. It always means the same here.
        raise _refused("damaged")


def store(picture, purpose=None):
    """Store a `Picture`, or an upload for a purpose, and return the name of its largest file.

    The name is random (130 bits) and says nothing: `photos/<22 letters and digits>.webp`.
    Raises PictureRefused for an upload, as `read` does. Whoever rolls back after this calls
    `remove`; files know no transaction.
    """
    if not isinstance(picture, Picture):
        picture = read(picture, purpose)
    name = f"{picture.purpose.folder}/{get_random_string(22)}.webp"
    try:
        for width, content in picture.files.items():
            default_storage.save(variant(name, width), ContentFile(content))
    except Exception:
        # A disk that filled up half way must not keep a face that nothing points at.
        remove(name)
        raise
    return name


def variant(name, width):
    """The name of the file of that width, from the name that `store` gave.

    Raises ValueError if the name is none of ours or the purpose has no such width.
    """
    purpose = _purpose_of(name)
    if width not in purpose.widths:
        raise ValueError(f"{purpose.folder} have no width of {width}")
    if width == purpose.widths[-1]:
        return str(name)
    return f"{str(name).removesuffix('.webp')}-{width}.webp"


def original(name):
    """The stored name that a file belongs to, or None for what is no file of a picture."""
    stem, _, suffix = name.removesuffix(".webp").rpartition("-")
    stored = f"{stem}.webp" if stem else name
    try:
        purpose = _purpose_of(stored)
    except ValueError:
        return None
    widths = [str(width) for width in purpose.widths[:-1]]
    return stored if not stem or suffix in widths else None


def remove(name):
    """Delete every file of a stored picture; one that is gone already, or no name, is no error.

    Raises ValueError if the name is none of ours. Call it when the transaction has committed.
    """
    if not name:
        return
    for width in _purpose_of(name).widths:
        default_storage.delete(variant(name, width))


def replace(name, picture):
    """What a field that holds `name` holds next, given what a `PictureField` came to.

    A `Picture` is stored, False (clear it) gives the empty name, anything else keeps `name`. The
    files that are no longer named are deleted when the transaction commits, the new ones stay
    behind if it does not.
    """
    name = str(name or "")
    if isinstance(picture, Picture):
        new = store(picture)
    elif picture is False:
        new = ""
    else:
        return name
    transaction.on_commit(lambda: remove(name))
    return new


def copied(name):
    """Store the files of a picture once more, for another row, and return the new name.

    The empty name for none, and for one whose files are gone.
    """
    if not name or not default_storage.exists(str(name)):
        return ""
    purpose = _purpose_of(name)
    files = {}
    for width in purpose.widths:
        with default_storage.open(variant(name, width)) as file:
            files[width] = file.read()
    return store(Picture(purpose, files))


class PictureField(forms.FileField):
    """A picture to choose, for one purpose; comes to a `Picture`, None, or False to clear it.

    Not an ImageField: that one tries every decoder there is, and looks at the file's name.
    """

    def __init__(self, purpose, **kwargs):
        self.purpose = purpose
        kwargs.setdefault("help_text", _("JPEG, PNG or WebP, at most 5 MB and 24 megapixels."))
        super().__init__(**kwargs)

    def to_python(self, data):
        upload = super().to_python(data)
        return None if upload is None else read(upload, self.purpose)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": ACCEPT}


class PicturesFormMixin:
    """For a ModelForm with a `PictureField` in place of the form field of an image column.

    Stores pictures with `save`, also without commit, so never for a form with errors: what they
    come to is taken out of `cleaned_data` and kept in `pictures`, by field.
    """

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        fields = [name for name, field in self.fields.items() if isinstance(field, PictureField)]
        self.pictures = {name: cleaned.pop(name) for name in fields if name in cleaned}
        return cleaned

    def save(self, commit=True):
        for name, picture in self.pictures.items():
            setattr(self.instance, name, replace(getattr(self.instance, name), picture))
        return super().save(commit)


def _refused(code):
    return PictureRefused(_SENTENCES[code], code=code)


def _purpose_of(name):
    found = _NAME.fullmatch(str(name))
    if not found or found["folder"] not in PURPOSES:
        raise ValueError("not the name of a stored picture")
    return PURPOSES[found["folder"]]


def _content(upload):
    """The bytes of an upload, which says itself how many they are; it is not believed."""
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _refused("too_large")
    return data


def _checked_header(data, purpose):
    try:
        header = read_header(data)
    except UnknownKindError:
        raise _refused("unknown_kind")
    except DamagedError:
        raise _refused("damaged")
    if header.width * header.height > MAX_PIXELS:
        raise _refused("too_many_pixels")
    if max(header.width, header.height) > MAX_SIDE or _vanishes(header, purpose):
        raise _refused("too_thin")
    return header


def _vanishes(header, purpose):
    """Whether a picture that stays whole would be less than a pixel across."""
    sides = sorted((header.width, header.height))
    return purpose.shape is None and sides[1] > sides[0] * purpose.widths[-1]


def _decode(header, purpose):
    """The variants of a picture whose header was checked: width to bytes of a WebP file."""
    # Here, because a worker that never handles a picture should not hold the decoders.
    from PIL import Image  # noqa: PLC0415

    image = Image.open(BytesIO(header.data), formats=[header.kind])
    if image.size != (header.width, header.height):
        raise DamagedError("the decoder reads another size than we do")
    profile = image.info.get("icc_profile")
    upright = image.size[::-1] if header.orientation >= ON_ITS_SIDE else image.size
    size = purpose.size(purpose.widths[-1], upright)
    largest = _in_srgb(_fitted(image, size, header.orientation), profile)
    return {width: _as_webp(largest, purpose.size(width, upright)) for width in purpose.widths}


def _fitted(image, size, orientation):
    """The middle of the picture in that size, upright.

    It is cut and scaled before it is turned: the small picture is cheaper to turn.
    """
    size = size[::-1] if orientation >= ON_ITS_SIDE else size
    fewer = min(image.width / size[0], image.height / size[1])
    # A JPEG can be decoded at an eighth of its size; twice what is needed is enough.
    image.draft(None, tuple(int(2 * side / fewer) for side in image.size))
    image = _with_smooth_colors(image)
    small = image.resize(size, box=_middle(image.size, size), reducing_gap=3, resample=_LANCZOS)
    turn = _TURNS[orientation - 1]
    return small if turn is None else small.transpose(turn)


# Pillow's numbers, written out since it is imported late (Image.Resampling, Image.Transpose).
_LANCZOS = 1
# By EXIF orientation: as is, mirrored, upside down, flipped, transposed, 270, transverse, 90.
_TURNS = (None, 0, 3, 1, 5, 4, 6, 2)


def _middle(have, want):
    """The largest box of the shape of `want` in the middle of `have`: left, top, right, bottom."""
    scale = min(have[0] / want[0], have[1] / want[1])
    width, height = want[0] * scale, want[1] * scale
    left, top = (have[0] - width) / 2, (have[1] - height) / 2
    return left, top, left + width, top + height


def _with_smooth_colors(image):
    """The picture in a mode whose values can be averaged: no palette, no 16 bits, no black only."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
        image.info.pop("transparency", None)
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")


def _in_srgb(image, profile):
    """The picture in the color space that browsers assume; a senseless profile is passed over."""
    from PIL import ImageCms  # noqa: PLC0415  (with the decoders, see above)

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, target, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert(mode)


def _as_webp(image, size):
    variant = image.resize(size, resample=_LANCZOS)
    if variant.mode == "RGBA":
        # Colors that full transparency hides could be uncovered again; this makes them black.
        variant = variant.convert("RGBa").convert("RGBA")
    file = BytesIO()
    variant.save(file, "WEBP", quality=_QUALITY, icc_profile=None, exif=b"", xmp=b"")
    return file.getvalue()

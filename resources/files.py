"""The files of resources: PDFs as they are, pictures written anew, under names that say nothing."""

import re
from contextlib import contextmanager
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from content import pdf, pictures

from .models import Resource

ACCEPT = f"application/pdf,{pictures.ACCEPT}"

_PDF_NAME = re.compile(r"resources/[A-Za-z0-9]{22}\.pdf")
_CONTENT_TYPES = {Resource.Kind.PDF: "application/pdf", Resource.Kind.PICTURE: "image/webp"}
_ENDINGS = {Resource.Kind.PDF: ".pdf", Resource.Kind.PICTURE: ".webp"}
# What some system does not take in the name of a file, or takes for a folder.
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
_SENTENCES = {
    "empty": _("This file is empty. Choose another one."),
    "too_large": _("A picture may have at most 5 MB, and a PDF 10 MB. Choose a smaller file."),
    "unknown_kind": _("Choose a PDF, or a picture in JPEG, PNG or WebP format."),
}


@dataclass(frozen=True)
class File:
    """An upload that was checked, not yet stored: of a kind, a PDF's bytes or a `Picture`."""

    kind: str
    content: object

    @property
    def size(self):
        return len(self.content) if self.kind == Resource.Kind.PDF else self._size_of_picture

    @property
    def _size_of_picture(self):
        return max(len(content) for content in self.content.files.values())


def read(upload):
    """Check an upload, by its content alone and never by its name, to a `File`.

    Raises ValidationError with a sentence for the person, and nothing else, whatever it holds.
    """
    upload.seek(0)
    beginning = upload.read(16)
    if not beginning:
        raise _refused("empty")
    if pdf.is_pdf(beginning):
        return File(Resource.Kind.PDF, pdf.read(upload))
    try:
        return File(Resource.Kind.PICTURE, pictures.read(upload, pictures.RESOURCE))
    except pictures.PictureRefused as refused:
        if refused.code in _SENTENCES:
            raise _refused(refused.code)
        raise


def _refused(code):
    return ValidationError(_SENTENCES[code], code=code)


@contextmanager
def stored(file):
    """Store a `File` for the length of the block, and for good unless the block fails.

    Gives its name, or the empty one for no file. The block holds the whole transaction: storage
    knows none, so what fails here is taken away here.
    """
    name = _store(file) if file else ""
    try:
        yield name
    except BaseException:
        remove(name)
        raise


def _store(file):
    if file.kind == Resource.Kind.PICTURE:
        return pictures.store(file.content)
    name = f"resources/{get_random_string(22)}.pdf"
    try:
        return default_storage.save(name, ContentFile(file.content))
    except Exception:
        # A disk that filled up half way must not keep half a file.
        remove(name)
        raise


def remove(name):
    """Delete a stored file; one that is gone already, or no name, is no error.

    Raises ValueError if the name is none of ours.
    """
    if _PDF_NAME.fullmatch(name):
        default_storage.delete(name)
    else:
        pictures.remove(name)


def remove_on_commit(name):
    """Delete a stored file once the transaction that no longer names it has been kept."""
    transaction.on_commit(lambda: remove(name))


def name_to_keep(resource):
    """The name under which people keep the file: its title, made fit for every system."""
    words = _UNFIT.sub(" ", resource.title).strip(" .")
    return (words or "file") + _ENDINGS[resource.kind]


def content_type(resource):
    return _CONTENT_TYPES[resource.kind]


class ResourceFileField(forms.FileField):
    """A PDF or a picture to choose; comes to a `File`, or None."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.FileInput)
        kwargs.setdefault("error_messages", {"empty": _SENTENCES["empty"]})
        super().__init__(**kwargs)

    def to_python(self, data):
        upload = super().to_python(data)
        return None if upload is None else read(upload)

    def clean(self, data, initial=None):
        # What is stored stays where nothing new is chosen; that is the action's to know.
        return super().clean(data, None)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": ACCEPT}

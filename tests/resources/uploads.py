"""Uploads for tests of resources, and a look into where they are kept."""

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.content import pdf_files
from tests.content.picture_files import quarters, saved

PDF = pdf_files.plain()
PNG = saved(quarters(), "PNG")


def upload(content=PDF, name="whatever.exe", kind="application/octet-stream"):
    return SimpleUploadedFile(name, content, kind)


def kept():
    """The names of all files of resources in storage."""
    has_any = default_storage.exists("resources")
    return (
        {f"resources/{name}" for name in default_storage.listdir("resources")[1]}
        if has_any
        else set()
    )

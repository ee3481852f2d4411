"""What leads send in tests of resources, and a look into where files are kept."""

import datetime as dt

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from resources import actions
from resources.files import read
from resources.models import Resource
from tests import factories
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


def typed(**fields):
    about = {
        "title": "Guide",
        "summary": "For the first week.",
        "url": "https://example.com/guide",
        "audience": "members",
        "owner": "Secretary",
        "review_date": day(30),
    }
    return about | fields


def day(days):
    return (factories.today() + dt.timedelta(days=days)).isoformat()


def offered(group, content=PDF, **fields):
    """A file that the group offers."""
    about = {"title": "Año: guide", "owner": "Secretary", "review_date": factories.today()}
    resource = Resource(brg=group, **about | fields)
    return actions.add(resource=resource, by=factories.person(), file=read(upload(content)))


def text_of(response):
    return response.content.decode()

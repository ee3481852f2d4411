"""What the tests of the workspace share: addresses, drafts, and what a page says."""

import re

from django.contrib.messages import get_messages

from tests import factories

LIST = "/manage/kin/events/"
OF_CHAPTER = "/manage/kin/chapters/denver/events/"


def draft(brg, **facts):
    return factories.event(brg, **{"status": "draft", "published": None, **facts})


def inside(brg, **facts):
    """An event for members alone, which no rule of the organization asks about."""
    return draft(brg, audience="members", **facts)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def fresh(row):
    return type(row).objects.get(pk=row.pk)

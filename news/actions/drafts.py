"""What leads write before it goes out."""

from django.db import transaction
from django.utils.translation import gettext as _

from content.pictures import remove, replace

from ..models import NewsItem
from .held import held, keep, refuse_unless

# What the form of a draft holds, besides the picture.
TEXTS = ("title", "summary", "body", "picture_alt")
AUDIENCE = ("audience", "told", "told_region", "told_chapter", "told_role")


@transaction.atomic
def create(*, item, by, picture=None):
    """Keep a new draft, given unsaved with its host; `picture` is what the form's field came to."""
    item.status, item.author = NewsItem.Status.DRAFT, by
    item.picture = replace("", picture)
    return keep(item, by=by, verb="news.drafted")


@transaction.atomic
def edit(*, item, by, version, picture=None):
    """Keep an edited draft, if it still is the version that the editor began with.

    Raises EditConflict, and Refusal for news that is no draft any more.
    """
    stored = held(item, version=version)
    refuse_unless(stored.is_editable, _("Take it back first. Only a draft can be edited."))
    for name in (*TEXTS, *AUDIENCE):
        setattr(stored, name, getattr(item, name))
    stored.picture = replace(stored.picture, picture)
    stored.version += 1
    return keep(stored, by=by, verb="news.edited")


@transaction.atomic
def delete(*, item, by):
    """Delete a draft, its picture too. Raises Refusal for what has been asked for or is out."""
    stored = held(item)
    refuse_unless(stored.is_editable, _("Only a draft can be deleted. Take it back first."))
    keep(stored, by=by, verb="news.deleted")
    picture = str(stored.picture)
    transaction.on_commit(lambda: remove(picture))
    stored.delete()

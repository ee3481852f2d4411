"""What leads write before it goes out."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from brgs.models import BRG
from content.pictures import remove, replace

from .. import emails
from ..models import NewsItem
from .held import held, keep, refuse_unless

# What the form of a draft holds, besides the picture.
TEXTS = ("title", "summary", "body", "picture_alt")
AUDIENCE = ("audience", "told", "told_region", "told_chapter", "told_role")


# The same words again within that time were sent by a double click.
A_DOUBLE_CLICK = dt.timedelta(minutes=1)


@transaction.atomic
def create(*, item, by, picture=None):
    """Keep a new draft, given unsaved with its host; returns it as kept.

    `picture` is what the form's field came to.
    """
    if twin := _sent_just_now(item, by):
        return twin
    item.status, item.author = NewsItem.Status.DRAFT, by
    item.picture = replace("", picture)
    return keep(item, by=by, verb="news.drafted")


def _sent_just_now(item, by):
    """The draft that the first click has kept; the second one waits here until it stands."""
    BRG.objects.select_for_update(no_key=True).get(pk=item.brg_id)
    same = {name: getattr(item, name) for name in ("brg", "chapter", *TEXTS, *AUDIENCE)}
    rows = NewsItem.objects.filter(**same, status=NewsItem.Status.DRAFT, author=by)
    return rows.filter(made__gt=timezone.now() - A_DOUBLE_CLICK).first()


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
    emails.deleted(stored)
    picture = str(stored.picture)
    transaction.on_commit(lambda: remove(picture))
    stored.delete()

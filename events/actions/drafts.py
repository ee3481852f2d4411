"""What leads write before anybody else sees it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from brgs.models import BRG
from content.pictures import Picture, copied, remove, replace

from .. import emails
from ..models import Event
from .held import held, keep, refuse_unless

# What the form of an event holds, besides the picture.
TEXTS = ("title", "summary", "description", "language", "picture_alt", "pillar", "paid_time")
TIMES = (
    *("time_zone", "starts_date", "starts_time", "starts_turn"),
    *("ends_date", "ends_time", "ends_turn"),
)
PLACE = ("format", "venue", "online_link", "region")
TERMS = ("closes_hours", "audience", "capacity", "cost", "outside_speakers")
CARE = ("accessibility", "accessibility_contact")
FIELDS = (*TEXTS, *TIMES, *PLACE, *TERMS, *CARE)


# The same words again within that time were sent by a double click.
A_DOUBLE_CLICK = dt.timedelta(minutes=1)


@transaction.atomic
def create(*, event, by, picture=None):
    """Keep a new draft, given unsaved with its host; `picture` is what the form's field came to.

    Returns it as kept.
    """
    return _sent_just_now(event, by) or keep_new(event, by=by, picture=picture)


def _sent_just_now(event, by):
    """The draft that the first click has kept; the second one waits here until it stands."""
    BRG.objects.select_for_update(no_key=True).get(pk=event.brg_id)
    same = {name: getattr(event, name) for name in ("brg", "chapter", *FIELDS)}
    rows = Event.objects.filter(**same, status=Event.Status.DRAFT, author=by)
    return rows.filter(made__gt=timezone.now() - A_DOUBLE_CLICK).first()


def keep_new(event, *, by, picture=None):
    """Keep a new draft.

    A picture that it holds already is another event's, and is copied where no other is chosen.
    """
    event.status, event.author = Event.Status.DRAFT, by
    is_kept = not isinstance(picture, Picture) and picture is not False
    event.picture = copied(event.picture) if is_kept else replace("", picture)
    event.version = 0
    return keep(event, by=by, verb="event.drafted")


def copy_fields(event, *, onto, names=FIELDS):
    """Put what somebody has typed onto the row that is held."""
    for name in names:
        setattr(onto, name, getattr(event, name))


def differ(one, other, names):
    """Whether two events have another value in any of these fields."""
    return any(getattr(one, name) != getattr(other, name) for name in names)


@transaction.atomic
def delete(*, event, by):
    """Delete a draft that was never published, its picture too. Raises Refusal for all others."""
    stored = held(event)
    is_draft = stored.is_editable and stored.published is None
    refuse_unless(is_draft, _("Only a draft can be deleted. You can cancel the event."))
    keep(stored, by=by, verb="event.deleted")
    emails.deleted(stored)
    picture = str(stored.picture)
    transaction.on_commit(lambda: remove(picture))
    stored.delete()

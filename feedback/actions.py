"""Feedback goes in here, and comes out in fives.

None of it is on record: an act with a name and a time is what there must not be of an answer.
"""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from attendance.models import Attendance
from events.models import Event
from events.models.finding import LONGEST
from notices.models import Notice

from . import emails
from .models import Box, Spent
from .opening import OPEN_FOR, came, is_open
from .piles import Pile
from .seal import marks_of, seal, unseal

log = logging.getLogger("feedback.clock")

INVITED_AFTER = dt.timedelta(days=1)
# Who thought what is of use for the next few events, not for ever.
TEXTS_KEPT = dt.timedelta(days=2 * 365)


@transaction.atomic
def give(*, event, by, stars, score=None, text=""):
    """Put one answer into the event's box; the fifth that waits there releases all five stars.

    Scores and texts come with them where there are five of their kind, and else wait on.

    A second answer of the same person changes nothing, and nobody can tell that it did not. Raises
    Refusal to those who did not come, and where the box is closed.
    """
    if not came(by, event):
        raise Refusal(_("Feedback is for those who came."))
    box = _held(event)
    if box.is_closed or not is_open(event):
        raise Refusal(_("Feedback for this event is closed."))
    marks = marks_of(by, event)
    if Spent.objects.filter(mark__in=marks).exists():
        return
    Spent.objects.bulk_create([Spent(mark=marks[0], event=event)])
    _put_in(box, Pile.of_one(stars=stars, score=score, text=text))


def has_given(person, event):
    """For the person alone."""
    return Spent.objects.filter(mark__in=marks_of(person, event)).exists()


def _held(event):
    """The event's box, held until the transaction ends, so that answers come one by one.

    Whoever takes a box and marks takes the box first.
    """
    Box.objects.bulk_create([Box(event=event)], ignore_conflicts=True)
    return Box.objects.select_for_update().get(pk=event.pk)


def _put_in(box, pile):
    due, left = (unseal(box.sealed, box.event) + pile).parted()
    box.release(due)
    # Also where nothing is left: that too is for nobody to know.
    box.sealed = seal(left, box.event)
    box.save()


# By the clock: safe twice, at the same time, or late. What fails for one event holds up no other.


def close_boxes(now=None):
    """Close the boxes whose time is over; returns how many.

    What still waits in them is deleted: fewer than five answers, and scores and texts that have
    found too few of their kind. So is who has answered.
    """
    late = Box.objects.filter(is_closed=False, event__ends__lte=(now or timezone.now()) - OPEN_FOR)
    return sum(_tried(_closed, box) for box in late.order_by("pk"))


@transaction.atomic
def _closed(late):
    box = Box.objects.select_for_update().get(pk=late.pk)
    if box.is_closed:
        return 0
    box.sealed, box.is_closed = b"", True
    box.save()
    Spent.objects.filter(event=box.pk).delete()
    return 1


def invite(now=None):
    """Tell everybody who came, a day after the end, that they may say how it was; returns how many.

    Also those who have said so already: who is asked tells nothing of who has answered. Whoever is
    put on the list of those who came only later is told later.
    """
    now = now or timezone.now()
    events = Event.objects.published().filter(
        starts__gt=now - OPEN_FOR - LONGEST,
        ends__gt=now - OPEN_FOR,
        ends__lte=now - INVITED_AFTER,
    )
    due = events.filter(Exists(_untold().filter(event=OuterRef("pk"))))
    due = due.select_related("brg", "chapter__brg").order_by("ends", "pk")
    return sum(_tried(_invited, event) for event in due)


@transaction.atomic
def _invited(event):
    return emails.invited(event, _untold().filter(event=event))


def _untold():
    """Those who came, were not invited yet, and can be."""
    thing = Concat(Value("event:"), Cast(OuterRef("event"), CharField()))
    told = Notice.objects.filter(
        person=OuterRef("person"), letter__thing=thing, **emails.of_invitation()
    )
    return Attendance.objects.filter(~Exists(told), person__is_active=True)


def forget_texts(now=None):
    """Delete texts of two years ago; the totals stay. Returns of how many events."""
    before = (now or timezone.now()) - TEXTS_KEPT
    return Box.objects.filter(event__ends__lt=before).exclude(texts=[]).update(texts=[])


def _tried(do, row):
    try:
        return do(row)
    except Exception:
        log.error("what is due of feedback could not be done", exc_info=True)
        return 0

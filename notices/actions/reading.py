"""What a person has read in the portal. Nobody else learns of it, so it is not on record."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models import Notice


@transaction.atomic
def mark_read(*, notice, by):
    """Mark one's own notice as read; a second time changes nothing."""
    own = Notice.objects.of(by).unread()
    return bool(own.filter(pk=notice.pk).update(read=timezone.now()))


@transaction.atomic
def mark_all_read(*, by, up_to):
    """Mark one's notices as read, up to one that was seen: what came since stays unread.

    Returns how many.
    """
    before = Q(told__lt=up_to.told) | Q(told=up_to.told, pk__lte=up_to.pk)
    return Notice.objects.of(by).unread().filter(before).update(read=timezone.now())

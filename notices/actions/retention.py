"""How long notices are kept: what one was told a year ago is of no use, and discloses the same."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models import Letter, Notice

KEPT = dt.timedelta(days=365)
AT_A_TIME = 1000


def forget_old(*, now=None):
    """Delete notices of more than a year ago, and letters that nobody has any more.

    A letter of which nobody was told, such as the link for an account that is none, goes as soon
    as it is good for nothing. A thousand at a time, so that nobody waits for the whole. Returns
    how many notices.
    """
    now = now or timezone.now()
    limit = now - KEPT
    forgotten = 0
    while some := _forget_some(Notice.objects.filter(told__lt=limit)):
        forgotten += some
    over = Q(made__lt=limit) | Q(good_until__lt=now)
    while _forget_some(Letter.objects.filter(over, notices=None)):
        pass
    return forgotten


@transaction.atomic
def _forget_some(rows):
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])
    if rows.model is Notice:
        # A digest of long ago that never went out lets go of its parts, which then stay unsent.
        parts = Notice.objects.filter(digest__in=keys, mail=Notice.Mail.IN_DIGEST)
        parts.update(mail=Notice.Mail.NONE, digest=None)
    rows.model.objects.filter(pk__in=keys).delete()
    return len(keys)

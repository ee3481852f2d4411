"""The texts of mails are not kept: what nobody will be sent any more is purged."""

import datetime as dt

from django.utils import timezone

from ..models import Letter, Notice
from ..outbox import purge

# How long the text of a mail that failed is kept, so that it may be sent after all.
FAILED_KEPT = dt.timedelta(days=30)


def purge_texts(*, now=None):
    """Take away the texts of letters of which no mail can go out any more; returns how many.

    Workers do so for what they send. This is for what was called back, and for what failed a
    month ago, which is given up; the portal keeps what it told.
    """
    before = (now or timezone.now()) - FAILED_KEPT
    failed = Notice.objects.filter(mail=Notice.Mail.FAILED, sent__lt=before)
    failed.update(mail=Notice.Mail.NONE, digest=None)
    return purge(Letter.objects.all())

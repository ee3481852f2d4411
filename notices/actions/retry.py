"""A second try for mails that failed, when a curator asks for it."""

from django.db import transaction
from django.utils import timezone

from audit.actions import record

from ..models import Notice

Mail = Notice.Mail


@transaction.atomic
def retry_failed(*, by):
    """Let every mail that has failed be tried once more from the start; returns how many.

    What failed within a digest goes with it again. A worker still drops what is too late by then.
    """
    failed = Notice.objects.filter(mail=Mail.FAILED)
    parts = failed.exclude(digest=None).update(mail=Mail.IN_DIGEST, sent=None)
    fresh = {"due": timezone.now(), "attempts": 0, "sent": None, "lease": "", "leased_until": None}
    mails = failed.update(mail=Mail.WAITING, **fresh)
    if parts or mails:
        # On record is who asked for it; whose mails they were is nobody's business.
        record(by=by, verb="mail.retried", thing=by)
    return mails

"""What a worker does in one round, without its process."""

from django.utils import timezone

from notices import outbox
from notices.mails import Composer
from notices.models import Letter
from notices.planning import decide


def go_round():
    """Send what is due now."""
    now, composer = timezone.now(), Composer()
    lease = outbox.take(now=now)
    batch = outbox.load(lease)
    for notice in batch.notices:
        mailbox = batch.mailboxes[notice.person_id]
        if decide(notice, mailbox=mailbox, choices=[], now=now).action == "send":
            composer.message(notice, mailbox).send()
            outbox.sent(notice, lease, now=now)
        else:
            outbox.drop([notice.pk], lease)
    outbox.purge(Letter.objects.all())

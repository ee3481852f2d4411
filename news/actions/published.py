"""What leads and curators can still do once news is out."""

from django.db import transaction
from django.utils.translation import gettext as _

from notices.actions import stop
from notices.models import Letter

from .. import emails
from ..models import NewsItem
from .held import held, keep, refuse_unless

Status = NewsItem.Status


@transaction.atomic
def withdraw(*, item, by):
    """Take published news from view, and stop the mails that are still on their way.

    Its words go from the notices in the portal as well.
    """
    item = held(item)
    refuse_unless(item.status == Status.PUBLISHED, _("This is not published."))
    emails.taken_down(item, by=by)
    item.status = Status.WITHDRAWN
    return keep(item, by=by, verb="news.withdrawn")


@transaction.atomic
def stop_sending(*, item, by):
    """Stop the mails that are still on their way. The news itself stays on its page."""
    item = held(item)
    refuse_unless(item.letter and not item.letter.stopped, _("Nothing is being sent."))
    stop(Letter.objects.filter(pk=item.letter_id))
    return keep(item, by=by, verb="news.sending_stopped")

"""What curators decide about news that would go to every employee."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal

from .. import emails
from ..models import NewsItem
from ..permissions import why_not_approve
from .held import held, keep, refuse_unless, why_not_out
from .sending import TIME_TO_THINK, put_on_its_way

Status = NewsItem.Status


@transaction.atomic
def approve(*, item, by, version):
    """Let news go out to every employee, at its hour or ten minutes from now.

    Raises EditConflict where it is not the version that was read, and Refusal for one's own.
    """
    item = _waiting(item, version)
    if why := why_not_approve(by, item) or why_not_out(item):
        raise Refusal(why)
    soonest = timezone.now() + TIME_TO_THINK
    goes_out = max(item.goes_out or soonest, soonest)
    put_on_its_way(item, by=by, verb="news.approved", goes_out=goes_out)
    emails.approved(item, by=by)
    return item


@transaction.atomic
def return_to_leads(*, item, by, version, note):
    """Give it back with a note that the leads read. Raises as `approve`, but for one's own."""
    refuse_unless(note.strip(), _("Say what to change. The leads read it."))
    item = _waiting(item, version)
    item.status, item.note, item.goes_out = Status.RETURNED, note.strip(), None
    item.told_rule = item.told_figure = ""
    keep(item, by=by, verb="news.returned")
    emails.returned(item, by=by)
    return item


def _waiting(item, version):
    item = held(item, version=version)
    refuse_unless(item.status == Status.WAITING, _("This does not wait for a curator any more."))
    emails.call_back_of_request(item)
    return item

"""A group's list of members as a file: who takes it says what for, and that is kept."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import KEPT, record

from ..models import RosterExport


@transaction.atomic
def export_roster(*, brg, by, reason):
    """Put an export on record, with its reason, before its first row leaves.

    Raises Refusal without a reason.
    """
    if not reason.strip():
        raise Refusal(_("Say what the list is for. Other leads can read it."))
    export = RosterExport.objects.create(brg=brg, by=by.public_id, reason=reason.strip())
    record(by=by, verb="roster.exported", thing=export, within=brg)
    return export


@transaction.atomic
def forget_old_exports(*, now=None):
    """Delete exports that have gone from the record of acts too; returns how many."""
    return RosterExport.objects.filter(at__lt=(now or timezone.now()) - KEPT).delete()[0]

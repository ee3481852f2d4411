"""What leads do with what their group offers. A file lives and goes with the row that names it."""

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from accounts.clock import organization_today
from accounts.refusal import Refusal
from audit.actions import record
from brgs.actions import EditConflict
from brgs.models import BRG
from notices.models import Letter, key_of

from . import emails
from .files import remove_on_commit, stored
from .models import Resource

MOST_OF_A_GROUP = 100


def add(*, resource, by, file=None):
    """Keep a new link or file, given unsaved with its group; `file` is what `files.read` gave.

    Raises Refusal where the group has as many as it can have.
    """
    with stored(file) as name, transaction.atomic():
        brg = BRG.objects.select_for_update(no_key=True).get(pk=resource.brg_id)
        if Resource.objects.filter(brg=brg).count() >= MOST_OF_A_GROUP:
            raise Refusal(_("A group can offer 100 resources. Remove one that is out of date."))
        _hold(resource, file, name)
        resource.save()
        record(by=by, verb="resource.added", thing=resource, within=brg)
    return resource


def change(*, resource, by, version, file=None):
    """Keep an edited resource, if it still is the version that the editor began with.

    A new `file` takes the place of what was there, an address that of a file; the old file goes
    when the change is kept. Raises EditConflict, and Refusal where the resource is gone meanwhile.
    """
    with stored(file) as name, transaction.atomic():
        before = _held(resource)
        if before is None:
            raise Refusal(_("Somebody has removed this resource meanwhile."))
        if before.version != version:
            raise EditConflict
        # What no form shows is not the editor's to overwrite.
        resource.brg_id, resource.position = before.brg_id, before.position
        resource.kind, resource.file, resource.size = before.kind, before.file, before.size
        if file or resource.url:
            _hold(resource, file, name)
        resource.version = version + 1
        resource.save()
        if before.file != resource.file:
            remove_on_commit(before.file)
        record(by=by, verb="resource.changed", thing=resource, within=before.brg)
    return resource


@transaction.atomic
def remove(*, resource, by):
    """Take a resource away, its file too; returns whether it was still there."""
    before = _held(resource)
    if before is None:
        return False
    record(by=by, verb="resource.removed", thing=before, within=before.brg)
    before.delete()
    remove_on_commit(before.file)
    return True


def remind_of_reviews(*, today=None):
    """Tell leads of active groups that resources are overdue for review; returns how many are told.

    One message for all that are overdue by then, and another one when a later date has passed.
    """
    overdue = Resource.objects.overdue_for_review(today or organization_today())
    rows = overdue.filter(brg__status=BRG.Status.ACTIVE).order_by().values_list("brg")
    found = {brg: facts for brg, *facts in rows.annotate(Count("pk"), Max("review_date"))}
    told = 0
    for brg in BRG.objects.filter(pk__in=found).order_by("pk"):
        count, day = found[brg.pk]
        if not _is_told(brg, day):
            # Each alone, so that another clock waits for one of them and not for all.
            with transaction.atomic():
                told += emails.reviews_are_due(brg, count=count, day=day)
    return told


def _is_told(brg, day):
    # A letter that nobody got, since nobody led, waits for whoever leads next.
    letters = Letter.objects.filter(kind="approval", thing=key_of(brg), notices__isnull=False)
    return letters.filter(occurrence=f"resources {day.isoformat()}").exists()


def _held(resource):
    rows = Resource.objects.select_for_update(of=("self",)).select_related("brg")
    return rows.filter(pk=resource.pk).first()


def _hold(resource, file, name):
    """Make it what it is: the file, or else the address that it has."""
    resource.file = name
    resource.kind = file.kind if file else Resource.Kind.LINK
    resource.size = file.size if file else 0
    if file:
        resource.url = ""

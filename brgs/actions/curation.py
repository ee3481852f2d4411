"""What curators do with groups and the lists beside them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from accounts.visibility import Visibility
from audit.actions import record

from .. import emails
from ..models import BRG, FormerSlug, Membership
from . import texts
from .conflict import EditConflict


@transaction.atomic
def create_brg(*, brg, by, focus_areas=None, links=None):
    """Keep a new group as a draft, with its focus areas and links (see `save_brg`)."""
    _refuse_taken_slug(brg)
    brg.save()
    _keep_lists(brg, focus_areas, links)
    texts.keep_revision(brg, by=by)
    record(by=by, verb="brg.created", thing=brg, within=brg)
    return brg


@transaction.atomic
def save_brg(*, brg, by, version, focus_areas=None, links=None):
    """Keep an edited group, if it still is the version that the editor began with.

    Raises EditConflict if it is not. An address that changes goes on leading to the group.
    Making the group sensitive moves every member down to `only_me`; nothing moves them up.
    `links` are (title, address) in their order; a list that is None stays as it is.
    """
    stored = BRG.objects.select_for_update().get(pk=brg.pk)
    if stored.version != version:
        raise EditConflict
    if stored.slug != brg.slug:
        _move(stored, brg)
    texts.keep_first(stored)
    brg.version = version + 1
    # What the clock and the other actions keep is not the editor's to overwrite.
    brg.status, brg.published = stored.status, stored.published
    brg.members_figure_id = stored.members_figure_id
    brg.save()
    _keep_lists(brg, focus_areas, links)
    texts.keep_revision(brg, by=by)
    texts.meet_waiting(brg)
    record(by=by, verb="brg.changed", thing=brg, within=brg)
    if brg.is_sensitive and not stored.is_sensitive:
        _hide_members(brg, by=by)
    return brg


def _keep_lists(brg, focus_areas, links):
    if focus_areas is not None:
        brg.focus_areas.set(focus_areas)
    if links is not None:
        texts.keep_links(brg, links)


def _move(stored, brg):
    _refuse_taken_slug(brg)
    FormerSlug.objects.filter(brg=brg, slug=brg.slug).delete()
    FormerSlug.objects.create(brg=brg, slug=stored.slug)


def _refuse_taken_slug(brg):
    taken = FormerSlug.objects.filter(slug=brg.slug).exclude(brg_id=brg.pk)
    if taken.exists():
        raise Refusal(_("This address belonged to another group and still leads there."))


def _hide_members(brg, *, by):
    wider = Membership.objects.current().filter(brg=brg).exclude(visibility=Visibility.ONLY_ME)
    wider.update(visibility=Visibility.ONLY_ME, lowered=timezone.now())
    record(by=by, verb="brg.made_sensitive", thing=brg, within=brg)
    emails.made_sensitive(brg)


def publish(*, brg, by):
    """Show a group to the public. Raises Refusal where it has no purpose to show."""
    if not brg.purpose:
        raise Refusal(_("Write the group’s purpose first; visitors come to read it."))
    return _move_to(brg, BRG.Status.ACTIVE, by=by, verb="brg.published")


def pause(*, brg, by):
    """Take a group from public view; its members can still read it.

    Raises Refusal for a group that was never in view: there is nothing to pause.
    """
    return _move_to(brg, BRG.Status.PAUSED, by=by, verb="brg.paused", out_of=BRG.Status.ACTIVE)


def archive(*, brg, by):
    """Put a group away. Memberships stay as they are, seen by their owners alone."""
    return _move_to(brg, BRG.Status.ARCHIVED, by=by, verb="brg.archived")


@transaction.atomic
def _move_to(brg, status, *, by, verb, out_of=None):
    brg = BRG.objects.select_for_update().get(pk=brg.pk)
    if brg.status == status:
        return brg
    if out_of and brg.status != out_of:
        raise Refusal(_("Only an active group can be paused."))
    brg.status = status
    if status == BRG.Status.ACTIVE and brg.published is None:
        brg.published = timezone.now()
    brg.save(update_fields=["status", "published"])
    record(by=by, verb=verb, thing=brg, within=brg)
    if not brg.is_active:
        emails.call_back_of_group(brg)
    return brg


@transaction.atomic
def save_list_entry(*, entry, by):
    """Keep a region, a focus area or a pillar."""
    kind = entry._meta.model_name
    verb = f"{kind}.created" if entry._state.adding else f"{kind}.changed"
    entry.save()
    record(by=by, verb=verb, thing=entry)
    return entry


@transaction.atomic
def delete_list_entry(*, entry, by):
    """Delete a region, a focus area or a pillar. Raises Refusal where something uses it."""
    if _is_used(entry):
        raise Refusal(
            _("“%(name)s” is still in use. Choose something else where it is used, then delete it.")
            % {"name": entry}
        )
    record(by=by, verb=f"{entry._meta.model_name}.deleted", thing=entry)
    entry.delete()


def _is_used(entry):
    """Whether any row points at the entry; the first one tells, of the thousands in a region."""
    pointing = (field for field in entry._meta.get_fields(include_hidden=True) if field.one_to_many)
    return any(
        field.related_model._base_manager.filter(**{field.field.name: entry}).exists()
        for field in pointing
    )

"""The life of a chapter: opened, edited, active, dormant, closed."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.names import plain_text
from accounts.refusal import Refusal
from audit.actions import record
from brgs.actions import EditConflict, end_all
from brgs.models import BRG
from content.slugs import safe_slug

from ..models import Chapter, ChapterMembership, ChapterOfficer
from .offices import settle_where_possible

Status = Chapter.Status

# What stands in the place of a chapter's address for something else.
RESERVED = ("propose", "proposals")


@transaction.atomic
def create_chapter(*, chapter, by):
    """Keep a chapter that a curator opens without a proposal.

    Raises Refusal for an address that another chapter of the group has or had, or for its name.
    """
    group_held(chapter)
    chapter.status = Status.ACTIVE
    wanted = chapter.slug or free_slug(chapter)
    if wanted in _taken(chapter):
        raise Refusal(_("This address is taken. Choose another one, or leave it empty."))
    refuse_taken_name(chapter)
    chapter.slug = wanted
    chapter.save()
    record(by=by, verb="chapter.opened", thing=chapter, within=chapter.brg)
    return chapter


@transaction.atomic
def save_chapter(*, chapter, by, version):
    """Keep an edited chapter, if it still is the version that the editor began with.

    Raises EditConflict if it is not, and Refusal for the name of another chapter of the group.
    """
    group_held(chapter)
    stored = _chapter_held(chapter)
    if stored.version != version:
        raise EditConflict
    refuse_taken_name(chapter)
    chapter.version = version + 1
    # What others keep is not the editor's to overwrite.
    chapter.status, chapter.slug, chapter.brg_id = stored.status, stored.slug, stored.brg_id
    chapter.members_figure_id = stored.members_figure_id
    chapter.figure_dropped = stored.figure_dropped
    chapter.save()
    record(by=by, verb="chapter.changed", thing=chapter, within=chapter.brg)
    return chapter


@transaction.atomic
def change_state(*, chapter, status, by):
    """Let a chapter rest (dormant), wake (active), or close for good. The same state is no change.

    Whoever took a post while it rested belongs to the chapter once it wakes, if they can.
    Closing ends every office and chapter membership and takes offers back; the people stay in the
    group. Raises Refusal for a chapter that is proposed or closed.
    """
    group_held(chapter)
    chapter = _chapter_held(chapter)
    if chapter.status == status:
        return chapter
    if chapter.status not in (Status.ACTIVE, Status.DORMANT) or status == Status.PROPOSED:
        raise Refusal(_("This chapter is not open, so its state cannot be changed."))
    if status == Status.CLOSED:
        close(chapter, by=by)
    else:
        chapter.status = status
        chapter.save(update_fields=["status"])
    if chapter.is_active:
        settle_where_possible(chapter)
    record(by=by, verb=f"chapter.{chapter.status}", thing=chapter, within=chapter.brg)
    return chapter


def group_held(chapter):
    return BRG.objects.select_for_update(no_key=True).get(pk=chapter.brg_id)


def _chapter_held(chapter):
    # Figures hold a group's chapters and not the group.
    rows = Chapter.objects.select_for_update(of=("self",), no_key=True).select_related("brg")
    return rows.get(pk=chapter.pk)


def close(chapter, *, by):
    """End what a chapter holds, with the group held; the people stay in the group."""
    offices = ChapterOfficer.objects.filter(chapter=chapter).select_related("chapter__brg")
    end_all(offices.all(), by=by)
    offices.filter(accepted=None).delete()
    # One who joined on another server may have a clock that is ahead of this one.
    left = Greatest(timezone.now(), F("joined"))
    ChapterMembership.objects.current().filter(chapter=chapter).update(left=left)
    chapter.status = Status.CLOSED
    chapter.save(update_fields=["status"])


def refuse_taken_name(chapter):
    """Raise Refusal for the name of another open chapter of the group: lists tell them by it."""
    others = Chapter.objects.open().filter(brg=chapter.brg_id).exclude(pk=chapter.pk)
    if others.filter(sort_name=plain_text(chapter.name)[:120]).exists():
        raise Refusal(_("Another chapter of this group has this name. Choose a different one."))


def free_slug(chapter):
    """An address for a chapter that no other one in the group has or had."""
    wanted = safe_slug(safe_slug(chapter.name, fallback="chapter")[:50])
    taken = _taken(chapter)
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)


def _taken(chapter):
    """Addresses that a chapter of the group cannot take."""
    others = Chapter.objects.filter(brg=chapter.brg_id).exclude(pk=chapter.pk)
    return {*RESERVED, *others.values_list("slug", flat=True)}

"""What people do with chapters: join one, move to another of the same group, leave."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record
from brgs.actions import end_all, end_on_leaving, tell_of_vacancies
from brgs.actions import join as join_group
from brgs.actions.membership import current_membership_held, group_held

from .. import emails
from ..models import Chapter, ChapterMembership, ChapterOfficer


@transaction.atomic
def join(*, chapter, by, visibility=None):
    """Make a person a member of a chapter, and of its group where they are none yet.

    Returns the row and whether it is new; a second call changes nothing. Raises Refusal where the
    chapter takes no members, for somebody who is no employee, where joining the group is refused
    or the choice for it missing, and for somebody in another chapter of the group, who has to move.
    """
    membership, is_new = _membership(chapter.brg, by, visibility)
    present = None if is_new else _present(membership)
    if present and present.chapter_id == chapter.pk:
        return present, False
    _refuse_unless_open(chapter, by)
    if present:
        raise Refusal(_("You are in another chapter of this group. You can move from there."))
    return _begin(chapter, membership, by=by, verb="chaptermembership.joined"), True


@transaction.atomic
def move(*, chapter, by):
    """Move from the present chapter to another one of the same group, in one step.

    Offices in the chapter that is left end. Returns the new row, or the present one where the
    person is there already. Raises Refusal where the chapter takes no members, for somebody who is
    no employee, for the last lead of the chapter that would be left, and for somebody who is in no
    chapter of the group.
    """
    present = _held(chapter.brg, by)
    if present is None:
        raise Refusal(_("You are in no chapter of this group, so there is nothing to move from."))
    if present.chapter_id == chapter.pk:
        return present
    _refuse_unless_open(chapter, by)
    _end(present, by=by, verb="chaptermembership.left")
    return _begin(chapter, present.membership, by=by, verb="chaptermembership.joined")


@transaction.atomic
def leave(*, chapter, by):
    """Leave a chapter and stay in its group. Returns the ended row, or None.

    Raises Refusal for the chapter's last lead.
    """
    present = _held(chapter.brg, by)
    if present is None or present.chapter_id != chapter.pk:
        return None
    return _end(present, by=by, verb="chaptermembership.left")


def leave_with_group(*, membership, by):
    """Whoever leaves a group leaves its chapter, and every office in its chapters.

    Raises Refusal, which keeps the membership as well, for the last lead of a chapter.
    """
    offices = ChapterOfficer.objects.of_members().filter(
        person=membership.person_id, chapter__brg=membership.brg_id
    )
    end_on_leaving(offices.select_related("chapter__brg"), by=by)
    if present := _present(membership):
        _stop(present, by=by, verb="chaptermembership.left")


def end_terms_of_deactivated(*, person, by):
    """Whoever is deactivated or erased holds no office in a chapter either."""
    offices = ChapterOfficer.objects.filter(person=person).select_related("chapter__brg")
    places = set(offices.values_list("chapter", flat=True))
    end_all(offices, by=by)
    tell_of_vacancies(ChapterOfficer, among=places)


@transaction.atomic
def repair():
    """End chapter memberships that no rule allows; returns how many. There should be none."""
    astray = list(ChapterMembership.objects.select_for_update(of=("self",)).astray())
    for row in astray:
        _stop(row, by=None, verb="chaptermembership.repaired")
    return len(astray)


def _membership(brg, by, visibility):
    """One's membership of the group, held, and whether it is new."""
    if membership := current_membership_held(brg, by):
        return membership, False
    if visibility is None:
        raise Refusal(_("Choose who may see that you belong to the group."))
    membership, is_new = join_group(brg=brg, by=by, visibility=visibility, welcomes=False)
    return (membership if is_new else current_membership_held(brg, by)), is_new


STATUS = "SELECT status FROM chapters_chapter WHERE id = %s"


def _refuse_unless_open(chapter, person):
    """Raise Refusal for a chapter that takes no members, or not this one; it stays so meanwhile."""
    if not person.is_employee:
        raise Refusal(_("Chapters are for employees. Your account has no employee id."))
    if _status_held(chapter) != Chapter.Status.ACTIVE or not chapter.brg.is_active:
        raise Refusal(_("This chapter is not taking new members at the moment."))


def _status_held(chapter):
    """The chapter's status, which stays as it is until the transaction ends.

    A shared lock, since many join at once: it keeps out whoever closes the chapter, and nobody
    else. SQLite has one writer at a time and needs none.
    """
    share = " FOR SHARE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(STATUS + share, [chapter.pk])
        return cursor.fetchone()[0]


def _present(membership):
    rows = ChapterMembership.objects.current().filter(membership=membership)
    return rows.select_related("chapter__brg").first()


def _held(brg, by):
    """One's present chapter in a group, with group and membership held."""
    membership = current_membership_held(group_held(brg), by)
    return membership and _present(membership)


def _begin(chapter, membership, *, by, verb):
    row = ChapterMembership.objects.create(chapter=chapter, membership=membership)
    record(by=by, verb=verb, thing=row)
    emails.welcome(row)
    return row


def _end(row, *, by, verb):
    offices = ChapterOfficer.objects.of_members().filter(chapter=row.chapter, person=by)
    end_on_leaving(offices.select_related("chapter__brg"), by=by)
    emails.call_back_of_member(row)
    return _stop(row, by=by, verb=verb)


def _stop(row, *, by, verb):
    row.left = max(timezone.now(), row.joined)
    row.save(update_fields=["left"])
    record(by=by, verb=verb, thing=row)
    return row

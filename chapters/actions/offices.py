from django.db import transaction

from brgs.actions import accept as accept_office
from brgs.actions.membership import current_membership_held

from ..models import ChapterMembership
from . import membership


@transaction.atomic
def accept(*, office, by, visibility=None):
    """Take an office of a chapter that was offered to oneself, and belong to the chapter.

    Whoever is in another chapter of the group moves. Raises Refusal as taking an office of a group
    does, and for the last lead of the chapter that would be left.
    """
    office = accept_office(office=office, by=by, visibility=visibility)
    if office.chapter.is_active and office.kind.belongs:
        settle(office.chapter, by)
    return office


def settle(chapter, person):
    """Let a member of the group belong to this chapter, wherever in the group they are now."""
    own = current_membership_held(chapter.brg, person)
    if ChapterMembership.objects.current().filter(membership=own).exists():
        membership.move(chapter=chapter, by=person)
    else:
        membership.join(chapter=chapter, by=person)

from contextlib import suppress

from django.db import transaction

from accounts.refusal import Refusal
from brgs.actions import accept as accept_office
from brgs.actions.membership import current_membership_held

from ..models import ChapterMembership, ChapterOfficer
from . import membership


@transaction.atomic
def accept(*, office, by, visibility=None):
    """Take an office of a chapter that was offered to oneself, and belong to the chapter.

    Whoever is in another chapter of the group moves; where chapter or group takes nobody at the
    moment, the post is taken and the rest waits. Raises Refusal as taking an office of a group
    does, and for the last lead of the chapter that would be left.
    """
    office = accept_office(office=office, by=by, visibility=visibility)
    if office.takes_in:
        settle(office.chapter, by)
    return office


def officers_who_belong(chapter):
    """Those who have taken a post that makes them belong to the chapter."""
    taken = ChapterOfficer.objects.accepted().not_over().filter(chapter=chapter)
    return [office.person for office in taken.select_related("person") if office.kind.belongs]


def settle_where_possible(chapter):
    """Let its officers belong to a chapter that wakes; who cannot yet, keeps the post without."""
    for person in officers_who_belong(chapter):
        with suppress(Refusal):
            settle(chapter, person)


def settle(chapter, person):
    """Let a member of the group belong to this chapter, wherever in the group they are now."""
    own = current_membership_held(chapter.brg, person)
    if ChapterMembership.objects.current().filter(membership=own).exists():
        membership.move(chapter=chapter, by=person)
    else:
        membership.join(chapter=chapter, by=person)

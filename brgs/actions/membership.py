"""What people do with groups: join, and choose who may see it."""

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from accounts.visibility import Visibility, stricter
from audit.actions import record
from notices.actions import make_discreet
from notices.models import key_of

from .. import emails
from ..models import BRG, Membership


def join(*, brg, by, visibility, welcomes=True):
    """Make a person a member; returns the membership and whether it is new.

    A second call while a membership is current changes nothing, also when both run at the
    same moment: the database holds one current membership per person and group. Raises
    Refusal where the group takes no members, the person is no employee, or the group has
    become more private since `brg` was read and the person chose. `welcomes` is false where an
    app above welcomes the person to more than the group.
    """
    if not by.is_employee:
        raise Refusal(_("Groups are for employees. Your account has no employee id."))
    try:
        with transaction.atomic():
            _refuse_what_has_changed(brg)
            membership = Membership.objects.create(person=by, brg=brg, visibility=visibility)
            record(by=by, verb="membership.joined", thing=membership)
            if welcomes:
                emails.welcome(membership)
    except IntegrityError:
        membership = Membership.objects.current().filter(person=by, brg=brg).first()
        if membership is None:
            raise
        return membership, False
    return membership, True


STANDING = "SELECT status, default_visibility FROM brgs_brg WHERE id = %s"


def _refuse_what_has_changed(brg):
    status, default = _standing_held(brg)
    if status != BRG.Status.ACTIVE:
        raise Refusal(_("This group is not taking new members at the moment."))
    if stricter(default, brg.default_visibility) != brg.default_visibility:
        raise Refusal(_("This group has just become more private. Look at the choice again."))


def _standing_held(brg):
    """The group's status and default, which stay as they are until the transaction ends.

    A shared lock, since many join at once: it keeps out the curator who pauses the group or
    makes it sensitive, and nobody else. SQLite has one writer at a time and needs none.
    """
    share = " FOR SHARE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(STANDING + share, [brg.pk])
        return cursor.fetchone()


@transaction.atomic
def change_visibility(*, brg, by, visibility):
    """Set who may see one's own membership. Raises Refusal for somebody who is no member."""
    membership = current_membership_held(brg, by)
    if membership is None:
        raise Refusal(_("You are not a member of this group, so there is nothing to change."))
    if membership.visibility != visibility:
        record(by=by, verb="membership.visibility_changed", thing=membership)
    if visibility == Visibility.ONLY_ME:
        make_discreet(topic=key_of(brg), person=by)
    # Whoever has chosen, if only again, need not be told any more that it was lowered.
    membership.visibility, membership.lowered = visibility, None
    membership.save(update_fields=["visibility", "lowered"])
    return membership


def current_membership_held(brg, person):
    """A person's current membership of a group, held until the transaction ends, or None."""
    return Membership.objects.select_for_update().current().filter(brg=brg, person=person).first()

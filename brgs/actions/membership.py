"""What people do with groups: join, choose who may see it, leave."""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import hooks
from accounts.clock import organization_today
from accounts.refusal import Refusal
from accounts.visibility import stricter
from audit.actions import record

from ..models import BRG, Membership, Officer


def join(*, brg, by, visibility):
    """Make a person a member; returns the membership and whether it is new.

    A second call while a membership is current changes nothing, also when both run at the
    same moment: the database holds one current membership per person and group. Raises
    Refusal where the group takes no members, the person is no employee, or the group has
    become more private since `brg` was read and the person chose.
    """
    if not by.is_employee:
        raise Refusal(_("Groups are for employees. Your account has no employee id."))
    try:
        with transaction.atomic():
            _refuse_what_has_changed(brg)
            membership = Membership.objects.create(person=by, brg=brg, visibility=visibility)
            record(by=by, verb="membership.joined", thing=membership)
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
    membership = _current_membership(brg, by)
    if membership is None:
        raise Refusal(_("You are not a member of this group, so there is nothing to change."))
    if membership.visibility != visibility:
        record(by=by, verb="membership.visibility_changed", thing=membership)
    # Whoever has chosen, if only again, need not be told any more that it was lowered.
    membership.visibility, membership.lowered = visibility, None
    membership.save(update_fields=["visibility", "lowered"])
    return membership


@transaction.atomic
def leave(*, brg, by):
    """End one's own membership, and with it one's offices in the group.

    Returns the ended membership, or None where there was none. Raises Refusal for the last
    lead: the group is held meanwhile, so of two leads who leave at once one stays.
    """
    brg = BRG.objects.select_for_update(no_key=True).get(pk=brg.pk)
    membership = _current_membership(brg, by)
    if membership is None:
        return None
    _refuse_last_lead(brg, by)
    _end_terms(Officer.objects.filter(brg=brg, person=by), by=by)
    membership.left = max(timezone.now(), membership.joined)
    membership.save(update_fields=["left"])
    record(by=by, verb="membership.left", thing=membership)
    hooks.call("ON_MEMBERSHIP_ENDED", membership=membership, by=by)
    return membership


def _current_membership(brg, person):
    return Membership.objects.select_for_update().current().filter(brg=brg, person=person).first()


def _refuse_last_lead(brg, person):
    if not brg.is_active:
        return
    leads = set(Officer.objects.leading().filter(brg=brg).values_list("person", flat=True))
    if leads == {person.pk}:
        raise Refusal(
            _(
                "You are the only lead of this group. Ask another lead to take over, "
                "or ask a curator to pause the group. Then you can leave."
            )
        )


def end_terms_of_deactivated(*, person, by):
    """A deactivated person holds no office: terms end today, and coming ones never begin."""
    _end_terms(Officer.objects.filter(person=person), by=by)


def _end_terms(officers, *, by):
    today = organization_today()
    for officer in officers.exclude(ends__lte=today):
        officer.ends = max(today, officer.starts)
        officer.accepted = officer.accepted if officer.starts <= today else None
        officer.save(update_fields=["ends", "accepted"])
        record(by=by, verb="officer.ended", thing=officer)
        hooks.call("ON_OFFICE_ENDED", officer=officer, by=by)

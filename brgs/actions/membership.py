"""What people do with groups: join, choose who may see it, leave."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import hooks
from accounts.clock import organization_today
from accounts.refusal import Refusal
from audit.actions import record

from ..models import BRG, Membership, Officer


def join(*, brg, by, visibility):
    """Make a person a member; returns the membership and whether it is new.

    A second call while a membership is current changes nothing, also when both run at the
    same moment: the database holds one current membership per person and group. Raises
    Refusal where the group takes no members or the person is no employee.
    """
    _refuse_joining(brg, by)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(person=by, brg=brg, visibility=visibility)
            record(by=by, verb="membership.joined", thing=membership)
    except IntegrityError:
        return Membership.objects.current().get(person=by, brg=brg), False
    return membership, True


def _refuse_joining(brg, person):
    if not brg.is_active:
        raise Refusal(_("This group is not taking new members at the moment."))
    if not person.is_employee:
        raise Refusal(_("Groups are for employees. Your account has no employee id."))


@transaction.atomic
def change_visibility(*, brg, by, visibility):
    """Set who may see one's own membership. Raises Refusal for somebody who is no member."""
    membership = _current_membership(brg, by)
    if membership is None:
        raise Refusal(_("You are not a member of this group, so there is nothing to change."))
    if membership.visibility != visibility:
        membership.visibility = visibility
        membership.save(update_fields=["visibility"])
        record(by=by, verb="membership.visibility_changed", thing=membership)
    return membership


@transaction.atomic
def leave(*, brg, by):
    """End one's own membership, and with it one's offices in the group.

    Returns the ended membership, or None where there was none. Raises Refusal for the last
    lead: the group is held meanwhile, so of two leads who leave at once one stays.
    """
    brg = BRG.objects.select_for_update().get(pk=brg.pk)
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

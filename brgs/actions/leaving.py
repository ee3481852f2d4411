"""How a membership ends: by leaving, or for cause. Offices in the group end with it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import hooks
from accounts.refusal import Refusal
from audit.actions import record

from .. import emails
from ..models import Officer
from .membership import current_membership_held, group_held
from .offices import end_all, end_on_leaving
from .reminders import tell_of_vacancies


@transaction.atomic
def leave(*, brg, by):
    """End one's own membership, and with it one's offices in the group.

    Returns the ended membership, or None where there was none. Raises Refusal for the last
    lead: the group is held meanwhile, so of two leads who leave at once one stays.
    """
    membership = _held(brg, by)
    if membership:
        _end(membership, by=by, verb="membership.left")
    return membership


@transaction.atomic
def remove(*, brg, person, by, reason):
    """End somebody's membership for cause, with a reason that the person can read.

    It is no ban: joining stays open. Returns the ended membership, or None where there was none.
    Raises Refusal for the last lead, for oneself, and without a reason.
    """
    if person == by:
        raise Refusal(_("To go yourself, leave the group."))
    if not reason.strip():
        raise Refusal(_("Give the reason. The person reads it."))
    membership = _held(brg, person)
    if membership:
        membership.removal_reason = reason.strip()
        _end(membership, by=by, verb="membership.removed", within=membership.brg)
        emails.removed(membership)
    return membership


def end_terms_of_deactivated(*, person, by):
    """Whoever is deactivated or erased holds no office: terms end today, others never begin."""
    offices = Officer.objects.filter(person=person)
    places = set(offices.values_list("brg", flat=True))
    end_all(offices, by=by)
    tell_of_vacancies(Officer, among=places)


def _held(brg, person):
    return current_membership_held(group_held(brg), person)


def _end(membership, *, by, verb, within=None):
    offices = Officer.objects.of_members()
    offices = offices.filter(brg=membership.brg, person=membership.person_id)
    end_on_leaving(offices, by=by)
    membership.left = max(timezone.now(), membership.joined)
    membership.save(update_fields=["left", "removal_reason"])
    record(by=by, verb=verb, thing=membership, within=within)
    hooks.call("ON_MEMBERSHIP_ENDED", membership=membership, by=by)
    emails.call_back_of_member(membership)

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record

from . import hooks
from .models import User
from .refusal import Refusal


@transaction.atomic
def create_person(*, person, by):
    """Keep a new account, made by a curator or by the trusted provider's first sign-in."""
    person.full_clean(exclude=["password"])
    person.save()
    record(by=by or person, verb="person.created", thing=person)
    return person


@transaction.atomic
def save_profile(*, person, by, fields):
    """Keep the named fields of a profile that a form has filled in."""
    person.save(update_fields=[*fields, "sort_name"])
    record(by=by, verb="person.changed", thing=person)
    return person


@transaction.atomic
def deactivate(*, person, by):
    """End a person's access and terms at once. Memberships stay, uncounted and unseen."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        return person
    if person == by:
        raise Refusal(_("You can’t deactivate your own account."))
    _set_active(person, False)
    record(by=by, verb="person.deactivated", thing=person)
    hooks.call("ON_PERSON_DEACTIVATED", person=person, by=by)
    return person


@transaction.atomic
def reactivate(*, person, by):
    """Let a person in again. Memberships that retention has kept resume as they were."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        return person
    _set_active(person, True)
    record(by=by, verb="person.reactivated", thing=person)
    return person


def _set_active(person, active):
    person.is_active = active
    person.active_changed = timezone.now()
    person.save(update_fields=["is_active", "active_changed", "sort_name"])


@transaction.atomic
def erase(*, person, by):
    """Delete a person with all that is theirs; the record of acts keeps opaque ids alone."""
    if person == by:
        raise Refusal(_("You can’t erase your own account."))
    record(by=by, verb="person.erased", thing=person)
    hooks.call("ON_PERSON_ERASED", person=person, by=by)
    person.delete()

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from content import pictures

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
def change_profile(*, person, by, values, photo=None):
    """Keep what a form has made of some fields of a profile; the same values change nothing.

    `photo` is what a PictureField came to: a picture, False to take it away, None to keep it.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, values[name])
    name_of_photo = pictures.replace(person.photo, photo)
    if name_of_photo != person.photo.name:
        person.photo = name_of_photo
        changed.append("photo")
    if changed:
        person.save(update_fields=[*changed, "sort_name"])
        record(by=by, verb="person.changed", thing=person)
    return person


@transaction.atomic
def set_password(*, person, by, password):
    """Give an account a new password, which ends its sessions elsewhere."""
    person.set_password(password)
    person.save(update_fields=["password", "sort_name"])
    record(by=by, verb="person.password_changed", thing=person)


def admit(vouched):
    """The identity of somebody whom the trusted provider vouches for, at the first sign-in.

    It belongs to the account that has both this verified e-mail and this employee id, and else,
    if nobody has either, to a new one. The same Refusal is raised for all other cases, so that
    nothing can be learned from it; only `reason` on it, for the log, tells them apart.
    """
    if not (vouched.email and vouched.employee_id):
        raise _not_admitted("no verified e-mail or no employee id")
    try:
        return _first_identity(vouched)
    except (IntegrityError, ValidationError):
        # Another request for the same person may have come first; then all is well.
        known = SocialAccount.objects.filter(provider=vouched.issuer, uid=vouched.subject).first()
        if known is None:
            raise _not_admitted("taken meanwhile, or no name to show")
        return known


@transaction.atomic
def _first_identity(vouched):
    person = _person_with_both(vouched)
    if person is None:
        person = User(email=vouched.email, employee_id=vouched.employee_id, legal_name=vouched.name)
        person.set_unusable_password()
        create_person(person=person, by=person)
    identity, is_new = SocialAccount.objects.get_or_create(
        provider=vouched.issuer, uid=vouched.subject, defaults={"user": person}
    )
    if is_new:
        record(by=person, verb="person.identity_linked", thing=person)
    return identity


def _person_with_both(vouched):
    """The active account that has both e-mail and employee id, held; None if nobody has either."""
    people = User.objects.select_for_update()
    by_email = people.with_login(vouched.email).first()
    by_employee_id = people.with_login(vouched.employee_id).first()
    if by_email is None and by_employee_id is None:
        return None
    if by_email != by_employee_id:
        raise _not_admitted("e-mail and employee id are not of one account")
    if not by_email.is_active:
        raise _not_admitted("account is not active")
    others = SocialAccount.objects.filter(user=by_email, provider=vouched.issuer)
    if others.exclude(uid=vouched.subject).exists():
        raise _not_admitted("account has another identity of this provider")
    return by_email


def _not_admitted(reason):
    refusal = Refusal(
        _(
            "We could not match you with an account here. "
            "Ask HR whether your work e-mail and employee id are right, then try again."
        )
    )
    refusal.reason = reason
    return refusal


@transaction.atomic
def deactivate(*, person, by):
    """End a person's access and terms at once. Memberships stay, uncounted and unseen."""
    # Rows that others write about this person meanwhile, as a notice, need not wait for this: it
    # may be waiting for theirs.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
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
    """Delete a person with all that is theirs; the record of acts keeps opaque ids alone.

    What signs them in (identities, second factor) goes with the row, the photo's files when the
    transaction commits.
    """
    if person == by:
        raise Refusal(_("You can’t erase your own account."))
    person = User.objects.select_for_update().get(pk=person.pk)
    record(by=by, verb="person.erased", thing=person)
    hooks.call("ON_PERSON_ERASED", person=person, by=by)
    photo = person.photo.name
    person.delete()
    transaction.on_commit(lambda: pictures.remove(photo))

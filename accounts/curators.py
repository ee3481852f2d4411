"""What curators do with accounts, and who curates."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record

from .actions import change_profile
from .models import CURATORS, User
from .refusal import Refusal

# What signs a person in.
WAYS_IN = ("email", "employee_id")


def ways_in_are_settled(person):
    """Whether e-mail and employee id are no longer a curator's to change.

    Whoever gives an account another e-mail can have a password sent there, sign in, and read
    whose member the person is; or have one made before, to wait for the right person. Before
    the account is in use there is nothing to read, and a mistake can be put right; after that,
    the provider and HR are the only ones to say.
    """
    return person.last_login is not None or person.has_usable_password()


@transaction.atomic
def change_account(*, person, by, values):
    """Keep what a curator has written about a person.

    Raises Refusal for another e-mail or employee id once the account is in use.
    """
    stored = User.objects.select_for_update().get(pk=person.pk)
    moved = any(
        values.get(name, getattr(stored, name)) != getattr(stored, name) for name in WAYS_IN
    )
    if moved and ways_in_are_settled(stored):
        raise Refusal(_("This account is in use. HR alone changes its e-mail and employee id now."))
    return change_profile(person=person, by=by, values=values)


@transaction.atomic
def set_curator(*, person, by, curates):
    """Let a person into curation, or end that. Raises Refusal unless another superuser asks."""
    if not by.is_superuser or person == by:
        raise Refusal(_("Only another superuser can change who is a curator."))
    person = User.objects.select_for_update().get(pk=person.pk)
    if curates == person.is_staff:
        return person
    person.is_staff = curates
    person.save(update_fields=["is_staff", "sort_name"])
    curators = Group.objects.get(name=CURATORS)
    (curators.user_set.add if curates else curators.user_set.remove)(person)
    record(by=by, verb="person.curates" if curates else "person.curates_no_more", thing=person)
    return person

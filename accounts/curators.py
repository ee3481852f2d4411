"""Who curates."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record

from .models import User
from .refusal import Refusal

# The group of Django's that holds what a curator may do; a migration makes it.
CURATORS = "Curators"


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

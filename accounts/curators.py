"""What curators do with accounts, and who curates."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from audit.actions import record

from . import emails
from .actions import change_profile
from .models import User
from .refusal import Refusal

# The group of Django's that holds what a curator may do; a migration makes it.
CURATORS = "Curators"


@transaction.atomic
def change_account(*, person, by, values):
    """Keep what a curator has written about a person.

    Whoever gives an account another e-mail could have a password sent there, sign in, and read
    what is the person's own. So that is on record by itself, and the former address is told.
    """
    before = User.objects.select_for_update().get(pk=person.pk).email
    person = change_profile(person=person, by=by, values=values)
    if person.email != before:
        record(by=by, verb="person.email_changed", thing=person)
        if before:
            transaction.on_commit(lambda: emails.send_soon(_of_another_email(before)))
    return person


def _of_another_email(former):
    page = {"SITE_NAME": settings.SITE_NAME, "ORGANIZATION_NAME": settings.ORGANIZATION_NAME}
    text = render_to_string("accounts/emails/another_email.txt", page)
    return EmailMessage(_("Your account has another e-mail"), text, to=[former])


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

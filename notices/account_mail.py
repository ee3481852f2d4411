"""Messages about signing in leave as all others do: by the outbox, with the worker.

The page does not wait for the mail server, and takes the same time for every account.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.adapters import AccountAdapter
from accounts.models import User

from .actions import tell, tell_all
from .models import Letter, key_of, make_token

CHANGED = "account/email/password_changed"
# Said by `set_password` already, together with the change.
TOLD_WITH_THE_CHANGE = {CHANGED, "account/email/password_reset", "account/email/password_set"}


class MailingAccountAdapter(AccountAdapter):
    """django-allauth's messages, told as letters of kind “account”."""

    @transaction.atomic
    def set_password(self, user, password):
        super().set_password(user, password)
        tell(account_letter(user, CHANGED), user)

    @transaction.atomic
    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if template_prefix not in TOLD_WITH_THE_CHANGE:
            tell(account_letter(user, template_prefix, context), user)

    @transaction.atomic
    def send_password_link(self, person, path):
        """Tell a person where to set a password; somebody who is in no table is written one too.

        The statements are the same, so the time they take does not say whether there is anybody.
        """
        letter = account_letter(
            person,
            "account/email/password_reset_key",
            {"link": settings.SITE_URL + path},
            lasts=dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        )
        tell_all(letter, User.objects.filter(pk=person.pk), person="pk")

    def send_mail(self, template_prefix, email, context):
        """Nothing goes out but by the outbox; what else django-allauth can send is switched off."""
        raise NotImplementedError(template_prefix)


def account_letter(person, template_prefix, context=None, *, lasts=None):
    """The letter that templates of django-allauth’s names make; its text is Markdown."""
    with translation.override(person.language):
        title = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        body = render_to_string(f"{template_prefix}_message.txt", context).strip()
        why = _("You have an account in the %(site)s.") % {"site": settings.SITE_NAME}
    return Letter(
        kind="account",
        thing=key_of(person),
        # However often it happens, each time is told.
        occurrence=make_token(),
        title=title,
        body=body,
        why=why,
        language=person.language,
        good_until=lasts and timezone.now() + lasts,
    )

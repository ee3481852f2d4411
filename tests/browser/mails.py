"""Every template of mail, as it looks in the mailbox of the demonstration."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notices.account_mail import account_letter
from notices.digests import put_in_digest
from notices.mails import Composer
from notices.models import Letter, Mailbox, Notice
from portal.demo import mailbox
from tests.browser.look import Look

BODY = """We eat together on **Friday**, and everybody may bring something.

## What to bring

- a dish for four
- a cup, and https://groups.example.org/a/long/address/without/any/break/in/it/at/all/whatsoever

> Come as you are.

### When

At six, in [the hall](https://groups.example.org/hall). `Doors open` at half past five.

[Say that you come](https://groups.example.org/come)
"""
LINK = (
    "/accounts/password/reset/key/0123456789abcdefABCDEF/d0pr5u-0123456789abcdef0123456789abcdef/"
)


def a_letter(number=1, **facts):
    given = {
        "kind": "news",
        "thing": f"look:{number}",
        "topic": "brg:1",
        "title": "Supper on Friday, with an incomprehensibilities-and-counterrevolutionaries table",
        "line": "We eat together on Friday.",
        "body": BODY,
        "url": "/groups/kpapia/",
        "why": "You are a member of KPAPIA.",
    }
    return Letter(**given | facts)


def told(person, letter, **facts):
    letter.save()
    return Notice.objects.create(letter=letter, person=person, **facts)


def open_mail(person):
    return told(person, a_letter())


def discreet_mail(person):
    return told(person, a_letter(), discreet=True)


def must_have_mail(person):
    return told(person, a_letter(kind="privacy"), discreet=True)


def account_mail(person):
    link = {"link": settings.SITE_URL + LINK}
    return told(person, account_letter(person, "account/email/password_reset_key", link))


def digest(person):
    letters = a_letter(1), a_letter(2, title="A chapter near you", line=""), a_letter(3)
    parts = [told(person, letter, discreet=letter is letters[1]) for letter in letters]
    now = timezone.now()
    return [put_in_digest(part, due=now) for part in parts][0]


def kept(make, email):
    """Have somebody get a mail, of which no row stays; gives the address of its page."""

    def keep():
        with transaction.atomic():
            person = User.objects.get(email=email)
            own, _made = Mailbox.objects.get_or_create(person=person)
            data = Composer().message(make(person), own).message().as_bytes()
            transaction.set_rollback(True)
        return {"name": mailbox.keep(email, data)}

    return keep


def looks(who):
    """One look for each template of mail, and the pages around them."""
    mails = [open_mail, discreet_mail, must_have_mail, account_mail, digest]
    return [
        Look("demo-mail", "demo-mail", who=who, given=kept(open_mail, who)),
        Look("demo-mail-message", "demo-mail-message", kept(discreet_mail, who), who=who),
        *(
            Look(
                f"mail-{make.__name__.replace('_', '-')}",
                "demo-mail-html",
                kept(make, who),
                who=who,
            )
            for make in mails
        ),
    ]

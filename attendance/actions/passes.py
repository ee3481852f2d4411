"""Passes: a code by which its holder is checked in without being looked up by name."""

import re
import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from audit.actions import record

from ..hours import has_closed
from ..models import Pass
from ..permissions import may_have_pass

# No vowels, which make words, and none of the letters that are taken for another one or a digit:
# I, L and O, U beside V. Eight of them are 25 billion codes.
LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 8
TRIES = 5

_CODE = re.compile(f"[{LETTERS}]{{{LENGTH}}}")
_BETWEEN = re.compile(r"[\s\-–—.]+")


def make_pass(*, event, by):
    """One's own pass for an event, the same one each time.

    Raises Refusal where the event is not for the person, or does not take place any more.
    """
    if event.is_cancelled or has_closed(event):
        raise Refusal(_("This event does not take place any more, or is over."))
    if not (event.is_published and may_have_pass(by, event)):
        raise Refusal(_("This event is not for you, so there is no pass for it."))
    for _once in range(TRIES):
        try:
            return _made(event, by)
        except IntegrityError:
            # Somebody else has this code: once in some thousand years.
            continue
    raise Refusal(_("No pass could be made just now. Please try again."))


@transaction.atomic
def _made(event, person):
    found, is_new = Pass.objects.get_or_create(
        event=event, person=person, defaults={"code": make_code()}
    )
    if is_new:
        record(by=person, verb="pass.made", thing=event)
    return found


def make_code():
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


def code_in(text):
    """The code that somebody typed, or that a camera has read with its address; "" if none."""
    typed = text.rpartition("code=")[2][:100]
    letters = _BETWEEN.sub("", typed).upper()
    return letters if _CODE.fullmatch(letters) else ""


def person_of_code(event, text):
    """Whose pass this is, or None. Their event has to be open to them still."""
    code = code_in(text)
    rows = Pass.objects.filter(event=event, code=code, person__is_active=True) if code else []
    # Once in an event, so there is nothing to sort.
    found = next(iter(rows and rows.select_related("person")), None)
    return found.person if found and may_have_pass(found.person, event) else None

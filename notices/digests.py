"""Several notices in one mail, each day or each week.

A digest is a letter and a notice of its own, leased and sent like any other; the notices that are
told in it point to it.
"""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from . import planning
from .models import Choice, Delivery, Letter, Notice

KIND = "digest"


@transaction.atomic
def put_in_digest(notice, *, due):
    """Have a waiting notice told in the digest that leaves to its person at an instant.

    Where that digest is on its way already, the notice stays waiting, and what becomes of it is
    decided anew. Returns the digest's notice, or None. Does nothing to a notice that is no longer
    waiting, or that another worker has taken meanwhile.
    """
    rows = Notice.objects.filter(pk=notice.pk, mail=Notice.Mail.WAITING, lease=notice.lease)
    digest = _digest(notice.person, due)
    if digest is None:
        rows.update(due=due, lease="", leased_until=None)
        return None
    changed = rows.update(mail=Notice.Mail.IN_DIGEST, digest=digest, lease="", leased_until=None)
    return digest if changed else None


def parts(digest, now):
    """The notices that are told in a digest, in the order in which they came.

    What was called back, came too late, or is wanted in the portal alone by now is left out.
    """
    rows = digest.parts.filter(mail=Notice.Mail.IN_DIGEST).select_related(
        "letter", "person__region"
    )
    choices = list(Choice.objects.filter(person=digest.person_id))
    return [
        part
        for part in rows.order_by("told", "pk")
        if planning.is_wanted(part, now)
        and planning.chosen(part.letter, choices) != Delivery.PORTAL
    ]


def _digest(person, due):
    """The notice of a person's digest, locked, or None where it is no longer to be added to."""
    facts = {"kind": KIND, "thing": f"person:{person.pk}", "occurrence": due.isoformat()}
    with translation.override(person.language):
        words = {
            "title": _("Your notices from the %(site)s") % {"site": settings.SITE_NAME},
            "why": _("You chose to get notices together."),
        }
    letter = Letter(**facts, **words, url="/me/notices/", language=person.language)
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    letter = Letter.objects.get(**facts)
    row = Notice(letter=letter, person=person, in_portal=False, due=due)
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    rows = Notice.objects.select_for_update().filter(letter=letter, mail=Notice.Mail.WAITING)
    return rows.filter(lease="", sent=None).first()

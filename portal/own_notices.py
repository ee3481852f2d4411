"""What is kept about a person by way of notices: what they were told, and how they want to be."""

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from brgs.models import BRG
from notices.kinds import KINDS
from notices.models import Choice, Mailbox, Notice, key_of


def own_notices(person):
    """Rows for the table of one's own data: what, value, who sees it, since, until."""
    for row in Notice.objects.filter(person=person).select_related("letter").order_by("told", "pk"):
        letter = row.letter
        words = " ".join(filter(None, [letter.title, letter.line, letter.why]))
        kind = _("Notice, %(mail)s") % {"mail": _mail(row)}
        yield [kind, words, _seen_by_me(), row.told.isoformat(), ""]
        if row.read:
            yield [_("Notice that I read"), letter.title, _seen_by_me(), row.read.isoformat(), ""]
    yield from _choices(person)
    yield from _mailbox(person)


def _mail(row):
    words = {"sent": _("sent by mail"), "failed": _("mail not delivered")}
    return words.get(row.mail, _("in the portal") if row.mail == "none" else _("mail on its way"))


def _choices(person):
    """A choice about a group names it, as only the person may read it."""
    choices = list(Choice.objects.filter(person=person).order_by("kind", "topic"))
    topics = {choice.topic for choice in choices if choice.topic}
    names = {key_of(brg): brg.name for brg in BRG.objects.all() if topics and key_of(brg) in topics}
    for row in choices:
        about = KINDS[row.kind].name if row.kind else names.get(row.topic, row.topic)
        what = _("How I am told: %(about)s") % {"about": about}
        yield [what, row.get_delivery_display(), _seen_by_me(), "", ""]


def _mailbox(person):
    """The token in the links of one's mail is left out: who reads it could end that mail."""
    for box in Mailbox.objects.filter(person=person):
        hours = f"{time_format(box.quiet_begins)} – {time_format(box.quiet_ends)}"
        yield [_("Quiet hours"), hours if box.quiet else _("None"), _seen_by_me(), "", ""]
        said = _("Yes") if box.names_groups else _("No")
        yield [_("Private groups are named in subjects"), said, _seen_by_me(), "", ""]
        said = _("Yes") if box.calendar_mail else _("No")
        yield [_("Mails change my calendar"), said, _seen_by_me(), "", ""]


def _seen_by_me():
    return Visibility.ONLY_ME.label

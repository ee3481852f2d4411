"""How a mail looks: a letter as an envelope for one person, in plain text and in HTML.

What fifty thousand people get alike is rendered once. For each of them only the address, the
Message-ID and the links that end mail are put in.
"""

import re
from functools import cache, lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from content import calendar
from content.markdown import render, shown

from . import digests
from .envelopes import ATTENDEE, UNSUBSCRIBE, Words, made_ready, mail_for, short_lines

MAIL = ("notices/mail.txt", "notices/mail.html")
DIGEST = ("notices/digest.txt", "notices/digest.html")
# How many variants of letters are kept; a round of mail is mostly about a few.
KEPT = 64

_LINK = re.compile(r"\[([^\]\n]+)\]\(<?(https?://[^\s)>]+)>?\)")
_LINK_ALONE = re.compile(r"<p><a (?=[^<>]*>[^<>]*</a></p>)")
_BUTTON = re.compile(r'<p>(<a class="button" [^<>]*>[^<>]*</a>)</p>')
# Outlook on Windows draws mail as Word does, which pads the cells of tables and not links.
# Each comment is a line of its own: `short_lines` breaks longer ones, and with them the comment.
_BOXED = "\n".join(
    (
        '<div class="go">',
        '<!--[if mso]><table role="presentation" cellspacing="0" cellpadding="0" border="0">'
        '<tr><td class="button"><![endif]-->',
        r"\1",
        "<!--[if mso]></td></tr></table><![endif]-->",
        "</div>",
    )
)
_HEADING = re.compile(r"(</?h)([3-6])>")
_EMPTY_LINES = re.compile(r"\n{3,}")


class Composer:
    """Writes the mails of one worker, and keeps what it has rendered."""

    def __init__(self):
        self._words = lru_cache(maxsize=KEPT)(words_of_letter)

    def message(self, notice, mailbox):
        """The mail of a notice, with its letter and person at hand, to the owner of a mailbox.

        The mailbox is a row of the table, since its token is in the links that end mail. Returns
        None for a digest of which nothing is left.
        """
        letter, person = notice.letter, notice.person
        if letter.kind == digests.KIND:
            return digest_of(notice, mailbox)
        discreet, in_calendar = is_discreet(notice, mailbox), mailbox.calendar_mail
        words = self._words(letter, discreet, person.language, in_calendar=in_calendar)
        ends = None if letter.about.must_have else unsubscribe_url(mailbox, letter)
        return mail_for(notice, words, ends)


def digest_of(notice, mailbox):
    """The mail of a digest, or None; whoever sends it marks `told_parts` as told."""
    parts = notice.told_parts = digests.parts(notice, timezone.now())
    if not parts:
        return None
    words = words_of_digest(notice.letter, parts, mailbox, notice.person.language)
    some_may_end = any(not part.letter.about.must_have for part in parts)
    return mail_for(
        notice, words, unsubscribe_url(mailbox, notice.letter) if some_may_end else None
    )


def is_discreet(notice, mailbox):
    """Whether subject and first lines keep the group to themselves."""
    return notice.discreet and not mailbox.names_groups


def unsubscribe_url(mailbox, letter):
    return f"{settings.SITE_URL}/unsubscribe/{mailbox.token}{letter.public_id}/"


def words_of_letter(letter, discreet, language, *, in_calendar=True):
    """A letter in the frame of a language; `in_calendar` says whether it speaks to a calendar."""
    with translation.override(language):
        subject = _neutral_subject() if discreet else _one_line(letter.title)
        facts = {
            "letter": letter,
            "discreet": discreet,
            "body": plain(letter.body) or letter.line,
            "body_html": as_html(letter.body or letter.line),
            "url": where_to(letter, discreet),
            "may_choose": not letter.about.must_have,
            "unsubscribe_url": UNSUBSCRIBE,
        }
        words = _words(MAIL, subject, facts)
        if letter.calendar and in_calendar:
            words = words._replace(calendar=_calendar(letter, discreet))
        return made_ready(words, ends=facts["may_choose"])


def _calendar(letter, discreet):
    """What a letter says to a calendar, at which others may look too. Who it is comes later."""
    said = calendar.neutral(letter.calendar) if discreet else letter.calendar
    return calendar.with_line(said, ATTENDEE)


def words_of_digest(letter, parts, mailbox, language):
    """Several notices in one mail. What a list of mails shows of it never names a group."""
    with translation.override(language):
        told = [
            {
                "letter": part.letter,
                "url": where_to(part.letter, is_discreet(part, mailbox)),
                "may_choose": not part.letter.about.must_have,
                "unsubscribe_url": unsubscribe_url(mailbox, part.letter),
            }
            for part in parts
        ]
        facts = {
            "letter": letter,
            "parts": told,
            "may_choose": any(part["may_choose"] for part in told),
            "unsubscribe_url": UNSUBSCRIBE,
        }
        return _words(DIGEST, _one_line(letter.title), facts)


def where_to(letter, discreet):
    """Where the button leads; a discreet one to its notice, since an address may name a group."""
    if letter.about.in_portal and (discreet or not letter.url):
        return settings.SITE_URL + reverse("me-notice", args=[letter.public_id])
    return settings.SITE_URL + letter.url if letter.url else ""


def plain(text):
    """Markdown as a mail in plain text shows it: links with their whole address after the words."""
    return _LINK.sub(r"\1: \2", text)


def as_html(text):
    """Markdown in a mail, whose own heading is the first; a link alone on its line is a button."""
    html = _HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) - 1}>", render(text))
    return shown(_LINK_ALONE.sub('<p><a class="button" ', html))


@cache
def stylesheet():
    """The one style of all mails, as it stands within its element."""
    return render_to_string("notices/mail.css")


def _words(templates, subject, facts):
    facts |= {
        "subject": subject,
        "SITE_NAME": settings.SITE_NAME,
        "ORGANIZATION_NAME": settings.ORGANIZATION_NAME,
        "settings_url": f"{settings.SITE_URL}/me/notices/settings/",
        # Programs that show mail fetch no stylesheet, so it travels with each.
        "style": format_html("<style>{}</style>", shown(stylesheet())),
    }
    text, html = (render_to_string(template, facts) for template in templates)
    text = _EMPTY_LINES.sub("\n\n", text).strip() + "\n"
    return Words(subject, short_lines(text), short_lines(_BUTTON.sub(_BOXED, html)))


def _neutral_subject():
    return _("A message from the %(site)s") % {"site": settings.SITE_NAME}


def _one_line(title):
    return " ".join(title.split())

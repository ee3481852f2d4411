"""A mail's headers and bytes.

Putting a mail into bytes takes ten times as long as all else about it. So what many get alike is
put into bytes once, with marks where the mails differ, and each mail is that with its own words in
the place of the marks.
"""

import re
from email.utils import formataddr, formatdate, parseaddr
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac

from content import calendar

from .models import make_token

# Random, so that nobody can have typed one into a text; alike, so that they are found quickly.
_MARK = f"mark-{make_token()}-"
TO, DATE, MESSAGE_ID, UNSUBSCRIBE, ATTENDEE = (_MARK + letter for letter in "tdmua")
_MARKS = re.compile(_MARK.encode() + b"[tdmua]")

# Lines over 998 bytes are not allowed, and would have the whole part written in another way.
_LONG_LINE = re.compile(r"(?=[^\n]{240})([^\n]{200}[^\s]*) ")
# A part in which a mark may be in pieces, and a word in its place would break the rules of lines.
_ENCODED = re.compile(rb"^Content-Transfer-Encoding: (?![78]bit)", re.MULTILINE)
_PLAIN = re.compile(r"[!-~]+")


# One string again and again.
_parsed = lru_cache(maxsize=8)(parseaddr)


class Words(NamedTuple):
    """What all who get one variant of a letter read."""

    subject: str
    text: str
    html: str
    # What it says to a calendar, with a mark for the line that says who is going.
    calendar: str = ""
    # The bytes of their mails, with marks; None where each is put into bytes by itself.
    ready: bytes | None = None


class Mail(EmailMultiAlternatives):
    """A mail that may be in bytes already."""

    ready = None

    def message(self):
        return self.ready or super().message()


class Ready(bytes):
    """The bytes of a mail, as what sends mail asks for them."""

    def as_bytes(self, unixfrom=False, linesep="\n"):
        return bytes(self) if linesep == "\n" else self.replace(b"\n", linesep.encode())


def message_id(notice):
    """The same for each try at a mail, so that a repeat is recognizable. It says nothing."""
    key = f"{notice.letter.public_id} {notice.person.public_id}"
    name = salted_hmac("notices.message_id", key, algorithm="sha256").hexdigest()
    return f"<{name[:32]}@{_parsed(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def short_lines(text):
    """The same text with line breaks in the place of some blanks, where a line is very long."""
    return _LONG_LINE.sub(r"\1\n", text)


def made_ready(words, *, ends):
    """The words, with the bytes of their mails; `ends` says whether these offer to end them."""
    marks = {TO: TO, DATE: DATE, MESSAGE_ID: MESSAGE_ID, ATTENDEE: ATTENDEE}
    mail = _mail(words, {**marks, UNSUBSCRIBE: UNSUBSCRIBE} if ends else marks)
    data = mail.message().as_bytes()
    return words if _ENCODED.search(data) else words._replace(ready=data)


def mail_for(notice, words, unsubscribe=None):
    """The mail of a notice; `unsubscribe` is the address that ends mails like it."""
    own = {TO: notice.person.email, DATE: formatdate(), MESSAGE_ID: message_id(notice)}
    if unsubscribe:
        own[UNSUBSCRIBE] = unsubscribe
    if words.calendar:
        own[ATTENDEE] = calendar.attendee(notice.person.email)
    mail = _mail(words, own)
    # Django checks and encodes whatever is out of the ordinary in an address.
    if words.ready and _PLAIN.fullmatch(own[TO]):
        mail.ready = Ready(_MARKS.sub(lambda mark: own[mark[0].decode()].encode(), words.ready))
    return mail


def _mail(words, own):
    headers = {
        "Date": own[DATE],
        "Message-ID": own[MESSAGE_ID],
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    text, html = words.text, words.html
    if unsubscribe := own.get(UNSUBSCRIBE):
        # RFC 8058: programs that show mail offer it as a button of their own.
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        text, html = (part.replace(UNSUBSCRIBE, unsubscribe) for part in (text, html))
    sender = formataddr((settings.SITE_NAME, _parsed(settings.DEFAULT_FROM_EMAIL)[1]))
    mail = Mail(words.subject, text, sender, [own[TO]], headers=headers)
    mail.attach_alternative(html, "text/html")
    if words.calendar:
        # One more way to say it, the one that programs with a calendar choose (RFC 6047).
        said = words.calendar.replace(ATTENDEE, own[ATTENDEE])
        kind = f"{calendar.TYPE}; method={calendar.method_of(said)}"
        mail.attach_alternative(said, kind)
    return mail

"""Reads the lists of who was there that meeting tools hand out: Teams, Zoom, Webex, Meet.

They differ in encoding, in what parts the cells, in the words over the columns, and in what stands
above them. A row of headings is known by its words; what follows, up to an empty line, are people.
Whoever left and came back stands there several times. Cells are compared and counted, and never
shown or kept.
"""

import codecs
import csv
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

MOST_BYTES = 1024 * 1024
MOST_PEOPLE = 5_000
LONGEST_CELL = 254
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
PARTINGS = ",;\t"
# The words over a column, as the tools write them. Of two columns with an e-mail the first counts
# that holds one: Teams has both that of the mailbox and that of the account.
EMAIL = {
    *("email", "e-mail", "email address", "e-mail address", "user email", "attendee email"),
    *("participant email", "participant id (upn)", "upn", "work e-mail", "mail"),
}
NAME = {
    *("name", "full name", "name (original name)", "user name (original name)", "user name"),
    *("attendee name", "participant", "participant name", "display name", "first name"),
}
LAST_NAME = {"last name", "surname"}
# Zoom's list of a webinar also holds those who stayed away.
ATTENDED = {"attended"}
# A row of headings above people has one of these too; that above the facts of the meeting has none.
CAME = {
    *("join time", "first join", "first join time", "joined", "time joined", "joined at"),
    *("timestamp", "user action", "attended", "date joined"),
}


class Unreadable(Exception):
    """No list in a shape that is known. The message is a sentence for whoever has sent it."""


@dataclass(frozen=True)
class Listed:
    """Who is on a list: e-mails in small letters, and how many people have none there."""

    emails: frozenset
    unnamed: int

    @property
    def total(self):
        return len(self.emails) + self.unnamed


def read(data):
    """Who is on a list, each once; raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("Use a file of at most 1 MB."))
    rows = _rows(_text(data))
    people = list(_people(rows, CAME)) or list(_people(rows, EMAIL))
    emails = {email for email, _name in people if email}
    # Who has an e-mail in one row and none in another, after coming back by phone, counts once.
    known = {name for email, name in people if email}
    unnamed = {name for email, name in people if not email} - known
    found = Listed(frozenset(emails), len(unnamed))
    if not found.total:
        raise Unreadable(
            _(
                "Nobody was found in this file. It has to be the list as the meeting tool saves "
                "it, with the names of its columns."
            )
        )
    if found.total > MOST_PEOPLE:
        raise Unreadable(_("This list is too long: at most 5,000 people are taken."))
    return found


def _text(data):
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _rows(text):
    """The rows of cells, parted by whatever stands most often in the first lines."""
    lines = text.replace("\0", "").splitlines()
    first = "\n".join(line for line in lines[:40] if line.strip())
    parting = max(PARTINGS, key=first.count)
    reader = csv.reader(lines, delimiter=parting)
    try:
        return [[_cell(cell) for cell in row] for row in reader]
    except csv.Error:
        raise Unreadable(_("This file cannot be read as a list.")) from None


def _cell(text):
    # What spreadsheets guard with an apostrophe is the same cell.
    return " ".join(text.split())[:LONGEST_CELL].lstrip("'").lower()


def _people(rows, marks):
    """The e-mail and the name of each row below headings that hold one of the marks."""
    columns = None
    for row in rows:
        if not any(row):
            columns = None
        elif _is_heading(row, marks):
            columns = _Columns(row)
        elif columns and columns.came(row):
            person = columns.email(row), columns.name(row)
            if any(person):
                yield person


def _is_heading(row, marks):
    words = set(row)
    return bool(words & marks and words & (EMAIL | NAME))


class _Columns:
    """Which columns of a table hold what."""

    def __init__(self, headings):
        at = list(enumerate(headings))
        self.emails = [place for place, word in at if word in EMAIL]
        self.names = [place for place, word in at if word in NAME | LAST_NAME]
        self.attended = [place for place, word in at if word in ATTENDED]

    def email(self, row):
        return next(filter(_is_email, _cells(row, self.emails)), "")

    def name(self, row):
        return " ".join(filter(None, _cells(row, self.names)))

    def came(self, row):
        return "no" not in _cells(row, self.attended)


def _cells(row, places):
    return [row[place] for place in places if place < len(row)]


def _is_email(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True

"""What people were told, as rows that a test can compare."""

from typing import NamedTuple

from notices.models import Letter, Notice


class Told(NamedTuple):
    title: str
    line: str
    why: str
    discreet: bool


def told(person, kind=None):
    """What a person was told, of one kind or of all, the earliest first."""
    rows = Notice.objects.filter(person=person).select_related("letter").order_by("pk")
    rows = rows.filter(letter__kind=kind) if kind else rows
    return [
        Told(row.letter.title, row.letter.line, row.letter.why, row.discreet)
        for row in rows.order_by("pk")
    ]


def titles(person, kind=None):
    return [each.title for each in told(person, kind)]


def everybody():
    """Who was told each title: the keys of people, by title."""
    found = {}
    for title, person in Notice.objects.values_list("letter__title", "person"):
        found.setdefault(title, set()).add(person)
    return found


def mails(person):
    """What becomes of the mails to a person: (title, state)."""
    rows = Notice.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("letter__title", "mail"))


def forget():
    """As if nothing had been told so far."""
    Letter.objects.all().delete()

"""Letters and notices as tests want them, with everything that a mail asks."""

from notices.models import Letter, Mailbox, Notice
from tests import factories


def a_letter(**facts):
    """A kept letter of the group with the key “brg:1”, which its address names."""
    given = {
        "kind": "news",
        "thing": "brg:1",
        "topic": "brg:1",
        "title": "Rainbow supper on Friday",
        "line": "We eat together.",
        "body": "We **eat** together.\n\n### Where\n\nIn [the hall](https://hall.example/a_b).",
        "url": "/groups/kp-pride/",
        "why": "You are a member of KP Pride.",
    }
    return Letter.objects.create(**given | facts)


def a_notice(letter=None, person=None, **facts):
    letter, person = letter or a_letter(), person or factories.person()
    return Notice.objects.create(letter=letter, person=person, **facts)


def a_mailbox(person, **facts):
    return Mailbox.objects.get_or_create(person=person, defaults=facts)[0]

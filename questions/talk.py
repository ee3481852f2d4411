"""What both sides see of a talk, each its own way: plain values, ready for a template."""

from django.utils.translation import gettext as _

from accounts.people import person_row

from .models import Question
from .permissions import named_leads

TONES = {Question.Status.OPEN: "warn", Question.Status.ANSWERED: "good", Question.Status.CLOSED: ""}
ICONS = {
    Question.Status.OPEN: "hourglass",
    Question.Status.ANSWERED: "circle-check",
    Question.Status.CLOSED: "lock",
}


def somebody():
    """What leads are told of whoever gave no name: the same words for everybody."""
    return _("Somebody who works here")


def shown_asker(question):
    """Who asked, as leads see it: one row where they gave their name, and else none."""
    return [person_row(question.asker)] if question.is_named else []


def name_for_leads(question):
    return question.asker.name if question.is_named else somebody()


def messages_of(question, *, asker):
    """All messages, the first one first; `asker` is what the reader is told of who asked.

    A lead is named as long as the post is public.
    """
    named = named_leads(question)
    rows = question.messages.select_related("author")
    return [
        {
            "who": _lead(message, named) if message.from_leads else asker,
            "from_leads": message.from_leads,
            "text": message.text,
            "said": message.said,
        }
        for message in rows
    ]


def _lead(message, named):
    if message.author_id in named:
        return message.author.name
    return _("Somebody who led then")


def row(question, url, *, line):
    """One line of a list."""
    return {
        "url": url,
        "subject": question.subject,
        "line": line,
        "last": question.last,
        "is_help": question.is_help,
        **state(question),
    }


def state(question):
    return {
        "state": question.get_status_display(),
        "tone": TONES[question.status],
        "icon": ICONS[question.status],
    }

"""What is told about questions: that there is something to read, and never what, or from whom."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from brgs.emails import tell_people
from notices.actions import tell
from notices.models import Letter, key_of

from .permissions import leads_of, who_is_asked


def asked(message):
    """To those who lead the group or chapter today, also to an asker among them.

    Whoever alone was left out would be the one who asked.
    """
    question = message.question
    unit, _leads = who_is_asked(question.unit)
    tell_people(
        question.brg,
        leads_of(unit),
        kind="question",
        thing=key_of(message),
        title=_title(question),
        line=_("It waits for an answer in the portal."),
        body=_("Open the portal to read it and to answer. This message does not say what it is."),
        url=_desk(question),
        why=_("You lead %(unit)s.") % {"unit": name_of(unit)},
    )


def answered(message):
    """To the asker."""
    _tell_asker(
        message.question,
        thing=key_of(message),
        title=_("The leads have answered you"),
        line=_("Their answer is in the portal."),
        body=_("Open the portal to read it. This message does not say what it is."),
    )


def closed(question):
    """To the asker, where a lead has closed it."""
    _tell_asker(
        question,
        thing=key_of(question),
        occurrence="closed",
        title=_("The leads have closed your question"),
        line=_("You can read it in the portal for a year."),
        body=_("Open the portal to read it. To go on, ask a new question."),
    )


def _tell_asker(question, **words):
    """Discreetly where they gave no name, in whatever group; else as everything of that group."""
    words |= {
        "kind": "question",
        "url": question.get_absolute_url(),
        "why": _("You wrote to the leads of %(unit)s.") % {"unit": name_of(question.unit)},
    }
    if question.is_named:
        tell_people(question.brg, User.objects.filter(pk=question.asker_id), **words)
    else:
        tell(Letter(topic=key_of(question.brg), **words), question.asker, discreet=True)


def name_of(unit):
    """A group or a chapter, as it is called away from its pages."""
    return getattr(unit, "full_name", "") or unit.short_name


def _title(question):
    if question.is_help:
        return _("Somebody would like to help")
    return _("Somebody asked the leads")


def _desk(question):
    """Where its leads read it. A group's leads have the pages of its chapters too."""
    if question.chapter:
        address = [question.brg.slug, question.chapter.slug, question.public_id]
        return reverse("manage-chapter-question", args=address)
    return reverse("manage-question", args=[question.brg.slug, question.public_id])

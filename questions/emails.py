"""What is told about questions: that there is something to read, and never what, or from whom."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from brgs.models import Membership
from notices.actions import tell
from notices.models import Letter, key_of

from .permissions import who_is_asked


def asked(message):
    """To those who lead the group or chapter today, also to an asker among them.

    Whoever alone was left out would be the one who asked.
    """
    question = message.question
    unit, leads = who_is_asked(question.unit)
    letter = Letter(
        thing=key_of(message),
        title=_("Somebody would like to help")
        if question.is_help
        else _("Somebody asked the leads"),
        line=_("It waits for an answer in the portal."),
        body=_("Open the portal to read it and to answer. This message does not say what it is."),
        url=_desk(question),
        why=_("You lead %(unit)s.") % {"unit": _name(unit)},
        **_about(question),
    )
    hiding = _hiding(question.brg, leads)
    for discreet in (True, False):
        people = [person for person in leads if (person.pk in hiding) is discreet]
        tell(letter, *people, discreet=discreet)


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
    why = _("You wrote to the leads of %(unit)s.") % {"unit": _name(question.unit)}
    letter = Letter(url=question.get_absolute_url(), why=why, **words, **_about(question))
    hides = not question.is_named or question.asker_id in _hiding(question.brg, [question.asker])
    tell(letter, question.asker, discreet=hides)


def _about(question):
    return {"kind": "question", "topic": key_of(question.brg)}


def _name(unit):
    return getattr(unit, "full_name", None) or unit.short_name


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


def _hiding(brg, people):
    """The keys of those of these people whose mail does not show the group at first sight."""
    if brg.is_sensitive:
        return {person.pk for person in people}
    own = Membership.objects.current().filter(brg=brg, person__in=people)
    return set(own.filter(visibility=Visibility.ONLY_ME).values_list("person", flat=True))

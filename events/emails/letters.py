"""What all messages about an event have in common: its topic, its address, and who is told how."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from notices.actions import tell, tell_all
from notices.models import Letter, key_of

from .. import when
from ..models.finding import members_of
from ..models.rsvp import hidden


def address(event):
    """Without the words of the title: they are the group's own, and addresses get about."""
    return reverse("event-short", args=[event.pk])


def tell_person(event, answer, *, is_new=False, **words):
    """Tell somebody something about their own answer; one that is new knows how they stand.

    Returns the letter.
    """
    discreet = event.is_discreet or answer.is_hidden
    if not discreet and (event.hosts_version or not is_new):
        discreet = _has_joined_in_hiding(event, answer)
    return tell(letter(event, **words), answer.person, discreet=discreet)


def tell_answered(event, answers, **words):
    """Tell everybody in a query of answers, by one statement; returns how many are told."""
    discreet = True if event.is_discreet else hidden()
    people = answers.filter(person__is_active=True)
    return tell_all(letter(event, **words), people, person="person", discreet=discreet)[1]


def letter(event, **words):
    """A letter about an event, not saved yet; a text too long for its column is cut."""
    facts = {
        "topic": key_of(event.brg),
        "url": address(event),
        "why": _("You answered to an event of %(host)s.") % {"host": event.brg.short_name},
        "language": event.language,
    } | words
    for name in ("title", "line", "why"):
        most = Letter._meta.get_field(name).max_length
        text = str(facts.get(name, ""))
        facts[name] = text if len(text) <= most else f"{text[: most - 1]}…"
    return Letter(**facts)


def named(event):
    """What a message says of an event in words."""
    return {"event": event.title, "when": when.in_words(event)}


def _has_joined_in_hiding(event, answer):
    """Whether somebody belongs to a host by now, or to another host, and shows that to nobody."""
    if answer.membership and answer.membership.left is None and not event.hosts_version:
        return False
    current = members_of(event).filter(person=answer.person)
    return current.filter(visibility=Visibility.ONLY_ME).exists()

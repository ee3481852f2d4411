"""What all messages about a group have in common: its topic, and who is told discreetly."""

from django.db.models import Exists, OuterRef, Q

from accounts.visibility import Visibility
from notices.actions import tell, tell_all
from notices.models import Letter, key_of

from ..models import Membership


def tell_people(brg, people, *, by=None, **words):
    """Tell something about a group to people, a query of them; returns how many are told.

    `words` are fields of the letter. Whoever acts, `by`, is not told of it. Discreet for everybody
    where the group is sensitive, and else for those who show their membership to nobody.
    """
    if by is not None:
        people = people.exclude(pk=by.pk)
    discreet = True if brg.is_sensitive else Q(Exists(_hidden_in(brg)))
    people = people.filter(is_active=True)
    return tell_all(_letter(brg, words), people, person="pk", discreet=discreet)[1]


def tell_member(membership, **words):
    """Tell somebody something about their own membership, which may have ended just now."""
    brg = membership.brg
    discreet = brg.is_sensitive or membership.visibility == Visibility.ONLY_ME
    tell(_letter(brg, words), membership.person, discreet=discreet)


def tell_members(brg, **words):
    """Tell every present member of a sensitive group; returns how many are told."""
    people = Membership.objects.counted().filter(brg=brg)
    return tell_all(_letter(brg, words), people, discreet=True)[1]


def _letter(brg, words):
    """A letter that fits its columns, however long a name is that it holds."""
    for name in ("title", "line", "why"):
        most = Letter._meta.get_field(name).max_length
        text = str(words.get(name, ""))
        words[name] = text if len(text) <= most else f"{text[: most - 1]}…"
    return Letter(topic=key_of(brg), **words)


def _hidden_in(brg):
    """The person's own last membership of the group, where only they see it."""
    own = Membership.objects.filter(person=OuterRef("pk"), brg=brg)
    later = Membership.objects.filter(
        person=OuterRef("person"), brg=brg, joined__gt=OuterRef("joined")
    )
    return own.filter(~Exists(later), visibility=Visibility.ONLY_ME)

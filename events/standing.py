"""Where a viewer stands with an event: in one state, which says what they may do next."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from brgs.models import Membership
from statements.prepared import prepared

from .models.finding import members_of
from .models.rsvp import memberships_then


def standing(event, answer, viewer):
    """The name of the state. `event` is as the viewer met it, `answer` their own, or None."""
    return _ended(event) or _answered(event, answer) or _unanswered(event, viewer)


def _ended(event):
    if event.is_cancelled:
        return "cancelled"
    if event.is_over():
        return "over"
    return "begun" if event.has_begun() else ""


def _answered(event, answer):
    if answer is None:
        return ""
    if answer.is_offered and answer.offer_ends <= timezone.now():
        return "late"
    return answer.status


def _unanswered(event, viewer):
    if not event.takes_answers():
        return "closed"
    if not event.brg.is_active:
        return "paused"
    if not viewer.is_authenticated:
        return "visitor"
    if not viewer.is_employee:
        return "outsider"
    return "free" if event.is_open else "join"


def has_room(event):
    """Whether somebody who answers now would get a seat."""
    return event.capacity is None or (event.free_seats > 0 and not event.waiting)


def membership_of(viewer, event):
    """Their membership of a host, of the host itself before that of another; or None."""
    if event.hosts_version:
        return members_of(event).filter(person=viewer).select_related("brg").first()
    # One for each person and group, so there is nothing to sort.
    return next(iter(prepared(_membership, [viewer.pk, event.brg_id])), None)


def _membership(person, brg):
    return Membership.objects.current().filter(person=person, brg=brg).select_related("brg")


def seen_by(event, membership, visibility="", *, since=None):
    """Who sees that somebody is going, in words: by their membership of the host, or without one.

    `visibility` is that of an answer which was given without a membership, and `since` says when
    one was given: a membership or a host that came later makes it no stricter.
    """
    level = _level(event, membership, visibility, since or timezone.now())
    words = {
        Visibility.EVERYONE: _("every employee"),
        Visibility.MEMBERS: _("members and leads of %(group)s"),
        Visibility.LEADS: _("the leads of %(hosts)s"),
        Visibility.ONLY_ME: _("nobody. You are only counted"),
    }
    groups = _shown_in(event, membership) or [event.brg]
    hosts = [_with_chapter(event, brg) for brg in groups]
    named = {"group": ", ".join(brg.short_name for brg in groups), "hosts": ", ".join(hosts)}
    return words[level] % named


def _shown_in(event, membership):
    """The groups, of several hosts, whose people may see somebody as they see the membership."""
    if membership is None or not event.hosts_version:
        return []
    own = members_of(event).filter(person=membership.person_id).select_related("brg")
    shown = [each for each in own if each.visibility != Visibility.ONLY_ME]
    return [each.brg for each in shown]


def _with_chapter(event, brg):
    if brg != event.brg or not event.chapter:
        return brg.short_name
    names = {"group": brg.short_name, "chapter": event.chapter.name}
    return _("%(group)s and of its chapter %(chapter)s") % names


# From the widest to the strictest.
LEVELS = list(Visibility)


def _level(event, membership, visibility, since):
    if membership is None:
        # Also of an answer from before a host became sensitive.
        return (
            Visibility.ONLY_ME if event.is_discreet else Visibility(visibility or Visibility.LEADS)
        )
    # What was said as a member shows to nobody once the membership is over.
    if membership.left:
        return Visibility.ONLY_ME
    own = [membership]
    if event.hosts_version:
        own += memberships_then(event, membership.person_id, since)
    return max((Visibility(each.visibility) for each in own), key=LEVELS.index)

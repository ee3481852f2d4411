"""Where a viewer stands with an event: in one state, which says what they may do next."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility


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


def seen_by(event, membership, visibility=""):
    """Who sees that somebody is going, in words: by their membership of the host, or without one.

    `visibility` is that of an answer which was given without a membership.
    """
    level = _level(event, membership, visibility)
    words = {
        Visibility.EVERYONE: _("every employee"),
        Visibility.MEMBERS: _("members and leads of %(group)s"),
        Visibility.LEADS: _("the leads of %(hosts)s"),
        Visibility.ONLY_ME: _("nobody. You are only counted"),
    }
    hosts = event.brg.short_name
    if event.chapter:
        names = {"group": hosts, "chapter": event.chapter.name}
        hosts = _("%(group)s and of its chapter %(chapter)s") % names
    return words[level] % {"group": event.brg.short_name, "hosts": hosts}


def _level(event, membership, visibility):
    if membership is not None:
        # What was said as a member shows to nobody once the membership is over.
        return Visibility.ONLY_ME if membership.left else Visibility(membership.visibility)
    # Also of an answer from before the group became sensitive.
    if event.brg.is_sensitive:
        return Visibility.ONLY_ME
    return Visibility(visibility or Visibility.LEADS)

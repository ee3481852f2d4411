"""Why a curator looks at an event first, and what editing one sets off: in sentences for leads."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.refusal import Refusal

from .actions.approval import TAKEN_DOWN, to_approve
from .actions.dates import Change
from .actions.drafts import PLACE, TIMES, differ
from .actions.series import saying_which
from .actions.series_changes import in_scope
from .models import Event

MEMBERS = Event.Audience.MEMBERS


def why_asked(event):
    """What of an event a curator has yet to agree to, a sentence for each; none where nothing."""
    said = {
        "cost": _("It costs something: %(cost)s.") % {"cost": event.cost},
        "outside_speakers": _("People from outside speak."),
        "whole_organization": _("It is for more than the group’s members: %(audience)s.")
        % {"audience": event.get_audience_display()},
        "group": _("The group lets a curator look at each of its events first."),
        TAKEN_DOWN: _("A curator has taken it off its page before."),
    }
    new = {name for name, what in to_approve(event).items() if event.approved.get(name) != what}
    return [words for name, words in said.items() if name in new]


def what_editing_does(stored, typed):
    """What happens once a published event is kept as it was typed, a sentence for each."""
    if stored.published is None:
        return []
    return [
        *_told_of(stored, typed),
        *_line_moves(stored, typed),
        *[_("A curator looks first: %(why)s") % {"why": why} for why in why_asked(typed)],
    ]


def what_editing_many_does(stored, typed, scope):
    """The same of one change for several dates of a series; or which of them refuses it."""
    change, dates = Change(stored, typed), in_scope(stored, scope)
    found = []
    for each in dates:
        try:
            with saying_which(each):
                own = typed if each.pk == stored.pk else change.put_on(each)
        except Refusal as refusal:
            return [str(refusal)]
        found += what_editing_does(each, own)
    words = ngettext("It changes %(n)s date.", "It changes %(n)s dates.", len(dates))
    return [words % {"n": len(dates)}, *dict.fromkeys(found)]


def _told_of(stored, typed):
    if stored.is_over():
        return
    if differ(stored, typed, (*TIMES, *PLACE)):
        yield _("Time or place change: everybody who has answered is told, and keeps the answer.")
    if typed.audience == MEMBERS != stored.audience:
        yield _("It is for members alone now: answers of others end, and they are told.")
    if differ(stored, typed, ["accessibility_contact_id"]):
        yield _("Whoever wrote to the accessibility contact is told that there is another one.")


def _line_moves(stored, typed):
    more = typed.capacity is None or typed.capacity > (stored.capacity or typed.capacity)
    if stored.waiting and more:
        yield _("There are more seats: those who wait move up.")

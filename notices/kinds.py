"""What the portal tells people about: each kind of notice, and how much a person may choose."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    key: str
    name: Promise
    explanation: Promise
    # Goes out by mail whatever the person chose, in the morning after a quiet night.
    must_have: bool = False
    # Matters at once, so quiet hours do not hold it.
    pressing: bool = False
    # Stands in the list of notices in the portal.
    in_portal: bool = True


KINDS = {
    kind.key: kind
    for kind in (
        Kind("news", _("News"), _("What your groups and chapters tell their people.")),
        Kind("welcome", _("Welcome"), _("What to know when you join a group or a chapter.")),
        Kind("post", _("Posts"), _("A post is offered to you, answered, or ended.")),
        Kind("term", _("Terms"), _("A term in a post ends in 90, 30 or 7 days.")),
        Kind("event", _("Events"), _("What you answered, and what has come of it.")),
        # A digest could come when the offer, or the event, is over.
        Kind(
            "seat",
            _("Seats"),
            _("You waited for a seat, and one is yours, or is offered to you for a while."),
            must_have=True,
        ),
        Kind("day_before", _("Reminders, a day before"), _("What you are going to tomorrow.")),
        Kind("soon", _("Reminders, two hours before"), _("What you are going to soon.")),
        Kind(
            "change",
            _("Changed events"),
            _("An event that you answered to is moved or cancelled, or is for others now."),
            must_have=True,
        ),
        Kind(
            "approval", _("Approvals"), _("Something waits for your answer, or yours was answered.")
        ),
        Kind("question", _("Questions"), _("Somebody asked the leads, or the leads answered you.")),
        Kind(
            "privacy",
            _("Your privacy"),
            _("A group became more private, or your membership was ended."),
            must_have=True,
        ),
        Kind(
            "account",
            _("Signing in"),
            _("Links to set a password, and changes to how you sign in."),
            must_have=True,
            pressing=True,
            in_portal=False,
        ),
        # Several notices in one mail. It is made of others, and nobody chooses about it.
        Kind("digest", _("Digest"), _("Your notices together."), must_have=True, in_portal=False),
    )
}

# What a person chooses about, in the order of the page.
CHOOSABLE = [kind for kind in KINDS.values() if not kind.must_have]
MUST_HAVE = [kind for kind in KINDS.values() if kind.must_have and kind.in_portal]

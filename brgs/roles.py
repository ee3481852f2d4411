"""What an officer may be, and what each role may do. Power is the current appointment itself."""

import enum
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Power(enum.Enum):
    MANAGE = "manage"
    SEE_MEMBERS = "see members"
    CHECK_IN = "check in"


# What a power lets somebody do, in words for everybody.
MAY = {
    Power.MANAGE: _("Edits the pages, offers and ends posts, looks after members and resources."),
    Power.SEE_MEMBERS: _("Sees the members who chose to be seen by leads."),
    Power.CHECK_IN: _("Checks people in at events."),
}


class Where(enum.Enum):
    GROUP = "group"
    CHAPTER = "chapter"


ALL_POWERS = frozenset(Power)
GROUP = frozenset({Where.GROUP})
CHAPTER = frozenset({Where.CHAPTER})
BOTH = GROUP | CHAPTER


@dataclass(frozen=True)
class Role:
    key: str
    name: Promise
    description: Promise
    where: frozenset[Where] = BOTH
    powers: frozenset[Power] = frozenset()
    # Whoever stands beside the group, as a sponsor does, need not belong to it.
    belongs: bool = True

    @property
    def leads(self):
        return Power.MANAGE in self.powers

    @property
    def may(self):
        """What the role lets somebody do, as sentences; none for a role without powers."""
        return [words for power, words in MAY.items() if power in self.powers]


ROLES = {
    role.key: role
    for role in (
        Role("chair", _("Chair"), _("Leads the group and answers for it."), GROUP, ALL_POWERS),
        Role(
            "co_chair",
            _("Co-chair"),
            _("Leads the group together with the chair."),
            GROUP,
            ALL_POWERS,
        ),
        Role(
            "chapter_lead",
            _("Chapter lead"),
            _("Leads the chapter and answers for it."),
            CHAPTER,
            ALL_POWERS,
        ),
        Role(
            "secretary",
            _("Secretary"),
            _("Keeps the roster and the minutes."),
            powers=frozenset({Power.SEE_MEMBERS, Power.CHECK_IN}),
        ),
        Role("treasurer", _("Treasurer"), _("Keeps the budget.")),
        Role("communications", _("Communications"), _("Writes what the group tells its people.")),
        Role(
            "events",
            _("Events"),
            _("Plans events and welcomes people at the door."),
            powers=frozenset({Power.CHECK_IN}),
        ),
        Role(
            "check_in",
            _("Check-in helper"),
            _("Welcomes people at the door, and nothing else."),
            powers=frozenset({Power.CHECK_IN}),
        ),
        Role("advisor", _("Advisor"), _("Gives advice and opens doors."), belongs=False),
        Role(
            "sponsor",
            _("Executive sponsor"),
            _("Speaks for the group among executives. Advises, and has no powers."),
            GROUP,
            belongs=False,
        ),
    )
}

# The order in which the roles are written down is the order in which people read them.
RANK = {role: rank for rank, role in enumerate(ROLES)}

ROLE_CHOICES = [(role.key, role.name) for role in ROLES.values()]


def roles_with(power):
    """The keys of the roles that carry a power."""
    return [role.key for role in ROLES.values() if power in role.powers]


def roles_of(where):
    """The roles that a group, or a chapter, can give."""
    return [role for role in ROLES.values() if where in role.where]

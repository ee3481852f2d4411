"""What an officer may be, and what each role may do. Power is the current appointment itself."""

import enum
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Power(enum.Enum):
    MANAGE = "manage"
    SEE_MEMBERS = "see members"
    CHECK_IN = "check in"


@dataclass(frozen=True)
class Role:
    key: str
    name: Promise
    description: Promise
    powers: frozenset[Power] = frozenset()


ROLES = {
    role.key: role
    for role in (
        Role(
            "chair",
            _("Chair"),
            _("Leads the group and answers for it."),
            frozenset({Power.MANAGE, Power.SEE_MEMBERS, Power.CHECK_IN}),
        ),
        Role(
            "co_chair",
            _("Co-chair"),
            _("Leads the group together with the chair."),
            frozenset({Power.MANAGE, Power.SEE_MEMBERS, Power.CHECK_IN}),
        ),
        Role(
            "secretary",
            _("Secretary"),
            _("Keeps the roster and the minutes."),
            frozenset({Power.SEE_MEMBERS, Power.CHECK_IN}),
        ),
        Role("treasurer", _("Treasurer"), _("Keeps the group’s budget.")),
        Role("communications", _("Communications"), _("Writes what the group tells its people.")),
        Role(
            "events",
            _("Events"),
            _("Plans what the group does and welcomes people at the door."),
            frozenset({Power.CHECK_IN}),
        ),
        Role("advisor", _("Advisor"), _("Gives advice and opens doors.")),
    )
}

ROLE_CHOICES = [(role.key, role.name) for role in ROLES.values()]


def roles_with(power):
    """The keys of the roles that carry a power."""
    return [role.key for role in ROLES.values() if power in role.powers]

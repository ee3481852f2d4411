"""How many seats are left, as others are told: a band, since a number would tell who answered."""

from django.utils.translation import gettext as _

# Below this, "few" would be a number.
SEATS_WITH_BANDS = 20
# Few is at most one in so many.
FEW = 5


def seats_left(*, capacity, going, offered, waiting):
    """“Many seats left”, “Few seats left”, “Seats left” or “Full”; nothing where all have room."""
    if capacity is None:
        return ""
    free = capacity - going - offered
    if free <= 0 or waiting:
        return _("Full")
    if capacity < SEATS_WITH_BANDS:
        return _("Seats left")
    return _("Few seats left") if free * FEW <= capacity else _("Many seats left")

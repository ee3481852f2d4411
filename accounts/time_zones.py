import zoneinfo
from functools import cache
from itertools import groupby

from django.utils.translation import gettext_lazy as _

# Where people live. The other names of the IANA database are former ones and fixed offsets.
PARTS_OF_THE_WORLD = {
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}


@cache
def time_zone_choices():
    """Choices for a form: the zones where people live, grouped by part of the world."""
    names = sorted(zoneinfo.available_timezones())
    named = [(name.partition("/")[0], name) for name in names if "/" in name]
    groups = groupby(named, key=lambda pair: pair[0])
    return [
        ("", _("My region’s time zone")),
        *(
            (part, [(name, _readable(name)) for _part, name in pairs])
            for part, pairs in groups
            if part in PARTS_OF_THE_WORLD
        ),
    ]


def _readable(name):
    """ "America/Indiana/Knox" as "Knox, Indiana"."""
    return ", ".join(reversed(name.replace("_", " ").split("/")[1:]))

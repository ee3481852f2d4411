"""What is told about what groups offer."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brgs.emails import tell_people
from brgs.models import Officer
from notices.models import key_of


def reviews_are_due(brg, *, count, day):
    """To the leads: so many resources are overdue, of which the last one was due on the day."""
    words = ngettext(
        "%(count)s resource is to be looked at", "%(count)s resources are to be looked at", count
    )
    return tell_people(
        brg,
        Officer.objects.managing(brg).people(),
        kind="approval",
        thing=key_of(brg),
        occurrence=f"resources {day.isoformat()}",
        title=_("%(resources)s: %(group)s")
        % {"resources": words % {"count": count}, "group": brg.short_name},
        line=_("Its date of review has passed."),
        body=_(
            "A date of review has passed. Is the link or file still right? Set a new date, put a "
            "new one in its place, or remove it."
        ),
        url=reverse("manage-resources", args=[brg.slug]),
        why=_("You lead %(group)s.") % {"group": brg.short_name},
    )

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may see that a person belongs to a group, from widest to narrowest."""

    EVERYONE = "everyone", _("Every employee")
    MEMBERS = "members", _("Members of the group")
    LEADS = "leads", _("Leads of the group")
    ONLY_ME = "only_me", _("Only me")

    @property
    def explanation(self):
        return EXPLANATIONS[self]


EXPLANATIONS = {
    Visibility.EVERYONE: _("Anyone who works here and signs in can see that you belong."),
    Visibility.MEMBERS: _("Fellow members and the group’s leads can see that you belong."),
    Visibility.LEADS: _("Only the group’s leads can see that you belong."),
    Visibility.ONLY_ME: _("Nobody can see that you belong. You are only counted."),
}

ICONS = {
    Visibility.EVERYONE: "globe",
    Visibility.MEMBERS: "users-round",
    Visibility.LEADS: "key-round",
    Visibility.ONLY_ME: "lock",
}

# What a group, or a person for all groups, may set as the choice that the form begins with:
# "everyone" is always a decision of one's own.
DEFAULT_CHOICES = [
    (choice.value, choice.label) for choice in Visibility if choice is not Visibility.EVERYONE
]


def stricter(first, second):
    """The narrower of two visibilities; either may be empty, and then the other holds."""
    order = list(Visibility.values)
    return max(filter(None, (first, second)), key=order.index)

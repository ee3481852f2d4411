from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Visibility, stricter
from accounts.widgets import ChoiceCards

ICONS = {
    Visibility.EVERYONE: "globe",
    Visibility.MEMBERS: "users-round",
    Visibility.LEADS: "key-round",
    Visibility.ONLY_ME: "lock",
}


class VisibilityForm(forms.Form):
    """The choice of who may see one's membership."""

    visibility = forms.ChoiceField(
        label=_("Who may see that you belong?"),
        choices=Visibility.choices,
        widget=ChoiceCards(
            explained={choice.value: (ICONS[choice], choice.explanation) for choice in Visibility}
        ),
        error_messages={
            "required": _("Choose who may see that you belong."),
            "invalid_choice": _("Choose one of the four answers."),
        },
    )

    @property
    def choice(self):
        return Visibility(self.cleaned_data["visibility"])


def default_choice(brg, person):
    """What the join form begins with: the group's default, or the person's where stricter."""
    return stricter(brg.default_visibility, person.default_visibility)

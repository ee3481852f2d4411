from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.visibility import ICONS, Visibility, stricter
from accounts.widgets import ChoiceCards


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

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


class JoinForm(VisibilityForm):
    """The choice, and what it began with, so that a form that lay open for long is noticed."""

    offered = forms.ChoiceField(
        choices=Visibility.choices, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, default, **kwargs):
        super().__init__(*args, initial={"visibility": default, "offered": default}, **kwargs)
        self.default = default

    def clean_offered(self):
        """Ask again where the default has become stricter than it was and than the choice is."""
        offered, choice = self.cleaned_data["offered"], self.cleaned_data.get("visibility")
        if offered and choice and self._is_wider(offered) and self._is_wider(choice):
            self.data = self.data.copy()
            self.data["offered"] = self.default
            self.add_error(
                "visibility",
                _("What this form begins with has become more private. Choose once more."),
            )
        return offered

    def _is_wider(self, choice):
        return stricter(choice, self.default) != choice


def default_choice(brg, person):
    """What the join form begins with: the group's default, or the person's where stricter."""
    return stricter(brg.default_visibility, person.default_visibility)

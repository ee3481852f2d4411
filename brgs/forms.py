from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Visibility, stricter


class ChoiceCards(forms.RadioSelect):
    """Radio buttons with a line of explanation each; `explain` maps a value to its line."""

    template_name = "forms/choice_cards.html"

    def __init__(self, *args, explain, **kwargs):
        self.explain = explain
        super().__init__(*args, **kwargs)

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["explanation"] = self.explain(value)
        return option


class VisibilityForm(forms.Form):
    """The choice of who may see one's membership."""

    visibility = forms.ChoiceField(
        label=_("Who may see that you belong?"),
        choices=Visibility.choices,
        widget=ChoiceCards(explain=lambda value: Visibility(value).explanation),
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

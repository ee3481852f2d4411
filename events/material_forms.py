"""What a lead says about a recording, or about slides."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.models import Resource

from .models import Material


class MaterialForm(forms.Form):
    """A resource of the group, what it is, and of a recording its captions."""

    resource = forms.ModelChoiceField(
        Resource.objects.none(),
        label=gettext_lazy("Resource"),
        to_field_name="public_id",
        empty_label=gettext_lazy("Choose one"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=Material.Kind.choices,
        initial=Material.Kind.RECORDING,
        widget=forms.RadioSelect,
    )
    captions = forms.ChoiceField(
        label=gettext_lazy("Captions of a recording"),
        choices=Material.Captions.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Say it of each recording, for people who do not hear it or are where it is loud."
        ),
    )

    def __init__(self, *args, brg, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resource"].queryset = Resource.objects.filter(brg=brg).order_by("title", "pk")

    def clean(self):
        cleaned = super().clean()
        is_recording = cleaned.get("kind") == Material.Kind.RECORDING
        if is_recording and not cleaned.get("captions") and "captions" not in self.errors:
            self.add_error("captions", _("Say whether the recording has captions."))
        return cleaned

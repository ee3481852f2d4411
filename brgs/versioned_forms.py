"""Forms that know when somebody else has saved the same thing meanwhile."""

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from accounts.curation_forms import CurationForm

from .actions import EditConflict


class VersionedForm(CurationForm):
    """A form of something with a version. Of two who edit at once, the second sees both texts."""

    template_name = "forms/versioned.html"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # Where somebody else has saved meanwhile: label, theirs and yours of what differs.
    theirs = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def clean(self):
        # What is no version is an old one.
        self.errors.pop("version", None)
        if self.instance.pk and self.cleaned_data.get("version") != self.instance.version:
            self._compare(self.instance)
            self.add_error(None, str(EditConflict()))
        return super().clean()

    def refuse(self, refusal):
        super().refuse(refusal)
        if isinstance(refusal, EditConflict):
            self._compare(type(self.instance).objects.get(pk=self.instance.pk))

    def _compare(self, stored):
        """Show what is stored now beside what was typed, and go on from that version."""
        self.status = 409
        now = type(self)(instance=stored)
        self.theirs = [
            {
                "label": self[name].label,
                "theirs": self._text(name, now),
                "yours": self._text(name, self),
            }
            for name in self.fields
            if name != "version"
            and name in now.fields
            and self._text(name, self) != self._text(name, now)
        ]
        self.data = self.data.copy()
        self.data["version"] = stored.version

    @staticmethod
    def _text(name, form):
        """What a field of a form holds, as words."""
        bound = form[name]
        if isinstance(bound.field, forms.FileField):
            return ""
        choices = getattr(bound.field, "choices", ())
        named = {str(key): str(words) for key, words in flatten_choices(choices)}
        parts = [_as_typed(bound.field.widget, part) for part in _as_list(bound.value())]
        words = ", ".join(named.get(part, part) for part in parts)
        # As browsers end lines, and as they are stored.
        return words.replace("\r\n", "\n")


def _as_typed(widget, value):
    """A value as it stands in the form: a time without seconds, a tick in a word."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    is_time = isinstance(widget, forms.DateInput | forms.TimeInput)
    return str(widget.format_value(value) if is_time else value)


def _as_list(value):
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]

from django import forms
from django.utils.translation import gettext_lazy as _

from content.text import ProseField, clean_query

QUERY_LENGTH = 80
REASON_LENGTH = 300


class RosterSearch(forms.Form):
    """What a roster can be narrowed by. A value that is no choice narrows nothing.

    All regions and all of the group's chapters can be chosen, also where nobody is to be seen, so
    that the choices tell nothing about anybody.
    """

    q = forms.CharField(
        label=_("Name"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    chapter = forms.ChoiceField(label=_("Chapter"), required=False)

    def __init__(self, *args, regions, chapters, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {"region": regions, "chapter": chapters}
        for name, rows in self.rows.items():
            choices = [("", _("All")), *((row.slug, row.name) for row in rows)]
            self.fields[name].choices = choices

    def clean_q(self):
        return clean_query(self.cleaned_data["q"], QUERY_LENGTH)

    @property
    def chosen(self):
        """The filters in use, as they stand in the address."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrowing(self):
        """The filters in use, as `roster` takes them: words and rows."""
        chosen = self.chosen
        found = {
            name: next(row for row in rows if row.slug == chosen[name])
            for name, rows in self.rows.items()
            if name in chosen
        }
        return {"words": chosen.get("q", ""), **found}


class _Reason(ProseField):
    """A few sentences that somebody else reads."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs):
        super().__init__(max_length=REASON_LENGTH, **kwargs)


class ExportForm(forms.Form):
    reason = _Reason(
        label=_("What do you need the list for?"),
        help_text=_("Kept in the group’s history. Its leads can read it."),
        error_messages={"required": _("Say what you need the list for.")},
    )


class RemovalForm(forms.Form):
    reason = _Reason(
        label=_("Why do you remove this person?"),
        help_text=_("The person reads this, and nobody else is shown it."),
        error_messages={"required": _("Give the reason. The person reads it.")},
    )

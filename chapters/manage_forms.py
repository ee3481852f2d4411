"""What leads type about the chapters of their group, and about proposals of new ones."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.widgets import ChoiceCards
from brgs.versioned_forms import VersionedForm
from content.markdown import render
from content.text import LineField, ProseField, clean_query

from .models import Chapter

QUERY_LENGTH = 80


class ChapterForm(VersionedForm):
    """A chapter as its leads edit it."""

    layout = [("", "", ["name", "city", "founded", "about"])]

    class Meta:
        model = Chapter
        fields = ["name", "city", "founded", "about"]
        field_classes = {"name": LineField, "city": LineField, "about": ProseField}
        widgets = {"about": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "about": gettext_lazy(
                "An empty line begins a paragraph, “- ” a row of a list, “### ” a heading; "
                "**two stars** make words strong, and [words](https://…) lead to an address."
            )
        }

    def preview(self):
        """The text as the page would show it; empty where it cannot be kept as it is."""
        return render(self.cleaned_data.get("about", ""))


class AnswerForm(forms.Form):
    """A lead's answer to a proposal: support, or changes that are asked for with a note."""

    SUPPORT, RETURN = "support", "return"

    act = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[(SUPPORT, gettext_lazy("Support it")), (RETURN, gettext_lazy("Ask for changes"))],
        widget=ChoiceCards(
            explained={
                SUPPORT: (
                    "hand-heart",
                    gettext_lazy("It goes on to a curator, who can open the chapter."),
                ),
                RETURN: ("undo-2", gettext_lazy("It goes back to the proposer with your note.")),
            }
        ),
        error_messages={
            "required": gettext_lazy("Choose one of the two answers."),
            "invalid_choice": gettext_lazy("Choose one of the two answers."),
        },
    )
    note = ProseField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy(
            "Needed where you ask for changes. The proposer and the curators read it."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self):
        if self.cleaned_data.get("act") == self.RETURN and not self.cleaned_data.get("note"):
            self.add_error("note", ValidationError(_("Say what to change. The proposer reads it.")))


class NameSearch(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def clean_q(self):
        return clean_query(self.cleaned_data["q"], QUERY_LENGTH)

    @property
    def words(self):
        """What is searched for."""
        self.is_valid()
        return self.cleaned_data.get("q", "")

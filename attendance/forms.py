"""What is typed at a door, and what a lead sends about one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.text import LineField

from . import meeting_lists
from .models import Attendance, DoorRules

LONGEST_NAME = Attendance._meta.get_field("guest_name").max_length
# A camera reads the whole address that a code stands in.
LONGEST_CODE = 300
# Asked by the page's script before it keeps a code for later. What is no pass the server knows.
LIKE_A_CODE = r".*code=.+|(?:[\s.–—\-]*[A-Za-z]){8}[\s.–—\-]*"


class CodeForm(forms.Form):
    """The code of a pass, typed or read."""

    code = LineField(
        label=_("Code on the pass"),
        max_length=LONGEST_CODE,
        help_text=_("Eight letters, capital or small."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "pattern": LIKE_A_CODE,
                "title": _("Eight letters"),
            }
        ),
    )


class GuestForm(forms.Form):
    """A guest without an account."""

    name = LineField(
        label=_("Name of the guest"),
        max_length=LONGEST_NAME,
        help_text=_("It is deleted 30 days after the event."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "pattern": r".*\S.*"}),
    )


class DoorRulesForm(forms.ModelForm):
    class Meta:
        model = DoorRules
        fields = ["guests_welcome"]


class ListForm(forms.Form):
    """A meeting tool's list, as a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "The list of who was there, as your meeting tool saves it (CSV). At most 1 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={
            "empty": _("This file is empty."),
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
    )

    def clean_file(self):
        """Who is on it. A file that is too large is not read."""
        file = self.cleaned_data["file"]
        try:
            return meeting_lists.read(file.read(meeting_lists.MOST_BYTES + 1))
        except meeting_lists.Unreadable as unreadable:
            raise forms.ValidationError(str(unreadable)) from None

"""What people send with an answer, and what they write to an event's accessibility contact."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.text import ProseField

from .models import AccessibilityRequest

LONGEST = AccessibilityRequest._meta.get_field("text").max_length


class AnswerForm(forms.Form):
    """An answer. Whoever was not asked about the tick has it: that is what most people want."""

    seat_me = forms.BooleanField(
        label=_("If I have to wait, seat me when a place is free"),
        required=False,
        initial=True,
        help_text=_("Otherwise we ask you first, and you have up to a day to say yes."),
    )
    was_asked = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    @property
    def seats_at_once(self):
        """Also of a form that was never drawn; no shape of it is wrong."""
        self.full_clean()
        return self.cleaned_data["seat_me"] or not self.cleaned_data["was_asked"]


class RequestForm(forms.Form):
    """What somebody needs in order to take part."""

    text = ProseField(
        label=_("What do you need?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Such as captions, a step-free way, or a quiet place. You need not say why. At most "
            "1,000 characters."
        ),
    )

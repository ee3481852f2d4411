from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.widgets import ChoiceCards
from content.text import ProseField

from .piles import LONGEST_TEXT, SCORES, STARS

STARS_IN_WORDS = {
    5: _("5 stars: very good"),
    4: _("4 stars: good"),
    3: _("3 stars: fair"),
    2: _("2 stars: poor"),
    1: _("1 star: very poor"),
}
ENDS_IN_WORDS = {10: _("10: surely"), 0: _("0: not at all")}


class FeedbackForm(forms.Form):
    """How it was. Only the stars are needed."""

    stars = forms.TypedChoiceField(
        label=_("How was it?"),
        choices=[(n, STARS_IN_WORDS[n]) for n in reversed(STARS)],
        coerce=int,
        widget=ChoiceCards,
    )
    score = forms.TypedChoiceField(
        label=_("Would you recommend it to a colleague?"),
        choices=[
            ("", _("Rather not say")),
            *((n, ENDS_IN_WORDS.get(n, str(n))) for n in reversed(SCORES)),
        ],
        coerce=int,
        required=False,
        empty_value=None,
    )
    text = ProseField(
        label=_("What was good, what could be better?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Shown word for word. How you write, and what only you know, may tell who you are. At "
            "most 1,000 characters."
        ),
    )

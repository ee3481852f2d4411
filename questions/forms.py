from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.widgets import ChoiceCards
from content.text import LineField, ProseField

from .models import LONGEST, Question

WHAT_LEADS_SEE = _(
    "The leads see your name, photo, pronouns and job title. It does not tell them whether you "
    "are a member."
)


def _text(label, **more):
    return ProseField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}), **more
    )


class AskForm(forms.Form):
    """A question, with or without a name."""

    WITHOUT, WITH = "without", "with"

    subject = LineField(
        label=_("What is it about?"), max_length=Question._meta.get_field("subject").max_length
    )
    text = _text(
        _("Your question"),
        help_text=_("The leads read it as you write it. At most 4,000 characters."),
    )
    name = forms.ChoiceField(
        label=_("Do the leads see who you are?"),
        choices=[(WITHOUT, _("Without my name")), (WITH, _("With my name"))],
        initial=WITHOUT,
        widget=ChoiceCards(
            explained={
                WITHOUT: (
                    "lock",
                    _(
                        "The leads will not see who you are. The portal knows, so that it can "
                        "bring you their answer. Leave out of the text what tells who you are."
                    ),
                ),
                WITH: ("user-round", WHAT_LEADS_SEE),
            }
        ),
        error_messages={
            "required": _("Choose whether the leads see your name."),
            "invalid_choice": _("Choose one of the two answers."),
        },
    )

    kind = Question.Kind.QUESTION

    @property
    def is_named(self):
        return self.cleaned_data["name"] == self.WITH


class HelpForm(forms.Form):
    """An offer to help, which is from somebody and so has a name."""

    subject = LineField(
        label=_("What could you help with?"),
        max_length=Question._meta.get_field("subject").max_length,
    )
    text = _text(
        _("Tell the leads more"),
        help_text=_("What you like to do, and when you have time. At most 4,000 characters."),
    )

    kind = Question.Kind.HELP
    is_named = True


class SayForm(forms.Form):
    """One more message."""

    text = _text(_("Your message"), help_text=_("At most 4,000 characters."))


class AnswerForm(forms.Form):
    """A lead's answer."""

    text = _text(
        _("Your answer"),
        help_text=_("Your name stands beside it: your post is public. At most 4,000 characters."),
    )

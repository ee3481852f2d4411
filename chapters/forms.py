"""What is typed to move between chapters, and to propose one."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import LOGIN_LENGTH
from accounts.models import Region, User
from content.text import LineField, ProseField

from .models import Chapter, Proposal


class MoveForm(forms.Form):
    """Which chapter one was told that one leaves, so that a page that lay open is noticed."""

    leaving = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, present, **kwargs):
        super().__init__(*args, initial={"leaving": present.slug}, **kwargs)
        self.present = present

    def clean(self):
        if self.cleaned_data.get("leaving") != self.present.slug:
            self.data = self.data.copy()
            self.data["leaving"] = self.present.slug
            raise ValidationError(_("Look again at what you leave, and answer once more."))
        return self.cleaned_data


class ProposalForm(forms.Form):
    """A chapter as somebody proposes it, or proposes it again."""

    name = LineField(
        label=_("Name of the chapter"),
        max_length=Chapter._meta.get_field("name").max_length,
        help_text=_("Short, and with the region or city in it."),
    )
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.all(), to_field_name="slug"
    )
    city = LineField(
        label=_("City"), max_length=Chapter._meta.get_field("city").max_length, required=False
    )
    purpose = ProseField(
        label=_("Purpose"),
        max_length=Proposal._meta.get_field("purpose").max_length,
        help_text=_("What the chapter would do."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    why_here = ProseField(
        label=_("Why here"),
        max_length=Proposal._meta.get_field("why_here").max_length,
        help_text=_("Who works there, and what is missing. Name nobody who has not agreed."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def fill(self, chapter, proposal):
        """Put what was typed into a chapter and its proposal, without keeping them."""
        for name in ("name", "region", "city"):
            setattr(chapter, name, self.cleaned_data[name])
        for name in ("purpose", "why_here"):
            setattr(proposal, name, self.cleaned_data[name])


class NewProposalForm(ProposalForm):
    """A first proposal, which also says who might lead."""

    would_lead = forms.BooleanField(label=_("I would lead it"), required=False)
    first_officer = LineField(
        label=_("Somebody else who might lead it"),
        max_length=LOGIN_LENGTH,
        required=False,
        help_text=_("A work e-mail or an employee id. That person is asked first."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_first_officer(self):
        """The employee who is meant. No answer tells more than whether somebody was found."""
        login = self.cleaned_data["first_officer"]
        if not login:
            return None
        person = User.objects.employees().with_login(login).first()
        if person is None:
            raise ValidationError(_("Nobody is found with this. Check it, or leave it empty."))
        if person == self.by:
            raise ValidationError(_("That is you. Tick “I would lead it” instead."))
        return person

    @property
    def officers(self):
        """Who might lead."""
        own = [self.by] if self.cleaned_data["would_lead"] else []
        other = self.cleaned_data["first_officer"]
        return [*own, other] if other else own

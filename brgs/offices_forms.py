"""What leads may type about offices: whom to ask, for which days, and as what."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clock import organization_today
from accounts.models import User
from accounts.people import PEOPLE_FOUND, find_employees
from accounts.widgets import ChoiceCards
from content.text import LineField, ProseField, clean_query

from .roles import roles_of

QUERY_LENGTH = 100
A_YEAR = dt.timedelta(days=365)
# How long two people share a post in a handover, where nobody says otherwise.
OVERLAP = dt.timedelta(days=30)


def day_field(**named):
    bounds = [MinValueValidator(dt.date(1970, 1, 1)), MaxValueValidator(dt.date(2100, 12, 31))]
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, validators=bounds, **named)


class PersonSearch(forms.Form):
    """Words to look for somebody by, as they stand in an address."""

    q = forms.CharField(
        label=gettext_lazy("Name, work e-mail or employee id"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": QUERY_LENGTH}),
    )

    use_required_attribute = False

    @classmethod
    def from_address(cls, query):
        words = clean_query(query.get("q", ""), QUERY_LENGTH)
        form = cls(initial={"q": words}, auto_id="search_%s")
        form.words, form.found = words, find_employees(words)
        form.is_cut = len(form.found) == PEOPLE_FOUND
        return form


class PostRules:
    """What holds for what is typed about a post, whoever types it."""

    def clean_line(self):
        """Only a sponsor speaks in public."""
        line, role = self.cleaned_data["line"], self.cleaned_data.get("role", "sponsor")
        if line and role != "sponsor":
            raise ValidationError(_("Only an executive sponsor has a public line. Leave it empty."))
        return line

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("A term has to end after it begins."))
        return cleaned


class AskForm(PostRules, forms.Form):
    """Somebody, chosen from those who were found, and the days of a term."""

    person = forms.ChoiceField(
        label=gettext_lazy("Person"),
        widget=ChoiceCards,
        error_messages={
            "required": gettext_lazy("Choose a person. Look for somebody else if need be."),
            "invalid_choice": gettext_lazy("This is nobody who works here. Look for the person."),
        },
    )
    starts = day_field(label=gettext_lazy("First day"))
    ends = day_field(
        label=gettext_lazy("Ends on"), help_text=gettext_lazy("The first day without the post.")
    )

    def __init__(self, *args, found, days, **kwargs):
        super().__init__(*args, initial=days, **kwargs)
        people = {person.public_id: person for person in [*self._chosen_before(found), *found]}
        self.people = people
        field = self.fields["person"]
        field.choices = [(key, person.name) for key, person in people.items()]
        field.widget.explained = {key: ("", _about(person)) for key, person in people.items()}

    def _chosen_before(self, found):
        """Whoever was sent, though the search of this page finds others."""
        sent = clean_query(self.data.get("person", ""), 32)
        if not sent or sent in {person.public_id for person in found}:
            return []
        return User.objects.employees().select_related("region").filter(public_id=sent)

    def clean_person(self):
        return self.people[self.cleaned_data["person"]]

    def office(self, model, unit, **more):
        """The office that was typed, unsaved."""
        typed = {name: self.cleaned_data[name] for name in ("person", "starts", "ends")}
        return model(**{model.unit_name: unit}, **typed, **more)


def _about(person):
    """What tells two people of one name apart."""
    facts = (person.pronouns, person.job_title, person.region and person.region.name)
    return " · ".join(str(fact) for fact in facts if fact)


class OfferForm(AskForm):
    """A post for somebody."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    title = LineField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Shown in place of the role’s name."),
    )
    line = LineField(
        label=gettext_lazy("Public line"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "For an executive sponsor: a sentence about the group, shown to employees."
        ),
    )
    field_order = ["person", "role", "title", "starts", "ends", "line"]

    def __init__(self, *args, model, **kwargs):
        today = organization_today()
        super().__init__(*args, days={"starts": today, "ends": today + A_YEAR}, **kwargs)
        roles = {role.key: role for role in roles_of(model.where)}
        choices = [(key, role.name) for key, role in roles.items()]
        self.fields["role"].choices = [("", _("Choose")), *choices]
        if "sponsor" not in roles:
            del self.fields["line"]

    def office(self, model, unit):
        typed = {name: self.cleaned_data.get(name, "") for name in ("role", "title", "line")}
        return super().office(model, unit, **typed)


class HandOverForm(AskForm):
    """Who comes after somebody, and until when the present one stays."""

    until = day_field(
        label=gettext_lazy("The present term stops on"),
        help_text=gettext_lazy(
            "From the successor’s first day to this day both hold the post. "
            "On this day the powers of the present one are gone."
        ),
    )
    note = ProseField(
        label=gettext_lazy("Handover note"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy(
            "Only the successor and the leads read it. Markdown. Name no members in it."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    field_order = ["person", "starts", "until", "ends", "note"]

    def __init__(self, *args, office, **kwargs):
        today = organization_today()
        until = office.ends or today + OVERLAP
        starts = max(today, until - OVERLAP)
        days = {"starts": starts, "until": until, "ends": until + A_YEAR}
        super().__init__(*args, days=days, **kwargs)
        self.fields["starts"].label = _("The successor’s first day")
        self.fields["ends"].label = _("The successor’s term ends on")

    def office(self, model, unit):
        return super().office(model, unit, note=self.cleaned_data["note"])


class ResignForm(forms.Form):
    """Nothing to fill in: it says what pressing the button means."""

    act = forms.CharField(initial="resign", widget=forms.HiddenInput)


class DeputyForm(AskForm):
    """Who stands in for somebody meanwhile."""

    def __init__(self, *args, office, **kwargs):
        today = organization_today()
        starts = max(today, office.starts)
        ends = starts + OVERLAP
        days = {"starts": starts, "ends": min(ends, office.ends or ends)}
        super().__init__(*args, days=days, **kwargs)
        self.fields["ends"].help_text = _("The first day on which nobody stands in any more.")

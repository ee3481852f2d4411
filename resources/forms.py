import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clock import organization_today
from accounts.widgets import ChoiceCards
from brgs.versioned_forms import VersionedForm
from content.text import LineField, validate_line

from .files import ResourceFileField
from .models import Resource

Audience = Resource.Audience
AUDIENCES = {
    Audience.PUBLIC: ("globe", gettext_lazy("Also people who are not signed in.")),
    Audience.EMPLOYEES: ("briefcase", gettext_lazy("Whoever is signed in as an employee.")),
    Audience.MEMBERS: ("lock", gettext_lazy("The group’s members and its leads, nobody else.")),
}
LATEST_REVIEW = dt.timedelta(days=3 * 365)
USUAL_REVIEW = dt.timedelta(days=365)


class WebAddressField(forms.URLField):
    """An address on the web, http or https; without either it is taken for https."""

    default_validators = [validate_line, URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs):
        unknown = gettext_lazy("Give a whole address on the web, beginning with https://.")
        messages = {"error_messages": {"invalid": unknown}}
        super().__init__(assume_scheme="https", **messages | kwargs)


class ResourceForm(VersionedForm):
    """A link or a file that a group offers."""

    layout = [("", "", ["title", "summary", "url", "file", "audience", "owner", "review_date"])]

    title = LineField(label=gettext_lazy("Title"), max_length=120)
    summary = LineField(label=gettext_lazy("What it is for"), max_length=300, required=False)
    url = WebAddressField(
        label=gettext_lazy("Address of a link"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Give either an address or a file."),
    )
    file = ResourceFileField(label=gettext_lazy("File"), required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may open it"),
        choices=Audience.choices,
        initial=Audience.MEMBERS,
        widget=ChoiceCards(explained=AUDIENCES),
    )
    owner = LineField(
        label=gettext_lazy("Owner"),
        max_length=120,
        help_text=gettext_lazy("The role or office that keeps it up to date, such as Secretary."),
    )
    review_date = forms.DateField(
        label=gettext_lazy("To be reviewed by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("From tomorrow up to three years ahead."),
    )

    class Meta:
        model = Resource
        fields = ["title", "summary", "url", "audience", "owner", "review_date"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_file = bool(self.instance.file)
        self.fields["file"].help_text = self._about_file()
        self._bound_review()

    def _about_file(self):
        takes = _("A PDF of at most 10 MB, or a picture (JPEG, PNG or WebP) of at most 5 MB.")
        if not self.has_file:
            return takes
        kept = _("It has one: %(what)s. Choose another one, or give an address, to replace it.")
        return f"{kept % {'what': self.instance.what_it_is}} {takes}"

    def _bound_review(self):
        today = organization_today()
        self.first_review, self.last_review = today + dt.timedelta(days=1), today + LATEST_REVIEW
        bounds = {"min": self.first_review.isoformat(), "max": self.last_review.isoformat()}
        self.fields["review_date"].widget.attrs |= bounds
        if self.instance.pk is None:
            self.initial["review_date"] = today + USUAL_REVIEW

    def clean_review_date(self):
        day = self.cleaned_data["review_date"]
        if not self.first_review <= day <= self.last_review:
            raise ValidationError(_("Choose a day from tomorrow up to three years ahead."))
        return day

    def clean(self):
        cleaned = super().clean()
        typed = cleaned.get("url") or "url" in self.errors
        chosen = cleaned.get("file") or "file" in self.errors
        if typed and chosen:
            self.add_error("url", _("Give either an address or a file, not both."))
        elif not (typed or chosen or self.has_file):
            self.add_error("url", _("Give an address, or choose a file."))
        return cleaned

    def let_files_go(self):
        """An error, and not only a hint: whoever missed it would keep the file that was there."""
        if self.files.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file again. It could not be kept with the form."))

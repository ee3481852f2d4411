"""What the forms of curation have in common."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.text import clean_query


class ListForm(forms.Form):
    """What a list may be narrowed by. A value that is no choice narrows nothing."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    # A list of choices changes at once on the next page; no browser needs to be told.
    use_required_attribute = False

    @classmethod
    def from_address(cls, query):
        """The form with what an address asks for, as far as it makes sense."""
        asked = cls(query)
        asked.is_valid()
        chosen = {name: value for name, value in asked.cleaned_data.items() if value}
        form = cls(initial=chosen, auto_id="filter_%s")
        form.chosen = chosen
        return form

    def clean_q(self):
        return clean_query(self.cleaned_data["q"], 80)

    def narrow(self, rows):
        """The rows that match what was chosen."""
        return self.matching(rows, self.chosen["q"]) if "q" in self.chosen else rows

    def matching(self, rows, words):
        return rows.filter(name__icontains=words)

    def address(self, **more):
        """The query string that keeps what was chosen, with something added."""
        query = QueryDict(mutable=True)
        query.update(self.chosen | more)
        return f"?{query.urlencode()}" if query else ""


class CurationForm(forms.ModelForm):
    """A form in sections. `layout` is a list of (title, hint, names of fields)."""

    template_name = "admin/sections.html"
    layout = ()
    button = gettext_lazy("Save")
    # Whether it only leads on to a page, by what it puts into the address.
    only_leads_on = False
    # What a form that is not kept is answered with.
    status = 422

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, named in self.fields.items():
            named.label_suffix = ""
            self._say_length(name, named)

    def _say_length(self, name, named):
        """Say how long a longer text may be, since nothing cuts it while it is typed."""
        limit = getattr(named, "max_length", None)
        if limit and isinstance(named.widget, forms.Textarea):
            hint = _("At most %(limit)s characters.") % {"limit": f"{limit:,}"}
            named.help_text = f"{named.help_text} {hint}".strip()

    def full_clean(self):
        """Check everything, and say where a file has to be chosen again."""
        super().full_clean()
        if self._errors:
            self.let_files_go()

    def let_files_go(self):
        """Of a form that is shown again: browsers send no file twice."""
        for name in self.files.keys() & self.fields.keys() - self.errors.keys():
            self[name].help_text = _("Choose the file again: it was not kept.")

    def sections(self):
        """The visible fields as they are laid out: (title, hint, bound fields)."""
        for title, hint, names in self.layout:
            found = [self[name] for name in names if name in self.fields]
            if found:
                yield title, hint, found

    def refuse(self, refusal):
        """Say why what was typed is not kept, above it."""
        self.add_error(None, str(refusal))
        self.let_files_go()

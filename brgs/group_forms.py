"""What the forms of curators and of leads have in common: rows for links, and pictures."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.curation_forms import CurationForm
from content.pictures import BANNER, EMBLEM, PictureField, PicturesFormMixin
from content.text import LineField

MAX_LINKS = 10
BLANK_LINKS = 2


class PictureInput(forms.ClearableFileInput):
    """Shows the picture that is stored, also of a group that the public does not see yet."""

    template_name = "admin/_picture_input.html"


class GroupForm(PicturesFormMixin, CurationForm):
    """A form of a group with its emblem, its banner, and a row for each of its links.

    A banner has words or the tick that it needs none. The rows stand in the section of the layout
    that names no field.
    """

    emblem = PictureField(EMBLEM, label=gettext_lazy("Emblem"), required=False, widget=PictureInput)
    banner = PictureField(BANNER, label=gettext_lazy("Banner"), required=False, widget=PictureInput)
    decorative = forms.BooleanField(
        label=gettext_lazy("The banner is decoration and says nothing"), required=False
    )

    def begin_with(self, brg):
        """Show the group's pictures and links."""
        self.initial["decorative"] = bool(brg.banner and not brg.banner_alt)
        self.initial |= {"emblem": brg.emblem, "banner": brg.banner}
        self._add_links(list(brg.links.all()) if brg.pk else [])

    def _add_links(self, links):
        """Fields for each link and some more, at most ten in all."""
        for number in range(max(min(len(links) + BLANK_LINKS, MAX_LINKS), self._links_typed())):
            named = {"number": number + 1}
            title, url = f"link_{number}_title", f"link_{number}_url"
            self.fields[title] = LineField(
                label=_("Link %(number)s: words") % named, max_length=80, required=False
            )
            self.fields[url] = forms.URLField(
                label=_("Link %(number)s: address") % named,
                max_length=300,
                required=False,
                assume_scheme="https",
            )
            if number < len(links):
                self.initial |= {title: links[number].title, url: links[number].url}

    def _links_typed(self):
        numbers = [n for n in range(MAX_LINKS) if f"link_{n}_title" in self.data]
        return max(numbers, default=-1) + 1

    def sections(self):
        links = [name for name in self.fields if name.startswith("link_")]
        for title, hint, names in self.layout:
            names = names or links
            yield title, hint, [self[name] for name in names if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        self._check_banner(self.cleaned_data)
        for number in range(MAX_LINKS):
            self._check_link(self.cleaned_data, f"link_{number}_title", f"link_{number}_url")
        return cleaned

    def _check_banner(self, cleaned):
        chosen = self.pictures.get("banner")
        has_banner = chosen is not False and (chosen or self.instance.banner)
        if has_banner and not cleaned.get("banner_alt") and not cleaned.get("decorative"):
            words = _("Say what the banner shows, or tick below that it is decoration.")
            self.add_error("banner_alt", words)
        if cleaned.get("banner_alt") and cleaned.get("decorative"):
            words = _("Leave this empty for a banner that is decoration, or take the tick away.")
            self.add_error("banner_alt", words)

    def _check_link(self, cleaned, title, url):
        if cleaned.get(url) and not cleaned.get(title) and title not in self.errors:
            self.add_error(title, _("Give the link words that say where it leads."))
        if cleaned.get(title) and not cleaned.get(url) and url not in self.errors:
            self.add_error(url, _("Give the address that the words lead to."))

    @property
    def links(self):
        """The links that were typed, in their order: (words, address)."""
        pairs = [
            (self.cleaned_data.get(f"link_{n}_title"), self.cleaned_data.get(f"link_{n}_url"))
            for n in range(MAX_LINKS)
        ]
        return [pair for pair in pairs if all(pair)]

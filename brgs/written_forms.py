"""What the forms of news and of events have in common: Markdown, and a picture with its words."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.pictures import PicturesFormMixin

from .versioned_forms import VersionedForm

MARKDOWN = gettext_lazy(
    "An empty line begins a paragraph, “- ” a row of a list, “### ” a heading; "
    "**two stars** make words strong, and [words](https://…) lead to an address."
)


class PicturedForm(PicturesFormMixin, VersionedForm):
    """Of something with a `picture`, which is described by `picture_alt`, or decoration."""

    decorative = forms.BooleanField(
        label=gettext_lazy("The picture is decoration and says nothing"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        thing = self.instance
        is_decoration = bool(thing.picture and not thing.picture_alt)
        self.initial |= {"picture": thing.picture, "decorative": is_decoration}

    def clean(self):
        cleaned = super().clean()
        chosen = self.pictures.get("picture")
        has_picture = chosen is not False and (chosen or self.instance.picture)
        words, is_decoration = cleaned.get("picture_alt"), cleaned.get("decorative")
        if has_picture and not words and not is_decoration:
            sentence = _("Say what the picture shows, or tick below that it is decoration.")
            self.add_error("picture_alt", sentence)
        if words and is_decoration:
            sentence = _(
                "Leave this empty for a picture that is decoration, or take the tick away."
            )
            self.add_error("picture_alt", sentence)
        return cleaned

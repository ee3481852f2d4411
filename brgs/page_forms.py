"""What a lead may type about the group's page, and what a curator answers."""

import copy

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.text import LineField, ProseField

from .group_forms import GroupForm
from .models import BRG
from .models.texts import APPROVED_TEXTS, LIVE_TEXTS, TEXTS

VERSION_DIGITS = 9


def sent_version(data):
    """The version that a form began with; 0, which is none, for what is no number."""
    text = data.get("version", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= VERSION_DIGITS
    return int(text) if is_number else 0


class PageForm(GroupForm):
    """The page of a group as its leads edit it. `words` take the place of what stands there."""

    # No more than carried: what it holds is asked of `sent_version`.
    version = forms.Field(widget=forms.HiddenInput, required=False)

    layout = [
        (
            gettext_lazy("A curator looks first"),
            gettext_lazy(
                "These speak for the whole organization. The page shows new words as soon as a "
                "curator has approved them."
            ),
            list(APPROVED_TEXTS),
        ),
        (
            gettext_lazy("Live at once"),
            gettext_lazy("The page shows these as soon as you save."),
            list(LIVE_TEXTS),
        ),
        (
            gettext_lazy("Links"),
            gettext_lazy("Live at once. Empty a row to remove the link."),
            [],
        ),
        (
            gettext_lazy("Look"),
            gettext_lazy("Live at once."),
            ["hue", "emblem", "banner", "banner_alt", "decorative"],
        ),
    ]

    class Meta:
        model = BRG
        fields = [*TEXTS, "hue", "banner_alt"]
        field_classes = {
            **dict.fromkeys(("name", "tagline", "banner_alt"), LineField),
            **dict.fromkeys(("purpose", "mission", "vision", "about"), ProseField),
        }

    def __init__(self, *args, instance, words=None, **kwargs):
        # The form writes into what it is given, and the page goes on showing what is stored.
        super().__init__(*args, instance=copy.copy(instance), initial=words, **kwargs)
        self.initial["version"] = instance.version
        self.begin_with(instance)
        self.fields["purpose"].required = instance.is_active

    @property
    def version_sent(self):
        return sent_version(self.data)

    # What is kept

    @property
    def texts(self):
        return {name: self.cleaned_data[name] for name in TEXTS}

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in ("hue", "banner_alt")}

    # Shown again without being kept

    def let_files_go(self):
        """Say where a file has to be chosen again: browsers send none twice."""
        for name in self.files.keys() & self.fields.keys():
            self[name].help_text = _("Choose the file again: it was not kept.")

    def go_on_from(self, stored):
        """Begin from what somebody else has saved, a form of that; returns both, where they differ.

        What was typed stays in the fields.
        """
        self.data = self.data.copy()
        self.data["version"] = stored.initial["version"]
        self.initial |= {name: stored.initial[name] for name in ("emblem", "banner")}
        mine, theirs = self._in_words(), stored._in_words()
        return [
            {"label": label, "theirs": theirs[label], "yours": mine[label]}
            for label in mine
            if mine[label] != theirs[label]
        ]

    def _in_words(self):
        """What the fields hold, by label; the rows of links are one text, pictures are left out."""
        left_out = ("emblem", "banner", "version")
        names = [name for name in self.fields if name not in left_out]
        links = [name for name in names if name.startswith("link_")]
        words = {str(self[name].label): self._typed(name) for name in names if name not in links}
        rows = zip(links[::2], links[1::2], strict=True)
        lines = [f"{self._typed(title)} {self._typed(url)}".strip() for title, url in rows]
        return words | {_("Links"): "\n".join(line for line in lines if line)}

    def _typed(self, name):
        value = self[name].value()
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return str("" if value is None else value).replace("\r\n", "\n").strip()


class NoteForm(forms.Form):
    """Why a curator returns texts."""

    note = ProseField(
        label=gettext_lazy("What to change"),
        help_text=gettext_lazy("The leads of the group read it. At most 1,000 characters."),
        max_length=1000,
    )

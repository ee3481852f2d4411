"""What a lead may type about the group's page, and what a curator answers."""

import copy
import hashlib

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
    # A fingerprint of each text as the form began, to know later which ones were typed anew.
    seen = forms.Field(widget=forms.HiddenInput, required=False)

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
        self.initial["seen"] = " ".join(self._fingerprints(self.initial.get))
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

    def met_with(self, stored):
        """What was sent, ready to go on from what somebody else has saved, a form of that.

        What was typed stays; where nothing was, their words take its place. Returns the data and
        the labels of the texts in which they did.
        """
        data = self.data.copy()
        for carried in ("version", "seen"):
            data[carried] = str(stored.initial[carried])
        taken = self._untouched() & stored._changed_from(self)
        if "links" in taken:
            # Also the rows that the other one has taken away.
            for part in [part for part in data if part.startswith("link_")]:
                del data[part]
        for name in taken:
            for part in stored._parts(name):
                _put(data, part, stored[part].value())
        return data, [self._label(name) for name in self._names() if name in taken]

    def beside(self, stored):
        """Both versions of the texts in which this form differs from what is stored."""
        return [
            {"label": self._label(name), "theirs": stored._words(name), "yours": self._words(name)}
            for name in self._names()
            if name in stored._changed_from(self)
        ]

    def _changed_from(self, other):
        return {name for name in self._names() if self._words(name) != other._words(name)}

    def _untouched(self):
        """The names of the texts that are still as the form began."""
        seen = self.data.get("seen", "").split(" ")
        typed = self._fingerprints(lambda name: self[name].value())
        return {name for name, mark in zip(self._names(), typed, strict=True) if mark in seen}

    def _fingerprints(self, value_of):
        for name in self._names():
            words = self._words(name, value_of)
            yield f"{name}-{hashlib.blake2b(words.encode(), digest_size=6).hexdigest()}"

    @staticmethod
    def _names():
        """What two versions are compared by; the rows of links count as one text."""
        return (*TEXTS, "links", "hue", "banner_alt", "decorative")

    def _parts(self, name):
        """The fields that a text consists of."""
        return (
            [part for part in self.fields if part.startswith("link_")]
            if name == "links"
            else [name]
        )

    def _label(self, name):
        return _("Links") if name == "links" else str(self[name].label)

    def _words(self, name, value_of=None):
        value_of = value_of or (lambda part: self[part].value())
        typed = [_plain(value_of(part)) for part in self._parts(name)]
        if name == "links":
            rows = zip(typed[::2], typed[1::2], strict=True)
            typed = [f"{title} {url}" for title, url in rows if title or url]
        return "\n".join(typed)


def _plain(value):
    """A value of a field in words, with the line ends that are stored."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str("" if value is None else value).replace("\r\n", "\n").strip()


def _put(data, name, value):
    """Put a value into what was sent; a tick that is not set is not sent at all."""
    if value is False:
        data.pop(name, None)
    else:
        data[name] = "on" if value is True else ("" if value is None else str(value))


class NoteForm(forms.Form):
    """Why a curator returns texts."""

    note = ProseField(
        label=gettext_lazy("What to change"),
        help_text=gettext_lazy("The leads of the group read it. At most 1,000 characters."),
        max_length=1000,
    )

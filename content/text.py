"""What may be typed: single lines, longer texts in Markdown, and words to search for.

Texts are kept in the composed form (NFC, Unicode Standard Annex 15), so that what looks the same
is the same. Lengths are checked before that step, which takes quadratic time on long runs of
combining marks: a megabyte of them would hold a worker for minutes.
"""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

MAX_CHARACTERS = 10_000

# A letter typed as a base with several marks becomes fewer characters when composed.
_COMPOSED_FROM = 4
_LONGEST_COMPOSED = MAX_CHARACTERS

_NUL_OR_HALF = re.compile("[\0\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL_IN_PROSE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# These turn the order of letters around: `exe.gpj` reads `jpg.exe`, and so may a name.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"\s+")
_GAPS = re.compile("[ \t]+")
# Letters and symbols that are drawn as nothing, and marks that stand on nothing.
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

_UNREADABLE = _("This holds a character that cannot be shown. Delete it, or type the text again.")
_ONE_LINE = _("Write this on one line, without line breaks.")
_TURNED = _(
    "This holds a hidden mark that changes the direction of the text. "
    "Delete it, or type the text again."
)


def has_visible(text):
    """Whether a reader would see anything: not only blanks, hidden marks and the like."""
    return any(
        unicodedata.category(letter)[0] not in "ZC" and letter not in _DRAWN_AS_NOTHING
        for letter in text
    )


def validate_line(value):
    """Refuse a line with NUL, half a character, a control, a line break or a turn of direction.

    For model fields too. Raises ValidationError with a sentence for the person.
    """
    if _BREAKS.search(value):
        raise ValidationError(_ONE_LINE, code="line_break")
    if _NUL_OR_HALF.search(value) or _CONTROL.search(value):
        raise ValidationError(_UNREADABLE, code="unreadable")
    if _TURNS.search(value):
        raise ValidationError(_TURNED, code="turned")


def validate_prose(value):
    """Refuse a text with NUL, half a character or a control other than tab and line feed.

    Right-to-left marks stay allowed: languages need them, and here they cannot pass for a name.
    For model fields too. Raises ValidationError with a sentence for the person.
    """
    if _NUL_OR_HALF.search(value) or _CONTROL_IN_PROSE.search(value):
        raise ValidationError(_UNREADABLE, code="unreadable")


class LineField(forms.CharField):
    """A single line of text, at most `max_length` characters, with single blanks.

    What cannot be seen at all counts as nothing typed.
    """

    default_validators = [validate_line]

    def __init__(self, *, max_length, **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        _say_it_once(self)

    def to_python(self, value):
        line = super().to_python(value)
        if line in self.empty_values:
            return line
        line = _composed(_GAPS.sub(" ", line), self.max_length)
        return line if _is_something(line) else self.empty_value


class ProseField(forms.CharField):
    """A text in Markdown, at most 10,000 characters, a line break being one line feed."""

    default_validators = [validate_prose]
    widget = forms.Textarea

    def __init__(self, *, max_length=MAX_CHARACTERS, **kwargs):
        # Blanks in front of the first line mean something in Markdown.
        super().__init__(max_length=max_length, strip=False, **kwargs)
        _say_it_once(self)

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return text
        text = _LINE_ENDS.sub("\n", text).strip("\n").rstrip()
        text = _composed(text, self.max_length)
        return text if _is_something(text) else self.empty_value

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        # Browsers cut a text that is pasted over this limit, without a word; the form says it.
        attrs.pop("maxlength", None)
        return attrs


def clean_query(text, max_length=100):
    """Words to search for, as they came in an address: never refused, only made harmless.

    NUL, half characters, controls and turns of direction are dropped, blanks become one, the
    rest is composed (NFC) and cut to `max_length` characters. None is the empty query.
    """
    if not isinstance(text, str):
        return ""
    words = text[: max_length * _COMPOSED_FROM]
    words = _BLANKS.sub(" ", words)
    for hidden in (_NUL_OR_HALF, _CONTROL, _TURNS):
        words = hidden.sub("", words)
    return unicodedata.normalize("NFC", words.strip())[:max_length].strip()


def _say_it_once(field):
    """Drop Django's own validator of NUL: ours refuses it too, and words it for the person."""
    field.validators = [
        validator
        for validator in field.validators
        if not isinstance(validator, ProhibitNullCharactersValidator)
    ]


def _composed(text, limit):
    """The text in NFC, refused over `limit` characters; one far over it is not even composed."""
    length = len(text)
    if length <= max(limit, min(limit * _COMPOSED_FROM, _LONGEST_COMPOSED)):
        text = unicodedata.normalize("NFC", text)
        length = len(text)
    if length > limit:
        raise ValidationError(
            _("Use at most %(limit)d characters; this has %(length)d."),
            code="max_length",
            params={"limit": limit, "length": length},
        )
    return text


def _is_something(text):
    """Whether anything was typed; a character to refuse is something, and gets its sentence."""
    return has_visible(text) or bool(_NUL_OR_HALF.search(text) or _TURNS.search(text))

import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from content.text import (
    LineField,
    ProseField,
    clean_query,
    has_visible,
    validate_line,
    validate_prose,
)

ANY_TEXT = st.text(st.characters())  # with lone surrogates and controls
MARKS = "\u0315\u0300" * 500_000


def refusal(field, text):
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    (error,) = caught.value.error_list
    return error.code, error.message % (error.params or {})


def seconds(function, *args):
    started = time.process_time()
    function(*args)
    return time.process_time() - started


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana  María ", "Ana María"),
        ("Ana\tMaría", "Ana María"),
        ("Ana\n", "Ana"),
        ("Jose\u0301", "José"),
        ("علی‌رضا", "علی‌رضا"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_a_line_is_kept_composed_and_with_single_blanks(typed, kept):
    assert LineField(max_length=20).clean(typed) == kept


@pytest.mark.parametrize("character", ["\0", "\ud800", "\udfff", "\x07", "\x1b", "\x7f", "\x9f"])
def test_a_line_refuses_what_cannot_be_shown(character):
    assert refusal(LineField(max_length=20), f"a{character}b") == (
        "unreadable",
        "This holds a character that cannot be shown. Delete it, or type the text again.",
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_refuses_a_line_break(end):
    assert refusal(LineField(max_length=20), f"a{end}b") == (
        "line_break",
        "Write this on one line, without line breaks.",
    )


@pytest.mark.parametrize("turn", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
@pytest.mark.parametrize("around", ["", "a"])
def test_a_line_refuses_a_turn_of_direction(turn, around):
    assert refusal(LineField(max_length=20), around + turn + around) == (
        "turned",
        "This holds a hidden mark that changes the direction of the text. "
        "Delete it, or type the text again.",
    )


def test_a_line_refuses_one_character_too_many():
    field = LineField(max_length=20)
    assert field.clean("é" * 20) == field.clean("e\u0301" * 20) == "é" * 20
    assert refusal(field, "é" * 21) == ("max_length", "Use at most 20 characters; this has 21.")


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "\u3164", "\u2800\ufeff", "\u00ad\u2060"])
def test_a_line_that_nobody_sees_is_nothing(nothing):
    assert LineField(max_length=20, required=False).clean(nothing) == ""
    assert refusal(LineField(max_length=20), nothing)[0] == "required"


def test_a_megabyte_of_combining_marks_is_refused_at_once():
    assert seconds(refusal, LineField(max_length=200), "a" + MARKS) < 1
    assert seconds(refusal, ProseField(), "a" + MARKS) < 1
    assert seconds(clean_query, "a" + MARKS) < 1


@given(ANY_TEXT)
def test_a_line_is_refused_or_fit_for_every_page_and_database(text):
    try:
        line = LineField(max_length=30, required=False).clean(text)
    except ValidationError:
        return
    assert len(line) <= 30
    assert unicodedata.is_normalized("NFC", line)
    assert not {unicodedata.category(letter) for letter in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert LineField(max_length=30, required=False).clean(line) == line


def test_prose_keeps_its_lines_with_one_kind_of_break():
    assert ProseField().clean("\r\n    code\r\na\rb\u2028c\tD\n\n ") == "    code\na\nb\nc\tD"


def test_prose_allows_marks_that_right_to_left_texts_need():
    assert ProseField().clean("a \u2067עברית\u2069 b") == "a \u2067עברית\u2069 b"


@pytest.mark.parametrize("character", ["\0", "\ud800", "\x07", "\x1b", "\x7f"])
def test_prose_refuses_what_cannot_be_shown(character):
    assert refusal(ProseField(), f"a{character}b")[0] == "unreadable"


def test_prose_refuses_over_10000_characters():
    assert len(ProseField().clean("é" * 10_000)) == 10_000
    assert refusal(ProseField(), "a" * 10_001) == (
        "max_length",
        "Use at most 10000 characters; this has 10001.",
    )


def test_prose_counts_a_line_break_once():
    assert len(ProseField().clean("a\r\n" * 4_999 + "ab")) == 10_000


def test_prose_does_not_let_a_browser_cut_what_is_pasted():
    assert "maxlength" not in ProseField().widget.attrs
    assert LineField(max_length=20).widget.attrs["maxlength"] == "20"


def test_longer_prose_is_composed_too():
    assert ProseField(max_length=20_000).clean("e\u0301" * 9_000) == "é" * 9_000


@given(ANY_TEXT)
def test_prose_is_refused_or_fit_for_every_page_and_database(text):
    try:
        prose = ProseField(required=False).clean(text)
    except ValidationError:
        return
    assert unicodedata.is_normalized("NFC", prose)
    assert "\r" not in prose
    assert not any(
        unicodedata.category(letter) in ("Cc", "Cs") for letter in set(prose) - {*"\n\t"}
    )
    assert ProseField(required=False).clean(prose) == prose


def test_the_validators_serve_model_fields():
    validate_line("Ana")
    validate_prose("Ana\n\tMaría")
    for validate, text in [(validate_line, "a\nb"), (validate_prose, "a\rb")]:
        with pytest.raises(ValidationError):
            validate(text)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        (None, ""),
        (["a"], ""),
        ("", ""),
        ("  veterans \t in\r\n\u00a0Colorado ", "veterans in Colorado"),
        ("a\0b\ud800c\x1bd\u202ee", "abcde"),
        ("Jose\u0301", "José"),
        ("%_'\"\\", "%_'\"\\"),
    ],
)
def test_a_query_is_made_harmless(typed, query):
    assert clean_query(typed) == query


def test_a_query_is_cut_to_its_length_without_a_blank_at_the_end():
    assert clean_query("a" * 1_000_000) == "a" * 100
    assert clean_query("ab cd", max_length=3) == "ab"


@given(ANY_TEXT, st.integers(0, 50))
def test_a_query_never_holds_what_a_database_refuses(text, length):
    query = clean_query(text, length)
    assert len(query) <= length
    assert query == query.strip()
    assert "  " not in query
    assert not {unicodedata.category(letter) for letter in query} & {"Cc", "Cs"}


@pytest.mark.parametrize(
    ("text", "seen"), [("a", True), ("\u200b.", True), (" \u3164\u0007", False)]
)
def test_tells_whether_anything_can_be_seen(text, seen):
    assert has_visible(text) is seen

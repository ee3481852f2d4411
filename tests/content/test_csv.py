import csv
import io
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.csv import rows_as_csv, safe_cell

ANY_TEXT = st.text(st.characters())  # with lone surrogates and controls
BLANKS = [
    "",
    " ",
    "\u00a0",
    "\u2003",
    "\u3000",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\u202e",
    "\0",
    " \t",
]
STARTS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "\u2212"]


def read_back(lines):
    text = "".join(lines).encode("utf-8").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("blank", BLANKS)
def test_puts_an_apostrophe_before_a_formula(blank, start):
    cell = f"{blank}{start}cmd|'/c calc'!A0"
    assert safe_cell(cell) == "'" + cell.replace("\0", "")


@pytest.mark.parametrize("start", ["\t", "\r", "\n", "\r\n", "\x0b", "\x1b", "\x85"])
def test_puts_an_apostrophe_before_a_control_character(start):
    assert safe_cell(start + "1") == "'" + start + "1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (-5, "'-5"),
        (float("-inf"), "'-inf"),
        (date(2026, 3, 1), "2026-03-01"),
        ("Anne-Marie = A+", "Anne-Marie = A+"),
        ("  two blanks", "  two blanks"),
        ("'=1", "'=1"),
        ("\0=1", "'=1"),
        ("a\0b", "ab"),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_writes_a_value_as_text(value, text):
    assert safe_cell(value) == text


@given(ANY_TEXT)
def test_no_cell_begins_a_formula_after_any_blanks(text):
    cell = safe_cell(text)
    seen = [sign for sign in cell if unicodedata.category(sign)[0] not in "ZC"]
    first = unicodedata.normalize("NFKC", seen[0]) if seen else ""
    assert first not in {"=", "+", "-", "@", "\u2212"}
    assert cell[:1] not in {"\t", "\r", "\n", "\0"}


@given(ANY_TEXT)
def test_a_safe_cell_stays_as_it_is(text):
    assert safe_cell(safe_cell(text)) == safe_cell(text)


@given(st.lists(st.lists(ANY_TEXT, min_size=1)))
def test_the_csv_module_reads_back_what_was_written(rows):
    assert read_back(rows_as_csv(rows)) == [[safe_cell(cell) for cell in row] for row in rows]


def test_yields_a_byte_order_mark_and_then_one_line_a_row():
    lines = rows_as_csv([["Name", "Seats"], ['Ana "Anita"', 3]])
    assert next(lines) == "\ufeff"
    assert next(lines) == '"Name","Seats"\r\n'
    assert next(lines) == '"Ana ""Anita""","3"\r\n'
    assert list(lines) == []


def test_asks_for_a_row_only_when_it_is_its_turn():
    def rows():
        yield ["first"]
        raise AssertionError("asked too early")

    lines = rows_as_csv(rows())
    assert [next(lines), next(lines)] == ["\ufeff", '"first"\r\n']

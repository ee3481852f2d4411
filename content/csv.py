"""CSV files that people open in a spreadsheet, which would run a cell that looks like a formula.

The shape is RFC 4180: commas, every cell in quotes, CR LF at the end of a row.
"""

import csv
import re
import unicodedata

# Spreadsheets guess the encoding of a file without this mark, and guess wrong.
BYTE_ORDER_MARK = "\ufeff"

_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = ("Z", "C")  # categories: separators; controls, formats, surrogates and the like
# The minus sign is no compatibility form of the hyphen, but is typed and read as one.
_STARTS = frozenset("=+-@\u2212")


def safe_cell(value):
    """The text of a cell that no spreadsheet takes for a formula.

    A cell whose first visible character, in any width, is `=`, `+`, `-` or `@`, or which begins
    with a tab, a line break or another control character, gets an apostrophe in front. Numbers
    are no exception: a negative one becomes text. NUL is left out, and a lone surrogate, which
    UTF-8 cannot write, becomes U+FFFD. None is an empty cell.
    """
    text = "" if value is None else str(value)
    guard = "'" if _is_risky(text) else ""
    return guard + _SURROGATE.sub("\ufffd", text.replace("\0", ""))


def rows_as_csv(rows):
    """Yield the lines of a CSV file, each a str, for a streamed response in UTF-8.

    `rows` are iterables of values; the first is the row of headings, if there is one.
    """
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def _is_risky(text):
    if unicodedata.category(text[:1] or " ") == "Cc":
        return True
    first = next((letter for letter in text if not _is_invisible(letter)), "")
    return unicodedata.normalize("NFKC", first) in _STARTS


def _is_invisible(letter):
    return unicodedata.category(letter).startswith(_INVISIBLE)


class _Line:
    """A file that hands each line straight back, so that nothing is gathered in memory."""

    def write(self, line):
        return line

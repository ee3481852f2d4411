"""The difference of two texts: exact, readable, and bounded whatever the texts hold."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.diff import ADDED, REMOVED, SAME, difference
from content.text import MAX_CHARACTERS

# Few letters, so that much is alike; blanks and line breaks of every kind.
TEXTS = st.text(alphabet="ab \n\t\u2028\r\u0301", max_size=60)
WORDS = st.lists(st.sampled_from(["a", "b", "the", "a,", "\n", "\n\n"]), max_size=60).map(" ".join)


def joined(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(TEXTS | WORDS, TEXTS | WORDS)
def test_pieces_join_to_both_texts(old, new):
    pieces = difference(old, new)
    assert joined(pieces, SAME, REMOVED) == old
    assert joined(pieces, SAME, ADDED) == new


@given(TEXTS | WORDS, TEXTS | WORDS)
def test_no_piece_is_empty_and_none_follows_its_own_kind(old, new):
    pieces = difference(old, new)
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in zip(pieces, pieces[1:], strict=False))


@given(TEXTS | WORDS)
def test_a_text_does_not_differ_from_itself(text):
    assert difference(text, text) == ([(SAME, text)] if text else [])


@given(WORDS, WORDS, WORDS)
def test_words_put_into_a_text_are_all_that_is_added(start, put_in, end):
    old, new = f"{start} {end}", f"{start} {put_in} {end}"
    assert joined(difference(old, new), REMOVED).strip() == ""


def test_a_changed_word_is_removed_and_added_between_what_stays():
    assert difference("We meet every week.", "We meet every month.") == [
        (SAME, "We meet every "),
        (REMOVED, "week."),
        (ADDED, "month."),
    ]


def test_changes_with_only_a_blank_between_them_are_one():
    assert difference("to grow together here", "to learn more here") == [
        (SAME, "to "),
        (REMOVED, "grow together"),
        (ADDED, "learn more"),
        (SAME, " here"),
    ]


def test_a_new_paragraph_leaves_the_others_alone():
    old = "One two.\n\nFive six."
    assert difference(old, "One two.\n\nThree four.\n\nFive six.") == [
        (SAME, "One two.\n\n"),
        (ADDED, "Three four.\n\n"),
        (SAME, "Five six."),
    ]


def test_an_empty_text_is_all_added_or_all_removed():
    assert difference("", "New words") == [(ADDED, "New words")]
    assert difference("Old words", "") == [(REMOVED, "Old words")]
    assert difference("", "") == []


def test_a_text_written_anew_is_shown_as_a_whole():
    old, new = (" ".join(f"{letter}{n} and" for n in range(200)) for letter in "ab")
    assert difference(f"So {old}", f"So {new}") == [
        (SAME, "So "),
        (REMOVED, old.removesuffix(" and")),
        (ADDED, new.removesuffix(" and")),
        (SAME, " and"),
    ]


def shuffled(parts, seed):
    return random.Random(seed).sample(parts, len(parts))  # noqa: S311


NUMBERS = [str(n) for n in range(2000)]
PAIRS = ["a" if n % 2 else "b" for n in range(5000)]
HOSTILE = {
    "one word, again and again": ("a " * 5000, "b " + "a " * 4000 + "b " + "a " * 900),
    "two words by turns": ("a b " * 2500, "b a b " * 1666),
    "the same words in another order": (" ".join(NUMBERS), " ".join(shuffled(NUMBERS, 1))),
    "few words in another order": (" ".join(PAIRS), " ".join(shuffled(PAIRS, 2))),
    "backward": (" ".join(NUMBERS), " ".join(reversed(NUMBERS))),
    "lines of one word": ("a\nb\n" * 2500, "b\na\nb\n" * 1666),
    "empty lines": ("\n" * 9999 + "a", "b" + "\n" * 5000 + "c" + "\n" * 4000),
    "one long word": ("a" * 10_000, "a" * 9999 + "b"),
    "blanks of every kind": (" \t" * 5000, "\t \n" * 3333),
    "blocks that move": ("x\n" * 2500 + "y\n" * 2500, "y\n" * 2500 + "x\n" * 2500),
    "words in four long lines": (
        "\nz\n".join("a b " * 620 for _ in range(4)),
        "\nz\n".join("b b a " * 400 for _ in range(4)),
    ),
}


@pytest.mark.parametrize("old, new", HOSTILE.values(), ids=HOSTILE)
def test_takes_little_time_for_the_longest_texts_whatever_they_hold(old, new):
    old, new = old[:MAX_CHARACTERS], new[:MAX_CHARACTERS]
    start = time.process_time()
    pieces = difference(old, new)
    assert time.process_time() - start < 2
    assert (joined(pieces, SAME, REMOVED), joined(pieces, SAME, ADDED)) == (old, new)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.rounding import in_words, publishable

COUNTS = st.integers(min_value=0, max_value=2_000_000)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Fewer than 10"),
        (1, "Fewer than 10"),
        (9, "Fewer than 10"),
        (10, "10"),
        (19, "10"),
        (950, "950"),
        (959, "950"),
        (999, "990"),
        (1000, "1,000+"),
        (1099, "1,000+"),
        (3047, "3,000+"),
        (210_099, "210,000+"),
    ],
)
def test_a_count_in_words(count, words):
    assert in_words(publishable(count)) == words


@given(COUNTS)
def test_a_figure_never_says_more_than_there_are(count):
    assert publishable(count) <= count


@given(COUNTS)
def test_a_figure_is_near_the_count(count):
    assert count - publishable(count) < (10 if count < 1000 else 100)


@given(COUNTS)
def test_publishing_a_figure_again_changes_nothing(count):
    assert publishable(publishable(count)) == publishable(count)


@given(COUNTS, COUNTS)
def test_larger_groups_never_show_a_smaller_figure(one, other):
    smaller, larger = sorted((one, other))
    assert publishable(smaller) <= publishable(larger)


@given(st.integers(min_value=0, max_value=9))
def test_up_to_nine_people_look_like_none(count):
    assert publishable(count) == publishable(0)

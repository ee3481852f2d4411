from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.actions import _put_in
from feedback.models import Box
from feedback.piles import RELEASED_TOGETHER, SCORES, STARS, Pile
from feedback.results import results
from feedback.seal import unseal

from .conftest import answered

pytestmark = pytest.mark.django_db


def test_there_is_nothing_before_the_fifth_answer(over):
    for n in range(4):
        assert results(over) is None, n
        answered(over, (5, 10, "Warm."))
    assert results(over) is None
    answered(over, (5, 10, "Warm."))
    assert results(over).answers == 5


def test_five_answers_give_totals_and_no_texts(over):
    answered(over, (5, 10, "Warm."), (5, 9), (4, 8), (3, 6, "Cold."), (1, 0))
    found = results(over)
    assert (found.answers, found.stars, found.mean) == (5, (1, 0, 1, 1, 2), 3.6)
    assert found.scores == (1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1)
    assert (found.recommending, found.recommend_score) == ((2, 1, 2), 0)
    assert found.texts is None


def test_texts_come_with_the_tenth_answer_by_the_alphabet(over):
    answered(over, *[(5, None, text) for text in ("d", "b", "c", "a", "")])
    answered(over, (5, None, "ab"), *[(5,)] * 3)
    assert results(over).texts is None
    answered(over, (5,))
    assert results(over).texts == ("a", "ab", "b", "c", "d")


def test_scores_wait_until_five_have_said_one(over):
    answered(over, *[(5, 10)] * 4, (5,))
    found = results(over)
    assert (found.scores, found.recommending, found.recommend_score) == (None, None, None)
    answered(over, *[(5,)] * 5)
    assert results(over).scores is None
    answered(over, (5, 0), *[(5,)] * 4)
    found = results(over)
    assert (found.recommending, found.recommend_score) == ((1, 0, 4), 60)


def test_fewer_than_five_texts_are_shown_to_nobody(over):
    answered(over, *[(5, None, "Warm.")] * 4, *[(5,)] * 6)
    assert results(over).texts == ()
    # As boxes may hold them that were filled before this rule.
    Box.objects.update(texts=["Warm."] * 4, scores=[4] + [0] * 10)
    assert (results(over).texts, results(over).scores) == ((), None)


ANSWERS = st.builds(
    Pile.of_one,
    stars=st.sampled_from(STARS),
    score=st.one_of(st.none(), st.sampled_from(SCORES)),
    text=st.one_of(st.just(""), st.sampled_from(["a", "b", "c", "d"])),
)


def shown_of(event):
    """What leads see, by kind, as it can be counted."""
    found = results(event)
    kinds = (found.stars, found.scores, found.texts) if found else (None, None, None)
    stars, scores, texts = (kind or () for kind in kinds)
    return [Counter(dict(enumerate(stars))), Counter(dict(enumerate(scores))), Counter(texts)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers=st.lists(ANSWERS, min_size=1, max_size=45))
def test_no_two_states_differ_by_one_to_four_of_any_kind(over, answers):
    """Whoever looks again and again learns of no kind what fewer than five have said."""
    box, before = Box(event=over), None
    for answer in answers:
        _put_in(box, answer)
        now = shown_of(over)
        for one, other in zip(before or [Counter()] * 3, now, strict=True):
            assert not one - other
            assert (other - one).total() not in range(1, RELEASED_TOGETHER)
        before = now
    assert box.pile + unseal(box.sealed, over) == sum(answers, Pile())
    box.delete()


def test_between_two_releases_nothing_changes_and_then_five_answers_do(over):
    seen = []
    for n in range(25):
        answered(over, (n % 5 + 1, n % 11, f"Text {n}"))
        seen.append(results(over))
    steps = [each for before, each in zip([None, *seen], seen, strict=False) if each != before]
    assert [each.answers for each in steps] == [5, 10, 15, 20, 25]
    assert [len(each.texts or ()) for each in steps] == [0, 10, 15, 20, 25]
    for before, after in zip(steps, steps[1:], strict=False):
        assert sum(after.stars) - sum(before.stars) == 5

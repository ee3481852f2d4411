import pytest

from feedback.results import results

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
    answered(over, *[(5,)] * 4)
    assert results(over).texts is None
    answered(over, (5, None, "ab"))
    assert results(over).texts == ("a", "ab", "b", "c", "d")


def test_scores_wait_until_five_have_said_one(over):
    answered(over, *[(5, 10)] * 4, (5,))
    found = results(over)
    assert (found.scores, found.recommending, found.recommend_score) == (None, None, None)
    answered(over, (5, 0), *[(5,)] * 4)
    found = results(over)
    assert (found.recommending, found.recommend_score) == ((1, 0, 4), 60)


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

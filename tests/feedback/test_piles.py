from itertools import permutations

from feedback.piles import Pile

SAID = [
    {"stars": 5, "score": 10, "text": "Warm."},
    {"stars": 1, "score": None, "text": ""},
    {"stars": 3, "score": 0, "text": "Arm."},
    {"stars": 5, "score": 7, "text": "Warm."},
]


def heap(answers):
    return sum((Pile.of_one(**answer) for answer in answers), Pile())


def test_a_pile_counts_the_parts_and_sorts_the_texts():
    pile = heap(SAID)
    assert pile.stars == (1, 0, 1, 0, 2)
    assert pile.scores == (1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1)
    assert pile.texts == ("Arm.", "Warm.", "Warm.")
    assert len(pile) == 4


def test_it_is_the_same_in_whatever_order_the_answers_came():
    assert len({heap(order) for order in permutations(SAID)}) == 1


def test_it_is_the_same_whichever_parts_belong_together():
    """All ways of putting the same stars, scores and texts together give one and the same pile."""
    found = set()
    for scores in permutations([each["score"] for each in SAID]):
        for texts in permutations([each["text"] for each in SAID]):
            parts = zip(SAID, scores, texts, strict=True)
            found.add(heap({"stars": said["stars"], "score": s, "text": t} for said, s, t in parts))
    assert found == {heap(SAID)}


def test_an_empty_pile_is_nobodys():
    assert len(Pile()) == 0
    assert heap(SAID) + Pile() == heap(SAID)

from types import SimpleNamespace

import pytest

from feedback.piles import LONGEST_TEXT, Pile
from feedback.seal import marks_of, seal, unseal

EVENT, OTHER = SimpleNamespace(pk=1), SimpleNamespace(pk=2)
PILE = Pile.of_one(stars=4, score=9, text="The soup was good.")
KEY = "another-key-of-the-portal-0123456789abcdefghijklmnopqrst"


def test_what_was_sealed_is_found_again():
    assert unseal(seal(PILE, EVENT), EVENT) == PILE
    assert unseal(memoryview(seal(PILE, EVENT)), EVENT) == PILE
    assert unseal(b"", EVENT) == Pile()


def test_it_says_nothing_and_is_another_one_each_time():
    sealed = [seal(PILE, EVENT) for _ in range(20)]
    assert len(set(sealed)) == len({each[:12] for each in sealed}) == 20
    assert not any(b"soup" in each for each in sealed)


def test_its_length_says_nothing_of_what_is_in_it():
    full = sum((Pile.of_one(stars=5, text="🦉" * LONGEST_TEXT) for _ in range(8)), Pile())
    assert {len(seal(pile, EVENT)) for pile in (Pile(), PILE, full)} == {40_000 + 12 + 16}
    assert unseal(seal(full, EVENT), EVENT) == full


def test_for_another_event_or_with_another_key_it_is_lost_and_that_is_logged(settings, caplog):
    sealed = seal(PILE, EVENT)
    assert unseal(sealed, OTHER) == Pile()
    settings.SECRET_KEY = KEY
    assert unseal(sealed, EVENT) == Pile()
    lost = ["feedback that waited cannot be opened, and is lost"] * 2
    assert [record.message for record in caplog.records] == lost


def test_a_key_that_was_the_portals_before_still_opens_it(settings):
    sealed = seal(PILE, EVENT)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = KEY
    assert unseal(sealed, EVENT) == PILE
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(seal(PILE, EVENT), EVENT) == PILE


def person(public_id):
    return SimpleNamespace(public_id=public_id)


def test_a_mark_is_the_persons_at_one_event_and_hangs_on_the_key(settings):
    (mark,) = marks_of(person("anna"), EVENT)
    assert marks_of(person("anna"), EVENT) == [mark]
    others = [*marks_of(person("bob"), EVENT), *marks_of(person("anna"), OTHER)]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = KEY
    new, old = marks_of(person("anna"), EVENT)
    assert old == mark
    assert len({mark, new, *others}) == 4


@pytest.mark.parametrize("who, event", [("1 2", 1), ("2", "1 1")])
def test_no_other_pair_has_the_same_mark(who, event):
    """The number comes first and holds no blank, so the two cannot run into each other."""
    (mark,) = marks_of(person(who), SimpleNamespace(pk=event))
    assert [mark] != marks_of(person("2"), EVENT)

"""Suggestions for mistyped words."""

import itertools

from engine.base.suggest import closest


def test_a_slip_of_one_letter_is_understood():
    words = ("self.attack", "self.skill", "target.evasion")

    assert closest("self.atack", words) == "self.attack"
    assert closest("self.attakc", words) == "self.attack"
    assert closest("SELF.ATTACK", words) == "self.attack"


def test_a_word_that_is_far_from_all_gets_no_suggestion():
    assert closest("banana", ("self.attack", "level")) is None
    assert closest("x", ("y", "z")) is None
    assert closest("", ("a",)) is None
    assert closest("level", ()) is None


def test_of_equally_near_words_the_first_in_the_alphabet_is_taken_in_any_order():
    found = {closest("bat", order) for order in itertools.permutations(("cat", "hat", "bad", "mat"))}

    assert found == {"bad"}


def test_a_mapping_offers_its_keys():
    assert closest("skils", {"skills": frozenset({"MINING"}), "flag": None}) == "skills"


def test_an_endless_word_is_not_compared():
    assert closest("a" * 100_000, ("a" * 99_999,)) is None

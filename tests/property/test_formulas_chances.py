"""The chances of dice against every throw of the compiled formula, one by one."""

import math
import re
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rules.formulas import CheckedFormula, Scope, check, compile_formula, distribution
from tests.formula_trees import BINARY, COMPARISONS


def dice_texts():
    """Small expressions of dice that can also be thrown one by one."""
    leaves = st.sampled_from(("d2", "d4", "2d3", "1", "2", "0.5", "d3 - 2"))
    numbers = st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds("({} {} {})".format, inner, st.sampled_from(BINARY), inner),
            st.builds("{}({}, {})".format, st.sampled_from(("min", "max")), inner, inner),
            st.builds("{}({})".format, st.sampled_from(("floor", "ceil", "round", "abs", "-")), inner),
            st.builds("clamp({}, {}, {})".format, inner, inner, inner),
            st.builds("if({}, {}, {})".format, asked(leaves), inner, inner),
        ),
        max_leaves=4,
    )
    return st.one_of(numbers, asked(leaves)).filter(lambda text: throws_of(text) <= 1_000)


def throws_of(text):
    """How many different throws the dice of a text have."""
    return math.prod(int(sides) ** int(count or 1) for count, sides in re.findall(r"(\d*)d(\d+)", text))


def asked(numbers):
    """Questions about numbers."""
    compared = st.builds("{} {} {}".format, numbers, st.sampled_from(COMPARISONS), numbers)
    either = st.builds("({} {} {})".format, compared, st.sampled_from(("and", "or")), compared)
    return st.one_of(compared, either, st.builds("(not {})".format, compared))


class Every:
    """Dice that show given faces in turn, and say of which sides they were asked for."""

    def __init__(self, faces):
        self.faces = list(faces)
        self.sides = []

    def roll(self, count, sides):
        total = 0
        for _ in range(count):
            total += self.faces[len(self.sides)] if len(self.sides) < len(self.faces) else 1
            self.sides.append(sides)
        return total

    def uniform(self, low, high):
        raise AssertionError("no expression of dice asks for this")


def every_throw(text):
    """Each outcome of a formula with its probability; None is no result. Dice that nobody asks for lie."""
    formula = compile_formula(text, on_error=math.inf)
    found = {}
    waiting = [((), Fraction(1))]
    while waiting:
        faces, probability = waiting.pop()
        dice = Every(faces)
        outcome = formula.value({}, dice)
        if len(dice.sides) > len(faces):
            sides = dice.sides[len(faces)]
            waiting += [((*faces, face), probability / sides) for face in range(1, sides + 1)]
        else:
            outcome = None if outcome == math.inf else outcome
            found[outcome] = found.get(outcome, 0) + probability
    return found


@settings(max_examples=250, deadline=None)
@given(dice_texts())
def test_distributions_match_all_throws_of_the_compiled_formula(text):
    scope = Scope(dice=True)
    if not any(isinstance(check(text, scope, kind), CheckedFormula) for kind in ("number", "bool")):
        assert distribution(text) is None
        return
    thrown = every_throw(text)
    fails = thrown.pop(None, 0)

    found = distribution(text)

    if not thrown:
        assert found is None
        return
    assert found is not None
    assert dict(found.histogram) == {outcome: float(share) for outcome, share in thrown.items()}
    assert found.fails == float(fails)
    assert (found.low, found.high) == (min(thrown), max(thrown))
    mean = sum(Fraction(outcome) * share for outcome, share in thrown.items()) / (1 - fails)
    square = sum(Fraction(outcome) ** 2 * share for outcome, share in thrown.items()) / (1 - fails)
    assert found.mean == float(mean)
    assert found.spread == math.sqrt(square - mean**2)


@settings(max_examples=50, deadline=None)
@given(dice_texts(), st.sampled_from((1.0, 2.0, 7.0)))
def test_values_of_the_game_count_as_the_numbers_they_are(text, level):
    scope = Scope(dice=True)
    if not isinstance(check(text, scope), CheckedFormula):
        return

    found = distribution(f"({text}) * level", (("level", level),))

    assert found == distribution(f"({text}) * {level:g}")

"""The bounds of formulas against what the compiled formula gives for names and dice within them."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rules.formulas import CheckedFormula, bounds, check, compile_formula
from tests.formula_trees import SCOPE, VALUES, number_tree, rendered, truth_tree


class Thrown:
    """Dice that show what a seed says, their ends more often than chance would."""

    def __init__(self, source: Random) -> None:
        self.source = source

    def roll(self, count: int, sides: int) -> int:
        return self.source.choice((count, count * sides, self.source.randint(count, count * sides)))

    def uniform(self, low: float, high: float) -> float:
        return self.source.choice((low, high))


@settings(max_examples=400, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans())
def test_no_result_lies_outside_the_bounds(source: Random, asks: bool) -> None:
    text = rendered((truth_tree if asks else number_tree)(source, 3))
    if not isinstance(check(text, SCOPE, "bool" if asks else "number"), CheckedFormula):
        return
    formula = compile_formula(text)
    ranges = {name: tuple(sorted(source.choices(VALUES, k=2))) for name in formula.names}

    low, high = bounds(text, lambda name: ranges[name])

    for _ in range(20):
        values = {name: source.choice(ends) for name, ends in ranges.items()}
        assert low <= formula.value(values, Thrown(source)) <= high, (text, values)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (5, (5, 5)),
        ("2 * 3", (6, 6)),
        ("1d6", (1, 6)),
        ("2d6 - 3", (-1, 9)),
        ("5 * level", (5, 500)),
        ("10 - level", (-90, 9)),
        ("max(3, 10 - level)", (3, 9)),
        ("if(level > 0, 4, 90)", (4, 4)),
        ("if(level > 1, 4, 90)", (4, 90)),
        ("uniform(2, level)", (1, 100)),
        ("20 / level", (0.2, 20)),
        ("20 / (level - 1)", None),
        ("level ^ 2", (1, 10_000)),
        ("abs(level - 3)", (0, 97)),
        ("7 % level", (0, 100)),
        ("level and", None),
    ],
)
def test_bounds_are_as_narrow_as_simple_formulas_allow(
    text: str | float, found: tuple[float, float] | None
) -> None:
    low, high = bounds(text, lambda name: (1.0, 100.0))

    assert (low, high) == found if found else low <= -(2.0**53 - 1) and high >= 2.0**53 - 1

"""The exact chances of dice."""

import itertools
from fractions import Fraction

import pytest

from engine.rules.formulas import Distribution, distribution


def brute_force(sides, result):
    """Every throw of dice with these sides, put through `result`."""
    counted = {}
    throws = list(itertools.product(*(range(1, most + 1) for most in sides)))
    for throw in throws:
        outcome = float(result(*throw))
        counted[outcome] = counted.get(outcome, 0) + 1
    histogram = tuple((outcome, counted[outcome] / len(throws)) for outcome in sorted(counted))
    mean = sum(Fraction(outcome) * ways for outcome, ways in counted.items()) / len(throws)
    return Distribution(low=histogram[0][0], mean=float(mean), high=histogram[-1][0], histogram=histogram)


@pytest.mark.parametrize(
    ("text", "sides", "result"),
    [
        ("d6", (6,), lambda a: a),
        ("2d6", (6, 6), lambda a, b: a + b),
        ("2d6 + 1", (6, 6), lambda a, b: a + b + 1),
        ("3d4 - d8", (4, 4, 4, 8), lambda a, b, c, d: a + b + c - d),
        ("d6 * d6", (6, 6), lambda a, b: a * b),
        ("-(d4 - 2) * 1.5", (4,), lambda a: -(a - 2) * 1.5),
        ("2 * 2d3 - 0.1 * d5", (3, 3, 5), lambda a, b, c: 2 * (a + b) - 0.1 * c),
        ("5d2", (2,) * 5, lambda *dice: sum(dice)),
        ("3d1", (1, 1, 1), lambda a, b, c: 3),
    ],
)
def test_dice_match_every_throw_counted_one_by_one(text, sides, result):
    assert distribution(text) == brute_force(sides, result)


def test_a_number_has_one_outcome():
    assert distribution("2 * 3") == Distribution(low=6.0, mean=6.0, high=6.0, histogram=((6.0, 1.0),))


def test_the_largest_dice_are_counted():
    found = distribution("20d100")

    assert found is not None
    assert (found.low, found.mean, found.high) == (20.0, 1010.0, 2000.0)
    assert sum(probability for _, probability in found.histogram) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "text",
    [
        "level",
        "2d6 / 2",
        "2d6 % 2",
        "2d6 ^ 2",
        "max(d6, d6)",
        "uniform(1, 2)",
        "d6 > 3",
        "not d6",
        "2d6 +",
        "",
        "d0",
        "100d10000",
        "20d100 * 20d100",
        "9007199254740991 + d6",
    ],
)
def test_what_cannot_be_counted_has_no_distribution(text):
    assert distribution(text) is None

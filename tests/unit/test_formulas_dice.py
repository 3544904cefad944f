"""The exact chances of dice, and what is known of those that are too many to count."""

import itertools
import math
from fractions import Fraction

import pytest

from engine.base.dice import Dice
from engine.rules.formulas import Distribution, compile_formula, distribution


def brute_force(sides, result):
    """Every throw of dice with these sides, put through `result`; a ZeroDivisionError is no result."""
    counted = {}
    throws = list(itertools.product(*(range(1, most + 1) for most in sides)))
    for throw in throws:
        try:
            outcome = float(result(*throw))
        except ZeroDivisionError:
            continue
        counted[outcome] = counted.get(outcome, 0) + 1
    good = sum(counted.values())
    mean = sum(Fraction(outcome) * ways for outcome, ways in counted.items()) / good
    square = sum(Fraction(outcome) ** 2 * ways for outcome, ways in counted.items()) / good
    return Distribution(
        low=min(counted),
        mean=float(mean),
        high=max(counted),
        spread=math.sqrt(square - mean**2),
        histogram=tuple((outcome, counted[outcome] / len(throws)) for outcome in sorted(counted)),
        fails=(len(throws) - good) / len(throws),
    )


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
        ("floor(2d6 / 2)", (6, 6), lambda a, b: (a + b) // 2),
        ("2d6 % 5", (6, 6), lambda a, b: (a + b) % 5),
        ("d4 ^ 2", (4,), lambda a: a * a),
        ("max(d6, d6, d4)", (6, 6, 4), max),
        ("min(d6, 2)", (6,), lambda a: min(a, 2)),
        ("clamp(2d6 - 3, 1, d4)", (6, 6, 4), lambda a, b, c: max(1, min(a + b - 3, c))),
        ("if(d20 >= 11, 2d6, -d4)", (20, 6, 6, 4), lambda a, b, c, d: b + c if a >= 11 else -d),
        ("d6 > 3", (6,), lambda a: a > 3),
        ("if(d4 > 3 and not d6 < 5 or d4 < 2, 1, 0)", (4, 6, 4), lambda a, b, c: (a > 3 and b > 4) or c < 2),
        ("12 / (d6 - 3)", (6,), lambda a: 12 / (a - 3)),
        ("if(d6 == 3, 0, 12 / (d4 - 2))", (6, 4), lambda a, b: 0 if a == 3 else 12 / (b - 2)),
    ],
)  # fmt: skip
def test_dice_match_every_throw_counted_one_by_one(text, sides, result):
    assert distribution(text) == brute_force(sides, result)


def test_a_number_has_one_outcome():
    assert distribution("2 * 3") == Distribution(
        low=6.0, mean=6.0, high=6.0, spread=0.0, histogram=((6.0, 1.0),)
    )


@pytest.mark.parametrize("text", ["50d50", "20d100", "d10000"])
def test_large_dice_are_counted(text):
    found = distribution(text)

    count, sides = (int(part or 1) for part in text.split("d"))
    assert found is not None
    assert (found.low, found.mean, found.high) == (count, count * (sides + 1) / 2, count * sides)
    assert found.spread == pytest.approx(math.sqrt(count * (sides**2 - 1) / 12))
    assert len(found.histogram) == count * (sides - 1) + 1
    assert math.fsum(probability for _, probability in found.histogram) == pytest.approx(1.0)


def test_what_is_past_the_largest_number_is_no_result():
    found = distribution("9007199254740985 + d12")

    assert found is not None
    assert (found.low, found.high, found.fails) == (9007199254740986.0, 9007199254740991.0, 0.5)


@pytest.mark.parametrize(
    ("text", "low", "mean", "high", "spread"),
    [
        ("100d10000", 100, 500_050, 1_000_000, math.sqrt(100 * (10_000**2 - 1) / 12)),
        ("uniform(1, 4)", 1, 2.5, 4, math.sqrt(9 / 12)),
        ("uniform(4, 1) / -2", -2, -1.25, -0.5, math.sqrt(9 / 12) / 2),
        ("20d100 * 20d100", 400, 1_020_100, 4_000_000, math.sqrt((1010**2 + 20 * 9999 / 12) ** 2 - 1010**4)),
        ("2 - 100d1000", -99_998, -50_048, -98, math.sqrt(100 * (1000**2 - 1) / 12)),
        ("uniform(d2, 3)", 1, 2.25, 3, math.sqrt((2.5 + 1.5 * 3 + 9) / 3 - 2.25**2)),
    ],
)
def test_of_too_many_outcomes_the_mean_and_the_spread_are_known(text, low, mean, high, spread):
    found = distribution(text)

    assert found is not None
    assert (found.low, found.mean, found.high, found.histogram) == (low, mean, high, ())
    assert found.spread == pytest.approx(spread)


@pytest.mark.parametrize(
    "text",
    [
        "level",
        "2d6 + level",
        "floor(uniform(1, 4))",
        "max(1, 100d10000)",
        "1 / 100d10000",
        "100d10000 % 2",
        "2d6 +",
        "not d6",
        "",
        "d0",
        "1000d1000",
        "9007199254740991 + d6",
        "9007199254740991 * 100d10000",
        "1 / (d1 - 1)",
    ],
)
def test_of_anything_else_nothing_is_said(text):
    assert distribution(text) is None


THROWS = 20_000


@pytest.mark.parametrize(
    "text",
    ["2d6 + 1", "d20", "max(1, 2d6 - 7)", "if(d20 > 15, 3d8, d4)", "d6 / (d4 - 1)", "floor(d99 / 7) * d3"],
)
def test_many_real_throws_come_out_as_counted(text):
    found = distribution(text)
    assert found is not None
    formula, dice = compile_formula(text, on_error=math.inf), Dice(20)

    thrown = [formula.value({}, dice) for _ in range(THROWS)]

    expected = dict(found.histogram) | ({math.inf: found.fails} if found.fails else {})
    assert set(thrown) <= set(expected)
    for outcome, probability in expected.items():
        # Five standard deviations: one in two million goes further.
        room = 5 * math.sqrt(THROWS * probability * (1 - probability))
        assert abs(thrown.count(outcome) - THROWS * probability) <= room, outcome


@pytest.mark.parametrize(
    "text", ["100d10000", "uniform(2, 5) - d4", "uniform(d6, 10) * 3", "20d100 * 20d100"]
)
def test_many_real_throws_have_the_mean_and_the_spread_that_are_known(text):
    found = distribution(text)
    assert found is not None
    formula, dice = compile_formula(text), Dice(21)

    thrown = [formula.value({}, dice) for _ in range(2_000)]

    mean = math.fsum(thrown) / len(thrown)
    assert all(found.low <= value <= found.high for value in thrown)
    assert abs(mean - found.mean) <= 5 * found.spread / math.sqrt(len(thrown))
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in thrown) / len(thrown))
    assert spread == pytest.approx(found.spread, rel=0.15)

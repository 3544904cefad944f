"""Any text at all is a sound formula or has problems with places, and costs no more than any text may."""

import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.dice import Dice
from engine.rules.formulas import CheckedFormula, Problem, check, compile_formula, distribution
from tests.formula_trees import NUMBERS, SCOPE, number_tree, rendered, truth_tree

PIECES = (
    *NUMBERS, "level", "x", "self.", "flag.", "skills.a-b", "self.__class__", "_", "__import__",
    "true", "if", "if(", "min(", "max(", "clamp(", "floor(", "round(", "abs(", "uniform(", "foo(",
    "MAX(", "pow(", "and", "or", "not", "not ", "AND", "in", "is", "+", "-", "*", "/", "%", "^",
    "**", "//", "==", "=", "!=", "!", "<", "<=", "<>", ">", "=>", "&&", "||", ":=", "(", ")", ",",
    ";", "[", "]", "{", "}", ".", "..", ":", "?", "@", "#", "$", "\\", "'", '"', "`", "~", "0",
    "1", "2.5", ".5", "5.", "1e3", "1e400", "1e-400", "0x1", "1_0", "2d6", "d6", "d", "0d0",
    "9" * 30, "1000d6", "lambda", " ", "  ", "\n", "\t", "\r", "\x00", "\x1b", "\u00a0", "\u2028",
    "\ud800", "٣", "²", "é", "×", "−", "≤", "😀",
)  # fmt: skip


class Counting(Dice):
    """Dice that count how many of them were thrown."""

    def __init__(self, state):
        super().__init__(state)
        self.thrown = 0

    def roll(self, count, sides):
        self.thrown += count
        return super().roll(count, sides)

    def uniform(self, low, high):
        self.thrown += 1
        return super().uniform(low, high)


def check_one(text, kinds=("number", "bool")):
    """Nothing but a sound formula or problems with places comes of any text, and a sound one runs."""
    sound = 0
    for result in kinds:
        found = check(text, SCOPE, result)
        if isinstance(found, CheckedFormula):
            sound += 1
            assert 1 <= found.parts <= 128, text
            dice = Counting(1)
            value = compile_formula(text).value({}, dice)
            assert type(value) is float
            assert abs(value) <= 2**53 - 1
            assert dice.thrown <= 100 * found.parts
            continue
        assert 0 < len(found) <= 20
        for problem in found:
            assert isinstance(problem, Problem)
            assert 0 <= problem.column <= max(len(text) - 1, 0), (text, problem)
            assert problem.length >= 1
            assert problem.column + problem.length <= max(len(text), 1), (text, problem)
            assert problem.message.isprintable()
    return sound


MOST_CALLS = 10_000
"""Calls of functions, Python's and others, that looking at one text of any kind may take."""
MOST_CALLS_WITH_CHANCES = 1_000_000
"""The same, with counting outcomes of dice one by one as long as that is allowed."""


def calls_of(work):
    """How many functions some work calls."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def random_text(source):
    """Anything: pieces in a row, or a formula, mostly with something wrong in it."""
    if source.random() < 0.4:
        return source.choice(("", " ")).join(source.choices(PIECES, k=source.randint(1, 25)))[:600]
    depth = source.randint(1, 3)
    text = rendered(number_tree(source, depth) if source.random() < 0.8 else truth_tree(source, depth))
    for _ in range(source.choice((0, 1, 1, 2))):
        start = source.randrange(len(text) + 1)
        text = text[:start] + source.choice(PIECES) + text[start + source.randint(0, 3) :]
    return text


def fuzz(seed, count):
    """That many random texts; of some, what looking at them costs is counted too."""
    source = random.Random(seed)
    sound = 0
    for number in range(count):
        text = random_text(source)
        sound += check_one(text, [source.choice(("number", "bool"))])
        if number % 50 == 0:
            assert calls_of(lambda text=text: check(text, SCOPE)) <= MOST_CALLS, text
        if number % 10 == 0:
            distribution(text)

    assert count / 20 < sound < count / 2


def test_a_hundred_thousand_random_texts_end_in_a_formula_or_in_problems():
    fuzz(seed=3, count=100_000)


@pytest.mark.long
def test_five_million_random_texts_end_in_a_formula_or_in_problems():
    fuzz(seed=4, count=5_000_000)


LARGE = (
    "+".join(["1"] * 20_000),
    "+".join(["level"] * 100),
    "+".join(["100d10000"] * 50),
    "d315 * d315 + d10000 * 49d49",
    "(1 + d300 / 1000) ^ d300",
    "x " * 250,
    "a1 " * 166,
    "self.atack + " * 38,
    "$ " * 250,
    "foo(" * 125,
    "(" * 500,
    "not " * 125,
    "-" * 500,
    "level ^ 1000 * " * 33 + "1",
    "9" * 500,
    "min(" * 16 + "1" + ",1)" * 16,
    "max(" + ",".join(["level"] * 80) + ")",
    "if(level > 1, " * 15 + "1" + ", 2)" * 15,
    "\0" * 500,
    "'" * 500,
)


@pytest.mark.parametrize("text", LARGE, ids=[text[:12] for text in LARGE])
def test_the_largest_texts_cost_no_more_than_any_may(text):
    def all_that_is_done_with_a_text():
        found = check(text, SCOPE)
        distribution.__wrapped__(text)
        if isinstance(found, CheckedFormula):
            compile_formula(text).value(dict.fromkeys(NUMBERS, 1.5), Dice(1))

    check(text, SCOPE)  # what is imported when it is first needed does not count
    assert calls_of(lambda: check(text, SCOPE)) <= MOST_CALLS
    assert calls_of(all_that_is_done_with_a_text) <= MOST_CALLS_WITH_CHANCES


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=600))
def test_any_text_ends_in_a_formula_or_in_problems(text):
    check_one(text)
    distribution(text)


@settings(max_examples=300, deadline=None)
@given(st.floats(), st.floats(), st.integers())
def test_no_values_of_the_scope_make_a_formula_raise(a, b, n):
    text = "min(a / b, b ^ n, a % b) + floor(a) * round(b) - ceil(clamp(a, b, n)) + if(a > b, abs(n), n ^ 3)"
    result = compile_formula(text, on_error=1.5).value({"a": a, "b": b, "n": n}, Dice(1))

    assert type(result) is float
    assert abs(result) <= 2**53 - 1

"""Formulas against a slow evaluator of our own, and against Python's arithmetic."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.dice import Dice
from engine.rules.formulas import CheckedFormula, ErrorCount, ProblemKind, Scope, check, compile_formula
from tests.formula_trees import COMPARISONS, NUMBERS, SCOPE, VALUES, number_tree, rendered, truth_tree


class NoResult(Exception):
    """The slow evaluator found no result."""


def finite(x):
    """A finite double, or no result at all."""
    if not math.isfinite(x):
        raise NoResult
    return x


def multiplied(x, n):
    """`x` to the `n`, from the highest bit of `n` down."""
    if n != math.floor(n) or abs(n) > 1000:
        raise NoResult
    result = 1.0
    for place in reversed(range(int(abs(n)).bit_length())):
        result = finite(result * result)
        if int(abs(n)) >> place & 1:
            result = finite(result * x)
    if n < 0:
        if result == 0:
            raise NoResult
        return finite(1.0 / result)
    return result


def slow(tree, names, dice):
    """What a tree gives, looked at part by part."""

    def of(part):
        return slow(part, names, dice)

    match tree:
        case ("name", name):
            return float(names[name])
        case ("number", text):
            return float(text)
        case ("dice", count, sides):
            return float(dice.roll(count, sides))
        case ("-", inner):
            return -of(inner)
        case ("not", inner):
            return not of(inner)
        case ("and", left, right):
            return of(left) and of(right)
        case ("or", left, right):
            return of(left) or of(right)
        case ("if", question, yes, no):
            return of(yes) if of(question) else of(no)
        case ("compare", sign, left, right):
            a, b = of(left), of(right)
            return {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]
        case ("binary", sign, left, right):
            a, b = of(left), of(right)
            if sign == "^":
                return multiplied(a, b)
            if sign in "/%" and b == 0:
                raise NoResult
            if sign == "%":
                left_over = math.fmod(a, b)
                return left_over + b if left_over and (left_over < 0) != (b < 0) else left_over
            return finite({"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else 0.0}[sign])
        case ("call", function, *parts):
            return called(function, [of(part) for part in parts], dice)


def called(function, values, dice):
    """What a function gives."""
    x = values[0]
    if function == "uniform":
        return finite(dice.uniform(*values))
    if function == "clamp":
        return max(values[1], min(values[2], x))
    if function == "round":
        return math.copysign(math.floor(abs(x)) + (abs(x) - math.floor(abs(x)) >= 0.5), x)
    if function in ("min", "max"):
        return sorted(values)[0 if function == "min" else -1]
    return float({"floor": math.floor, "ceil": math.ceil, "abs": abs}[function](x))


def compare_with_the_slow_one(source):
    """One random tree through both; True when it could be compared."""
    tree = number_tree(source, source.randint(1, 4)) if source.random() < 0.8 else truth_tree(source, 3)
    text = rendered(tree)
    wanted = "bool" if tree[0] in ("compare", "and", "or", "not") else "number"
    checked = check(text, SCOPE, wanted)
    if not isinstance(checked, CheckedFormula):
        worked_out = {
            ProblemKind.LIMIT,
            ProblemKind.ZERO,
            ProblemKind.NUMBER,
            ProblemKind.POWER,
            ProblemKind.ARGUMENTS,
        }
        assert {found.kind for found in checked} <= worked_out, text
        return False
    names = {name: source.choice(VALUES) for name in NUMBERS}
    if source.random() < 0.3:
        names = {name: int(value) for name, value in names.items()}
    seed = source.getrandbits(64)
    ours, theirs = Dice(seed), Dice(seed)
    errors = ErrorCount()
    formula = compile_formula(text, on_error=0.125, errors=errors)
    result = formula.value(names, ours)
    try:
        expected = float(slow(tree, names, theirs))
        if abs(expected) > 2**53 - 1:
            raise NoResult
    except NoResult:
        assert (result, errors.total) == (0.125, 1), (text, names)
        return True
    assert result == expected, (text, names)
    assert errors.total == 0
    assert ours.state == theirs.state
    return True


def compare_many(seed, count):
    """Compare that many random trees."""
    source = random.Random(seed)
    compared = sum(compare_with_the_slow_one(source) for _ in range(count))

    assert compared > count // 2


def test_random_formulas_agree_with_the_slow_evaluator():
    compare_many(seed=1, count=5_000)


@pytest.mark.long
def test_a_million_random_formulas_agree_with_the_slow_evaluator():
    compare_many(seed=2, count=1_000_000)


SIMPLE = ("a", "b", "c", "1", "2", "0.5")


@st.composite
def sums(draw):
    """Arithmetic without brackets that reads the same in Python: what binds tighter is at stake."""
    values = [
        draw(st.sampled_from(("", "-"))) + draw(st.sampled_from(SIMPLE))
        for _ in range(draw(st.integers(1, 9)))
    ]
    text = values[0]
    for value in values[1:]:
        text += f" {draw(st.sampled_from(('+', '-', '*', '/', '%')))} {value}"
    return text


@st.composite
def questions(draw):
    """Questions without brackets that read the same in Python."""
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        comparison = f"{draw(sums())} {draw(st.sampled_from(COMPARISONS))} {draw(sums())}"
        parts.append(draw(st.sampled_from(("", "not ", "not not "))) + comparison)
        parts.append(draw(st.sampled_from(("and", "or"))))
    return " ".join(parts[:-1])


@settings(max_examples=400, deadline=None)
@given(
    text=st.one_of(sums(), questions()),
    names=st.fixed_dictionaries({name: st.floats(-1e6, 1e6, allow_nan=False) for name in "abc"}),
)
def test_signs_bind_as_in_python(text, names):
    scope = Scope(names=frozenset("abc"))
    asked = any(sign in text for sign in ("=", "<", ">"))
    checked = check(text, scope, "bool" if asked else "number")
    if not isinstance(checked, CheckedFormula):
        assert {found.kind for found in checked} <= {ProblemKind.LIMIT, ProblemKind.ZERO, ProblemKind.NUMBER}
        return
    errors = ErrorCount()
    result = compile_formula(text, errors=errors).value(names, Dice(1))
    try:
        expected = float(eval(text, {"__builtins__": {}}, dict(names)))  # our own text, not a writer's
    except ZeroDivisionError:
        assert errors.total == 1
        return
    if errors.total == 0:
        assert result == expected
    else:
        assert result == 0.0


def bracketed(leaves, signs):
    """Arithmetic with brackets and functions that Python has as well."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds("({} {} {})".format, inner, st.sampled_from(signs), inner),
            st.builds("-({})".format, inner),
            st.builds("abs({})".format, inner),
            st.builds("{}({}, {}, {})".format, st.sampled_from(("min", "max")), inner, inner, inner),
        ),
        max_leaves=12,
    )


TAME = st.floats(-1e3, 1e3, allow_nan=False).map(lambda value: round(value, 6))
"""No number so small that to divide by it is infinite, which is a mistake here, not in Python."""


def in_python(text, names):
    """What CPython makes of a text of ours (never of a writer's) that reads the same there."""
    return float(eval(text, {"__builtins__": {}, "abs": abs, "min": min, "max": max}, dict(names)))


@settings(max_examples=300, deadline=None)
@given(
    text=bracketed(st.sampled_from(SIMPLE), ("+", "-", "*", "/", "%")),
    names=st.fixed_dictionaries(dict.fromkeys("abc", TAME)),
)
def test_brackets_and_functions_mean_what_they_mean_in_python(text, names):
    checked = check(text, Scope(names=frozenset("abc")))
    if not isinstance(checked, CheckedFormula):
        assert {found.kind for found in checked} <= {ProblemKind.LIMIT, ProblemKind.ZERO, ProblemKind.NUMBER}
        return
    errors = ErrorCount()
    result = compile_formula(text, errors=errors).value(names, Dice(1))
    try:
        expected = in_python(text, names)
    except ZeroDivisionError:
        expected = None

    if expected is not None and abs(expected) <= 2**53 - 1:
        assert (result, errors.total) == (expected, 0)
    else:
        assert (result, errors.total) == (0.0, 1)


@settings(max_examples=200, deadline=None)
@given(
    text=bracketed(
        st.one_of(
            st.sampled_from(SIMPLE[:5]),
            st.builds("({} ^ {})".format, st.sampled_from("abc"), st.integers(0, 9)),
        ),
        ("+", "-", "*"),
    ),
    names=st.fixed_dictionaries({name: st.integers(-9, 9).map(float) for name in "abc"}),
)
def test_powers_of_whole_numbers_are_those_of_python(text, names):
    checked = check(text, Scope(names=frozenset("abc")))
    expected = in_python(text.replace("^", "**"), names)
    if not isinstance(checked, CheckedFormula) or abs(expected) >= 2**53:
        return

    # Their powers are exact in doubles, whichever way they are worked out.
    assert compile_formula(text).value(names, Dice(1)) == expected

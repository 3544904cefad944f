"""Formulas against a slow evaluator of our own, against Python's arithmetic, and against any text at all."""

import math
import random
import re
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.dice import Dice
from engine.rules.formulas import (
    CheckedFormula,
    ErrorCount,
    Problem,
    ProblemKind,
    Scope,
    check,
    compile_formula,
    distribution,
)

NUMBERS = ("level", "self.attack", "target.evasion", "skills.MINING", "flag.saw-lamp", "item.iron-ore")
SCOPE = Scope(
    names=frozenset({"level", "self.attack", "target.evasion"}),
    families={"skills": frozenset({"MINING"}), "flag": None, "item": frozenset({"iron-ore"})},
    dice=True,
)
VALUES = (0.0, 1.0, -1.0, 2.0, 3.0, 0.5, -2.5, 7.25, 1e-3, 100.0, 1e9, -1e9, 5e-324, 2.0**53 - 1, 1 - 2.0**53)
WRITTEN = ("0", "1", "2", "0.5", "3", "10", "1e-3", "250", "9007199254740991")
BINARY = ("+", "-", "*", "/", "%", "^")
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


class NoResult(Exception):
    """The slow evaluator found no result."""


def number_tree(source, depth):
    """A random tree that gives a number."""
    sort = source.randrange(12) if depth else source.randrange(3)
    if sort == 0:
        return ("name", source.choice(NUMBERS))
    if sort == 1:
        return (
            ("number", source.choice(WRITTEN)) if source.random() < 0.6 else ("name", source.choice(NUMBERS))
        )
    if sort == 2:
        return (
            ("dice", source.randint(1, 3), source.randint(1, 20))
            if source.random() < 0.3
            else ("name", "level")
        )
    if sort == 3:
        return ("-", number_tree(source, depth - 1))
    if sort == 4:
        return ("if", truth_tree(source, depth - 1), *(number_tree(source, depth - 1) for _ in range(2)))
    if sort == 5:
        function = source.choice(("floor", "ceil", "round", "abs"))
        return ("call", function, number_tree(source, depth - 1))
    if sort == 6:
        count = source.randint(2, 4)
        function = source.choice(("min", "max"))
        return ("call", function, *(number_tree(source, depth - 1) for _ in range(count)))
    if sort == 7:
        return ("call", "clamp", *(number_tree(source, depth - 1) for _ in range(3)))
    if sort == 8 and source.random() < 0.5:
        return ("call", "uniform", *(number_tree(source, depth - 1) for _ in range(2)))
    return ("binary", source.choice(BINARY), number_tree(source, depth - 1), number_tree(source, depth - 1))


def truth_tree(source, depth):
    """A random tree that gives a yes or a no."""
    if depth <= 0 or source.random() < 0.5:
        return (
            "compare",
            source.choice(COMPARISONS),
            *(number_tree(source, max(depth - 1, 0)) for _ in range(2)),
        )
    if source.random() < 0.3:
        return ("not", truth_tree(source, depth - 1))
    return (source.choice(("and", "or")), truth_tree(source, depth - 1), truth_tree(source, depth - 1))


def rendered(tree):
    """A tree as a writer might write it, with a bracket around each part."""
    match tree:
        case ("name" | "number", text):
            return text
        case ("dice", count, sides):
            return f"{count}d{sides}"
        case ("-", inner):
            return f"(-{rendered(inner)})"
        case ("not", inner):
            return f"(not {rendered(inner)})"
        case ("if", *parts):
            return f"if({', '.join(map(rendered, parts))})"
        case ("call", function, *parts):
            return f"{function}({', '.join(map(rendered, parts))})"
        case ("binary" | "compare", sign, left, right):
            return f"({rendered(left)} {sign} {rendered(right)})"
        case (sign, left, right):
            return f"({rendered(left)} {sign} {rendered(right)})"


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


def in_python(text, names):
    """What CPython makes of a text of ours (never of a writer's) that reads the same there."""
    return float(eval(text, {"__builtins__": {}, "abs": abs, "min": min, "max": max}, dict(names)))


@settings(max_examples=300, deadline=None)
@given(
    text=bracketed(st.sampled_from(SIMPLE), ("+", "-", "*", "/", "%")),
    names=st.fixed_dictionaries({name: st.floats(-1e3, 1e3, allow_nan=False) for name in "abc"}),
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

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
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

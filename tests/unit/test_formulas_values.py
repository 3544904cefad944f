"""What formulas work out."""

import math

import pytest

from engine.base.dice import Dice
from engine.rules.formulas import (
    FUNCTIONS,
    OPERATORS,
    ErrorCount,
    Scope,
    check,
    compile_formula,
)
from engine.rules.formulas.emit import WRITTEN
from engine.rules.formulas.functions import power


def work_out(text, /, **names):
    """The value of a text; `self__attack` stands for `self.attack`."""
    named = {name.replace("__", "."): value for name, value in names.items()}
    return compile_formula(text, on_error=-1.0).value(named, Dice(1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("16 / 4 / 2", 2.0),
        ("7 % 3", 1.0),
        ("-7 % 3", 2.0),
        ("7 % -3", -2.0),
        ("2 * 3 ^ 2", 18.0),
        ("(-2) ^ 2", 4.0),
        ("-(2 ^ 2)", -4.0),
        ("2 ^ -2", 0.25),
        ("0 ^ 0", 1.0),
        ("--3", 3.0),
        ("+3", 3.0),
        (".5 + 1e3", 1000.5),
        ("2E-1", 0.2),
        ("floor(-0.5)", -1.0),
        ("ceil(-0.5)", 0.0),
        ("min(3, 1, 2)", 1.0),
        ("max(3, 1, 2)", 3.0),
        ("clamp(5, 1, 3)", 3.0),
        ("clamp(-5, 1, 3)", 1.0),
        ("abs(-2)", 2.0),
        ("if(1 < 2, 3, 4)", 3.0),
        ("1 < 2", 1.0),
        ("not 1 < 2", 0.0),
        ("1 > 2 or 2 > 1 and 3 > 2", 1.0),
        ("not 1 > 2 and 1 > 2", 0.0),
        ("(1 < 2) == (2 < 3)", 1.0),
        ("(1 < 2) != (2 < 3)", 0.0),
        ("1 +\n\t2", 3.0),
    ],
)
def test_arithmetic_is_that_of_a_spreadsheet(text, expected):
    assert work_out(text) == expected


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (0.5, 1.0),
        (1.5, 2.0),
        (2.5, 3.0),
        (-0.5, -1.0),
        (-2.5, -3.0),
        (-2.4, -2.0),
        (0.49999999999999994, 0.0),
        (4503599627370495.5, 4503599627370496.0),
        (7.0, 7.0),
    ],
)
def test_a_half_is_rounded_away_from_zero(x, expected):
    assert work_out("round(x)", x=x) == expected


@pytest.mark.parametrize("x", [0.0, 0.3, -0.3, 2.0, -2.0, 1e-300, -1e-300, 2.0**52 + 0.5, -(2.0**52) - 0.5])
def test_floor_and_ceil_are_exact(x):
    assert work_out("floor(x)", x=x) == math.floor(x)
    assert work_out("ceil(x)", x=x) == math.ceil(x)


def test_every_documented_function_and_sign_gives_what_its_example_says():
    for entry in FUNCTIONS + OPERATORS:
        formula = compile_formula(entry.example)
        checked = check(entry.example, Scope(dice=True))

        assert not isinstance(checked, tuple), entry
        if entry.gives is None:
            assert formula.uses_dice
            values = [formula.value({}, Dice(seed)) for seed in range(50)]
            low, high = {"uniform(1, 3)": (1.0, 3.0), "2d6 + 1": (3.0, 13.0)}[entry.example]
            assert low <= min(values) < max(values) <= high
        else:
            assert formula.value({}, Dice(1)) == entry.gives, entry


def test_every_function_is_documented_and_has_code():
    assert set(WRITTEN) == {function.name for function in FUNCTIONS}
    for entry in FUNCTIONS:
        assert entry.summary.endswith(".")
        assert entry.signature.startswith(f"{entry.name}(")
        assert entry.example.startswith(f"{entry.name}(")
    for entry in OPERATORS:
        assert entry.sign in entry.example
        assert entry.summary


def test_the_usual_hit_chance_reads_its_names():
    text = "clamp(0.5 + 0.005 * (self.skill - target.evasion), 0.05, 0.95)"
    formula = compile_formula(text)

    assert formula.text == text
    assert formula.names == {"self.skill", "target.evasion"}
    assert not formula.uses_dice
    assert formula.value({"self.skill": 20.0, "target.evasion": 10.0}, Dice(1)) == 0.55
    assert formula.value({"self.skill": 900, "target.evasion": 10}, Dice(1)) == 0.95
    assert formula.value({"self.skill": 0, "target.evasion": 900}, Dice(1)) == 0.05


def test_a_missing_name_counts_zero_and_throws_no_die_twice():
    text = "uniform(0, 5) + flag.bell + level"
    lacking, whole = Dice(3), Dice(3)

    result = compile_formula(text).value({"level": 2.0}, lacking)

    assert result == compile_formula(text).value({"level": 2.0, "flag.bell": 0.0}, whole)
    assert lacking.state == whole.state


def test_the_names_given_are_left_as_they_are():
    names = {"level": 2.0}

    compile_formula("level + flag.bell").value(names, Dice(3))

    assert names == {"level": 2.0}


def test_a_key_error_of_the_dice_is_not_taken_for_a_missing_name():
    class Broken:
        def roll(self, count, sides):
            raise KeyError("broken")

        def uniform(self, low, high):
            raise KeyError("broken")

    with pytest.raises(KeyError, match="broken"):
        compile_formula("2d6 + level").value({"level": 1.0}, Broken())


def test_dice_are_thrown_from_left_to_right():
    theirs, ours = Dice(9), Dice(9)
    expected = theirs.roll(2, 6) - theirs.uniform(1.0, 4.0) + theirs.roll(1, 20)

    assert compile_formula("2d6 - uniform(1, 4) + d20").value({}, ours) == expected
    assert ours.state == theirs.state


def test_every_argument_is_worked_out_once_and_whichever_wins():
    for text, throws in [
        ("min(d6, d6, 1)", 2),
        ("max(d6, d6, 9)", 2),
        ("clamp(d6, d6, d6)", 3),
        ("clamp(d6, 1, 2)", 1),
        ("abs(d6 - 9)", 1),
        ("(d6 + 1) ^ 3", 1),
        ("round(d6 / 2)", 1),
        ("floor(d6 / 2)", 1),
    ]:
        ours, theirs = Dice(5), Dice(5)
        compile_formula(text).value({}, ours)
        for _ in range(throws):
            theirs.bits()

        assert ours.state == theirs.state, text


def test_the_branch_not_taken_throws_no_dice_and_cannot_fail():
    errors = ErrorCount()
    dice = Dice(5)
    formula = compile_formula("if(level > 0, 3, 100d6 / flag.none)", errors=errors)

    assert formula.value({"level": 1.0}, dice) == 3.0
    assert dice.state == Dice(5).state
    assert errors.total == 0


def test_and_and_or_stop_when_the_answer_is_known():
    dice = Dice(5)

    assert compile_formula("1 > 2 and d6 > 1").value({}, dice) == 0.0
    assert compile_formula("1 < 2 or d6 > 1").value({}, dice) == 1.0
    assert dice.state == Dice(5).state


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1 / x", {"x": 0.0}),
        ("1 / x", {"x": 0}),
        ("1 % x", {"x": 0.0}),
        ("x ^ -1", {"x": 0.0}),
        ("2 ^ x", {"x": 0.5}),
        ("2 ^ x", {"x": 1001.0}),
        ("2 ^ x", {"x": math.nan}),
        ("2 ^ x", {"x": math.inf}),
        ("10 ^ x", {"x": 400.0}),
        ("10 ^ x", {"x": -400.0}),
        ("(x / 10 ^ 200 / 10 ^ 109) ^ -1", {"x": 1.0}),
        ("x * x", {"x": 1e8}),
        ("x + 1", {"x": 2.0**53 - 1}),
        ("-x - 1", {"x": 2.0**53 - 1}),
        ("x", {"x": math.nan}),
        ("x", {"x": math.inf}),
        ("x + 1", {"x": 10**400}),
        ("min(1, 1 / x)", {"x": 5e-324}),
        ("max(1, -1 / x)", {"x": 5e-324}),
        ("clamp(1 / x, 0, 1)", {"x": 5e-324}),
        ("1 / (1 / x)", {"x": 5e-324}),
        ("if(1 / x > 3, 1, 2)", {"x": 5e-324}),
        ("1 / x > 3", {"x": 5e-324}),
        ("1 % (1 / x)", {"x": 5e-324}),
        ("min(5, 10 ^ x * 10 ^ x)", {"x": 200.0}),
        ("0 * (10 ^ x * 10 ^ x)", {"x": 200.0}),
        ("10 ^ x * 10 ^ x - 10 ^ x * 10 ^ x", {"x": 200.0}),
        ("min(1, ((x ^ 3) ^ 3) ^ 3)", {"x": 9e15}),
        ("min((10 ^ x * 10 ^ x) % 3, 1)", {"x": 200.0}),
        ("(10 ^ x * 10 ^ x) ^ 0", {"x": 200.0}),
        ("x ^ 0", {"x": math.nan}),
        ("min(1, x ^ -1)", {"x": 5e-324}),
        ("floor(10 ^ x * 10 ^ x)", {"x": 200.0}),
        ("round(10 ^ x * 10 ^ x)", {"x": 200.0}),
        ("abs(10 ^ x * 10 ^ x)", {"x": 200.0}),
    ],
)
def test_what_has_no_result_gives_the_value_for_errors_and_is_counted(text, names):
    errors = ErrorCount()
    formula = compile_formula(text, on_error=0.25, errors=errors)

    assert formula.value(names, Dice(1)) == 0.25
    assert formula.value(names, Dice(1)) == 0.25
    assert errors.times == {text: 2}
    assert errors.total == 2


def test_the_largest_results_are_still_results():
    assert work_out("x", x=2**53 - 1) == 2.0**53 - 1
    assert work_out("-x", x=2**53 - 1) == -(2.0**53) + 1


def test_formulas_of_one_text_keep_their_own_error_value_and_count():
    first, second = ErrorCount(), ErrorCount()
    one = compile_formula("1 / x", on_error=1.0, errors=first)
    other = compile_formula("1 / x", on_error=2.0, errors=second)

    assert (one.value({}, Dice(1)), other.value({}, Dice(1)), other.value({}, Dice(1))) == (1.0, 2.0, 2.0)
    assert (first.total, second.total) == (1, 2)


def test_whole_numbers_in_the_scope_count_as_doubles():
    big = 2**53 - 1

    # In whole numbers without an end each of these would be 1.
    assert work_out("a * a - (a * a - b)", a=big, b=1) == 0.0
    assert work_out("a ^ 2 - (a ^ 2 - b)", a=big, b=1) == 0.0
    assert work_out("a ^ 5 - (a ^ 5 - b)", a=big, b=1) == 0.0
    assert work_out("a / b", a=1, b=2) == 0.5


def test_flags_that_are_true_count_one():
    assert work_out("flag.bell + 1", flag__bell=True) == 2.0
    assert work_out("flag.bell == 1", flag__bell=True) == 1.0
    assert work_out("-flag.bell", flag__bell=False) == 0.0


def test_results_are_always_doubles_and_zero_has_no_sign():
    for text, names in [
        ("1 < x", {"x": 2}),
        ("x", {"x": 3}),
        ("d6", {}),
        ("-x", {"x": 0.0}),
        ("round(x)", {"x": -0.2}),
    ]:
        result = compile_formula(text).value(names, Dice(1))

        assert type(result) is float
        assert math.copysign(1.0, result) == 1.0


def test_the_lower_bound_of_clamp_wins_over_the_upper():
    names = {"low": 5.0, "high": 2.0}
    for x in (1.0, 3.0, 9.0):
        assert compile_formula("clamp(x, low, high)").value({**names, "x": x}, Dice(1)) == 5.0
        assert compile_formula("clamp(x, low + 0, high + 0)").value({**names, "x": x}, Dice(1)) == 5.0


@pytest.mark.parametrize("exponent", [0, 1, 2, 3, 4, 5, 7, 10, 31, 100, 300, -1, -2, -7, -100])
def test_powers_are_close_to_exact_and_the_same_written_or_worked_out(exponent):
    for x in (1.05, 0.5, -2.0, 3.0, -1.01):
        worked_out = compile_formula("x ^ n").value({"x": x, "n": exponent}, Dice(1))
        written = compile_formula(f"x ^ ({exponent})").value({"x": x}, Dice(1))
        if abs(x**exponent) < 2**53:
            assert worked_out == pytest.approx(x**exponent, rel=1e-12)
        assert worked_out == written


def test_a_plain_number_is_a_formula_that_reads_nothing():
    for number, text in ((5, "5"), (0.25, "0.25"), (-3, "-3"), (1e-9, "1e-09")):
        formula = compile_formula(number)

        assert (formula.text, formula.names, formula.uses_dice) == (text, frozenset(), False)
        assert formula.value({}, Dice(1)) == number
        assert type(formula.value({}, Dice(1))) is float
        assert compile_formula(text).value({}, Dice(1)) == number


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 2**53, 10**400, -(2**53), True])
def test_a_plain_number_that_no_field_can_hold_is_refused(number):
    with pytest.raises(ValueError, match=r"number"):
        compile_formula(number)
    assert isinstance(check(number, Scope()), tuple)


def test_a_text_with_problems_cannot_be_compiled():
    with pytest.raises(ValueError, match=r"^a value is missing after `\+`$"):
        compile_formula("1 +")


def test_whole_rounds_down():
    assert compile_formula("x").whole({"x": 2.9}, Dice(1)) == 2
    assert compile_formula("x").whole({"x": -2.1}, Dice(1)) == -3


def test_ids_hold_hyphens_and_plain_names_do_not():
    assert compile_formula("flag.saw-lamp").names == {"flag.saw-lamp"}
    assert compile_formula("flag.a--b + skills.X-1").names == {"flag.a--b", "skills.X-1"}
    assert compile_formula("flag.saw - lamp").names == {"flag.saw", "lamp"}
    assert compile_formula("flag.saw -lamp").names == {"flag.saw", "lamp"}
    assert compile_formula("a-b").names == {"a", "b"}
    assert compile_formula("self.attack-target.defense").names == {"self.attack", "target.defense"}
    assert work_out("a-b", a=5, b=3) == 2.0
    assert work_out("flag.saw-1", **{"flag.saw-1": 7, "flag.saw": 3}) == 7.0
    assert work_out("flag.saw - 1", **{"flag.saw-1": 7, "flag.saw": 3}) == 2.0


def test_dice_are_read_in_both_letters_and_without_a_count():
    for text in ("d6", "D6", "1d6", "1D6"):
        assert compile_formula(text).value({}, Dice(4)) == Dice(4).roll(1, 6)


def test_powers_are_the_same_however_often_and_in_whatever_order_they_are_asked_for():
    formula = compile_formula("floor(100 * 1.05 ^ level)")
    levels = [*range(600), 3.0, -0.0, True, *range(599, -601, -1)]

    for level in levels:
        assert formula.value({"level": level}, None) == math.floor(100 * power(1.05, level)), level


def test_a_power_without_a_result_is_counted_each_time():
    errors = ErrorCount()
    formula = compile_formula("1 / x ^ 4", on_error=7.0, errors=errors)

    assert [formula.value({"x": x}, None) for x in (0, 2, 0, 2, 0)] == [7.0, 1 / 16, 7.0, 1 / 16, 7.0]
    assert errors.total == 3

"""What is told about formulas that are wrong, and when."""

import sys

import pytest

from engine.rules.formulas import (
    CheckedFormula,
    Problem,
    ProblemKind,
    Scope,
    check,
    compile_formula,
    distribution,
)

SCOPE = Scope(
    names=frozenset({"level", "self.attack", "self.skill", "target.evasion"}),
    families={
        "skills": frozenset({"MINING", "SWORD_MASTERY"}),
        "flag": None,
        "item": frozenset({"bread", "iron-ore"}),
    },
    dice=True,
)
CALM = Scope(names=frozenset({"level"}))


def problems_of(text, scope=SCOPE, result="number", **bounds):
    found = check(text, scope, result, **bounds)
    assert isinstance(found, tuple), found
    return found


def test_a_sound_formula_says_what_it_uses():
    assert check("level + 2d6 * skills.MINING", SCOPE) == CheckedFormula(
        text="level + 2d6 * skills.MINING",
        names=frozenset({"level", "skills.MINING"}),
        uses_dice=True,
        constant=None,
        parts=5,
    )


def test_a_constant_is_worked_out_before_the_game_runs():
    for text, constant in [("2 * 3 + 1", 7.0), ("-0", 0.0), (7, 7.0), (0.5, 0.5), ("max(1, 2 ^ 3)", 8.0)]:
        checked = check(text, SCOPE)

        assert isinstance(checked, CheckedFormula)
        assert checked.constant == constant


def test_a_mistyped_name_is_shown_with_the_right_one():
    assert problems_of("1 + self.atack") == (
        Problem(
            ProblemKind.NAME,
            "there is no value called `self.atack` here; did you mean `self.attack`?",
            4,
            10,
            "self.attack",
        ),
    )


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("skills.MINNING", "skills.MINING"),
        ("skils.MINING", "skills.MINING"),
        ("item.iron-or", "item.iron-ore"),
        ("flags.bell", "flag.bell"),
        ("Level", "level"),
        ("item.bread-1", "item.bread - 1"),
        ("item.bread-level", "item.bread - level"),
        ("item.iron-ore-level", "item.iron-ore - level"),
        ("item.sword-level", None),
        ("true", "1"),
        ("banana", None),
    ],
)
def test_names_that_are_not_there_get_the_nearest_that_is(text, suggestion):
    (found,) = problems_of(text)

    assert (found.kind, found.column, found.length, found.suggestion) == (
        ProblemKind.NAME,
        0,
        len(text),
        suggestion,
    )


def test_without_a_near_name_the_values_are_listed():
    assert (
        problems_of("banana", CALM)[0].message == "there is no value called `banana` here; there are `level`"
    )
    assert problems_of("banana", Scope())[0].message == (
        "there is no value called `banana` here; no values can be used here, only numbers"
    )


def test_a_family_takes_only_its_ids_and_any_id_when_it_has_no_list():
    assert isinstance(check("item.bread + flag.whatever-it-is", SCOPE), CheckedFormula)
    assert problems_of("item.gold")[0].kind is ProblemKind.NAME
    assert problems_of(f"flag.{'x' * 65}")[0].kind is ProblemKind.NAME
    assert isinstance(check(f"flag.{'x' * 64}", SCOPE), CheckedFormula)


@pytest.mark.parametrize(
    ("text", "kind", "column", "length", "words"),
    [
        ("", ProblemKind.SYNTAX, 0, 1, "the formula is empty"),
        (" \n", ProblemKind.SYNTAX, 0, 2, "the formula is empty"),
        ("1 +", ProblemKind.SYNTAX, 2, 1, "a value is missing after `+`"),
        ("* 2", ProblemKind.SYNTAX, 0, 1, "a value is missing before `*`"),
        ("max(1, )", ProblemKind.SYNTAX, 5, 1, "a value is missing after `,`"),
        ("()", ProblemKind.SYNTAX, 0, 1, "a value is missing after `(`"),
        ("level level", ProblemKind.SYNTAX, 6, 5, "a sign is missing between `level` and `level`"),
        ("2 (3)", ProblemKind.SYNTAX, 2, 1, "a sign is missing between `2` and `(`"),
        ("(1 + 2", ProblemKind.SYNTAX, 0, 1, "this bracket is never closed"),
        ("1 + 2)", ProblemKind.SYNTAX, 5, 1, "this bracket was never opened"),
        ("1,5", ProblemKind.SYNTAX, 1, 1, "for parts of a number write `.`"),
        ("(1,5)", ProblemKind.SYNTAX, 2, 1, "for parts of a number write `.`"),
        ("-2 ^ 2", ProblemKind.SYNTAX, 3, 1, "can be read in two ways"),
        ("2 ^ 3 ^ 2", ProblemKind.SYNTAX, 6, 1, "can be read in two ways"),
        ("1 < 2 < 3", ProblemKind.SYNTAX, 6, 1, "compare two values at a time"),
        ("50%", ProblemKind.SYNTAX, 2, 1, "for 50 percent write `0.5`"),
        ("50% * level", ProblemKind.SYNTAX, 2, 1, "for 50 percent write `0.5`"),
        ("50% - 1", ProblemKind.SYNTAX, 2, 1, "for 50 percent write `0.5`"),
        ("level ** 2", ProblemKind.CHARACTER, 6, 2, "write `^`"),
        ("max(1; 2)", ProblemKind.CHARACTER, 5, 1, "write `,`"),
        ("2 × 3", ProblemKind.CHARACTER, 2, 1, "write `*`"),
        ("2 − 3", ProblemKind.CHARACTER, 2, 1, "write `-`"),
        ("7 // 2", ProblemKind.CHARACTER, 2, 2, "floor(a / b)"),
        ("level ? 1", ProblemKind.CHARACTER, 6, 1, "`?` has no place in a formula"),
        ("1\x00", ProblemKind.CHARACTER, 1, 1, "`U+0000` has no place"),
        ("1\ud800", ProblemKind.CHARACTER, 1, 1, "`U+D800` has no place"),
        ("1 + 'two'", ProblemKind.CHARACTER, 4, 5, "numbers only"),
        ("٣", ProblemKind.CHARACTER, 0, 1, "has no place"),
        ("1_000", ProblemKind.NUMBER, 0, 5, "write the number without `_`: `1000`"),
        ("12.", ProblemKind.NUMBER, 0, 3, "is not a number"),
        ("1.2.3", ProblemKind.NUMBER, 0, 5, "is not a number"),
        ("0x10", ProblemKind.NUMBER, 0, 4, "is not a number"),
        ("3level", ProblemKind.NUMBER, 0, 6, "put `*` between the two"),
        ("9007199254740992", ProblemKind.NUMBER, 0, 16, "is too large"),
        ("9" * 400, ProblemKind.NUMBER, 0, 400, "is too large"),
        ("10 ^ 300", ProblemKind.NUMBER, 0, 8, "works out too large"),
        ("10 ^ 400 + level", ProblemKind.NUMBER, 0, 8, "works out too large"),
        ("self.__class__", ProblemKind.NAME, 0, 14, "is not the name of a value"),
        ("_level", ProblemKind.NAME, 0, 6, "is not the name of a value"),
        ("item.bread.weight", ProblemKind.NAME, 0, 17, "after `item.` comes one id"),
        ("item.bread-self.attack", ProblemKind.NAME, 0, 22, "put spaces around a minus"),
        ("MAX(1, 2)", ProblemKind.NAME, 0, 3, "in small letters: `max`"),
        ("mxa(1, 2)", ProblemKind.FUNCTION, 0, 3, "did you mean `max`?"),
        ("random()", ProblemKind.FUNCTION, 0, 6, "uniform(0, 1)"),
        ("sqrt(4)", ProblemKind.FUNCTION, 0, 4, "there are `if`, `min`"),
        ("max + 1", ProblemKind.FUNCTION, 0, 3, "write it with its arguments"),
        ("max(1)", ProblemKind.ARGUMENTS, 0, 6, "one argument is given"),
        ("floor()", ProblemKind.ARGUMENTS, 0, 7, "no arguments are given"),
        ("abs(1, 2)", ProblemKind.ARGUMENTS, 0, 9, "2 arguments are given"),
        ("clamp(level, 5, 2)", ProblemKind.ARGUMENTS, 0, 18, "write the lower one first"),
        ("2 + (level > 3)", ProblemKind.TYPE, 4, 11, "but a number is needed here"),
        ("if(level, 1, 2)", ProblemKind.TYPE, 3, 5, "but a yes/no question is needed here"),
        ("not level", ProblemKind.TYPE, 4, 5, "but a yes/no question is needed here"),
        ("if(level > 1, 1, level > 2)", ProblemKind.TYPE, 17, 9, "both results of `if`"),
        ("if((level > 1) == level, 1, 2)", ProblemKind.TYPE, 3, 20, "cannot be equal"),
        ("level == 3", ProblemKind.TYPE, 0, 10, "this is a yes/no question, but a number is needed here"),
        ("level ^ 0.5", ProblemKind.POWER, 8, 3, "`^` needs a whole number from -1000 to 1000 after it"),
        ("level ^ 1001", ProblemKind.POWER, 8, 4, "from -1000 to 1000"),
        ("level ^ -1001", ProblemKind.POWER, 8, 5, "from -1000 to 1000"),
        ("level / 0", ProblemKind.ZERO, 8, 1, "this divides by zero"),
        ("level % (2 - 2)", ProblemKind.ZERO, 8, 7, "this divides by zero"),
        ("0 ^ -1", ProblemKind.ZERO, 0, 6, "take the minus sign out"),
        ("101d6", ProblemKind.DICE, 0, 5, "throw 1 to 100 dice"),
        ("0d6", ProblemKind.DICE, 0, 3, "throw 1 to 100 dice"),
        ("d10001", ProblemKind.DICE, 0, 6, "1 to 10000 sides"),
        ("d0", ProblemKind.DICE, 0, 2, "1 to 10000 sides"),
        (f"d{'9' * 400}", ProblemKind.DICE, 0, 401, "1 to 10000 sides"),
        ("1.5d6", ProblemKind.DICE, 0, 5, "is not dice"),
        ("2d", ProblemKind.DICE, 0, 2, "is not dice"),
    ],
)
def test_each_problem_is_told_once_at_its_place_in_plain_words(text, kind, column, length, words):
    (found,) = problems_of(text)

    assert (found.kind, found.column, found.length) == (kind, column, length)
    assert words in found.message


def test_a_single_equals_sign_is_explained():
    assert check("level = 3", SCOPE, "bool") == (
        Problem(
            ProblemKind.CHARACTER,
            "`=` is not a sign of formulas; to compare two values, write `==`",
            6,
            1,
            "==",
        ),
    )


def test_all_problems_are_told_at_once_in_reading_order():
    found = problems_of("self.atack + max(1) * (level > 2) / 0 + sqrt(banana) ^ 0.5 $")

    assert [(one.kind, one.column) for one in found] == [
        (ProblemKind.NAME, 0),
        (ProblemKind.ARGUMENTS, 13),
        (ProblemKind.TYPE, 22),
        (ProblemKind.ZERO, 36),
        (ProblemKind.FUNCTION, 40),
        (ProblemKind.NAME, 45),
        (ProblemKind.POWER, 55),
        (ProblemKind.CHARACTER, 59),
    ]


def test_a_result_must_be_what_the_place_wants():
    assert isinstance(check("level >= 3", SCOPE, "bool"), CheckedFormula)
    assert isinstance(check("level * 0.5", SCOPE, "int"), CheckedFormula)
    assert problems_of("level", SCOPE, "bool")[0].kind is ProblemKind.TYPE
    assert problems_of("level > 3", SCOPE, "int")[0].kind is ProblemKind.TYPE
    assert problems_of(3, SCOPE, "bool")[0].kind is ProblemKind.TYPE


def test_a_constant_outside_what_the_place_allows_is_told():
    assert problems_of("0.5 * 3", low=0, high=1) == (
        Problem(ProblemKind.RANGE, "this is always 1.5, but a number from 0 to 1 is needed here", 0, 7),
    )
    assert problems_of(-1, low=0)[0].message == "this is always -1, but a number of at least 0 is needed here"
    assert problems_of("2", high=1)[0].message == "this is always 2, but a number of at most 1 is needed here"
    assert isinstance(check("1", SCOPE, low=0, high=1), CheckedFormula)
    assert isinstance(check("level", SCOPE, low=0, high=1), CheckedFormula)


def test_values_of_the_scope_may_be_questions():
    scope = Scope(names={"level": "number", "raining": "bool"})

    assert isinstance(check("if(raining and level > 3, 1, 2)", scope), CheckedFormula)
    assert isinstance(check("raining == (level > 3)", scope, "bool"), CheckedFormula)
    assert problems_of("raining + 1", scope)[0].kind is ProblemKind.TYPE
    assert problems_of("raining == 1", scope)[0].kind is ProblemKind.TYPE
    formula = compile_formula("if(raining and not raining == (level > 3), 1, 2)")
    assert formula.value({"raining": 1.0, "level": 2.0}, None) == 1.0
    assert formula.value({"raining": 1.0, "level": 4.0}, None) == 2.0


def test_chance_is_refused_where_nothing_may_hang_on_it():
    for text in ("d6 + level", "uniform(1, 2)"):
        (found,) = problems_of(text, CALM)

        assert found.kind is ProblemKind.CHANCE


@pytest.mark.parametrize(
    "text",
    [
        "+".join(["1"] * 20_000),
        "not " * 3_000 + "level",
        "(" * 10_000 + ")" * 10_000,
        "1" * 501,
    ],
)
def test_an_endless_formula_is_one_problem(text):
    (found,) = problems_of(text)

    assert found.kind is ProblemKind.LIMIT
    assert "at most 500" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "(" * 250 + "1" + ")" * 249,
        "not " * 120 + "level",
        "-" * 499 + "1",
        "abs(" * 90 + "1" + ")" * 90,
        "2 ^ (" * 99 + "1",
        "(-" * 9 + "1" + ")" * 9,
    ],
)
def test_a_formula_nested_too_deep_is_one_problem(text):
    (found,) = problems_of(text)

    assert found.kind is ProblemKind.LIMIT
    assert "at most 16 levels" in found.message


def test_sixteen_levels_and_128_parts_are_allowed():
    assert isinstance(check("(" * 16 + "1" + ")" * 16, SCOPE), CheckedFormula)
    assert isinstance(check("(" * 8 + "-" * 8 + "level" + ")" * 8, SCOPE), CheckedFormula)
    assert check("1" + "+1" * 63, SCOPE).parts == 127
    assert compile_formula("x" + "+x" * 63).value({"x": 1.0}, None) == 64.0
    (found,) = problems_of("1" + "+1" * 64)
    assert found.kind is ProblemKind.LIMIT
    assert "at most 128" in found.message


def test_a_deep_call_stack_is_no_danger():
    texts = ["x" + "+x" * 63, "min(" * 16 + "x" + ",1)" * 16, "max(" + ",".join(["x"] * 120) + ")"]
    texts += ["not " * 15 + "x>1", "x or x and x==x+x*x^(" * 15 + "x" + ")" * 15]

    def deep(levels):
        if levels:
            return deep(levels - 1)
        for text in texts:
            check(text, SCOPE)
            distribution(text)
            try:
                compile_formula(text).value({"x": 1.0}, None)
            except ValueError:
                continue
        return "done"

    frame, depth = sys._getframe(), 0
    while frame:
        frame, depth = frame.f_back, depth + 1

    assert deep(sys.getrecursionlimit() - depth - 450) == "done"


def test_at_most_twenty_problems_are_told():
    for text in ("$ " * 200, "x " * 100, " ".join(f"a{place}" for place in range(99)), "' '" * 100):
        assert len(problems_of(text)) <= 20

"""No text gets out of the formula language: what is no formula is refused, what is one runs nothing else."""

import pytest

from engine.base.dice import Dice
from engine.rules.formulas import Scope, check, compile_formula
from engine.rules.formulas.check import examine
from engine.rules.formulas.emit import function_of

SCOPE = Scope(
    names=frozenset({"level", "x"}),
    families={"self": None, "target": None, "skills": None, "flag": None, "item": None},
    dice=True,
)

ESCAPES = (
    # Attributes, from names, numbers, brackets and calls.
    "level.__class__",
    "level.__class__.__base__.__subclasses__()",
    "().__class__.__bases__[0].__subclasses__()",
    "(1).__class__",
    "1 .__class__",
    "1.0.__class__",
    "1..real",
    "(level).real",
    "(level).as_integer_ratio()",
    "max(1, 2).real",
    "max.__self__",
    "max.__self__.eval('1')",
    "self.__dict__",
    "self.__init__.__globals__",
    "self.x.__class__",
    "self._x",
    "self..x",
    "self.",
    ".self",
    "self.x()",
    "self.__class__.__mro__[1]",
    "flag.__class__",
    "flag.x.__class__",
    "flag.-x",
    "flag.",
    "skills.MINING.level",
    "item.bread['x']",
    "item[0]",
    "x.real.__class__()",
    "self.gi_frame.f_back.f_globals['x']",
    "self.f_back.f_builtins()",
    "(x for x in [1]).gi_frame.f_back",
    # Dunder names and builtins.
    "__import__('os').system('id')",
    "__import__",
    "__builtins__",
    "__name__",
    "_",
    "__",
    "_x",
    "eval('1+1')",
    "exec('import os')",
    "compile('1', '', 'eval')",
    "open('/etc/passwd').read()",
    "getattr(level, 'real')",
    "setattr(level, 'real', 1)",
    "globals()",
    "locals()",
    "vars()",
    "dir()",
    "type(level)",
    "type('X', (), {})",
    "print(1)",
    "input()",
    "breakpoint()",
    "exit()",
    "quit()",
    "help()",
    "range(10)",
    "sum(1, 2)",
    "pow(10, 10)",
    "str(1)",
    "len('x')",
    "chr(65)",
    "bytes(10)",
    "map(floor, x)",
    "roll(1, 6)",
    "dice.roll(1, 6)",
    "dice.roll(1000000000, 6)",
    "names.get('x')",
    "finite(1)",
    "formula(names, dice)",
    "power(2, 3)",
    # Format strings and strings.
    "f'{level}'",
    "f'{level.__class__}'",
    "'{0.__class__}'.format(level)",
    "'%s' % level",
    "'a' * 1000000000",
    "1000000000 * 'a'",
    '"x"',
    "'x",
    "'''x'''",
    "b'x'",
    "r'x'",
    "“x”",
    "`x`",
    "'x'.join('y')",
    "$x",
    "${x}",
    "{{x}}",
    "{x}",
    "{x!r:>{y}}",
    "%(x)s",
    "#{x}",
    "<%= x %>",
    # Statements, lambdas, comprehensions and other syntax.
    "lambda: 0",
    "lambda x: x",
    "(lambda x: x)(1)",
    "[1]",
    "[1, 2][0]",
    "[x for x in range(9)]",
    "(x for x in range(9))",
    "{1: 2}",
    "{1, 2}",
    "(1, 2)",
    "()",
    "*x",
    "**x",
    "max(*x)",
    "max(**x)",
    "max(a=1, b=2)",
    "x := 1",
    "(x := 1)",
    "x = 1",
    "x += 1",
    "x == 1; x",
    "x\nimport os",
    "import os",
    "from os import system",
    "del x",
    "return 1",
    "yield 1",
    "await x",
    "raise x",
    "pass x",
    "while 1: 1",
    "for x in y: 1",
    "if x: 1",
    "if",
    "1 if x else 2",
    "x is x",
    "x in x",
    "x not in x",
    "x @ x",
    "x << 2",
    "x >> 2",
    "x & 3",
    "x | 3",
    "~x",
    "x // 2",
    "x ** 2",
    "!x",
    "x ? 1 : 2",
    "x -> 1",
    "x...",
    "...",
    "Ellipsis()",
    "1j",
    "0x10",
    "0b1",
    "0o7",
    "1_000",
    "\\x41",
    "x\\",
    "x # comment",
    "x // comment",
    "x /* comment */",
    "@x",
    "x;",
    "x:",
    # Cost.
    "9 ^ 9 ^ 9",
    "9 ^ (9 ^ 9)",
    "9 ^ 99999",
    "9 ** 9 ** 9",
    "10 ^ 1000",
    "(10 ^ 300) ^ 1000",
    "1e999999999",
    "1e400",
    "9" * 500,
    "99999999999999999999",
    "x ^ 1000000000000",
    "x ^ 0.5",
    "1000000000d6",
    "100000d100000",
    "2d99999999999999999999",
    "0d0",
    "-1d6" * 99,
    "1 << 1000000",
    "(" * 400,
    "[" * 400,
    "(" * 200 + ")" * 200,
    "not " * 120 + "x > 1",
    "-" * 400 + "x",
    "~" * 400 + "x",
    "floor(" * 80 + "x" + ")" * 80,
    "x+" * 249 + "x",
    "x " * 250,
    "min(" + "x," * 240 + "x)",
    "max(1 1 1 1 1 1",
    # Bytes and letters.
    "\x00",
    "level\x00",
    "1\x002",
    "\x1b[31mx",
    "\u202ex",
    "\ufeffx",
    "\u00a0",
    "x\u2028y",
    "\ud800",
    "١٢٣",
    "1٣",
    "²",
    "x²",
    "½",
    "Ⅷ",
    "１＋１",
    "ｌｅｖｅｌ",
    "leveⅼ",
    "ｍａｘ(1, 2)",
    "é",
    "ℯval(1)",
    "𝓮𝓿𝓪𝓵('1')",
    "__ｉmport__('os')",
    "self.ａttack",
    "inf()",
    "nan + nan()",
    "-inf(1)",
)


def test_the_corpus_holds_no_text_twice():
    assert len(set(ESCAPES)) == len(ESCAPES) >= 200


@pytest.mark.parametrize("text", ESCAPES)
def test_an_escape_is_told_as_a_problem_at_a_place_in_the_text(text):
    found = check(text, SCOPE)

    assert isinstance(found, tuple)
    assert found
    for problem in found:
        assert 0 <= problem.column < max(len(text), 1)
        assert 1 <= problem.length <= max(len(text), 1)
        assert problem.column + problem.length <= max(len(text), 1)
        assert problem.message.isprintable()


@pytest.mark.parametrize("frame", ["max(1, {})", "1 + ({}) * 2", "if(x > 1, {}, 2)"])
@pytest.mark.parametrize("text", ESCAPES)
def test_an_escape_inside_a_formula_is_told_too(text, frame):
    assert isinstance(check(frame.format(text), SCOPE), tuple)


@pytest.mark.parametrize("text", ESCAPES)
def test_an_escape_that_can_be_compiled_without_a_scope_only_reads_names(text):
    try:
        formula = compile_formula(text)
    except ValueError:
        return

    assert formula.value({}, Dice(1)) == 0.0
    assert formula.names


def test_compiled_code_can_reach_nothing_but_its_own_functions():
    text = (
        "if(not (x > 1 and x < 2 or x == 3), min(x, 1, d6), max(x, uniform(1, 2)))"
        " + clamp(x, x + 1, x + 2) + clamp(x, 0, 1) + floor(x) + ceil(x) + round(x) + abs(x) + x ^ x + x ^ 3"
        " + min(1, 1 / x) - x % 3"
    )
    problems = []
    run = function_of(examine(text, None, problems).tree, frozenset({"x"}))

    assert problems == []
    assert set(run.__code__.co_names) == {"roll", "uniform", "clamp", "round_half_away", "power", "finite"}
    assert run.__globals__["__builtins__"] == {}
    assert run.__closure__ is None
    assert {type(constant) for constant in run.__code__.co_consts} <= {float, int, str, type(None)}

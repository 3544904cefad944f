"""Makes formulas that the game asks, from text that `check` has passed. Formulas are built when first asked.

Never evaluates a writer's text as Python: `emit` builds the function from our own tree.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from engine.model.clause import Chance, ErrorCount, Formula
from engine.rules.formulas.check import Examined, check, examine, plain_text
from engine.rules.formulas.emit import Run, function_of
from engine.rules.formulas.problem import Problem, in_reading_order
from engine.rules.formulas.scope import Scope
from engine.rules.formulas.tree import LARGEST, Number

_LEAST: Final = -LARGEST
_REMEMBERED: Final = 1024


def compile_formula(
    text: str | float, *, on_error: float | Formula = 0.0, errors: ErrorCount | None = None
) -> Formula:
    """The formula for `text`, or for a plain number, which costs nothing to ask.

    Its value is `on_error`, or what that formula gives for the same names, when a division by zero, an
    overflow, a power that is not whole or a result outside ±(2^53-1) leaves no result; each time is counted
    in `errors`. A yes is 1.0, a no 0.0. `names` are also those of the formula for errors.
    Raises ValueError with the first problem's words when the text is not a formula.
    """
    if not isinstance(text, str):
        checked = check(text, Scope())
        if isinstance(checked, tuple):
            raise ValueError(checked[0].message)
        return _constant(plain_text(text), checked.constant or 0.0)
    read = _examined(text)
    if isinstance(read.tree, Number):
        return _constant(text, read.tree.value + 0.0)
    value = _value(text, read.names, on_error, errors)
    names, uses_dice = read.names, read.uses_dice
    if isinstance(on_error, Formula):
        names, uses_dice = names | on_error.names, uses_dice or on_error.uses_dice
    return Formula(text=text, names=names, uses_dice=uses_dice, value=value)


def _constant(text: str, number: float) -> Formula:
    return Formula(text=text, names=frozenset(), uses_dice=False, value=lambda names, dice: number)


@lru_cache(maxsize=4096)
def _examined(text: str) -> Examined:
    problems: list[Problem] = []
    read = examine(text, None, problems)
    if problems:
        raise ValueError(in_reading_order(problems)[0].message)
    return read


@lru_cache(maxsize=4096)
def _run(text: str) -> Run:
    read = _examined(text)
    run = function_of(read.tree, read.names)
    if len(read.names) == 1 and not read.uses_dice and "^" in text:
        return _remembered(run, *read.names)
    return run


def _remembered(run: Run, name: str) -> Run:
    """The same, with what it gave for some values: powers are dear, and levels are few."""
    known: dict[float, float] = {}

    def recalled(names: Mapping[str, float], dice: Chance) -> float:
        value = names[name]
        found = known.get(value)
        if found is None:
            found = run(names, dice)
            if len(known) < _REMEMBERED:
                known[value] = found
        return found

    return recalled


def _value(
    text: str, wanted: frozenset[str], on_error: float | Formula, errors: ErrorCount | None
) -> Callable[[Mapping[str, float], Chance], float]:
    run: Run | None = None

    def value(names: Mapping[str, float], dice: Chance) -> float:
        nonlocal run
        if run is None:
            run = _run(text)
        try:
            result = run(names, dice)
            if _LEAST <= result <= LARGEST:
                # Makes a double of a yes or no and of a whole number, and a plain zero of -0.0.
                return result + 0.0
        except ArithmeticError:
            pass
        except KeyError:
            missing = wanted.difference(names)
            if not missing:
                raise
            # Names are read before any dice are thrown, so asking again throws no die twice.
            return value({**names, **dict.fromkeys(missing, 0.0)}, dice)
        if errors is not None:
            errors.add(text)
        return on_error.value(names, dice) if isinstance(on_error, Formula) else on_error

    return value

"""How many coins and things effects give and take: at the least, on average, at the most.

What hangs on a condition counts as little as the lesser of what happens when it holds and when it does not.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.rules.formulas import Range, bounds, compile_formula, distribution

Effects = list[dict[str, Any]]
Ledger = Mapping[str, float]
"""How many of each item, and under `COINS` how many coins; below 0 they are taken."""
COINS: Final = ""
"""No item is called that."""

_FAR: Final = 1e9
"""Nobody ever has more of anything."""
_GROWS: Final[Mapping[str, Range]] = {"level": (1.0, 100_000.0), "self.level": (1.0, 100_000.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How amounts are counted that are not settled. Neither number is below 0.

    `branches` makes one ledger of those of a draw, each with its chance. `ranges` says between which numbers
    values of the game lie.
    """

    ranges: Callable[[str], Range]
    give: Callable[[str | float], float]
    take: Callable[[str | float], float]
    branches: Callable[[list[tuple[float, Ledger]]], Ledger]


def given(effects: Effects, how: Counting) -> Ledger:
    """What effects give, less what they take. What comes to nothing is not in it."""
    total: dict[str, float] = {}
    for effect in effects:
        for kind, args in effect.items():
            for name, amount in _of(kind, args, how):
                total[name] = total.get(name, 0) + amount
    return {name: amount for name, amount in total.items() if amount}


def _of(kind: str, args: Any, how: Counting) -> Iterator[tuple[str, float]]:
    match kind:
        case "give_coins":
            yield COINS, how.give(args)
        case "take_coins":
            yield COINS, -how.take(args)
        case "give_item":
            yield args["item"], how.give(args["amount"])
        case "take_item":
            yield args["item"], -how.take(args["amount"])
        case "each_member":
            yield from given(args, how).items()
        case "if":
            yield from _least([given(args.get("then", []), how), given(args.get("else", []), how)]).items()
        case "random":
            every = sum(branch["weight"] for branch in args["of"])
            drawn = [
                (args["chance"] * branch["weight"] / every, given(branch["then"], how))
                for branch in args["of"]
            ]
            yield from how.branches([*drawn, (1 - args["chance"], {})]).items()


def _least(ledgers: list[Ledger]) -> Ledger:
    return _each(ledgers, min)


def _each(ledgers: list[Ledger], pick: Callable[[Iterator[float]], float]) -> Ledger:
    names = dict.fromkeys(name for ledger in ledgers for name in ledger)
    return {name: pick(ledger.get(name, 0) for ledger in ledgers) for name in names}


def _possible(branches: list[tuple[float, Ledger]]) -> list[Ledger]:
    return [ledger for chance, ledger in branches if chance > 0]


def _mean(branches: list[tuple[float, Ledger]]) -> Ledger:
    total: dict[str, float] = {}
    for chance, ledger in branches:
        for name, amount in ledger.items():
            total[name] = total.get(name, 0) + chance * amount
    return total


def _whole(number: float) -> float:
    return max(0, number // 1)


def _range(name: str) -> Range:
    """Between which numbers a value of the game lies, as far as its name tells."""
    return _GROWS.get(name, (-_FAR if name.startswith("flag.") else 0.0, _FAR))


def _low(amount: str | float, ranges: Callable[[str], Range]) -> float:
    return max(0, amount) if isinstance(amount, int) else _whole(bounds(amount, ranges)[0])


def _high(amount: str | float, ranges: Callable[[str], Range]) -> float:
    return max(0, amount) if isinstance(amount, int) else _whole(bounds(amount, ranges)[1])


def _at_least(ranges: Callable[[str], Range]) -> Counting:
    return Counting(
        ranges=ranges,
        give=lambda amount: _low(amount, ranges),
        take=lambda amount: _high(amount, ranges),
        branches=lambda drawn: _each(_possible(drawn), min),
    )


def _at_most(ranges: Callable[[str], Range]) -> Counting:
    return Counting(
        ranges=ranges,
        give=lambda amount: _high(amount, ranges),
        take=lambda amount: _low(amount, ranges),
        branches=lambda drawn: _each(_possible(drawn), max),
    )


SURELY: Final = _at_least(_range)
"""What everybody gets at all times."""
AT_MOST: Final = _at_most(_range)
"""What nobody ever gets more of, in any of these ways of counting."""


def grows(name: str) -> bool:
    """Whether a value of the game begins low and rises for everybody who goes on playing."""
    return name in _GROWS or name.startswith("skills.")


def on_average(names: Mapping[str, float]) -> Counting:
    """What those get by and by who have come so far: `names` are levels and skills; what is not among them is
    as it begins. All other values of the game are as bad for them as can be."""

    def ranges(name: str) -> Range:
        if grows(name):
            number = names.get(name, _range(name)[0])
            return number, number
        return _range(name)

    def mean(amount: str | float, otherwise: Callable[[str | float, Callable[[str], Range]], float]) -> float:
        surely, most = _low(amount, ranges), _high(amount, ranges)
        if surely == most or not isinstance(amount, str):
            return surely
        known = tuple(
            sorted((name, ranges(name)[0]) for name in compile_formula(amount).names if grows(name))
        )
        found = distribution(amount, known)
        if found is None:
            return otherwise(amount, ranges)
        if found.histogram:
            return sum(chance * _whole(outcome) for outcome, chance in found.histogram)
        # Rounded down, numbers that lie close together lose a half of one.
        return max(surely, min(most, found.mean - 0.5))

    return Counting(
        ranges=ranges,
        give=lambda amount: mean(amount, _low),
        take=lambda amount: mean(amount, _high),
        branches=_mean,
    )


def is_settled(effects: Effects, how: Counting) -> bool:
    """Whether they give and take just this whenever it is counted so."""
    return given(effects, _at_least(how.ranges)) == given(effects, _at_most(how.ranges))

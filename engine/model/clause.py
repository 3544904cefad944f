"""The parts of content that are rules: conditions, effects and formulas, bound and ready to ask.

A definition holds these; `engine.rules` makes them from a writer's plain data. They carry what the
writer said (`kind`, `args`) and the function that means it, so nothing is parsed while a game runs.
They compare by identity: two equal clauses in two places are two clauses.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Chance(Protocol):
    """What a formula may ask of the dice."""

    def roll(self, count: int, sides: int) -> int:
        """The sum of `count` dice of `sides` sides."""

    def uniform(self, low: float, high: float) -> float:
        """A number between the two."""


class ErrorCount:
    """How often formulas had no result and gave something else instead, by their text. For those who watch a
    server; nothing in the game hangs on it."""

    __slots__ = ("times",)

    def __init__(self) -> None:
        self.times: dict[str, int] = {}

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(self.times.values())

    def add(self, text: str) -> None:
        """Count one more for a formula."""
        self.times[text] = self.times.get(text, 0) + 1


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands in the way, in words for the player. `kind` is that of the condition.

    `asks` is a sentence without its full stop, `now` how it is instead: `You need level 2`, `you have 0`.
    `resource` is `coins` or a vital where merely so much of that is lacking. `whole` says that `asks` is one
    or more whole sentences, and `ways` are the reasons of each way where any one of several will do.
    """

    kind: str
    asks: str
    now: str = ""
    resource: str = ""
    whole: bool = False
    ways: "tuple[tuple[Reason, ...], ...]" = ()

    @property
    def message(self) -> str:
        """All of it for the player."""
        if self.whole:
            return self.asks
        return f"{self.asks}; {self.now}." if self.now else f"{self.asks}."


def in_one(reasons: Iterable[Reason]) -> str:
    """What several reasons say, each sentence once; `""` without any."""
    return " ".join(dict.fromkeys(reason.message for reason in reasons))


class Condition:
    """A question about a character. Never draws chance and never changes anything."""

    __slots__ = ("args", "holds", "kind", "reasons")

    def __init__(
        self,
        *,
        kind: str,
        args: Any,
        holds: Callable[[Any], bool],
        reasons: Callable[[Any, bool], tuple[Reason, ...]],
    ) -> None:
        self.kind = kind
        self.args = args
        self.holds = holds
        """Given a `rules.scope.Subject`: is it so?"""
        self.reasons = reasons
        """Given a `rules.scope.Subject` and how it should be: each thing that stands in the way of that."""

    def explain(self, subject: Any) -> str:
        """Which part does not hold for a `rules.scope.Subject` and why, in words for a player; `""` when
        all of it holds."""
        return in_one(self.reasons(subject, True))


class Effect:
    """Something that happens, with all its arguments but the stage it happens on."""

    __slots__ = ("args", "kind", "run")

    def __init__(self, *, kind: str, args: Any, run: Callable[[Any], None]) -> None:
        self.kind = kind
        self.args = args
        self.run = run
        """Given a `rules.scope.Stage`: make it happen."""


class Formula:
    """A number that is worked out when it is asked for.

    `names` are all names of the scope that it reads, dotted: `self.attack`. `value` never raises: a name
    that is missing counts 0, and what cannot be worked out gives the place's `on_error` value.
    """

    __slots__ = ("names", "text", "uses_dice", "value")

    def __init__(
        self,
        *,
        text: str,
        names: frozenset[str],
        uses_dice: bool,
        value: Callable[[Mapping[str, float], Chance], float],
    ) -> None:
        self.text = text
        self.names = names
        self.uses_dice = uses_dice
        self.value = value

    def whole(self, names: Mapping[str, float], dice: Chance) -> int:
        """The result, rounded down, for fields that hold whole numbers."""
        return int(self.value(names, dice) // 1)


Conditions = tuple[Condition, ...]
Effects = tuple[Effect, ...]

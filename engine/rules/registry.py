"""What an entry of the registries of conditions and effects consists of.

An entry is a value: a tag here marks nothing and registers nothing. The explicit tuples in
`engine.rules.conditions` and `engine.rules.effects` are the lists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.rules.scope import Stage, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How an entry bears on what can be reached: kinds of things it needs, and kinds it may give."""

    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionEntry:
    """One kind of condition. `args` is the type its arguments are read into; `example` is YAML that works."""

    kind: str
    args: Any
    summary: str
    example: str
    reach: Reach
    holds: Callable[[Any, Subject], bool]
    unmet: Callable[[Any, Subject], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectEntry:
    """One kind of effect. `args` is the type its arguments are read into; `example` is YAML that works."""

    kind: str
    args: Any
    summary: str
    example: str
    reach: Reach
    run: Callable[[Any, Stage], None]

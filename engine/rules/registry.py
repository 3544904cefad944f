"""What an entry of the registries of conditions and effects consists of.

An entry is a value: a tag here marks nothing and registers nothing. The explicit tuples in
`engine.rules.conditions` and `engine.rules.effects` are the lists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.model.clause import Reason
from engine.rules.reasons import Reasons
from engine.rules.scope import Stage, Subject

Words = tuple[str, str]
"""What is asked, as a sentence without its full stop, and how it is instead; `""` when that says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How an entry bears on what can be reached: kinds of things it needs, and kinds it may give."""

    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionEntry:
    """One kind of condition. `args` is the type its arguments are read into; `example` is YAML that works.

    `reasons` says why it is not as wanted, and nothing when it is: with True why it does not hold, with
    False, as under `not`, why it does.
    """

    kind: str
    args: Any
    summary: str
    example: str
    reach: Reach
    holds: Callable[[Any, Subject], bool]
    reasons: Callable[[Any, Subject, bool], Reasons]


def question(
    *,
    kind: str,
    args: Any,
    summary: str,
    example: str,
    reach: Reach,
    holds: Callable[[Any, Subject], bool],
    needs: Callable[[Any, Subject], Words],
    avoids: Callable[[Any, Subject], Words],
    resource: Callable[[Any], str] = lambda args: "",
) -> ConditionEntry:
    """The entry of a condition that is one plain question.

    `needs` tells a player what is asked while it is not so, `avoids` what must not be while it is. Names
    stand in them, never ids, and nothing of what writers keep to themselves. `resource` is what merely lacks.
    """

    def reasons(args: Any, subject: Subject, wanted: bool) -> Reasons:
        if holds(args, subject) == wanted:
            return ()
        if wanted:
            return (Reason(kind, *needs(args, subject), resource(args)),)
        return (Reason("not", *avoids(args, subject)),)

    return ConditionEntry(
        kind=kind, args=args, summary=summary, example=example, reach=reach, holds=holds, reasons=reasons
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectEntry:
    """One kind of effect. `args` is the type its arguments are read into; `example` is YAML that works."""

    kind: str
    args: Any
    summary: str
    example: str
    reach: Reach
    run: Callable[[Any, Stage], None]

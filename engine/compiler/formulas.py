"""Formulas where they stand: checked against their scope, with the column in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.span import Span
from engine.compiler.entities import Gathered
from engine.compiler.findings import finding
from engine.compiler.nodes import Node
from engine.compiler.references import CODES as REFERENCE_CODES
from engine.compiler.references import Reference
from engine.compiler.scopes import BOUNDS, FAMILY_KINDS, scope
from engine.rules.formulas import Problem, ProblemKind, check

Ids = Mapping[str, Mapping[str, Span]]

CODES: Final[Mapping[ProblemKind, str]] = {
    ProblemKind.SYNTAX: "E3001",
    ProblemKind.CHARACTER: "E3001",
    ProblemKind.NAME: "E3002",
    ProblemKind.FUNCTION: "E3003",
    ProblemKind.ARGUMENTS: "E3004",
    ProblemKind.LIMIT: "E3005",
    ProblemKind.NUMBER: "E3006",
    ProblemKind.TYPE: "E3007",
    ProblemKind.POWER: "E3008",
    ProblemKind.ZERO: "E3009",
    ProblemKind.DICE: "E3010",
    ProblemKind.CHANCE: "E3011",
    ProblemKind.RANGE: "E3012",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaUse:
    """A formula and the place it stands in, with the words of its `x-formula` note."""

    node: Node
    scope: str
    result: str
    dice: bool
    on_hit: bool
    where: str
    entity: str


def ids_by_kind(gathered: Gathered) -> Ids:
    """The ids that formulas may name, and where they stand."""
    return {
        kind: {entity: found.span for entity, found in gathered.entities[kind].items()}
        for kind in FAMILY_KINDS.values()
    }


def check_formula(
    use: FormulaUse, ids: Ids, *, complete: bool
) -> tuple[list[Diagnostic], list[Reference], int]:
    """Findings about one formula, the things it names, and how many findings only follow from others."""
    result, low, high = BOUNDS[use.result]
    # In a default, a skill that the world lacks counts 0.
    known = None if use.node.assumed else ids
    allowed = scope(use.scope, known, dice=use.dice, on_hit=use.on_hit)
    checked = check(use.node.value, allowed, result, low=low, high=high)
    if not isinstance(checked, tuple):
        return [], [] if use.node.assumed else _named(use, checked.names), 0
    shown = [problem for problem in checked if complete or not _names_an_id(use, problem)]
    return [_told(use, problem, ids) for problem in shown], [], len(checked) - len(shown)


def _named(use: FormulaUse, names: frozenset[str]) -> list[Reference]:
    found = []
    for name in sorted(names):
        family, dot, rest = name.partition(".")
        if dot and family in FAMILY_KINDS:
            found.append(
                Reference(
                    target=FAMILY_KINDS[family], id=rest, node=use.node, where=use.where, entity=use.entity
                )
            )
    return found


def _text(use: FormulaUse, problem: Problem) -> str:
    return str(use.node.value)[problem.column : problem.column + problem.length]


def _names_an_id(use: FormulaUse, problem: Problem) -> bool:
    return problem.kind is ProblemKind.NAME and _text(use, problem).partition(".")[0] in FAMILY_KINDS


def _told(use: FormulaUse, problem: Problem, ids: Ids) -> Diagnostic:
    span = _span(use, problem)
    code = CODES[problem.kind]
    notes: tuple[Note, ...] = ()
    if _names_an_id(use, problem):
        family = _text(use, problem).partition(".")[0]
        meant = (problem.suggestion or "").partition(".")[2]
        place = ids[FAMILY_KINDS[family]].get(meant)
        notes = (Note(message="", span=place),) if place else ()
        code = REFERENCE_CODES[FAMILY_KINDS[family]]
    message, _, help_ = problem.message.partition("; ")
    return finding(
        code,
        message,
        span,
        label=use.where,
        help=help_,
        # Text that differs from the file letter by letter cannot be replaced by place.
        suggestion=problem.suggestion if use.node.inset is not None else None,
        notes=notes,
        entity=use.entity,
    )


def _span(use: FormulaUse, problem: Problem) -> Span:
    span, inset = use.node.span, use.node.inset
    if inset is None or not isinstance(use.node.value, str):
        return span
    return replace(span, column=span.column + inset + problem.column, length=max(1, problem.length))

"""Cross-checks of dialogues: every node is heard, and every talk ends."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.base.diagnostic import Diagnostic, Note
from engine.compiler.lint.graphs import heads
from engine.compiler.lint.look import Check, Look, clauses, tell, text_of
from engine.compiler.nodes import Node

_ENDS: Final = frozenset({"move_to"})
"""Whoever is moved elsewhere talks no longer."""


def _choices(node: Node) -> list[Node]:
    found = node.get("choices")
    return found.items() if found is not None else []


def _followed(nodes: Mapping[str, Node], start: str) -> list[str]:
    """The nodes that can be heard, in the order in which a talk comes to them."""
    heard: dict[str, None] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop(0)
        if name not in heard and name in nodes:
            heard[name] = None
            goals = (choice.text("goto") for choice in _choices(nodes[name]))
            waiting.extend(goal for goal in goals if goal is not None)
    return list(heard)


def nodes_can_be_reached(look: Look) -> Iterator[Diagnostic]:
    """Every node of a dialogue can be reached from its start."""
    for entity, dialogue in look.world.sound("dialogues").items():
        nodes = dialogue.mapping()["nodes"].mapping()
        heard = set(_followed(nodes, text_of(dialogue, "start")))
        if len(heard) == len(nodes):
            continue
        ways = {name: _goals(node) for name, node in nodes.items()}
        (name, behind), *others = sorted(
            heads(nodes.keys() - heard, ways), key=lambda found: list(nodes).index(found[0])
        )
        more = behind + sum(1 + count for _, count in others)
        nor = f", nor to {more} more of this talk" if more else ""
        yield tell(
            "W8003",
            f"nothing leads to the node `{name}`{nor}",
            nodes[name].place,
            kind="dialogues",
            entity=entity,
            path=("nodes", name),
            help="let a choice `goto` it, or remove it",
            notes=tuple(Note(message=f"nor to `{other}`", span=nodes[other].place) for other, _ in others),
        )


def talks_end(look: Look) -> Iterator[Diagnostic]:
    """From every node that can be heard an answer, or a chain of answers, ends the talk."""
    for entity, dialogue in look.world.sound("dialogues").items():
        nodes = dialogue.mapping()["nodes"].mapping()
        heard = _followed(nodes, text_of(dialogue, "start"))
        open_ = {name for name in heard if not _ends(nodes[name])}
        ended = set(heard) - open_
        while found := {name for name in open_ if _goals(nodes[name]) & ended}:
            ended |= found
            open_ -= found
        if open_:
            name = next(name for name in heard if name in open_)
            yield tell(
                "W4015",
                f"once at the node `{name}`, this talk goes round for ever: no answer ends it",
                nodes[name].place,
                kind="dialogues",
                entity=entity,
                path=("nodes", name),
                help="add an answer without `goto`, such as `{id: bye, text: Farewell.}`",
            )


def _ends(node: Node) -> bool:
    choices = _choices(node)
    goals = [choice.text("goto") for choice in choices]
    return not choices or None in goals or next(clauses(node, _ENDS), None) is not None


def _goals(node: Node) -> set[str]:
    return {goal for choice in _choices(node) if (goal := choice.text("goto")) is not None}


CHECKS: Final[tuple[Check, ...]] = (nodes_can_be_reached, talks_end)

"""Cross-checks of dialogues: every node is heard, and every talk ends."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.compiler.lint.graphs import heads
from engine.compiler.lint.look import Check, Look, node_at, spotted, tell
from engine.compiler.nodes import plain

_ENDS: Final = frozenset({"move_to"})
"""Whoever is moved elsewhere talks no longer."""


def _goals(node: Any) -> set[str]:
    return {choice["goto"] for choice in node.get("choices", ()) if "goto" in choice}


def _followed(nodes: Mapping[str, Any], start: str) -> list[str]:
    """The nodes that can be heard, in the order in which a talk comes to them."""
    heard: dict[str, None] = {}
    waiting = [start]
    for name in waiting:
        if name not in heard and name in nodes:
            heard[name] = None
            waiting += [choice["goto"] for choice in nodes[name].get("choices", ()) if "goto" in choice]
    return list(heard)


def nodes_can_be_reached(look: Look) -> Iterator[Diagnostic]:
    """Every node of a dialogue can be reached from its start."""
    for entity, dialogue in look.world.sound("dialogues").items():
        # Plain values, because most talks are in order and nodes are dear to make.
        talk = plain(dialogue)
        heard, all_nodes = set(_followed(talk["nodes"], talk["start"])), talk["nodes"]
        if len(heard) == len(all_nodes):
            continue
        nodes = dialogue.mapping()["nodes"].mapping()
        ways = {name: _goals(node) for name, node in all_nodes.items()}
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
        talk = plain(dialogue)
        nodes = talk["nodes"]
        heard = _followed(nodes, talk["start"])
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
                node_at(dialogue, ("nodes", name)).place,
                kind="dialogues",
                entity=entity,
                path=("nodes", name),
                help="add an answer without `goto`, such as `{id: bye, text: Farewell.}`",
            )


def _ends(node: Any) -> bool:
    choices = node.get("choices", ())
    return not all("goto" in choice for choice in choices) or not choices or _moves(node)


def _moves(node: Any) -> bool:
    return next(spotted(node, _ENDS), None) is not None


CHECKS: Final[tuple[Check, ...]] = (nodes_can_be_reached, talks_end)

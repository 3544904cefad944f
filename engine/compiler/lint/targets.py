"""Cross-checks of whom effects are for: nothing is aimed at a target where nobody is struck or reached."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint.look import Check, Look, holding, node_at, spotted, tell
from engine.compiler.nodes import plain

_STRIKING: Final[Mapping[str, frozenset[str]]] = {
    "items": frozenset({"on_hit"}),
    "spells": frozenset({"on_hit"}),
    **{kind: frozenset() for kind in ("skills", "locations", "denizens", "dialogues", "quests")},
}
"""By kind the keys in which somebody is struck or reached. Creatures and lasting effects may have a target
wherever they act, and are not here."""
_AIMED: Final = frozenset({"heal", "damage", "restore", "apply_effect", "remove_effect"})
_AT_TARGET: Final = b'"to":"target"'


def targets_are_struck(look: Look) -> Iterator[Diagnostic]:
    """What says `to: target` stands where somebody is struck or reached; elsewhere it means `self`."""
    for kind, entity, body in holding(look, _STRIKING, _AT_TARGET):
        for name, args, path in spotted(plain(body), _AIMED):
            if isinstance(args, dict) and args.get("to") == "target" and path[0] not in _STRIKING[kind]:
                strikes = sorted(_STRIKING[kind])
                move = f"move it to `{strikes[0]}`, or write" if strikes else "write"
                yield tell(
                    "W6013",
                    f"nobody is struck or reached here, so `{name}` is for the character itself",
                    node_at(body, (*path, "to")).span,
                    kind=kind,
                    entity=entity,
                    path=path,
                    help=f"{move} `to: self` if that is meant",
                    body=body,
                )


LOCAL: Final[tuple[Check, ...]] = (targets_are_struck,)

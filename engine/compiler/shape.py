"""What jsonschema says about one thing, in a writer's words and at the right place."""

from typing import Any, Final

from engine.compiler.nodes import Node
from engine.compiler.shape_of_keys import bad_id, keys
from engine.compiler.shape_of_values import TELLERS, unfit
from engine.compiler.teller import Path, Teller

_TYPE: Final = frozenset({"type"})
_SAYS_IT_BETTER: Final = {
    "type": frozenset[str](),
    "minProperties": frozenset({"type", "additionalProperties"}),
    "maxProperties": frozenset({"type", "additionalProperties"}),
    "pattern": frozenset({"type", "minLength"}),
}
"""Keywords beside which the error of a keyword need not be told; a wrong type says all for the rest."""


def tell_of(teller: Teller, path: Path, node: Node, errors: list[Any]) -> None:
    """All errors of one place."""
    keywords = {error.validator for error in errors}
    for error in errors:
        if error.validator in ("required", "additionalProperties"):
            continue
        # Of two errors that are one mistake, the plainer one is told.
        if keywords & _SAYS_IT_BETTER.get(error.validator, _TYPE):
            continue
        if "propertyNames" in error.schema_path:
            bad_id(teller, path, node, error)
        else:
            TELLERS.get(error.validator, unfit)(teller, path, node, error)
    keys(
        teller,
        path,
        node,
        [error for error in errors if error.validator in ("required", "additionalProperties")],
    )

"""What is wrong with the keys of one thing: unknown, missing, or no id. In a writer's words."""

import re
from collections.abc import Iterable
from typing import Any, Final

from engine.base.suggest import closest
from engine.compiler.decode import FINDINGS_PER_FILE
from engine.compiler.findings import one_of, shown
from engine.compiler.meant import is_of_sort, listed
from engine.compiler.misplaced import misplaced
from engine.compiler.names import as_id
from engine.compiler.nodes import BROKEN, Node
from engine.compiler.pieces import is_torn_off, piece_of
from engine.compiler.schema import Schema, content_schema
from engine.compiler.teller import Path, Teller
from engine.compiler.words import KIND_WORDS, a, entity_words
from engine.model.kinds import SINGLE_KINDS

ARTICLES: Final = {"condition": "a condition", "effect": "an effect", "bonus": "a bonus", "deed": "a deed"}


def keys(teller: Teller, path: Path, node: Node, errors: list[Any]) -> None:
    """Unknown and missing keys of one mapping, told together where one explains the other."""
    missing = list(
        dict.fromkeys(
            key
            for error in errors
            if error.validator == "required"
            for key in error.validator_value
            if key not in error.instance
        )
    )
    teller.missing.update((path, key) for key in missing)
    closed = next((error.schema for error in errors if error.validator == "additionalProperties"), None)
    if closed is not None:
        strange = [key for key in node.mapping() if key not in closed["properties"]]
        if strange and missing and not path and (other := _other_kind(teller, node)):
            teller.hidden += len(strange) + 1
            thing = entity_words(teller.entity.kind, teller.entity.id)
            teller.tell(
                "E1001",
                f"{thing} has the keys of {a(KIND_WORDS[other])}",
                node.place,
                path,
                f"move it below `{other}:`",
            )
            return
        torn = [key for key in strange if is_torn_off(node, key, closed["properties"])]
        strange = [key for key in strange if key not in torn]
        teller.hidden += len(torn)
        if slip := misplaced(path[-1] if path else None, node, strange, missing, closed):
            teller.tell(slip.code, slip.message, slip.span, path, slip.help)
            teller.torn.update(slip.settled)
            missing = [key for key in missing if key not in slip.found]
            strange = []
        for key in strange[:FINDINGS_PER_FILE]:
            missing = _unknown_key(teller, path, node, key, closed, missing)
    thing = f"this {_is_a(path)}" if path else f"{KIND_WORDS[teller.entity.kind]} `{teller.entity.id}`"
    if not teller.entity.id and not path:
        thing = f"the {KIND_WORDS[teller.entity.kind]}"
    if missing:
        teller.tell(
            "E1003",
            f"{thing} has no {one_of(missing).replace(' or ', ' and no ')}",
            node.place,
            path,
            f"add `{missing[0]}:`" + (f" and {len(missing) - 1} more" if len(missing) > 1 else ""),
        )


def _other_kind(teller: Teller, node: Node) -> str | None:
    """The only kind whose keys a thing has, all that it has and all that must be there."""
    if teller.entity.base is not None or not teller.entity.id:
        return None
    keys = node.mapping().keys()
    fits = [
        kind
        for kind, schema in content_schema().kinds.items()
        if kind not in SINGLE_KINDS
        and keys <= (known := content_schema().resolve(schema)).get("properties", {}).keys()
        and keys >= set(known.get("then", {}).get("required", keys | {""}))
    ]
    return fits[0] if len(fits) == 1 else None


def _unknown_key(
    teller: Teller,
    path: Path,
    node: Node,
    key: str,
    schema: Schema,
    missing: list[str],
) -> list[str]:
    """An unknown key; answers the keys that are still missing when it is taken for one of them."""
    known: dict[str, Any] = schema["properties"]
    if piece := piece_of(node, key, known):
        teller.tell("E1001", piece.message, piece.span, path, piece.help, piece.suggestion)
        if piece.half is not None:
            teller.torn.add(piece.half)
        return [name for name in missing if name != piece.key]
    # What a thing has from its base may be written again.
    based = teller.entity.base is not None and not any(isinstance(step, int) for step in path)
    free = [name for name in known if name not in node.mapping() or based]
    if node.mapping()[key].value is BROKEN:
        # Whatever is missing may come with what is merged.
        return [] if key == "<<" else missing
    near = closest(key, missing) or closest(key, free) or _the_other(path, node, key, schema, missing)
    sort = schema.get("x-is")
    if near:
        help_ = f"did you mean `{near}`?"
    elif sort in ("condition", "effect") and key in _other(sort):
        other = "effect" if sort == "condition" else "condition"
        help_ = f"`{key}` is {ARTICLES[other]}; here stands {ARTICLES[sort]}: {listed(known)}"
    else:
        help_ = f"known here: {listed(known)}"
    message = (
        f"no {sort} is called {shown(key)}" if sort in ARTICLES else f"the key {shown(key)} is not known here"
    )
    teller.tell(
        "E1010" if sort in ARTICLES else "E1001", message, node.mapping()[key].place, path, help_, near
    )
    # Everything that is missing may come from the base.
    return [name for name in missing if name != near] if near != "based_on" else []


def _the_other(path: Path, node: Node, key: str, schema: Schema, missing: list[str]) -> str | None:
    """The only key that is missing, when the only strange one has a value of its sort."""
    strange = [one for one in node.mapping() if one not in schema["properties"]]
    if not path or strange != [key] or len(missing) != 1:
        return None
    wanted = content_schema().resolve(schema["properties"].get(missing[0], {}))
    return missing[0] if is_of_sort(node.mapping()[key].value, wanted) else None


def bad_id(teller: Teller, path: Path, node: Node, error: Any) -> None:
    """A key that cannot be an id."""
    name = str(error.instance)
    span = node.mapping()[name].place if name in node.mapping() else node.place
    proposal = as_id(name)
    fits = proposal and re.search(error.schema.get("pattern", ""), proposal)
    teller.tell(
        "E1005",
        f"{shown(name)} cannot be an id",
        span,
        path,
        f"write {error.schema.get('x-says', 'an id')}",
        proposal if fits else None,
    )


def _other(sort: str) -> Iterable[str]:
    file = "effects.json" if sort == "condition" else "conditions.json"
    known: Iterable[str] = content_schema().bundle["$defs"][file]["properties"]
    return known


def _is_a(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    return f"entry of `{names[-1]}`" if isinstance(path[-1], int) and names else f"`{path[-1]}`"

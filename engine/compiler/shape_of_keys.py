"""What is wrong with the keys of one thing: unknown, missing, or no id. In a writer's words."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.compiler.decode import FINDINGS_PER_FILE
from engine.compiler.findings import one_of, shown
from engine.compiler.meant import listed
from engine.compiler.misplaced import Misplaced, each_with_its_key, home_of, misplaced
from engine.compiler.misplaced import listed as listed_all
from engine.compiler.named import named_as_key, without_their_group
from engine.compiler.names import as_id
from engine.compiler.nodes import BROKEN, Node, at_path
from engine.compiler.pieces import all_glued, is_torn_off, piece_of, unglued
from engine.compiler.renamed import Renamed, fits, in_turn, renamed, rewritten
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
        if found := all_glued(node, strange, closed["properties"]):
            first, one = next(iter(found.items()))
            alike = [other.key for other in found.values() if other.sign.strip() == one.sign.strip()]
            teller.tell("E1001", one.message(alike), node.mapping()[first].place, path, unglued(node, found))
            strange = [key for key in strange if key not in found]
            names = {other.key for other in found.values()}
            # Everything that is missing may come from the base.
            missing = [key for key in missing if key not in names and "based_on" not in names]
        torn = [key for key in strange if is_torn_off(node, key, closed["properties"])]
        teller.hidden += len(torn)
        missing = _strange(teller, path, node, [key for key in strange if key not in torn], missing, closed)
    if missing:
        teller.tell(
            "E1003",
            f"{_called(teller, path)} has no {one_of(missing).replace(' or ', ' and no ')}",
            node.place,
            path,
            f"add `{missing[0]}:`" + (f" and {len(missing) - 1} more" if len(missing) > 1 else ""),
        )


def _strange(
    teller: Teller, path: Path, node: Node, strange: list[str], missing: list[str], schema: Schema
) -> list[str]:
    """Tell of keys that are not known; answers those that are still missing when they are taken for some."""
    name = next((step for step in path[-1:] if isinstance(step, str)), "")
    called = _called(teller, path)
    slip = misplaced(name, called, node, strange, missing, schema) if strange else None
    if slip is None:
        missing, strange = _pieces(teller, path, node, strange, missing, schema)
    if not strange:
        return missing
    free = _free(teller, path, node, schema)
    slip = slip or without_their_group(called, node, strange, missing, schema)
    words = renamed(node, strange, missing, free, schema["properties"]) if slip is None else {}
    if slip is None and path and not any(_settled(node, key, words, schema) for key in strange):
        slip = named_as_key(name, node, strange, schema)
    if slip is None and not words:
        slip = without_their_group(called, node, strange, [key for key in free if key not in missing], schema)
    if slip is not None and path and isinstance(path[-1], int):
        above = at_path(teller.entity.body, list(path[:-1]))
        lists = [step for step in path if isinstance(step, str)]
        if above is not None and lists:
            slip = each_with_its_key(lists[-1], above, slip, schema["properties"])
    if slip is not None:
        return _slipped(teller, path, slip, missing)
    lacking = [key for key in missing if key not in {one.key for one in words.values()}]
    words |= in_turn(node, [key for key in strange if key not in words], lacking, schema["properties"])
    if whole := rewritten(node, words) if len(words) == len(strange) else None:
        names = listed_all(strange)
        called_here = "here they are called " + listed_all(whole.names)
        help_ = f"write `{whole.written}`" if whole.written else called_here
        place = node.span if whole.suggestion else node.mapping()[strange[0]].place
        teller.tell("E1001", f"the keys {names} are not known here", place, path, help_, whole.suggestion)
        return [key for key in missing if key not in whole.names]
    return _one_by_one(teller, path, node, strange, words, missing, schema)


def _settled(node: Node, key: str, words: Mapping[str, Renamed], schema: Schema) -> bool:
    """Whether it is sure what a key was meant to be."""
    one = words.get(key)
    return one is not None and (one.another_word or fits(node.mapping()[key], schema["properties"][one.key]))


def _slipped(teller: Teller, path: Path, slip: Misplaced, missing: list[str]) -> list[str]:
    """Tell of keys in the wrong place; once for a list all of whose entries have the same slip."""
    same = (path[:-1], slip.code, tuple(slip.found))
    if slip.listed and path and isinstance(path[-1], int) and same in teller.lists:
        teller.hidden += 1
    else:
        teller.tell(slip.code, slip.message, slip.span, path, slip.help, slip.suggestion)
    teller.lists.add(same)
    teller.torn.update(slip.settled)
    # What was named as a key was completed, and what is set in too far may hold all that is missing.
    return [key for key in missing if key not in slip.found] if slip.code != "E1001" else []


def _pieces(
    teller: Teller, path: Path, node: Node, strange: list[str], missing: list[str], schema: Schema
) -> tuple[list[str], list[str]]:
    """Tell of keys that are pieces of something; answers what is missing and strange besides."""
    left = []
    for key in strange:
        piece = piece_of(node, key, schema["properties"])
        if piece is None:
            left.append(key)
            continue
        teller.tell("E1001", piece.message, piece.span, path, piece.help, piece.suggestion)
        if piece.half is not None:
            teller.torn.add(piece.half)
        missing = [name for name in missing if name != piece.key]
    return missing, left


def _free(teller: Teller, path: Path, node: Node, schema: Schema) -> list[str]:
    """The keys that may still be written; what a thing has from its base may be written again."""
    based = teller.entity.base is not None and not any(isinstance(step, int) for step in path)
    return [name for name in schema["properties"] if name not in node.mapping() or based]


def _one_by_one(
    teller: Teller,
    path: Path,
    node: Node,
    strange: list[str],
    words: Mapping[str, Renamed],
    missing: list[str],
    schema: Schema,
) -> list[str]:
    """Tell of each unknown key; several of which nothing can be made are told together with what lacks."""
    left = [key for key in missing if key not in {one.key for one in words.values()}]
    for key in strange[:FINDINGS_PER_FILE]:
        if node.mapping()[key].value is BROKEN:
            # Whatever is missing may come with what is merged, or be what could not be read.
            teller.hidden += len(left) if key != "<<" else 0
            left = []
        elif (one := words.get(key)) is not None:
            _unknown_key(teller, path, node, key, schema, one)
            # Everything that is missing may come from the base.
            left = [] if one.key == "based_on" else left
    others = [key for key in strange if key not in words and node.mapping()[key].value is not BROKEN]
    beside = len({node.mapping()[key].place.line for key in others}) < len(others)
    if others and (beside or (left and len(others) + len(left) > 2)):
        be = "are" if len(left) > 1 else "is"
        homes = {home_of(key, schema) for key in others}
        home = homes.pop() if len(homes) == 1 else None
        help_ = f"known here: {listed(schema['properties'])}"
        help_ = f"they belong below `{home}:`, set in further" if home and len(others) > 1 else help_
        help_ = f"{listed_all(left)} {be} missing; {help_}" if left else help_
        plural = len(others) > 1
        message = f"the key{'s' * plural} {listed_all(others)} {'are' if plural else 'is'} not known here"
        teller.tell("E1001", message, node.mapping()[others[0]].place, path, help_)
        return []
    for key in others[:FINDINGS_PER_FILE]:
        _unknown_key(teller, path, node, key, schema, None)
    return left


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
    teller: Teller, path: Path, node: Node, key: str, schema: Schema, one: Renamed | None
) -> None:
    """Tell of an unknown key, and of the one that was meant."""
    known: Mapping[str, Any] = schema["properties"]
    sort = schema.get("x-is")
    near = one.key if one is not None and one.written is None else None
    if one is not None and one.written is not None:
        help_ = f"write {shown(one.written)}"
    elif one is not None:
        help_ = f"here it is called `{one.key}`" if one.another_word else f"did you mean `{one.key}`?"
    elif sort in ("condition", "effect") and key in _other(sort):
        other = "effect" if sort == "condition" else "condition"
        help_ = f"`{key}` is {ARTICLES[other]}; here stands {ARTICLES[sort]}: {listed(known)}"
    elif (home := home_of(key, schema)) is not None:
        help_ = f"it belongs below `{home}:`, set in further"
    else:
        help_ = f"known here: {listed(known)}"
    message = (
        f"no {sort} is called {shown(key)}" if sort in ARTICLES else f"the key {shown(key)} is not known here"
    )
    teller.tell(
        "E1010" if sort in ARTICLES else "E1001", message, node.mapping()[key].place, path, help_, near
    )


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


def _called(teller: Teller, path: Path) -> str:
    """A mapping in words: `size`, an entry of `loot`, item `bread`."""
    kind, entity = teller.entity.kind, teller.entity.id
    names = [step for step in path if isinstance(step, str)]
    if not path:
        return entity_words(kind, entity)
    if isinstance(path[-1], int):
        return f"this entry of `{names[-1]}`" if names else f"this entry of {entity_words(kind, entity)}"
    return f"this `{path[-1]}`"

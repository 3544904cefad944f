"""What is wrong with the values of one thing: of another sort, form or size. In a writer's words."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from engine.base.suggest import closest, slips
from engine.base.units import parse_duration
from engine.compiler.as_entries import written_elsewhere
from engine.compiler.findings import one_of, shown
from engine.compiler.meant import FEWER_COINS, TYPE_WORDS, flow, in_form, less_than_nothing, listed, mended
from engine.compiler.misplaced import example
from engine.compiler.named import filled
from engine.compiler.nodes import Node, plain
from engine.compiler.pieces import Glued, glued
from engine.compiler.references import runs_on
from engine.compiler.scalars import NOTHING, Trouble, quoted, resolve
from engine.compiler.schema import Schema, content_schema
from engine.compiler.shape_of_keys import ARTICLES
from engine.compiler.teller import Path, Teller
from engine.compiler.words import READ_BY_PLAYERS, entity_words, field_words, where

_BEGIN: Final = 2
_COMMENT: Final = 60
"""So much of a comment is repeated."""
_WRITTEN: Final = 80
"""So much of what is to be written is shown."""
_HUNDRED: Final = 100
_EACH: Final = 4
_MANY_COINS: Final = re.compile(r"[1-9][0-9]{9,}[gsc]")
_CLOCK: Final = re.compile(r"[0-9]{1,3}:[0-9]{1,3}")
_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")


def _type(teller: Teller, path: Path, node: Node, error: Any) -> None:
    """A value of another sort than it should be."""
    schema = content_schema().resolve(error.schema)
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    says = schema.get("x-says") or " or ".join(TYPE_WORDS[kind] for kind in wanted)
    if "enum" in schema:
        says = one_of(schema["enum"])
    name = field_words(path) if path else entity_words(teller.entity.kind, teller.entity.id)
    if node.value is None:
        if node.written in NOTHING:
            message = f"{name} is empty: `{node.written}` means nothing"
            help_ = f"write {says} in its place, or remove it"
        elif node.written is not None:
            message = f"{name} is empty, because `#` begins a comment"
            help_ = f"put it in quotes if it is text: {quoted(node.written[:_COMMENT])}"
        else:
            left_out = ", or remove it" if _may_be_left_out(teller, path) else ""
            message, help_ = f"{name} is empty", f"write {says} after it{left_out}"
        teller.tell("E1002", message, node.place, path, help_)
        return
    if schema.get("x-unit") == "coins" and type(node.value) in (int, float) and node.value < 0:
        message, help_ = less_than_nothing(name, str(node.value))
        teller.tell("E1002", message, node.span, path, help_)
        return
    if wanted == ["integer"] and isinstance(node.value, float):
        message, low = f"{name} should be {says}, and {node.value} is none", math.floor(node.value)
        thousands = (
            (node.written or "").replace(".", "") if _THOUSANDS.fullmatch(node.written or "") else None
        )
        other = f"`{thousands}`" if thousands else f"`{low + 1}`"
        teller.tell("E1002", message, node.span, path, f"write `{low}` or {other}")
        return
    if each := _one_for_each(teller, path, node, schema):
        teller.tell("E1002", f"{name} should be {says}, but it is a list", node.span, path, each)
        return
    lacking = _no_colon(path, node, wanted, schema)
    meant = None if lacking and lacking[2] else written_elsewhere(path, node, wanted, schema)
    if meant is not None:
        message, (help_, suggestion) = f"{name} should be {says}, but it is {_found(node)}", meant
        teller.tell("E1002", message, node.span, path, help_, suggestion)
        return
    if lacking is not None:
        one, written, suggestion = lacking
        teller.tell("E1002", one.message(), node.span, path, written, suggestion)
        return
    help_, suggestion = mended(node, wanted, schema, _like_this(teller, path, node, wanted, schema))
    if path and path[-1] in READ_BY_PLAYERS and (sign := _bracket(node)):
        help_, suggestion = f"put a text that begins with `{sign}` in quotes", None
    if suggestion or "without the colon" in help_:
        # What an id is made of need not be said to who wrote a right one.
        says = says.partition(": ")[0] if says.startswith("an id: ") else says
    teller.tell(
        "E1002", f"{name} should be {says}, but it is {_found(node)}", node.span, path, help_, suggestion
    )


def _no_colon(
    path: Path, node: Node, wanted: list[str], schema: Schema
) -> tuple[Glued, str, str | None] | None:
    """A condition, effect or entry without a colon behind its key, what to write, and what in its place."""
    text = next(iter(node.mapping()), None) if len(node.mapping()) == 1 else node.value
    if not isinstance(text, str) or (node.mapping() and node.mapping()[text].value is not None):
        return None
    listed_ = "array" in wanted
    entry = content_schema().resolve(schema.get("items", {})) if listed_ else schema
    known = entry.get("properties", {})
    sort = entry.get("x-is")
    one = glued(text, known)
    in_list = bool(path) and isinstance(path[-1], int)
    if one is None or not (sort in ARTICLES or wanted == ["object"]):
        return None
    whole = _one_entry(one, entry)
    if whole is None and sort not in ARTICLES and not in_list:
        return None
    if whole is None:
        like = example(sort, one.key)
        help_ = f"write it like `{'- ' * listed_}{like}`" if like else f"write `{one.key}: {one.value}`"
        return one, help_, None
    inner = flow({one.key: whole})
    if listed_ and inner is not None:
        written = f"[{inner}]"
        return one, f"write `{written}`", written if isinstance(node.value, str) else None
    plainly = f"{one.key}: {one.value}" if not isinstance(whole, dict) else f"{one.key}: {flow(whole)}"
    in_braces = inner if node.mapping() or not in_list else plainly
    fits = node.inset == 0 and node.more is None
    return one, f"write {shown(in_braces or plainly, _WRITTEN)}", in_braces if fits else None


def _one_entry(one: Glued, entry: Schema) -> Any:
    """What stands behind the key of an entry, one value or words for its keys; None when it is wrong."""
    value = resolve(one.value)
    inner = content_schema().resolve(entry["properties"][one.key])
    words = [resolve(word) for word in one.value.split()]
    keys = [*inner.get("required", ())]
    keys += [key for key in inner.get("properties", {}) if key not in keys][: max(0, len(words) - len(keys))]
    ways: list[Any] = [] if isinstance(value, Trouble) else [value]
    if keys and len(keys) == len(words) and not any(isinstance(word, Trouble) for word in words):
        ways.insert(0, filled(dict(zip(keys, words, strict=True)), inner))
        # One word is written as such, where that will do.
        ways = ways if len(words) > 1 else ways[::-1]
    return next((way for way in ways if content_schema().accepts({one.key: way}, entry)), None)


def _like_this(teller: Teller, path: Path, node: Node, wanted: list[str], schema: Schema) -> str | None:
    """How a condition or effect is written, where only its name stands or its value has another shape."""
    entry = content_schema().resolve(schema.get("items", schema))
    if isinstance(node.value, str) and (shape := example(entry.get("x-is"), node.value)):
        return f"- {shape}" if "array" in wanted else shape
    if wanted != ["object"] or not path or not isinstance(path[-1], str):
        return None
    thing = (teller.entity.kind, teller.entity.id) if teller.entity.id else (teller.entity.kind,)
    above = content_schema().at_place((*thing, *path[:-1])) or {}
    return example(above.get("x-is"), path[-1])


def _one_for_each(teller: Teller, path: Path, node: Node, schema: Schema) -> str | None:
    """How a condition or effect is written several times, for a list in the place of one of its values."""
    thing = (teller.entity.kind, teller.entity.id) if teller.entity.id else (teller.entity.kind,)
    above = content_schema().at_place((*thing, *path[:-1])) or {}
    entries = node.items()
    if above.get("x-is") not in ("condition", "effect") or not 1 < len(entries) <= _EACH:
        return None
    if not all(isinstance(one.value, str) and content_schema().accepts(one.value, schema) for one in entries):
        return None
    return f"write one for each: {' and '.join(f'`- {path[-1]}: {one.value}`' for one in entries)}"


def _choice(teller: Teller, path: Path, node: Node, error: Any) -> None:
    """A word that is not one of those to choose from."""
    if _runs_on(teller, path, node):
        return
    words = [_word(word) for word in error.validator_value]
    near = closest(_word(node.value), words) or _alike(_word(node.value), words)
    help_ = f"did you mean `{near}`?" if near else f"write {one_of(words)}"
    teller.tell(
        "E1004", f"{field_words(path)} cannot be {shown(_word(node.value))}", node.span, path, help_, near
    )


def _runs_on(teller: Teller, path: Path, node: Node) -> bool:
    """Tell of a word that goes on in the next line, because that lacks its dash or colon."""
    if node.more is None:
        return False
    entity = teller.entity
    place = where(entity.kind, entity.id, path, entity.body)
    teller.findings.append(runs_on(node.more, path, place, entity.key))
    return True


def _form(teller: Teller, path: Path, node: Node, error: Any) -> None:
    """A text that does not have the form it should have."""
    schema = content_schema().resolve(error.schema)
    if _runs_on(teller, path, node):
        return
    text = str(node.value)
    thing = (teller.entity.kind, teller.entity.id) if teller.entity.id else (teller.entity.kind,)
    place = content_schema().at_place((*thing, *path)) or {}
    if text and ("x-ref" in place or path == ("based_on",)):
        # Told as a name of what is not there: by its name for players the thing may be known.
        teller.told_elsewhere = True
        return
    if schema.get("x-unit") == "duration" and parse_duration(text) == 0:
        message = f"a lasting effect needs a duration above zero, and {shown(text)} is no time at all"
        help_ = "say how long it lasts, such as `20s`; what lasts already is ended by `remove_effect`"
        teller.tell("E1006", message, node.span, path, help_)
        return
    says = schema.get("x-says", "in another form")
    if schema.get("x-unit") == "coins" and re.fullmatch(r"-\s*[0-9]+[gsc]?", text):
        message, help_ = less_than_nothing(field_words(path), text)
        teller.tell("E1005", message, node.span, path, help_)
        return
    if schema.get("x-unit") == "coins" and _MANY_COINS.fullmatch(text):
        teller.tell("E1005", f"{field_words(path)} cannot be {shown(text)}", node.span, path, FEWER_COINS)
        return
    mended = next(
        (one for one in in_form(schema, text) if re.search(error.validator_value, one) and one != text),
        None,
    )
    if mended is not None and schema.get("x-unit") == "clock":
        mended = quoted(mended)
    help_ = f"did you mean `{mended}`?" if mended else f"write {says}"
    if not mended and schema.get("x-unit") == "clock" and _CLOCK.fullmatch(text):
        help_ = 'hours go from 00 to 23 and minutes from 00 to 59, such as `"20:00"`'
    teller.tell(
        "E1005",
        f"{field_words(path)} should be {says}, but it is {shown(text)}",
        node.span,
        path,
        help_,
        mended,
    )


def _bounds(teller: Teller, path: Path, node: Node, error: Any) -> None:
    """A number that is too small or too large."""
    least, most = error.schema.get("minimum"), error.schema.get("maximum")
    above = error.schema.get("exclusiveMinimum")
    low = f"above {above:g}" if above is not None else f"at least {least:.15g}" if least is not None else ""
    high = f"at most {most:.15g}" if most is not None else ""
    allowed = " and ".join(part for part in (low, high) if part)
    small = error.validator in ("minimum", "exclusiveMinimum")
    if (
        most == 1
        and error.schema.get("type") != "integer"
        and type(node.value) is int
        and 1 < node.value <= _HUNDRED
    ):
        share = f"{node.value / _HUNDRED:.15g}"
        message = f"{field_words(path)} is a share of one, and {node.value} is too large"
        teller.tell("E1006", message, node.span, path, f"did you mean `{share}`?", share)
        return
    teller.tell(
        "E1006",
        f"{field_words(path)} is too {'small' if small else 'large'}: {node.value}",
        node.span,
        path,
        f"write a number that is {allowed}",
    )


def _size(teller: Teller, path: Path, node: Node, error: Any) -> None:
    """A text, list or mapping with too little or too much in it."""
    count, limit = len(node.value), error.validator_value
    noun = {"L": "characters", "I": "entries", "P": "entries"}[error.validator[3]]
    sort = error.schema.get("x-is")
    if error.validator == "maxProperties" and limit == 1 and sort in ARTICLES:
        keys = one_of(node.mapping()).replace(" or ", " and ")
        teller.tell(
            "E1009",
            f"{ARTICLES[sort]} has one key, and here are {count}: {keys}",
            list(node.mapping().values())[1].place,
            path,
            "begin each on a line of its own with `- `",
        )
    elif count == 0:
        teller.tell(
            "E1007",
            f"{field_words(path)} is empty",
            node.place if path else node.span,
            path,
            f"write one of {listed(error.schema['properties'])}"
            if sort in ARTICLES
            else f"write something here{', or remove the key' if _may_be_left_out(teller, path) else ''}",
        )
    else:
        few = error.validator.startswith("min")
        teller.tell(
            "E1007",
            f"{field_words(path)} has too {'few' if few else 'many'} {noun}: {count}",
            node.place,
            path,
            f"at least {limit} are needed"
            if few
            else f"at most {limit} are allowed: take {count - limit} of them out",
        )


def _may_be_left_out(teller: Teller, path: Path) -> bool:
    """Whether a thing is in order without what stands at a place of it."""
    if not path or not isinstance(path[-1], str):
        return bool(path)
    entity = teller.entity
    above = content_schema().at_place((entity.kind, *([entity.id] if entity.id else ()), *path[:-1])) or {}
    needed = {*above.get("required", ())}
    if entity.base is None:
        # Whoever is based on something else may have it from there.
        needed.update(above.get("then", {}).get("required", ()))
    return path[-1] not in needed


def _twice(teller: Teller, path: Path, node: Node, error: Any) -> None:
    """A list in which something stands twice."""
    seen: list[Any] = []
    for item in node.items():
        value = plain(item)
        if value in seen:
            teller.tell(
                "E1008",
                f"{shown(str(value))} stands twice in {field_words(path)}",
                item.span,
                path,
                "remove one of the two",
            )
            return
        seen.append(value)


def unfit(teller: Teller, path: Path, node: Node, error: Any) -> None:
    """Anything that the tables do not know."""
    teller.tell(
        "E1002",
        f"{field_words(path)} does not have the form it should have",
        node.place,
        path,
        "compare it with the manual",
    )


TELLERS: Final[Mapping[str, Callable[[Teller, Path, Node, Any], None]]] = {
    "type": _type,
    "enum": _choice,
    "pattern": _form,
    "minimum": _bounds,
    "maximum": _bounds,
    "exclusiveMinimum": _bounds,
    "minLength": _size,
    "maxLength": _size,
    "minItems": _size,
    "maxItems": _size,
    "minProperties": _size,
    "maxProperties": _size,
    "uniqueItems": _twice,
}


def _alike(word: str, words: Iterable[str]) -> str | None:
    """The only word to choose that begins alike and is not too far away: `rare` for `rair`."""
    begin = word[:_BEGIN].casefold()
    like = [one for one in words if one[:_BEGIN] == begin and slips(word, one) <= len(word) // 2]
    return like[0] if len(like) == 1 and len(begin) == _BEGIN else None


def _word(value: Any) -> str:
    """A value as a writer would write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bracket(node: Node) -> str | None:
    """The bracket that a list or group of keys is written with; None when it has lines of its own."""
    if isinstance(node.value, list):
        return "[" if node.span.length > 1 else None
    first = next(iter(node.mapping().values()), None)
    return "{" if first is not None and first.place != node.span else None


def _found(node: Node) -> str:
    value = node.value
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {shown(value, 30)}"
    return "a list" if isinstance(value, list) else "a group of keys"

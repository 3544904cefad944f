"""Whether a line may stand where it would if it were set in by so much, as the schemas have it."""

import re
from typing import Final

from engine.compiler.schema import Schema, all_keys, content_schema
from engine.compiler.slip import inset_of, says

_ENTRY: Final = re.compile(r"( *)((?:- )?) *([\w-]+):(?:\s|$)")
_DASH: Final = 2


def key_of(line: str) -> str | None:
    """The key that a line begins with, behind its dash."""
    entry = _ENTRY.match(line)
    return entry[3] if entry else None


def above(number: int, deep: int, lines: list[str], *, listed: bool) -> tuple[Schema | None, set[str]]:
    """What may stand around a line that is set in by so much, and the keys that stand there above it.

    With `listed` the line is one of a list, and the list is what stands around it.
    """
    path: list[str | int] = []
    beside: set[str] = set()
    column = deep
    for line in reversed(lines[:number]):
        entry = _ENTRY.match(line)
        if not says(line) or entry is None:
            continue
        dash, place = bool(entry[2]), entry.start(3)
        if place == column and not listed:
            if not path:
                beside.add(entry[3])
        elif place < column or (listed and place == column and not dash):
            path.insert(0, entry[3])
            column, listed = place, False
        else:
            continue
        if dash:
            path.insert(0, 0)
            column, listed = inset_of(line), True
        if not column and not listed and path:
            break
    return (content_schema().at_place(path) if not column and path else None), beside


def is_at_home(number: int, deep: int, lines: list[str]) -> bool | None:
    """Whether a line may stand where it would be, set in by so much; None when that cannot be told."""
    line = lines[number]
    key, listed = key_of(line), line.lstrip().startswith("- ")
    schema, beside = above(number, deep, lines, listed=listed)
    if schema is None or key is None:
        return None
    if listed:
        if "items" not in schema:
            return False
        schema, beside = content_schema().resolve(schema["items"]), set()
    one_of = set(schema.get("x-one-of", ()))
    if key in beside or (key in one_of and beside & one_of) or (beside and schema.get("maxProperties") == 1):
        return False
    if key in schema.get("properties", {}):
        return True
    if isinstance(schema.get("additionalProperties"), dict):
        return None if key in all_keys() else True
    return False

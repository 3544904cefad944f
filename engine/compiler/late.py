"""Things of clear files whose base stands in another file: linked once all files are there."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.compiler.decode import Limits
from engine.compiler.filing import bodies_of, inherited
from engine.compiler.straight import Linked, Unclear, straight
from engine.compiler.validate import quick


def linked_late(
    waiting: Iterable[tuple[str, str]],
    homes: Mapping[str, Mapping[str, str]],
    files: Mapping[str, bytes],
    limits: Limits,
) -> dict[tuple[str, str], Linked]:
    """Those of the waiting things, by kind and id, in which nothing is wrong.

    `homes` are the files that the things of clear files stand in, by kind and id.
    """
    opened: dict[str, Mapping[str, Any]] = {}

    def find(kind: str, entity: str) -> Any:
        path = homes[kind].get(entity)
        if path is None:
            return None
        if path not in opened:
            opened[path] = bodies_of(path, files[path], limits)
        return opened[path][kind][entity]

    found = {}
    for kind, entity in waiting:
        try:
            body = inherited(kind, entity, find)
            if body is not None and quick(kind).is_valid(body):
                found[kind, entity] = straight().thing(kind, entity, body)
        except Unclear:
            continue
    return found

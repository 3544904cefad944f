"""Structures that are named where a location should be: the location that each of them stands in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.entities import Gathered
from engine.compiler.schema import content_schema
from engine.compiler.words import Path

_PROPOSED: Final = re.compile(r"\{location: ([\w-]+)\}\Z")


def home_of(name: str, gathered: Gathered) -> str | None:
    """The first location with a structure of that name, when no location is called so."""
    locations = gathered.entities["locations"]
    if name in locations:
        return None
    held = ((one, locations[one].body.get("structures")) for one in sorted(locations))
    return next((one for one, structures in held if structures and name in structures.mapping()), None)


def with_their_location(findings: Iterable[Diagnostic], gathered: Gathered) -> Iterator[Diagnostic]:
    """The findings; those that propose a structure for a location propose the two."""
    for one in findings:
        match = _PROPOSED.match(one.suggestion or "")
        home = home_of(match[1], gathered) if match is not None else None
        if match is None or home is None:
            yield one
        else:
            whole = f"{{location: {home}, structure: {match[1]}}}"
            yield replace(one, help=f"write `{whole}`", suggestion=whole)


def in_its_location(name: str, key: str, path: Path, gathered: Gathered) -> str | None:
    """What to write for a structure in the place of a location; `key` is that of the thing."""
    home = home_of(name, gathered)
    if home is None:
        return None
    said = f"`{name}` is a structure of location `{home}`"
    kind, _, entity = key.partition(":")
    thing = (kind, entity) if entity else (kind,)
    last = path[-1] if path else None
    around = content_schema().at_place((*thing, *path[: -1 if last == "location" else None])) or {}
    if not {"location", "structure"} <= around.get("properties", {}).keys():
        return f"{said}; here a location is needed"
    whole = f"location: {home}, structure: {name}"
    return f"{said}: write `{whole}`" if last == "location" else f"{said}: write `{{{whole}}}`"

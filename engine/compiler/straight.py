"""Linking what is in order: plain bodies walked along their schema, without places and without words.

The same walk as `engine.compiler.link`, for things whose shape has been found right. Whatever else might be
said about a thing raises `Unclear`, and the slow way says it. Both ways must follow the same notes of the
schema: a note that is not in `NOTES` makes everything unclear.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any, Final, TypeAlias

import msgspec

from engine.base.units import is_too_short, parse_clock, parse_coins, parse_duration
from engine.compiler.schema import Schema, content_schema
from engine.compiler.scopes import BOUNDS, FAMILY_KINDS, scope
from engine.rules.formulas import check

NOTES: Final = frozenset(
    {"x-any-of", "x-fits", "x-formula", "x-is", "x-one-of", "x-ordered"}
    | {"x-picture", "x-ref", "x-says", "x-short", "x-unit", "x-within"}
)
"""Notes in the schema that are followed here, or that only help to find words."""

Path: TypeAlias = tuple[str | int, ...]
_UNITS: Final[Mapping[str, Callable[[str], int | None]]] = {
    "duration": parse_duration,
    "coins": parse_coins,
    "clock": parse_clock,
}


class Unclear(Exception):  # noqa: N818 - not an error of ours: the slow way looks at it
    """Something is to be said about this, or might be."""


class Named(msgspec.Struct, frozen=True, array_like=True):
    """A name that points at a thing. `path` is that of the file; `inner` leads to it in the linked body."""

    target: str
    id: str
    owner: str | None
    path: Path
    inner: Path


class Linked(msgspec.Struct, array_like=True, dict=True):
    """A thing in its one form, and what the whole world must know of it.

    `formula_names` are the names in its formulas whose ids must exist. `long`: a text of it may not fit.
    `demands`: a list of conditions in it has several.
    """

    body: Any
    names: list[Named] = []
    formula_names: list[Named] = []
    pictures: list[str] = []
    long: bool = False
    demands: bool = False

    @cached_property
    def canonical(self) -> bytes:
        """The body as JSON, the same bytes whatever the order of its keys."""
        return msgspec.json.encode(self.body, order="deterministic")


_At: TypeAlias = tuple[Any, str | int, bool] | None
"""Where a value stands: the place above it, its key there, and whether a short form hides that key.

Most places are never asked for, so the paths are only made of these when somebody does.
"""
_Walk: TypeAlias = Callable[[Any, _At, Mapping[str, Any], bool], Any]
"""Links a value: given the value, its place, the entries beside it, and whether it is a default."""
_NOTHING: Final[Mapping[str, Any]] = {}
_SCALARS: Final = frozenset({"string", "number", "integer", "boolean", "null"})


class _Straight:
    """Walks made from schemas, one for each schema; they note what they meet in `linked`.

    A schema that changes nothing and notes nothing has no walk: its values are taken as they are.
    """

    def __init__(self) -> None:
        self.schema = content_schema()
        self.walks: dict[int, _Walk | None] = {}
        self.kept: list[Schema] = []
        """Schemas that were resolved for a walk: their identity is a key while they live."""
        self.linked = Linked(None)
        self.entity = ""
        self.known = _notes(self.schema.bundle) <= NOTES

    def thing(self, kind: str, entity: str, body: Any) -> Linked:
        """One thing, linked. Raises Unclear."""
        if not self.known:
            raise Unclear
        self.linked, self.entity = Linked(body, [], [], []), entity
        walk = self.walk(self.schema.kinds[kind])
        if walk is not None:
            self.linked.body = walk(body, None, _NOTHING, False)
        return self.linked

    def walk(self, schema: Schema) -> _Walk | None:
        """The walk for values of a schema."""
        resolved = self.schema.resolve(schema)
        if id(resolved) not in self.walks:
            self.kept.append(resolved)

            # Schemas contain themselves: while one is being made, others already point at it.
            def later(value: Any, at: _At, beside: Mapping[str, Any], assumed: bool) -> Any:
                walk = self.walks[id(resolved)]
                return value if walk is None else walk(value, at, beside, assumed)

            self.walks[id(resolved)] = later
            self.walks[id(resolved)] = self._made(resolved)
        return self.walks[id(resolved)]

    def _made(self, schema: Schema) -> _Walk | None:
        mapping, scalar = self._mapping(schema), self._scalar(schema)
        items = self.walk(schema["items"]) if "items" in schema else None
        short = schema.get("x-short")
        conditions = "items" in schema and self.schema.resolve(schema["items"]).get("x-is") == "condition"
        if mapping is None and items is None and short is None:
            kinds = schema.get("type", "object")
            if scalar is None or _SCALARS.issuperset([kinds] if isinstance(kinds, str) else kinds):
                return scalar

        def walk(value: Any, at: _At, beside: Mapping[str, Any], assumed: bool) -> Any:
            if type(value) is dict:
                return value if mapping is None else mapping(value, at, False, assumed)
            if short is not None and value is not None:
                value = {short: value}
                return value if mapping is None else mapping(value, at, True, assumed)
            if type(value) is list:
                if items is None:
                    return value
                if conditions and (len(value) > 1 or (value and "all" in value[0])):
                    self.linked.demands = True
                return [
                    items(item, (at, place, False), _NOTHING, assumed) for place, item in enumerate(value)
                ]
            return scalar(value, at, beside, assumed) if scalar is not None else value

        return walk

    def _mapping(self, schema: Schema) -> Callable[[dict[str, Any], _At, bool, bool], Any] | None:
        properties: Mapping[str, Schema] = schema.get("properties", {})
        walks = {key: self.walk(inner) for key, inner in properties.items()}
        closed = schema.get("additionalProperties", False)
        others = self.walk(closed) if isinstance(closed, dict) else None
        resolved = {key: self.schema.resolve(inner) for key, inner in properties.items()}
        defaults = {key: inner["default"] for key, inner in resolved.items() if "default" in inner}
        names = self.schema.resolve(schema["propertyNames"]) if "propertyNames" in schema else {}
        refer = self._refer(names) if "x-ref" in names else None
        exactly, some = frozenset(schema.get("x-one-of", ())), frozenset(schema.get("x-any-of", ()))
        ordered = schema.get("x-ordered")
        if not (defaults or refer or exactly or some or ordered or others or any(walks.values())):
            return None
        constant: dict[str, Any] | None = None

        def mapping(entries: dict[str, Any], at: _At, shorthand: bool, assumed: bool) -> Any:
            nonlocal constant
            if exactly and len(exactly & entries.keys()) != 1:
                raise Unclear
            if some and some.isdisjoint(entries):
                raise Unclear
            if ordered is not None and _is_above(*(entries.get(key) for key in ordered)):
                raise Unclear
            if constant is None:
                constant = {key: self._default(walks[key], value) for key, value in defaults.items()}
            # What is written comes first, in its order; then what is not.
            done = {**entries, **constant, **entries} if constant else entries.copy()
            for key, child in entries.items():
                step = walks.get(key, others)
                if step is not None:
                    done[key] = step(child, (at, key, shorthand), entries, assumed)
            if refer is not None:
                for key in entries:
                    refer(key, (at, key, False), _NOTHING)
            return done

        return mapping

    def _default(self, walk: _Walk | None, value: Any) -> Any:
        """What is taken where nothing is written. Names nothing, so it is the same everywhere."""
        if walk is None:
            return value
        before, self.linked = self.linked, Linked(None, [], [], [])
        try:
            taken = walk(value, None, _NOTHING, True)
            if self.linked.names:
                raise Unclear
        finally:
            self.linked = before
        return taken

    def _scalar(self, schema: Schema) -> _Walk | None:
        unit = _UNITS.get(schema.get("x-unit", ""))
        note = schema.get("x-formula")
        formula = self._formula(note) if note is not None else None
        refer = self._refer(schema) if "x-ref" in schema else None
        fits: int | None = schema.get("x-fits")
        picture = bool(schema.get("x-picture"))
        whole = _wants_whole(schema)
        pattern = re.compile(schema.get("pattern", ""))

        def text(value: str, at: _At, beside: Mapping[str, Any], assumed: bool) -> Any:
            if unit is not None:
                counted = unit(value)
                if counted is not None:
                    if counted == 1 and is_too_short(value):
                        raise Unclear
                    return counted
                if formula is None and pattern.search(value):
                    raise Unclear
            if formula is not None:
                formula(value, at, assumed)
            if refer is not None and value:
                refer(value, at, beside)
            if not assumed:
                if fits is not None and len(value) > fits:
                    self.linked.long = True
                if picture:
                    self.linked.pictures.append(value)
            return value

        def scalar(value: Any, at: _At, beside: Mapping[str, Any], assumed: bool) -> Any:
            if type(value) is str:
                return text(value, at, beside, assumed)
            if type(value) is bool or value is None:
                return value
            if formula is not None:
                formula(value, at, assumed)
            return int(value) if whole and type(value) is float and value.is_integer() else value

        return scalar if unit or formula or refer or fits is not None or picture or whole else None

    def _refer(self, schema: Schema) -> Callable[[str, _At, Mapping[str, Any]], None]:
        target, within = schema["x-ref"], schema.get("x-within")

        def refer(name: str, at: _At, beside: Mapping[str, Any]) -> None:
            owner: str | None = None
            if within == "this":
                owner = self.entity
            elif within is not None:
                named = beside.get(within)
                owner = named if isinstance(named, str) else ""
            self.linked.names.append(Named(target, name, owner, *_paths(at)))

        return refer

    def _formula(self, note: Mapping[str, Any]) -> Callable[[str | float, _At, bool], None]:
        where, result, dice = note["scope"], note["result"], note["dice"]

        def formula(text: str | float, at: _At, assumed: bool) -> None:
            path, inner = _paths(at)
            names = _formula_names(text, where, result, dice, "on_hit" in path)
            if assumed:
                return
            for name in names:
                family, dot, rest = name.partition(".")
                if dot and family in FAMILY_KINDS:
                    self.linked.formula_names.append(Named(FAMILY_KINDS[family], rest, None, (), inner))

        return formula


def _paths(at: _At) -> tuple[Path, Path]:
    """The path of a place in its file, and the one in the linked body."""
    steps: list[str | int] = []
    hidden: list[int] = []
    while at is not None:
        at, key, hides = at
        if hides:
            hidden.append(len(steps))
        steps.append(key)
    inner = tuple(steps[::-1])
    if not hidden:
        return inner, inner
    return tuple(step for place, step in enumerate(steps) if place not in hidden)[::-1], inner


@lru_cache(maxsize=65536, typed=True)
def _formula_names(text: str | float, where: str, result: str, dice: bool, on_hit: bool) -> tuple[str, ...]:
    """The names in a formula in which nothing is wrong, whatever ids there are. Raises Unclear."""
    wanted, low, high = BOUNDS[result]
    checked = check(text, scope(where, None, dice=dice, on_hit=on_hit), wanted, low=low, high=high)
    if isinstance(checked, tuple):
        raise Unclear
    return tuple(sorted(checked.names))


def _is_above(low: Any, high: Any) -> bool:
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (low, high))
    return numbers and bool(low > high)


def _wants_whole(schema: Schema) -> bool:
    kinds = schema.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return "integer" in kinds and "number" not in kinds


def _notes(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*(_notes(part) for part in schema))
    if not isinstance(schema, dict):
        return set()
    own = {key for key in schema if isinstance(key, str) and key.startswith("x-")}
    return own.union(*(_notes(part) for part in schema.values()))


@lru_cache(maxsize=1)
def straight() -> _Straight:
    """The walks along the schemas that ship with the program."""
    return _Straight()

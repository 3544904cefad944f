"""Bodies against their schema, told in a writer's words. Asks only whether a body has the right shape.

jsonschema-rs says quickly whether all is well; only what fails is looked at by jsonschema, which
knows where and why.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import jsonschema_rs

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.base.suggest import closest
from engine.compiler.entities import ALL_KINDS, Entity, Gathered
from engine.compiler.findings import finding, one_of, shown
from engine.compiler.nodes import Node, at_path, plain
from engine.compiler.scalars import quoted
from engine.compiler.schema import Schema, content_schema
from engine.compiler.words import KIND_WORDS, field_words, where
from engine.model.catalog import SINGLE_KINDS

_TYPE_WORDS: Final = {
    "object": "a mapping of keys and values",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
}
_ARTICLES: Final = {"condition": "a condition", "effect": "an effect", "bonus": "a bonus"}
_KNOWN_KEYS_SHOWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What is wrong with the shape of one thing. `missing` are (path, key) of absent keys."""

    findings: tuple[Diagnostic, ...] = ()
    missing: frozenset[tuple[tuple[str | int, ...], str]] = frozenset()
    hidden: int = 0


@lru_cache(maxsize=1)
def _all_at_once() -> Any:
    return jsonschema_rs.Draft202012Validator(content_schema().bundle)


@lru_cache(maxsize=32)
def _quick(kind: str) -> Any:
    return jsonschema_rs.Draft202012Validator(content_schema().standalone(kind))


@lru_cache(maxsize=32)
def _thorough(kind: str) -> Any:
    # Here and not above: reading jsonschema takes longer than checking a world that is in order.
    from jsonschema import Draft202012Validator, validators
    from jsonschema.exceptions import ValidationError

    def pattern(validator: Any, wanted: str, instance: Any, schema: Schema) -> Iterator[ValidationError]:
        # Python's `$` also matches before a line end; the schema's does not.
        if isinstance(instance, str) and not re.search(re.sub(r"\$\Z", r"\\Z", wanted), instance):
            yield ValidationError(f"{instance!r} does not match")

    extend: Any = validators.extend
    strict = extend(Draft202012Validator, {"pattern": pattern})
    return strict(content_schema().standalone(kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """Findings about the shape of all things, how many only follow from others, and the things that fail."""

    findings: tuple[Diagnostic, ...] = ()
    hidden: int = 0
    failed: frozenset[str] = frozenset()


def validate(gathered: Gathered) -> Validated:
    """Look at the shape of everything that was gathered."""
    whole: dict[str, Any] = {}
    for kind in ALL_KINDS:
        bodies = {entity.id: plain(entity.body) for entity in gathered.entities[kind].values()}
        if bodies:
            whole[kind] = bodies[""] if kind in SINGLE_KINDS else bodies
    if _all_at_once().is_valid(whole):
        return Validated()
    shapes = {
        entity.key: shape_of(entity)
        for entity in gathered.all()
        if not _quick(entity.kind).is_valid(
            whole[entity.kind] if entity.kind in SINGLE_KINDS else whole[entity.kind][entity.id]
        )
    }
    return _without_inherited(gathered, shapes)


def _without_inherited(gathered: Gathered, shapes: dict[str, Shape]) -> Validated:
    """Leave out the keys that a thing lacks because its base lacks them, where it is told already."""
    findings: list[Diagnostic] = []
    hidden = 0
    for key, shape in shapes.items():
        hidden += shape.hidden
        kind, _, entity = key.partition(":")
        found = gathered.find(kind, entity)
        base = shapes.get(f"{kind}:{found.base}") if found and found.base else None
        for one in shape.findings:
            if base and one.code == "E1003" and base.missing and found and one.span == found.span:
                hidden += 1
            else:
                findings.append(one)
    return Validated(findings=tuple(findings), hidden=hidden, failed=frozenset(shapes))


def shape_of(entity: Entity) -> Shape:
    """All that is wrong with the shape of one thing."""
    teller = _Teller(entity)
    by_place: dict[tuple[str | int, ...], list[Any]] = defaultdict(list)
    for error in _thorough(entity.kind).iter_errors(plain(entity.body)):
        by_place[tuple(error.absolute_path)].append(error)
    for path, errors in by_place.items():
        node = at_path(entity.body, list(path))
        if node is None:
            teller.hidden += len(errors)
        else:
            teller.at(path, node, errors)
    if not teller.findings and not teller.hidden and not entity.body.broken():
        # The two validators disagree, which must not let a thing pass in silence.
        teller.tell(
            "E1002",
            "this does not have the form it should have",
            entity.span,
            (),
            "compare it with the manual",
        )
    return Shape(findings=tuple(teller.findings), missing=frozenset(teller.missing), hidden=teller.hidden)


class _Teller:
    """Turns what jsonschema says about one thing into findings."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.findings: list[Diagnostic] = []
        self.missing: set[tuple[tuple[str | int, ...], str]] = set()
        self.hidden = 0

    def tell(
        self,
        code: str,
        message: str,
        span: Span,
        path: tuple[str | int, ...],
        help_: str,
        suggestion: str | None = None,
    ) -> None:
        """Keep one finding about the place `path`."""
        entity = self.entity
        self.findings.append(
            finding(
                code,
                message,
                span,
                label=where(entity.kind, entity.id, path, entity.body),
                help=help_,
                suggestion=suggestion,
                entity=entity.key,
            )
        )

    def at(self, path: tuple[str | int, ...], node: Node, errors: list[Any]) -> None:
        """All errors of one place."""
        keywords = {error.validator for error in errors}
        for error in errors:
            if error.validator in ("required", "additionalProperties"):
                continue
            if error.validator in ("minProperties", "maxProperties") and "additionalProperties" in keywords:
                self.hidden += 1
                continue
            if error.validator == "pattern" and "minLength" in keywords:
                self.hidden += 1
                continue
            if error.validator != "type" and "type" in keywords:
                self.hidden += 1
                continue
            if "propertyNames" in error.schema_path:
                self.key(path, node, error)
            else:
                _TELLERS.get(error.validator, _Teller.unfit)(self, path, node, error)
        self.keys(
            path, node, [error for error in errors if error.validator in ("required", "additionalProperties")]
        )

    def keys(self, path: tuple[str | int, ...], node: Node, errors: list[Any]) -> None:
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
        self.missing.update((path, key) for key in missing)
        closed = next((error.schema for error in errors if error.validator == "additionalProperties"), None)
        if closed is not None:
            for key, child in node.mapping().items():
                if key not in closed["properties"]:
                    missing = self.unknown_key(path, node, key, child, closed, missing)
        thing = f"this {_is_a(path)}" if path else f"{KIND_WORDS[self.entity.kind]} `{self.entity.id}`"
        if not self.entity.id and not path:
            thing = f"the {KIND_WORDS[self.entity.kind]}"
        if missing:
            self.tell(
                "E1003",
                f"{thing} has no {one_of(missing).replace(' or ', ' and no ')}",
                node.place,
                path,
                f"add `{missing[0]}:`" + (f" and {len(missing) - 1} more" if len(missing) > 1 else ""),
            )

    def unknown_key(
        self,
        path: tuple[str | int, ...],
        node: Node,
        key: str,
        child: Node,
        schema: Schema,
        missing: list[str],
    ) -> list[str]:
        """An unknown key; answers the keys that are still missing when it is taken for one of them."""
        known: dict[str, Any] = schema["properties"]
        free = [name for name in known if name not in node.mapping()]
        near = closest(key, missing) or closest(key, free)
        sort = schema.get("x-is")
        if near:
            help_ = f"did you mean `{near}`?"
        elif sort in ("condition", "effect") and key in _other(sort):
            other = "effect" if sort == "condition" else "condition"
            help_ = f"`{key}` is {_ARTICLES[other]}; here stands {_ARTICLES[sort]}: {_listed(known)}"
        else:
            help_ = f"known here: {_listed(known)}"
        message = (
            f"no {sort} is called {shown(key)}"
            if sort in _ARTICLES
            else f"the key {shown(key)} is not known here"
        )
        self.tell("E1010" if sort in _ARTICLES else "E1001", message, child.place, path, help_, near)
        return [name for name in missing if name != near]

    def key(self, path: tuple[str | int, ...], node: Node, error: Any) -> None:
        """A key that cannot be an id."""
        name = str(error.instance)
        span = node.mapping()[name].place if name in node.mapping() else node.place
        proposal = "-".join(name.split())
        fits = re.search(error.schema.get("pattern", ""), proposal)
        self.tell(
            "E1005",
            f"{shown(name)} cannot be an id",
            span,
            path,
            f"write {error.schema.get('x-says', 'an id')}",
            proposal if fits and proposal != name else None,
        )

    def type(self, path: tuple[str | int, ...], node: Node, error: Any) -> None:
        """A value of another sort than it should be."""
        schema = content_schema().resolve(error.schema)
        wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        says = schema.get("x-says") or " or ".join(_TYPE_WORDS[kind] for kind in wanted)
        name = field_words(path) if path else f"{KIND_WORDS[self.entity.kind]} `{self.entity.id}`"
        if node.value is None:
            self.tell("E1002", f"{name} is empty", node.place, path, f"write {says} after it, or remove it")
            return
        help_, suggestion = _mended(node, wanted, schema)
        self.tell(
            "E1002", f"{name} should be {says}, but it is {_found(node)}", node.span, path, help_, suggestion
        )

    def choice(self, path: tuple[str | int, ...], node: Node, error: Any) -> None:
        """A word that is not one of those to choose from."""
        words = [str(word) for word in error.validator_value]
        near = closest(str(node.value), words)
        help_ = f"did you mean `{near}`?" if near else f"write {one_of(words)}"
        self.tell(
            "E1004", f"{field_words(path)} cannot be {shown(str(node.value))}", node.span, path, help_, near
        )

    def form(self, path: tuple[str | int, ...], node: Node, error: Any) -> None:
        """A text that does not have the form it should have."""
        schema = content_schema().resolve(error.schema)
        text = str(node.value)
        says = schema.get("x-says", "in another form")
        proposals = (
            "-".join(text.split()),
            "".join(text.split()).lower(),
            "".join(text.split()),
            f"{text}.svg",
        )
        mended = next(
            (one for one in proposals if re.search(error.validator_value, one) and one != text), None
        )
        help_ = f"did you mean `{mended}`?" if mended else f"write {says}"
        self.tell(
            "E1005",
            f"{field_words(path)} should be {says}, but it is {shown(text)}",
            node.span,
            path,
            help_,
            mended,
        )

    def bounds(self, path: tuple[str | int, ...], node: Node, error: Any) -> None:
        """A number that is too small or too large."""
        least, most = error.schema.get("minimum"), error.schema.get("maximum")
        above = error.schema.get("exclusiveMinimum")
        low = (
            f"above {above:g}" if above is not None else f"at least {least:.15g}" if least is not None else ""
        )
        high = f"at most {most:.15g}" if most is not None else ""
        allowed = " and ".join(part for part in (low, high) if part)
        small = error.validator in ("minimum", "exclusiveMinimum")
        self.tell(
            "E1006",
            f"{field_words(path)} is too {'small' if small else 'large'}: {node.value}",
            node.span,
            path,
            f"write a number that is {allowed}",
        )

    def size(self, path: tuple[str | int, ...], node: Node, error: Any) -> None:
        """A text, list or mapping with too little or too much in it."""
        count, limit = len(node.value), error.validator_value
        noun = {"L": "characters", "I": "entries", "P": "entries"}[error.validator[3]]
        sort = error.schema.get("x-is")
        if error.validator == "maxProperties" and limit == 1 and sort in _ARTICLES:
            keys = one_of(node.mapping()).replace(" or ", " and ")
            self.tell(
                "E1009",
                f"{_ARTICLES[sort]} has one key, and here are {count}: {keys}",
                list(node.mapping().values())[1].place,
                path,
                "begin each on a line of its own with `- `",
            )
        elif count == 0:
            self.tell(
                "E1007",
                f"{field_words(path)} is empty",
                node.place if path else node.span,
                path,
                "write something here, or remove the key",
            )
        else:
            few = error.validator.startswith("min")
            self.tell(
                "E1007",
                f"{field_words(path)} has too {'few' if few else 'many'} {noun}: {count}",
                node.place,
                path,
                f"{'at least' if few else 'at most'} {limit} are allowed",
            )

    def twice(self, path: tuple[str | int, ...], node: Node, error: Any) -> None:
        """A list in which something stands twice."""
        seen: list[Any] = []
        for item in node.items():
            value = plain(item)
            if value in seen:
                self.tell(
                    "E1008",
                    f"{shown(str(value))} stands twice in {field_words(path)}",
                    item.span,
                    path,
                    "remove one of the two",
                )
                return
            seen.append(value)

    def unfit(self, path: tuple[str | int, ...], node: Node, error: Any) -> None:
        """Anything that the tables do not know."""
        self.tell(
            "E1002",
            f"{field_words(path)} does not have the form it should have",
            node.place,
            path,
            "compare it with the manual",
        )


_TELLERS: Final[dict[str, Any]] = {
    "type": _Teller.type,
    "enum": _Teller.choice,
    "pattern": _Teller.form,
    "minimum": _Teller.bounds,
    "maximum": _Teller.bounds,
    "exclusiveMinimum": _Teller.bounds,
    "minLength": _Teller.size,
    "maxLength": _Teller.size,
    "minItems": _Teller.size,
    "maxItems": _Teller.size,
    "minProperties": _Teller.size,
    "maxProperties": _Teller.size,
    "uniqueItems": _Teller.twice,
}


def _other(sort: str) -> Iterable[str]:
    file = "effects.json" if sort == "condition" else "conditions.json"
    known: Iterable[str] = content_schema().bundle["$defs"][file]["properties"]
    return known


def _listed(known: Iterable[str]) -> str:
    words = [word for word in known if word != "based_on"]
    more = ", …" if len(words) > _KNOWN_KEYS_SHOWN else ""
    return ", ".join(f"`{word}`" for word in words[:_KNOWN_KEYS_SHOWN]) + more


def _is_a(path: tuple[str | int, ...]) -> str:
    names = [step for step in path if isinstance(step, str)]
    return f"entry of `{names[-1]}`" if isinstance(path[-1], int) and names else f"`{path[-1]}`"


def _found(node: Node) -> str:
    value = node.value
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {shown(value, 30)}"
    return "a list" if isinstance(value, list) else "a mapping"


def _mended(node: Node, wanted: list[str], schema: Schema) -> tuple[str, str | None]:
    """What to do about a value of the wrong sort, and the text to put in its place where that is plain."""
    value = node.value
    if "string" in wanted and isinstance(value, int | float):
        unit = schema.get("x-unit")
        if unit in ("coins", "duration") and not isinstance(value, bool):
            mended = f"{value}{'c' if unit == 'coins' else 's'}"
            return f"say what is counted: `{mended}`?", mended
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return f"put it in quotes: {quoted(text)}", quoted(text)
    if "array" in wanted:
        return "put it in a list: set each entry on a line of its own that begins with `- `", None
    if (
        {"number", "integer"} & set(wanted)
        and isinstance(value, str)
        and re.fullmatch(r"-?\d{1,15}(\.\d+)?", value)
    ):
        return "write it without quotes", value
    if "boolean" in wanted and str(value).lower() in ("yes", "no", "on", "off", "true", "false", "1", "0"):
        mended = "true" if str(value).lower() in ("yes", "on", "true", "1") else "false"
        return f"write `{mended}`", mended
    if wanted == ["object"] and "properties" in schema:
        return f"it has the keys {_listed(schema['properties'])}", None
    return f"write {schema.get('x-says') or ' or '.join(_TYPE_WORDS[kind] for kind in wanted)}", None

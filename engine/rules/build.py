"""Plain content → `Catalog`: every condition, effect and formula bound once, so that play parses nothing.

Source of the forms: the content contract. Content that comes here has been checked; what does not fit
raises `msgspec.ValidationError` or `ValueError`, which is a bug in the checker or a foreign world file.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import msgspec

from engine.model.catalog import MODELS, Catalog
from engine.model.clause import Condition, Effect, ErrorCount, Formula
from engine.model.kinds import SINGLE_KINDS, Canonical, PlainContent
from engine.model.world import Moved, Rules, World
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.rules.formulas import compile_formula

_CONDITIONS: Final = {entry.kind: entry for entry in CONDITIONS}
_EFFECTS: Final = {entry.kind: entry for entry in EFFECTS}


class _Binder:
    """Binds the rules of one world, all of which count their errors in one place."""

    def __init__(self, errors: ErrorCount) -> None:
        self.errors = errors
        self.binders: Final[Mapping[type, Callable[[Any], Any]]] = {
            Condition: self.condition,
            Effect: self.effect,
            Formula: self.formula,
        }

    def convert(self, plain: Any, model: Any) -> Any:
        """Plain data as a definition, with all rules in it."""
        return msgspec.convert(plain, model, dec_hook=self.bind)

    def bind(self, kind: type, plain: Any) -> Any:
        """Plain data as a condition, an effect or a formula."""
        return self.binders[kind](plain)

    def condition(self, plain: Mapping[str, Any]) -> Condition:
        """A condition from its single-key mapping in plain form."""
        ((kind, body),) = plain.items()
        entry = _CONDITIONS[kind]
        args = self.convert(body, entry.args)
        return Condition(
            kind=kind, args=args, holds=partial(entry.holds, args), reasons=partial(entry.reasons, args)
        )

    def effect(self, plain: Mapping[str, Any]) -> Effect:
        """An effect from its single-key mapping in plain form."""
        ((kind, body),) = plain.items()
        entry = _EFFECTS[kind]
        args = self.convert(body, entry.args)
        return Effect(kind=kind, args=args, run=partial(entry.run, args))

    def formula(self, plain: "str | int | float | _Rule") -> Formula:
        """A formula; one of the rules gives what the default rule gives when it has no result."""
        if not isinstance(plain, _Rule):
            return compile_formula(plain, errors=self.errors)
        default = compile_formula(plain.default, errors=self.errors)
        if plain.text == plain.default:
            return default
        return compile_formula(plain.text, on_error=default, errors=self.errors)


def bind_condition(plain: Mapping[str, Any]) -> Condition:
    """A single condition from its mapping in plain form."""
    return _Binder(ErrorCount()).condition(plain)


@dataclass(frozen=True, slots=True)
class _Rule:
    text: str | int | float
    default: str | int | float


def _rules(plain: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Plain rules, each with its default where there is one."""
    return {
        key: (
            value
            if key not in defaults
            else _rules(value, defaults[key])
            if isinstance(value, Mapping)
            else _Rule(value, defaults[key])
        )
        for key, value in plain.items()
    }


def canonical(plain: PlainContent) -> Canonical:
    """Plain content as JSON, thing by thing."""
    return {
        kind: {"": _json(body)}
        if kind in SINGLE_KINDS
        else {
            entity: _json({key: value for key, value in inner.items() if key != "id"})
            for entity, inner in body.items()
        }
        for kind, body in plain.items()
    }


def _json(body: Any) -> bytes:
    return msgspec.json.encode(body, order="deterministic")


def plain_of(content: Canonical) -> dict[str, Any]:
    """Plain content, in the order of kinds and ids, from the same as JSON."""
    plain: dict[str, Any] = {}
    for kind, things in content.items():
        if kind in SINGLE_KINDS:
            plain[kind] = msgspec.json.decode(things[""])
        else:
            plain[kind] = {
                entity: {"id": entity, **msgspec.json.decode(body)} for entity, body in sorted(things.items())
            }
    return plain


def content_digest(content: Canonical) -> str:
    """The SHA-256 of content in hex: the content version. A kind without things counts for nothing."""
    digest = hashlib.sha256()
    for kind, things in sorted(content.items()):
        # Neither ids nor JSON have line ends in them.
        digest.update(
            b"".join(
                b"%s/%s %s\n" % (kind.encode(), entity.encode(), body)
                for entity, body in sorted(things.items())
            )
        )
    return digest.hexdigest()


def _mappings(plain: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping anywhere in plain content."""
    if isinstance(plain, Mapping):
        yield plain
        for value in plain.values():
            yield from _mappings(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _mappings(value)


def _clock_minutes(plain: PlainContent) -> Iterator[int]:
    """Every minute at which a `time` condition turns."""
    for mapping in _mappings(plain):
        time = mapping.get("time")
        if isinstance(time, Mapping) and time.keys() == {"from", "to"}:
            yield from time.values()


def _asks_vitals(plain: PlainContent) -> bool:
    """Whether a condition asks for a vital, by name or by formula."""
    return any(
        "formula" in mapping or isinstance(mapping.get("vital"), Mapping) for mapping in _mappings(plain)
    )


def build_catalog(
    plain: PlainContent,
    *,
    sources: Mapping[str, str] | None = None,
    default_rules: Mapping[str, Any] | None = None,
) -> Catalog:
    """The catalog of checked plain content.

    `sources` says where each thing was written: `items/bread` → `items.yaml:3`. It is for logs only and does
    not count for the digest. `default_rules` are the rules of a world that has none of its own; a rule that
    has no result for some numbers gives what the default rule gives for them, or 0 where there is none.
    """
    # In the order that a world file has them: a world served from its folder and one served from `world.db`
    # show the same things in the same order.
    content = canonical(plain)
    plain = plain_of(content)
    errors = ErrorCount()
    binder = _Binder(errors)
    kinds: dict[str, Any] = {
        name: {entity: binder.convert(body, model) for entity, body in sorted(plain.get(name, {}).items())}
        for name, model in MODELS.items()
    }
    return Catalog(
        digest=content_digest(content),
        sources=dict(sources or {}),
        clock_minutes=tuple(sorted(set(_clock_minutes(plain)))),
        asks_vitals=_asks_vitals(plain),
        errors=errors,
        world=binder.convert(plain["world"], World),
        rules=binder.convert(_rules(plain["rules"], default_rules or {}), Rules),
        moved=msgspec.convert(plain.get("moved", {}), dict[str, dict[str, Moved]]),
        scenes=plain.get("scenes", {}),
        balance=plain.get("balance", {}),
        **kinds,
    )

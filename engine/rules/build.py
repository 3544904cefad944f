"""Plain content → `Catalog`: every condition, effect and formula bound once, so that play parses nothing.

Source of the forms: the content contract. Content that comes here has been checked; what does not fit
raises `msgspec.ValidationError` or `ValueError`, which is a bug in the checker or a foreign world file.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import msgspec

from engine.model.catalog import MODELS, Catalog
from engine.model.clause import Condition, Effect, Formula
from engine.model.kinds import SINGLE_KINDS, Canonical, PlainContent
from engine.model.world import Moved, Rules, World
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.rules.formulas import compile_formula

_CONDITIONS: Final = {entry.kind: entry for entry in CONDITIONS}
_EFFECTS: Final = {entry.kind: entry for entry in EFFECTS}


def bind_condition(plain: Mapping[str, Any]) -> Condition:
    """A condition from its single-key mapping in plain form."""
    kind, body = _only_item(plain)
    entry = _CONDITIONS[kind]
    args = msgspec.convert(body, entry.args, dec_hook=_bind)
    return Condition(kind=kind, args=args, holds=partial(entry.holds, args), unmet=partial(entry.unmet, args))


def bind_effect(plain: Mapping[str, Any]) -> Effect:
    """An effect from its single-key mapping in plain form."""
    kind, body = _only_item(plain)
    entry = _EFFECTS[kind]
    args = msgspec.convert(body, entry.args, dec_hook=_bind)
    return Effect(kind=kind, args=args, run=partial(entry.run, args))


def _only_item(plain: Mapping[str, Any]) -> tuple[str, Any]:
    (item,) = plain.items()
    return item


def _formula(plain: str | int | float) -> Formula:
    return compile_formula(plain)


_BINDERS: Final[Mapping[type, Any]] = {
    Condition: bind_condition,
    Effect: bind_effect,
    Formula: _formula,
}


def _bind(kind: type, plain: Any) -> Any:
    return _BINDERS[kind](plain)


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


def build_catalog(plain: PlainContent, *, sources: Mapping[str, str] | None = None) -> Catalog:
    """The catalog of checked plain content.

    `sources` says where each thing was written: `items/bread` → `items.yaml:3`. It is for logs only and does
    not count for the digest.
    """
    # In the order that a world file has them: a world served from its folder and one served from `world.db`
    # show the same things in the same order.
    content = canonical(plain)
    plain = plain_of(content)
    kinds: dict[str, Any] = {
        name: {
            entity: msgspec.convert(body, model, dec_hook=_bind)
            for entity, body in sorted(plain.get(name, {}).items())
        }
        for name, model in MODELS.items()
    }
    return Catalog(
        digest=content_digest(content),
        sources=dict(sources or {}),
        clock_minutes=tuple(sorted(set(_clock_minutes(plain)))),
        asks_vitals=_asks_vitals(plain),
        world=msgspec.convert(plain["world"], World, dec_hook=_bind),
        rules=msgspec.convert(plain["rules"], Rules, dec_hook=_bind),
        moved=msgspec.convert(plain.get("moved", {}), dict[str, dict[str, Moved]]),
        scenes=plain.get("scenes", {}),
        balance=plain.get("balance", {}),
        **kinds,
    )

"""Bodies against their schema, told in a writer's words. Asks only whether a body has the right shape.

jsonschema-rs says quickly whether all is well; only what fails is looked at by jsonschema, which
knows where and why.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

import jsonschema_rs

from engine.base.diagnostic import Diagnostic
from engine.compiler.decode import FINDINGS_PER_FILE
from engine.compiler.entities import ALL_KINDS, Entity, Gathered, Validated
from engine.compiler.left_of_home import set_in
from engine.compiler.nodes import at_path, plain
from engine.compiler.right_of_home import set_out
from engine.compiler.schema import Schema, content_schema
from engine.compiler.shape import tell_of
from engine.compiler.teller import Path, Teller
from engine.model.kinds import SINGLE_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What is wrong with the shape of one thing. `missing` are (path, key) of absent keys."""

    findings: tuple[Diagnostic, ...] = ()
    missing: frozenset[tuple[Path, str]] = frozenset()
    hidden: int = 0


@lru_cache(maxsize=1)
def all_at_once() -> Any:
    """The validator that only says yes or no, for everything of a file or a world."""
    return jsonschema_rs.Draft202012Validator(content_schema().bundle)


@lru_cache(maxsize=32)
def quick(kind: str) -> Any:
    """The validator that only says yes or no, for one body of a kind."""
    return jsonschema_rs.Draft202012Validator(content_schema().standalone(kind))


@lru_cache(maxsize=32)
def thorough(kind: str) -> Any:
    """The validator that says where and why, for one body of a kind."""
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


def validate(gathered: Gathered) -> Validated:
    """Look at the shape of everything that was gathered."""
    whole: dict[str, Any] = {}
    for kind in ALL_KINDS:
        bodies = {entity.id: plain(entity.body) for entity in gathered.entities[kind].slow.values()}
        if bodies:
            whole[kind] = bodies[""] if kind in SINGLE_KINDS else bodies
    if all_at_once().is_valid(whole):
        return Validated()
    shapes: dict[str, Shape] = {}
    crowds: Counter[str] = Counter()
    for entity in gathered.slow():
        bodies = whole[entity.kind]
        if quick(entity.kind).is_valid(bodies if entity.kind in SINGLE_KINDS else bodies[entity.id]):
            continue
        crowds[entity.span.path] += 1
        # Of a crowd in one file only the first are looked into.
        shapes[entity.key] = shape_of(entity) if crowds[entity.span.path] <= FINDINGS_PER_FILE else Shape()
    validated = _without_inherited(gathered, shapes)
    crowd = sum(max(0, count - FINDINGS_PER_FILE) for count in crowds.values())
    return replace(validated, hidden=validated.hidden + crowd)


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
    schema = content_schema().kinds[entity.kind]
    body, not_set_in = set_in(entity.body, schema)
    body, set_in_too_far = set_out(body, schema, heir=entity.base is not None)
    entity = replace(entity, body=body)
    teller = Teller(entity)
    for slip in (*not_set_in, *set_in_too_far):
        teller.tell("E1002", slip.message, slip.span, slip.path, slip.help)
    by_place: dict[Path, list[Any]] = defaultdict(list)
    errors = thorough(entity.kind).iter_errors(plain(entity.body))
    for error in islice(errors, FINDINGS_PER_FILE):
        by_place[tuple(error.absolute_path)].append(error)
    for path, found in by_place.items():
        node = at_path(entity.body, list(path))
        # What could not be read has been told already.
        if node is not None:
            tell_of(teller, path, node, found)
    if not teller.findings and not teller.told_elsewhere and not entity.body.broken():
        # The two validators disagree, which must not let a thing pass in silence.
        teller.tell(
            "E1002",
            "this does not have the form it should have",
            entity.span,
            (),
            "compare it with the manual",
        )
    told = tuple(one for one in teller.findings if one.span not in teller.torn)
    return Shape(findings=told, missing=frozenset(teller.missing), hidden=teller.hidden)

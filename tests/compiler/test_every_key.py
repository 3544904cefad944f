"""Every key, condition, effect and trigger that a writer may write comes through to catalog and world.db."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.compiler.compile import Compiled, compile_files
from engine.compiler.schema import Schema, content_schema
from engine.model.catalog import MODELS
from engine.model.clause import Condition, Effect, Formula
from engine.model.kinds import KINDS, SINGLE_KINDS, TEST_KINDS
from engine.rules.build import build_catalog
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.store.world_db import read_world, write_world

EXAMPLE = Path(__file__).parent / "example-world.yaml"
NAMED = Path(__file__).parents[1] / "worlds/examples/world.yaml"
"""A world with everything that the examples of conditions and effects name."""

TRIGGERS = """\
skills:
  MINING: {milestones: [{level: 2, then: EFFECTS}]}
items:
  lantern: {type: consumable, requires: CONDITIONS, on_use: EFFECTS}
  amber: {type: weapon, bound: true, cursed: true, set: glow, requires: CONDITIONS,
    on_equip: EFFECTS, on_unequip: EFFECTS, on_hit: EFFECTS}
item_sets:
  glow: {name: Glow, bonuses: [{pieces: 1, bonuses: [{skill: {id: MINING, levels: 1}}]}]}
effects:
  fed: {every: 1s, each: EFFECTS, on_start: EFFECTS, on_end: EFFECTS, max_stacks: 3, saved: false,
    bonuses: [{attack: 1}, {attack_speed: 0.5}, {defense: 2}]}
spells:
  mend: {requires: CONDITIONS, on_cast: EFFECTS}
  spark: {name: Spark, description: Hot., icon: x.svg, type: attack, school: RESTORATION, mana: 1,
    cooldown: 1s, target: creature, value: 2 + level, on_hit: EFFECTS}
creatures:
  tide-crab: {on_spawn: EFFECTS, on_hit: EFFECTS, on_death: EFFECTS,
    at_health: [{below: 0.5, once: false, then: EFFECTS}],
    loot: [{coins: 3c, chance: 0.8}, {table: finds, chance: 0.1}, {item: amber, amount: {min: 1, max: 2}}]}
loot_tables:
  finds: [{item: amber, weight: 1}, {coins: 5c, weight: 2},
    {table: more, weight: 3, amount: {min: 2, max: 3}}]
  more: [{item: lantern, weight: 1}]
locations:
  harbor:
    structures: {chapel: {requires: CONDITIONS}}
    connections: [{to: mine, label: Down, at: {x: 3, y: 3}, structure: chapel, requires: CONDITIONS}]
    actions:
      dig: {label: Dig, type: gather, structure: chapel, duration: 8s, skill: MINING, requires: CONDITIONS,
        experience: [{skill: MINING, amount: 5}], on_complete: EFFECTS,
        loot: [{item: amber, chance: {base: 0.4, per_level: 0.01}, amount: {base: 1, per_level: 0.05}}]}
    creatures: [{creature: tide-crab, min: 1, max: 3, structure: chapel}]
    room_size: 2
    respawn: {location: mine}
    on_enter: EFFECTS
    on_leave: EFFECTS
  mine: {name: Mine, description: Dark., size: {x: 2, y: 2}}
denizens:
  mara: {dialogue: talk, sells: [lantern, {item: amber, stock: 3, restock: 10m}], buys: [amber],
    description: Old., requires: CONDITIONS, on_interact: EFFECTS}
dialogues:
  talk:
    start: hello
    nodes:
      hello: {text: Well., then: EFFECTS,
        choices: [{id: a, text: Yes., goto: hello, requires: CONDITIONS, then: EFFECTS}, {id: b, text: No.}]}
flags:
  worn: {type: int, default: 0, min: 0, max: 9}
quests:
  lamp-for-the-dark: {returns_to: mara, requires: CONDITIONS, ordered: true, rewards: EFFECTS,
    repeat: {after: 24h}, fails_after: 2h, fails_when: CONDITIONS, abandon: false, on_accept: EFFECTS,
    on_progress: EFFECTS, on_finish: EFFECTS, on_fail: EFFECTS}
"""


MORE_CONDITIONS = (
    {"equipped": {"item": "amber"}},
    {"flag": {"id": "worn", "at_least": 1, "at_most": 3}},
)
MORE_EFFECTS = (
    {"set_flag": {"id": "worn", "add": 1}},
    {"heal": {"amount": 2, "to": "target"}},
    {"apply_effect": {"effect": "fed", "duration": "1s", "to": "target"}},
    {"random": {"chance": 0.5, "of": [{"then": []}]}},
    {"take_off": {"item": "amber"}},
    {"restore": {"vital": "mana", "amount": 1, "to": "target"}},
    {"remove_effect": "fed"},
)
"""What the examples of conditions and effects leave out."""


def _laid_over(under: Any, over: Any) -> Any:
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return {**under, **{key: _laid_over(under.get(key), value) for key, value in over.items()}}


def _filled(value: Any) -> Any:
    """Every condition in place of CONDITIONS, every effect in place of EFFECTS."""
    if value == "CONDITIONS":
        # Under `any`, as they would exclude each other.
        return [{"any": [*(yaml.safe_load(entry.example) for entry in CONDITIONS), *MORE_CONDITIONS]}]
    if value == "EFFECTS":
        every = [*(yaml.safe_load(entry.example) for entry in EFFECTS), *MORE_EFFECTS]
        # Under a condition, as they would set each other off without end.
        return [{"if": {"when": [{"level": 2}], "then": every}}]
    if isinstance(value, dict):
        return {key: _filled(child) for key, child in value.items()}
    return [_filled(child) for child in value] if isinstance(value, list) else value


def _all_triggers() -> bytes:
    whole = _laid_over(yaml.safe_load(NAMED.read_text("utf-8")), _filled(yaml.safe_load(TRIGGERS)))
    # JSON is YAML in which every text is in quotes.
    return json.dumps(whole).encode()


WORLDS = {"contract": EXAMPLE.read_bytes(), "triggers": _all_triggers()}


@pytest.fixture(scope="module", params=sorted(WORLDS))
def compiled(request: pytest.FixtureRequest) -> Compiled:
    compiled = compile_files({"world.yaml": WORLDS[request.param]})
    assert [one.message for one in compiled.report.diagnostics if one.code.startswith("E")] == []
    return compiled


def lost(plain: Any, built: Any, path: str) -> Iterator[str]:
    """The paths of everything in plain content that is not, or not the same, in what was built of it."""
    if isinstance(built, Formula):
        if built.text != str(plain):
            yield path
    elif isinstance(built, Condition | Effect):
        ((kind, args),) = plain.items()
        yield from lost(args, built.args, f"{path}.{kind}") if kind == built.kind else [path]
    elif isinstance(plain, dict):
        for key, value in plain.items():
            name = key if isinstance(built, dict) or hasattr(built, key) else f"{key}_"
            there = name in built if isinstance(built, dict) else hasattr(built, name)
            inner = (built[name] if isinstance(built, dict) else getattr(built, name)) if there else None
            yield from lost(value, inner, f"{path}.{key}") if there else [f"{path}.{key}"]
    elif isinstance(plain, list):
        if len(plain) != len(built):
            yield path
        for place, (one, other) in enumerate(zip(plain, built, strict=False)):
            yield from lost(one, other, f"{path}.{place}")
    elif plain != built:
        yield path


def test_nothing_is_lost_on_the_way_to_the_catalog(compiled: Compiled) -> None:
    catalog, plain = compiled.catalog, compiled.plain
    assert catalog is not None and plain is not None

    kinds = (*SINGLE_KINDS, *KINDS, *TEST_KINDS)
    assert [path for kind in kinds for path in lost(plain[kind], getattr(catalog, kind), kind)] == []


def test_nothing_is_lost_on_the_way_through_a_world_file(compiled: Compiled, tmp_path: Path) -> None:
    assert compiled.plain is not None and compiled.canonical is not None
    write_world(tmp_path / "world.db", compiled.canonical)

    stored = read_world(tmp_path / "world.db")

    assert stored.plain == compiled.plain
    assert build_catalog(stored.plain).digest == compiled.digest


def _keys(body: Any, schema: Schema, path: str) -> Iterator[str]:
    """The path of every key of the schema that a body uses, each condition and effect by itself."""
    schema = content_schema().resolve(schema)
    if isinstance(body, dict):
        others = schema.get("additionalProperties")
        start = schema.get("x-is", path)
        for key, child in body.items():
            inner = schema.get("properties", {}).get(key)
            if inner is not None:
                yield f"{start}.{key}"
                yield from _keys(child, inner, f"{start}.{key}")
            elif isinstance(others, dict):
                yield from _keys(child, others, f"{start}.*")
    elif isinstance(body, list) and "items" in schema:
        for child in body:
            yield from _keys(child, schema["items"], path)


def _every_key(schema: Schema, path: str, seen: frozenset[str]) -> Iterator[str]:
    schema = content_schema().resolve(schema)
    start = schema.get("x-is", path)
    if start in seen:
        return
    if "x-is" in schema:
        seen = seen | {start}
    for key, inner in schema.get("properties", {}).items():
        yield f"{start}.{key}"
        yield from _every_key(inner, f"{start}.{key}", seen)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _every_key(schema["additionalProperties"], f"{start}.*", seen)
    # A short form that is a list is written out before anything comes of it.
    if isinstance(schema.get("items"), dict) and "x-short" not in schema:
        yield from _every_key(schema["items"], path, seen)


def test_the_two_worlds_use_every_key_of_what_is_played() -> None:
    used: set[str] = set()
    for text in WORLDS.values():
        plain = compile_files({"world.yaml": text}).plain
        assert plain is not None
        for kind in KINDS:
            for body in plain[kind].values():
                used |= set(_keys(body, content_schema().kinds[kind], kind))
        for kind in ("world", "rules"):
            used |= set(_keys(plain[kind], content_schema().kinds[kind], kind))

    known = {
        key
        for kind in (*KINDS, "world", "rules")
        for key in _every_key(content_schema().kinds[kind], kind, frozenset())
    }
    assert sorted(key for key in known - used if not key.endswith(".based_on")) == []


def test_the_models_have_no_field_that_no_schema_knows() -> None:
    for kind, model in MODELS.items():
        properties = content_schema().resolve(content_schema().kinds[kind]).get("properties", {})
        fields = {one.name for one in dataclasses.fields(model)}
        assert fields - {"id"} <= properties.keys()

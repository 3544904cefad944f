"""Every trigger that the schemas know happens in play: `tests/worlds/triggers` lets each say its own name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.compiler.compile import compile_world
from engine.compiler.schema import content_schema
from engine.game import commands as c
from engine.game import events as e
from engine.model.catalog import Catalog
from tests.playing import WORLDS, Game, catalog_of

SECOND = 20
EFFECTS = "#/$defs/common.json/$defs/effects"


def triggers_in(schema: dict[str, Any], path: str) -> Iterator[str]:
    """The dotted path of every key below a schema whose value is a list of effects."""
    if schema.get("$ref") == EFFECTS:
        yield path
        return
    for key, below in schema.get("properties", {}).items():
        yield from triggers_in(below, f"{path}.{key}")
    for inner in ("items", "additionalProperties"):
        if isinstance(schema.get(inner), dict):
            yield from triggers_in(schema[inner], path)


def all_triggers() -> set[str]:
    schema = content_schema()
    return {
        trigger for kind, body in schema.kinds.items() for trigger in triggers_in(schema.resolve(body), kind)
    }


STRIKING = {"items.on_hit", "spells.on_hit"}


def may_strike(trigger: str) -> bool:
    """Whether there may be a target: somebody is struck or reached, or a creature is at hand."""
    return trigger in STRIKING or trigger.startswith(("creatures.", "effects."))


def played(catalog: Catalog) -> Game:
    """The world of triggers, in which whatever can happen has happened."""
    game = Game(catalog)
    me = {"character": 1}

    game.ok(c.EquipItem(**me, item="mallet", slot="weapon"))
    game.ok(c.UseItem(**me, item="draught"))
    game.ok(c.AcceptQuest(**me, denizen="ringer", quest="tidy"))
    game.ok(c.AcceptQuest(**me, denizen="ringer", quest="hopeless"))
    game.ok(c.InteractDenizen(**me, denizen="ringer"))
    game.ok(c.InteractDenizen(**me, denizen="ringer", choice="bye"))
    game.ok(c.ChangeAction(**me, action="sweep"))
    game.tick(2 * SECOND)
    game.ok(c.FinishQuest(**me, denizen="ringer", quest="tidy"))
    game.ok(c.ChangeAction(**me, action="combat"))
    game.ok(c.CreateRoom(**me))
    game.ok(c.CastSpell(**me, spell="peal", type="attack"))
    game.tick(3 * SECOND + 1)
    game.ok(c.LeaveRoom(**me))
    game.ok(c.EquipItem(**me, item="", slot="weapon"))
    game.go("tower")
    return game


def test_every_trigger_happens_in_play() -> None:
    game = played(catalog_of("triggers"))

    said = {fact.text for fact in game.facts if isinstance(fact, e.Noticed) and fact.kind == "say"}
    assert said == all_triggers()


def test_a_target_is_the_character_itself_where_nobody_is_struck(tmp_path: Path) -> None:
    text = (WORLDS / "triggers/triggers.yaml").read_text("utf-8")
    marks = {trigger: trigger.replace(".", "-") for trigger in sorted(all_triggers())}
    for trigger, mark in marks.items():
        aimed = f"{{apply_effect: {{effect: {mark}, duration: 1h, to: target}}}}"
        text = text.replace(f"{{say: {trigger}}}", f"{{say: {trigger}}}, {aimed}")
    lasting = [f"  {mark}: {{name: Mark, description: {mark}., category: m}}\n" for mark in marks.values()]
    (tmp_path / "world.yaml").write_text(
        text.replace("\neffects:\n", f"\neffects:\n{''.join(lasting)}"), "utf-8"
    )
    catalog = compile_world(tmp_path).catalog
    assert catalog is not None

    facts = played(catalog).facts

    mine = {fact.effect for fact in facts if isinstance(fact, e.EffectChanged)}
    theirs = {fact.effect for fact in facts if isinstance(fact, e.CreatureEffectChanged)}
    quiet = {marks[trigger] for trigger in marks if not may_strike(trigger)}
    assert quiet <= mine
    assert quiet.isdisjoint(theirs)
    assert {marks["items.on_hit"], marks["spells.on_hit"]} <= theirs

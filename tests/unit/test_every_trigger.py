"""Every trigger that the schemas know happens in play: `tests/worlds/triggers` lets each say its own name."""

from collections.abc import Iterator
from typing import Any

from engine.compiler.schema import content_schema
from engine.game import commands as c
from engine.game import events as e
from tests.playing import Game, catalog_of

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


def test_every_trigger_happens_in_play() -> None:
    game = Game(catalog_of("triggers"))
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

    said = {fact.text for fact in game.facts if isinstance(fact, e.Noticed) and fact.kind == "say"}
    assert said == all_triggers()

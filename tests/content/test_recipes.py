"""The recipes of the writers' guide, played: what they promise is what happens."""

import re
from functools import lru_cache

from engine.base.units import TICKS_PER_SECOND
from engine.compiler.compile import compile_files
from engine.game import commands as c
from engine.game.outcome import Refused
from engine.model.catalog import Catalog
from engine.shipped import shipped
from tests.playing import Game


@lru_cache(maxsize=1)
def guided() -> Catalog:
    """The shipped world with every piece of the guide beside it."""
    content = shipped("content")
    guide = (content / "GUIDE.md").read_text(encoding="utf-8")
    files = {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*.yaml")}
    for path, text in re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE):
        files[path] = text.encode()
    catalog = compile_files(files).catalog
    assert catalog is not None
    return catalog


def at_the_stage() -> Game:
    game = Game(guided())
    game.who().location = "ferry-stage"
    return game


def test_the_ferry_takes_its_coin() -> None:
    game = at_the_stage()
    before = game.who().wallet

    game.ok(c.ChangeAction(character=1, action="cross"))
    game.tick(3 * TICKS_PER_SECOND)

    assert (game.who().location, game.who().wallet) == ("alder-cut", before - 5)


def test_the_back_room_is_shut_in_its_own_words() -> None:
    game = at_the_stage()
    game.ok(c.ChangeLocation(character=1, destination="toll-house"))

    refused = game.do(c.ChangeStructure(character=1, structure="back-room"))
    game.who().flags["bell-rung"] = True
    later = game.do(c.ChangeStructure(character=1, structure="back-room"))

    own = "The latch is up for nobody. Ring for the keeper first."
    assert isinstance(refused, Refused)
    assert refused.message == f"{own} You need level 1; you have 0."
    assert isinstance(later, Refused)
    assert later.message == "You need level 1; you have 0."


def test_the_bell_fails_the_quiet_crossing() -> None:
    game = at_the_stage()
    game.ok(c.AcceptQuest(character=1, denizen="bell-ringer", quest="a-quiet-crossing"))

    game.ok(c.ChangeAction(character=1, action="ring"))
    game.tick(TICKS_PER_SECOND)

    assert game.who().quests["a-quiet-crossing"].stage == "failed"


def test_a_receipt_lifts_the_curse() -> None:
    game = at_the_stage()
    game.who().items |= {"ring-of-dues": 1, "receipt": 1}
    game.ok(c.EquipItem(character=1, item="ring-of-dues", slot="ring"))
    stuck = game.no(c.EquipItem(character=1, item="", slot="ring"))

    game.ok(c.UseItem(character=1, item="receipt"))

    assert stuck == "not_usable"
    assert "ring" not in game.who().equipment


def test_the_pike_calls_newts_and_grows_angry() -> None:
    game = at_the_stage()
    game.who().items["pike-tooth"] = 1
    game.ok(c.EquipItem(character=1, item="pike-tooth", slot="weapon"))
    game.ok(c.ChangeAction(character=1, action="combat"))
    game.ok(c.CreateRoom(character=1))
    room = game.state.rooms[1]
    pike = room.creatures[1]
    seen: set[str] = set()

    while pike.alive and game.state.tick < 4000:
        game.who().vitals |= {"health": 30.0, "stamina": 30.0}
        game.tick()
        seen |= pike.effects.keys()

    assert not pike.alive
    assert [creature.creature for creature in room.creatures.values()] == [
        "toll-pike",
        "parched-newt",
        "parched-newt",
    ]
    assert seen == {"pike-bite", "cornered"}

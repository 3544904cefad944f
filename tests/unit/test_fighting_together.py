"""Several in one combat room: joining midway, leaving, dying, and who gets what for it."""

from engine.game import commands as c
from engine.game import events as e
from engine.game.state import Room
from tests.playing import Game
from tests.wishing import SECOND, cast, fight, game_of, health, still, wishes_and


def weaken(room: Room) -> None:
    """One splash kills every creature of the wave, and nobody else does anything."""
    still(room)
    for creature in room.creatures.values():
        creature.vitals["health"] = 1.0


def credited(game: Game) -> list[tuple[int, ...]]:
    return [fact.credit for fact in game.facts if isinstance(fact, e.CreatureDied)]


def test_one_who_joins_midway_shares_in_what_falls_from_then_on() -> None:
    game = game_of(characters=2)
    room = fight(game)
    weaken(room)
    cast(game, "venom", creature=1)
    game.ok(c.ChangeAction(character=2, action="combat"))
    game.ok(c.EnterRoom(character=2, room=room.id))
    still(room)
    game.tick(SECOND)

    cast(game, "venom", creature=2)

    assert credited(game) == [(1,), (1, 2)]
    # A wave pays when it is over, to those who are there then.
    assert [game.who(character).experience for character in (1, 2)] == [10, 10]


def test_a_spell_on_all_creatures_is_not_aimed_at_a_dead_one() -> None:
    game = Game(
        wishes_and("spells:\n  flood: {based_on: venom, name: Flood, target: all_creatures, cooldown: 1s}\n")
    )
    room = fight(game)
    weaken(room)
    room.creatures[1].vitals["health"] = 0.0
    game.who().spells["flood"] = None

    assert game.no(c.CastSpell(character=1, spell="flood", type="attack", creature=1)) == "dead"
    assert cast(game, "flood", creature=2)


def test_one_who_left_gets_nothing_of_what_falls_later() -> None:
    game = game_of(characters=2)
    room = fight(game, characters=(1, 2))
    weaken(room)
    game.ok(c.LeaveRoom(character=2))

    cast(game, "scald")

    assert credited(game) == [(1,), (1,)]
    assert (game.who(1).experience, game.who(2).experience) == (20, 0)
    assert game.who(2).items == {}


def test_one_who_died_gets_nothing_and_the_others_fight_on() -> None:
    game = game_of(characters=2)
    room = fight(game, characters=(1, 2))
    weaken(room)
    game.who(2).items["toadstool"] = 1
    game.who(2).vitals["health"] = 2.0
    game.ok(c.UseItem(character=2, item="toadstool"))
    game.tick(SECOND)

    cast(game, "scald")

    assert (game.who(2).structure, game.who(2).room, game.who(2).experience) == ("shed", None, 0)
    assert list(room.members) == [1]
    assert game.who(1).experience == 20


def test_loot_falls_to_living_members_by_lot() -> None:
    game = game_of(characters=3)
    room = fight(game, characters=(1, 2, 3))
    for _ in range(30):
        weaken(room)
        cast(game, "scald")
        still(room)
        game.tick(SECOND)

    found = [game.who(character).items.get("herring", 0) for character in (1, 2, 3)]
    assert sum(found) == 60
    assert min(found) >= 10


def test_waves_are_counted_and_no_creature_bears_a_number_twice() -> None:
    game = game_of()
    room = fight(game)
    for _ in range(3):
        weaken(room)
        cast(game, "scald")
        game.tick(SECOND)

    assert room.wave == 4
    assert list(room.creatures) == [7, 8]


def test_a_kill_counts_for_all_who_are_there_and_on_the_quest() -> None:
    game = game_of(characters=3)
    for character in (1, 2):
        game.ok(c.AcceptQuest(character=character, denizen="wat", quest="cull"))
    room = fight(game, characters=(1, 2, 3))
    weaken(room)

    cast(game, "scald", character=3)

    assert [game.who(character).quests["cull"].counts for character in (1, 2)] == [{"eels": 2}, {"eels": 2}]
    assert game.who(3).quests == {}


def test_the_last_who_leaves_ends_the_fight_and_its_effects() -> None:
    game = game_of()
    room = fight(game)
    still(room)
    cast(game, "venom", creature=1)
    game.ok(c.LeaveRoom(character=1))

    facts = game.tick(5 * SECOND)

    assert game.state.rooms == {}
    assert [fact for fact in facts if isinstance(fact, e.InRoom)] == []
    assert health(room.creatures[1]) == 19

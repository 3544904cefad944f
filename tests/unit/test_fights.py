"""Combat rooms: waves, loot, experience, death, and who sees an end of it."""

from engine.game import commands as c
from engine.game import events as e
from tests.playing import Game, catalog_of


def _fight(game: Game, *characters: int) -> None:
    for character in characters:
        game.go("/cellar", character=character)
        game.ok(c.ChangeAction(character=character, action="combat"))
    first, *others = characters
    game.ok(c.CreateRoom(character=first))
    for other in others:
        game.ok(c.EnterRoom(character=other, room=max(game.state.rooms)))


def _until_wave_is_over(game: Game) -> tuple[e.Fact, ...]:
    facts: tuple[e.Fact, ...] = ()
    while not any(isinstance(fact, e.WaveDue) for fact in facts):
        facts = game.tick()
    return facts


def test_a_wave_that_falls_gives_loot_and_experience_and_the_next_one_follows() -> None:
    game = Game(catalog_of("mill"))
    _fight(game, 1)

    facts = _until_wave_is_over(game)
    loot = [(fact.item, fact.amount) for fact in facts if isinstance(fact, e.ItemGained)]
    coins = [fact.amount for fact in facts if isinstance(fact, e.CoinsGained)]
    game.tick()

    assert loot == [("flour", 1), ("flour", 1)]
    assert coins == [2, 2]
    assert game.who().experience == 20
    assert game.state.rooms[1].wave == 2
    assert sorted(game.state.rooms[1].creatures) == [3, 4]


def test_experience_of_a_wave_is_shared() -> None:
    game = Game(catalog_of("mill"), characters=2)
    _fight(game, 1, 2)

    _until_wave_is_over(game)

    assert [game.who(character).experience for character in (1, 2)] == [10, 10]


def test_the_last_to_leave_closes_the_room_and_keeps_the_action() -> None:
    game = Game(catalog_of("mill"))
    _fight(game, 1)

    game.ok(c.LeaveRoom(character=1))
    again = game.ok(c.CreateRoom(character=1))

    assert list(game.state.rooms) == [2]
    assert game.who().action.id == "combat"
    assert any(isinstance(fact, e.RoomOpened) for fact in again)


def test_another_action_leaves_the_room() -> None:
    game = Game(catalog_of("mill"))
    _fight(game, 1)

    game.ok(c.ChangeAction(character=1, action="idle"))

    assert game.state.rooms == {}
    assert game.who().room is None


def test_death_wakes_the_dead_somewhere_safe_for_a_price() -> None:
    game = Game(catalog_of("mill"))
    game.who().experience = 50
    game.go("quarry")
    game.ok(c.ChangeAction(character=1, action="combat"))
    game.ok(c.CreateRoom(character=1))

    facts: tuple[e.Fact, ...] = ()
    while not any(isinstance(fact, e.Died) for fact in facts):
        facts = game.tick()

    who = game.who()
    assert [fact for fact in facts if isinstance(fact, e.Died)] == [
        e.Died(character=1, location="mill", structure="loft")
    ]
    assert (who.location, who.structure, who.action.id, who.room) == ("mill", "loft", "idle", None)
    assert (who.vitals["health"], who.wallet, who.experience) == (10, 45, 45)
    assert game.state.rooms == {}


def test_a_dead_member_takes_no_part_in_what_follows() -> None:
    game = Game(catalog_of("mill"), characters=2)
    for character in (1, 2):
        game.go("quarry", character=character)
        game.ok(c.ChangeAction(character=character, action="combat"))
    game.ok(c.CreateRoom(character=1))
    game.ok(c.EnterRoom(character=2, room=1))
    while not any(isinstance(fact, e.Died) for fact in game.facts):
        game.tick()
    (dead,) = {fact.character for fact in game.facts if isinstance(fact, e.Died)}

    later = game.tick(3)

    assert dead not in game.state.rooms[1].members
    assert not [fact for fact in later if isinstance(fact, e.MemberSwung) and fact.character == dead]


def test_one_who_calls_for_help_does_so_once() -> None:
    game = Game(catalog_of("mill"))
    game.go("quarry")
    game.ok(c.ChangeAction(character=1, action="combat"))
    game.ok(c.CreateRoom(character=1))
    room = game.state.rooms[1]
    room.creatures[1].vitals["health"] = 91.0
    # The ogre must not win before it is hurt.
    room.creatures[1].strikes = 10_000

    for _ in range(3):
        game.tick(25)

    helpers = [creature for creature in room.creatures.values() if creature.creature == "rat"]
    assert len(helpers) == 2
    assert room.creatures[1].fired == [0]


def test_the_log_of_a_death_names_the_killer_as_the_one_who_did_it() -> None:
    game = Game(catalog_of("mill"))
    game.go("quarry")
    game.ok(c.ChangeAction(character=1, action="combat"))
    game.ok(c.CreateRoom(character=1))
    ogre = game.state.rooms[1].creatures[1]
    ogre.vitals["health"] = 0.5
    ogre.strikes = 10_000

    facts = tuple(fact for _ in range(3) for fact in game.tick(25))
    log = [fact.line for fact in facts if isinstance(fact, e.Fought) and fact.line.kind == "die"]

    assert [(line.actor, line.target) for line in log] == [("character:1", "creature:1")]


def test_a_hit_lets_the_weapon_do_what_it_does() -> None:
    game = Game(catalog_of("mill"))
    game.who().vitals["mana"] = 3.0
    _fight(game, 1)

    game.tick(20)

    assert game.who().vitals["mana"] == 4.0


def test_without_stamina_nobody_strikes() -> None:
    game = Game(catalog_of("mill"))
    _fight(game, 1)
    game.who().vitals["stamina"] = 0.0

    game.tick(60)

    assert all(creature.vitals["health"] == 6 for creature in game.state.rooms[1].creatures.values())

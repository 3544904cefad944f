"""What designers wish for, said in YAML alone and played: gear, shops, doors, ferries, rumours, spells."""

from typing import Any

from engine.game import commands as c
from engine.game import events as e
from engine.game.apply import copy_of
from engine.game.derived import combat_of
from engine.game.step import new_state
from tests.playing import trade
from tests.wishing import (
    MINUTE_OF_DAY,
    SECOND,
    cast,
    do,
    fight,
    game_of,
    health,
    messages,
    said,
    still,
    wield,
)


def test_a_set_that_is_whole_hits_harder() -> None:
    game = game_of()
    wield(game, "tide-hat", "helmet")
    alone = combat_of(game.catalog, game.who()).attack

    wield(game, "tide-boots", "boot")
    room = fight(game, "reeds")
    room.creatures[1].strikes = -1
    game.tick(SECOND)

    assert alone == 4
    assert health(room.creatures[1]) == 40 - 10


def test_a_cursed_ring_cannot_be_taken_off_nor_changed() -> None:
    game = game_of()
    wield(game, "ring-of-no-return", "ring")
    game.who().items["brass-ring"] = 1

    assert game.no(c.EquipItem(character=1, item="", slot="ring")) == "not_usable"
    assert game.no(c.EquipItem(character=1, item="brass-ring", slot="ring")) == "not_usable"
    assert game.no(c.DiscardItem(character=1, item="ring-of-no-return", quantity=1)) == "not_owned"


def test_only_what_lifts_the_curse_takes_the_ring_off() -> None:
    game = game_of()
    wield(game, "ring-of-no-return", "ring")
    game.who().items["holy-water"] = 1

    game.ok(c.UseItem(character=1, item="holy-water"))

    assert game.who().equipment == {}
    assert game.who().items == {"ring-of-no-return": 1}


def test_a_bound_item_is_neither_sold_nor_thrown_away() -> None:
    game = game_of()
    game.who().items["letter"] = 1

    assert game.no(trade(1, denizen="wat", sell={"letter": 1})) == "not_usable"
    assert game.no(c.DiscardItem(character=1, item="letter", quantity=1)) == "not_usable"


def test_a_shop_opens_at_night() -> None:
    game = game_of()
    game.go("/shed")
    game.tick(12 * 60 * MINUTE_OF_DAY)
    noon: Any = game.do(trade(1, denizen="lamper", buy={"key": 1}))

    game.tick(8 * 60 * MINUTE_OF_DAY)
    game.ok(trade(1, denizen="lamper", buy={"key": 1}))
    game.tick(10 * 60 * MINUTE_OF_DAY)

    assert noon.code == "not_here"
    assert noon.message == "They are not here now. Come back between 20:00 and 06:00; it is 12:00."
    assert game.no(trade(1, denizen="lamper", buy={"key": 1})) == "not_here"


def test_a_door_with_three_keys_names_those_that_lack() -> None:
    game = game_of()
    game.who().items["brass-key"] = 1

    lacking = messages(game, c.ChangeStructure(character=1, structure="strongroom"))
    game.who().items |= {"key": 1, "bone-key": 1}
    game.go("/strongroom")

    assert lacking == ["You must carry Iron key.", "The third lock wants bone."]


def test_a_ferry_takes_a_coin_and_nobody_without_one() -> None:
    game = game_of()

    do(game, "cross")
    crossed = game.who().location
    game.go("quay")
    game.who().wallet = 0

    assert (crossed, game.who().location) == ("island", "quay")
    assert game.no(c.ChangeAction(character=1, action="cross")) == "not_enough_coins"


def test_only_strangers_hear_the_rumour() -> None:
    game = game_of()
    game.go("reeds")

    first = said(game.ok(c.InteractDenizen(character=1, denizen="nan")))
    second = said(game.ok(c.InteractDenizen(character=1, denizen="nan")))
    game.go("quay")
    game.ok(c.InteractDenizen(character=1, denizen="wat"))

    assert (first, second) == (["They drowned the last one."], [])
    assert game.no(c.InteractDenizen(character=1, denizen="wat", choice="rumour")) == "requirements_not_met"


def test_those_who_are_well_liked_pay_less() -> None:
    game = game_of()
    game.who().flags["standing"] = 30

    game.ok(trade(1, denizen="wat", buy={"herring": 2}))

    assert game.who().wallet == 100 - 2 * 7


def test_a_shop_runs_out_and_fills_up_again() -> None:
    game = game_of()
    game.go("/shed")
    game.ok(trade(1, denizen="lamper", buy={"cutlass": 2}))
    empty = game.no(trade(1, denizen="lamper", buy={"cutlass": 1}))

    game.tick(10 * SECOND)
    game.ok(trade(1, denizen="lamper", buy={"cutlass": 1}))

    assert empty == "not_owned"
    assert game.state.stock["lamper/cutlass"].amount == 0


def test_a_spell_may_be_for_oneself_for_one_other_or_for_all() -> None:
    game = game_of(characters=3)
    fighting = fight(game, characters=(1, 2, 3))
    still(fighting)
    for character in (1, 2, 3):
        game.who(character).vitals["health"] = 50.0

    cast(game, "balm", ally=2)
    cast(game, "balm", character=3)
    cast(game, "chorus")

    assert [game.who(character).vitals["health"] for character in (1, 2, 3)] == [55, 65, 65]


def test_a_spell_may_strike_one_creature_or_all() -> None:
    game = game_of()
    room = fight(game)
    still(room)

    cast(game, "scald")
    cast(game, "venom", creature=2)

    assert [health(creature) for creature in room.creatures.values()] == [17, 16]


def test_a_spell_that_only_does_something_to_a_creature_does_not_hurt_it() -> None:
    game = game_of()
    room = fight(game)
    still(room)

    cast(game, "tire")

    assert health(room.creatures[1]) == 20
    assert list(room.creatures[1].effects) == ["slow"]


def test_mana_can_be_given_and_poison_cured() -> None:
    game = game_of(characters=2)
    game.who(2).vitals["mana"] = 50.0
    game.who(2).items["toadstool"] = 1
    game.ok(c.UseItem(character=2, item="toadstool"))

    cast(game, "gift", ally=2)
    cast(game, "cure", ally=2)

    assert (game.who(1).vitals["mana"], game.who(2).vitals["mana"]) == (89, 55)
    assert game.who(2).effects == {}


def test_a_cooldown_goes_on_over_a_relogin() -> None:
    game = game_of()
    cast(game, "balm")
    game.ok(c.Leave(character=1))
    left = game.facts[-1]
    assert isinstance(left, e.CharacterLeft)
    game.tick(4 * SECOND)
    game.ok(c.Join(character=left.state))

    early = game.no(c.CastSpell(character=1, spell="balm", type="healing"))
    game.tick(6 * SECOND)

    assert early == "on_cooldown"
    cast(game, "balm")


def test_an_effect_that_is_not_saved_ends_when_its_bearer_leaves_the_world() -> None:
    game = game_of()
    for item in ("false-nose", "oilskin"):
        game.who().items[item] = 1
        game.ok(c.UseItem(character=1, item=item))
    before = sorted(game.who().effects)

    game.ok(c.Leave(character=1))
    left = game.facts[-1]
    assert isinstance(left, e.CharacterLeft)
    game.ok(c.Join(character=left.state))

    assert before == ["disguise", "shelter"]
    assert list(game.who().effects) == ["shelter"]
    assert game.who().flags["known-here"] is True


def test_effects_go_on_after_a_restart_with_the_time_they_had_left() -> None:
    game = game_of()
    room = fight(game)
    still(room)
    game.who().items["toadstool"] = 1
    game.ok(c.UseItem(character=1, item="toadstool"))
    cast(game, "venom", creature=2)
    game.tick(2 * SECOND + 5)
    assert (game.who().vitals["health"], health(room.creatures[2])) == (96, 15)

    saved, fought = copy_of(game.who()), copy_of(room)
    game.state = new_state(5, tick=game.state.tick, next_room=game.state.next_room)
    game.ok(c.Join(character=saved, linked=False))
    game.ok(c.RestoreRoom(room=fought))
    still(game.state.rooms[room.id])
    game.tick(15)
    next_pulse = (game.who().vitals["health"], health(game.state.rooms[room.id].creatures[2]))
    game.tick(10 * SECOND)

    assert next_pulse == (94, 13)
    assert game.who().vitals["health"] == 100 - 5 * 2
    assert health(game.state.rooms[room.id].creatures[2]) == 20 - 1 - 4 * 2
    assert game.who().effects == game.state.rooms[room.id].creatures[2].effects == {}

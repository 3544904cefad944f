"""What time does: actions, regrowth, lasting effects, cooldowns, stock, and coming and going."""

from engine.game import commands as c
from engine.game import events as e
from engine.game.apply import copy_of
from engine.game.state import EffectState
from engine.game.step import new_state
from tests.playing import Game, catalog_of, trade


def test_gathering_rewards_each_cycle_and_grows_faster_with_skill() -> None:
    game = Game(catalog_of("mill"))
    game.ok(trade(1, buy={"pick": 1}))
    game.ok(c.EquipItem(character=1, item="pick", slot="pickaxe"))
    game.go("quarry")
    game.ok(c.ChangeAction(character=1, action="dig"))
    first = game.who().action.duration

    game.tick(first * 3 + 3)

    # The knife's bonus level counts: two seconds are 40 ticks, less one in a hundred.
    assert first == 39
    assert game.who().skills["MINING"].level == 1
    assert game.who().items["stone"] == 2 + 2 + 2
    assert game.who().action.duration == 39


def test_a_milestone_raises_what_it_says() -> None:
    game = Game(catalog_of("mill"))
    game.ok(trade(1, buy={"pick": 1}))
    game.ok(c.EquipItem(character=1, item="pick", slot="pickaxe"))
    game.go("quarry")
    game.ok(c.ChangeAction(character=1, action="dig"))

    game.tick(39 * 3)

    assert game.who().raised == {"stamina": 5}


def test_an_action_ends_when_it_is_no_longer_possible() -> None:
    game = Game(catalog_of("mill"))
    game.ok(trade(1, buy={"pick": 1}))
    game.ok(c.EquipItem(character=1, item="pick", slot="pickaxe"))
    game.go("quarry")
    game.ok(c.ChangeAction(character=1, action="dig"))

    facts = game.ok(c.EquipItem(character=1, item="", slot="pickaxe"))

    assert e.ActionChanged(character=1, action="idle", started=0, duration=0) in facts


def test_vitals_regrow_by_the_second_and_then_cost_nothing() -> None:
    game = Game(catalog_of("mill"))
    game.ok(c.CastSpell(character=1, spell="mend", type="healing"))

    grown = [fact.value for fact in game.tick(200) if isinstance(fact, e.VitalChanged)]

    assert grown == [7.0, 8.0, 9.0, 10.0]
    assert [fact for fact in game.tick(100) if not isinstance(fact, e.TickPassed)] == []
    assert game.state.timers == []


def test_a_lasting_effect_pulses_extends_and_ends() -> None:
    game = Game(catalog_of("mill"))
    game.who().vitals["health"] = 1.0
    game.ok(c.UseItem(character=1, item="bread"))
    game.tick(20)
    game.ok(c.UseItem(character=1, item="bread"))
    ends = game.who().effects["fed"].ends

    facts = game.tick(180)

    assert ends == 200
    assert len([fact for fact in facts if isinstance(fact, e.EffectPulsed)]) == 9
    assert e.EffectEnded(character=1, effect="fed") in facts


def test_a_spell_is_ready_again_after_its_cooldown() -> None:
    game = Game(catalog_of("mill"))
    game.ok(c.CastSpell(character=1, spell="mend", type="healing"))
    game.tick(59)
    early = game.no(c.CastSpell(character=1, spell="mend", type="healing"))

    facts = game.tick()

    assert early == "on_cooldown"
    assert e.SpellReady(character=1, spell="mend") in facts
    game.ok(c.CastSpell(character=1, spell="mend", type="healing"))


def test_a_stacked_effect_counts_as_often_as_it_is_stacked() -> None:
    game = Game(catalog_of("mill"))
    game.finish_first_errand()
    for _ in range(3):
        game.ok(c.CastSpell(character=1, spell="nerve", type="other"))
        game.tick(20)

    assert game.who().effects["brave"].stacks == 2


def test_a_limited_ware_runs_out_and_comes_back_piece_by_piece() -> None:
    game = Game(catalog_of("mill"))
    game.ok(trade(1, buy={"master-cap": 2}))
    empty = game.no(trade(1, buy={"master-cap": 1}))

    game.tick(200)
    one = game.state.stock["miller/master-cap"].amount
    game.tick(200)

    assert empty == "not_owned"
    assert (one, game.state.stock["miller/master-cap"].amount) == (1, 2)
    assert game.state.stock["miller/master-cap"].restocks_at is None


def test_stock_goes_on_being_restocked_after_a_restart() -> None:
    game = Game(catalog_of("mill"))
    game.ok(trade(1, buy={"master-cap": 1}))
    game.state = new_state(
        1, tick=game.state.tick, stock={k: copy_of(v) for k, v in game.state.stock.items()}
    )

    game.tick(200)

    assert game.state.stock["miller/master-cap"].amount == 2


def test_one_without_a_client_goes_idle_and_leaves_after_the_grace() -> None:
    game = Game(catalog_of("mill"))
    game.ok(c.ChangeAction(character=1, action="train"))
    game.ok(c.LoseLink(character=1, grace=100))
    idle = game.who().action.id
    game.tick(99)
    there = 1 in game.state.characters

    facts = game.tick()

    assert (idle, there) == ("idle", True)
    assert [type(fact) for fact in facts] == [e.TickPassed, e.CharacterLeft]


def test_one_who_comes_back_in_time_stays() -> None:
    game = Game(catalog_of("mill"))
    game.ok(c.LoseLink(character=1, grace=100))
    game.tick(50)
    game.ok(c.RegainLink(character=1))

    game.tick(200)

    assert game.who().linked


def test_one_in_a_fight_stays_in_it_without_a_client() -> None:
    game = Game(catalog_of("mill"))
    game.go("/cellar")
    game.ok(c.ChangeAction(character=1, action="combat"))
    game.ok(c.CreateRoom(character=1))

    game.ok(c.LoseLink(character=1, grace=100))

    assert game.who().room == 1
    assert game.who().action.id == "combat"


def test_lasting_effects_stand_still_while_one_is_away_and_cooldowns_do_not() -> None:
    game = Game(catalog_of("mill"))
    game.ok(c.UseItem(character=1, item="bread"))
    game.ok(c.CastSpell(character=1, spell="mend", type="healing"))
    game.ok(c.Leave(character=1))
    left = next(fact.state for fact in game.facts if isinstance(fact, e.CharacterLeft))
    game.tick(1000)

    game.ok(c.Join(character=left))
    game.tick()

    assert game.who().effects["fed"].ends == 1000 + 100
    assert game.who().spells["mend"] is None


def test_a_restart_brings_a_fight_back_as_it_was() -> None:
    game = Game(catalog_of("mill"))
    game.go("/cellar")
    game.ok(c.ChangeAction(character=1, action="combat"))
    game.ok(c.CreateRoom(character=1))
    game.tick(30)
    saved, room = copy_of(game.who()), copy_of(game.state.rooms[1])

    again = Game(catalog_of("mill"), characters=0)
    again.state = new_state(5, tick=game.state.tick, next_room=game.state.next_room)
    again.ok(c.Join(character=saved, linked=False))
    again.ok(c.RestoreRoom(room=room))

    assert again.who().room == 1
    assert again.state.rooms[1].creatures == room.creatures
    while again.state.rooms[1].wave == 1:
        again.tick()
    assert again.who().items["flour"] == 2


def test_a_place_that_content_no_longer_knows_is_left_for_the_start() -> None:
    game = Game(catalog_of("mill"), characters=0)
    lost = Game(catalog_of("mill")).who()
    lost.location, lost.structure = "sunken-city", "palace"
    lost.items["relic"] = 1
    lost.equipment["ring"] = "relic"

    game.ok(c.Join(character=lost))
    game.tick(5)

    assert (game.who().location, game.who().structure) == ("mill", "")
    assert game.who().items["relic"] == 1


def test_the_world_clock_opens_and_closes_what_hangs_on_it() -> None:
    game = Game(catalog_of("mill"))
    game.go("/loft")
    at_midnight = game.ok(c.InteractDenizen(character=1, denizen="ghost"))

    facts = game.tick(6 * 60 * 20)

    assert e.DenizenMet(character=1, denizen="ghost") in at_midnight
    assert e.HourStruck(minute=360) in facts
    assert game.no(c.InteractDenizen(character=1, denizen="ghost")) == "not_here"


def test_effects_without_end_stop_only_themselves_while_time_passes() -> None:
    game = Game(catalog_of("mill"), characters=2)
    game.ok(c.ChangeAction(character=2, action="train"))
    game.who(1).effects["endless"] = EffectState(source="x", source_name="X", started=0, ends=5)
    game.ok(c.Leave(character=1))
    left = next(fact.state for fact in game.facts if isinstance(fact, e.CharacterLeft))
    game.ok(c.Join(character=left))

    facts = game.tick(20)

    assert [fact.origin.split(" (")[0] for fact in facts if isinstance(fact, e.ChainStopped)] == [
        "effects/endless on_end"
    ]
    assert [fact.character for fact in facts if isinstance(fact, e.ActionCompleted)] == [2]

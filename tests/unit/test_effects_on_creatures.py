"""Poison, lifesteal and their like, on characters and on creatures; bosses that change with their health."""

import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.verbs.rooms import MOST_CREATURES
from tests.playing import Game
from tests.wishing import SECOND, cast, fight, game_of, health, said, still, wield, wishes_and


def test_poison_on_a_character_ticks_and_wears_off() -> None:
    game = game_of()
    game.who().items["toadstool"] = 1

    game.ok(c.UseItem(character=1, item="toadstool"))
    game.tick(10 * SECOND)

    assert game.who().vitals["health"] == 100 - 5 * 2
    assert game.who().effects == {}


def test_poison_on_a_creature_ticks_and_wears_off() -> None:
    game = game_of()
    room = fight(game)
    still(room)

    cast(game, "venom", creature=2)
    game.tick(10 * SECOND)

    assert health(room.creatures[2]) == 20 - 1 - 4 * 2
    assert health(room.creatures[1]) == 20
    assert room.creatures[2].effects == {}


def test_poison_of_a_blade_stacks_on_what_it_strikes_up_to_its_bound() -> None:
    game = game_of()
    wield(game, "envenomed-blade")
    room = fight(game, "reeds", "/hollow")
    room.creatures[1].strikes = -1

    game.tick(4 * SECOND + 1)

    poison = room.creatures[1].effects["poison"]
    # Four blows of 4. The poison pulses from the second on, after the blow: with two stacks, three, three.
    assert poison.stacks == 3
    assert poison.by == 1
    assert health(room.creatures[1]) == 200 - 4 * 4 - 2 * (2 + 3 + 3)


def test_a_bite_poisons_the_one_who_is_bitten() -> None:
    game = game_of()
    room = fight(game, "reeds", "/hollow")
    room.members[1].strikes = -1

    game.tick(SECOND + 1)

    assert game.who().effects["poison"].source_name == "Adder"
    assert room.creatures[1].effects == {}


def test_poison_that_kills_gives_what_a_blow_would_have_given() -> None:
    game = game_of()
    room = fight(game)
    still(room)
    for creature in room.creatures.values():
        creature.vitals["health"] = 2.0
    cast(game, "rot")
    still(room)

    facts = game.tick(SECOND)

    died = [fact for fact in facts if isinstance(fact, e.CreatureDied)]
    assert [fact.credit for fact in died] == [(1,), (1,)]
    assert game.who().items["herring"] == 2
    assert game.who().experience == 20


def test_an_effect_on_a_creature_reckons_with_the_creature() -> None:
    game = game_of()
    room = fight(game)
    still(room)

    cast(game, "rot")
    game.tick(5 * SECOND)

    # A tenth of the eel's 20, not of the character's 100.
    assert [health(creature) for creature in room.creatures.values()] == [14, 14]


def test_what_drains_a_creature_may_feed_who_brought_it() -> None:
    game = game_of()
    room = fight(game)
    still(room)
    game.who().vitals["health"] = 50.0

    cast(game, "leech", creature=1)
    game.tick(5 * SECOND)

    assert (health(room.creatures[1]), game.who().vitals["health"]) == (14, 56)


def test_a_lasting_effect_changes_how_a_creature_fights() -> None:
    game = game_of()
    room = fight(game, "reeds", "/cave")
    room.members[1].strikes = -1
    cast(game, "tire", creature=1)
    before = health(room.creatures[1])

    cast(game, "scald")
    first = room.creatures[1].strikes
    game.tick(first - game.state.tick)

    # The bat's attack of 6 is 3 now; it takes 1 more, and drinks half of the 3; its next blow is slow.
    assert game.who().vitals["health"] == 100 - 3 - 1
    assert room.creatures[1].strikes - first == 2 * SECOND
    assert health(room.creatures[1]) == before - 3 + 1.5


def test_an_effect_that_whoever_brought_it_has_left_goes_on_for_those_who_stay() -> None:
    game = game_of(characters=2)
    room = fight(game, characters=(1, 2))
    still(room)
    cast(game, "leech", creature=1)
    game.ok(c.LeaveRoom(character=1))
    game.who(2).vitals["health"] = 50.0

    game.tick(3 * SECOND)

    assert (health(room.creatures[1]), game.who(2).vitals["health"]) == (14, 56)


def test_effects_on_creatures_end_with_the_creature() -> None:
    game = game_of()
    room = fight(game)
    still(room)
    cast(game, "venom", creature=1)
    room.creatures[1].vitals["health"] = 2.0

    game.tick(SECOND)
    later = game.tick(5 * SECOND)

    assert room.creatures[1].effects == {}
    assert not [fact for fact in later if isinstance(fact, e.CreatureEffectPulsed)]


def test_a_thirsty_blade_gives_back_half_of_what_it_takes() -> None:
    game = game_of()
    wield(game, "thirsty-blade")
    room = fight(game, "reeds")
    room.creatures[1].strikes = -1
    game.who().vitals["health"] = 50.0

    game.tick(3 * SECOND)

    assert (health(room.creatures[1]), game.who().vitals["health"]) == (40 - 3 * 4, 50 + 3 * 2)


def test_an_axe_may_end_what_is_nearly_dead() -> None:
    game = game_of()
    wield(game, "headsmans-axe")
    room = fight(game, "reeds", "/hollow")
    room.creatures[1].strikes = -1
    room.creatures[1].vitals["health"] = 57.0

    game.tick(SECOND)
    first = health(room.creatures[1])
    game.tick(SECOND)

    # After the first blow 53 of 200 are left, after the second less than a quarter.
    assert (first, health(room.creatures[1])) == (53, 0)


PICKY = """\
items:
  picky-blade:
    based_on: cutlass
    name: Picky blade
    on_hit:
      - if:
          when: [{formula: "damage == 4 and target.health <= 192"}]
          then: [{say: Deep.}]
          else: [{say: Shallow.}]
"""


def test_a_condition_on_a_hit_knows_the_hit() -> None:
    game = Game(wishes_and(PICKY))
    wield(game, "picky-blade")
    room = fight(game, "reeds", "/hollow")
    room.creatures[1].strikes = -1

    facts = game.tick(3 * SECOND)

    assert said(facts) == ["Shallow.", "Deep.", "Deep."]


def test_what_else_is_worn_takes_part_in_a_hit() -> None:
    game = game_of()
    wield(game, "thirsty-blade")
    wield(game, "thirsty-ring", "ring")
    room = fight(game, "reeds")
    room.creatures[1].strikes = -1
    game.who().vitals["health"] = 50.0

    game.tick(SECOND)

    assert game.who().vitals["health"] == 50 + 2 + 1


def test_a_creature_that_drinks_heals_itself_and_hurts_whom_it_bites() -> None:
    game = game_of()
    room = fight(game, "reeds", "/cave")
    room.members[1].strikes = -1
    room.creatures[1].vitals["health"] = 100.0

    game.tick(2 * SECOND)

    # Each bite takes 6, gives the bat 3, and hurts for 1 more.
    assert game.who().vitals["health"] == 100 - 2 * 7
    assert health(room.creatures[1]) == 100 + 2 * 3


def test_the_log_of_a_fight_tells_of_effects() -> None:
    game = game_of()
    room = fight(game)
    still(room)

    facts = (*cast(game, "venom", creature=2), *game.tick(SECOND))
    lines = [fact.line for fact in facts if isinstance(fact, e.Fought)]

    assert [(line.kind, line.actor, line.target, line.amount, line.text) for line in lines] == [
        ("spell", "character:1", "creature:2", 1, ""),
        ("effect", "character:1", "creature:2", 1, "Poison"),
        ("hurt", "character:1", "creature:2", 2, "Poison"),
    ]


def test_a_boss_calls_help_at_half_health_and_only_once() -> None:
    game = game_of(characters=2)
    room = fight(game, "reeds", characters=(1, 2))
    still(room)
    room.creatures[1].vitals["health"] = 21.0

    facts = cast(game, "scald")
    room.creatures[1].vitals["health"] = 40.0
    game.tick(SECOND)
    room.creatures[1].vitals["health"] = 21.0
    cast(game, "scald")

    assert said(facts, 1) == said(facts, 2) == ["To me!"]
    assert [creature.creature for creature in room.creatures.values()] == ["captain", "eel", "eel"]


def test_a_boss_in_its_last_phase_knits_itself_together() -> None:
    game = game_of()
    room = fight(game, "reeds")
    still(room)
    room.creatures[1].vitals["health"] = 11.0

    cast(game, "scald")
    still(room)
    game.tick(10 * SECOND)

    assert room.creatures[1].fired == [1]
    assert health(room.creatures[1]) == 11 - 3 + 3 * 4


def test_one_blow_through_two_phases_sets_off_both() -> None:
    game = game_of()
    wield(game, "maul")
    room = fight(game, "reeds")
    room.creatures[1].strikes = -1
    room.creatures[1].vitals["health"] = 20.5

    game.tick(SECOND)

    assert room.creatures[1].fired == [0, 1]


HEX = """\
effects:
  hexed:
    name: Hexed
    description: Odd.
    category: luck
    stacking: STACKING
    max_stacks: 2
    every: 1s
    each: [{damage: 1}]
items:
  hex-doll: {based_on: toadstool, name: Hex doll, on_use: [{apply_effect: {effect: hexed, duration: 4s}}]}
spells:
  hex: {based_on: tire, name: Hex, on_hit: [{apply_effect: {effect: hexed, duration: 4s, to: target}}]}
"""


@pytest.mark.parametrize(
    ("stacking", "lasts", "stacks", "pulses"),
    [("extend", 8, 1, 8), ("refresh", 5, 1, 5), ("stack", 5, 2, 9), ("ignore", 4, 1, 4)],
)
@pytest.mark.parametrize("bearer", ["character", "creature"])
def test_a_second_dose_after_a_second_does_what_the_effect_says(
    stacking: str, lasts: int, stacks: int, pulses: int, bearer: str
) -> None:
    game = Game(wishes_and(HEX.replace("STACKING", stacking)))
    room = fight(game)
    still(room)
    game.who().items["hex-doll"] = 2
    game.who().spells["hex"] = None
    bears = game.who() if bearer == "character" else room.creatures[1]

    for _ in range(2):
        if bearer == "character":
            game.ok(c.UseItem(character=1, item="hex-doll"))
        else:
            cast(game, "hex", creature=1)
        dosed = bears.effects["hexed"]
        game.tick(SECOND)
    before = bears.vitals["health"]
    game.tick(10 * SECOND)

    assert (dosed.ends, dosed.stacks) == (lasts * SECOND, stacks)
    assert bears.effects == {}
    # One second with one dose, the rest with what the second made of it.
    assert before - bears.vitals["health"] == pulses - 1 - stacks


SWARM = """\
spells:
  swarm: {based_on: rot, name: Swarm, on_cast: [{spawn: {creature: eel, amount: 10 ^ 9}}]}
"""


def test_a_creature_that_spawns_without_measure_fills_no_room_past_its_bound() -> None:
    game = Game(wishes_and(SWARM))
    room = fight(game)
    game.who().spells["swarm"] = None

    cast(game, "swarm")

    assert len(room.creatures) == MOST_CREATURES


ASP = """\
creatures:
  asp: {based_on: adder, name: Asp, at_health: [{below: 0.5, once: false, then: [{say: Hiss.}]}]}
"""


def test_a_phase_that_is_not_for_once_comes_each_time_its_health_falls() -> None:
    game = Game(wishes_and(ASP))
    room = fight(game, "reeds", "/hollow")
    still(room)
    room.creatures[1].creature = "asp"

    heard = []
    for left in (101.0, 99.0, 101.0):
        room.creatures[1].vitals["health"] = left
        heard.append(said(cast(game, "scald")))
        game.tick(SECOND)

    assert heard == [["Hiss."], [], ["Hiss."]]


LAST_WORDS = """\
creatures:
  asp: {based_on: adder, name: Asp, at_health: [{below: 0.005, then: [{say: Hiss.}]}]}
spells:
  sip: {based_on: scald, name: Sip, on_hit: [{heal: damage}]}
"""


def test_a_blow_that_kills_sets_off_no_phase() -> None:
    game = Game(wishes_and(LAST_WORDS))
    room = fight(game, "reeds", "/hollow")
    still(room)
    room.creatures[1].creature = "asp"
    room.creatures[1].vitals["health"] = 1.5

    heard = said(cast(game, "scald"))

    assert not room.creatures[1].alive
    assert heard == []


def test_who_drinks_what_a_blow_does_drinks_no_more_than_was_lost() -> None:
    game = Game(wishes_and(LAST_WORDS))
    room = fight(game, "reeds", "/hollow")
    still(room)
    room.creatures[1].vitals["health"] = 1.5
    game.who().spells["sip"] = None
    game.who().vitals["health"] = 50.0

    cast(game, "sip")

    assert game.who().vitals["health"] == 51.5

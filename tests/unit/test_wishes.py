"""A designer's wish list, said in YAML alone and played: `tests/worlds/wishes`."""

from collections.abc import Iterable
from typing import Any

import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.apply import copy_of
from engine.game.derived import combat_of
from engine.game.state import CreatureState, Room
from engine.game.step import new_state
from tests.playing import Game, catalog_of, trade

SECOND = 20
MINUTE_OF_DAY = SECOND
"""A world day lasts 24 minutes, so an hour of it is a minute of ours and a minute of it a second."""


def game_of(characters: int = 1) -> Game:
    return Game(catalog_of("wishes"), characters=characters)


def wield(game: Game, item: str, slot: str = "weapon", character: int = 1) -> None:
    game.who(character).items[item] = 1
    game.ok(c.EquipItem(character=character, item=item, slot=slot))


def fight(game: Game, *path: str, characters: Iterable[int] = (1,)) -> Room:
    """All of them in one combat room, in which no creature strikes by itself before a test lets it."""
    first, *others = characters
    for character in (first, *others):
        game.go(*path, character=character)
        game.ok(c.ChangeAction(character=character, action="combat"))
    game.ok(c.CreateRoom(character=first))
    room = game.state.rooms[max(game.state.rooms)]
    for other in others:
        game.ok(c.EnterRoom(character=other, room=room.id))
    return room


def still(room: Room) -> None:
    """Nobody in the room strikes by itself any more."""
    for someone in (*room.members.values(), *room.creatures.values()):
        someone.strikes = -1


def cast(game: Game, spell: str, character: int = 1, **aim: Any) -> tuple[e.Fact, ...]:
    kind = game.catalog.spells[spell].type
    return game.ok(c.CastSpell(character=character, spell=spell, type=kind, **aim))


def health(creature: CreatureState) -> float:
    return creature.vitals["health"]


def do(game: Game, action: str, times: int = 1) -> None:
    game.ok(c.ChangeAction(character=1, action=action))
    game.tick(times * SECOND)
    if game.who().action.id != "idle":
        game.ok(c.ChangeAction(character=1, action="idle"))


def said(facts: Iterable[e.Fact], character: int = 1) -> list[str]:
    return [
        f.text for f in facts if isinstance(f, e.Noticed) and f.kind == "say" and f.character == character
    ]


def messages(game: Game, command: c.Command) -> list[str]:
    """What a refusal for lack of something names, one by one."""
    outcome: Any = game.do(command)
    return [one["message"] for one in outcome.details["unmet"]]


def accept(game: Game, quest: str) -> None:
    game.ok(c.AcceptQuest(character=1, denizen="wat", quest=quest))


# Poison, lifesteal and their like.


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


# A boss.


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


# What is worn.


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


# Shops, doors, ferries, rumours.


def test_a_shop_opens_at_night() -> None:
    game = game_of()
    game.go("/shed")
    game.tick(12 * 60 * MINUTE_OF_DAY)
    noon: Any = game.do(trade(1, denizen="lamper", buy={"key": 1}))

    game.tick(8 * 60 * MINUTE_OF_DAY)
    game.ok(trade(1, denizen="lamper", buy={"key": 1}))
    game.tick(10 * 60 * MINUTE_OF_DAY)

    assert noon.code == "not_here"
    assert noon.message == "Lamper is not here now. Come back between 20:00 and 06:00; it is 12:00."
    assert game.no(trade(1, denizen="lamper", buy={"key": 1})) == "not_here"


def test_a_door_with_three_keys_names_those_that_lack() -> None:
    game = game_of()
    game.who().items["brass-key"] = 1

    lacking = messages(game, c.ChangeStructure(character=1, structure="strongroom"))
    game.who().items |= {"key": 1, "bone-key": 1}
    game.go("/strongroom")

    assert lacking == ["You need 1 × Iron key; you have 0.", "You need 1 × Bone key; you have 0."]


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


# Quests.


def test_a_quest_can_be_failed_and_costs_what_it_says() -> None:
    game = game_of()
    accept(game, "silence")

    do(game, "ring-bell")

    assert game.who().quests["silence"].stage == "failed"
    assert game.who().wallet == 90
    assert game.no(c.AcceptQuest(character=1, denizen="wat", quest="silence")) == "already_done"


def test_giving_a_quest_up_costs_the_same() -> None:
    game = game_of()
    accept(game, "silence")

    game.ok(c.AbandonQuest(character=1, quest="silence"))

    assert game.who().wallet == 90
    assert "silence" not in game.who().quests


def test_a_timed_quest_fails_in_time_and_may_be_tried_again_after_its_rest() -> None:
    game = game_of()
    accept(game, "tide-table")

    game.tick(10 * SECOND)
    failed = game.who().quests["tide-table"].stage
    early = game.no(c.AcceptQuest(character=1, denizen="wat", quest="tide-table"))
    game.tick(5 * SECOND)
    accept(game, "tide-table")
    do(game, "cross")
    game.go("quay")
    game.ok(c.FinishQuest(character=1, denizen="wat", quest="tide-table"))

    assert (failed, early) == ("failed", "on_cooldown")
    assert game.who().quests["tide-table"].turns == 1


def test_a_timed_quest_goes_on_while_its_taker_is_away() -> None:
    game = game_of()
    accept(game, "tide-table")
    game.ok(c.Leave(character=1))
    left = game.facts[-1]
    game.tick(11 * SECOND)

    assert isinstance(left, e.CharacterLeft)
    game.ok(c.Join(character=left.state))
    game.tick()

    assert game.who().quests["tide-table"].stage == "failed"


def test_a_repeatable_quest_pays_each_time_and_rests_between() -> None:
    game = game_of()
    game.who().items["herring"] = 2
    for rest in (20 * SECOND, 0):
        accept(game, "fish-supper")
        game.ok(c.FinishQuest(character=1, denizen="wat", quest="fish-supper"))
        assert game.no(c.AcceptQuest(character=1, denizen="wat", quest="fish-supper")) == "on_cooldown"
        game.tick(rest or 1)

    assert game.who().wallet == 106
    assert game.who().items == {}


def test_it_is_told_once_when_a_quest_is_open_again() -> None:
    game = game_of()
    game.who().items["herring"] = 1
    accept(game, "fish-supper")
    game.ok(c.FinishQuest(character=1, denizen="wat", quest="fish-supper"))
    done = game.state.tick
    game.tick(5 * SECOND)
    game.ok(c.Leave(character=1))
    left = game.facts[-1]
    assert isinstance(left, e.CharacterLeft)
    game.ok(c.Join(character=left.state))

    early = game.tick(15 * SECOND - 1)
    facts = game.tick()
    later = game.tick(60 * SECOND)

    told = e.QuestReopened(character=1, quest="fish-supper", tick=done + 20 * SECOND)
    assert game.state.tick == done + 80 * SECOND
    assert (early.count(told), facts.count(told), later.count(told)) == (0, 1, 0)


def test_a_quest_fails_by_whatever_its_taker_gains() -> None:
    game = game_of()
    accept(game, "vow")

    game.who().items["herring"] = 1
    accept(game, "fish-supper")
    game.ok(c.FinishQuest(character=1, denizen="wat", quest="fish-supper"))

    assert game.who().quests["vow"].stage == "failed"


def test_ordered_objectives_count_one_after_another() -> None:
    game = game_of()
    accept(game, "errand-in-order")
    game.go("reeds")
    game.ok(c.InteractDenizen(character=1, denizen="nan"))
    early = dict(game.who().quests["errand-in-order"].counts)
    game.go("quay")
    do(game, "mend-nets")
    game.go("reeds")
    game.ok(c.InteractDenizen(character=1, denizen="nan"))
    room = fight(game, "quay")
    for creature in room.creatures.values():
        creature.vitals["health"] = 1.0
    cast(game, "scald")

    assert early == {}
    assert game.who().quests["errand-in-order"].counts == {"nets": 1, "nan": 1, "eels": 2}


def test_one_who_stands_at_the_next_goal_already_has_reached_it() -> None:
    game = game_of()
    accept(game, "look-around")

    game.ok(c.InteractDenizen(character=1, denizen="wat"))

    assert game.who().quests["look-around"].counts == {"talk": 1, "look": 1}


@pytest.mark.parametrize(
    ("choice", "reward", "more"),
    [("crown", {"cutlass": 1}, []), ("sea", {"herring": 1}, ["afterwards"]), (None, {}, [])],
)
def test_a_quest_branches_by_what_was_said(
    choice: str | None, reward: dict[str, int], more: list[str]
) -> None:
    game = game_of()
    accept(game, "sides")
    if choice is not None:
        game.ok(c.InteractDenizen(character=1, denizen="wat"))
        game.ok(c.InteractDenizen(character=1, denizen="wat", choice=choice))
    else:
        game.go("reeds")
        game.ok(c.InteractDenizen(character=1, denizen="nan"))
        game.go("quay")

    game.ok(c.FinishQuest(character=1, denizen="wat", quest="sides"))

    offered = [q for q in ("afterwards",) if game.do(c.AcceptQuest(character=1, denizen="wat", quest=q))]
    assert game.who().items == reward
    assert [quest for quest in offered if quest in game.who().quests] == more


# Spells and lasting effects.


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

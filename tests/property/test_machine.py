"""The same laws under Hypothesis, which makes whatever breaks them as short as it can."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from engine.game import commands as c
from engine.model.catalog import Catalog
from tests.playing import catalog_of
from tests.property.play import Lawful

CHARACTERS = 3
FAIR: Catalog = catalog_of("fair")


def one_of(things: Any) -> st.SearchStrategy[str]:
    """One of the world's things, or one that it does not know."""
    return st.sampled_from([*sorted(things), "no-such-thing"])


who = st.integers(1, CHARACTERS)
items = one_of(FAIR.items)
spells = st.sampled_from(sorted((spell.id, spell.type) for spell in FAIR.spells.values()))
denizens = one_of(FAIR.denizens)
quests = one_of(FAIR.quests)
quantities = st.sampled_from([0, 1, 2, 5, 9_999])
lines = st.lists(st.builds(c.TradeLine, items, quantities), max_size=3).map(tuple)
actions = one_of(
    {"idle", "combat", "train"} | {action for place in FAIR.locations.values() for action in place.actions}
)
structures = one_of({""} | {name for place in FAIR.locations.values() for name in place.structures})
choices = one_of(
    {
        choice.id
        for dialogue in FAIR.dialogues.values()
        for node in dialogue.nodes.values()
        for choice in node.choices
    }
)
numbers = st.none() | st.integers(1, 4)


class Fair(RuleBasedStateMachine):
    """Three characters at the fair. Laws are looked at after each command by `Lawful.do`."""

    @initialize(seed=st.integers(0, 2**64 - 1))
    def begin(self, seed: int) -> None:
        self.world = Lawful(FAIR, seed, characters=CHARACTERS)

    def ask(self, command: c.Ask) -> None:
        """Do what a character asks, take it back, and do it again: the same comes of it."""
        if command.character in self.world.state.characters:
            self.world.try_and_take_back(command)
            self.world.do(command)

    @rule(count=st.sampled_from([1, 1, 2, 10, 20, 100]))
    def time_passes(self, count: int) -> None:
        self.world.try_and_take_back(c.Tick())
        self.world.do(c.Tick(count=count))

    @rule(who=who, action=actions)
    def act(self, who: int, action: str) -> None:
        self.ask(c.ChangeAction(character=who, action=action))

    @rule(who=who, item=items | st.just(""), slot=one_of(FAIR.world.slots))
    def equip(self, who: int, item: str, slot: str) -> None:
        self.ask(c.EquipItem(character=who, item=item, slot=slot))

    @rule(who=who, item=items)
    def wear(self, who: int, item: str) -> None:
        slot = FAIR.items[item].slot if item in FAIR.items else None
        self.ask(c.EquipItem(character=who, item=item, slot=slot or "ring"))

    @rule(who=who, item=items)
    def use(self, who: int, item: str) -> None:
        self.ask(c.UseItem(character=who, item=item))

    @rule(who=who, item=items, quantity=quantities.filter(bool))
    def discard(self, who: int, item: str, quantity: int) -> None:
        self.ask(c.DiscardItem(character=who, item=item, quantity=quantity))

    @rule(who=who, spell=spells, creature=numbers, ally=numbers)
    def cast(self, who: int, spell: tuple[str, str], creature: int | None, ally: int | None) -> None:
        self.ask(c.CastSpell(character=who, spell=spell[0], type=spell[1], creature=creature, ally=ally))

    @rule(who=who, spell=spells)
    def cast_at_whom_it_is_for(self, who: int, spell: tuple[str, str]) -> None:
        self.ask(c.CastSpell(character=who, spell=spell[0], type=spell[1]))

    @rule(who=who, denizen=denizens, choice=st.none() | choices)
    def talk(self, who: int, denizen: str, choice: str | None) -> None:
        self.ask(c.InteractDenizen(character=who, denizen=denizen, choice=choice))

    @rule(who=who, denizen=denizens, sell=lines, buy=lines)
    def trade(
        self, who: int, denizen: str, sell: tuple[c.TradeLine, ...], buy: tuple[c.TradeLine, ...]
    ) -> None:
        self.ask(c.TradeDenizen(character=who, denizen=denizen, sell=sell, buy=buy))

    @rule(who=who, quest=quests)
    def accept(self, who: int, quest: str) -> None:
        giver = FAIR.quests[quest].giver if quest in FAIR.quests else "crier"
        self.ask(c.AcceptQuest(character=who, denizen=giver, quest=quest))

    @rule(who=who, quest=quests)
    def finish(self, who: int, quest: str) -> None:
        taker = FAIR.quests[quest].taker if quest in FAIR.quests else "crier"
        self.ask(c.FinishQuest(character=who, denizen=taker, quest=quest))

    @rule(who=who, quest=quests)
    def abandon(self, who: int, quest: str) -> None:
        self.ask(c.AbandonQuest(character=who, quest=quest))

    @rule(who=who, structure=structures)
    def go_in(self, who: int, structure: str) -> None:
        self.ask(c.ChangeStructure(character=who, structure=structure))

    @rule(who=who, destination=one_of(FAIR.locations))
    def go_to(self, who: int, destination: str) -> None:
        self.ask(c.ChangeLocation(character=who, destination=destination))

    @rule(who=who)
    def fight(self, who: int) -> None:
        self.ask(c.ChangeAction(character=who, action="combat"))
        self.ask(c.CreateRoom(character=who))

    @rule(who=who, room=st.integers(1, 4))
    def join_in(self, who: int, room: int) -> None:
        self.ask(c.ChangeAction(character=who, action="combat"))
        self.ask(c.EnterRoom(character=who, room=room))

    @rule(who=who)
    def leave_the_fight(self, who: int) -> None:
        self.ask(c.LeaveRoom(character=who))

    @rule(who=who)
    def speak(self, who: int) -> None:
        self.ask(c.Say(character=who, text="Roll up."))

    @rule(who=who, grace=st.sampled_from([1, 20, 200]))
    def lose_the_link(self, who: int, grace: int) -> None:
        self.world.do(c.LoseLink(character=who, grace=grace))

    @rule(who=who)
    def regain_the_link(self, who: int) -> None:
        self.world.do(c.RegainLink(character=who))

    @rule(who=who)
    def leave(self, who: int) -> None:
        self.world.do(c.Leave(character=who))

    @precondition(lambda self: self.world.away)
    @rule()
    def come_back(self) -> None:
        self.world.come_back()

    @rule()
    def restart(self) -> None:
        self.world.restart()


TestFair = Fair.TestCase
TestFair.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)

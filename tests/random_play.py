"""Random commands for property tests: mostly sensible, sometimes nonsense, always from a seed."""

from collections.abc import Callable, Iterable
from random import Random

from engine.game import commands as c
from engine.game.state import GameState
from engine.game.view import View
from engine.model.catalog import Catalog


class Player:
    """Draws commands for some characters of a world; one that sees `state` mostly what is possible."""

    def __init__(self, catalog: Catalog, seed: int, characters: int, state: GameState | None = None) -> None:
        self.state = state
        self.random = Random(seed)
        self.catalog = catalog
        self.characters = characters
        self.items = [*catalog.items, "no-such-item"]
        self.slots = [*catalog.world.slots, "tail"]
        self.spells = [(spell.id, spell.type) for spell in catalog.spells.values()] + [("wish", "attack")]
        self.denizens = [*catalog.denizens, "nobody"]
        self.choices = [
            choice.id
            for dialogue in catalog.dialogues.values()
            for node in dialogue.nodes.values()
            for choice in node.choices
        ] + ["flee"]
        self.quests = [*catalog.quests, "riddle"]
        self.locations = [*catalog.locations, "moon"]
        self.structures = [
            "",
            *(s for place in catalog.locations.values() for s in place.structures),
            "attic",
        ]
        self.actions = [
            "idle",
            "combat",
            "train",
            *(a for place in catalog.locations.values() for a in place.actions),
        ]
        self.draws = [
            (12, self._tick),
            (10, self._action),
            (8, self._structure),
            (6, self._location),
            (8, self._equip),
            (6, self._use),
            (8, self._cast),
            (8, self._interact),
            (10, self._trade),
            (8, self._accept),
            (8, self._finish),
            (8, lambda who: c.CreateRoom(character=who)),
            (4, lambda who: c.EnterRoom(character=who, room=self.random.randint(1, 12))),
            (3, lambda who: c.LeaveRoom(character=who)),
            (2, lambda who: c.AbandonQuest(character=who, quest=self.random.choice(self.quests))),
            (2, self._discard),
            (1, lambda who: c.Say(character=who, text="Well met.")),
            (1, lambda who: c.LoseLink(character=who, grace=self.random.choice([1, 40, 400]))),
            (1, lambda who: c.RegainLink(character=who)),
        ]
        self.weights = [weight for weight, _ in self.draws]

    def command(self) -> c.Command:
        """The next command."""
        ((_, draw),) = self.random.choices(self.draws, self.weights)
        return draw(self.random.randint(1, self.characters))

    def _pick(self, who: int, possible: Callable[[View], Iterable[str]], otherwise: list[str]) -> str:
        """Mostly something possible; sometimes anything."""
        if self.state is not None and who in self.state.characters and self.random.random() < 0.8:
            view = View(self.state, self.catalog, self.state.characters[who])
            found = list(possible(view))
            if found:
                return self.random.choice(found)
        return self.random.choice(otherwise)

    def _tick(self, who: int) -> c.Command:
        return c.Tick(count=self.random.choice([1, 1, 2, 5, 20, 60]))

    def _action(self, who: int) -> c.Command:
        return c.ChangeAction(
            character=who, action=self._pick(who, lambda v: [a for a, _ in v.actions()], self.actions)
        )

    def _structure(self, who: int) -> c.Command:
        return c.ChangeStructure(
            character=who,
            structure=self._pick(who, lambda v: ["", *(s for s, _ in v.structures())], self.structures),
        )

    def _location(self, who: int) -> c.Command:
        ways = self._pick(who, lambda v: [way.to for way in v.connections()], self.locations)
        return c.ChangeLocation(character=who, destination=ways)

    def _equip(self, who: int) -> c.Command:
        item = self._pick(who, lambda v: v.who.items, [*self.items, ""])
        fits = self.catalog.items[item].slot if item in self.catalog.items else None
        return c.EquipItem(character=who, item=item, slot=fits or self.random.choice(self.slots))

    def _use(self, who: int) -> c.Command:
        return c.UseItem(character=who, item=self._pick(who, lambda v: v.who.items, self.items))

    def _cast(self, who: int) -> c.Command:
        spell, kind = self.random.choice(self.spells)
        known = self._pick(
            who, lambda v: [one for one in v.who.spells if one in self.catalog.spells], [spell]
        )
        if known in self.catalog.spells:
            spell, kind = known, self.catalog.spells[known].type
        creature = self.random.choice([None, None, None, 1, 2, 3])
        ally = self.random.choice([None, None, None, 1, 2])
        return c.CastSpell(character=who, spell=spell, type=kind, creature=creature, ally=ally)

    def _interact(self, who: int) -> c.Command:
        choice = self._pick(who, self._answers, self.choices) if self.random.random() < 0.5 else None
        return c.InteractDenizen(character=who, denizen=self._denizen(who), choice=choice)

    def _answers(self, view: View) -> list[str]:
        """What may be answered to what a denizen said last."""
        talk = view.who.talk
        dialogue = self.catalog.denizens[talk.denizen].dialogue if talk is not None else None
        if talk is None or dialogue is None:
            return []
        return [choice.id for choice in self.catalog.dialogues[dialogue].nodes[talk.node].choices]

    def _denizen(self, who: int) -> str:
        return self._pick(who, lambda v: [denizen.id for denizen in v.denizens()], self.denizens)

    def _lines(self, who: int, possible: Callable[[View], Iterable[str]]) -> tuple[c.TradeLine, ...]:
        count = self.random.choice([0, 1, 1, 1, 2, 3])
        quantities = [0, 1, 1, 1, 1, 2, 9_999]
        return tuple(
            c.TradeLine(item=self._pick(who, possible, self.items), quantity=self.random.choice(quantities))
            for _ in range(count)
        )

    def _trade(self, who: int) -> c.Command:
        denizen = self._denizen(who)
        known = self.catalog.denizens.get(denizen)
        sells = [ware.item for ware in known.sells] if known else []
        buys = known.buys if known else ()
        return c.TradeDenizen(
            character=who,
            denizen=denizen,
            sell=self._lines(who, lambda v: [item for item in v.who.items if item in buys]),
            buy=self._lines(who, lambda v: sells),
        )

    def _accept(self, who: int) -> c.Command:
        denizen = self._denizen(who)
        quest = self._pick(who, lambda v: [quest.id for quest in v.offers(denizen)], self.quests)
        return c.AcceptQuest(character=who, denizen=denizen, quest=quest)

    def _finish(self, who: int) -> c.Command:
        denizen = self._denizen(who)
        quest = self._pick(who, lambda v: [quest.id for quest in v.takes_back(denizen)], self.quests)
        return c.FinishQuest(character=who, denizen=denizen, quest=quest)

    def _discard(self, who: int) -> c.Command:
        item = self._pick(who, lambda v: v.who.items, self.items)
        return c.DiscardItem(character=who, item=item, quantity=self.random.choice([1, 1, 2]))

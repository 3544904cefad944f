"""What one character may see and do where it stands. The same questions serve showing and doing, so what is
shown can be done and what can be done is shown. Reads, never writes, never rolls."""

from collections.abc import Iterator

from engine.base.dice import Dice
from engine.game.index import WIRE_ACTIONS, index_of
from engine.game.state import Character, GameState, ware_key
from engine.game.subject import Person
from engine.model.catalog import Catalog
from engine.model.clause import Formula
from engine.model.denizen import Denizen, Ware
from engine.model.item import Item
from engine.model.location import Action, Connection, Location, Place, Structure
from engine.model.quest import Quest


class View:
    """The world through one character's eyes."""

    __slots__ = ("catalog", "person", "state", "who")

    def __init__(self, state: GameState, catalog: Catalog, who: Character) -> None:
        self.state = state
        self.catalog = catalog
        self.who = who
        self.person = Person(state, catalog, who)

    @property
    def location(self) -> Location:
        """Where it is."""
        return self.catalog.locations[self.who.location]

    def structures(self) -> Iterator[tuple[str, Structure]]:
        """Structures it may go into, and the one it stands in."""
        for structure, definition in self.location.structures.items():
            if structure == self.who.structure or self.person.holds(definition.requires):
                yield structure, definition

    def actions(self) -> Iterator[tuple[str, Action]]:
        """Actions it may begin here, by their id on the wire."""
        for action, definition in self.actions_here():
            if self.person.holds(definition.requires):
                yield action, definition

    def actions_here(self) -> Iterator[tuple[str, Action]]:
        """All actions of this spot, possible or not, by their id on the wire."""
        for action, definition in self.location.actions.items():
            if definition.structure == self.who.structure:
                yield WIRE_ACTIONS.get(definition.type, action), definition

    def action(self, wire_id: str) -> Action | None:
        """The action of this spot that bears this id on the wire."""
        here = (self.location.id, self.who.structure)
        return index_of(self.catalog).actions_at.get(here, {}).get(wire_id)

    def connections(self) -> Iterator[Connection]:
        """Ways it may go from here, one for each destination."""
        seen = set()
        for way in self.connections_here():
            if way.to not in seen and self.person.holds(way.requires):
                seen.add(way.to)
                yield way

    def connections_here(self) -> Iterator[Connection]:
        """All ways from this spot."""
        return (way for way in self.location.connections if way.structure == self.who.structure)

    def denizens(self) -> Iterator[Denizen]:
        """Denizens it meets here."""
        place = Place(location=self.who.location, structure=self.who.structure)
        for denizen in index_of(self.catalog).denizens_at.get(place, ()):
            if self.person.holds(denizen.requires):
                yield denizen

    def meets(self, denizen: Denizen) -> bool:
        """Whether it can reach this denizen now."""
        here = denizen.at == Place(location=self.who.location, structure=self.who.structure)
        return here and self.person.holds(denizen.requires)

    def offers(self, denizen: str) -> Iterator[Quest]:
        """Quests that a denizen offers now."""
        for quest in index_of(self.catalog).given_by.get(denizen, ()):
            if self.person.quest_offered(quest.id):
                yield quest

    def takes_back(self, denizen: str) -> Iterator[Quest]:
        """Quests that a denizen takes back now."""
        for quest in index_of(self.catalog).taken_by.get(denizen, ()):
            if self.person.quest_met(quest.id):
                yield quest

    def wares(self, denizen: Denizen) -> Iterator[tuple[Ware, Item, int]]:
        """What a denizen sells and has left, with the price in copper now."""
        for ware in denizen.sells:
            if self.stock(denizen.id, ware) != 0:
                item = self.catalog.items[ware.item]
                yield ware, item, self.price_to_buy(item)

    def stock(self, denizen: str, ware: Ware) -> int | None:
        """How many are left of a ware; None when it never runs out."""
        if ware.stock is None:
            return None
        state = self.state.stock.get(ware_key(denizen, ware.item))
        return ware.stock if state is None else state.amount

    def price_to_buy(self, item: Item) -> int:
        """What this character pays for one, in copper."""
        return self._price(self.catalog.rules.price_to_buy, item)

    def price_to_sell(self, item: Item) -> int:
        """What this character gets for one, in copper."""
        return self._price(self.catalog.rules.price_to_sell, item)

    def _price(self, formula: Formula, item: Item) -> int:
        names = {"price": float(item.price)}
        if not formula.names <= names.keys():
            names = {**self.person.names(formula), **names}
        # Showing a price never draws chance: the compiler refuses dice in price formulas.
        return max(0, formula.whole(names, _NO_DICE))

    def creatures_here(self) -> bool:
        """Whether a combat room here would hold any creatures."""
        place = Place(location=self.who.location, structure=self.who.structure)
        return place in index_of(self.catalog).creatures_at


_NO_DICE = Dice(0)

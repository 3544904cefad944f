"""The parts of a character, a place and a fight as the wire shows them now. Reads, and never writes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import UNSET

from engine.base.dice import Dice
from engine.base.ids import IDLE
from engine.base.units import wallet_of
from engine.game import derived
from engine.game.state import VITALS, Character, EffectState, GameState, Progress, QuestState, Room
from engine.game.subject import Person
from engine.game.view import View
from engine.model.catalog import Catalog
from engine.model.clause import Formula
from engine.model.denizen import Denizen
from engine.model.quest import Objective
from engine.model.quest import Quest as QuestDefinition
from engine.protocol import parts
from engine.protocol import server_events as server
from engine.protocol.envelope import ready, ready_list, with_key
from engine.protocol.fragments import Fragments, effect_type, effect_value, wire_spell
from engine.protocol.server_events import ServerPayload

_SHOWN_HERE: Final = 50
"""The most characters that are named in one frame, from the protocol."""
_STILL: Final = Dice(0)


class Look:
    """One character, seen by its own client."""

    __slots__ = ("catalog", "fragments", "person", "state", "view", "who")

    def __init__(self, state: GameState, catalog: Catalog, fragments: Fragments, who: Character) -> None:
        self.state = state
        self.catalog = catalog
        self.fragments = fragments
        self.who = who
        self.person = Person(state, catalog, who)
        self.view = View(state, catalog, who)

    # Each method is one part, named as the key it stands under.

    def action(self) -> parts.CurrentAction:
        """What it does. `idle` has duration 1 and counter 0."""
        doing = self.who.action
        if doing.id == IDLE:
            return parts.CurrentAction(id=IDLE, duration=1, counter=0)
        passed = min(self.state.tick - doing.started, doing.duration)
        return parts.CurrentAction(id=doing.id, duration=doing.duration, counter=passed)

    def coordinates(self) -> parts.Coordinates:
        """Where it is."""
        return parts.Coordinates(location=self.who.location, structure=self.who.structure)

    def inventory(self) -> parts.Inventory:
        """What it carries, by id. What the content no longer knows is kept and not shown."""
        items = self.fragments.items
        return parts.Inventory(
            items=ready_list(
                with_key(items[item], "amount", self.who.items[item])
                for item in sorted(self.who.items)
                if item in items
            )
        )

    def equipment(self) -> dict[str, Any]:
        """What it wears: every slot, with an item or null."""
        worn = ((slot, self.who.equipment.get(slot, "")) for slot in self.catalog.world.slots)
        return {
            slot: ready(self.fragments.items[item]) if item in self.fragments.items else None
            for slot, item in worn
        }

    def effects(self) -> tuple[parts.ActiveEffect, ...]:
        """Lasting effects at work."""
        return active_effects(self.catalog, self.state.tick, self.who.effects)

    def progression(self) -> parts.Progression:
        """Level and experience."""
        return parts.Progression(
            level=self.who.level,
            experience=self.who.experience,
            experience_next_level=self._to_next(self.catalog.rules.experience_to_next, self.who.level),
        )

    def quests(self) -> parts.Quests:
        """Quests under way, and quests handed in and not taken again."""
        shown: dict[str, list[parts.Quest]] = {"proceeding": [], "finished": []}
        # By when they were taken or ended: the order in memory is not kept over a restart.
        for quest, state in sorted(self.who.quests.items(), key=lambda one: (one[1].since, one[0])):
            definition = self.catalog.quests.get(quest)
            if definition is not None and state.stage in shown:
                shown[state.stage].append(self._quest(definition, state))
        return parts.Quests(proceeding=tuple(shown["proceeding"]), finished=tuple(shown["finished"]))

    def _quest(self, quest: QuestDefinition, known: QuestState) -> parts.Quest:
        over = known.stage == "finished"
        timed = quest.fails_after if known.stage == "proceeding" else None
        counts = [
            objective.amount if over else self.person.objective_count(quest.id, number)
            for number, objective in enumerate(quest.objectives)
        ]
        several = len(quest.objectives) > 1
        return parts.Quest(
            id=quest.id,
            type="several" if several else quest.objectives[0].kind,
            title=quest.title,
            description=quest.description,
            current_amount=sum(counts),
            objective_amount=sum(objective.amount for objective in quest.objectives),
            finished=over or self.person.quest_met(quest.id),
            objectives=tuple(
                parts.QuestObjective(
                    id=objective.id,
                    type=objective.kind,
                    text=objective_text(self.catalog, objective),
                    current_amount=count,
                    objective_amount=objective.amount,
                )
                for objective, count in zip(quest.objectives, counts, strict=True)
            )
            if several
            else UNSET,
            duration=UNSET if timed is None else timed,
            counter=UNSET if timed is None else min(self.state.tick - known.since, timed),
        )

    def skills(self) -> tuple[parts.Skill, ...]:
        """All skills of the world, trained or not."""
        bonuses = derived.skill_bonuses(self.catalog, self.who)
        formula = self.catalog.rules.skill_experience_to_next
        shown = []
        for skill in self.catalog.skills:
            progress = self.who.skills.get(skill, Progress())
            shown.append(
                parts.Skill(
                    id=skill,
                    level=progress.level,
                    bonus_level=bonuses.get(skill, 0),
                    experience=progress.experience,
                    experience_next_level=self._to_next(formula, progress.level),
                    skill=ready(self.fragments.skills[skill]),
                )
            )
        return tuple(shown)

    def _to_next(self, formula: Formula, level: int) -> int:
        names: Mapping[str, float] = {"level": float(level)}
        if not formula.names <= names.keys():
            names = {**self.person.names(formula), **names}
        return max(1, formula.whole(names, _STILL))

    def spells(self) -> parts.Spells:
        """Spells it knows, by type."""
        known: dict[str, list[parts.Spell]] = {}
        for spell, cast_at in sorted(self.who.spells.items()):
            definition = self.catalog.spells.get(spell)
            if definition is None:
                continue
            passed = definition.cooldown if cast_at is None else self.state.tick - cast_at
            known.setdefault(definition.type, []).append(
                wire_spell(definition, min(passed, definition.cooldown))
            )
        return parts.Spells(
            healing=tuple(known.get("healing", ())),
            attack=tuple(known.get("attack", ())),
            other=tuple(known["other"]) if "other" in known else UNSET,
        )

    def vitals(self) -> parts.Vitals:
        """Health, mana and stamina."""
        return vitals_of(self.catalog, self.who)

    def wallet(self) -> parts.Wallet:
        """Coins in normal form."""
        copper, silver, gold = wallet_of(self.who.wallet)
        return parts.Wallet(copper=copper, silver=silver, gold=gold)

    def combat_attributes(self) -> parts.CombatAttributes:
        """What it brings to a fight."""
        values = derived.combat_of(self.catalog, self.who)
        return parts.CombatAttributes(
            attack=round(values.attack, 3),
            attack_speed=round(values.attack_speed, 3),
            defense=round(values.defense, 3),
        )

    def character(self) -> server.CharacterUpdate:
        """All of the above at once."""
        return server.CharacterUpdate(
            id_user=self.who.user,
            id_character=self.who.id,
            name=self.who.name,
            **{part: getattr(self, part)() for part in CHARACTER_PARTS},
        )

    def location(self) -> server.LocationUpdate:
        """The place, and what may be done in it."""
        location = self.view.location
        return server.LocationUpdate(
            location=parts.Location(
                id=location.id,
                name=location.name,
                description=location.description,
                size_x=location.size.x,
                size_y=location.size.y,
                structures=ready_list(
                    self.fragments.structures[location.id, structure]
                    for structure, _ in self.view.structures()
                ),
            ),
            actions=tuple(
                parts.Action(id=action, label=found.label) for action, found in self.view.actions()
            ),
            connections=tuple(
                parts.Connection(destination=way.to, label=way.label, x=way.at.x, y=way.at.y)
                for way in self.view.connections()
            ),
            denizens=tuple(self._denizen(denizen) for denizen in self.view.denizens()),
        )

    def _denizen(self, denizen: Denizen) -> parts.Denizen:
        at = self.fragments.item_at
        sell = ready_list(at(item.id, price) for _, item, price in self.view.wares(denizen))
        bought = (self.catalog.items[item] for item in denizen.buys)
        buy = ready_list(at(item.id, self.view.price_to_sell(item)) for item in bought)
        offered = [*self.view.offers(denizen.id), *self.view.takes_back(denizen.id)]
        quests = tuple(
            parts.QuestOffer(id=quest.id, title=quest.title, description=quest.description)
            for quest in offered
        )
        return parts.Denizen(
            id=denizen.id,
            name=denizen.name,
            icon=denizen.icon,
            trade=parts.Trade(sell=sell if denizen.sells else None, buy=buy if denizen.buys else None),
            quests=quests or None,
        )

    def rooms(self) -> server.CombatRoomsUpdate:
        """The combat rooms of this spot."""
        return server.CombatRoomsUpdate(
            combat_instances=tuple(
                parts.CombatInstance(
                    id=str(room.id),
                    name=room_name(self.catalog, room),
                    structure=room.structure,
                    characters=len(room.members),
                )
                for room in self.state.rooms.values()
                if (room.location, room.structure) == (self.who.location, self.who.structure)
            )
        )

    def here(self) -> server.LocationCharactersUpdate:
        """Who is at this location and structure, this character included."""
        place = self.who.location, self.who.structure
        names = sorted(
            other.name
            for other in self.state.characters.values()
            if (other.location, other.structure) == place
        )
        return server.LocationCharactersUpdate(
            count=len(names),
            characters=tuple(parts.CharacterHere(name=name) for name in names[:_SHOWN_HERE]),
        )


CHARACTER_PARTS: Final = (
    "action",
    "coordinates",
    "inventory",
    "equipment",
    "effects",
    "progression",
    "quests",
    "skills",
    "spells",
    "vitals",
    "wallet",
    "combat_attributes",
)
"""The parts of CHARACTER_UPDATE, each of which has an event of its own."""


def vitals_of(catalog: Catalog, who: Character) -> parts.Vitals:
    """A character's vitals, to the hundredth."""
    most = {vital: derived.most_of(catalog, who, vital) for vital in VITALS}
    return parts.Vitals(
        health=shown_vital(who.vitals["health"]),
        max_health=most["health"],
        mana=shown_vital(who.vitals["mana"]),
        max_mana=most["mana"],
        stamina=shown_vital(who.vitals["stamina"]),
        max_stamina=most["stamina"],
    )


def active_effects(
    catalog: Catalog, tick: int, effects: Mapping[str, EffectState]
) -> tuple[parts.ActiveEffect, ...]:
    """The lasting effects at work on a character or a creature, by id."""
    return tuple(
        parts.ActiveEffect(
            source=state.source,
            source_name=state.source_name,
            type=effect_type(lasting),
            category=lasting.category,
            value=effect_value(lasting),
            duration=max(0, state.ends - state.started),
            counter=max(0, tick - state.started),
            stacks=state.stacks,
        )
        for effect, state in sorted(effects.items())
        if (lasting := catalog.effects.get(effect)) is not None
    )


def shown_vital(value: float) -> float:
    """To the hundredth; what is left of a life never shows as none."""
    return round(value, 2) or (0.01 if value > 0 else 0)


def room_name(catalog: Catalog, room: Room) -> str:
    """What a combat room is called: the place it is in, and its number."""
    location = catalog.locations[room.location]
    structure = location.structures.get(room.structure)
    return f"{structure.label if structure else location.name} · {room.id}"


_OBJECTIVE_TEXTS: Final[Mapping[str, Callable[[Catalog, Objective], str]]] = {
    "talk": lambda c, o: f"Talk to {c.denizens[o.talk.denizen].name}" if o.talk else "",
    "kill": lambda c, o: f"Defeat: {c.creatures[o.kill.creature].name}" if o.kill else "",
    "collect": lambda c, o: f"Bring: {c.items[o.collect.item].name}" if o.collect else "",
    "visit": lambda c, o: f"Go to {_place_name(c, o)}",
    "do": lambda c, o: (
        f"{c.locations[o.do.location].actions[o.do.action].label}, {c.locations[o.do.location].name}"
        if o.do
        else ""
    ),
}


def _place_name(catalog: Catalog, objective: Objective) -> str:
    if objective.visit is None:
        return ""
    location = catalog.locations[objective.visit.location]
    structure = location.structures.get(objective.visit.structure)
    return f"{structure.label}, {location.name}" if structure else location.name


def objective_text(catalog: Catalog, objective: Objective) -> str:
    """What is to be done, in words."""
    return _OBJECTIVE_TEXTS[objective.kind](catalog, objective)


PART_EVENTS: Final[Mapping[str, tuple[str, type[ServerPayload]]]] = {
    "action": ("CHARACTER_CURRENT_ACTION_UPDATE", server.CharacterCurrentActionUpdate),
    "coordinates": ("CHARACTER_CURRENT_COORDINATES_UPDATE", server.CharacterCurrentCoordinatesUpdate),
    "combat_attributes": ("CHARACTER_ATTRIBUTES_UPDATE", server.CharacterAttributesUpdate),
    "progression": ("CHARACTER_PROGRESSION_UPDATE", server.CharacterProgressionUpdate),
    "effects": ("CHARACTER_EFFECTS_UPDATE", server.CharacterEffectsUpdate),
    "spells": ("CHARACTER_SPELLS_UPDATE", server.CharacterSpellsUpdate),
    "vitals": ("CHARACTER_VITALS_UPDATE", server.CharacterVitalsUpdate),
    "skills": ("CHARACTER_SKILLS_UPDATE", server.CharacterSkillsUpdate),
    "inventory": ("CHARACTER_INVENTORY_UPDATE", server.CharacterInventoryUpdate),
    "equipment": ("CHARACTER_EQUIPMENT_UPDATE", server.CharacterEquipmentUpdate),
    "wallet": ("CHARACTER_WALLET_UPDATE", server.CharacterWalletUpdate),
    "quests": ("CHARACTER_QUESTS_UPDATE", server.CharacterQuestsUpdate),
}
"""The event of each part of CHARACTER_UPDATE, in the order in which parts are sent."""

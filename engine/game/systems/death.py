"""Death: once, out of the fight, and awake somewhere safe."""

from engine.game.derived import most_of
from engine.game.events import Died, VitalChanged
from engine.game.turn import Turn
from engine.game.verbs import growth, holdings, lasting, rooms, travel, vitals
from engine.model.location import Place


def on_vital(turn: Turn, fact: VitalChanged) -> None:
    """A character whose health is gone dies."""
    if fact.vital != "health" or fact.value > 0:
        return
    who = turn.state.characters.get(fact.character)
    if who is None or who.vitals["health"] > 0:
        return
    rooms.leave(turn, who)
    for effect in sorted(who.effects):
        lasting.end(turn, who, effect)
    world = turn.catalog.world
    here = turn.catalog.locations.get(who.location)
    place: Place = (here.respawn if here else None) or world.respawn or world.start
    rule = turn.rules.death
    coins = int(who.wallet * _share(turn.formula(rule.coins_lost, {}, who)))
    experience = int(who.experience * _share(turn.formula(rule.experience_lost, {}, who)))
    holdings.take_coins(turn, who, coins, "death")
    growth.lose(turn, who, experience)
    turn.emit(Died(character=who.id, location=place.location, structure=place.structure))
    health = most_of(turn.catalog, who, "health") * _share(turn.formula(rule.health, {}, who))
    vitals.put(turn, who, "health", max(1.0, float(int(health))))
    travel.move(turn, who, place.location, place.structure, wake=True)


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0)

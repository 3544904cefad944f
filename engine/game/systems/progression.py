"""What a new level brings."""

from engine.game.events import LevelReached
from engine.game.state import VITALS
from engine.game.turn import Turn
from engine.game.verbs import vitals


def on_level(turn: Turn, fact: LevelReached) -> None:
    """Raise the vitals of a character, or let a skill's milestones happen."""
    who = turn.character(fact.character)
    if fact.skill is None:
        for vital in VITALS:
            amount = int(turn.formula(getattr(turn.rules.level_up, vital), {"level": fact.level}, who))
            vitals.raise_most(turn, who, vital, amount)
        return
    skill = turn.catalog.skills.get(fact.skill)
    if skill is None:
        return
    for milestone in skill.milestones:
        if milestone.level == fact.level:
            turn.perform(milestone.then, who, f"skills/{skill.id} milestones")

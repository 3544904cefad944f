"""Experience and levels, of characters and of their skills."""

from typing import Final

from engine.base.units import WIRE_MAX
from engine.game.events import ExperienceChanged, LevelReached, Noticed
from engine.game.state import Character, Progress
from engine.game.turn import Turn

_MOST_LEVELS_AT_ONCE: Final = 1000
"""A guard against rules under which levels cost next to nothing; what is left over is kept below a level."""


def to_next(turn: Turn, who: Character, skill: str | None, level: int) -> int:
    """Experience from this level to the next, at least 1."""
    rules = turn.rules
    formula = rules.experience_to_next if skill is None else rules.skill_experience_to_next
    return max(1, int(turn.formula(formula, {"level": level}, who)))


def progress_of(who: Character, skill: str | None) -> Progress:
    """Where a character stands, in a skill or in general."""
    if skill is None:
        return Progress(level=who.level, experience=who.experience)
    return who.skills.get(skill, Progress())


def grant(turn: Turn, who: Character, skill: str | None, amount: int) -> None:
    """Give experience. One grant may bring several levels; the rest carries over."""
    if amount <= 0:
        return
    now = progress_of(who, skill)
    level, experience = now.level, min(WIRE_MAX, now.experience + amount)
    reached: list[int] = []
    while experience >= (needed := to_next(turn, who, skill, level)):
        if len(reached) == _MOST_LEVELS_AT_ONCE:
            experience = needed - 1
            break
        experience -= needed
        level += 1
        reached.append(level)
    turn.emit(
        ExperienceChanged(character=who.id, skill=skill, amount=amount, level=level, experience=experience)
    )
    for new in reached:
        turn.emit(LevelReached(character=who.id, skill=skill, level=new))
    if reached:
        _tell(turn, who, skill, level)


def _tell(turn: Turn, who: Character, skill: str | None, level: int) -> None:
    """Tell the player once, however many levels there were: each alone would flood a client."""
    if skill is None:
        text = f"You have reached level {level}."
    elif skill in turn.catalog.skills:
        text = f"{turn.catalog.skills[skill].name} is now at level {level}."
    else:
        return
    turn.emit(Noticed(character=who.id, kind="level", text=text))


def lose(turn: Turn, who: Character, amount: int) -> None:
    """Take general experience, never below the beginning of the level."""
    amount = min(amount, who.experience)
    if amount > 0:
        turn.emit(
            ExperienceChanged(
                character=who.id,
                skill=None,
                amount=-amount,
                level=who.level,
                experience=who.experience - amount,
            )
        )

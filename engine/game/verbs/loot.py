"""Rolling and giving loot."""

from typing import Final

from engine.game.state import Character
from engine.game.turn import Turn
from engine.game.verbs import holdings
from engine.model.item import Amount, Loot, TableLine


def falls(turn: Turn, who: Character, line: Loot, skill: int) -> bool:
    """Roll whether a line of loot falls to a character with this level of the skill that counts."""
    names = {"base": line.chance.base, "per_level": line.chance.per_level, "skill": float(skill)}
    return turn.dice.chance(turn.formula(turn.rules.gather_chance, names, who))


MOST_DRAWS: Final = 1000
"""A guard against formulas that draw without measure: so often one line of loot draws from tables in all."""


def give(turn: Turn, who: Character, line: Loot | TableLine, skill: int, cause: str) -> None:
    """Give what a line holds, drawing from its table if it names one."""
    _give(turn, who, line, skill, cause, [MOST_DRAWS])


def _give(
    turn: Turn, who: Character, line: Loot | TableLine, skill: int, cause: str, draws: list[int]
) -> None:
    if line.item is not None:
        holdings.give_item(turn, who, line.item, _amount(turn, who, line.amount, skill), cause)
    elif line.coins is not None:
        holdings.give_coins(turn, who, line.coins * _amount(turn, who, line.amount, skill), cause)
    elif line.table is not None:
        lines = turn.catalog.loot_tables[line.table].lines
        for _ in range(min(draws[0], _amount(turn, who, line.amount, skill))):
            if draws[0] == 0:
                return
            draws[0] -= 1
            drawn = lines[turn.dice.pick([line.weight for line in lines])]
            _give(turn, who, drawn, skill, cause, draws)


def _amount(turn: Turn, who: Character, amount: Amount, skill: int) -> int:
    if amount.base is not None:
        names = {"base": amount.base, "per_level": amount.per_level, "skill": float(skill)}
        return max(0, int(turn.formula(turn.rules.gather_amount, names, who)))
    low = 1 if amount.min is None else amount.min
    high = low if amount.max is None else amount.max
    return low if low == high else turn.dice.between(low, high)

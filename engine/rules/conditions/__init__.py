"""All conditions, in one explicit list."""

from typing import Final

from engine.rules.conditions import character, holdings, logic, story
from engine.rules.registry import ConditionEntry

CONDITIONS: Final[tuple[ConditionEntry, ...]] = (
    *logic.ENTRIES,
    *character.ENTRIES,
    *holdings.ENTRIES,
    *story.ENTRIES,
)
"""Every kind of condition a writer may use."""

"""All effects, in one explicit list."""

from typing import Final

from engine.rules.effects import character, holdings, logic, story
from engine.rules.registry import EffectEntry

EFFECTS: Final[tuple[EffectEntry, ...]] = (
    *holdings.ENTRIES,
    *character.ENTRIES,
    *story.ENTRIES,
    *logic.ENTRIES,
)
"""Every kind of effect a writer may use."""

"""The descriptions that things have when `gamectl new` begins them: what a writer might tell there."""

from collections.abc import Mapping
from typing import Final

DESCRIPTIONS: Final[Mapping[str, str]] = {
    "skills": "What it is to be good at this.",
    "items": "What one sees when one looks closer.",
    "effects": "How it feels.",
    "spells": "What the air does when it is cast.",
    "creatures": "What it does when it believes itself alone.",
    "locations": "What one sees, hears and smells on arriving.",
    "denizens": "What one notices first.",
    "quests": "What is asked for, and why.",
}

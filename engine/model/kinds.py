"""The kinds of things that content is made of, and the plain forms it goes through."""

from collections.abc import Mapping
from typing import Any, Final

SINGLE_KINDS: Final = ("world", "rules", "moved")
"""Kinds with a single body and no id."""

KINDS: Final = (
    "skills",
    "items",
    "item_sets",
    "effects",
    "spells",
    "creatures",
    "loot_tables",
    "locations",
    "denizens",
    "dialogues",
    "quests",
    "flags",
)
"""Kinds with ids."""

TEST_KINDS: Final = ("scenes", "balance")
"""Kinds with ids that say what a world should be. No game runs them, so they stay plain data."""

PlainContent = Mapping[str, Any]
"""Checked content as plain data: for each of `SINGLE_KINDS` one body, for each of `KINDS` and `TEST_KINDS`
a mapping from id to body; all units are integers already (ticks, copper, minutes), all short forms
written out."""


Canonical = Mapping[str, Mapping[str, bytes]]
"""The same as JSON, thing by thing: each body by kind and id ("" for those of `SINGLE_KINDS`), without the id
in it, and the same bytes whatever the order of its keys."""

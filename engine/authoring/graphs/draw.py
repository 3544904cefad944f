"""Every picture of a world that can be drawn, by its name."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.authoring.graphs.draw_map import draw_map
from engine.authoring.graphs.draw_quests import draw_quests
from engine.authoring.graphs.draw_uses import draw_uses
from engine.authoring.graphs.picture import Picture
from engine.authoring.opened import OpenWorld

Draw = Callable[[OpenWorld, str | None, int], Picture]
"""From a world, the key of what stands in the middle, and how many steps around it."""

DRAWINGS: Final[Mapping[str, Draw]] = {"map": draw_map, "quests": draw_quests, "uses": draw_uses}
"""Every picture by its name."""

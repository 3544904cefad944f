"""New characters, as the world says they are."""

from engine.game.state import VITALS, Character, Progress
from engine.model.catalog import Catalog


def new_character(catalog: Catalog, *, id: int, user: int, name: str) -> Character:  # noqa: A002 - the field's name
    """A character as it enters the world for the first time, with all skills of the world at level 0."""
    start = catalog.world.start
    new = catalog.world.character
    return Character(
        id=id,
        user=user,
        name=name,
        location=start.location,
        structure=start.structure,
        level=new.level,
        wallet=new.wallet,
        items={stack.item: stack.amount for stack in new.items},
        equipment=dict(new.equipment),
        skills={skill: Progress() for skill in catalog.skills},
        spells=dict.fromkeys(new.spells),
        vitals={vital: float(getattr(new.vitals, vital)) for vital in VITALS},
        new=True,
    )

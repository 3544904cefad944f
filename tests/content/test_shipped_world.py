"""The world that ships: without a finding, and with something for every part of the game."""

from collections import Counter

from engine.compiler.compile import compile_world
from engine.shipped import shipped


def test_the_shipped_world_has_no_finding() -> None:
    report = compile_world(shipped("content")).report

    assert list(report.diagnostics) == []


def test_every_slot_can_be_filled() -> None:
    catalog = compile_world(shipped("content")).catalog
    assert catalog is not None

    slots = {item.slot for item in catalog.items.values()}

    assert slots >= set(catalog.world.slots)


def test_the_story_uses_every_kind_of_objective() -> None:
    catalog = compile_world(shipped("content")).catalog
    assert catalog is not None

    kinds = Counter(objective.kind for quest in catalog.quests.values() for objective in quest.objectives)

    assert set(kinds) == {"talk", "kill", "collect", "visit", "do"}


def test_every_skill_can_be_trained() -> None:
    catalog = compile_world(shipped("content")).catalog
    assert catalog is not None
    by_action = {
        gain.skill
        for place in catalog.locations.values()
        for action in place.actions.values()
        for gain in action.experience
    }
    wielded = {
        skill.id
        for skill in catalog.skills.values()
        for item in catalog.items.values()
        if item.category in (*skill.weapons, *skill.blocks_with) or "unarmed" in skill.weapons
    }
    cast = {spell.school for spell in catalog.spells.values()}

    assert by_action | wielded | cast == set(catalog.skills)

"""Pages about things that do not fit each other: the later part of the band 21, and balance."""

from typing import Final

from engine.compiler.pages.page import Page

_HAT: Final = """\
items:
  hat:
    name: Hat
    description: Wide.
    icon: thing.svg
    type: equipment
    category: weapon
    rarity: common
    price: 2c
"""
_FIRE: Final = """\
spells:
  fire:
    name: Fire
    description: Hot.
    icon: thing.svg
    type: attack
    school: MENDING
    mana: 2
    cooldown: 3s
    target: creature
    value: 3
"""
_AXES: Final = "skills:\n  AXES: {name: Axes, description: Heavy., category: weapon, weapons: [axe]}\n"

_OTTO: Final = "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, buys: [bread]}\n"

PAGES: Final = (
    Page(
        code="E2131",
        title="an item would be worn where there is no slot",
        text=(
            "Equipment and tools are worn in the slot that their `category` names; weapons and "
            "shields in `weapon` and `offhand`. The world has no such slot, so the item could never "
            "be worn."
        ),
        broken={"hat.yaml": _HAT.replace("category: weapon", "category: head")},
        fixed={"hat.yaml": _HAT},
    ),
    Page(
        code="E2132",
        title="a new character wears something where it does not belong",
        text="Each item is worn in one slot. The finding says which one it is.",
        broken={
            "hat.yaml": _HAT,
            "world.yaml": "world:\n  title: Small\n  version: 1.0.0\n  start: {location: harbor}\n"
            "  slots: [weapon, offhand, pickaxe]\n  character:\n    vitals: {health: 20}\n"
            "    combat: {attack: 1, attack_speed: 1, defense: 0}\n    equipment: {offhand: knife}\n",
        },
        fixed={"hat.yaml": _HAT},
    ),
    Page(
        code="E2133",
        title="two skills cover the same sort of weapon",
        text=(
            "When a weapon hits, one skill gets better. Two skills that name the same category would "
            "leave it open which."
        ),
        broken={"axes.yaml": _AXES.replace("[axe]", "[sword]")},
        fixed={"axes.yaml": _AXES},
    ),
    Page(
        code="E2134",
        title="a spell is cast on those it cannot reach",
        text=(
            "A healing spell heals characters: `self`, `ally` or `all_allies`. An attack spell "
            "strikes creatures: `creature` or `all_creatures`."
        ),
        broken={"fire.yaml": _FIRE.replace("target: creature", "target: ally")},
        fixed={"fire.yaml": _FIRE},
    ),
    Page(
        code="E2135",
        title="a loot table draws from itself",
        text=(
            "Tables may draw from tables, but never come back to the one they began with: the draw "
            "would not end."
        ),
        broken={
            "tables.yaml": (
                "loot_tables:\n  finds: [{table: more, weight: 1}]\n  more: [{table: finds, weight: 1}]\n"
            )
        },
        fixed={"tables.yaml": "loot_tables: {}\n"},
    ),
    Page(
        code="W6001",
        title="something can be bought and sold again at a gain",
        text=(
            "A character could stand between two denizens, or before one, and make money without end. The "
            "rules `price_to_buy` and `price_to_sell` say what is paid and what is got for an item."
        ),
        broken={"rules.yaml": "rules: {price_to_sell: price + 1}\n", "otto.yaml": _OTTO},
        fixed={"rules.yaml": "rules: {price_to_sell: floor(price / 2)}\n", "otto.yaml": _OTTO},
    ),
    Page(
        code="W6004",
        title="a consumable does nothing",
        text="Using it would only use it up. Say what happens with `on_use`, or make it a `material`.",
        broken={"hat.yaml": _HAT.replace("type: equipment", "type: consumable")},
        fixed={"hat.yaml": _HAT.replace("type: equipment", "type: consumable") + "    on_use: [{heal: 1}]\n"},
    ),
    Page(
        code="W6007",
        title="something should grow with a skill, but no skill is named",
        text="`per_level` counts the levels of the action's `skill`. Without one it always counts 0.",
        broken={
            "mine.yaml": (
                "locations:\n"
                "  mine:\n"
                "    name: Mine\n"
                "    description: Dark.\n"
                "    size: {x: 6, y: 6}\n"
                "    connections: [{to: harbor, label: Out, at: {x: 0, y: 3}}]\n"
                "    actions:\n"
                "      pick:\n"
                "        label: Pick\n"
                "        type: gather\n"
                "        duration: 4s\n"
                "        loot: [{item: ore, chance: {base: 0.5, per_level: 0.1}}]\n"
            )
        },
        fixed={
            "mine.yaml": (
                "locations:\n"
                "  mine:\n"
                "    name: Mine\n"
                "    description: Dark.\n"
                "    size: {x: 6, y: 6}\n"
                "    connections: [{to: harbor, label: Out, at: {x: 0, y: 3}}]\n"
                "    actions:\n"
                "      pick:\n"
                "        label: Pick\n"
                "        type: gather\n"
                "        duration: 4s\n"
                "        skill: MINING\n"
                "        loot: [{item: ore, chance: {base: 0.5, per_level: 0.1}}]\n"
            )
        },
    ),
)

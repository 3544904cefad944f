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
items:
  page: {based_on: bread, name: Page, on_use: [{learn_spell: fire}]}
"""
_AXES: Final = "skills:\n  AXES: {name: Axes, description: Heavy., category: weapon, weapons: [axe]}\n"

_STOCKED: Final = (
    "denizens:\n  otto:\n    name: Otto\n    icon: thing.svg\n    at: {location: mine}\n    buys: [pickaxe]\n"
)
_PURSE: Final = """\
denizens:
  otto: {name: Otto, icon: thing.svg, at: {location: mine}, sells: [purse]}
items:
  purse: {based_on: bread, name: Purse, on_use: [{give_coins: 3c}]}
"""
_GULL: Final = """\
creatures:
  gull: {based_on: crab, name: Gull, loot: [{item: ore, chance: 0.5}]}
items:
  whistle: {based_on: ore, name: Whistle, on_equip: [{spawn: {creature: gull}}]}
"""
_TABLE: Final = """\
creatures:
  gull: {based_on: crab, name: Gull, loot: [{table: finds}]}
items:
  whistle: {based_on: ore, name: Whistle, on_equip: [{spawn: {creature: gull}}]}
loot_tables:
  finds: [{item: ore, weight: 9}, {item: bread, weight: 1}]
"""
_SECOND: Final = ", {then: [{say: Bad.}]}"
_DRAWN: Final = f"""\
items:
  pear: {{based_on: bread, name: Pear, on_use: [{{random: [{{then: [{{say: Good.}}]}}{_SECOND}]}}]}}
"""
_GLOW: Final = """\
effects:
  glow: {name: Glow, description: Bright., category: light, every: 0.05s, each: [{heal: 1}]}
items:
  pear: {based_on: bread, name: Pear, on_use: [{apply_effect: {effect: glow, duration: 2s}}]}
"""
_NIGHT: Final = """\
items:
  pear: {based_on: bread, name: Pear, requires: [{time: {from: "21:00", to: "06:00"}}]}
"""
_SET: Final = """\
item_sets:
  rags: {name: Rags, bonuses: [{pieces: 1, bonuses: [{defense: 1}]}]}
items:
  dirk: {based_on: knife, name: Dirk, set: rags}
"""


def _mine(skill: str, growth: str) -> str:
    line = f"        {skill}\n" if skill else ""
    return (
        "locations:\n  mine:\n    name: Mine\n    description: Dark.\n    size: {x: 6, y: 6}\n"
        "    connections: [{to: harbor, label: Out, at: {x: 0, y: 3}}]\n"
        "    actions:\n      pick:\n        label: Pick\n        type: gather\n        duration: 4s\n"
        f"{line}        loot: [{{item: ore, chance: {{base: 0.5, per_level: {growth}}}}}]\n"
    )


_TONIC: Final = "items:\n  tonic: {based_on: bread, name: Tonic, on_use: [{heal: {amount: 4, to: self}}]}\n"

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
            "    combat: {attack: 1, attack_speed: 1, defense: 0}\n    equipment: {offhand: knife}\n"
            "    spells: [mend]\n",
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
        title="something can be turned into more money, now and then",
        text=(
            "What is for sale brings in more than it costs: somebody buys it for more, it gives more when "
            "it is used, work makes more of it, or a quest pays more for it. But not for everybody and not "
            "without end: there is a limited stock or a requirement, it takes work, a quest can be taken "
            "again only after a while (`after`, below five minutes: whoever must wait longer earns more by "
            "playing, so that is never told), or it only comes to that at a certain level, skill or flag, "
            "because the rules for prices or the amounts ask for those. Or it pays more only on average: of "
            "dice and `random` the mean counts here, and what hangs on an `if` counts as little as it may. "
            "Perhaps that is meant; then silence this with the reason."
        ),
        broken={"otto.yaml": _STOCKED, "rules.yaml": "rules: {price_to_sell: price + 1}\n"},
        fixed={"otto.yaml": _STOCKED, "rules.yaml": "rules: {price_to_sell: floor(price / 2)}\n"},
    ),
    Page(
        code="E6002",
        title="money without end",
        text=(
            "A character could make money without end: buy something, sell it or use it or hand it in, have "
            "more than before, and begin again. Or a talk gives coins, or something that can be sold, each "
            "time somebody has it. Or a quest that can be taken again at once asks for nothing but what is "
            "sold, or for a talk with somebody at the same place, and pays more. Or a quest gives something "
            "when it is taken, and whoever gives it up again keeps that and may take it once more. The rules "
            "`price_to_buy` and `price_to_sell` say what is paid and what is got for an item. Of dice, "
            "formulas and `random` only the least counts that they can give: `1d6` gives at least 1, and "
            "`10 + 5 * level` at least 15. What is to be given once needs a flag that says it was given."
        ),
        broken={"otto.yaml": _PURSE.replace("3c", "30c")},
        fixed={"otto.yaml": _PURSE},
    ),
    Page(
        code="W6003",
        title="something that never happens",
        text=(
            "Its chance is 0, or it gives nothing: an amount of 0 does nothing, what lies below 0 counts as "
            "0, and of items, creatures and experience there are no parts. `1-4` is 1 less 4; a range is "
            "written with dice, as `1d4`. Chances go from 0 (never) to 1 (always); 5 in 100 is 0.05."
        ),
        broken={"gull.yaml": _GULL.replace("0.5", "0")},
        fixed={"gull.yaml": _GULL},
    ),
    Page(
        code="W6004",
        title="a consumable does nothing",
        text="Using it would only use it up. Say what happens with `on_use`, or make it a `material`.",
        broken={"hat.yaml": _HAT.replace("type: equipment", "type: consumable")},
        fixed={"hat.yaml": _HAT.replace("type: equipment", "type: consumable") + "    on_use: [{heal: 1}]\n"},
    ),
    Page(
        code="W6005",
        title="something is left to chance and happens always",
        text=(
            "A chance of 1 cannot grow with a skill, and of a single branch without a `chance` there is "
            "nothing to draw. Perhaps a number or a branch is missing."
        ),
        broken={"peat.yaml": _DRAWN.replace(_SECOND, "")},
        fixed={"peat.yaml": _DRAWN},
    ),
    Page(
        code="W6006",
        title="a line of a loot table is as good as never drawn",
        text=(
            "Each line is as likely as its weight against the sum of all weights, and this one has less "
            "than one part in a hundred thousand. Perhaps a weight lacks a digit, or another has one too "
            "many."
        ),
        broken={"gull.yaml": _TABLE.replace("weight: 9", "weight: 900000")},
        fixed={"gull.yaml": _TABLE},
    ),
    Page(
        code="W6007",
        title="something should grow with a skill, but no skill is named",
        text=(
            "`per_level` counts the levels of the action's `skill`. Without one it always counts 0. What a "
            "creature leaves hangs on no skill at all."
        ),
        broken={"mine.yaml": _mine("", "0.1")},
        fixed={"mine.yaml": _mine("skill: MINING", "0.1")},
    ),
    Page(
        code="W6008",
        title="the better the skill, the rarer",
        text="`per_level` is below 0, so each level of the skill makes this less likely. Most often a slip.",
        broken={"mine.yaml": _mine("skill: MINING", "-0.1")},
        fixed={"mine.yaml": _mine("skill: MINING", "0.1")},
    ),
    Page(
        code="W6009",
        title="using an item gives something, and never uses it up",
        text=(
            "Any item with `on_use` can be used, but only one of type `consumable` is used up by it. This "
            "one gives coins, items or experience every time, so whoever has it never needs to do anything "
            "else. Make it a consumable, let it take something in return, or put the gift under a condition."
        ),
        broken={"peat.yaml": "items:\n  peat: {based_on: ore, name: Peat, on_use: [{give_item: ore}]}\n"},
        fixed={
            "peat.yaml": "items:\n  peat: {based_on: ore, name: Peat, type: consumable, "
            "on_use: [{give_item: ore}]}\n"
        },
    ),
    Page(
        code="W6010",
        title="a set asks for more pieces than can be worn",
        text=(
            "Each slot holds one item, and the items of this set do not go into enough slots, so this line "
            "never counts."
        ),
        broken={"set.yaml": _SET.replace("pieces: 1", "pieces: 2")},
        fixed={"set.yaml": _SET},
    ),
    Page(
        code="W6011",
        title="a condition that can never change",
        text=(
            "It gives the same answer for everybody, at all times. A time that begins when it ends never "
            "holds; a formula that names nothing of the character, no flag and no item always says the same; "
            "level 0 and 0 coins everybody has. Take it out, or compare with something that changes."
        ),
        broken={"pear.yaml": _NIGHT.replace("06:00", "21:00")},
        fixed={"pear.yaml": _NIGHT},
    ),
    Page(
        code="W6012",
        title="a time shorter than the game can tell apart",
        text=(
            "The game goes in steps of 0.05 seconds, twenty in a second. A shorter time is taken for one "
            "step; only `0s` is no time at all."
        ),
        broken={"glow.yaml": _GLOW.replace("0.05s", "0.01s")},
        fixed={"glow.yaml": _GLOW},
    ),
    Page(
        code="W6013",
        title="something is aimed at a target where there is none",
        text=(
            "`to: target` means whoever an item or a spell strikes or reaches, so it belongs into `on_hit`, "
            "into what creatures do, and into lasting effects. Anywhere else nobody is struck, and it is the "
            "same as `to: self`: poison meant for another works on the character who brought it about."
        ),
        broken={"tonic.yaml": _TONIC.replace("to: self", "to: target")},
        fixed={"tonic.yaml": _TONIC},
    ),
)

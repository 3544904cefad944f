"""Writes a large made-up world, to measure by: the same seed gives the same bytes.

    python tools/worldgen.py FOLDER --entities 100000 --seed 1

About fifteen lines an entity, references across files, conditions, effects and formulas. The world has
no findings. It is meant for machines: its stories make no sense.
"""

import argparse
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

SHARES: Final = {
    "items": 36,
    "quests": 14,
    "denizens": 12,
    "dialogues": 12,
    "locations": 10,
    "creatures": 8,
    "flags": 3,
    "spells": 2,
    "effects": 2,
    "loot_tables": 1,
}
"""Of a hundred entities, how many are of a kind. Skills are few in any world."""
_SKILLS: Final = ("MINING", "FISHING", "HERBS", "SMITHING", "BLADES", "SHIELDS", "RESTORATION", "INVOCATION")
_ICONS: Final = ("coin.svg", "blade.svg", "leaf.svg", "face.svg")
_WORDS: Final = (
    "amber",
    "ash",
    "bell",
    "birch",
    "bone",
    "brass",
    "brine",
    "candle",
    "chalk",
    "clay",
    "copper",
    "crow",
    "dusk",
    "ember",
    "fen",
    "fern",
    "flint",
    "fog",
    "frost",
    "glass",
    "gull",
    "heron",
    "hollow",
    "iron",
    "ivy",
    "juniper",
    "kelp",
    "lamp",
    "lark",
    "lime",
    "marsh",
    "mica",
    "mill",
    "moss",
    "night",
    "oak",
    "owl",
    "peat",
    "pearl",
    "pine",
    "quartz",
    "raven",
    "reed",
    "rime",
    "rope",
    "rust",
    "sable",
    "salt",
    "sedge",
    "shale",
    "silt",
    "slate",
    "smoke",
    "stone",
    "storm",
    "tallow",
    "tarn",
    "thorn",
    "tide",
    "wick",
    "willow",
)
_ENDS: Final = (
    "blade",
    "bowl",
    "brooch",
    "charm",
    "cloak",
    "cup",
    "hook",
    "key",
    "knot",
    "lantern",
    "needle",
    "ring",
    "satchel",
    "spoon",
    "vial",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How many entities of each kind there are. The number is all that is needed to name one."""

    counts: dict[str, int]
    random: Random

    def any(self, kind: str, near: int = 0) -> str:
        """The id of some entity of a kind: mostly one whose number is close by, as in a region."""
        count = self.counts[kind]
        if self.random.random() < 0.8:
            number = min(count - 1, max(0, near * count // 1000 + self.random.randrange(-40, 41)))
        else:
            number = self.random.randrange(count)
        return _id(kind, number)

    def part(self, kind: str, by: str, number: int) -> tuple[int, int]:
        """The numbers of a kind, from and to, that fall to entity `number` of kind `by`."""
        count, among = self.counts[kind], self.counts[by]
        return number * count // among, (number + 1) * count // among

    def turn(self, kind: str, by: str, number: int) -> str:
        """The id whose turn it is when entity `number` of kind `by` names one, so that each is named."""
        return _id(kind, number * self.counts[kind] // self.counts[by])


def _id(kind: str, number: int) -> str:
    word = _WORDS[number % len(_WORDS)]
    end = _ENDS[number // len(_WORDS) % len(_ENDS)]
    return f"{word}-{end}-{kind[:3]}{number}"


def _text(random: Random, words: int) -> str:
    return " ".join(random.choice(_WORDS) for _ in range(words)).capitalize() + "."


def _title(number: int) -> str:
    word = _WORDS[number % len(_WORDS)]
    return f"{word.capitalize()} {_ENDS[number // len(_WORDS) % len(_ENDS)]}"


def _condition(plan: _Plan, near: int) -> str:
    random = plan.random
    return random.choice(
        (
            lambda: f"{{skill: {{id: {random.choice(_SKILLS)}, level: {random.randrange(1, 30)}}}}}",
            lambda: f"{{level: {random.randrange(1, 40)}}}",
            lambda: f"{{flag: {{id: {plan.any('flags', near)}, at_least: {random.randrange(9)}}}}}",
            lambda: f"{{item: {{id: {plan.any('items', near)}, amount: {random.randrange(1, 9)}}}}}",
            lambda: f"{{not: {{effect: {plan.any('effects', near)}}}}}",
            lambda: '{time: {from: "20:00", to: "06:00"}}',
            lambda: (
                f"{{formula: self.health > {random.randrange(5, 30)} and level >= {random.randrange(9)}}}"
            ),
        )
    )()


def _effect(plan: _Plan, near: int) -> str:
    random = plan.random
    return random.choice(
        (
            lambda: f"{{give_item: {{item: {plan.any('items', near)}, amount: {random.randrange(1, 4)}}}}}",
            lambda: f"{{give_coins: {random.randrange(1, 900)}c}}",
            lambda: f"{{give_experience: {random.randrange(5, 90)} + floor(level / 2)}}",
            lambda: f"{{set_flag: {{id: {plan.any('flags', near)}, add: 1}}}}",
            lambda: f"{{learn_spell: {plan.any('spells', near)}}}",
            lambda: f"{{restore: {{vital: stamina, amount: {random.randrange(1, 9)}}}}}",
            lambda: f'{{say: "{_text(random, 7)}"}}',
            lambda: f"{{if: {{when: [{_condition(plan, near)}], then: [{{give_coins: 5c}}]}}}}",
        )
    )()


def _item(plan: _Plan, number: int, near: int) -> list[str]:
    random = plan.random
    if number % 9 == 4:
        return [
            f"based_on: {_id('items', number - 1)}",
            f"name: {_title(number)}",
            f"price: {number % 900 + 2}c",
        ]
    lines = [
        f"name: {_title(number)}",
        f"description: {_text(random, 9)}",
        f"icon: {random.choice(_ICONS)}",
    ]
    rest = [
        f"rarity: {random.choice(('common', 'uncommon', 'rare', 'epic'))}",
        f"price: {random.randrange(1, 900)}c",
    ]
    match number % 3:
        case 0:
            lines += ["type: material", f"category: {random.choice(('ore', 'wood', 'shell', 'herb'))}", *rest]
            lines += [f"bound: {random.choice(('true', 'false'))}", "cursed: false"]
        case 1:
            lines += ["type: consumable", "category: food", *rest, "on_use:"]
            lines += [
                "  - apply_effect:",
                f"      effect: {plan.turn('effects', 'items', number)}",
                f"      duration: {random.randrange(5, 90)}s",
            ]
            lines += [
                f"  - set_flag: {{id: {plan.any('flags', near)}, add: 1}}",
                "  - heal:",
                f"      amount: {random.randrange(1, 9)}d6 + level",
            ]
            lines += ["      to: self"]
        case _:
            lines += ["type: weapon", "category: sword", *rest, "bonuses:"]
            lines += [
                f"  - attack: {random.randrange(1, 40)}",
                f"  - attack_speed: 0.{random.randrange(1, 9)}",
            ]
            lines += [f"  - skill: {{id: {random.choice(_SKILLS)}, levels: {random.randrange(1, 5)}}}"]
            lines += ["requires:", f"  - {_condition(plan, near)}", "on_hit:", f"  - {_effect(plan, near)}"]
    return lines


def _quest(plan: _Plan, number: int, near: int) -> list[str]:
    random = plan.random
    return [
        f"title: {_title(number)}",
        f"description: {_text(random, 14)}",
        f"giver: {plan.any('denizens', near)}",
        "requires:",
        # Only earlier quests are asked for, so that none waits for itself.
        f"  - quest: {{id: {_id('quests', random.randrange(number))}, state: finished}}"
        if number % 5 == 4
        else f"  - {_condition(plan, near)}",
        "objectives:",
        f"  - {{id: ask, talk: {{denizen: {plan.any('denizens', near)}}}}}",
        f"  - {{id: hunt, kill: {{creature: {plan.any('creatures', near)}, amount: {number % 7 + 2}}}}}",
        f"  - {{id: bring, collect: {{item: {plan.any('items', near)}, amount: {random.randrange(1, 6)}}}}}",
        f"  - {{id: see, visit: {{location: {plan.any('locations', near)}}}}}",
        "rewards:",
        f"  - {_effect(plan, near)}",
        f"  - {_effect(plan, near)}",
        f"  - give_coins: {random.randrange(1, 90)}s",
        # Between them the quests teach all spells.
        *(
            f"  - learn_spell: {_id('spells', spell)}"
            for spell in range(*plan.part("spells", "quests", number))
        ),
        "on_accept:",
        f"  - set_flag: {{id: {plan.turn('flags', 'quests', number)}, add: 1}}",
    ]


def _denizen(plan: _Plan, number: int, near: int) -> list[str]:
    random = plan.random
    return [
        f"name: {_title(number)}",
        f"description: {_text(random, 10)}",
        "icon: face.svg",
        f"at: {{location: {plan.any('locations', near)}}}",
        f"dialogue: {plan.turn('dialogues', 'denizens', number)}",
        "sells:",
        # Between them the denizens sell everything.
        *(f"  - {_id('items', item)}" for item in range(*plan.part("items", "denizens", number))),
        f"  - {{item: {plan.any('items', near)}, stock: {random.randrange(1, 9)}, restock: 10m}}",
        "buys:",
        *(f"  - {item}" for item in sorted({plan.any("items", near) for _ in range(3)})),
        "requires:",
        f"  - {_condition(plan, near)}",
        "on_interact:",
        f"  - {_effect(plan, near)}",
    ]


def _dialogue(plan: _Plan, number: int, near: int) -> list[str]:
    random = plan.random
    return [
        "start: hello",
        "nodes:",
        "  hello:",
        f"    text: {_text(random, 12)}",
        "    choices:",
        "      - id: ask",
        f'        text: "{_text(random, 5)}"',
        "        goto: more",
        f"        requires: [{_condition(plan, near)}]",
        "      - {id: bye, text: Farewell.}",
        "  more:",
        f'    text: "{_text(random, 16)}"',
        f"    then: [{_effect(plan, near)}]",
        f'    choices: [{{id: back, text: "{_text(random, 3)}", goto: hello}}]',
    ]


def _location(plan: _Plan, number: int, near: int) -> list[str]:
    random = plan.random
    neighbours = [(number - 1) // 3, *(place for place in range(3 * number + 1, 3 * number + 4))]
    neighbours = [place for place in neighbours if 0 <= place < plan.counts["locations"] and place != number]
    return [
        f"name: {_title(number)}",
        "description: >-",
        f"  {_text(random, 6)}",
        f"  {_text(random, 6)}",
        "size: {x: 12, y: 9}",
        "structures:",
        f"  hut: {{label: {_title(number + 7)}, description: {_text(random, 5)}, at: {{x: 4, y: 3}}}}",
        "connections:" if neighbours else "connections: []",
        *(
            f"  - {{to: {_id('locations', place)}, label: {_title(place)}, at: {{x: 11, y: {row}}}}}"
            for row, place in enumerate(neighbours)
        ),
        "actions:",
        "  rest: {label: Rest, type: rest, structure: hut, duration: 5s, restore: {health: 5, stamina: 5}}",
        "  fight: {label: Fight, type: combat}",
        "  dig:",
        "    label: Dig",
        "    type: gather",
        f"    duration: {random.randrange(2, 30)}s",
        f"    skill: {random.choice(_SKILLS[:4])}",
        "    loot:",
        f"      - {{item: {plan.any('items', near)}, chance: {{base: 0.4, per_level: 0.01}}}}",
        f"creatures: [{{creature: {plan.turn('creatures', 'locations', number)}, min: 1, max: 3}}]",
    ]


def _creature(plan: _Plan, number: int, near: int) -> list[str]:
    random = plan.random
    return [
        f"name: {_title(number)}",
        f"description: {_text(random, 8)}",
        "icon: blade.svg",
        f"vitals: {{health: {random.randrange(5, 400)}, mana: 0, stamina: 10}}",
        "combat:",
        f"  attack: {random.randrange(1, 60)}",
        f"  attack_speed: 0.{random.randrange(1, 9)}",
        f"  defense: {random.randrange(9)}",
        "  accuracy: 10",
        "  evasion: 5",
        f"experience: {random.randrange(1, 500)}",
        "loot:",
        f"  - {{item: {plan.any('items', near)}, chance: 0.5, amount: {{min: 1, max: 2}}}}",
        f"  - {{table: {plan.turn('loot_tables', 'creatures', number)}, chance: 0.1}}",
        f"on_death: [{_effect(plan, near)}]",
    ]


def _flag(plan: _Plan, number: int, near: int) -> list[str]:
    return ["type: int", "default: 0", "min: 0", "max: 100"]


def _spell(plan: _Plan, number: int, near: int) -> list[str]:
    random = plan.random
    return [
        f"name: {_title(number)}",
        f"description: {_text(random, 9)}",
        "icon: leaf.svg",
        "type: healing",
        "school: RESTORATION",
        f"mana: {random.randrange(1, 60)}",
        f"cooldown: {random.randrange(1, 60)}s",
        "target: ally",
        f"value: {random.randrange(1, 20)} + skills.RESTORATION * 0.5",
        "requires:",
        f"  - {_condition(plan, near)}",
        "on_cast:",
        f"  - {_effect(plan, near)}",
    ]


def _lasting(plan: _Plan, number: int, near: int) -> list[str]:
    return [
        f"name: {_title(number)}",
        f"description: {_text(plan.random, 9)}",
        "category: health",
        "stacking: stack",
        f"max_stacks: {plan.random.randrange(1, 6)}",
        "every: 2s",
        "each:",
        f"  - restore: {{vital: health, amount: {plan.random.randrange(1, 9)}}}",
        "bonuses:",
        f"  - defense: {plan.random.randrange(1, 5)}",
        "saved: true",
    ]


def _loot_table(plan: _Plan, number: int, near: int) -> list[str]:
    return [
        f"- {{item: {plan.any('items', near)}, weight: {weight}, amount: {{min: 1, max: 3}}}}"
        for weight in range(1, 13)
    ]


_MAKERS: Final[dict[str, Callable[[_Plan, int, int], list[str]]]] = {
    "items": _item,
    "quests": _quest,
    "denizens": _denizen,
    "dialogues": _dialogue,
    "locations": _location,
    "creatures": _creature,
    "flags": _flag,
    "spells": _spell,
    "effects": _lasting,
    "loot_tables": _loot_table,
}


def _frame() -> list[str]:
    """The world, its rules and its skills."""
    lines = [
        "world:",
        "  title: A made-up world",
        "  version: 1.0.0",
        f"  start: {{location: {_id('locations', 0)}}}",
        "  slots: [helmet, armor, weapon, offhand, pickaxe]",
        "  character:",
        "    level: 0",
        "    vitals: {health: 20, mana: 10, stamina: 20}",
        "    combat: {attack: 1, attack_speed: 1.0, defense: 0}",
        "    wallet: 20c",
        "rules:",
        "  price_to_sell: floor(price * 0.5)",
        "skills:",
    ]
    more = {"BLADES": ["    weapons: [sword]"], "SHIELDS": ["    blocks_with: [shield]"]}
    for skill in _SKILLS:
        category = "weapon" if skill in more else "magic" if skill.endswith("TION") else "gathering"
        lines += [f"  {skill}:", f"    name: {skill.capitalize()}", "    description: Known to many."]
        lines += [f"    category: {category}", *more.get(skill, [])]
    return lines


def generate(folder: Path, *, entities: int, seed: int, per_file: int = 2000) -> int:
    """Write the world below `folder`, `per_file` entities in each file. Returns the number of entities."""
    counts = {kind: max(1, entities * share // 100) for kind, share in SHARES.items()}
    plan = _Plan(counts=counts, random=Random(seed))
    images = folder / "images"
    images.mkdir(parents=True)
    for icon in _ICONS:
        (images / icon).write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>\n', "utf-8")
    (folder / "world.yaml").write_text("\n".join(_frame()) + "\n", "utf-8")
    regions = max(1, -(-entities // per_file))
    for region in range(regions):
        near = region * 1000 // regions
        lines = [f"# Region {region} of a made-up world"]
        for kind, make in _MAKERS.items():
            first, last = (counts[kind] * part // regions for part in (region, region + 1))
            if first == last:
                continue
            lines.append(f"{kind}:")
            for number in range(first, last):
                lines.append(f"  {_id(kind, number)}:")
                lines += [f"    {line}" for line in make(plan, number, near)]
        (folder / f"region-{region:04}.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return sum(counts.values()) + len(_SKILLS) + 2


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write a large made-up world, to measure by.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entities", type=int, default=100_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--per-file", type=int, default=2000, metavar="N", help="entities in each file")
    parser.add_argument("--force", action="store_true", help="replace a folder that is there")
    given = parser.parse_args()
    if given.folder.exists():
        if not given.force:
            sys.exit(f"{given.folder} is there already; name another folder, or add --force.")
        shutil.rmtree(given.folder)
    made = generate(given.folder, entities=given.entities, seed=given.seed, per_file=given.per_file)
    size = sum(path.stat().st_size for path in given.folder.glob("*.yaml"))
    print(f"{given.folder}: {made} entities, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

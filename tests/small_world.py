"""A small world in which nothing is wrong, and a handle to lay files over it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from engine.base.diagnostic import Diagnostic
from engine.compiler.compile import Compiled, compile_world

SMALL_WORLD: Mapping[str, str | bytes] = {
    "images/thing.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "world.yaml": """\
world:
  title: Small
  version: 1.0.0
  start: {location: harbor}
  slots: [weapon, offhand, pickaxe]
  character:
    vitals: {health: 20, mana: 10, stamina: 20}
    combat: {attack: 1, attack_speed: 1.0, defense: 0}
    wallet: 20c
    items: [{item: bread, amount: 2}]
    equipment: {weapon: knife}
    spells: [mend]
""",
    "skills.yaml": """\
skills:
  MINING: {name: Mining, description: Reading stone., category: gathering}
  SWORDS: {name: Swords, description: Edge and point., category: weapon, weapons: [sword]}
  MENDING: {name: Mending, description: Closing what was opened., category: magic}
spells:
  mend:
    name: Mend
    description: Skin remembers.
    icon: thing.svg
    type: healing
    school: MENDING
    mana: 4
    cooldown: 6s
    target: ally
    value: 6
""",
    "items.yaml": """\
items:
  bread:
    name: Brown bread
    description: Yesterday's.
    icon: thing.svg
    type: consumable
    category: food
    rarity: common
    price: 4c
    on_use: [{apply_effect: {effect: fed, duration: 20s}}]
  knife:
    name: Knife
    description: Short.
    icon: thing.svg
    type: weapon
    category: sword
    rarity: common
    price: 12c
    bonuses: [{attack: 2}]
  pickaxe: {based_on: knife, name: Pickaxe, type: tool, category: pickaxe, price: 90c}
  ore: {based_on: knife, name: Ore, type: material, category: ore, price: 3c, bonuses: []}
""",
    "effects.yaml": """\
effects:
  fed: {name: Fed, description: Full., category: health, every: 1s, each: [{heal: 1}]}
""",
    "creatures.yaml": """\
creatures:
  crab:
    name: Crab
    description: Sideways.
    icon: thing.svg
    vitals: {health: 12, stamina: 10}
    combat: {attack: 3, attack_speed: 0.8}
    experience: 6
    loot: [{item: ore, chance: 0.5}]
""",
    "harbor.yaml": """\
locations:
  harbor:
    name: Harbor
    description: Tar and salt.
    size: {x: 12, y: 9}
    structures:
      chapel: {label: Chapel, description: Candles in jars., at: {x: 4, y: 3}}
    connections: [{to: mine, label: Mine road, at: {x: 11, y: 4}}]
    actions:
      fight: {label: Walk the tide line, type: combat}
      dig:
        label: Dig for ore
        type: gather
        duration: 8s
        skill: MINING
        requires: [{equipped: {slot: pickaxe}}]
        loot: [{item: ore, chance: {base: 0.4, per_level: 0.01}}]
    creatures: [{creature: crab, min: 1, max: 3}]
""",
    "mine.yaml": """\
locations:
  mine:
    name: Mine
    description: It breathes out.
    size: {x: 6, y: 6}
    connections: [{to: harbor, label: Harbor road, at: {x: 0, y: 3}}]
""",
    "mara.yaml": """\
denizens:
  mara:
    name: Mara
    icon: thing.svg
    at: {location: harbor, structure: chapel}
    dialogue: mara-talk
    sells: [bread, {item: pickaxe, stock: 3, restock: 10m}]
    buys: [ore]
dialogues:
  mara-talk:
    start: hello
    nodes:
      hello:
        text: You're wet.
        choices:
          - {id: lamp, text: The lamp is lit., goto: lamp, requires: [{flag: {id: lit, is: true}}]}
          - {id: bye, text: Only drying off.}
      lamp: {text: So it is.}
""",
    "quests.yaml": """\
quests:
  lamp:
    title: A Lamp
    description: Light it.
    giver: mara
    objectives: [{id: ask, talk: {denizen: mara}}, {id: crabs, kill: {creature: crab, amount: 2}}]
    rewards: [{give_coins: 250c}, {set_flag: {id: lit, to: true}}]
""",
    "flags.yaml": """\
flags:
  lit: {type: bool, default: false}
""",
}


def _is_had_by_nobody(found: Diagnostic) -> bool:
    return found.code == "W8007" and (found.entity or "").startswith("items:")


class WorldFolder:
    """A content folder on disk, with the small world in it."""

    def __init__(self, path: Path, files: Mapping[str, str | bytes] = SMALL_WORLD) -> None:
        self.path = path
        self.write(files)

    def write(self, files: Mapping[str, str | bytes]) -> "WorldFolder":
        """Lay files over those that are there."""
        for name, text in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)
        return self

    def compile(self) -> Compiled:
        """Compile the folder as it is.

        That nobody can get an item is left out: most tests lay one over the small world and say not where it
        comes from. `compile_world` tells of it.
        """
        compiled = compile_world(self.path)
        told = tuple(one for one in compiled.report.diagnostics if not _is_had_by_nobody(one))
        return replace(compiled, report=replace(compiled.report, diagnostics=told))

    def codes(self) -> list[str]:
        """The codes of all findings, in their order."""
        return [found.code for found in self.compile().report.diagnostics]


def told(world: WorldFolder) -> list[tuple[str, str]]:
    """The code of every finding, and the thing it is about."""
    return [(one.code, one.entity or "") for one in world.compile().report.diagnostics]

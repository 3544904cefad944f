"""Lines that head others and were lost: told once, at the first line that hung on them, by their name."""

import itertools
import re
from collections.abc import Iterator
from random import Random

import pytest

from engine.base.diagnostic import Severity
from engine.compiler.compile import compile_files
from engine.compiler.load import read_folder
from engine.compiler.slip import says
from tests.small_world import WorldFolder
from tools.slips import WORLD

QUESTS = """\
quests:
  lamp:
    title: A Lamp
    description: Light it.
    giver: mara
    objectives:
      - id: ask
        talk:
          denizen: mara
      - id: crabs
        kill:
          creature: crab
          amount: 2
    rewards:
      - give_item: ore
      - give_coins: 250c
      - set_flag:
          id: lit
          to: true
    on_accept:
      - say: Mind the step.
  wick:
    title: A Wick
    description: Trim it.
    giver: mara
    requires:
      - quest:
          id: lamp
          state: finished
    objectives:
      - id: ask
        talk:
          denizen: mara
    on_accept:
      - if:
          when:
            - level: 2
          then:
            - say: There you are.
"""
MARA = """\
denizens:
  mara:
    name: Mara
    icon: thing.svg
    at:
      location: harbor
      structure: chapel
    dialogue: mara-talk
    sells:
      - bread
      - item: pickaxe
        stock: 3
        restock: 10m
dialogues:
  mara-talk:
    start: hello
    nodes:
      hello:
        text: You're wet.
        choices:
          - id: lamp
            text: The lamp is lit.
            goto: lamp
            requires:
              - flag:
                  id: lit
                  is: true
          - id: bye
            text: Only drying off.
      lamp:
        text: So it is.
        then:
          - say: She nods.
"""
CRAB = """\
creatures:
  crab:
    name: Crab
    description: Sideways.
    icon: thing.svg
    vitals:
      health: 12
      stamina: 10
    combat:
      attack: 3
      attack_speed: 0.8
    experience: 6
    loot:
      - table: wrack
        chance: 0.5
    at_health:
      - below: 0.5
        then:
          - say: It turns.
loot_tables:
  wrack:
    - item: ore
      weight: 2
"""
HARBOR = """\
locations:
  harbor:
    name: Harbor
    description: Tar and salt.
    size: {x: 12, y: 9}
    structures:
      chapel:
        label: Chapel
        description: Candles in jars.
        at: {x: 4, y: 3}
    connections:
      - {to: mine, label: Mine road, at: {x: 11, y: 4}}
    actions:
      dig:
        label: Dig for ore
        type: gather
        duration: 8s
        skill: MINING
        requires:
          - equipped: {slot: pickaxe}
        loot:
          - {item: ore, chance: 0.5}
      rest:
        label: Rest
        type: rest
        duration: 5s
        restore:
          health: 5
      fight: {label: Walk the tide line, type: combat}
    creatures:
      - {creature: crab, min: 1, max: 3}
"""
KNIVES = """\
items:
  bread: {based_on: knife, name: Bread, type: consumable, category: food, bonuses: [], on_use: [
    {apply_effect: {effect: fed, duration: 20s}}]}
  knife:
    name: Knife
    description: Short.
    icon: thing.svg
    type: weapon
    category: sword
    rarity: common
    price: 12c
    bonuses:
      - attack: 2
    requires:
      - level: 1
    on_hit:
      - damage: 1 + floor(damage / 4)
  pickaxe: {based_on: knife, name: Pickaxe, type: tool, category: pickaxe, price: 90c}
  ore: {based_on: knife, name: Ore, type: material, category: ore, price: 3c, bonuses: []}
"""
FILES = {
    "quests.yaml": QUESTS,
    "mara.yaml": MARA,
    "creatures.yaml": CRAB,
    "harbor.yaml": HARBOR,
    "items.yaml": KNIVES,
}
MISSING = "the line `{}` is missing above this one"
ID = "the id of this {} is missing above this line"
KIND = "the line that says of which kind these things are is missing above this one"
LOST = {
    "objectives": (
        "quests.yaml",
        6,
        MISSING.format("objectives:"),
        "`objectives:` above it, set in by 4 spaces",
    ),
    "a deed of an objective": (
        "quests.yaml",
        11,
        MISSING.format("kill:"),
        "`kill:` above it, set in by 8 spaces",
    ),
    "rewards": (
        "quests.yaml",
        14,
        MISSING.format("rewards:`, `on_progress:` or `on_finish:"),
        "the one that you mean above it, set in by 4 spaces",
    ),
    "an effect": (
        "quests.yaml",
        17,
        MISSING.format("- set_flag:"),
        "`- set_flag:` above it, set in by 6 spaces",
    ),
    "an id": ("quests.yaml", 22, ID.format("quest"), "such as `a-wick:` above it, set in by 2 spaces"),
    "the first id": ("quests.yaml", 2, ID.format("quest"), "such as `a-lamp:` above it, set in by 2 spaces"),
    "a condition": ("quests.yaml", 27, MISSING.format("- quest:"), "`- quest:` above it, set in by 6 spaces"),
    "one of several": (
        "quests.yaml",
        34,
        MISSING.format("rewards:`, `on_accept:` or `on_progress:"),
        "the one that you mean above it, set in by 4 spaces",
    ),
    "when": ("quests.yaml", 36, MISSING.format("when:"), "`when:` above it, set in by 10 spaces"),
    "then": ("quests.yaml", 38, MISSING.format("then:"), "`then:` above it, set in by 10 spaces"),
    "at": ("mara.yaml", 5, MISSING.format("at:"), "`at:` above it, set in by 4 spaces"),
    "sells": ("mara.yaml", 9, MISSING.format("sells:"), "`sells:` above it, set in by 4 spaces"),
    "a kind behind another": ("mara.yaml", 14, KIND, "write `dialogues:` above it"),
    "nodes": ("mara.yaml", 17, MISSING.format("nodes:"), "`nodes:` above it, set in by 4 spaces"),
    "a node": ("mara.yaml", 18, ID.format("node"), "such as `hello:` above it, set in by 6 spaces"),
    "choices": ("mara.yaml", 20, MISSING.format("choices:"), "`choices:` above it, set in by 8 spaces"),
    "requires of a choice": (
        "mara.yaml",
        24,
        MISSING.format("requires:"),
        "`requires:` above it, set in by 12 spaces",
    ),
    "the last node": ("mara.yaml", 30, ID.format("node"), "such as `lamp:` above it, set in by 6 spaces"),
    "a kind": ("creatures.yaml", 1, KIND, "write `creatures:` above it"),
    "vitals": ("creatures.yaml", 6, MISSING.format("vitals:"), "`vitals:` above it, set in by 4 spaces"),
    "combat": ("creatures.yaml", 9, MISSING.format("combat:"), "`combat:` above it, set in by 4 spaces"),
    "loot": ("creatures.yaml", 13, MISSING.format("loot:"), "`loot:` above it, set in by 4 spaces"),
    "at_health": (
        "creatures.yaml",
        16,
        MISSING.format("at_health:"),
        "`at_health:` above it, set in by 4 spaces",
    ),
    "a loot table": ("creatures.yaml", 21, ID.format("loot table"), "such as `my-loot-table:` above it"),
    "structures": (
        "harbor.yaml",
        6,
        MISSING.format("structures:"),
        "`structures:` above it, set in by 4 spaces",
    ),
    "a structure": (
        "harbor.yaml",
        7,
        ID.format("structure"),
        "such as `chapel:` above it, set in by 6 spaces",
    ),
    "connections": (
        "harbor.yaml",
        11,
        MISSING.format("connections:"),
        "`connections:` above it, set in by 4 spaces",
    ),
    "actions": ("harbor.yaml", 13, MISSING.format("actions:"), "`actions:` above it, set in by 4 spaces"),
    "an action": (
        "harbor.yaml",
        23,
        ID.format("action"),
        "such as `rest:` above it, set in by 6 spaces",
    ),
    "restore": ("harbor.yaml", 27, MISSING.format("restore:"), "`restore:` above it, set in by 8 spaces"),
    "creatures": (
        "harbor.yaml",
        30,
        MISSING.format("creatures:"),
        "`creatures:` above it, set in by 4 spaces",
    ),
    "bonuses": ("items.yaml", 12, MISSING.format("bonuses:"), "`bonuses:` above it, set in by 4 spaces"),
    "requires": ("items.yaml", 14, MISSING.format("requires:"), "`requires:` above it, set in by 4 spaces"),
    "on_hit, whose formula nothing else allows": (
        "items.yaml",
        16,
        MISSING.format("on_hit:"),
        "`on_hit:` above it, set in by 4 spaces",
    ),
}


def without(text: str, number: int) -> str:
    """A file without a line, counted from 1."""
    lines = text.splitlines(keepends=True)
    return "".join([*lines[: number - 1], *lines[number:]])


@pytest.mark.parametrize("slip", LOST)
def test_a_lost_line_is_told_at_the_first_line_below_it(slip: str, world: WorldFolder) -> None:
    path, number, message, help_ = LOST[slip]

    found = world.write({**FILES, path: without(FILES[path], number)}).compile().report.diagnostics

    assert [(one.span.path, one.span.line, one.message) for one in found] == [(path, number, message)]
    assert found[0].help.endswith(help_) or f"{help_}," in found[0].help


def test_a_world_with_all_its_lines_is_in_order(world: WorldFolder) -> None:
    assert world.write(FILES).codes() == []


def test_several_lost_lines_of_a_file_are_all_told(world: WorldFolder) -> None:
    text = without(without(QUESTS, 27), 11)

    found = world.write({**FILES, "quests.yaml": text}).compile().report.diagnostics

    assert [(one.span.line, one.message) for one in found] == [
        (11, MISSING.format("kill:")),
        (26, MISSING.format("- quest:")),
    ]


def test_what_else_is_wrong_in_a_file_with_a_lost_line_is_told_where_it_stands(world: WorldFolder) -> None:
    text = without(CRAB.replace("  wrack:\n    - item: ore", "  wrack:\n    - item: orre"), 9)

    found = world.write({**FILES, "creatures.yaml": text}).compile().report.diagnostics

    assert [(one.code, one.span.line, one.suggestion) for one in found] == [
        ("E1003", 9, None),
        ("E2104", 21, "ore"),
    ]


def test_a_head_that_became_a_note_is_told_as_one(world: WorldFolder) -> None:
    text = QUESTS.replace("        kill:\n", "        # kill:\n")

    (found,) = world.write({**FILES, "quests.yaml": text}).compile().report.diagnostics

    assert (found.span.line, found.help) == (11, "take the `#` away")


def test_a_first_item_that_is_set_in_too_far_lost_no_line(world: WorldFolder) -> None:
    text = QUESTS.replace("      - give_item: ore\n", "       - give_item: ore\n")

    (found,) = world.write({**FILES, "quests.yaml": text}).compile().report.diagnostics

    assert (found.span.line, found.help) == (15, "it should be set in by 6 spaces")


def test_an_id_that_stands_twice_lost_no_line(world: WorldFolder) -> None:
    text = f"{KNIVES}  ore: {{based_on: knife, name: Old ore, type: material, category: ore, price: 2c}}\n"

    found = world.write({**FILES, "items.yaml": text}).compile().report.diagnostics

    assert [one.code for one in found] == ["E0013"]


HEAD = re.compile(r"(\s*)((?:- )?)([\w-]+):\s*(?:#.*)?")
SEED = 11
SLIPS = 150
ENOUGH = 0.97


def heads(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines with nothing but a key that others lie below, by their number, with what each is called."""
    for number, (line, below) in enumerate(itertools.pairwise(lines)):
        match = HEAD.fullmatch(line)
        if match is not None and len(below) - len(below.lstrip()) > len(match[1]):
            yield number, f"`{match[2]}{match[3]}:`"


def test_nearly_every_lost_line_of_the_shipped_world_is_told_right() -> None:
    folder = read_folder(WORLD)
    whole = compile_files(folder.files, folder.pictures)
    every = [
        (path, number, name)
        for path, data in folder.files.items()
        for number, name in heads(data.decode().split("\n"))
    ]
    missed, silent = [], 0

    for path, number, name in Random(SEED).sample(every, SLIPS):
        lines = folder.files[path].decode().split("\n")
        slipped = "\n".join([*lines[:number], *lines[number + 1 :]]).encode()
        known = {other: filed for other, filed in whole.filed.items() if other != path}
        found = compile_files(
            {**folder.files, path: slipped}, folder.pictures, known=known
        ).report.diagnostics
        if all(one.severity is not Severity.ERROR for one in found):
            # Two lists of effects that became one are in order.
            silent += 1
            continue
        told = " ".join(f"{one.message} {one.help}" for one in found)
        first = next(place for place in range(number + 1, len(lines)) if says(lines[place]))
        right = name in told or " id of this " in told
        if len(found) != 1 or found[0].span.line != first or not right:
            missed.append(f"{path}:{number + 1} {name}: {told}")

    assert len(missed) <= (1 - ENOUGH) * (SLIPS - silent), "\n".join(missed)
    assert silent < SLIPS // 20

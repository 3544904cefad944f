"""Keys by the words that others use for them, and things named as keys: one mistake each."""

import pytest

from engine.compiler.entities import ALL_KINDS
from engine.compiler.everyday import WORDS, meant_by
from engine.compiler.schema import all_keys
from tests.small_world import SMALL_WORLD, WorldFolder

REWARD = "rewards: [{give_coins: 250c}, {set_flag: {id: lit, to: true}}]"
REWARDS = "quests.yaml", REWARD
ASKED = "mara.yaml", "flag: {id: lit, is: true}"
KILL = "quests.yaml", "kill: {creature: crab, amount: 2}"
MINE = "mine.yaml", "    size: {x: 6, y: 6}\n"
BY_PLACE = {
    "a title for a name": ("items.yaml", "    name: Brown bread", "    title: Brown bread", "name"),
    "a name for a title": ("quests.yaml", "title: A Lamp", "name: A Lamp", "title"),
    "a label for a name": ("mine.yaml", "name: Mine", "label: Mine", "name"),
    "a label for a text": ("mara.yaml", "text: Only drying", "label: Only drying", "text"),
    "a name for a label": ("harbor.yaml", "label: Mine road", "name: Mine road", "label"),
    "a cut off word": ("items.yaml", "description: Yesterday's.", "desc: Yesterday's.", "description"),
    "German": ("items.yaml", "price: 4c", "preis: 4c", "price"),
    "German that is longer": ("mine.yaml", "description: It", "beschreibung: It", "description"),
    "French": ("items.yaml", "    name: Knife", "    nom: Knife", "name"),
    "a cost": ("items.yaml", "price: 4c", "cost: 4c", "price"),
    "an image": ("items.yaml", "icon: thing.svg", "image: thing.svg", "icon"),
    "a speed": ("creatures.yaml", "attack_speed: 0.8", "speed: 0.8", "attack_speed"),
    "drops": ("creatures.yaml", "loot: [", "drops: [", "loot"),
    "hits": ("creatures.yaml", "vitals: {health: 12,", "vitals: {hp: 12,", "health"),
    "a person": ("quests.yaml", "talk: {denizen: mara}", "talk: {npc: mara}", "denizen"),
    "a key of another objective": (*KILL, "kill: {item: crab, amount: 2}", "creature"),
    "an objective": (*KILL, "slay: {creature: crab, amount: 2}", "kill"),
    "an id": (*ASKED, "flag: {name: lit, is: true}", "id"),
    "an effect": (*REWARDS, REWARD.replace("give_coins", "give_gold"), "give_coins"),
    "a condition": (*ASKED, "or: [{flag: {id: lit, is: true}}]", "any"),
    "a short word near to another": (*ASKED, "and: [{flag: {id: lit, is: true}}]", "all"),
    "a kind": ("mara.yaml", "denizens:", "npcs:", "denizens"),
    "several words": ("creatures.yaml", "attack_speed: 0.8", "attack speed: 0.8", "attack_speed"),
    "capital letters and accents": ("items.yaml", "rarity: common", "Rareté: common", "rarity"),
    "nothing like it": ("mine.yaml", "description: It", "murmur: It", "description"),
}


@pytest.mark.parametrize("slip", BY_PLACE)
def test_a_key_by_another_word_is_one_mistake_and_the_right_word_mends_it(
    slip: str, world: WorldFolder
) -> None:
    path, old, new, meant = BY_PLACE[slip]
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text
    changed = text.replace(old, new, 1)

    (found,) = world.write({path: changed}).compile().report.diagnostics
    lines = changed.split("\n")
    at, start = found.span.line - 1, found.span.column - 1
    assert found.suggestion == meant
    lines[at] = lines[at][:start] + meant + lines[at][start + found.span.length :]
    world.write({path: "\n".join(lines)})

    assert world.codes() == []


WRITTEN = {
    "width and height": (*MINE, "    size: {w: 6, h: 6}\n", "E1001", 5, "{x: 6, y: 6}"),
    "width and height without a size": (
        *MINE,
        "    width: 6\n    height: 6\n",
        "E1003",
        5,
        "size: {x: 6, y: 6}",
    ),
    "a size by another word": (*MINE, "    dimensions: 6x6\n", "E1001", 5, "size: {x: 6, y: 6}"),
    "several vitals": (
        "creatures.yaml",
        "{health: 12, stamina: 10}",
        "{hp: 12, sp: 10}",
        "E1001",
        6,
        "{health: 12, stamina: 10}",
    ),
    "a place that is written short": (
        "mara.yaml",
        "at: {location: harbor, structure: chapel}",
        "place: harbor",
        "E1003",
        5,
        "at: {location: harbor}",
    ),
    "the keys of a place": (
        "mara.yaml",
        "at: {location: harbor, structure: chapel}",
        "location: harbor\n    structure: chapel",
        "E1003",
        5,
        "at: {location: harbor, structure: chapel}",
    ),
    "coins without a unit": ("world.yaml", "wallet: 20c", "gold: 20", "E1001", 9, "wallet: 20c"),
    "an item and its amount": (
        *REWARDS,
        "rewards: [{give_item: {ore: 2}}, {set_flag: {id: lit, to: true}}]",
        "E1001",
        7,
        "give_item: {item: ore, amount: 2}",
    ),
    "a flag that is set": (
        *REWARDS,
        "rewards: [{set_flag: {lit: true}}]",
        "E1001",
        7,
        "set_flag: {id: lit, to: true}",
    ),
    "a flag and its value": (*ASKED, "flag: {lit: true}", "E1001", 16, "flag: {id: lit, is: true}"),
    "a flag alone": (*ASKED, "flag: {lit}", "E1001", 16, "flag: {id: lit, is: true}"),
    "a vital": (
        "effects.yaml",
        "each: [{heal: 1}]",
        "each: [{restore: {health: 1}}]",
        "E1001",
        2,
        "restore: {vital: health, amount: 1}",
    ),
    "a skill": (*ASKED, "skill: {MINING: 1}", "E1001", 16, "skill: {id: MINING, level: 1}"),
    "a quest and its state": (
        *ASKED,
        "quest: {lamp: finished}",
        "E1001",
        16,
        "quest: {id: lamp, state: finished}",
    ),
    "what is to be killed": (*KILL, "kill: {crab: 2}", "E1001", 6, "kill: {creature: crab, amount: 2}"),
    "whom to talk to": (
        "quests.yaml",
        "talk: {denizen: mara}",
        "talk: {mara}",
        "E1001",
        6,
        "talk: {denizen: mara}",
    ),
    "wares": (
        "mara.yaml",
        "{item: pickaxe, stock: 3, restock: 10m}",
        "{pickaxe: {stock: 3, restock: 10m}}",
        "E1001",
        7,
        "{item: pickaxe, stock: 3, restock: 10m}",
    ),
    "a line of loot": (
        "creatures.yaml",
        "{item: ore, chance: 0.5}",
        "{ore: 0.5}",
        "E1001",
        9,
        "{item: ore, chance: 0.5}",
    ),
    "another language": (
        "effects.yaml",
        "each: [{heal: 1}]",
        "each: [{if: {wenn: [{level: 3}], dann: [{heal: 1}]}}]",
        "E1001",
        2,
        "{when: [{level: 3}], then: [{heal: 1}]}",
    ),
    "branches without what happens": (
        "effects.yaml",
        "each: [{heal: 1}]",
        "each: [{random: [{heal: 1}, {heal: 2}]}]",
        "E1003",
        2,
        "random: [{then: [{heal: 1}]}, {then: [{heal: 2}]}]",
    ),
    "conditions and effects without their keys": (
        "effects.yaml",
        "each: [{heal: 1}]",
        "each: [{if: {level: 3, then: [{heal: 1}]}}]",
        "E1003",
        2,
        "when: [{level: 3}]",
    ),
}


@pytest.mark.parametrize("slip", WRITTEN)
def test_what_was_meant_is_written_out(slip: str, world: WorldFolder) -> None:
    path, old, new, code, line, meant = WRITTEN[slip]
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text

    (found,) = world.write({path: text.replace(old, new, 1)}).compile().report.diagnostics

    assert (found.code, found.span.line, found.help) == (code, line, f"write `{meant}`")


IN_PLACE = [
    "width and height",
    "several vitals",
    "an item and its amount",
    "a flag and its value",
    "a vital",
    "a quest and its state",
    "what is to be killed",
    "wares",
    "a line of loot",
]


@pytest.mark.parametrize("slip", IN_PLACE)
def test_what_is_written_out_in_braces_mends_it(slip: str, world: WorldFolder) -> None:
    path, old, new, *_ = WRITTEN[slip]
    text = SMALL_WORLD[path]
    assert isinstance(text, str)
    changed = text.replace(old, new, 1)

    (found,) = world.write({path: changed}).compile().report.diagnostics
    lines = changed.split("\n")
    at, start = found.span.line - 1, found.span.column - 1
    assert found.suggestion is not None
    lines[at] = lines[at][:start] + found.suggestion + lines[at][start + found.span.length :]
    after = world.write({path: "\n".join(lines)}).compile().report.diagnostics

    assert [one.code for one in after if one.code[0] == "E" and one.code != "E4009"] == []


HELP = {
    "two items at once": (
        *REWARDS,
        "rewards: [{give_item: {ore: 2, bread: 1}}, {set_flag: {id: lit, to: true}}]",
        (
            "write each on a line of its own: `- {give_item: {item: ore, amount: 2}}` and "
            "`- {give_item: {item: bread, amount: 1}}`"
        ),
    ),
    "a list of items": (
        *REWARDS,
        "rewards: [{give_item: [ore, bread]}, {set_flag: {id: lit, to: true}}]",
        "write one for each: `- give_item: ore` and `- give_item: bread`",
    ),
    "effects by other words without their list": (
        *REWARDS,
        "rewards: {coins: 250c, item: ore}\n    on_accept: [{set_flag: {id: lit, to: true}}]",
        "put it in a list: `[{give_coins: 250c}, {give_item: ore}]`",
    ),
    "keys that have nothing to do with those that are missing": (
        "mine.yaml",
        "    name: Mine\n    description: It breathes out.\n",
        "    depth: 3\n    echo: [long]\n",
        (
            "`name` and `description` are missing; known here: `name`, `description`, `size`, `structures`, "
            "`connections`, `actions`, `creatures`, `room_size`, `respawn`, `on_enter`, `on_leave`"
        ),
    ),
    "two keys too many": (
        "mara.yaml",
        "at: {location: harbor, structure: chapel}",
        "at: {location: harbor, structure: chapel, x: 2, y: 1}",
        "known here: `location`, `structure`",
    ),
    "a line of a loot table without its weight": (
        "creatures.yaml",
        "creatures:",
        "loot_tables: {finds: [{item: ore, weight: 1}, {item: bread}]}\ncreatures:",
        "add `weight:`",
    ),
}


@pytest.mark.parametrize("slip", HELP)
def test_several_things_are_one_mistake(slip: str, world: WorldFolder) -> None:
    path, old, new, help_ = HELP[slip]
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text

    found = world.write({path: text.replace(old, new, 1)}).compile().report.diagnostics

    assert [one.help for one in found if one.code[0] == "E"] == [help_]


def test_a_word_with_a_slip_is_taken_for_what_it_looks_like(world: WorldFolder) -> None:
    items = SMALL_WORLD["items.yaml"]
    assert isinstance(items, str)

    (found,) = (
        world.write({"items.yaml": items.replace("price: 4c", "prcie: 4c")}).compile().report.diagnostics
    )

    assert (found.help, found.suggestion) == ("did you mean `price`?", "price")


@pytest.mark.parametrize(
    ("word", "keys"),
    [("Preis", ["price"]), ("display name", ["name"]), ("give-gold", ["give_coins"]), ("wand", [])],
)
def test_words_are_compared_without_their_signs(word: str, keys: list[str]) -> None:
    assert meant_by(word, ["name", "price", "give_coins"]) == keys


def test_other_words_are_kept_for_keys_that_there_are() -> None:
    assert set(WORDS) <= all_keys() | set(ALL_KINDS)

"""Times, coins and words as people write them, and keys and values beside where they belong."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

ITEM = "items:\n  {name}: {{based_on: bread, name: Soup, {key}}}\n"


@pytest.mark.parametrize(
    ("key", "help_"),
    [
        ("icon: 'thing.svg,'", "did you mean `thing.svg`?"),
        ("category: soup;", "did you mean `soup`?"),
        ('price: "1,5s"', "did you mean `1s500c`?"),
        ("price: 240 credits", "did you mean `240c`?"),
        ("requires: [{time: {from: “20:00”, to: '21:00'}}]", 'did you mean `"20:00"`?'),
        (
            "requires: [{time: {from: '25:00', to: '21:00'}}]",
            'hours go from 00 to 23 and minutes from 00 to 59, such as `"20:00"`',
        ),
        (
            'on_use: [{apply_effect: {effect: fed, duration: "1,5s"}}]',
            "did you mean `1.5s`?",
        ),
        ("on_use: [{apply_effect: {effect: fed, duration: 3000ms}}]", "did you mean `3s`?"),
        (
            "on_use: [{when: [{level: 2}], then: [{heal: 1}]}]",
            "write `if: {when: [{level: 2}], then: [{heal: 1}]}`",
        ),
        (
            "on_use: [{effect: fed, duration: 3s}]",
            "write `apply_effect: {effect: fed, duration: 3s}`",
        ),
    ],
)
def test_a_value_of_an_item_is_told_as_it_was_meant(key: str, help_: str, world: WorldFolder) -> None:
    world.write({"soup.yaml": ITEM.format(name="soup", key=key)})

    (found,) = world.compile().report.diagnostics

    assert found.help == help_


@pytest.mark.parametrize(
    ("file", "written", "instead", "help_"),
    [
        (
            "world.yaml",
            "equipment: {weapon: knife}",
            "equipment: [knife]",
            "say in which slot each is worn, such as `{weapon: knife}`",
        ),
        (
            "creatures.yaml",
            "    experience: 6\n",
            "    experience: 6\n    accuracy: 3\n",
            "it belongs below `combat:`, set in further",
        ),
        (
            "items.yaml",
            "    category: food\n",
            "    category:\n",
            "write one word: letters, digits, `-` and `_` after it",
        ),
        (
            "items.yaml",
            "    on_use: [{apply_effect: {effect: fed, duration: 20s}}]\n",
            "    on_use:\n",
            "write a list after it, or remove it",
        ),
        (
            "quests.yaml",
            "    rewards:",
            "    repeat: 5m\n    rewards:",
            "write `{after: 5m}`",
        ),
        (
            "creatures.yaml",
            "loot: [{item: ore, chance: 0.5}]",
            "loot:\n      - {item: ore, chance: 0.5}\n      -- {coins: 2c}",
            "begin it with `- `: `- {coins: 2c}`",
        ),
        (
            "items.yaml",
            "    price: 4c\n",
            "    price: 4c\n    requires: [level: >= 2]\n",
            "write `2`: that number or more is meant anyway",
        ),
    ],
)
def test_what_stands_beside_its_home_is_told(
    file: str, written: str, instead: str, help_: str, world: WorldFolder
) -> None:
    text = str(SMALL_WORLD[file])
    assert written in text
    world.write({file: text.replace(written, instead, 1)})

    found = world.compile().report.diagnostics[0]

    assert found.help == help_

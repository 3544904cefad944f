"""A text for players that a `#` cuts off is told; a note never is."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

WRITTEN: dict[str, tuple[str, str, list[tuple[str, int]]]] = {
    "a number sign in a text": ("text: You're wet.", "text: Net #3 is mine.", [("W7004", 19)]),
    "a word behind the sign": ("    name: Mara\n", "    name: Mara #one\n", [("W7004", 16)]),
    "a note": ("    name: Mara\n", "    name: Mara # a note\n", []),
    "a note in a column": ("    name: Mara\n", "    name: Mara     #her name\n", []),
    "a rule of signs": ("    name: Mara\n", "    name: Mara ####\n", []),
    "a note on its own line": ("    name: Mara\n", "    name: Mara\n    #name: Old\n", []),
    "a text in quotes": ("    name: Mara\n", '    name: "Mara #1"\n', []),
    "a sign within a word": ("    name: Mara\n", "    name: Mara#1\n", []),
    "a value that no player reads": ("buys: [ore]\n", "buys: [ore] #only this\n", []),
    "a name that no player reads": ("    dialogue: mara-talk\n", "    dialogue: mara-talk #long\n", []),
    "a silenced one": (
        "    name: Mara\n",
        "    # gamectl: ignore[W7004] it is a note\n    name: Mara #one\n",
        [],
    ),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_only_a_text_that_was_hardly_meant_to_end_is_told(case: str, world: WorldFolder) -> None:
    old, new, expected = WRITTEN[case]
    text = SMALL_WORLD["mara.yaml"]
    assert isinstance(text, str) and old in text

    found = world.write({"mara.yaml": text.replace(old, new, 1)}).compile().report.diagnostics

    assert [(one.code, one.span.column) for one in found] == expected


def test_the_whole_text_is_shown_with_its_quotes(world: WorldFolder) -> None:
    world.write({"net.yaml": "items:\n  net:\n    based_on: ore\n    name: Net #3\n"})

    (found,) = world.compile().report.diagnostics

    assert found.help == (
        'put the whole text in quotes: `"Net #3"`; if it is a note, write a space after the `#`'
    )

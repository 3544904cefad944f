"""Things that stand in a list where they should stand under their ids: one finding, and they count."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

ITEMS = "items.yaml"
CHAPEL = "      chapel: {label: Chapel, description: Candles in jars., at: {x: 4, y: 3}}\n"


def all_told(world: WorldFolder) -> list[tuple[str, int, str, str]]:
    return [
        (found.span.path, found.span.line, found.message, found.help)
        for found in world.compile().report.diagnostics
    ]


def changed(file: str, old: str, new: str) -> dict[str, str | bytes]:
    text = SMALL_WORLD[file]
    assert isinstance(text, str)
    assert old in text
    return {file: text.replace(old, new)}


def as_list(text: str, begin: str, inset: int = 2) -> str:
    """The things of a kind in a list, each with its id as a key."""
    lines = [
        f"{' ' * inset}- id: {line.strip().removesuffix(':')}"
        if line.startswith("  ") and not line.startswith("   ")
        else line[2 - inset :]
        for line in text.splitlines()[1:]
    ]
    return "\n".join([begin, *lines, ""])


@pytest.mark.parametrize(
    ("inset", "how"),
    [
        (2, "take off `- id:` and write `bread:`"),
        (0, "take off `- id:` and write `bread:`, set in by 2 spaces, and its other keys by 4"),
    ],
)
def test_a_whole_kind_in_a_list_is_told_once_at_its_first_entry(
    inset: int, how: str, world: WorldFolder
) -> None:
    items = SMALL_WORLD[ITEMS]
    assert isinstance(items, str)
    plain = items.replace("  pickaxe: {based_on: knife, name", "  pickaxe:\n    based_on: knife\n    name")
    plain = plain[: plain.index("  pickaxe:")]
    rest = "items:\n" + items[items.index("  pickaxe:") :]
    world.write({ITEMS: as_list(plain, "items:", inset), "more.yaml": rest})

    assert all_told(world) == [
        (
            ITEMS,
            2,
            "under `items` every item stands under its id, without a list",
            f"{how}; so for each of the 2 entries",
        )
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "help_"),
    [
        (
            "mara.yaml",
            "  mara:\n    name: Mara\n    icon",
            "  - id: mara\n    name: Mara\n    icon",
            2,
            "take off `- id:` and write `mara:`",
        ),
        (
            "harbor.yaml",
            CHAPEL,
            "      - {id: chapel, label: Chapel, description: Candles in jars., at: {x: 4, y: 3}}\n",
            7,
            "take off `- id:` and write `chapel:`",
        ),
        (
            "harbor.yaml",
            "structures:\n" + CHAPEL,
            "structures: [{id: chapel, label: Chapel, description: Wax., at: {x: 4, y: 3}}]\n",
            6,
            "take off the brackets and write `chapel:` on a line of its own, with its keys below it",
        ),
    ],
)
def test_what_is_listed_counts_as_there(
    file: str, old: str, new: str, line: int, help_: str, world: WorldFolder
) -> None:
    world.write(changed(file, old, new))

    assert [(found, at, how) for found, at, _, how in all_told(world)] == [(file, line, help_)]


def test_ids_as_keys_of_entries_count_as_well(world: WorldFolder) -> None:
    otto = "name: Otto, icon: thing.svg, at: {location: mine}, sells: [bread]"
    world.write({"otto.yaml": f"denizens:\n  - otto: {{{otto}}}\n"})

    assert [(line, how) for _, line, _, how in all_told(world)] == [(2, "take off `- ` and write `otto:`")]


def test_an_entry_with_another_mistake_is_told_of_that_too(world: WorldFolder) -> None:
    world.write(
        {
            "stew.yaml": "items:\n  - id: stew\n    based_on: bread\n    name: Stew\n"
            "  - id: soup\n    based_on: bred\n    name: Soup\n"
        }
    )

    assert [(line, message) for _, line, message, _ in all_told(world)] == [
        (2, "under `items` every item stands under its id, without a list"),
        (6, "no item is called `bred`"),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "id_"),
    [
        (ITEMS, "  bread:\n", "  - id: bread\n", 2, "bread"),
        ("mara.yaml", "      hello:\n", '      - id: "hello"\n', 13, "hello"),
    ],
)
def test_one_in_a_list_beside_others_under_their_ids_is_told_where_it_stands(
    file: str, old: str, new: str, line: int, id_: str, world: WorldFolder
) -> None:
    world.write(changed(file, old, new))

    assert all_told(world) == [
        (
            file,
            line,
            f"`{id_}` stands in a list here, but ids stand without one",
            f"take off `- id:` and write `{id_}:`",
        )
    ]

"""Files that were meant as content and not read: told first, and once for all that follows from it."""

from collections.abc import Mapping

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder


def moved(world: WorldFolder, path: str, to: str) -> None:
    (world.path / path).rename(world.path / to)


@pytest.mark.parametrize(
    ("path", "to", "lacking"),
    [
        ("items.yaml", "items.yaml.txt", "`bread`"),
        ("mara.yaml", "mara.YAML", "`mara`"),
        ("mine.yaml", "mine.YML", "`mine`"),
        ("world.yaml", "world.yaml.txt", "`world`"),
        ("skills.yaml", "skills.yaml.txt", "`MINING`"),
    ],
)
def test_what_stands_in_an_unread_file_is_told_at_the_file_alone(
    path: str, to: str, lacking: str, world: WorldFolder
) -> None:
    moved(world, path, to)

    report = world.compile().report

    assert [(one.code, one.span.path) for one in report.diagnostics] == [("E9009", to)]
    assert lacking in report.diagnostics[0].message
    assert report.hidden > 0


def test_the_file_leads_and_other_mistakes_stay(world: WorldFolder) -> None:
    moved(world, "items.yaml", "items.yaml.txt")
    slip: Mapping[str, str | bytes] = {
        "a.yaml": "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mien}}\n"
    }
    world.write(slip)

    assert world.codes() == ["E9009", "E2108"]


def test_a_copy_that_holds_nothing_new_is_only_warned_of(world: WorldFolder) -> None:
    world.write({"items.yaml.txt": str(SMALL_WORLD["items.yaml"])})

    assert world.codes() == ["W9008"]


def test_an_unread_file_is_not_blamed_for_what_it_does_not_hold(world: WorldFolder) -> None:
    world.write(
        {
            "notes.yaml.txt": "items: {}\n",
            "otto.yaml": "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mien}}\n",
        }
    )

    assert world.codes() == ["W9008", "E2108"]

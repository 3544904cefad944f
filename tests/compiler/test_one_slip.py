"""A line that can be read where it stands but belongs elsewhere: one finding, and nothing of what follows."""

import random
from pathlib import Path

import pytest

from engine.compiler.compile import compile_files
from engine.compiler.load import read_folder
from tests.small_world import SMALL_WORLD, WorldFolder

TEXTS = {name: text for name, text in SMALL_WORLD.items() if isinstance(text, str)}
CONTENT = Path(__file__).parents[2] / "content"
MARA_TALK = TEXTS["mara.yaml"].partition("dialogues:\n")[2]
TOLD = {
    "an id as far left as its kind": (
        "mara.yaml",
        "  mara:\n",
        "mara:\n",
        "this line is not set in, which does not fit with its neighbours",
        "it should be set in by 2 spaces",
    ),
    "a kind that is set in": (
        "mara.yaml",
        "dialogues:\n",
        "  dialogues:\n",
        "this line is set in by 2 spaces, which does not fit with its neighbours",
        "it should not be set in",
    ),
    "a key that heads others as far left as its thing": (
        "mara.yaml",
        "    nodes:\n",
        "  nodes:\n",
        "this line is set in by 2 spaces, which does not fit with its neighbours",
        "it should be set in by 4 spaces",
    ),
    "a line above the id it belongs below": (
        "mara.yaml",
        "  mara-talk:\n    start: hello\n",
        "    start: hello\n  mara-talk:\n",
        "this line and the one below it have changed places",
        "put `mara-talk:` first, then `start: hello`",
    ),
    "a heading that has become a comment": (
        "mara.yaml",
        "dialogues:\n",
        "# dialogues:  # what is said\n",
        "the line `dialogues:` is a comment, so what stands below it has no heading",
        "take the `#` away",
    ),
    "an id with all its keys as far left as its kind": (
        "mara.yaml",
        MARA_TALK,
        "".join(line.removeprefix("  ") for line in MARA_TALK.splitlines(keepends=True)),
        "this line and those below it are not set in, which does not fit with the others around them",
        "they should be moved by 2 to the right",
    ),
    "a colon that is missing in brackets": (
        "world.yaml",
        "items: [{item: bread, amount: 2}]",
        "items: [{item bread, amount: 2}]",
        "a colon is missing after `item`",
        "write `item: bread`",
    ),
    "a blank in an id": (
        "mara.yaml",
        "      hello:\n",
        "      hel lo:\n",
        "a blank stands in `hel lo`",
        "write `hello`",
    ),
}


@pytest.mark.parametrize("slip", TOLD)
def test_a_slip_is_told_once_whatever_follows_from_it(world: WorldFolder, slip: str) -> None:
    file, before, after, message, help_ = TOLD[slip]
    text = TEXTS[file]
    assert before in text
    world.write({file: text.replace(before, after, 1)})

    (found,) = world.compile().report.diagnostics

    first = text[: text.index(before)].count("\n") + 1
    assert (found.message, found.help, found.span.line) == (message, help_, first)


def test_what_has_nothing_to_do_with_the_slip_is_told_as_well(world: WorldFolder) -> None:
    world.write(
        {
            "mara.yaml": TEXTS["mara.yaml"].replace("dialogues:\n", "  dialogues:\n"),
            "more.yaml": "skills:\n  DIGGING: {name: Dig, description: Down., category: gathring}\n",
        }
    )

    report = world.compile().report

    assert [(one.code, one.span.path) for one in report.diagnostics] == [
        ("E0027", "mara.yaml"),
        ("E1004", "more.yaml"),
    ]


def test_lines_are_shown_as_they_were_written(world: WorldFolder) -> None:
    slipped = TEXTS["mara.yaml"].replace("dialogues:\n", "  dialogues:\n")
    world.write({"mara.yaml": slipped})

    report = world.compile().report

    assert report.sources["mara.yaml"] == tuple(slipped.split("\n"))
    assert not report.ok


def test_two_slips_of_one_file_are_told_as_they_come(world: WorldFolder) -> None:
    text = TEXTS["mara.yaml"].replace("dialogues:\n", "  dialogues:\n").replace("start:", "strat:")
    world.write({"mara.yaml": text})

    report = world.compile().report

    assert not report.ok
    assert "E0027" not in {one.code for one in report.diagnostics}


def slipped(lines: list[str], number: int, sort: str) -> list[str] | None:
    """The lines with one of them set in otherwise, or changed with the next; None where that is no slip."""
    line, rest = lines[number], lines[number + 1 :]
    if sort == "in":
        return [*lines[:number], f"  {line}", *rest]
    if sort == "out":
        return [*lines[:number], line[2:], *rest] if line.startswith("  ") else None
    return [*lines[:number], rest[0], line, *rest[1:]] if rest and rest[0].strip() else None


@pytest.mark.parametrize("sort", ["in", "out", "changed"])
def test_lines_of_the_shipped_world_that_stand_wrong_are_told_once_and_in_place(sort: str) -> None:
    folder = read_folder(CONTENT)
    draw = random.Random(sort)
    told = right = 0
    while told < 80:
        path = draw.choice(sorted(folder.files))
        lines = folder.files[path].decode().split("\n")
        number = draw.randrange(len(lines))
        wrong = slipped(lines, number, sort)
        if not lines[number].strip() or lines[number].lstrip().startswith("#") or wrong is None:
            continue
        report = compile_files({**folder.files, path: "\n".join(wrong).encode()}, folder.pictures).report
        # Many lines may stand where they do not stand: what is left may be told as well as not.
        if report.diagnostics:
            told += 1
            (first, *others) = report.diagnostics
            right += not others and first.span.path == path and abs(first.span.line - number - 1) <= 1

    assert right / told >= {"in": 0.97, "out": 0.97, "changed": 0.85}[sort], (right, told)

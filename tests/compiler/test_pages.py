"""Every code has a page, and the examples on the page do what the page says.

`underlined.txt` is written anew by `python -m tests.compiler.test_pages`; read what changed first.
"""

import re
import tempfile
from pathlib import Path

import pytest

import engine.compiler
from engine.compiler.pages import PAGES
from engine.compiler.pages.page import Page
from tests.small_world import WorldFolder

UNDERLINED = Path(__file__).parent / "underlined.txt"
WITH_EXAMPLE = [page for page in PAGES if page.broken]
LONGEST = 60
"""Of longer texts so much is compared; the length is that of the first line."""
BY_HAND = {"E0006", "E0017", "E0018", "E0022", "E0023", "E9007"}
"""Codes that no files in a folder can show in a reasonable way; `test_hostile.py` brings them about."""


def codes_in_sources() -> set[str]:
    found: set[str] = set()
    for path in Path(engine.compiler.__file__).parent.rglob("*.py"):
        if path.parent.name != "pages":
            found |= set(re.findall(r'"([EWI]\d{4})"', path.read_text("utf-8")))
    return found


def test_the_small_world_is_clean(world: WorldFolder) -> None:
    compiled = world.compile()

    assert [(found.code, str(found.span)) for found in compiled.report.diagnostics] == []
    assert compiled.catalog is not None


def test_every_code_that_can_be_told_has_a_page_and_no_page_is_left_over() -> None:
    assert codes_in_sources() == {page.code for page in PAGES}


def test_codes_are_unique_and_sorted_by_number() -> None:
    numbers = [page.code[1:] for page in PAGES]

    assert numbers == sorted(set(numbers))


def test_only_what_files_cannot_show_has_no_example() -> None:
    assert {page.code for page in PAGES if not page.broken} == BY_HAND


def underlined(page: Page, world: WorldFolder) -> list[str]:
    """Code, place and underlined text of every finding in the failing example."""
    report = world.write(page.broken).compile().report
    said = []
    for found in report.diagnostics:
        span = found.span
        line = "".join(report.sources.get(span.path, ())[span.line - 1 : span.line])
        text = line[span.column - 1 : span.column - 1 + min(span.length, LONGEST)]
        said.append(
            f"{found.code} {span.path}:{span.line}:{span.column} {text.encode('unicode_escape').decode()}"
        )
    return said


@pytest.mark.parametrize("page", WITH_EXAMPLE, ids=lambda page: page.code)
def test_the_failing_example_gives_just_this_code_and_underlines_what_is_wrong(
    page: Page, world: WorldFolder
) -> None:
    expected = [line for line in UNDERLINED.read_text("utf-8").splitlines() if line.startswith(page.code)]

    assert underlined(page, world) == expected


@pytest.mark.parametrize("page", WITH_EXAMPLE, ids=lambda page: page.code)
def test_the_mended_example_is_clean(page: Page, world: WorldFolder) -> None:
    world.write(page.fixed)

    assert world.codes() == []


def test_pages_speak_of_groups_of_keys() -> None:
    said = [f"{page.code}: {page.title} {page.text}" for page in PAGES]

    assert [words for words in said if "mapping" in words.lower()] == []


if __name__ == "__main__":
    lines = []
    for one in WITH_EXAMPLE:
        with tempfile.TemporaryDirectory() as temporary:
            lines += underlined(one, WorldFolder(Path(temporary)))
    UNDERLINED.write_text("".join(f"{line}\n" for line in lines), "utf-8")

"""Broken worlds and what is said about them, word for word. Each folder lies over the small world.

`expected.txt` is written anew by `python -m tests.compiler.test_broken`; read what changed before it is kept.
"""

import tempfile
from pathlib import Path

import pytest

from cli.reports.paint import plainly
from cli.reports.text import report_text
from tests.small_world import WorldFolder

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path for path in BROKEN.iterdir() if path.is_dir())


def said_about(case: Path, folder: WorldFolder) -> str:
    files = {path.relative_to(case).as_posix(): path.read_bytes() for path in case.rglob("*.yaml")}
    compiled = folder.write(files).compile()
    return report_text(compiled.report, "content", plainly)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_world_is_explained_in_these_words(case: Path, world: WorldFolder) -> None:
    said = said_about(case, world)

    assert said == (case / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_folder_is_named_after_a_code_that_is_told(case: Path) -> None:
    assert f"[{case.name[:5]}]" in (case / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_word_of_the_machinery_reaches_a_writer(case: Path) -> None:
    said = (case / "expected.txt").read_text("utf-8")

    for word in ("additionalProperties", "oneOf", "NoneType", "Traceback", "regex", "schema", "dict", "None"):
        assert word not in said


if __name__ == "__main__":
    for one in CASES:
        with tempfile.TemporaryDirectory() as temporary:
            (one / "expected.txt").write_text(said_about(one, WorldFolder(Path(temporary))), "utf-8")

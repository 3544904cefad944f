"""The writers' guide, followed word for word, gives a world without findings."""

import re
import shutil
from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from engine.compiler.compile import compile_world
from engine.compiler.schema import content_schema
from engine.shipped import shipped

GUIDE = (shipped("content") / "GUIDE.md").read_text(encoding="utf-8")

WAYS_BACK = (("alder-cut", "winding-hole"), ("nether-basin", "ferry-stage"))
"""What the guide asks to be added by hand: where, and where it leads."""


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped world with every piece of the guide in the file that its first line names."""
    folder = tmp_path / "content"
    shutil.copytree(shipped("content"), folder)
    pieces = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    assert len(pieces) == GUIDE.count("```yaml")
    for path, text in pieces:
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    for place, goal in WAYS_BACK:
        (back,) = re.findall(rf"^ *- \{{to: {goal}, .*\}}$", GUIDE, re.MULTILINE)
        other = folder / place / "place.yaml"
        text = other.read_text(encoding="utf-8")
        assert text.count("    connections:\n") == 1
        led = text.replace("    connections:\n", f"    connections:\n      {back.strip()}\n")
        other.write_text(led, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_whoever_follows_the_guide_word_for_word_has_a_world_without_findings(followed: Path) -> None:
    compiled = compile_world(followed)

    assert list(compiled.report.diagnostics) == []
    assert compiled.catalog is not None
    assert {"winding-pole", "fine-winding-pole", "winders-cap"} <= set(compiled.catalog.items)


def test_the_pieces_may_also_be_put_into_one_file_under_each_kind_once(followed: Path) -> None:
    below: dict[str, list[str]] = {}
    for path in sorted((followed / "winding-hole").iterdir()):
        kind = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            head = re.match(r"(\w+):", line)
            kind = head[1] if head else kind
            if not head:
                below.setdefault(kind, []).append(line)
        path.unlink()
    lines = [line for kind, rest in below.items() for line in (f"{kind}:", *rest)]

    (followed / "winding-hole/all.yaml").write_text("\n".join(lines), encoding="utf-8")

    assert list(compile_world(followed).report.diagnostics) == []


def test_the_finding_in_the_guide_is_what_its_slip_gives(
    followed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    creatures = followed / "winding-hole/creatures.yaml"
    text = creatures.read_text(encoding="utf-8")
    creatures.write_text(text.replace("{item: duck-egg,", "{item: duck-eg,"), encoding="utf-8")

    code = run(["validate", "content"])

    assert code == exits.FINDINGS
    finding, _, _ = capsys.readouterr().out.partition("\n\n")
    assert f"```\n{finding}\n\n" in GUIDE


def test_every_kind_is_named_where_the_guide_lists_them() -> None:
    listed = GUIDE.split("**kind** of thing follows:\n\n")[1].split("\n\n")[0]

    assert set(re.findall(r"`(\w+)`", listed)) == set(content_schema().kinds)

"""Never another meaning: what a file says and every comment in it stay, however it was written."""

import re
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.authoring.layout import laid_out, left_as_they_are
from engine.compiler.compile import compile_files
from engine.compiler.load import Folder, read_folder
from engine.compiler.nodes import plain
from engine.compiler.read import read_document
from tests.layouts import FOLDERS, ROOT, meaning, out, remarks
from tools.worldgen import generate


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_whole_worlds_mean_the_same_and_a_second_time_changes_nothing(folder: Path) -> None:
    found = read_folder(folder)

    after = {path: laid_out(data) or b"" for path, data in found.files.items()}

    assert compile_files(after, found.pictures).plain == compile_files(found.files, found.pictures).plain
    assert {path: laid_out(data) for path, data in after.items()} == after


words = st.sampled_from(
    ["a", "no", "012", "a b", "x: y", "x #y", "it's", "", "true", "1.5", "two\nlines", "# remark 0"]
)
scalars = words | st.integers(-9, 9) | st.booleans()
keys = st.sampled_from(
    ["name", "price", "type", "requires", "on_use", "bonuses", "size", "x", "y", "at", "z"]
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file of a kind, written in some odd but correct way, with comments between its lines."""
    lines: list[str] = []
    numbers = iter(range(10_000))

    def quoted(text: str) -> str:
        return '"' + text.replace("\n", "\\n") + '"'

    def flow(value: object) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(flow(inner) for inner in value) + "]"
        return quoted(value) if isinstance(value, str) else str(value).lower()

    def remark(margin: str) -> None:
        if draw(st.integers(0, 3)) == 0:
            lines.append(f"{margin}# remark {next(numbers)}")

    def block(value: object, column: int, head: str) -> None:
        tail = draw(st.sampled_from(["", "  ", f"   # remark {next(numbers)}"]))
        if isinstance(value, str) and "\n" in value and draw(st.booleans()):
            lines.append(f"{head} |-")
            lines.extend(" " * (column + 3) + line for line in value.split("\n"))
        elif isinstance(value, dict) and value and draw(st.booleans()):
            lines.append(f"{head}{tail}")
            step = column + draw(st.integers(1, 5))
            for key, inner in value.items():
                remark(" " * step)
                block(inner, step, f"{' ' * step}{key}:")
                if draw(st.integers(0, 9)) == 0:
                    lines.append("")
        elif isinstance(value, list) and value and draw(st.booleans()):
            lines.append(f"{head}{tail}")
            step = column + draw(st.integers(0, 4))
            for inner in value:
                remark(" " * step)
                lines.append(f"{' ' * step}- {flow(inner)}")
        elif isinstance(value, dict | list) and value and draw(st.booleans()):
            lines.extend(broken(value, column + 1, head, tail))
        else:
            lines.append(f"{head} {flow(value)}{tail}")

    def broken(value: object, margin: int, head: str, tail: str) -> list[str]:
        """Brackets over several lines, with comments wherever they may stand."""
        found = [head]

        def remarked() -> None:
            for _ in range(draw(st.integers(0, 2))):
                found[-1] += f" # remark {next(numbers)}" if draw(st.booleans()) else ""
                found.append(" " * (margin + draw(st.integers(0, 3))))

        def put(inner: object) -> None:
            if not isinstance(inner, dict | list) or not inner or draw(st.booleans()):
                found[-1] += flow(inner)
                return
            opening, closing = "{}" if isinstance(inner, dict) else "[]"
            found[-1] += opening
            for entry in inner:
                remarked()
                if isinstance(inner, dict):
                    found[-1] += f"{entry}:"
                    remarked()
                    found[-1] += " "
                put(inner[entry] if isinstance(inner, dict) else entry)
                remarked()
                found[-1] += draw(st.sampled_from([",", ", "]))
            remarked()
            found[-1] += closing

        found[-1] += " "
        put(value)
        found[-1] += tail
        return found

    for kind in draw(st.lists(st.sampled_from(["items", "quests", "locations", "world"]), unique=True)):
        remark("")
        block(draw(st.dictionaries(st.sampled_from("abc"), values, min_size=1)), 0, f"{kind}:")
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))


@given(files())
@settings(max_examples=300, deadline=None)
def test_no_file_ever_means_something_else_or_loses_a_comment(text: str) -> None:
    before = meaning(text.encode())

    after = out(text)

    assert meaning(after.encode()) == before
    assert remarks(after) == remarks(text)
    assert out(after) == after
    assert left_as_they_are(after.encode()) == {}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Folder]:
    """Folders of several makes, among them the file that shows every key."""
    made = tmp_path_factory.mktemp("made")
    generate(made / "made", entities=60, seed=3)
    (made / "every-key").mkdir()
    example = ROOT / "tests/compiler/example-world.yaml"
    (made / "every-key/world.yaml").write_bytes(example.read_bytes())
    folders = [*FOLDERS, made / "made", made / "every-key"]
    return {folder.name: read_folder(folder) for folder in folders}


def shuffled(value: object, random: Random) -> object:
    """The same with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key], random) for key in keys}
    return [shuffled(item, random) for item in value] if isinstance(value, list) else value


def written_anew(data: bytes, random: Random) -> bytes:
    """A file with another order, other margins, quotes and lengths of lines, and with comments in between."""
    root = read_document("file", data).root
    assert root is not None
    lines: list[str] = []
    for kind, body in plain(root).items():
        style = random.choice([None, None, '"', "'"])
        text = yaml.dump(
            {kind: shuffled(body, random)},
            sort_keys=False,
            allow_unicode=True,
            indent=random.randint(2, 6),
            width=random.choice([40, 110, 10_000]),
            default_flow_style=random.choice([False, False, None]),
            default_style=style,
        )
        # With quotes around everything PyYAML writes its tags, which content has none of.
        text = re.sub(r"!!(?:int|bool|float|null) [\"']([^\"']*)[\"']", r"\1", text)
        for line in text.splitlines():
            if line.strip() and random.random() < 0.1 and line.lstrip()[0].isalpha() and line.endswith(":"):
                lines.append(f"{line[: len(line) - len(line.lstrip())]}# remark {len(lines)}")
            lines.append(line + (f"   # remark {len(lines)}" if line.endswith(":") else ""))
        lines += [""] * random.randint(0, 3)
    return "\n".join(lines).encode()


@given(st.integers(0, 2**32), st.data())
@settings(max_examples=25, deadline=None)
def test_however_a_world_was_written_its_layout_says_the_same(
    written: dict[str, Folder], seed: int, data: st.DataObject
) -> None:
    folder, random = written[data.draw(st.sampled_from(sorted(written)))], Random(seed)
    anew = {path: written_anew(text, random) for path, text in folder.files.items()}
    before = compile_files(anew, folder.pictures)
    assume(before.plain is not None)

    after = {path: laid_out(text) or b"" for path, text in anew.items()}

    assert compile_files(after, folder.pictures).plain == before.plain
    for path, text in after.items():
        assert remarks(text.decode()) == remarks(anew[path].decode())
        assert laid_out(text) == text
        assert left_as_they_are(text) == {}

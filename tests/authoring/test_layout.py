"""One layout, and never another meaning: what a file says and every comment in it stay."""

import re
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.authoring.layout import laid_out, left_as_they_are
from engine.authoring.new_thing import new_thing
from engine.authoring.opened import open_world
from engine.authoring.templates import TEMPLATES
from engine.compiler.compile import compile_files
from engine.compiler.load import Folder, read_folder
from engine.compiler.nodes import plain
from engine.compiler.read import read_document
from engine.shipped import shipped
from tests.small_world import WorldFolder
from tools.worldgen import generate

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [
    ROOT / "content",
    ROOT / "tests/worlds/mill",
    ROOT / "tests/worlds/ferry",
    ROOT / "tests/worlds/examples",
]


def out(text: str) -> str:
    found = laid_out(text.encode())
    assert found is not None
    return found.decode()


def meaning(data: bytes) -> object:
    document = read_document("file", data)
    assert document.findings == ()
    return plain(document.root) if document.root is not None else None


def remarks(text: str) -> list[str]:
    """Comments that hold the word that no text of these tests holds."""
    return sorted(re.findall(r"# remark \d+", text))


def test_keys_stand_in_the_order_of_the_schema_with_the_comments_above_them() -> None:
    text = """\
items:
  # The first.
  bread:
    price: 4c   # cheap
    # What players read.
    name: Bread
    description: >
      Brown,
      and warm.
    bonuses:
      - attack: 1
    type: material
"""

    assert (
        out(text)
        == """\
items:
  # The first.
  bread:
    # What players read.
    name: Bread
    description: >
      Brown,
      and warm.
    type: material
    price: 4c  # cheap
    bonuses:
      - attack: 1
"""
    )


def test_what_belongs_to_a_key_is_set_in_by_two() -> None:
    text = """\
quests:
      lamp:
         # Comes first.
         title: A Lamp
         objectives:
         -  id: ask
            talk: {denizen: mara}
            # Not yet.
         - {id: see,
            visit: {location: mine}}
         description: |
              One.
                Two.
"""

    assert (
        out(text)
        == """\
quests:
  lamp:
    # Comes first.
    title: A Lamp
    description: |
      One.
        Two.
    objectives:
      - id: ask
        talk: {denizen: mara}
        # Not yet.
      - {id: see, visit: {location: mine}}
"""
    )


def test_keys_dashes_and_comments_have_one_gap_each_and_aligned_comments_stay() -> None:
    text = """\
items:
    nail:
        name:  Nail
        description:   >
            Bent.

            Twice.
        rarity:    common      # for now
        price: 3c              # each
        type:   material         # what else
        bonuses:
            -   attack:   1
                # Not much.
            -   -   defense:  2
            -   |
                # no comment
                Word.
# The end.
"""

    assert (
        out(text)
        == """\
items:
  nail:
    name: Nail
    description: >
      Bent.

      Twice.
    type: material  # what else
    rarity: common         # for now
    price: 3c              # each
    bonuses:
      - attack: 1
        # Not much.
      - - defense: 2
      - |
        # no comment
        Word.
# The end.
"""
    )
    assert out(out(text)) == out(text)


def test_words_lose_their_quotes_and_prose_keeps_them() -> None:
    text = """items: {"a": {name: "Oh.", icon: "a.svg", category: 'no', type: 'tool', rarity: "012"}}\n"""

    assert (
        out(text)
        == """items: {"a": {name: "Oh.", icon: a.svg, type: tool, category: 'no', rarity: "012"}}\n"""
    )


def test_lines_end_cleanly_but_texts_keep_their_spaces() -> None:
    text = "flags:   \r\n  lit: {type: bool,  \r\n    default: false}\t\r\n"
    spells = "spells:\n  a:\n    name: |\n      x  \n      y\n"

    assert out(f"{text}{spells}\n\n") == f"flags:\n  lit: {{type: bool, default: false}}\n{spells}"


def test_empty_lines_and_comments_between_keys_do_not_keep_them_from_their_order() -> None:
    text = """\
items:
  a:
    type: material
    # In copper.
    price: 4c
      # as of last spring

    # What players read.
    name: A

    # rarity: rare
  b:
    name: B
"""

    assert (
        out(text)
        == """\
items:
  a:
    # What players read.
    name: A

    type: material
    # In copper.
    price: 4c
      # as of last spring

    # rarity: rare
  b:
    name: B
"""
    )


def test_keys_behind_a_dash_are_put_in_order_and_the_dash_stays() -> None:
    text = """\
quests:
  a:
    objectives:
      # The first.
      - talk: {denizen: mara}
        # How it is called.
        id: ask   # short
"""

    assert (
        out(text)
        == """\
quests:
  a:
    objectives:
      # The first.
      # How it is called.
      - id: ask  # short
        talk: {denizen: mara}
"""
    )


def test_braces_over_several_lines_become_one_line_or_an_outline() -> None:
    text = """\
items:
  bread: {price: 4c,
    name: Bread,
    description: "Brown, and
        warm.",
    bonuses: [{defense: 1},
      {skill: {levels: 1, id: COOKING}}], type: material, category: food, rarity: common, icon: bread.svg}
  lamp:
    bonuses:
      [
        {defense: 1}
      ]
"""

    assert (
        out(text)
        == """\
items:
  bread:
    name: Bread
    description: "Brown, and
      warm."
    icon: bread.svg
    type: material
    category: food
    rarity: common
    price: 4c
    bonuses: [{defense: 1}, {skill: {id: COOKING, levels: 1}}]
  lamp:
    bonuses: [{defense: 1}]
"""
    )


def test_comments_within_braces_stay_beside_what_they_are_about() -> None:
    text = """\
quests:
  a:
    objectives: # What is to be done.
      - {talk: {denizen: mara}, # She knows.
         # How it is called.
         id: ask
         # Nothing more.
        } # The end.
      - [ # A list.
          a, # one
          b]
    rewards: {# Not much.
      give_coins: 5c} # Each time.
"""

    assert (
        out(text)
        == """\
quests:
  a:
    objectives: # What is to be done.
      # The end.
      # How it is called.
      - id: ask
        talk: {denizen: mara}  # She knows.
        # Nothing more.
      # A list.
      - - a  # one
        - b
    rewards:  # Each time.
      # Not much.
      give_coins: 5c
"""
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("{items: {a: {name: A}}}\n", {1: "the whole file stands in brackets"}),
        ("? items\n: a:\n    name: A\n", {1: "a key stands behind a question mark"}),
        ("items:\n  a: {name: A,\n    bound}\n", {2: "a key has no value, or a value no key"}),
        ("items:\n  a: {price: 1c,\n    name: }\n", {2: "a key has no value, or a value no key"}),
        (
            "items:\n  a:\n    bonuses: [ # none\n      ]\n",
            {3: "nothing but a comment stands in the brackets"},
        ),
        ("items:\n  a: {name: A,\n    bound: true}\n", {}),
    ],
)
def test_what_cannot_be_laid_out_stays_and_is_named(text: str, left: dict[int, str]) -> None:
    after = out(text)

    assert left_as_they_are(after.encode()) == left
    assert (after == text) == bool(left)


@pytest.mark.parametrize("text", ["items: [", "items: {a: &x 1}", "a: no\n", "\0"])
def test_a_file_with_mistakes_is_left_alone(text: str) -> None:
    assert laid_out(text.encode()) is None


@pytest.mark.parametrize(
    "text", ["", "# only this\n", "items:\n", "- a\n- b\n", "word\n", "---\nitems: {}\n"]
)
def test_odd_files_go_through(text: str) -> None:
    assert meaning(out(text).encode()) == meaning(text.encode())


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


@pytest.mark.parametrize(
    "folder", [shipped("content"), ROOT / "engine/authoring/first_world"], ids=["shipped", "first"]
)
def test_what_we_ship_is_laid_out(folder: Path) -> None:
    files = read_folder(folder).files

    assert [path for path, data in files.items() if laid_out(data) != data] == []


@pytest.mark.parametrize("kind", TEMPLATES)
def test_what_is_begun_is_laid_out(world: WorldFolder, kind: str) -> None:
    begun = new_thing(open_world(world.path), kind, "old-lamp", "new.yaml")

    assert laid_out(begun.after["new.yaml"]) == begun.after["new.yaml"]

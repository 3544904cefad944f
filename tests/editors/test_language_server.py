"""The YAML language server, which editors ask, given nothing but what `gamectl` puts beside the content."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from cli.main import run
from engine.authoring.editor_schema import SCHEMA
from engine.compiler.compile import compile_files
from engine.compiler.entities import ALL_KINDS
from engine.compiler.pages import PAGES
from engine.compiler.schema import content_schema
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.shipped import shipped
from tests.editors.language_server import LanguageServer, Message
from tests.editors.shape_mistakes import SHAPE_MISTAKES
from tests.snippets import filled

pytestmark = pytest.mark.system

PARTS: Final = content_schema().bundle["$defs"]

OURS_ALONE: Final[Mapping[str, str]] = {
    "E0003": "a character nobody can see: good YAML",
    "E0004": "a file of that size: good YAML",
    "E0009": "a word that YAML 1.1 and 1.2 read differently: the server reads 1.2 only",
    "E0011": "a tag: good YAML",
    "E0012": "a merge key: good YAML",
    "E0014": "a second document in the file: good YAML",
    "E0015": "a number that programs read differently: the server reads it as JavaScript does",
    "E0020": "an escape that stands for no character: JavaScript takes it for one",
    "E0024": "a text that ends with a quote but does not begin with one: good YAML, and hardly ever meant",
    "E1011": "one of several keys must be there (`x-one-of`): an editor would name just the first",
    "E1012": "only one of several keys can be there (`x-one-of`): an editor would not say which",
    "E1013": "two numbers in order (`x-ordered`): schemas cannot compare two values",
    "E1014": "coins or a duration past what can be counted (`x-unit`): schemas cannot add",
    "E1015": "`each` without `every`: it hangs on what the thing is based on",
}
"""Shape mistakes and mistakes of bytes that editors do not see, and why. `gamectl validate` does."""
NO_NETWORK_NEEDED: Final = {"yaml.schemaStore.enable": False}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world begun by `gamectl new world`, at a path with a blank and an umlaut."""
    folder = tmp_path_factory.mktemp("meine wälder") / "world"
    run(["new", "world", str(folder)])
    return folder


@pytest.fixture(scope="module")
def server(world: Path, server_command: Sequence[str]) -> Iterator[LanguageServer]:
    """The server with that world opened in it, and the settings that stand there."""
    with LanguageServer(server_command, world, settings_of(world)) as started:
        yield started


def settings_of(folder: Path) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads((folder / ".vscode/settings.json").read_text("utf-8"))
    return settings


def content_of(folder: Path) -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in sorted(folder.rglob("*.yaml"))}


def lines_of(found: Sequence[Message]) -> set[int]:
    """The lines, from 1, on which the server finds errors."""
    return {one["range"]["start"]["line"] + 1 for one in found if one["severity"] == 1}


def our_lines(text: str, bands: tuple[str, ...] = ("E10",)) -> set[int]:
    """The lines, from 1, on which we find errors of those bands in a file that stands alone."""
    found = compile_files({"a.yaml": text.encode()}).report.diagnostics
    return {one.span.line for one in found if one.code.startswith(bands)}


class At:
    """A document of its own with the cursor where `|` stands in the text."""

    numbers = iter(range(1_000_000))

    def __init__(self, server: LanguageServer, text: str) -> None:
        before, _, after = text.partition("|")
        self.server, self.text = server, before + after
        self.path = server.folder / f"at-{next(self.numbers)}.yaml"
        self.line, self.column = before.count("\n"), len(before) - before.rfind("\n") - 1
        server.open({self.path: self.text})

    def proposals(self) -> dict[str, Message]:
        """What may stand here, by label."""
        return {one["label"]: one for one in self.server.completions(self.path, self.line, self.column)}

    def hover(self) -> str:
        """What is shown here."""
        return self.server.hover(self.path, self.line, self.column)

    def taken(self, proposal: Message) -> str:
        """The text after a proposal was taken, with all that it proposes further."""
        edit = proposal["textEdit"]
        lines = self.text.split("\n")
        start, end = edit["range"]["start"], edit["range"]["end"]
        before = "\n".join([*lines[: start["line"]], lines[start["line"]][: start["character"]]])
        after = "\n".join([lines[end["line"]][end["character"] :], *lines[end["line"] + 1 :]])
        # An editor indents what is put in as far as the line it is put into.
        indent = lines[start["line"]][: len(lines[start["line"]]) - len(lines[start["line"]].lstrip(" "))]
        return before + filled(edit["newText"]).replace("\n", f"\n{indent}") + after


def test_nothing_is_wrong_with_a_new_world(server: LanguageServer, world: Path) -> None:
    found = server.open(content_of(world))

    assert found == {path: [] for path in content_of(world)}
    assert found


def test_nothing_is_wrong_with_the_shipped_world(tmp_path: Path, server_command: Sequence[str]) -> None:
    folder = tmp_path / "content"
    shutil.copytree(shipped("content"), folder)
    run(["editor", str(folder)])

    with LanguageServer(server_command, folder, settings_of(folder)) as server:
        found = server.open(content_of(folder))

    assert found == {path: [] for path in content_of(folder)}
    assert found


def test_mistakes_of_shape_are_seen_on_the_lines_where_we_see_them(
    server: LanguageServer, world: Path
) -> None:
    documents = {world / f"{name}.yaml": text for name, text in SHAPE_MISTAKES.items()}

    found = server.open(documents)

    ours = {path.stem: our_lines(text) for path, text in documents.items()}
    assert {path.stem: lines_of(told) for path, told in found.items()} == ours
    assert all(ours.values())


def test_the_verdict_on_every_example_is_ours_but_for_what_only_we_can_see(
    server: LanguageServer, world: Path
) -> None:
    examples = {
        world / f"{page.code}-{sort}-{name.replace('/', '-')}": text
        for page in PAGES
        for sort, files in (("broken", page.broken), ("fixed", page.fixed))
        for name, text in files.items()
        if isinstance(text, str) and name.endswith(".yaml")
    }

    found = server.open(examples)

    wrong_here = {path.name for path, told in found.items() if lines_of(told) or told}
    wrong_ours = {path.name for path, text in examples.items() if our_lines(text, ("E00", "E10"))}
    assert wrong_here - wrong_ours == set()
    assert {name[:5] for name in wrong_ours - wrong_here} == OURS_ALONE.keys()


def test_whatever_is_no_content_is_left_alone(server: LanguageServer, world: Path) -> None:
    names = (
        ".github/workflows/world.yml",
        ".pre-commit-config.yaml",
        ".vscode/notes.yaml",
        "images/list.yaml",
    )

    found = server.open({world / name: "on: push\n" for name in names})

    assert set(map(len, found.values())) == {0}


def test_content_is_known_in_any_folder(server: LanguageServer, world: Path) -> None:
    names = ("far/away/from/here.yaml", "quests.yml", "images-of-saints/chapel.yaml")

    found = server.open({world / name: "on: push\n" for name in names})

    assert set(map(len, found.values())) == {1}


def test_a_world_that_was_moved_is_known_where_it_is(
    world: Path, tmp_path: Path, server_command: Sequence[str]
) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(world, moved)

    with LanguageServer(server_command, moved, settings_of(moved)) as server:
        found = server.open({moved / "a.yaml": "itmes: {}\n"})

    assert len(found[moved / "a.yaml"]) == 1


def test_the_first_line_of_a_file_helps_where_a_folder_above_is_opened(
    world: Path, server_command: Sequence[str]
) -> None:
    path = world / "items.yaml"
    text = path.read_text("utf-8").replace("rarity: common", "rarity: mythic", 1)

    with LanguageServer(server_command, world.parent, NO_NETWORK_NEEDED) as server:
        found = server.open({path: text})

    assert lines_of(found[path]) == our_lines(text)
    assert found[path]


def test_the_schemas_of_the_repository_are_followed_from_file_to_file(
    tmp_path: Path, server_command: Sequence[str]
) -> None:
    shutil.copytree(shipped("schemas"), tmp_path / "schemas")
    settings = {
        **NO_NETWORK_NEEDED,
        "yaml.schemas": {"schemas/content/content.schema.json": "content/**/*.yaml"},
    }
    documents = {tmp_path / f"content/{name}.yaml": text for name, text in SHAPE_MISTAKES.items()}

    with LanguageServer(server_command, tmp_path, settings) as server:
        found = server.open(documents)

    assert {path.stem: lines_of(told) for path, told in found.items()} == {
        path.stem: our_lines(text) for path, text in documents.items()
    }


def test_kinds_are_proposed_at_the_top(server: LanguageServer) -> None:
    assert set(At(server, "|").proposals()) == set(ALL_KINDS)


def test_keys_are_proposed_with_our_words(server: LanguageServer) -> None:
    properties = content_schema().resolve(content_schema().kinds["items"])["properties"]

    proposals = At(server, "items:\n  bread:\n    |").proposals()

    assert {key: proposals[key]["documentation"]["value"] for key in properties} == {
        key: schema["description"] for key, schema in properties.items()
    }


def test_a_key_is_completed_with_what_it_needs(server: LanguageServer) -> None:
    at = At(server, "locations:\n  harbor:\n    connections:\n      - t|\n")

    assert at.taken(at.proposals()["to"]).endswith("\n      - to: \n")


def test_words_to_choose_among_are_proposed_and_explained(server: LanguageServer) -> None:
    rarity = PARTS["items.json"]["properties"]["rarity"]

    proposals = At(server, "items:\n  bread:\n    rarity: |\n").proposals()

    assert {word: one["documentation"]["value"] for word, one in proposals.items()} == dict(
        zip(rarity["enum"], rarity["markdownEnumDescriptions"], strict=True)
    )


def test_conditions_are_proposed_under_requires(server: LanguageServer) -> None:
    proposals = At(server, "items:\n  bread:\n    requires:\n      - |").proposals()

    assert {entry.kind for entry in CONDITIONS} <= set(proposals)


def test_effects_are_proposed_where_something_happens(server: LanguageServer) -> None:
    proposals = At(server, "items:\n  bread:\n    on_use:\n      - |").proposals()

    assert {entry.kind for entry in EFFECTS} <= set(proposals)


def test_no_entry_is_proposed_where_the_list_itself_is_missing(server: LanguageServer) -> None:
    assert At(server, "items:\n  bread:\n    requires: |\n").proposals() == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ite|ms:\n  bread: {based_on: ham}\n", "Items, by id."),
        ("items:\n  bread:\n    pri|ce: 4c\n", "What it is worth, such as `250c`."),
        ("items:\n  bread:\n    rarity: com|mon\n", "Everywhere."),
        ("items:\n  bread:\n    requires: [{le|vel: 3}]\n", "The character has this level or more."),
        ("items:\n  bread:\n    on_use:\n      - he|al: 6\n", "Gives health back."),
        ("quests:\n  q:\n    objectives:\n      - id: a\n        vi|sit: {location: m}\n", "Go somewhere."),
    ],
)
def test_words_of_ours_are_shown_over_a_key(server: LanguageServer, text: str, words: str) -> None:
    assert words in At(server, text).hover()


def test_a_form_is_said_in_words(server: LanguageServer, world: Path) -> None:
    path = world / "price.yaml"

    found = server.open({path: SHAPE_MISTAKES["a price in euros"]})[path]

    assert [one["message"] for one in found] == [
        "Write coins such as `250c`, `3s` or `1g20s` (gold, silver, copper)."
    ]


PLACES_OF_SNIPPETS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "a condition": ("items:\n  a:\n    based_on: b\n    requires:\n      - |", ["conditions.json"]),
    "an effect": ("items:\n  a:\n    based_on: b\n    on_use:\n      - |", ["effects.json"]),
    "an objective": (
        "quests:\n  a:\n    based_on: b\n    objectives:\n      - |",
        ["quests.json", "properties", "objectives", "items"],
    ),
    "an action": (
        "locations:\n  a:\n    based_on: b\n    actions:\n      |",
        ["locations.json", "properties", "actions"],
    ),
    "an action under its id": (
        "locations:\n  a:\n    based_on: b\n    actions:\n      dig:\n        |",
        ["locations.json", "properties", "actions", "additionalProperties"],
    ),
    "a way": (
        "locations:\n  a:\n    based_on: b\n    connections:\n      - |",
        ["locations.json", "properties", "connections", "items"],
    ),
    "a structure": (
        "locations:\n  a:\n    based_on: b\n    structures:\n      chapel:\n        |",
        ["locations.json", "properties", "structures", "additionalProperties"],
    ),
    "a line of loot": (
        "creatures:\n  a:\n    based_on: b\n    loot:\n      - |",
        ["common.json", "$defs", "loot", "items"],
    ),
    "a line of a loot table": (
        "loot_tables:\n  a:\n    lines:\n      - |",
        ["loot_tables.json", "$defs", "line"],
    ),
    "a bonus": (
        "items:\n  a:\n    based_on: b\n    bonuses:\n      - |",
        ["common.json", "$defs", "bonuses", "items"],
    ),
    "a step": ("scenes:\n  a:\n    steps:\n      - |", ["scenes.json", "properties", "steps", "items"]),
    "a deed": ("scenes:\n  a:\n    steps:\n      - do:\n          |", ["scenes.json", "$defs", "deed"]),
} | {
    f"a body of {kind}": (f"{kind}:\n  a:\n    |", [content_schema().kinds[kind]["$ref"].rpartition("/")[2]])
    for kind in ALL_KINDS
    if kind not in ("world", "rules", "moved")
}
"""Texts with the cursor where snippets of a part of the schema are proposed, and the way to that part."""


@pytest.mark.parametrize(("text", "steps"), PLACES_OF_SNIPPETS.values(), ids=PLACES_OF_SNIPPETS)
def test_a_snippet_that_is_taken_makes_good_content(
    server: LanguageServer, text: str, steps: Sequence[str]
) -> None:
    schema: Any = PARTS
    for step in steps:
        schema = schema[step]
    at = At(server, text)

    proposals = at.proposals()

    labels = [snippet["label"] for snippet in schema["defaultSnippets"]]
    wrong = {label: our_lines(at.taken(proposals[label]), ("E00", "E10")) for label in labels}
    assert wrong == {label: set() for label in labels}


@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind not in ("rules", "moved")])
def test_a_kind_that_is_taken_brings_one_good_thing(server: LanguageServer, kind: str) -> None:
    at = At(server, "|")

    taken = at.taken(at.proposals()[kind])

    assert taken.startswith(f"{kind}:\n  ")
    if kind != "world":
        assert our_lines(taken, ("E00", "E10")) == set()


def test_the_server_asks_nothing_of_the_editor_but_its_settings(server: LanguageServer) -> None:
    # Fetching a schema for it (`vscode/content`, `custom/schema/request`) would be a question as well.
    assert server.asked <= {"workspace/configuration", "client/registerCapability"}
    assert SCHEMA in str(server.settings)

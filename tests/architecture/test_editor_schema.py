"""What editors are told: help for every key, snippets that are right, and the same demands as ours."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.authoring.editor_schema import editor_schema
from engine.compiler.entities import ALL_KINDS
from engine.compiler.nodes import plain
from engine.compiler.pages import PAGES
from engine.compiler.read import read_document
from engine.compiler.schema import Schema, content_schema
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.shipped import shipped
from tests.snippets import filled, written

BUNDLE = content_schema().bundle
PARTS = BUNDLE["$defs"]


def subschemas(schema: Any, path: str) -> Iterator[tuple[str, Schema]]:
    """Every schema within one, with the path to it."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for group in ("properties", "$defs"):
        for name, part in schema.get(group, {}).items():
            yield from subschemas(part, f"{path}/{name}")
    for key in ("items", "additionalProperties", "propertyNames"):
        yield from subschemas(schema.get(key), f"{path}/{key}")


ALL = list(subschemas(BUNDLE, ""))
SNIPPETS = [
    pytest.param(part, snippet, id=f"{path or '/'} {snippet['label']}")
    for path, part in ALL
    for snippet in part.get("defaultSnippets", ())
]


def keys_of_snippets(schema: Schema) -> set[str]:
    return {filled(key) for snippet in schema["defaultSnippets"] for key in snippet["body"]}


@pytest.mark.parametrize(("schema", "snippet"), SNIPPETS)
def test_a_snippet_filled_with_its_proposals_is_right(schema: Schema, snippet: dict[str, Any]) -> None:
    errors = Draft202012Validator({**schema, "$defs": PARTS}).iter_errors(written(snippet["body"]))

    assert [error.message for error in errors] == []


@pytest.mark.parametrize(("schema", "snippet"), SNIPPETS)
def test_a_snippet_writes_just_one_of_what_excludes_each_other(
    schema: Schema, snippet: dict[str, Any]
) -> None:
    body = written(snippet["body"])

    assert sum(key in body for key in schema.get("x-one-of", ["only one"])) == ("x-one-of" in schema)


def test_no_snippet_is_called_like_a_key_beside_it() -> None:
    # A server offers only one of two proposals that are called the same.
    twice = [
        f"{path}: {snippet['label']}"
        for path, part in ALL
        for snippet in part.get("defaultSnippets", ())
        if snippet["label"] in part.get("properties", ())
    ]

    assert twice == []


def test_every_kind_can_be_begun_with_a_snippet() -> None:
    without = {
        kind
        for kind in ALL_KINDS
        if "defaultSnippets" not in content_schema().resolve(content_schema().kinds[kind])
    }

    assert without == set()


def test_every_kind_of_many_things_begins_one_under_a_new_id() -> None:
    # The bodies that stand once are described where they stand.
    once = {"world", "rules", "moved"}

    assert {kind for kind in ALL_KINDS if "defaultSnippets" not in BUNDLE["properties"][kind]} == once


def test_every_condition_and_every_effect_has_a_snippet() -> None:
    assert keys_of_snippets(PARTS["conditions.json"]) == {entry.kind for entry in CONDITIONS}
    assert keys_of_snippets(PARTS["effects.json"]) == {entry.kind for entry in EFFECTS}


def test_every_objective_and_every_deed_has_a_snippet() -> None:
    objective = PARTS["quests.json"]["properties"]["objectives"]["items"]
    deed = PARTS["scenes.json"]["$defs"]["deed"]

    assert keys_of_snippets(objective) - {"id"} == set(objective["x-one-of"])
    assert keys_of_snippets(deed) == set(deed["properties"])


@pytest.mark.parametrize(
    ("file", "steps"),
    [
        ("items.json", ()),
        ("spells.json", ()),
        ("flags.json", ()),
        ("locations.json", ("properties", "actions", "additionalProperties")),
    ],
)
def test_every_type_has_a_snippet(file: str, steps: tuple[str, ...]) -> None:
    schema = PARTS[file]
    for step in steps:
        schema = schema[step]

    types = {written(snippet["body"]).get("type") for snippet in schema["defaultSnippets"]} - {None}

    assert types == set(schema["properties"]["type"]["enum"])


def test_every_word_to_choose_among_is_explained() -> None:
    bare = [
        path
        for path, part in ALL
        if part.get("enum", [True]) != [True]
        and len(part["enum"]) != len(part.get("markdownEnumDescriptions", ()))
    ]

    assert bare == []


def test_the_schema_of_editors_stands_alone() -> None:
    text = editor_schema().decode()

    assert '"x-' not in text
    assert all(
        part["$ref"].startswith("#/") for _, part in subschemas(json.loads(text), "") if "$ref" in part
    )


def test_the_schema_of_editors_wants_just_what_ours_wants() -> None:
    ours, theirs = (Draft202012Validator(schema) for schema in (BUNDLE, json.loads(editor_schema())))
    examples = [text for page in PAGES for text in (*page.broken.values(), *page.fixed.values())]
    shipped_files = [path.read_bytes() for path in sorted(shipped("content").rglob("*.yaml"))]
    roots = [
        read_document("a.yaml", text.encode() if isinstance(text, str) else text).root
        for text in (*examples, *shipped_files)
    ]
    values = [plain(root) for root in roots if root is not None]

    verdicts = [(ours.is_valid(value), theirs.is_valid(value)) for value in values]

    assert [mine for mine, _ in verdicts] == [other for _, other in verdicts]
    assert {mine for mine, _ in verdicts} == {True, False}

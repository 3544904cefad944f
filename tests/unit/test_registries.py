"""Every list of rules is one registry: schema, meaning, summary and a working example of each entry."""

import json
from html import unescape
from pathlib import Path

import pytest
import yaml

from engine.authoring.site.reference import reference
from engine.base.diagnostic import Severity
from engine.compiler.compile import compile_files
from engine.compiler.schema import content_schema
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.shipped import shipped

WORLD = Path(__file__).parents[1] / "worlds" / "examples" / "world.yaml"


def _schema_of(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((shipped("schemas") / "content" / name).read_text())["properties"]
    return found


@pytest.mark.parametrize(
    ("entries", "schema"), [(CONDITIONS, "conditions.json"), (EFFECTS, "effects.json")], ids=["when", "then"]
)
def test_the_schema_and_the_registry_know_the_same_kinds(entries: tuple, schema: str) -> None:
    kinds = [entry.kind for entry in entries]

    assert sorted(kinds) == sorted(_schema_of(schema))
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize("entry", CONDITIONS + EFFECTS, ids=lambda entry: entry.kind)
def test_every_example_is_of_its_kind_and_compiles(entry) -> None:
    example = yaml.safe_load(f"{{{entry.example}}}")
    place = "requires" if entry in CONDITIONS else "rewards"
    extra = (
        "quests:\n  example-quest:\n    title: Example\n    description: Example.\n    giver: mara\n"
        f"    objectives: [{{id: ask, talk: {{denizen: mara}}}}]\n    {place}: [{{{entry.example}}}]\n"
    )

    compiled = compile_files({"world.yaml": WORLD.read_bytes(), "example.yaml": extra.encode()})

    assert list(example) == [entry.kind]
    assert [one for one in compiled.report.diagnostics if one.severity is Severity.ERROR] == []
    assert compiled.catalog is not None


@pytest.mark.parametrize("entry", CONDITIONS + EFFECTS, ids=lambda entry: entry.kind)
def test_every_entry_says_what_it_is(entry) -> None:
    assert entry.summary.endswith(".")
    assert entry.reach is not None


@pytest.mark.parametrize(("entries", "page"), [(CONDITIONS, "conditions"), (EFFECTS, "effects")])
def test_every_entry_stands_in_the_reference_with_its_example(entries: tuple, page: str) -> None:
    text = unescape(reference("")[f"reference/{page}.html"])

    assert [entry.kind for entry in entries if entry.example not in text] == []
    assert [entry.kind for entry in entries if f'id="{entry.kind}"' not in text] == []


def test_the_guide_shows_every_condition_and_effect() -> None:
    guide = (shipped("content") / "GUIDE.md").read_text(encoding="utf-8")

    assert [entry.kind for entry in CONDITIONS + EFFECTS if f"`{entry.kind}: " not in guide] == []


@pytest.mark.parametrize("entry", CONDITIONS + EFFECTS, ids=lambda entry: entry.kind)
def test_what_an_entry_needs_and_gives_are_things_that_there_are(entry) -> None:
    kinds = {*content_schema().kinds, "slots"}
    of_characters = {"level", "skill", "vital", "coins", "time"}
    of_clauses = {"all", "any", "not", "formula"}

    assert {*entry.reach.needs, *entry.reach.gives} <= kinds | of_characters | of_clauses

"""The example of every kind and every key is in order, and becomes a catalog."""

from pathlib import Path

import pytest
import yaml

from engine.compiler.compile import Compiled, compile_files
from engine.compiler.schema import content_schema
from engine.model.catalog import KINDS, SINGLE_KINDS

EXAMPLE = Path(__file__).parent / "example-world.yaml"
PICTURES = frozenset(
    f"{name}.svg"
    for name in ("bread", "knife", "pickaxe", "shell", "ore", "amber", "wood", "mend", "crab", "mara")
)


@pytest.fixture(scope="module")
def example() -> Compiled:
    return compile_files({"example.yaml": EXAMPLE.read_bytes()}, PICTURES)


def test_the_example_is_clean(example: Compiled) -> None:
    assert [(found.code, str(found.span)) for found in example.report.diagnostics] == []


def test_the_example_has_every_kind(example: Compiled) -> None:
    assert example.plain is not None
    assert {kind for kind in example.plain if example.plain[kind]} == {*SINGLE_KINDS, *KINDS}


def test_the_example_shows_every_key_of_every_kind() -> None:
    written = yaml.safe_load(EXAMPLE.read_text("utf-8").replace("20:00", "20h"))
    shown_in_comments = EXAMPLE.read_text("utf-8")
    schema = content_schema()

    for kind, body in schema.kinds.items():
        bodies = [written[kind]] if kind in SINGLE_KINDS else list(written[kind].values())
        used = {key for one in bodies if isinstance(one, dict) for key in one}
        missing = set(schema.resolve(body).get("properties", {})) - used - {"based_on"}
        assert {key for key in missing if key not in shown_in_comments} <= {"lines"}


def test_the_catalog_holds_what_was_written(example: Compiled) -> None:
    catalog = example.catalog
    assert catalog is not None

    assert catalog.world.day == 24 * 60 * 20
    assert catalog.world.character.wallet == 20
    assert catalog.items["fine-pickaxe"].price == 2000
    assert catalog.items["fine-pickaxe"].category == "pickaxe"
    assert catalog.denizens["mara"].sells[1].restock == 10 * 60 * 20
    assert [line.item for line in catalog.loot_tables["beach-finds"].lines] == ["amber", "driftwood"]
    assert catalog.quests["lamp-for-the-dark"].objectives[1].amount == 5
    assert catalog.sources["items/bread"].startswith("example.yaml:")

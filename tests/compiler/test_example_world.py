"""The example of every kind and every key has no errors, and becomes a catalog."""

from pathlib import Path

import pytest
import yaml

from engine.compiler.compile import Compiled, compile_files
from engine.compiler.schema import content_schema
from engine.model.item import Bonus, SetBonus
from engine.model.kinds import KINDS, SINGLE_KINDS, TEST_KINDS
from engine.model.world import Moved

EXAMPLE = Path(__file__).parent / "example-world.yaml"
PICTURES = frozenset(
    f"{name}.svg"
    for name in ("bread", "knife", "pickaxe", "shell", "ore", "amber", "wood", "mend", "crab", "mara")
)


@pytest.fixture(scope="module")
def example() -> Compiled:
    return compile_files({"example.yaml": EXAMPLE.read_bytes()}, PICTURES)


def test_the_example_has_just_the_loose_ends_it_is_known_for(example: Compiled) -> None:
    # It shows every key, and so has a blade that no skill covers, a set of one piece and a flag for nothing.
    assert [(found.code, found.entity) for found in example.report.diagnostics] == [
        ("W8005", "items:rusty-knife"),
        ("W6010", "item_sets:beggars-luck"),
        ("W8001", "flags:mara-trust"),
    ]


def test_the_example_has_every_kind(example: Compiled) -> None:
    assert example.plain is not None
    assert {kind for kind in example.plain if example.plain[kind]} == {*SINGLE_KINDS, *KINDS, *TEST_KINDS}


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
    assert catalog.items["rusty-knife"].set == "beggars-luck"
    assert catalog.item_sets["beggars-luck"].bonuses == (SetBonus(pieces=2, bonuses=(Bonus(defense=1),)),)
    assert catalog.moved == {
        "items": {
            "old-knife": Moved(to="rusty-knife"),
            "cursed-doll": Moved(drop=True),
            "tin-crown": Moved(refund=True),
        },
        "locations": {"beach": Moved(to="harbor")},
    }
    assert catalog.sources["items/bread"].startswith("example.yaml:")


def test_scenes_and_balance_are_kept_as_plain_data(example: Compiled) -> None:
    catalog = example.catalog
    assert catalog is not None

    assert catalog.scenes["the-lamp-opens-the-road"]["steps"][1] == {
        "do": {"finish_quest": {"denizen": "mara", "quest": "lamp-for-the-dark"}},
        "expect": {"refused": "not_finished"},
    }
    assert catalog.scenes["the-lamp-opens-the-road"]["steps"][2]["wait"] == 10 * 20
    assert catalog.balance["a-fresh-swordsman-beats-a-crab"] == {
        "id": "a-fresh-swordsman-beats-a-crab",
        "fight": {
            "character": {"level": 0, "equipment": {"weapon": "rusty-knife"}},
            "creatures": [{"creature": "tide-crab", "amount": 1}],
        },
        "runs": 2000,
        "seed": 11,
        "expect": {
            "win_rate": {"between": [0.6, 0.8], "confidence": 0.99},
            "rounds": {"p95": {"max": 40}},
        },
    }

"""`rename` changes an id everywhere, and nothing else."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.authoring.edits import write_all
from engine.authoring.opened import CannotDo, OpenWorld, open_world
from engine.authoring.rename import MOVED, rename
from engine.shipped import shipped
from tests.small_world import SMALL_WORLD, WorldFolder
from tools.worldgen import generate

ROOT = Path(__file__).resolve().parents[2]

MORE = {
    "more.yaml": """\
# Written by hand, with care.
items:
  "roll":   {based_on: 'bread', name: Roll}   # a bread too
rules:
  price_to_buy: "price + item-price"
spells:
  zap:
    based_on: mend
    value: "skills.MENDING - skills.MINING"   # MINING is no word of this comment
""".replace("price + item-price", "price + flag.lit * 2")
}


def opened(world: WorldFolder) -> OpenWorld:
    return open_world(world.write(MORE).path)


def renamed(world: WorldFolder, key: str, new: str) -> OpenWorld:
    found = rename(open_world(world.path), key, new)
    write_all(world.path, found.before, found.after)
    return open_world(world.path)


KEYS = [
    (kind, entity)
    for kind, entity in (
        *(("items", name) for name in ("bread", "knife", "pickaxe", "ore", "roll")),
        *(("skills", name) for name in ("MINING", "SWORDS", "MENDING")),
        *(("locations", name) for name in ("harbor", "mine")),
        ("effects", "fed"),
        ("spells", "mend"),
        ("creatures", "crab"),
        ("denizens", "mara"),
        ("dialogues", "mara-talk"),
        ("quests", "lamp"),
        ("flags", "lit"),
    )
]


@pytest.mark.parametrize(("kind", "entity"), KEYS, ids=[entity for _, entity in KEYS])
def test_everything_that_used_the_thing_uses_it_under_its_new_id(
    world: WorldFolder, kind: str, entity: str
) -> None:
    before = opened(world)

    after = renamed(world, f"{kind}:{entity}", "quite-new")

    def moved(key: str) -> str:
        return f"{kind}:quite-new" if key == f"{kind}:{entity}" else key

    assert Counter((moved(use.user), moved(use.used)) for use in before.uses) == Counter(
        (use.user, use.used) for use in after.uses
    )
    assert {moved(key) for key in before.whole.written} == {
        key for key in after.whole.written if key != MOVED
    }


def test_only_the_name_changes_in_the_files(world: WorldFolder) -> None:
    before = opened(world).files

    after = renamed(world, "skills:MINING", "DIGGING").files

    assert before["more.yaml"].replace(b"skills.MINING", b"skills.DIGGING") == after["more.yaml"]
    assert before["harbor.yaml"].replace(b"MINING", b"DIGGING") == after["harbor.yaml"]
    assert before["mara.yaml"] == after["mara.yaml"]


def test_line_ends_of_windows_stay(world: WorldFolder) -> None:
    text = SMALL_WORLD["harbor.yaml"]
    assert isinstance(text, str)
    world.write({"harbor.yaml": text.replace("\n", "\r\n")})

    after = renamed(world, "creatures:crab", "lobster").files["harbor.yaml"]

    assert after == text.replace("\n", "\r\n").replace("creature: crab", "creature: lobster").encode()


@pytest.mark.parametrize("new", ["012", "no", "1e3", "true"])
def test_an_id_that_needs_quotes_gets_them(world: WorldFolder, new: str) -> None:
    opened(world)

    after = renamed(world, "items:bread", new)

    assert new in after.plain["items"]
    assert after.plain["items"]["roll"]["icon"] == "thing.svg"
    assert f'{{item: "{new}", amount: 2}}'.encode() in after.files["world.yaml"]
    assert f"based_on: '{new}'".encode() in after.files["more.yaml"]


@pytest.mark.parametrize(
    ("key", "new", "why"),
    [
        ("items:bread", "ore", r"another item is called `ore` already \(items.yaml:21\)"),
        ("items:bread", "two words", "cannot be an id"),
        ("items:bread", "bread", "it is called `bread` already"),
        ("rules", "numbers", "has no id"),
        ("skills:MINING", "dig-", "would have an error"),
    ],
)
def test_a_rename_that_cannot_be_is_refused_with_the_reason(
    world: WorldFolder, key: str, new: str, why: str
) -> None:
    there = opened(world)

    with pytest.raises(CannotDo, match=why):
        rename(there, key, new)


def test_a_skill_that_a_rule_counts_by_default_is_not_renamed_behind_its_back(world: WorldFolder) -> None:
    skill = "  VITALITY: {name: Vitality, description: Enduring., category: vitals}\n"
    world.write({"more.yaml": f"skills:\n{skill}"})

    with pytest.raises(CannotDo, match=r"`regeneration.health` counts with `skills.VITALITY` by default"):
        rename(open_world(world.path), "skills:VITALITY", "HARDY")


def test_saved_games_are_told(world: WorldFolder) -> None:
    found = rename(opened(world), "items:bread", "loaf")

    told = [data for data in found.after.values() if b"moved:" in data]
    assert told == [b"moved:\n  items:\n    bread: loaf\n"]


def test_a_second_rename_goes_on_from_the_first(world: WorldFolder) -> None:
    opened(world)
    renamed(world, "items:bread", "loaf")
    renamed(world, "items:ore", "stone")

    after = renamed(world, "items:loaf", "bun")

    (text,) = [data.decode() for data in after.files.values() if b"moved:" in data]
    assert set(re.findall(r"(\w+): (\w+)", text)) == {("bread", "bun"), ("ore", "stone"), ("loaf", "bun")}
    assert set(after.plain["items"]) == {"bun", "stone", "knife", "pickaxe", "roll"}


@pytest.mark.parametrize(
    ("moved", "then"),
    [
        ("moved: {items: {crust: {drop: true}}}", "moved: {items: {bread: loaf, crust: {drop: true}}}"),
        ("moved: {}", "moved: {items: {bread: loaf}}"),
        (
            "moved:\n    flags:   # long ago\n        dark: lit\n",
            "moved:\n    items: {bread: loaf}\n    flags:   # long ago\n        dark: lit\n",
        ),
        (
            "moved:\n  items:\n    crust: {to: bread}   # long ago\n",
            "moved:\n  items:\n    bread: loaf\n    crust: {to: loaf}   # long ago\n",
        ),
    ],
)
def test_what_became_of_old_ids_is_added_to(world: WorldFolder, moved: str, then: str) -> None:
    opened(world)
    world.write({"old.yaml": moved})

    after = renamed(world, "items:bread", "loaf").files["old.yaml"]

    assert after.decode() == then


def test_an_old_id_that_led_somewhere_else_is_not_taken_up_again(world: WorldFolder) -> None:
    opened(world)
    world.write({"moved.yaml": "moved:\n  items:\n    loaf: ore\n"})

    with pytest.raises(CannotDo, match=r"was an id before \(moved.yaml:3\)"):
        rename(open_world(world.path), "items:bread", "loaf")


def test_a_rename_taken_back_leaves_saved_games_of_both_times_right(world: WorldFolder) -> None:
    opened(world)
    renamed(world, "items:bread", "loaf")

    after = renamed(world, "items:loaf", "bread")

    assert after.files["moved.yaml"] == b"moved:\n  items:\n    loaf: bread\n"


WORLDS = {
    "the shipped world": shipped("content"),
    "mill": ROOT / "tests/worlds/mill",
    "ferry": ROOT / "tests/worlds/ferry",
    "examples": ROOT / "tests/worlds/examples",
}


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, OpenWorld]:
    """Worlds of several makes, among them the one that shows every key."""
    made = tmp_path_factory.mktemp("made")
    generate(made / "made", entities=120, seed=8, per_file=50)
    (made / "every-key").mkdir()
    example = ROOT / "tests/compiler/example-world.yaml"
    (made / "every-key/world.yaml").write_bytes(example.read_bytes())
    folders = {**WORLDS, "made up": made / "made", "every key": made / "every-key"}
    return {name: open_world(folder) for name, folder in folders.items()}


def with_id(value: Any, old: str, new: str) -> Any:
    """Plain content with one word in place of another, as a key, a value, or a name in a formula."""
    if isinstance(value, dict):
        return {new if key == old else key: with_id(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_id(inner, old, new) for inner in value]
    if isinstance(value, str):
        return new if value == old else re.sub(rf"(?<=[a-z]\.){re.escape(old)}(?![\w-])", new, value)
    return value


def there(world: OpenWorld, files: Mapping[str, bytes]) -> OpenWorld:
    """The world with these files laid over its own."""
    compiled = world.with_files(files)
    assert compiled.plain is not None
    return replace(
        world, files={**world.files, **files}, plain=compiled.plain, sources=compiled.sources, _near={}
    )


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_there_and_back_is_the_same_but_for_what_saved_games_are_told(
    worlds: Mapping[str, OpenWorld], data: st.DataObject
) -> None:
    before = worlds[data.draw(st.sampled_from(sorted(worlds)))]
    key = data.draw(st.sampled_from(sorted(key for key in before.sources)))
    kind, _, old = key.partition("/")

    try:
        first = there(before, rename(before, f"{kind}:{old}", "quite-new").after)
    except CannotDo as refused:
        # The one reason there is: a rule counts with the skill by default.
        assert kind == "skills" and "by default" in str(refused)
        return
    second = there(first, rename(first, f"{kind}:quite-new", old).after)

    def parts(world: OpenWorld) -> Any:
        return {key: value for key, value in world.plain.items() if key != MOVED}

    assert with_id(parts(first), "quite-new", old) == parts(before)
    assert "quite-new" not in str(with_id(parts(second), "moved", ""))
    kept = {path: data for path, data in second.files.items() if b"moved:" not in data}
    assert kept == {path: before.files[path] for path in kept}


def test_a_scene_is_in_no_saved_game(world: WorldFolder) -> None:
    opened(world)
    world.write({"scenes.yaml": "scenes:\n  dry:\n    steps: [{wait: 1s}]\n"})

    found = rename(open_world(world.path), "scenes:dry", "wet")

    assert not found.told
    assert set(found.after) == {"scenes.yaml"}


def test_a_file_that_was_changed_meanwhile_is_not_written_over(world: WorldFolder) -> None:
    found = rename(opened(world), "items:bread", "loaf")
    world.write({"world.yaml": "# mine\n"})
    files = snapshot(world.path)

    with pytest.raises(CannotDo, match=r"world.yaml was changed by somebody else"):
        write_all(world.path, found.before, found.after)

    assert snapshot(world.path) == files


def test_when_one_file_cannot_be_written_none_is(world: WorldFolder) -> None:
    there = opened(world)
    files = snapshot(world.path)
    # A folder cannot be replaced by a file: the move fails after others have been made.
    (world.path / "zz.yaml").mkdir()
    after = {"items.yaml": b"changed", "zz.yaml": b"new"}

    with pytest.raises(CannotDo, match="cannot be written"):
        write_all(world.path, there.files, after)

    assert snapshot(world.path) == files


def test_the_rights_of_a_file_stay(world: WorldFolder) -> None:
    opened(world)
    (world.path / "items.yaml").chmod(0o640)

    renamed(world, "items:bread", "loaf")

    assert (world.path / "items.yaml").stat().st_mode & 0o777 == 0o640


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

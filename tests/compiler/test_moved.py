"""What writers say about ids that saved games still hold."""

from engine.model.world import Moved
from tests.small_world import WorldFolder


def told(world: WorldFolder) -> list[tuple[str, str]]:
    return [(one.code, str(one.span)) for one in world.compile().report.diagnostics]


def test_old_ids_from_several_files_come_together(world: WorldFolder) -> None:
    world.write(
        {
            "a.yaml": "moved: {items: {loaf: bread}}\n",
            "b.yaml": "moved:\n  items: {crumb: {drop: true}}\n  spells: {heal: mend}\n",
        }
    )

    catalog = world.compile().catalog

    assert catalog is not None
    assert catalog.moved == {
        "items": {"loaf": Moved(to="bread"), "crumb": Moved(drop=True)},
        "spells": {"heal": Moved(to="mend")},
    }


def test_what_was_renamed_twice_leads_to_what_it_is_called_now(world: WorldFolder) -> None:
    world.write({"a.yaml": "moved: {items: {loaf: crust, crust: bread, heel: bin, bin: {refund: true}}}\n"})

    catalog = world.compile().catalog

    assert catalog is not None
    assert catalog.moved["items"] == {
        "loaf": Moved(to="bread"),
        "crust": Moved(to="bread"),
        "heel": Moved(refund=True),
        "bin": Moved(refund=True),
    }


def test_an_old_id_in_two_files_is_told_where_the_second_one_stands(world: WorldFolder) -> None:
    world.write({"a.yaml": "moved: {items: {loaf: bread}}\n", "b.yaml": "moved:\n  items:\n    loaf: ore\n"})

    assert told(world) == [("E2140", "b.yaml:3:5")]


def test_a_new_id_must_exist(world: WorldFolder) -> None:
    world.write({"a.yaml": "moved: {items: {loaf: bred}}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.suggestion, str(found.span)) == ("E2104", "bread", "a.yaml:1:23")


def test_an_old_id_must_be_gone(world: WorldFolder) -> None:
    world.write({"a.yaml": "moved: {locations: {mine: harbor}}\n"})

    assert told(world) == [("E2141", "a.yaml:1:21")]


def test_a_circle_of_old_ids_is_told_once(world: WorldFolder) -> None:
    world.write({"a.yaml": "moved: {items: {c: a, a: b, b: c, d: a}}\n"})

    assert told(world) == [("E2142", "a.yaml:1:23")]


def test_only_items_have_a_price_to_refund(world: WorldFolder) -> None:
    world.write({"a.yaml": "moved: {spells: {zap: {refund: true}}}\n"})

    assert told(world) == [("E1001", "a.yaml:1:24")]


def test_dropping_is_said_with_true(world: WorldFolder) -> None:
    world.write({"a.yaml": "moved: {spells: {zap: {drop: false}}}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message, found.help) == ("E1004", "`drop` cannot be `false`", "write `true`")


def test_several_broken_tellings_are_each_told(world: WorldFolder) -> None:
    world.write({"a.yaml": "moved: [loaf]\n", "b.yaml": "moved: {itms: {loaf: bread}}\n"})

    assert {code for code, _ in told(world)} <= {"E1001", "E1002"}
    assert told(world) != []

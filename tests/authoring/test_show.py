"""`show` says what a thing has become, in a writer's words, and who is bound up with it."""

import pytest

from engine.authoring.find import find_thing
from engine.authoring.opened import CannotDo, OpenWorld, WorldHasErrors, open_world
from engine.authoring.show import show
from engine.compiler.compile import compile_files
from engine.model.kinds import KINDS
from engine.shipped import shipped
from tests.small_world import WorldFolder


def test_units_stand_as_writers_write_them(world: WorldFolder) -> None:
    there = open_world(world.path)

    lines = [line.text for line in show(there, "spells:mend").lines]

    assert "cooldown: 6s" in lines
    assert "price: 90c" in [line.text for line in show(there, "items:pickaxe").lines]


def test_what_is_inherited_and_what_is_assumed_says_so(world: WorldFolder) -> None:
    shown = show(open_world(world.path), "items:pickaxe")

    notes = {line.text.partition(":")[0]: line.note for line in shown.lines}
    assert notes["name"] == ""
    assert notes["description"] == "from knife"
    assert notes["bound"] == "by default"
    assert shown.bases == ("knife",)


def test_a_mapping_that_is_inherited_in_part_says_so(world: WorldFolder) -> None:
    world.write({"more.yaml": "creatures:\n  king: {based_on: crab, vitals: {health: 90}}\n"})

    shown = show(open_world(world.path), "creatures:king")

    notes = {line.text.partition(":")[0]: line.note for line in shown.lines}
    assert notes["vitals"] == "partly from crab"
    assert notes["combat"] == "from crab"


def test_dice_come_with_what_they_give(world: WorldFolder) -> None:
    world.write({"more.yaml": "spells:\n  zap: {based_on: mend, value: 2d6 + 1}\n"})

    shown = show(open_world(world.path), "spells:zap")

    assert [dice.text for dice in shown.dice] == ["2d6 + 1"]
    assert "3 to 13, 8 on average" in [line.note for line in shown.lines]


def test_a_line_with_several_dice_says_which_give_what(world: WorldFolder) -> None:
    world.write(
        {
            "more.yaml": "items:\n  soup:\n    based_on: bread\n    on_use:\n"
            "      - {heal: 2d6}\n      - {random: [{then: [{heal: 1d4}]}, {then: [{damage: 1d8}]}]}\n"
            "      - {say: It has been on the fire for longer than anybody in the house remembers.}\n"
        }
    )

    shown = show(open_world(world.path), "items:soup")

    assert [line.note for line in shown.lines if "average" in line.note] == [
        "2 to 12, 7 on average",
        "1d4: 1 to 4, 2.5 on average; 1d8: 1 to 8, 4.5 on average",
    ]


def test_dice_are_found_however_deep_and_only_where_formulas_stand(world: WorldFolder) -> None:
    throws = "random: [{weight: 1, then: [{heal: d12}, {give_coins: 3d4 * 10}]}, {weight: 1, then: []}]"
    world.write(
        {
            "more.yaml": "items:\n  d20:\n    based_on: bread\n    name: 3d6\n    description: 2d8\n"
            f"    on_use:\n      - {throws}\n"
        }
    )

    shown = show(open_world(world.path), "items:d20")

    assert [dice.text for dice in shown.dice] == ["3d4 * 10", "d12"]


def test_users_are_found_in_every_sort_of_place(world: WorldFolder) -> None:
    world.write({"rules.yaml": "rules: {price_to_buy: price + skills.MINING}\n"})
    there = open_world(world.path)

    users = [(use.user, use.where) for use in show(there, "skills:MINING").used_by]

    assert users == [
        ("locations:harbor", "skill of action `dig`"),
        ("rules", "price_to_buy of the rules"),
    ]
    assert ("items:pickaxe", "based_on") in [
        (use.user, use.where) for use in show(there, "items:knife").used_by
    ]


def test_a_use_that_is_inherited_says_so(world: WorldFolder) -> None:
    world.write({"more.yaml": "items:\n  roll: {based_on: bread, name: Roll}\n"})

    uses = show(open_world(world.path), "effects:fed").used_by

    assert [(use.user, use.inherited) for use in uses] == [("items:bread", False), ("items:roll", True)]


def test_what_is_shown_of_every_thing_can_be_pasted_and_means_the_same() -> None:
    there = open_world(shipped("content"))

    files = {}
    for kind in ("world", "rules"):
        files[f"{kind}.yaml"] = f"{kind}:\n{pasted(there, kind, 2)}"
    for kind in KINDS:
        things = [f"  {entity}:\n{pasted(there, f'{kind}:{entity}', 4)}" for entity in there.plain[kind]]
        if things:
            files[f"{kind}.yaml"] = f"{kind}:\n{''.join(things)}"

    compiled = compile_files({path: text.encode() for path, text in files.items()}, there.pictures)
    assert compiled.plain == there.plain


def pasted(there: OpenWorld, key: str, indent: int) -> str:
    """The lines that are shown of a thing, indented."""
    return "".join(f"{' ' * indent}{line.text}\n" for line in show(there, key).lines)


@pytest.mark.parametrize(
    "said",
    [
        "items:bread",
        "item:bread",
        "items/bread",
        "item/bread",
        "bread",
        " Items : bread ",
        "Brown bread",
        "item:brown BREAD",
    ],
)
def test_a_thing_may_be_named_in_several_ways(world: WorldFolder, said: str) -> None:
    assert find_thing(open_world(world.path), said) == "items:bread"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("items:bred", "no item is called `bred`. Did you mean items:bread?"),
        ("itms:bread", "there is no kind of thing called `itms`. Did you mean items?"),
        ("picaxe", "nothing is called `picaxe`. Did you mean items:pickaxe?"),
        ("pick", "nothing is called `pick`. Did you mean items:pickaxe?"),
        ("Brown", "nothing is called `Brown`. Did you mean items:bread?"),
        ("brwn", "nothing is called `brwn`. Did you mean items:bread?"),
        (
            "m",
            (
                "nothing is called `m`. Did you mean skills:MENDING, skills:MINING, spells:mend, "
                "locations:mine, denizens:mara or one more?"
            ),
        ),
        ("item:pick", "no item is called `pick`. Did you mean items:pickaxe?"),
        ("quests:bread", "no quest is called `bread`. There is items:bread."),
        ("rules:bread", "there is one rules only; say just `rules`."),
    ],
)
def test_what_is_not_there_is_answered_with_what_may_have_been_meant(
    world: WorldFolder, said: str, answer: str
) -> None:
    with pytest.raises(CannotDo) as told:
        find_thing(open_world(world.path), said)

    assert str(told.value) == answer


def test_an_id_of_two_things_is_asked_back(world: WorldFolder) -> None:
    world.write({"more.yaml": "flags:\n  bread: {type: bool, default: false}\n"})

    with pytest.raises(CannotDo, match="say items:bread or flags:bread"):
        find_thing(open_world(world.path), "bread")


def test_a_name_of_two_things_is_asked_back(world: WorldFolder) -> None:
    world.write({"more.yaml": "items:\n  loaf: {based_on: bread, price: 5c}\n"})

    with pytest.raises(CannotDo, match="say items:bread or items:loaf"):
        find_thing(open_world(world.path), "brown bread")


def test_a_world_with_errors_is_not_opened(world: WorldFolder) -> None:
    world.write({"more.yaml": "items:\n  odd: {based_on: nothing}\n"})

    with pytest.raises(WorldHasErrors) as told:
        open_world(world.path)

    assert [one.code for one in told.value.compiled.report.diagnostics] == ["E2120"]

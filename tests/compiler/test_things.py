"""Things that are never had, never differ, or never end."""

import pytest

from tests.small_world import WorldFolder, told


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", [("W8007", "spells:zap")]),
        ("items:\n  page: {based_on: bread, name: Page, on_use: [{learn_spell: zap}]}\n", []),
        ("  zip: {based_on: zap, name: Zip}\n", [("W8007", "spells:zip")]),
        (
            "items:\n  page: {based_on: bread, name: Page, requires: [{spell: zap}]}\n",
            [("W8011", "items:page")],
        ),
    ],
)
def test_a_spell_that_nothing_teaches_is_told(
    more: str, found: list[tuple[str, str]], world: WorldFolder
) -> None:
    world.write({"zap.yaml": "spells:\n  zap: {based_on: mend, name: Zap}\n" + more})

    assert told(world) == found


def test_weapons_that_no_skill_covers_are_told_once_for_each_sort(world: WorldFolder) -> None:
    world.write(
        {
            "clubs.yaml": "items:\n"
            "  knob: {based_on: knife, name: Knob, category: club}\n"
            "  knob-two: {based_on: knob, name: Second knob}\n"
            "  staff: {based_on: knife, name: Staff, category: club}\n"
            "  lance: {based_on: knife, name: Lance, category: lance}\n"
        }
    )

    assert [
        (found.message, found.entity, found.span.line, [note.span.line for note in found.notes])
        for found in world.compile().report.diagnostics
    ] == [
        (
            "no skill covers weapons of the category `club`; 3 weapons are of it",
            "items:knob",
            2,
            [4],
        ),
        ("no skill covers weapons of the category `lance`", "items:lance", 5, []),
    ]


@pytest.mark.parametrize(
    ("category", "more", "told_at", "suggestion"),
    [
        ("sabre", "", "skills:BLADES", "sabre"),
        ("sabre", "  cutlass: {based_on: knife, name: Cutlass, category: sabr}\n", "items:a-sabre", "sabr"),
        ("sabrr", "", "items:a-sabre", "sabr"),
    ],
)
def test_a_slip_in_the_sort_that_a_skill_covers_is_told_there(
    category: str, more: str, told_at: str, suggestion: str, world: WorldFolder
) -> None:
    world.write(
        {
            "blades.yaml": "skills:\n"
            "  BLADES: {name: Blades, description: Long., category: weapon, weapons: [sabr]}\n"
            f"items:\n  a-sabre: {{based_on: knife, name: Sabre, category: {category}}}\n{more}"
        }
    )

    found = world.compile().report.diagnostics

    assert [(one.code, one.entity, one.suggestion) for one in found] == [("W8005", told_at, suggestion)]


@pytest.mark.parametrize("place", ["knob", "staff"])
def test_a_comment_at_any_of_the_weapons_silences_what_is_told_of_all(place: str, world: WorldFolder) -> None:
    items = "".join(
        f"  {name}: {{based_on: knife, name: {name}, category: club}}"
        f"{'  # gamectl: ignore[W8005] for show' if name == place else ''}\n"
        for name in ("knob", "staff")
    )
    world.write({"clubs.yaml": f"items:\n{items}"})

    assert told(world) == []


def test_what_nobody_can_get_is_told_once_for_all_that_ask(world: WorldFolder) -> None:
    world.write(
        {
            "doors.yaml": "items:\n"
            "  key: {based_on: ore, name: Key}\n"
            "  chest: {based_on: ore, name: Chest, requires: [{item: key}]}\n"
            "  trunk: {based_on: chest, name: Trunk}\n"
            "  box: {based_on: ore, name: Box, requires: [{item: key}]}\n"
        }
    )

    assert [
        (found.message, found.entity, found.span.line, [note.span.line for note in found.notes])
        for found in world.compile().report.diagnostics
    ] == [("nobody can ever get the item `key` that 2 places ask for", "items:chest", 3, [5])]


@pytest.mark.parametrize(
    ("pear", "codes"),
    [
        ('requires: [{time: {from: "21:00", to: "21:00"}}]', ["W6011"]),
        ('requires: [{not: {time: {from: "21:00", to: "21:00"}}}]', ["W6011"]),
        ('requires: [{time: {to: "21:00", from: "21:00"}}]', ["W6011"]),
        ('requires: [{time: {from: "21:00", to: "21:01"}}]', []),
        ('requires: [{formula: "1 < 2"}]', ["W6011"]),
        ('requires: [{formula: "level < 2"}]', []),
        ("requires: [{level: 0}]", ["W6011"]),
        ("requires: [{not: {coins: 0c}}]", ["W6011"]),
        ("requires: [{any: [{level: 1}, {level: 0}]}]", ["W6011"]),
        ("requires: [{level: 1}, {coins: 1c}]", []),
        ('requires: [{formula: "min(1, level) < 2"}]', []),
        ("on_use: [{heal: -3}]", ["W6003"]),
        ("on_use: [{heal: 1-4}]", ["W6003"]),
        ("on_use: [{damage: {amount: -2, to: self}}]", ["W6003"]),
        ("on_use: [{give_experience: -2}]", ["W6003"]),
        ("on_use: [{heal: 4-1}]", []),
        ("on_use: [{heal: 2d4 - 1}]", []),
        ("on_use: [{restore: {vital: mana, amount: -2}}]", []),
    ],
)
def test_what_is_always_the_same_is_told(pear: str, codes: list[str], world: WorldFolder) -> None:
    world.write({"pear.yaml": f"items:\n  pear: {{based_on: bread, name: Pear, {pear}}}\n"})

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("sells", "codes"),
    [
        ("bread, bread", ["W8015"]),
        ("bread, {item: bread}", ["W8015"]),
        ("bread, pickaxe, bread, bread", ["W8015", "W8015"]),
        ("bread, {item: bread, stock: 2}", []),
    ],
)
def test_a_ware_that_is_named_twice_is_told(sells: str, codes: list[str], world: WorldFolder) -> None:
    anna = f"denizens:\n  anna: {{name: Anna, icon: thing.svg, at: {{location: mine}}, sells: [{sells}]}}\n"
    world.write({"anna.yaml": anna})

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("choices", "codes"),
    [
        ("{id: a, text: Again., goto: hello}", ["W4015"]),
        ("{id: a, text: On., goto: more}", ["W4015"]),
        ("{id: a, text: On., goto: more}, {id: b, text: Bye.}", []),
        ("{id: a, text: Go., goto: hello, then: [{move_to: mine}]}", []),
        ("{id: a, text: Last., goto: last}", []),
    ],
)
def test_a_talk_that_never_ends_is_told(choices: str, codes: list[str], world: WorldFolder) -> None:
    nodes = "        choices: [{id: back, text: Back., goto: hello}]\n"
    world.write(
        {
            "otto.yaml": "dialogues:\n  otto-talk:\n    start: hello\n    nodes:\n      hello:\n"
            f"        text: Well?\n        choices: [{choices}]\n"
            + (f"      more:\n        text: More.\n{nodes}" if "more" in choices else "")
            + ("      last: {text: That is all.}\n" if "last" in choices else "")
            + "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("{item: ore, chance: 0.5}", []),
        ("{item: ore}", []),
        ("{item: ore, chance: 0}", ["W6003"]),
        ("{item: ore, amount: {min: 0}}", ["W6003"]),
        ("{item: ore, amount: {min: 0, max: 2}}", []),
        ("{item: ore, chance: {base: 0.5, per_level: 0.1}}", ["W6007"]),
    ],
)
def test_loot_of_a_creature_is_looked_at(line: str, codes: list[str], world: WorldFolder) -> None:
    world.write(
        {
            "gull.yaml": f"creatures:\n  gull: {{based_on: crab, name: Gull, loot: [{line}]}}\n"
            "items:\n  horn: {based_on: ore, name: Horn, on_equip: [{spawn: {creature: gull}}]}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes


HELP = "    on_accept: [{advance_quest: {quest: hunt, objective: x}}]\n"


@pytest.mark.parametrize(
    ("objective", "more", "codes"),
    [
        ("{id: x, kill: {creature: gull}}", "", ["E4017"]),
        ("{id: x, kill: {creature: gull}}", HELP, []),
        ("{id: x, kill: {creature: gull}}", "    on_accept: [{spawn: {creature: gull}}]\n", []),
        ("{id: x, collect: {item: feather}}", "", ["E4017"]),
        ("{id: x, collect: {item: feather}}", "    on_accept: [{take_item: feather}]\n", ["E4017"]),
        ("{id: x, collect: {item: feather}}", "    on_accept: [{give_item: feather}]\n", []),
    ],
)
def test_objectives_that_can_never_be_met_are_told(
    objective: str, more: str, codes: list[str], world: WorldFolder
) -> None:
    world.write(
        {
            "hunt.yaml": "quests:\n  hunt:\n    title: A Hunt\n    description: Hunt.\n    giver: mara\n"
            f"    objectives: [{objective}]\n{more}"
            "items:\n  feather: {based_on: ore, name: Feather}\n"
            + ("creatures:\n  gull: {based_on: crab, name: Gull}\n" if "gull" in objective else "")
        }
    )

    assert [code for code, _ in told(world)] == codes


def test_a_creature_that_others_are_based_on_is_used(world: WorldFolder) -> None:
    world.write(
        {
            "gull.yaml": "creatures:\n  bird: {based_on: crab, name: Bird}\n"
            "  gull: {based_on: bird, name: Gull}\n"
            "items:\n  horn: {based_on: ore, name: Horn, on_equip: [{spawn: {creature: gull}}]}\n"
        }
    )

    assert told(world) == []


def test_lost_nodes_of_a_talk_are_told_together(world: WorldFolder) -> None:
    lost = "b: {text: B., choices: [{id: x, text: X., goto: c}]}, c: {text: C.}, d: {text: D.}"
    nodes = f"hello: {{text: Well.}}, {lost}"
    world.write(
        {
            "otto.yaml": f"dialogues:\n  otto-talk: {{start: hello, nodes: {{{nodes}}}}}\n"
            "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
        }
    )

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message) == (
        "W8003",
        "nothing leads to the node `b`, nor to 2 more of this talk",
    )


@pytest.mark.parametrize(
    ("spell", "codes"),
    [
        ("value: -5", ["W6003"]),
        ("value: 4-9", ["W6003"]),
        ('value: "4 - 9"', ["W6003"]),
        ("value: 9-4", []),
        ("value: 0", []),
        ('value: "level - 5"', []),
        ("type: other, value: -5", []),
    ],
)
def test_a_spell_of_less_than_nothing_is_told(spell: str, codes: list[str], world: WorldFolder) -> None:
    zap = f"spells:\n  zap: {{based_on: mend, name: Zap, {spell}}}\n"
    world.write(
        {"zap.yaml": zap + "items:\n  page: {based_on: bread, name: Page, on_use: [{learn_spell: zap}]}\n"}
    )

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("sort", "clause", "meant"),
    [
        ("set_flag", "to: 0", "false"),
        ("set_flag", "to: 1", "true"),
        ("flag", "is: 1", "true"),
        ("flag", "is: 0", "false"),
    ],
)
def test_a_flag_of_yes_or_no_is_neither_one_nor_zero(
    sort: str, clause: str, meant: str, world: WorldFolder
) -> None:
    named = f"{{{sort}: {{id: lit, {clause}}}}}"
    key = f"on_use: [{named}]" if sort == "set_flag" else f"requires: [{named}]"
    world.write({"soup.yaml": f"items:\n  soup: {{based_on: bread, name: Soup, {key}}}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message) == ("E4006", "the flag `lit` is yes or no")
    assert (found.help, found.suggestion) == (f"write `{meant}`", meant)


@pytest.mark.parametrize(
    ("ware", "codes"),
    [
        ("{item: pickaxe, restock: 10m}", ["W6003"]),
        ("{item: pickaxe, stock: 1}", []),
        ("{item: pickaxe, stock: 1, restock: 10m}", []),
    ],
)
def test_what_comes_in_again_has_a_stock(ware: str, codes: list[str], world: WorldFolder) -> None:
    world.write(
        {
            "odo.yaml": "denizens:\n  odo: {name: Odo, icon: thing.svg, at: {location: mine}, "
            f"sells: [{ware}]}}\n"
        }
    )

    found = world.compile().report.diagnostics

    assert [one.code for one in found] == codes
    assert [one.help for one in found] == [
        "say how many there are, such as `stock: 5`, or remove `restock`" for _ in codes
    ]


def test_whoever_gathers_finds_something(world: WorldFolder) -> None:
    world.write(
        {
            "mine.yaml": "locations:\n  mine:\n    name: Mine\n    description: It breathes out.\n"
            "    size: {x: 6, y: 6}\n    connections: [{to: harbor, label: Harbor road, at: {x: 0, y: 3}}]\n"
            "    actions: {cut: {label: Cut, type: gather, duration: 4s}}\n",
        }
    )

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message) == ("E5005", "an action of type `gather` needs `loot`")
    assert found.help == (
        "say what can be found, such as `loot: [{coins: 3c, chance: 0.5}]`, or make it `type: custom`"
    )


@pytest.mark.parametrize(
    ("covered", "clubs", "found"),
    [
        ("clubb", "club: {based_on: knife, name: Club, category: club}", ("skills:CLUBS", "club")),
        (
            "clubb",
            "mace: {based_on: knife, name: Mace, category: club}\n  rod: {based_on: knife, category: club}",
            ("skills:CLUBS", "club"),
        ),
        ("club", "club: {based_on: knife, name: Club, category: clubb}", ("items:club", "club")),
        ("club", "mace: {based_on: knife, name: Mace, category: clubb}", ("items:mace", "club")),
    ],
)
def test_a_slip_in_a_sort_of_weapon_is_told_where_it_is(
    covered: str, clubs: str, found: tuple[str, str], world: WorldFolder
) -> None:
    world.write(
        {
            "clubs.yaml": "skills:\n  CLUBS: {name: Clubs, description: Weight., category: weapon, "
            f"weapons: [{covered}]}}\nitems:\n  {clubs}\n"
        }
    )

    (one,) = (one for one in world.compile().report.diagnostics if one.code == "W8005")

    assert (one.entity, one.suggestion) == found
    assert one.help == f"did you mean `{found[1]}`?"

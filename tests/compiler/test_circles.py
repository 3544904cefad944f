"""Quests and denizens that wait for each other, so that none of them ever begins."""

import pytest

from tests.small_world import WorldFolder, told


def quests(**requires: str) -> dict[str, str]:
    lines = [
        f"  {name}: {{based_on: lamp, title: {name}, requires: [{needed}]}}\n"
        for name, needed in requires.items()
    ]
    return {"circle.yaml": f"quests:\n{''.join(lines)}"}


def finished(quest: str) -> str:
    return f"{{quest: {{id: {quest}, state: finished}}}}"


def test_quests_that_wait_for_each_other_are_told_once(world: WorldFolder) -> None:
    world.write(quests(a=finished("c"), b=finished("a"), c=f"{{level: 2}}, {finished('b')}", d=finished("a")))

    assert told(world) == [("E4012", "quests:a")]


@pytest.mark.parametrize(
    "needed",
    [
        "{quest: {id: a, state: offered}}",
        "{any: [{quest: {id: a, state: finished}}, {level: 9}]}",
        "{not: {quest: {id: a, state: finished}}}",
    ],
)
def test_quests_that_can_begin_otherwise_pass(needed: str, world: WorldFolder) -> None:
    world.write(quests(a=finished("b"), b=needed))

    assert told(world) == []


def test_a_circle_that_an_effect_can_enter_passes(world: WorldFolder) -> None:
    world.write(quests(a=finished("b"), b=finished("a")))
    world.write({"horn.yaml": "items:\n  horn: {based_on: bread, name: Horn, on_use: [{start_quest: b}]}\n"})

    assert told(world) == []


ANNA = "  anna: {name: Anna, icon: thing.svg, at: {location: mine}, requires: [%s], dialogue: anna-talk}\n"


def story(**quests: str) -> str:
    lines = [f"  {name}: {{based_on: lamp, title: {name}, {body}}}\n" for name, body in quests.items()]
    return f"quests:\n{''.join(lines)}"


def crown(*gives: str) -> str:
    return f"items:\n  crown: {{based_on: ore, name: Crown}}\n{''.join(gives)}"


WANTS_CROWN = "objectives: [{id: crown, collect: {item: crown}}]"
GIVES_CROWN = "rewards: [{give_item: crown}]"
SEEN = "{flag: {id: seen, is: true}}"
SEES = "on_accept: [{set_flag: {id: seen, to: true}}]"
FLAG = "flags:\n  seen: {type: bool, default: false}\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        # A quest asks for a flag that only it, or what comes after it, sets.
        ([FLAG, story(a=f"requires: [{SEEN}], {SEES}")], [("E4012", "quests:a")]),
        (
            [FLAG, story(a=f"requires: [{SEEN}]", b=f"requires: [{finished('a')}], {SEES}")],
            [("E4012", "quests:a")],
        ),
        ([FLAG, story(a=f"requires: [{SEEN}]", b=SEES)], []),
        (
            [
                FLAG,
                story(
                    a="requires: [{flag: {id: seen, is: false}}]",
                    b=f"requires: [{SEEN}], giver: mara",
                    c=SEES,
                ),
            ],
            [],
        ),
        # A quest wants an item that only another one gives, which waits for the first.
        (
            [crown(), story(a=WANTS_CROWN, b=f"requires: [{finished('a')}], {GIVES_CROWN}")],
            [("E4012", "quests:b")],
        ),
        ([crown(), story(a=WANTS_CROWN, b=GIVES_CROWN)], []),
        (
            [
                crown("  egg: {based_on: bread, name: Egg, on_use: [{give_item: crown}]}\n"),
                story(a=WANTS_CROWN, b=f"requires: [{finished('a')}], {GIVES_CROWN}"),
            ],
            [],
        ),
        ([crown(), story(a=f"requires: [{{item: crown}}], {GIVES_CROWN}")], [("E4012", "quests:a")]),
        # What is under way is not finished.
        (
            [
                crown(),
                story(a=WANTS_CROWN, b="requires: [{quest: {id: a, state: proceeding}}], " + GIVES_CROWN),
            ],
            [],
        ),
    ],
)
def test_quests_that_need_each_other_by_flags_and_items_are_told(
    files: list[str], found: list[tuple[str, str]], world: WorldFolder
) -> None:
    world.write({f"more-{place}.yaml": text for place, text in enumerate(files)})

    assert told(world) == found


ANNA_TALKS = """\
dialogues:
  anna-talk:
    start: hello
    nodes:
      hello: {text: You see me., then: [{set_flag: {id: seen, to: true}}]}
"""


@pytest.mark.parametrize(
    ("files", "found"),
    [
        # Only Anna herself says what lets her be met.
        ([FLAG, "denizens:\n" + ANNA % SEEN, ANNA_TALKS], [("E4013", "denizens:anna")]),
        ([FLAG, "denizens:\n" + ANNA % SEEN, ANNA_TALKS, story(a=SEES)], []),
        ([FLAG, "denizens:\n" + ANNA % "{level: 3}", ANNA_TALKS, story(a=f"requires: [{SEEN}]")], []),
        # Her quest comes from a denizen who can only be met after it.
        (
            [
                FLAG,
                "denizens:\n" + ANNA % finished("b") + ANNA.replace("anna:", "otto:") % SEEN,
                ANNA_TALKS,
                story(a="giver: anna", b=f"giver: otto, requires: [{finished('a')}]"),
            ],
            [("E4013", "denizens:anna")],
        ),
    ],
)
def test_denizens_who_are_needed_to_meet_themselves_are_told(
    files: list[str], found: list[tuple[str, str]], world: WorldFolder
) -> None:
    world.write({f"more-{place}.yaml": text for place, text in enumerate(files)})

    assert told(world) == found


def test_what_waits_for_a_circle_is_not_told_as_well(world: WorldFolder) -> None:
    world.write(quests(a=finished("b"), b=finished("a"), c=finished("b"), d=finished("c")))

    assert told(world) == [("E4012", "quests:a")]


MINE = """\
locations:
  mine:
    name: Mine
    description: It breathes out.
    size: {x: 6, y: 6}
    connections: [{to: harbor, label: Harbor road, at: {x: 0, y: 3}}]
    actions:
      sift: {label: Sift, type: custom, duration: 5s, requires: [%s], on_complete: [%s]}
"""
SIFTS = "objectives: [{id: sift, do: {location: mine, action: sift}}]"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        # A quest wants what can only be had by whoever has it.
        (
            {"mine.yaml": MINE % ("{item: crown}", "{give_item: crown}"), "a.yaml": story(a=WANTS_CROWN)},
            [("E4012", "quests:a", "item `crown` can only be had by whoever has it already")],
        ),
        (
            {"mine.yaml": MINE % (SEEN, "{set_flag: {id: seen, to: true}}"), "a.yaml": story(a=SIFTS)},
            [("E4012", "quests:a", "flag `seen` is only set where it is set so already")],
        ),
        (
            {"mine.yaml": MINE % ("{item: crown}", "{say: Dust.}"), "a.yaml": story(a=SIFTS, b=GIVES_CROWN)},
            [],
        ),
        # It is given elsewhere as well.
        (
            {
                "mine.yaml": MINE % ("{item: crown}", "{give_item: crown}"),
                "a.yaml": story(a=WANTS_CROWN, b=GIVES_CROWN),
            },
            [],
        ),
        # The action waits for the quest that wants it done.
        (
            {"mine.yaml": MINE % (finished("a"), "{say: Dust.}"), "a.yaml": story(a=SIFTS)},
            [("E4012", "quests:a", "action `sift`")],
        ),
    ],
)
def test_what_only_those_get_who_have_it_keeps_its_quest_from_ending(
    files: dict[str, str], found: list[tuple[str, str, str]], world: WorldFolder
) -> None:
    world.write({"crown.yaml": crown(), "seen.yaml": FLAG, **files})

    report = world.compile().report

    errors = [one for one in report.diagnostics if one.code.startswith("E")]
    assert [(one.code, one.entity) for one in errors] == [(code, entity) for code, entity, _ in found]
    assert all(words in one.message for one, (_, _, words) in zip(errors, found, strict=True))

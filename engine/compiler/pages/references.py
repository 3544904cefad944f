"""Pages of the band 21: references to things that do not exist."""

from typing import Final

from engine.compiler.pages.page import Page

_PEAT: Final = """\
items:
  peat:
    name: Peat
    description: Slow fire.
    icon: thing.svg
    type: material
    category: fuel
    rarity: common
    price: 2c
"""
_TEXT: Final = (
    "An id names {a thing}, and there is none of that name in the whole folder. Look for a "
    "typing mistake (small and capital letters count), or write the {thing}. Many places that name "
    "the same are told once: at the first of them, with the others beside it; or at the {thing} "
    "itself, when its own id is nearly that and nothing names it as it is written."
)


def _told(thing: str) -> str:
    article = "an" if thing[0] in "aeio" else "a"
    return _TEXT.replace("{a thing}", f"{article} {thing}").replace("{thing}", thing)


def _unknown(code: str, thing: str, wrong: str, right: str) -> Page:
    """A page for a reference in a condition or effect of an item."""
    return Page(
        code=code,
        title=f"no {thing} has this id",
        text=_told(thing),
        broken={"peat.yaml": f"{_PEAT}    {wrong}\n"},
        fixed={"peat.yaml": f"{_PEAT}    {right}\n"},
    )


def _scene(deed: str) -> str:
    return f"scenes:\n  at-mara:\n    steps: [{{do: {deed}, expect: {{dialogue: hello}}}}]\n"


def _chain(length: int) -> str:
    links = "".join(
        f"  peat-{n}: {{based_on: {f'peat-{n - 1}' if n else 'bread'}, name: Peat {n}}}\n"
        for n in range(length)
    )
    return f"items:\n{links}"


PAGES: Final = (
    Page(
        code="E2101",
        title="two things of one kind have the same id",
        text=(
            "Ids are unique within their kind over the whole folder, in whatever files they stand. "
            "Both places are named. Give one of the two another id; an item and a spell may share "
            "one. Where a file repeats much of another one, that is told once: perhaps it is a copy "
            "that was meant to stay outside the folder."
        ),
        broken={"peat.yaml": _PEAT.replace("peat:", "bread:")},
        fixed={"peat.yaml": _PEAT},
    ),
    _unknown(
        "E2102",
        "skill",
        "requires: [{skill: {id: MININ, level: 1}}]",
        "requires: [{skill: {id: MINING, level: 1}}]",
    ),
    _unknown("E2103", "lasting effect", "requires: [{effect: fedd}]", "requires: [{effect: fed}]"),
    _unknown("E2104", "item", "requires: [{item: bred}]", "requires: [{item: bread}]"),
    _unknown("E2105", "spell", "requires: [{spell: mended}]", "requires: [{spell: mend}]"),
    _unknown(
        "E2106", "creature", "on_equip: [{spawn: {creature: crap}}]", "on_equip: [{spawn: {creature: crab}}]"
    ),
    Page(
        code="E2107",
        title="no loot table has this id",
        text=_told("loot table"),
        broken={
            "tables.yaml": (
                "loot_tables:\n  finds: [{table: nothing-there, weight: 1}, {item: ore, weight: 1}]\n"
            )
        },
        fixed={"tables.yaml": "loot_tables: {}\n"},
    ),
    _unknown("E2108", "location", "on_equip: [{move_to: harbour}]", "on_equip: [{move_to: harbor}]"),
    Page(
        code="E2109",
        title="no denizen has this id",
        text=_told("denizen"),
        broken={
            "quests.yaml": (
                "quests:\n"
                "  lamp:\n"
                "    title: A Lamp\n"
                "    description: Light it.\n"
                "    giver: mora\n"
                "    objectives: [{id: ask, talk: {denizen: mara}}]\n"
                "    rewards: [{set_flag: {id: lit, to: true}}]\n"
            )
        },
        fixed={
            "quests.yaml": (
                "quests:\n"
                "  lamp:\n"
                "    title: A Lamp\n"
                "    description: Light it.\n"
                "    giver: mara\n"
                "    objectives: [{id: ask, talk: {denizen: mara}}]\n"
                "    rewards: [{set_flag: {id: lit, to: true}}]\n"
            )
        },
    ),
    Page(
        code="E2110",
        title="no dialogue has this id",
        text=_told("dialogue"),
        broken={
            "otto.yaml": (
                "denizens:\n"
                "  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
            )
        },
        fixed={
            "otto.yaml": (
                "denizens:\n"
                "  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: mara-talk}\n"
            )
        },
    ),
    _unknown(
        "E2111",
        "quest",
        "requires: [{quest: {id: lump, state: finished}}]",
        "requires: [{quest: {id: lamp, state: finished}}]",
    ),
    _unknown(
        "E2112", "flag", "requires: [{flag: {id: list, is: true}}]", "requires: [{flag: {id: lit, is: true}}]"
    ),
    _unknown(
        "E2113",
        "structure",
        "requires: [{at: {location: harbor, structure: chappel}}]",
        "requires: [{at: {location: harbor, structure: chapel}}]",
    ),
    Page(
        code="E2114",
        title="no action of the location has this id",
        text=_told("action"),
        broken={
            "dig.yaml": "quests:\n  dig-it:\n    title: Dig\n    description: Dig it.\n    giver: mara\n"
            "    objectives: [{id: dig, do: {location: harbor, action: digg}}]\n"
        },
        fixed={
            "dig.yaml": "quests:\n  dig-it:\n    title: Dig\n    description: Dig it.\n    giver: mara\n"
            "    objectives: [{id: dig, do: {location: harbor, action: dig}}]\n"
        },
    ),
    Page(
        code="E2115",
        title="no node of the dialogue has this id",
        text="`start` and `goto` name nodes of the same dialogue. A `goto` is left out where the talk ends.",
        broken={
            "otto.yaml": "dialogues:\n  otto-talk:\n    start: helo\n    nodes: {hello: {text: Well?}}\n"
            "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
        },
        fixed={
            "otto.yaml": "dialogues:\n  otto-talk:\n    start: hello\n    nodes: {hello: {text: Well?}}\n"
            "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
        },
    ),
    _unknown(
        "E2116",
        "objective",
        "on_equip: [{advance_quest: {quest: lamp, objective: aks}}]",
        "on_equip: [{advance_quest: {quest: lamp, objective: ask}}]",
    ),
    _unknown(
        "E2117", "slot", "requires: [{equipped: {slot: wepon}}]", "requires: [{equipped: {slot: weapon}}]"
    ),
    Page(
        code="E2118",
        title="no item set has this id",
        text=_told("item set"),
        broken={"peat.yaml": f"{_PEAT}    set: fuels\n"},
        fixed={"peat.yaml": _PEAT},
    ),
    Page(
        code="E2119",
        title="no dialogue has this answer",
        text=(
            "A scene gives an answer to a denizen by the id of the choice, and no dialogue has a choice of "
            "this id. Look into the dialogue of the denizen."
        ),
        broken={"scenes.yaml": _scene("{interact: {denizen: mara, choice: by}}")},
        fixed={"scenes.yaml": _scene("{interact: {denizen: mara, choice: bye}}")},
    ),
    Page(
        code="E2120",
        title="a thing is based on something that does not exist",
        text=(
            "`based_on` names another thing of the same kind, whose keys are taken over. An item "
            "cannot be based on a spell, and nothing can be based on a thing that is not there."
        ),
        broken={"peat.yaml": "items:\n  rye-bread: {based_on: bred, name: Rye bread}\n"},
        fixed={"peat.yaml": "items:\n  rye-bread: {based_on: bread, name: Rye bread}\n"},
    ),
    Page(
        code="E2121",
        title="a thing is based on itself",
        text=(
            "Following `based_on` from one thing to the next leads back to where it began. One of "
            "them must stand by itself."
        ),
        broken={
            "peat.yaml": "items:\n  egg: {based_on: hen, name: Egg}\n  hen: {based_on: egg, name: Hen}\n"
        },
        fixed={
            "peat.yaml": "items:\n  egg: {based_on: bread, name: Egg}\n  hen: {based_on: egg, name: Hen}\n"
        },
    ),
    Page(
        code="E2122",
        title="a chain of bases is too long",
        text=(
            "A thing may be based on a thing that is based on another, and so on, up to 32 of them. Nobody "
            "can follow more. Base it on something nearer to the beginning."
        ),
        broken={"peat.yaml": _chain(33)},
        fixed={"peat.yaml": _chain(31)},
    ),
    Page(
        code="E2140",
        title="an old id is told of twice",
        text=(
            "`moved` says what became of ids that saved games still hold. It may stand in several files, but "
            "each old id in one of them only."
        ),
        broken={
            "peat.yaml": "moved: {items: {loaf: bread}}\n",
            "rye.yaml": "moved: {items: {loaf: {drop: true}}}\n",
        },
        fixed={
            "peat.yaml": "moved: {items: {loaf: bread}}\n",
            "rye.yaml": "moved: {items: {crust: {drop: true}}}\n",
        },
    ),
    Page(
        code="E2141",
        title="something is said to have moved, but it is still there",
        text=(
            "`moved` leads saved games from an old id to a new one. As long as something bears the old id, "
            "it cannot be said which of the two is meant."
        ),
        broken={"moved.yaml": "moved: {items: {ore: bread}}\n"},
        fixed={"moved.yaml": "moved: {items: {old-ore: ore}}\n"},
    ),
    Page(
        code="E2142",
        title="an old id leads back to itself",
        text=(
            "What was renamed twice may lead from one old id to the next, but in the end there must be a "
            "thing that exists, or `{drop: true}`."
        ),
        broken={"moved.yaml": "moved: {items: {loaf: crust, crust: loaf}}\n"},
        fixed={"moved.yaml": "moved: {items: {loaf: crust, crust: bread}}\n"},
    ),
)

"""Pages of the band 80: what nothing uses."""

from typing import Final

from engine.compiler.pages.page import Page

_LIT: Final = "flags:\n  lit: {type: bool, default: false}\n"
_SAID: Final = "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
_SHOP: Final = "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, sells: [bread]}\n"
_TALK: Final = "dialogues:\n  otto-talk: {start: hello, nodes: {hello: {text: Well?}}}\n"
_PEAT: Final = "items:\n  peat:\n    based_on: ore\n    name: Peat\n"
_FLINT: Final = "  flint: {based_on: ore, name: Flint}\n"
_FLINT_SOLD: Final = (
    "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, sells: [flint]}\n"
)
_ASKED: Final = "    requires: [{}]\n"
_DUSK: Final = """\
items:
  peat: {based_on: ore, requires: [{flag: {id: dark, is: true}}]}
quests:
  dusk:
    title: Dusk
    description: Wait for it.
    giver: mara
    objectives: [{id: ask, talk: {denizen: mara}}]
"""
_RAGS: Final = """\
  dirk: {based_on: knife, name: Dirk, set: rags}
item_sets:
  rags: {name: Rags, bonuses: [{pieces: 1, bonuses: [{defense: 1}]}]}
"""

PAGES: Final = (
    Page(
        code="W8001",
        title="nothing uses a flag",
        text=("No condition asks for it and no effect sets it, so it does nothing. Use it, or remove it."),
        broken={"flags.yaml": _LIT + "  dark: {type: bool, default: false}\n"},
        fixed={"flags.yaml": _LIT},
    ),
    Page(
        code="W8002",
        title="nothing ever sets a flag",
        text=(
            "Something asks for the flag, but no effect sets it, so it keeps its default for ever. "
            "Set it somewhere with `set_flag`, or remove what asks for it."
        ),
        broken={
            "flags.yaml": _LIT + "  dark: {type: bool, default: false}\n",
            "dusk.yaml": _DUSK + "    rewards: [{give_coins: 5c}]\n",
        },
        fixed={
            "flags.yaml": _LIT + "  dark: {type: bool, default: false}\n",
            "dusk.yaml": _DUSK + "    rewards: [{give_coins: 5c}, {set_flag: {id: dark, to: true}}]\n",
        },
    ),
    Page(
        code="W8003",
        title="nothing leads to a node of a dialogue",
        text=(
            "No way of choosing answers from `start` comes to this node, so nobody will ever hear it. "
            "Let an answer lead to it with `goto`. Of several such nodes of a dialogue the first one "
            "is told, with the others beside it."
        ),
        broken={
            "otto.yaml": _SAID
            + _TALK.replace("{hello: {text: Well?}}", "{hello: {text: Well?}, secret: {text: Psst.}}")
        },
        fixed={"otto.yaml": _SAID + _TALK},
    ),
    Page(
        code="W8004",
        title="creatures wait where nobody can fight",
        text=(
            "The location has creatures in a spot without an action of type `combat`, so nobody will "
            "ever meet them. Add such an action in the same structure, or remove the creatures."
        ),
        broken={
            "mine.yaml": (
                "locations:\n"
                "  mine:\n"
                "    name: Mine\n"
                "    description: Dark.\n"
                "    size: {x: 6, y: 6}\n"
                "    connections: [{to: harbor, label: Out, at: {x: 0, y: 3}}]\n"
                "    creatures: [{creature: crab}]\n"
            )
        },
        fixed={
            "mine.yaml": (
                "locations:\n"
                "  mine:\n"
                "    name: Mine\n"
                "    description: Dark.\n"
                "    size: {x: 6, y: 6}\n"
                "    connections: [{to: harbor, label: Out, at: {x: 0, y: 3}}]\n"
                "    creatures: [{creature: crab}]\n"
                "    actions: {hunt: {label: Hunt, type: combat}}\n"
            )
        },
    ),
    Page(
        code="W8005",
        title="no skill covers a sort of weapon",
        text=(
            "A skill gets better by the weapons whose categories it names under `weapons`. No skill "
            "names this one, so whoever fights with it gets better at nothing. Name it, or choose "
            "another category. All weapons of a category are told together, at the first of them; a "
            "comment at any of them silences it."
        ),
        broken={"club.yaml": "items:\n  club: {based_on: knife, name: Club, category: club}\n"},
        fixed={"club.yaml": "items:\n  club: {based_on: knife, name: Club}\n"},
    ),
    Page(
        code="W8007",
        title="nothing names a thing that only others bring about",
        text=(
            "Item sets, lasting effects, spells, creatures, loot tables and dialogues do nothing unless "
            "something names them, or is based on them; a spell must be taught (`learn_spell`) or known to "
            "new characters, and an item sold, found as loot, given (`give_item`) or had by new characters. "
            "To be named in a scene or an expectation of balance does not count, and of an item to be bought "
            "or taken does not either."
        ),
        broken={"otto.yaml": _TALK},
        fixed={"otto.yaml": _SAID + _TALK},
    ),
    Page(
        code="W8010",
        title="a comment silences nothing",
        text=(
            "The finding it names is not made on its line, nor on the line below. It has been mended,"
            " or the comment stands in the wrong place."
        ),
        broken={"flags.yaml": _LIT + "# gamectl: ignore[W8001] for later\n"},
        fixed={"flags.yaml": _LIT},
    ),
    Page(
        code="W8011",
        title="something is asked for that nobody can get",
        text=(
            "A condition asks for an item or a spell that no denizen sells, no loot holds, no effect "
            "gives and no new character has. What several places ask for is told once, at the first of them; "
            "a comment at any of them silences it."
        ),
        broken={"peat.yaml": _PEAT + "    requires: [{item: flint}]\n" + _FLINT},
        fixed={"peat.yaml": _PEAT + "    requires: [{item: flint}]\n" + _FLINT + _FLINT_SOLD},
    ),
    Page(
        code="W8012",
        title="a piece of a set that is never worn",
        text=(
            "Only worn items count for a set, and this one is of a type that is never worn. Remove "
            "`set:`, or choose another type."
        ),
        broken={"peat.yaml": _PEAT + "    set: rags\n" + _RAGS},
        fixed={"peat.yaml": _PEAT + _RAGS},
    ),
    Page(
        code="W8013",
        title="two things are the same",
        text=(
            "They differ in nothing but the id, so players cannot tell them apart. Perhaps one was "
            "copied to be changed later. Denizens who neither trade nor do anything may stand about "
            "in numbers."
        ),
        broken={"peat.yaml": "items:\n  peat: {based_on: ore, name: Ore}\n"},
        fixed={"peat.yaml": "items:\n  peat: {based_on: ore, name: Peat}\n"},
    ),
    Page(
        code="W8014",
        title="a scene expects nothing",
        text="A scene proves something only when a step says, with `expect:`, what must have come of it.",
        broken={
            "scenes.yaml": "scenes:\n  to-mara: {steps: [{do: {go_into: chapel}}, {do: {interact: mara}}]}\n"
        },
        fixed={
            "scenes.yaml": (
                "scenes:\n  to-mara:\n    steps:\n      - {do: {go_into: chapel}}\n"
                "      - {do: {interact: mara}, expect: {dialogue: hello}}\n"
            )
        },
    ),
    Page(
        code="W8015",
        title="a denizen sells the same twice",
        text=(
            "One line under `sells` is enough: without `stock`, an item never runs out. Perhaps another was "
            "meant."
        ),
        broken={"otto.yaml": _SHOP.replace("[bread]", "[bread, bread]")},
        fixed={"otto.yaml": _SHOP},
    ),
    Page(
        code="W8016",
        title="own words for a refusal that nobody reads",
        text=(
            "With `because`, a condition under `requires` is refused in your own words. Under `when` and "
            "`fails_when` nobody is refused, and under `not` it is the opposite that is asked for, so the "
            "text would never be read. Write the conditions without it, or put `because` around `not`."
        ),
        broken={
            "peat.yaml": _PEAT + _ASKED.format("{not: {because: {text: Too grown., when: [{level: 5}]}}}")
        },
        fixed={
            "peat.yaml": _PEAT + _ASKED.format("{because: {text: Too grown., when: [{not: {level: 5}}]}}")
        },
    ),
)

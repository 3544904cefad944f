"""Pages of the band 80: what nothing uses."""

from typing import Final

from engine.compiler.pages.page import Page

_LIT: Final = "flags:\n  lit: {type: bool, default: false}\n"
_SAID: Final = "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
_TALK: Final = "dialogues:\n  otto-talk: {start: hello, nodes: {hello: {text: Well?}}}\n"

PAGES: Final = (
    Page(
        code="W8001",
        title="nothing uses a flag",
        text="No condition asks for it and no effect sets it.",
        broken={"flags.yaml": _LIT + "  dark: {type: bool, default: false}\n"},
        fixed={"flags.yaml": _LIT},
    ),
    Page(
        code="W8002",
        title="nothing ever sets a flag",
        text="Something asks for the flag, but no effect sets it, so it keeps its default for ever.",
        broken={
            "flags.yaml": _LIT + "  dark: {type: bool, default: false}\n",
            "peat.yaml": "items:\n  peat: {based_on: ore, requires: [{flag: {id: dark, is: true}}]}\n",
        },
        fixed={"flags.yaml": _LIT},
    ),
    Page(
        code="W8003",
        title="nothing leads to a node of a dialogue",
        text="No way of choosing answers from `start` comes to this node, so nobody will ever hear it.",
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
            "ever meet them."
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
            "Skills name the categories of weapons they cover. With this one nobody gets better at anything."
        ),
        broken={"club.yaml": "items:\n  club: {based_on: knife, name: Club, category: club}\n"},
        fixed={"club.yaml": "items:\n  club: {based_on: knife, name: Club}\n"},
    ),
    Page(
        code="W8006",
        title="something that happens on use, but it cannot be used",
        text="Only items of type `consumable` are used.",
        broken={"peat.yaml": "items:\n  peat: {based_on: ore, on_use: [{heal: 1}]}\n"},
        fixed={"peat.yaml": "items:\n  peat: {based_on: ore, type: consumable, on_use: [{heal: 1}]}\n"},
    ),
    Page(
        code="W8007",
        title="nothing names a thing that only others bring about",
        text="Lasting effects, creatures, loot tables and dialogues do nothing unless something names them.",
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
)

"""Pages of the band 40: quests, dialogue and flags."""

from typing import Final

from engine.compiler.pages.page import Page

_LIT: Final = "flags:\n  lit: {type: bool, default: false}\n"


def _quest(objectives: str, more: str = "") -> str:
    return (
        "quests:\n  errand:\n    title: An Errand\n    description: Go.\n    giver: mara\n"
        f"    objectives: [{objectives}]\n{more}"
    )


def _talk(choices: str) -> str:
    return (
        "dialogues:\n  otto-talk:\n    start: hello\n    nodes:\n      hello:\n        text: Well?\n"
        f"        choices: [{choices}]\n"
        "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
    )


def _trust(value: int) -> dict[str, str]:
    return {
        "errand.yaml": _quest(
            "{id: ask, talk: {denizen: mara}}", f"    on_finish: [{{set_flag: {{id: trust, to: {value}}}}}]\n"
        ),
        "flags.yaml": _LIT + "  trust: {type: int, default: 0, min: 0, max: 3}\n",
    }


_COLD: Final = """\
effects:
  cold:
    name: Cold
    description: It comes back.
    category: health
    on_end: [{apply_effect: {effect: cold, duration: 2s}}]
    on_start: [{remove_effect: cold}]
items:
  ice: {based_on: bread, name: Ice, on_use: [{apply_effect: {effect: cold, duration: 2s}}]}
"""
_CIRCLE: Final = (
    _quest("{id: ask, talk: {denizen: mara}}", "    requires: [{quest: {id: chore, state: finished}}]\n")
    + "  chore:\n    based_on: errand\n    title: A Chore\n"
    "    requires: [{quest: {id: errand, state: finished}}]\n"
)
_OTTO: Final = "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, requires: []}\n"
_GULL: Final = """\
creatures:
  gull:
    based_on: crab
    name: Gull
    on_spawn: [{spawn: {creature: gull, amount: 1}}]
items:
  whistle: {based_on: ore, name: Whistle, on_equip: [{spawn: {creature: gull}}]}
"""
_FEATHER: Final = "items:\n  feather: {based_on: ore, name: Feather}\n"

_EBB: Final = "[{apply_effect: {effect: ebb, duration: 1m}}]"
_TIDES: Final = (
    "effects:\n"
    "  ebb: {name: Ebb, description: Low., category: sea, "
    "on_end: [{apply_effect: {effect: flood, duration: 1m}}]}\n"
    f"  flood: {{name: Flood, description: High., category: sea, on_end: {_EBB}}}\n"
)
_SLIME: Final = """\
creatures:
  slime:
    based_on: crab
    name: Slime
    on_death: [{}]
locations:
  mine:
    name: Mine
    description: It drips.
    size: {{x: 6, y: 6}}
    connections: [{{to: harbor, label: Harbor road, at: {{x: 0, y: 3}}}}]
    actions: {{fight: {{label: Stir it, type: combat}}}}
    creatures: [{{creature: slime}}]
"""

PAGES: Final = (
    Page(
        code="E4001",
        title="two objectives of a quest have the same id",
        text=(
            "How far a character is with a quest is kept under the id of each objective, so each "
            "needs its own. Give one of the two another id."
        ),
        broken={"errand.yaml": _quest("{id: go, talk: {denizen: mara}}, {id: go, visit: {location: mine}}")},
        fixed={"errand.yaml": _quest("{id: ask, talk: {denizen: mara}}, {id: go, visit: {location: mine}}")},
    ),
    Page(
        code="E4002",
        title="two answers of a node have the same id",
        text=(
            "Players choose an answer by its id, so within a node each needs its own. Give one of the "
            "two another id."
        ),
        broken={"otto.yaml": _talk("{id: bye, text: Bye.}, {id: bye, text: Farewell.}")},
        fixed={"otto.yaml": _talk("{id: bye, text: Bye.}, {id: farewell, text: Farewell.}")},
    ),
    Page(
        code="E4003",
        title="a flag begins with a value that is not of its type",
        text="A flag of type `bool` begins with true or false, one of type `int` with a whole number.",
        broken={"flags.yaml": "flags:\n  lit: {type: bool, default: 0}\n"},
        fixed={"flags.yaml": _LIT},
    ),
    Page(
        code="E4004",
        title="a flag can never have this value",
        text="The value lies outside the bounds `min` and `max` of the flag.",
        broken=_trust(5),
        fixed=_trust(3),
    ),
    Page(
        code="E4005",
        title="a flag that is yes or no has bounds",
        text="`min` and `max` are for flags of type `int`.",
        broken={"flags.yaml": "flags:\n  lit: {type: bool, default: false, max: 1}\n"},
        fixed={"flags.yaml": _LIT},
    ),
    Page(
        code="E4006",
        title="a flag is used as if it were of another type",
        text=(
            "A flag of type `bool` is asked with `is: true` or `is: false` and set with `to:`. One of"
            " type `int` can also be compared with `at_least` and `at_most`, and added to."
        ),
        broken={
            "errand.yaml": _quest(
                "{id: ask, talk: {denizen: mara}}", "    requires: [{flag: {id: lit, at_least: 1}}]\n"
            )
        },
        fixed={
            "errand.yaml": _quest(
                "{id: ask, talk: {denizen: mara}}", "    requires: [{flag: {id: lit, is: true}}]\n"
            )
        },
    ),
    Page(
        code="E4009",
        title="an objective counts fights as things done",
        text=(
            "A `do` objective counts how often an action is completed. A fight goes on until somebody"
            " leaves it and is never completed. Count creatures with `kill` instead."
        ),
        broken={"errand.yaml": _quest("{id: fight, do: {location: harbor, action: fight}}")},
        fixed={"errand.yaml": _quest("{id: fight, kill: {creature: crab}}")},
    ),
    Page(
        code="W4011",
        title="something that happens can set itself off again",
        text=(
            "What happens here can lead, by way of other things that happen, back to itself. If a "
            "condition ends it, all is well and the warning can be silenced with the reason. A chain "
            "without end is cut by the game and everything it did is undone."
        ),
        broken={"cold.yaml": _COLD},
        fixed={
            "cold.yaml": _COLD.replace(
                "on_end: [{apply_effect: {effect: cold, duration: 2s}}]", "on_end: [{say: Gone.}]"
            )
        },
    ),
    Page(
        code="E4012",
        title="a quest that needs itself",
        text=(
            "A quest asks for something that can only be had after it: another quest, a flag, an item "
            "or a spell that only itself or a later quest gives, or a denizen who is met only then. "
            "What anybody else gives or sets helps, and so does an effect that starts the quest; here "
            "there is none. Follow the things that the finding names, and let one of them be had in "
            "another way."
        ),
        broken={"errand.yaml": _CIRCLE},
        fixed={"errand.yaml": _CIRCLE.replace("id: errand, state", "id: lamp, state")},
    ),
    Page(
        code="E4013",
        title="nobody can ever meet a denizen",
        text=(
            "What the denizen `requires` can never hold: it does not hold where the denizen stands, "
            "or only the denizen itself could bring it about, in a talk or by a quest that nobody "
            "else gives. Let something else bring it about, or require less."
        ),
        broken={"otto.yaml": _OTTO.replace("requires: []", "requires: [{at: {location: harbor}}]")},
        fixed={"otto.yaml": _OTTO},
    ),
    Page(
        code="E4014",
        title="two conditions exclude each other",
        text=(
            "All conditions of a list must hold together, and these two never can. Perhaps one or the other "
            "was meant: put them under `any:`."
        ),
        broken={
            "otto.yaml": _OTTO.replace(
                "requires: []", "requires: [{flag: {id: lit, is: true}}, {flag: {id: lit, is: false}}]"
            )
        },
        fixed={"otto.yaml": _OTTO.replace("requires: []", "requires: [{flag: {id: lit, is: true}}]")},
    ),
    Page(
        code="W4015",
        title="a talk that cannot be ended",
        text=(
            "From this node every answer leads to another node, and none of those ever lets the talk end. A "
            "talk ends at a node without answers, and with an answer that has no `goto`."
        ),
        broken={"otto.yaml": _talk("{id: what, text: What?, goto: hello}")},
        fixed={"otto.yaml": _talk("{id: what, text: What?, goto: hello}, {id: bye, text: Bye.}")},
    ),
    Page(
        code="E4016",
        title="something that happens sets itself off again, without end",
        text=(
            "What happens here leads, by way of other things that happen, back to itself, and no condition "
            "and no chance stands in between. The game cuts such a chain and undoes everything it did. Mind "
            "that `on_leave` happens before one has gone: moving somewhere else in it is leaving once more."
        ),
        broken={"gull.yaml": _GULL},
        fixed={"gull.yaml": _GULL.replace("gull, amount: 1", "crab, amount: 1")},
    ),
    Page(
        code="E4017",
        title="an objective can never be met",
        text=(
            "The quest wants something collected that nobody can get in any way, or something killed that "
            "is in no location and is brought by no effect. So it can never be finished."
        ),
        broken={
            "errand.yaml": _quest("{id: feathers, collect: {item: feather}}") + _FEATHER,
        },
        fixed={
            "errand.yaml": _quest(
                "{id: feathers, collect: {item: feather}}", "    on_accept: [{give_item: feather}]\n"
            )
            + _FEATHER,
        },
    ),
    Page(
        code="W4018",
        title="a lasting effect that never ends",
        text=(
            "When this lasting effect ends it begins again, by itself or by way of others that begin one "
            "another in the same way, and no condition and no chance stands in between. To be removed is to "
            "end as well, and so is to die: whoever has it once is never without. Or it is renewed each "
            "time it acts (`each`), always for at least as long as until it acts again (`every`), and "
            "nothing in the world takes it away with `remove_effect`, so that only death ends it. If that "
            "is meant, silence this with the reason."
        ),
        broken={"tides.yaml": _TIDES},
        fixed={"tides.yaml": _TIDES.replace(_EBB, f"[{{if: {{when: [{{level: 3}}], then: {_EBB}}}}}]")},
    ),
    Page(
        code="W4019",
        title="a creature that comes again whenever it dies",
        text=(
            "Its `on_death` always spawns such a creature again, by itself or by way of others that do the "
            "same, so that a fight with it has no end, and nobody gets what the wave would pay: not until "
            "256 have come, the most that a wave holds. Put `spawn` under a condition or leave it to "
            "chance, or spawn something else."
        ),
        broken={"mine.yaml": _SLIME.format("{spawn: {creature: slime}}")},
        fixed={
            "mine.yaml": _SLIME.format("{random: {chance: 0.5, of: [{then: [{spawn: {creature: slime}}]}]}}")
        },
    ),
    Page(
        code="E4020",
        title="two objectives of a quest collect the same item",
        text=(
            "What is collected is counted when the quest is handed in, and taken then. The same piece cannot "
            "count for two objectives, so whoever reads them cannot tell how many are needed. Write one "
            "objective with the whole amount."
        ),
        broken={
            "errand.yaml": _quest(
                "{id: a, collect: {item: bread, amount: 2}}, {id: b, collect: {item: bread, amount: 2}}"
            )
        },
        fixed={"errand.yaml": _quest("{id: a, collect: {item: bread, amount: 4}}")},
    ),
)

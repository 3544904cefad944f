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


PAGES: Final = (
    Page(
        code="E4001",
        title="two objectives of a quest have the same id",
        text="Progress is kept under the id of the objective, so each needs its own.",
        broken={"errand.yaml": _quest("{id: go, talk: {denizen: mara}}, {id: go, visit: {location: mine}}")},
        fixed={"errand.yaml": _quest("{id: ask, talk: {denizen: mara}}, {id: go, visit: {location: mine}}")},
    ),
    Page(
        code="E4002",
        title="two answers of a node have the same id",
        text="Players choose an answer by its id, so within a node each needs its own.",
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
        broken={
            "errand.yaml": _quest(
                "{id: ask, talk: {denizen: mara}}", "    on_accept: [{start_quest: errand}]\n"
            )
        },
        fixed={"errand.yaml": _quest("{id: ask, talk: {denizen: mara}}", "    on_finish: [{say: Done.}]\n")},
    ),
)

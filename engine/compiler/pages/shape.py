"""Pages of the band 10: the shape of things."""

from typing import Final

from engine.compiler.pages.page import Page

_HAM: Final = """\
items:
  ham:
    name: Ham
    description: Smoked, slowly.
    icon: thing.svg
    type: material
    category: food
    rarity: common
    price: 9c
"""
_FED: Final = """\
effects:
  fed:
    name: Fed
    description: Full.
    category: health
    every: 1s
    each: [{heal: 1}]
"""
_ERRAND: Final = """\
quests:
  errand:
    title: An Errand
    description: Go.
    giver: mara
    objectives: [{id: go, visit: {location: mine}}]
"""

PAGES: Final = (
    Page(
        code="E1001",
        title="a key is not known here",
        text=(
            "Every key of every kind is known to gamectl, so that a slip of the pen cannot go "
            "unnoticed. Look for a typing mistake, a word that others use for the same thing (`cost` for "
            "`price`), a name in the place of a key (`give_item: {bread: 2}`), or a key that belongs one "
            "level further in or out."
        ),
        broken={"ham.yaml": _HAM + "    prise: 9c\n"},
        fixed={"ham.yaml": _HAM},
    ),
    Page(
        code="E1002",
        title="a value is of the wrong sort",
        text=(
            "A number stands where text should be, a text where a list should be, or nothing at all. "
            "The finding says what is needed. Often quotes are missing, a unit, or the `- ` of a "
            "list."
        ),
        broken={"ham.yaml": _HAM.replace("9c", "9")},
        fixed={"ham.yaml": _HAM},
    ),
    Page(
        code="E1003",
        title="a key is missing",
        text=(
            "Some keys must be there for every thing of a kind. Write it, or let the thing be "
            "`based_on` another one that has it. When the line is gone that lines below it hang on, such as "
            "`loot:` or an id, they look as if they belonged to what stands above: write that line again."
        ),
        broken={"ham.yaml": _HAM.replace("    price: 9c\n", "")},
        fixed={"ham.yaml": _HAM},
    ),
    Page(
        code="E1004",
        title="a word is not one of those to choose from",
        text=(
            "Only certain words can stand here. The finding lists them, or names the one that was "
            "probably meant."
        ),
        broken={"ham.yaml": _HAM.replace("common", "comon")},
        fixed={"ham.yaml": _HAM},
    ),
    Page(
        code="E1005",
        title="a text does not have the form it should have",
        text=(
            "Ids, coins, durations, times of day and names of pictures have a form of their own: "
            '`iron-ore`, `1g20s`, `1.5s`, "20:00", `bread.svg`. The finding says which is needed '
            "here."
        ),
        broken={"ham.yaml": _HAM.replace("9c", "nine coppers")},
        fixed={"ham.yaml": _HAM},
    ),
    Page(
        code="E1006",
        title="a number is too small or too large",
        text=(
            "The number lies outside what makes sense here: a chance goes from 0 to 1, an amount is "
            "at least 1, an attack speed is above 0. The finding says what is allowed."
        ),
        broken={"ham.yaml": _HAM + "    requires: [{item: {id: bread, amount: 0}}]\n"},
        fixed={"ham.yaml": _HAM + "    requires: [{item: {id: bread, amount: 1}}]\n"},
    ),
    Page(
        code="E1007",
        title="there is too little or too much of something",
        text=(
            "A text is empty, or a list has more or fewer entries than can be used. A key that is not"
            " needed can be left out altogether."
        ),
        broken={"ham.yaml": _HAM.replace("Smoked, slowly.", '""')},
        fixed={"ham.yaml": _HAM},
    ),
    Page(
        code="E1008",
        title="something stands twice in a list",
        text="In this list each entry can count only once. Remove one of the two.",
        broken={
            "more.yaml": (
                "skills:\n  AXES: {name: Axes, description: Heavy., category: weapon, weapons: [axe, axe]}\n"
            )
        },
        fixed={
            "more.yaml": (
                "skills:\n  AXES: {name: Axes, description: Heavy., category: weapon, weapons: [axe]}\n"
            )
        },
    ),
    Page(
        code="E1009",
        title="a condition or effect has more than one key",
        text=(
            "Each condition and each effect says one thing. Where several should hold or happen, "
            "write a list and begin each with `- ` on a line of its own. What belongs into a condition or "
            "effect, such as the `then` of an `if`, is set in further than its name."
        ),
        broken={"ham.yaml": _HAM + "    requires: [{level: 2, coins: 5c}]\n"},
        fixed={"ham.yaml": _HAM + "    requires: [{level: 2}, {coins: 5c}]\n"},
    ),
    Page(
        code="E1010",
        title="no condition, effect or bonus has this name",
        text=(
            "The word at the front says which condition, effect or bonus it is, and this one does not"
            " exist. Mind that conditions stand in `requires` and `when`, effects in `then`, "
            "`rewards` and everything that begins with `on_`."
        ),
        broken={"ham.yaml": _HAM + "    requires: [{levl: 2}]\n"},
        fixed={"ham.yaml": _HAM + "    requires: [{level: 2}]\n"},
    ),
    Page(
        code="E1011",
        title="one of several keys must be there",
        text=(
            "Some things can be said in several ways, but one of them must be said: a line of loot is an "
            "item, coins or a table; an objective is talk, kill, collect, visit or do."
        ),
        broken={"errand.yaml": _ERRAND.replace(", visit: {location: mine}", "")},
        fixed={"errand.yaml": _ERRAND},
    ),
    Page(
        code="E1012",
        title="only one of several keys can be there",
        text="Two keys stand together that each say what the other says differently. Keep the one you mean.",
        broken={"ham.yaml": _HAM + "    requires: [{equipped: {slot: weapon, item: knife}}]\n"},
        fixed={"ham.yaml": _HAM + "    requires: [{equipped: {slot: weapon}}]\n"},
    ),
    Page(
        code="E1013",
        title="the smaller number is larger than the larger one",
        text="`min` must not be above `max`, nor `at_least` above `at_most`.",
        broken={
            "flags.yaml": (
                "flags:\n"
                "  lit: {type: bool, default: false}\n"
                "  trust: {type: int, default: 5, min: 9, max: 1}\n"
            )
        },
        fixed={"flags.yaml": "flags:\n  lit: {type: bool, default: false}\n"},
    ),
    Page(
        code="E1014",
        title="coins or a duration that cannot be counted",
        text="Name each unit once: `1g20s`, `1h30m`. More than nine million billion coppers are too many.",
        broken={"ham.yaml": _HAM.replace("9c", "9c9c")},
        fixed={"ham.yaml": _HAM},
    ),
    Page(
        code="E1015",
        title="something should happen again and again, but not how often",
        text="A lasting effect with `each` needs `every`: how much time lies between one time and the next.",
        broken={"effects.yaml": _FED.replace("    every: 1s\n", "")},
        fixed={"effects.yaml": _FED},
    ),
)

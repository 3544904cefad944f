"""Pages of the band 30: formulas and dice."""

from typing import Final

from engine.compiler.pages.page import Page


def _rule(code: str, title: str, text: str, wrong: str, right: str, rule: str = "damage") -> Page:
    """A page whose example is one line of the rules."""
    return Page(
        code=code,
        title=title,
        text=text,
        broken={"rules.yaml": f"rules:\n  {rule}: {wrong}\n"},
        fixed={"rules.yaml": f"rules:\n  {rule}: {right}\n"},
    )


PAGES: Final = (
    _rule(
        "E3001",
        "a formula cannot be read",
        (
            "A formula is made of numbers, names, the signs + - * / % ^, comparisons, brackets, "
            "functions and dice such as 2d6. Something at the marked place does not fit: often a "
            "bracket or a sign is missing."
        ),
        '"(self.attack + 2"',
        "self.attack + 2",
    ),
    _rule(
        "E3002",
        "a formula names a value that is not there",
        (
            "Each place has its own values: a price knows `price`, a hit knows `self.attack`. The "
            "finding lists those of this place, or names the one that was probably meant."
        ),
        "self.atack",
        "self.attack",
    ),
    _rule(
        "E3003",
        "no function is called so",
        "The functions are `if`, `min`, `max`, `clamp`, `floor`, `ceil`, `round`, `abs` and `uniform`.",
        "maximum(1, self.attack)",
        "max(1, self.attack)",
    ),
    _rule(
        "E3004",
        "a function has too much or too little in its brackets",
        "In the brackets of a function stands what it works with, with commas between: `min(a, b)`, "
        "`clamp(value, least, most)`. The finding shows how the function is written.",
        "clamp(self.attack, 1)",
        "clamp(self.attack, 1, 9)",
    ),
    _rule(
        "E3005",
        "a formula is too long or too deep",
        (
            "A formula may have 500 characters, 128 parts and 16 levels of brackets. Nobody can read "
            "a larger one; look for a simpler way to say it."
        ),
        "self.attack" + " + 1" * 200,
        "self.attack + 200",
    ),
    _rule(
        "E3006",
        "a number in a formula is too large, or is none",
        "Numbers in formulas, and what they work out to, lie between -9007199254740991 and 9007199254740991.",
        "10 ^ 30",
        "10 ^ 3",
    ),
    _rule(
        "E3007",
        "a formula gives a number where a question is needed, or the other way round",
        "A comparison such as `level >= 5` is a question; `if(question, 1, 0)` makes a number of it.",
        "self.attack > 3",
        "if(self.attack > 3, 2, 1)",
    ),
    _rule(
        "E3008",
        "a power that cannot be worked out",
        "`a ^ 3` is a times a times a. After `^` stands a whole number from -1000 to 1000, written out.",
        "self.attack ^ 0.5",
        "self.attack ^ 2",
    ),
    _rule(
        "E3009",
        "a formula divides by zero",
        "Nothing can be divided by 0. Where a value may become 0, write `max(1, value)`.",
        "self.attack / 0",
        "self.attack / 2",
    ),
    _rule(
        "E3010",
        "dice that nobody can throw",
        "Dice are written `2d6`: up to 100 dice with 1 to 10000 sides.",
        "1000d6",
        "10d6",
    ),
    _rule(
        "E3011",
        "chance where nothing may depend on it",
        (
            "Prices, levels and conditions are shown to players before anything happens, so they must"
            " not change from one look to the next. Only effects and certain rules throw dice."
        ),
        "price + 1d6",
        "price + 3",
        "price_to_buy",
    ),
    _rule(
        "E3012",
        "a formula always gives a number that cannot be right here",
        (
            "A share or chance goes from 0 to 1, a duration is at least 0.05 seconds, and `raise_vital` "
            "raises by at least 1. This formula always gives something else."
        ),
        "1.5",
        "0.95",
        "hit_chance",
    ),
)

"""A `formula:` condition in words for a player: the comparisons in it that are not as they should be.

Names of the scope become names that players know. What hangs on a flag is never told: flags are a writer's
private marks.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from engine.model.catalog import Catalog
from engine.model.clause import Chance, Formula, Reason
from engine.rules.conditions.story import SOMETHING_ELSE, SOMETHING_FIRST
from engine.rules.formulas import compile_formula
from engine.rules.formulas.parse import parse
from engine.rules.formulas.tree import Binary, Call, Name, Node, Number, Unary
from engine.rules.reasons import Reasons, each_of, one_of
from engine.rules.registry import Words
from engine.rules.scope import Subject

_COMPARED: Final[Mapping[str, tuple[str, str]]] = {
    "<": ("must be less than", "must be at least"),
    "<=": ("must be at most", "must be more than"),
    ">": ("must be more than", "must be at most"),
    ">=": ("must be at least", "must be less than"),
    "==": ("must be exactly", "must not be"),
    "!=": ("must not be", "must be exactly"),
}
"""A comparison in words, and its opposite."""
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
"""The same comparison seen from the other side."""
_SIGNS: Final = (("or",), ("and",), tuple(_COMPARED), ("+", "-"), ("*", "/", "%"))
_TIGHTNESS: Final = {sign: tight for tight, signs in enumerate(_SIGNS) for sign in signs}
_TIGHTEST: Final = len(_SIGNS)
"""How tightly signs hold their sides together; those that are not listed hold them tightest."""
_RECKONED: Final = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_CHOSEN: Final = {"max": "the larger of", "min": "the smaller of"}
_ROUNDED: Final = {"floor": "rounded down", "ceil": "rounded up", "round": "rounded"}
_OWN: Final = {
    "level": "your level",
    "self.level": "your level",
    "self.coins": "your copper",
    "self.attack_speed": "your attack speed",
    **{f"self.max_{vital}": f"the most {vital} you can have" for vital in ("health", "mana", "stamina")},
}


def comparisons(formula: Formula, subject: Subject, wanted: bool, no_dice: Chance) -> Reasons:
    """Why a formula that is not as wanted is not. Never raises and never answers nothing."""
    reader = _Reader(subject, subject.names(formula), no_dice)
    tree = _tree(formula.text)
    # A part that cannot be worked out makes the whole false, whatever the other parts say.
    return reader.reasons(tree, wanted) or (reader.reason(tree, wanted),)


@lru_cache(maxsize=1024)
def _tree(text: str) -> Node:
    return parse(text, [])[0]


class _Reader:
    """One formula as it is for one character now."""

    def __init__(self, subject: Subject, names: Mapping[str, float], no_dice: Chance) -> None:
        self.catalog: Catalog = subject.catalog
        self.names = names
        self.no_dice = no_dice

    def reasons(self, node: Node, wanted: bool) -> Reasons:
        """Everything in a part that is not as it should be."""
        if isinstance(node, Unary) and node.sign == "not":
            return self.reasons(node.operand, not wanted)
        if isinstance(node, Binary) and node.sign in ("and", "or"):
            parts = [self.reasons(part, wanted) for part in (node.left, node.right)]
            return each_of(parts) if (node.sign == "and") == wanted else one_of("formula", parts)
        if isinstance(node, Call) and node.function == "if" and not _is_secret(node.arguments[0]):
            asked, yes, no = node.arguments
            return self.reasons(yes if self.value(asked) else no, wanted)
        return () if self.is_so(node, wanted, self.names) else (self.reason(node, wanted),)

    def is_so(self, node: Node, wanted: bool, names: Mapping[str, float]) -> bool:
        """Whether a part is as it should be, with these values."""
        value = self.value(node, names)
        return value is not None and (value != 0) == wanted

    def reason(self, node: Node, wanted: bool) -> Reason:
        """Why one part is not as it should be."""
        words = self.secret(node, wanted) if _is_secret(node) else self.sentence(node, wanted)
        return Reason("formula" if wanted else "not", *words)

    def secret(self, node: Node, wanted: bool) -> Words:
        """What is told of a part that hangs on flags: whether something has to happen, or should not have.

        It should not have when all was well before, or when a flag has passed what it must be.
        """
        flags = self.catalog.flags
        before = {
            name: float(flags[flag].default) if (flag := name.removeprefix("flag.")) in flags else value
            for name, value in self.names.items()
        }
        if self.is_so(node, wanted, before):
            return SOMETHING_ELSE
        if not isinstance(node, Binary) or node.sign not in _COMPARED:
            return SOMETHING_FIRST
        left, right, sign = node.left, node.right, node.sign
        if _is_secret(right):
            left, right, sign = right, left, _TURNED[sign]
        if _is_secret(right) or "less" in (goal := _COMPARED[sign][0 if wanted else 1]) or "more" in goal:
            return SOMETHING_FIRST
        was, now, must = self.value(left, before), self.value(left), self.value(right)
        passed = was is not None and now is not None and must is not None and was < must < now
        return SOMETHING_ELSE if passed else SOMETHING_FIRST

    def sentence(self, node: Node, wanted: bool) -> Words:
        """What one part asks for, and how it is."""
        if not isinstance(node, Binary) or node.sign not in _COMPARED or _is_question(node.left):
            return f"Something that depends on {self.named(node)} must be different", ""
        left, right, sign = node.left, node.right, node.sign
        if isinstance(left, Number) or (isinstance(right, Name) and not isinstance(left, Name)):
            left, right, sign = right, left, _TURNED[sign]
        subject = self.words(left)
        must = f"{subject[:1].upper()}{subject[1:]} {_COMPARED[sign][0 if wanted else 1]}"
        is_now, goal = self.value(left), self.value(right)
        if goal is None or is_now is None:
            return f"{must} {self.words(right)}", ""
        if isinstance(right, Name):
            return f"{must} {self.words(right)}", f"they are {_shown(is_now)} and {_shown(goal)}"
        return f"{must} {_shown(goal)}", f"it is {_shown(is_now)}"

    def value(self, node: Node, names: Mapping[str, float] | None = None) -> float | None:
        """What a part is now; None when it is too large to be asked by itself."""
        try:
            return compile_formula(_text(node)).value(self.names if names is None else names, self.no_dice)
        except ValueError:
            return None

    def words(self, node: Node) -> str:
        """A number as a player may read it; of one that takes long to say, only what it depends on."""
        match node:
            case Name():
                return self.name(node.name)
            case Number():
                return _shown(node.value)
            case Binary() if node.sign in _RECKONED and _are_short(node.left, node.right):
                return f"{self.words(node.left)} {_RECKONED[node.sign]} {self.words(node.right)}"
            case Call() if node.function in _CHOSEN and _are_short(*node.arguments):
                *first, last = map(self.words, node.arguments)
                return f"{_CHOSEN[node.function]} {', '.join(first)} and {last}" if first else last
            case Call() if node.function in _ROUNDED and _are_short(*node.arguments):
                return f"{self.words(node.arguments[0])}, {_ROUNDED[node.function]},"
        return f"a number that depends on {self.named(node)}" if _names_in(node) else "a number"

    def named(self, node: Node) -> str:
        """All that a part depends on."""
        *first, last = [self.name(name) for name in sorted(_names_in(node))] or ["nothing you can change"]
        return f"{', '.join(first)} and {last}" if first else last

    def name(self, name: str) -> str:
        """A name of the scope as a player may read it."""
        family, _, rest = name.partition(".")
        if family == "skills":
            skill = self.catalog.skills.get(rest)
            return f"your {skill.name}" if skill else "a skill"
        if family == "item":
            item = self.catalog.items.get(rest)
            return f"how many {item.name} you carry" if item else "a thing"
        return _OWN.get(name, f"your {rest or family}")


def _shown(value: float) -> str:
    return f"{round(value, 2):.15g}"


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Call():
            return node.arguments
        case _:
            return ()


def _names_in(node: Node) -> frozenset[str]:
    if isinstance(node, Name):
        return frozenset({node.name})
    return frozenset().union(*map(_names_in, _parts(node)))


def _is_question(node: Node) -> bool:
    """Whether it says yes or no."""
    if isinstance(node, Call):
        return node.function == "if" and _is_question(node.arguments[1])
    return isinstance(node, Unary | Binary) and node.sign in ("not", "and", "or", *_COMPARED)


def _are_short(*nodes: Node) -> bool:
    return all(isinstance(node, Name | Number) for node in nodes)


def _is_secret(node: Node) -> bool:
    return any(name.startswith("flag.") for name in _names_in(node))


def _text(node: Node) -> str:
    """A part written out, with brackets only where they are needed."""
    match node:
        case Number():
            return f"{node.value:.15g}"
        case Name():
            return node.name
        case Unary():
            space = " " if node.sign == "not" else ""
            return f"{node.sign}{space}{_within(node.operand, _TIGHTEST)}"
        case Binary():
            tight = _TIGHTNESS.get(node.sign, _TIGHTEST)
            comparing = tight == _TIGHTNESS["<"] or tight == _TIGHTEST
            left = _within(node.left, tight + 1 if comparing else tight)
            return f"{left} {node.sign} {_within(node.right, tight + 1)}"
        case Call():
            return f"{node.function}({', '.join(_text(part) for part in node.arguments)})"
        case _:
            return "…"


def _within(node: Node, tight: int) -> str:
    written = _text(node)
    loose = isinstance(node, Unary) or (
        isinstance(node, Binary) and _TIGHTNESS.get(node.sign, _TIGHTEST) < tight
    )
    return f"({written})" if loose else written

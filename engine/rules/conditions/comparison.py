"""A `formula:` condition in words for a player: the comparisons in it that are not as they should be.

Names of the scope become names that players know. What hangs on a flag is never told: flags are a writer's
private marks.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from engine.model.catalog import Catalog
from engine.model.clause import Chance, Formula, Reason
from engine.rules.conditions.story import SOMETHING_ELSE, SOMETHING_FIRST
from engine.rules.formulas import compile_formula
from engine.rules.formulas.parse import parse
from engine.rules.formulas.tree import Binary, Call, Name, Node, Number, Unary
from engine.rules.registry import Reasons, each_of, one_of
from engine.rules.scope import Subject

_COMPARED: Final[Mapping[str, tuple[str, str]]] = {
    "<": ("less than", "at least"),
    "<=": ("at most", "more than"),
    ">": ("more than", "at most"),
    ">=": ("at least", "less than"),
    "==": ("exactly", "something else than"),
    "!=": ("something else than", "exactly"),
}
"""A comparison in words, and its opposite."""
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
"""The same comparison seen from the other side."""
_SIGNS: Final = (("or",), ("and",), tuple(_COMPARED), ("+", "-"), ("*", "/", "%"))
_TIGHTNESS: Final = {sign: tight for tight, signs in enumerate(_SIGNS) for sign in signs}
_TIGHTEST: Final = len(_SIGNS)
"""How tightly signs hold their sides together; those that are not listed hold them tightest."""
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
        value = self.value(node)
        return () if value is not None and (value != 0) == wanted else (self.reason(node, wanted),)

    def reason(self, node: Node, wanted: bool) -> Reason:
        """Why one part is not as it should be."""
        return Reason("formula" if wanted else "not", self.sentence(node, wanted))

    def sentence(self, node: Node, wanted: bool) -> str:
        """What one part asks for, and how it is."""
        if _is_secret(node):
            return SOMETHING_FIRST if wanted else SOMETHING_ELSE
        if not isinstance(node, Binary) or node.sign not in _COMPARED:
            must = "must be" if wanted else "must not be"
            return f"This {must} so: {self.words(node)}."
        left, right, sign = node.left, node.right, node.sign
        if isinstance(left, Number) or (isinstance(right, Name) and not isinstance(left, Name)):
            left, right, sign = right, left, _TURNED[sign]
        subject = self.words(left)
        compared = _COMPARED[sign][0 if wanted else 1]
        is_now = self.value(left)
        now = "" if is_now is None else f"; it is {_shown(is_now)}"
        return f"{subject[:1].upper()}{subject[1:]} must be {compared} {self.goal(right)}{now}."

    def goal(self, node: Node) -> str:
        """What something is compared with: a number, or words and the number they mean now."""
        value = self.value(node)
        if value is None:
            return self.words(node)
        return _shown(value) if not _names_in(node) else f"{self.words(node)} ({_shown(value)})"

    def value(self, node: Node) -> float | None:
        """What a part is now; None when it is too large to be asked by itself."""
        try:
            return compile_formula(_text(node, str)).value(self.names, self.no_dice)
        except ValueError:
            return None

    def words(self, node: Node) -> str:
        """A part as a player may read it."""
        return _text(node, self.name)

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


def _is_secret(node: Node) -> bool:
    return any(name.startswith("flag.") for name in _names_in(node))


def _text(node: Node, name: Callable[[str], str]) -> str:
    """A part written out, with brackets only where they are needed."""
    match node:
        case Number():
            return f"{node.value:.15g}"
        case Name():
            return name(node.name)
        case Unary():
            space = " " if node.sign == "not" else ""
            return f"{node.sign}{space}{_within(node.operand, _TIGHTEST, name)}"
        case Binary():
            tight = _TIGHTNESS.get(node.sign, _TIGHTEST)
            comparing = tight == _TIGHTNESS["<"] or tight == _TIGHTEST
            left = _within(node.left, tight + 1 if comparing else tight, name)
            return f"{left} {node.sign} {_within(node.right, tight + 1, name)}"
        case Call():
            return f"{node.function}({', '.join(_text(part, name) for part in node.arguments)})"
        case _:
            return "…"


def _within(node: Node, tight: int, name: Callable[[str], str]) -> str:
    written = _text(node, name)
    loose = isinstance(node, Unary) or (
        isinstance(node, Binary) and _TIGHTNESS.get(node.sign, _TIGHTEST) < tight
    )
    return f"({written})" if loose else written

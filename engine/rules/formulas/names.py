"""What to say of a name in a formula that is not in its scope, and what was probably meant."""

import re
from typing import Final

from engine.base.suggest import closest
from engine.rules.formulas.lex import ID_FAMILIES
from engine.rules.formulas.problem import quoted
from engine.rules.formulas.scope import Scope

_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_FAMILIES_FIRST: Final = ("self", "target", "skills", "flag", "item")
"""Of values that end alike, those of the one who acts are meant before others."""
_OTHER_WORDS: Final = {
    "hp": "health", "life": "health", "mp": "mana", "sp": "stamina", "energy": "stamina",
    "max_hp": "max_health", "maxhp": "max_health", "max_mp": "max_mana", "gold": "coins", "money": "coins",
    "strength": "attack", "armor": "defense", "lvl": "level",
}  # fmt: skip
_CONSTANT_WORDS: Final = {"true": "1", "yes": "1", "on": "1", "false": "0", "no": "0", "off": "0"}


def unknown_name(name: str, scope: Scope) -> tuple[str, str | None]:
    """What to say of a name that is not in the scope, and what to put in its place."""
    message = f"there is no value called {quoted(name)} here"
    if name.lower() in _CONSTANT_WORDS and "." not in name:
        number = _CONSTANT_WORDS[name.lower()]
        return f"{message}; write `{number}`, as flags count 1 for yes and 0 for no", number
    if whole := with_its_family(name, scope):
        return f"{message}; did you mean `{whole}`?", whole
    near = closest(name, (known for known in scope.candidates(name) if known != name))
    apart = _taken_apart(name, scope, near)
    if apart:
        return f"{message}; {minus_advice(apart)}", apart
    if near:
        return f"{message}; did you mean `{near}`?", near
    if whole := _ending_like(closest(name, {_end(known) for known in scope.candidates("")}), scope):
        return f"{message}; did you mean `{whole}`?", whole
    return f"{message}; {scope.shown()}", None


def with_its_family(name: str, scope: Scope) -> str | None:
    """The value that ends as a name does which has no family, or a strange one: `self.coins` for `coins`."""
    family, dot, end = name.rpartition(".")
    if dot and (family in scope.families or "." in family):
        return None
    return _ending_like(end, scope) or _ending_like(_OTHER_WORDS.get(end.lower()), scope)


def _ending_like(end: str | None, scope: Scope) -> str | None:
    """The first of the values that end so."""
    found = [known for known in scope.candidates("") if end is not None and _end(known) == end]
    return min(found, key=_order, default=None)


def _end(name: str) -> str:
    return name.partition(".")[2] or name


def _order(name: str) -> tuple[int, str]:
    family, dot, _ = name.partition(".")
    return (_FAMILIES_FIRST.index(family) + 1 if dot and family in _FAMILIES_FIRST else 0), name


def minus_advice(apart: str) -> str:
    """What to say of a name that holds a minus, given with spaces around it."""
    return f"a hyphen is a part of the name; for a minus, put spaces around it: `{apart}`"


def _taken_apart(name: str, scope: Scope, near: str | None) -> str | None:
    """`item.bread-level` as `item.bread - level`, when that is what the scope has.

    A slip in what stands before a number is mended too, unless another name is `near` as it is.
    """
    family = name.partition(".")[0]
    if family not in ID_FAMILIES:
        return None
    halves = [(name[:place], name[place + 1 :]) for place, sign in enumerate(name) if sign == "-"]
    halves = [(left, right) for left, right in halves if _NUMBER.fullmatch(right) or scope.kind_of(right)]
    for left, right in halves:
        if scope.kind_of(left):
            return f"{left} - {right}"
    for left, right in halves:
        meant = closest(left, (known for known in scope.candidates(left) if known.startswith(f"{family}.")))
        if meant and near in (meant, None):
            return f"{meant} - {right}"
    return None

"""Cross-checks of what is always the same, whatever happens: conditions, amounts of nothing, wares."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.units import clock_text
from engine.compiler.lint.look import Check, Look, node_at, spotted, tell
from engine.compiler.nodes import Node, plain
from engine.rules.formulas import compile_formula

_NO_NAMES: Final = re.compile(r"[^A-Za-z_]*\Z")
"""A formula without a name, function or dice: it says the same for everybody at all times."""
_SAME_TIMES: Final = re.compile(rb'"from":([0-9]+),"to":\1[,}]|"to":([0-9]+),"from":\2[,}]')
_NO_DEMAND: Final = re.compile(rb'"(?:level|coins)":0[,}]')
_SAME_ANSWER: Final = re.compile(rb'"formula":"[^a-z_"]*"')
_NO_AMOUNT: Final = re.compile(
    rb'"amount":(?:-|0[.,}]|"[^a-z_"]*")|"(?:give|take)_coins":(?:0[,}]|"[^a-z_"]*")|"add":0[,}]'
)
_VALUE_BELOW_ZERO: Final = re.compile(rb'"value":(?:-|"[^a-z_"]*-[^a-z_"]*")')
"""How these stand in plain content; few things hold one, and only those are looked at."""
_RANGE: Final = re.compile(r"\s*([0-9]{1,3})\s*-\s*([0-9]{1,3})\s*\Z")
"""A difference that people write for a range."""
_AMOUNTS: Final[Mapping[str, float | None]] = {
    **dict.fromkeys(("heal", "damage"), 0.0),
    **dict.fromkeys(("give_item", "take_item", "give_experience", "spawn"), 1.0),
    **dict.fromkeys(("restore", "give_coins", "take_coins", "set_flag")),
}
"""Effects, and below what their amounts come to nothing; None where only zero does."""
_TURNED: Final[Mapping[str, str]] = {
    "heal": "takes health is `damage`",
    "damage": "gives health is `heal`",
    "give_item": "takes items is `take_item`",
    "take_item": "gives items is `give_item`",
}


class _NoDice:
    """Stands where a formula would ask for dice; one without names has none."""

    def roll(self, count: int, sides: int) -> int:
        raise AssertionError("a formula without letters asked for dice")

    def uniform(self, low: float, high: float) -> float:
        raise AssertionError("a formula without letters asked for dice")


def _holding(look: Look, kinds: Iterable[str], pattern: re.Pattern[bytes]) -> Iterator[tuple[str, str, Node]]:
    for kind in kinds:
        together, each = look.written(kind)
        if pattern.search(together):
            for (entity, body), written in zip(look.world.sound(kind).items(), each, strict=True):
                if pattern.search(written.lower()):
                    yield kind, entity, body


def _settled(formula: Any) -> float | None:
    """What a formula always gives, when that is plain from its text."""
    if isinstance(formula, int | float):
        return float(formula)
    return compile_formula(formula).value({}, _NoDice()) if _NO_NAMES.match(formula) else None


def conditions_can_change(look: Look) -> Iterator[Diagnostic]:
    """No condition gives the same answer whatever happens."""
    for pattern, sorts, settled in _SETTLED:
        for kind, entity, body in _holding(look, look.world.bodies, pattern):
            for sort, args, path in spotted(plain(body), sorts):
                # What a body carries may be coins, too.
                said = settled(sort, args) if kind != "loot_tables" and "loot" not in path else None
                if said is not None:
                    yield tell(
                        "W6011",
                        said[0],
                        node_at(body, (*path, "to") if sort == "time" else path).span,
                        kind=kind,
                        entity=entity,
                        path=path,
                        body=body,
                        help=said[1],
                    )


_Said = tuple[str, str]
"""What is wrong with a condition, and what to do about it."""


def _no_time(_: str, args: Any) -> _Said | None:
    if args["from"] != args["to"]:
        return None
    said = f"this never holds: it begins and ends at {clock_text(args['from'])}"
    return said, "write until when; for the whole day, take the condition out"


def _no_demand(sort: str, args: Any) -> _Said | None:
    if args != 0:
        return None
    said = f"this always holds: nobody has fewer {'levels' if sort == 'level' else 'coins'} than 0"
    return said, "write more than 0, or take the condition out"


def _no_question(_: str, args: Any) -> _Said | None:
    answer = _settled(args)
    if answer is None:
        return None
    said = f"this {'always' if answer else 'never'} holds: there is nothing in it that could change"
    return said, "compare with a value of the character, such as `level >= 2`, or take it out"


_SETTLED: Final[tuple[tuple[re.Pattern[bytes], frozenset[str], Callable[[str, Any], _Said | None]], ...]] = (
    (_SAME_TIMES, frozenset({"time"}), _no_time),
    (_NO_DEMAND, frozenset({"level", "coins"}), _no_demand),
    (_SAME_ANSWER, frozenset({"formula"}), _no_question),
)
"""How such conditions stand in plain content, their kinds, and what to say of one."""


def amounts_are_amounts(look: Look) -> Iterator[Diagnostic]:
    """What gives, takes, heals, hurts or brings does so by more than nothing."""
    for kind, entity, body in _holding(look, look.world.bodies, _NO_AMOUNT):
        for sort, args, path in spotted(plain(body), _AMOUNTS):
            key = next((key for key in ("amount", "add") if isinstance(args, dict) and key in args), None)
            written = args[key] if key is not None else args
            amount = _settled(written) if isinstance(written, int | float | str) else None
            said = _does_nothing(sort, amount) if amount is not None else None
            if said is not None:
                place = path if key is None else (*path, key)
                yield tell(
                    "W6003",
                    f"this does nothing: {said[0]}",
                    node_at(body, place).span,
                    kind=kind,
                    entity=entity,
                    path=path,
                    body=body,
                    help=_as_dice(written) or said[1],
                )


def _does_nothing(sort: str, amount: float) -> _Said | None:
    """Why an amount comes to nothing, and what to do about it."""
    least = _AMOUNTS[sort]
    if amount == 0:
        return "its amount is 0", "write another number, or remove it"
    if least is None or amount >= least:
        return None
    if amount < 0:
        other = _TURNED.get(sort)
        return f"{amount:g} is below 0", f"write more than 0{f'; what {other}' if other else ''}"
    return f"what is less than one is left off, and {amount:g} is", "write 1 or more"


def _as_dice(formula: Any) -> str | None:
    """How to write a range with dice, when a difference was meant as one."""
    found = _RANGE.match(str(formula))
    low, high = map(int, found.groups()) if found else (0, 0)
    if not 0 <= low < high:
        return None
    more = f" {'+' if low > 1 else '-'} {abs(low - 1)}" if low != 1 else ""
    return f"for {low} to {high}, write `1d{high - low + 1}{more}`"


def spells_have_values(look: Look) -> Iterator[Diagnostic]:
    """What a spell heals or hurts is more than zero: below it, rules as most worlds have them do nothing."""
    for _, entity, body in _holding(look, ("spells",), _VALUE_BELOW_ZERO):
        spell = plain(body)
        value = _settled(spell["value"]) if spell["type"] != "other" else None
        if value is not None and value < 0:
            yield tell(
                "W6003",
                f"this spell has a value of {value:g}: below 0 there is nothing that it could do",
                node_at(body, ("value",)).span,
                kind="spells",
                entity=entity,
                path=("value",),
                body=body,
                help=_as_dice(spell["value"]) or "write more than 0",
                likely=True,
            )


def wares_are_named_once(look: Look) -> Iterator[Diagnostic]:
    """No denizen has the same line under `sells` twice."""
    for entity, body in look.world.sound("denizens").items():
        lines = plain(body).get("sells", ())
        if len({line["item"] for line in lines}) == len(lines):
            continue
        for place, line in enumerate(lines):
            first = lines.index(line)
            if first < place:
                yield tell(
                    "W8015",
                    f"`{line['item']}` is sold here already, on the same terms",
                    node_at(body, ("sells", place, "item")).span,
                    kind="denizens",
                    entity=entity,
                    path=("sells", place),
                    help="remove one of the two, or name what else is sold",
                    notes=(
                        Note(
                            message="the first one stands here",
                            span=node_at(body, ("sells", first, "item")).span,
                        ),
                    ),
                )


def wares_run_out(look: Look) -> Iterator[Diagnostic]:
    """What comes in again has a stock that it comes in to: without one, a ware is sold without end."""
    for entity, body in look.world.sound("denizens").items():
        for place, line in enumerate(plain(body).get("sells", ())):
            if "restock" in line and "stock" not in line:
                yield tell(
                    "W6003",
                    f"`{line['item']}` never comes in again: without `stock` it is sold without end",
                    node_at(body, ("sells", place, "restock")).place,
                    kind="denizens",
                    entity=entity,
                    path=("sells", place),
                    body=body,
                    help="say how many there are, such as `stock: 5`, or remove `restock`",
                )


LOCAL: Final[tuple[Check, ...]] = (
    conditions_can_change,
    amounts_are_amounts,
    spells_have_values,
    wares_are_named_once,
    wares_run_out,
)

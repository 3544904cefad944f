"""Cross-checks of chances: lines that never or always happen, and those that hardly ever do."""

from collections.abc import Iterator
from typing import Any, Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint.look import Check, Look, holding, node_at, spotted, tell
from engine.compiler.nodes import plain

_HARDLY_EVER: Final = 100_000
"""Whoever draws less often than once in so many times draws never, as far as players can tell."""
_RANDOM: Final = frozenset({"random"})


def _loot(look: Look) -> Iterator[tuple[str, str, tuple[str | int, ...], Any]]:
    """Every list of loot: kind and id of its thing, the path to it, and its plain lines."""
    for entity, creature in look.world.sound("creatures").items():
        yield "creatures", entity, ("loot",), plain(creature).get("loot", ())
    for entity, location in look.world.sound("locations").items():
        for name, action in plain(location).get("actions", {}).items():
            yield "locations", entity, ("actions", name, "loot"), action.get("loot", ())


def loot_can_be_found(look: Look) -> Iterator[Diagnostic]:
    """Every line of loot can give something, and what should grow with a skill has room to grow."""
    for kind, entity, path, loot in _loot(look):
        for place, line in enumerate(loot):
            key, code, message, help_ = _wrong_with(line, kind)
            if code:
                yield tell(
                    code,
                    message,
                    node_at(look.world.sound(kind)[entity], (*path, place, key)).place,
                    kind=kind,
                    entity=entity,
                    path=(*path, place, key),
                    help=help_,
                    likely=code == "W6008",
                )


def _wrong_with(line: dict[str, Any], kind: str) -> tuple[str, str, str, str]:
    """Key, code, message and help about one line; empty when nothing is wrong with it."""
    chance, amount = line["chance"], line["amount"]
    if chance["base"] == 0 and chance["per_level"] <= 0:
        return (
            "chance",
            "W6003",
            "this is never found: its chance is 0",
            "raise the chance, or remove the line",
        )
    if amount.get("max", amount.get("min")) == 0 or (amount.get("base") == 0 and amount["per_level"] <= 0):
        return (
            "amount",
            "W6003",
            "this gives nothing: its amount is 0",
            "raise the amount, or remove the line",
        )
    if kind == "creatures" and (chance["per_level"] or amount["per_level"]):
        return (
            "chance" if chance["per_level"] else "amount",
            "W6007",
            "this never grows: what a creature leaves hangs on no skill",
            "remove `per_level`",
        )
    if chance["base"] == 1 and chance["per_level"] > 0:
        return (
            "chance",
            "W6005",
            "this is always found, so the skill cannot make it likelier",
            "lower `base`, or remove `per_level`",
        )
    if chance["per_level"] < 0:
        return (
            "chance",
            "W6008",
            "the better the skill, the rarer this is found",
            "take the minus away; if it is meant, silence this with the reason",
        )
    return "", "", "", ""


def tables_are_drawn_from(look: Look) -> Iterator[Diagnostic]:
    """Every line of a loot table is drawn now and then."""
    for entity, table in look.world.sound("loot_tables").items():
        lines = plain(table)["lines"]
        total = sum(line["weight"] for line in lines)
        for place, line in enumerate(lines):
            if line["weight"] * _HARDLY_EVER < total:
                yield tell(
                    "W6006",
                    f"this is drawn about once in {round(total / line['weight'])} times: as good as never",
                    node_at(table, ("lines", place, "weight")).span,
                    kind="loot_tables",
                    entity=entity,
                    path=("lines", place, "weight"),
                    help="raise its weight, or remove the line",
                    likely=True,
                )


def chances_are_chances(look: Look) -> Iterator[Diagnostic]:
    """What is left to chance may happen and may not."""
    for kind, entity, body in holding(look, look.world.bodies, b'"random":'):
        for _, args, path in spotted(plain(body), _RANDOM):
            if args["chance"] == 0:
                yield tell(
                    "W6003",
                    "this never happens: its chance is 0",
                    node_at(body, (*path, "chance")).place,
                    kind=kind,
                    entity=entity,
                    path=path,
                    help="raise the chance, or remove it",
                )
            elif args["chance"] == 1 and len(args["of"]) == 1:
                yield tell(
                    "W6005",
                    "this always happens: there is only one branch, and nothing left to chance",
                    node_at(body, path).place,
                    kind=kind,
                    entity=entity,
                    path=path,
                    help="add another branch or a `chance` below 1, or write what happens without `random`",
                )


CHECKS: Final[tuple[Check, ...]] = (loot_can_be_found, tables_are_drawn_from, chances_are_chances)

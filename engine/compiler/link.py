"""Things → linked things: shorthands written out, defaults put in, units counted, references followed.

Walks each body along its schema, so the notes in the schema (`x-ref`, `x-unit`, `x-short`, `x-formula`,
`x-one-of`, `x-any-of`, `x-ordered`) are the only list of what may stand where. Goes on through what
has the wrong shape, so that one mistake does not hide the others.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from engine.base.units import (
    STEP,
    is_too_short,
    parse_clock,
    parse_coins,
    parse_duration,
)
from engine.compiler.entities import ALL_KINDS, Entity, Gathered
from engine.compiler.findings import finding, one_of, shown
from engine.compiler.follow import Missing, follow
from engine.compiler.formulas import FormulaChecker, FormulaUse
from engine.compiler.linked import LinkedWorld, Placing, Walked
from engine.compiler.meant import FEWER_COINS, less_than_nothing
from engine.compiler.nodes import BROKEN, Node
from engine.compiler.pieces import ends_at_a_comma
from engine.compiler.quantities import amount
from engine.compiler.references import Reference
from engine.compiler.schema import Schema, content_schema
from engine.compiler.words import a, field_words, where

_UNITS: Final[Mapping[str, Callable[[str], int | None]]] = {
    "duration": parse_duration,
    "coins": parse_coins,
    "clock": parse_clock,
}
_COINS_ALONE: Final = re.compile(r"(?:[0-9]+[gsc])+|-\s*[0-9]+[gsc]")
_CHANGED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("heal", "damage", "value"), "self.max_health"),
    **dict.fromkeys(("restore", "raise_vital"), "self.max_{}"),
    **dict.fromkeys(("give_coins", "take_coins"), "self.coins"),
}
"""What the amounts of effects and spells are probably shares of."""
_WITHIN_REASON: Final = "name each unit once, and keep the amount within reason"


def walk_thing(entity: Entity) -> Walked:
    """One thing in its one form. What it names is not followed."""
    walked = Walked(body=entity.body)
    walked.body = _Walker(entity, walked).walk(entity.body, content_schema().kinds[entity.kind], (), {})
    return walked


def link(
    gathered: Gathered,
    placing: Placing | None = None,
    named_elsewhere: Callable[[Missing], bool] = lambda _: False,
) -> LinkedWorld:
    """Link everything that was gathered. A world without `rules` gets all defaults.

    Things of clear files are linked already: `placing` knows them, and `named_elsewhere` says what they name.
    """
    world = LinkedWorld(gathered=gathered, placing=placing)
    for entity in gathered.slow():
        world.walks[entity.kind][entity.id] = walk_thing(entity)
    if "" not in gathered.entities["rules"] and "" in gathered.entities["world"]:
        place = gathered.entities["world"][""].body
        absent = Entity(kind="rules", id="", body=Node({}, place.span, assumed=True))
        world.walks["rules"][""] = walk_thing(absent)
    checker = FormulaChecker(gathered)
    every = [walked for kind in ALL_KINDS for walked in world.walks[kind].values()]
    for walked in every:
        world.named += walked.references
        world.findings += walked.findings
        world.hidden += walked.hidden
    for walked in every:
        for use in walked.uses:
            checked = checker.check(use)
            world.findings += checked.findings
            world.hidden += checked.hidden
            walked.formula_names += checked.names
            world.named += checked.names
    followed = follow(world.named, gathered, named_elsewhere)
    world.findings += followed.findings
    world.hidden += followed.hidden
    world.unsound |= followed.unsound
    return world


class _Walker:
    """Walks one thing along its schema."""

    def __init__(self, entity: Entity, walked: Walked) -> None:
        self.entity, self.walked = entity, walked
        self.schema = content_schema()

    def walk(
        self, node: Node, schema: Schema, path: tuple[str | int, ...], beside: Mapping[str, Node]
    ) -> Node:
        """The node in its one form. `beside` are the entries of the mapping it stands in."""
        schema = self.schema.resolve(schema)
        value = node.value
        if value is BROKEN:
            return node
        short = schema.get("x-short")
        if short is not None and value is not None and not isinstance(value, dict):
            node = replace(node, value={short: replace(node, key=None)}, inset=None)
            value = node.value
            # Steps of the path are those of the file; the key that was left out is not one.
            return self.mapping(node, schema, path, shorthand=True)
        if isinstance(value, dict):
            return self.mapping(node, schema, path)
        if isinstance(value, list):
            items = schema.get("items")
            if items is None:
                return node
            return replace(
                node, value=[self.walk(item, items, (*path, place), {}) for place, item in enumerate(value)]
            )
        return self.scalar(node, schema, path, beside)

    def mapping(
        self, node: Node, schema: Schema, path: tuple[str | int, ...], *, shorthand: bool = False
    ) -> Node:
        """A mapping: its entries, and the defaults of those that were left out."""
        entries: dict[str, Node] = dict(node.value)
        properties: Mapping[str, Schema] = schema.get("properties", {})
        others = schema.get("additionalProperties", False)
        self.rules_of_mapping(node, schema, path)
        done: dict[str, Node] = {}
        strange = entries.keys() - properties.keys() if others is False else ()
        for key, child in entries.items():
            if strange and ends_at_a_comma(node, key):
                # What is left of the text says nothing, and the rest has been told.
                done[key] = child
                continue
            inner = properties.get(key, others if isinstance(others, dict) else None)
            if key == "based_on" and not path:
                continue
            done[key] = (
                child
                if inner is None
                else self.walk(child, inner, path if shorthand else (*path, key), entries)
            )
        names = schema.get("propertyNames")
        if names is not None:
            self.names(node, self.schema.resolve(names), path)
        for key, inner in properties.items():
            if key not in entries and "default" in (resolved := self.schema.resolve(inner)):
                assumed = _assumed(resolved["default"], node)
                done[key] = self.walk(assumed, inner, (*path, key), entries)
        return replace(node, value=done)

    def names(self, node: Node, schema: Schema, path: tuple[str | int, ...]) -> None:
        """Keys that are references themselves."""
        if "x-ref" not in schema:
            return
        for key, child in node.mapping().items():
            # Of a key that cannot be an id that has been told.
            if _has_the_form(key, schema):
                self.refer(Node(key, child.place, inset=0), schema, (*path, key), {})

    def rules_of_mapping(self, node: Node, schema: Schema, path: tuple[str | int, ...]) -> None:
        """`x-one-of`, `x-any-of` and `x-ordered`: what the keys of a mapping owe each other."""
        entries = node.mapping()
        exactly, some = schema.get("x-one-of"), schema.get("x-any-of")
        for keys in (exactly, some):
            if keys is None:
                continue
            present = [key for key in keys if key in entries]
            if not present and entries.keys() - schema.get("properties", {}).keys():
                # The unknown key was meant to be one of them, and has been told.
                self.walked.hidden += 1
            elif not present:
                self.tell(
                    "E1011", f"{one_of(keys)} is missing here", node, path, f"say one of them: {one_of(keys)}"
                )
            elif len(present) > 1 and keys is exactly:
                both = one_of(present).replace(" or ", " and ")
                sort = schema.get("x-is")
                message = f"{both} stand together, but there can be only one of them"
                if sort is not None:
                    message = f"{both} stand together in one {sort}"
                self.tell(
                    "E1012",
                    message,
                    entries[present[1]],
                    (*path, present[1]),
                    f"write {a(sort)} of its own for each of them"
                    if sort
                    else "keep one and remove the other",
                )
        if ordered := schema.get("x-ordered"):
            low, high = (entries.get(key) for key in ordered)
            known = schema.get("properties", {})
            within = all(_is_within(entries.get(key), self.schema.resolve(known[key])) for key in ordered)
            if low is not None and high is not None and within and _is_above(low.value, high.value):
                message = f"`{ordered[0]}` is {low.value}, which is more than `{ordered[1]}`, {high.value}"
                swapped = f"`{ordered[0]}: {high.value}, {ordered[1]}: {low.value}`"
                self.tell("E1013", message, low, (*path, ordered[0]), f"did you mean {swapped}?")

    def scalar(
        self, node: Node, schema: Schema, path: tuple[str | int, ...], beside: Mapping[str, Node]
    ) -> Node:
        """A text, number, truth value or nothing."""
        value = node.value
        if "x-unit" in schema and isinstance(value, str) and schema["x-unit"] in _UNITS:
            counted = _UNITS[schema["x-unit"]](value)
            if counted is not None:
                if counted == 1 and schema["x-unit"] == "duration" and is_too_short(value):
                    message = f"{shown(value)} is shorter than the game can tell apart: it becomes {STEP:g}s"
                    self.tell("W6012", message, node, path, f"write `{STEP:g}s`, or a longer time")
                return replace(node, value=counted)
            if "x-formula" not in schema and _has_the_form(value, schema):
                message = f"{field_words(path)} cannot be {shown(value)}"
                self.tell("E1014", message, node, path, _WITHIN_REASON)
                return node
            if "x-formula" in schema and (meant := amount(schema["x-unit"], value)):
                message = f"{field_words(path)} cannot be {shown(value)}"
                self.tell("E1014", message, node, path, f"did you mean `{meant}`?", meant)
                return node
            if "x-formula" in schema and schema["x-unit"] == "coins" and _COINS_ALONE.fullmatch(value):
                message, help_ = (
                    less_than_nothing(field_words(path), value)
                    if value.startswith("-")
                    else (f"{field_words(path)} cannot be {shown(value)}", FEWER_COINS)
                )
                self.tell("E1014", message, node, path, help_)
                return node
        # A number without its unit is told as that.
        lacks_unit = "x-unit" in schema and isinstance(value, int | float)
        if "x-formula" in schema and isinstance(value, str | int | float) and not lacks_unit:
            self.formula(node, schema["x-formula"], path, beside)
        if "x-ref" in schema and isinstance(value, str) and value:
            self.refer(node, schema, path, beside)
        if isinstance(value, str) and not node.assumed:
            if len(value) > schema.get("x-fits", len(value)):
                place = where(self.entity.kind, self.entity.id, path, self.entity.body)
                self.walked.long_texts.append((node, schema["x-fits"], place))
            if schema.get("x-picture") and _has_the_form(value, schema):
                place = where(self.entity.kind, self.entity.id, path, self.entity.body)
                self.walked.pictures.append((node, place))
        if isinstance(value, float) and value.is_integer() and _wants_whole(schema):
            return replace(node, value=int(value))
        return node

    def formula(
        self, node: Node, note: Mapping[str, Any], path: tuple[str | int, ...], beside: Mapping[str, Node]
    ) -> None:
        """A formula, to be checked when all ids are known."""
        self.walked.uses.append(
            FormulaUse(
                node=node,
                scope=note["scope"],
                result=note["result"],
                dice=note["dice"],
                on_hit="on_hit" in path,
                where=where(self.entity.kind, self.entity.id, path, self.entity.body),
                entity=self.entity.key,
                about=_about(path, beside),
            )
        )

    def refer(
        self, node: Node, schema: Schema, path: tuple[str | int, ...], beside: Mapping[str, Node]
    ) -> None:
        """A reference, to be followed when all ids are known."""
        within = schema.get("x-within")
        owner: str | None = None
        if within == "this":
            owner = self.entity.id
        elif within is not None:
            named = beside.get(within)
            owner = named.value if named is not None and isinstance(named.value, str) else ""
        self.walked.references.append(
            Reference(
                target=schema["x-ref"],
                id=node.value,
                node=node,
                owner=owner,
                where=where(self.entity.kind, self.entity.id, path, self.entity.body),
                entity=self.entity.key,
                path=path,
            )
        )

    def tell(
        self,
        code: str,
        message: str,
        node: Node,
        path: tuple[str | int, ...],
        help_: str,
        suggestion: str | None = None,
    ) -> None:
        """Keep one finding about the place `path`."""
        self.walked.findings.append(
            finding(
                code,
                message,
                node.span if node.key is None or not isinstance(node.value, dict | list) else node.place,
                label=where(self.entity.kind, self.entity.id, path, self.entity.body),
                help=help_,
                suggestion=suggestion,
                entity=self.entity.key,
            )
        )


def _about(path: tuple[str | int, ...], beside: Mapping[str, Node]) -> str:
    """The value of a character or creature that an amount changes, where it is one; empty elsewhere."""
    words = [step for step in path if isinstance(step, str)][-2:]
    vital = beside["vital"].value if "vital" in beside else "health"
    changed = next((_CHANGED[word].format(vital) for word in words if word in _CHANGED), "")
    aimed = beside["to"].value == "target" if "to" in beside else "damage" in words
    struck = aimed and "on_hit" in path and "coins" not in changed
    return changed.replace("self.", "target.") if struck else changed


def _assumed(value: Any, beside: Node) -> Node:
    """A default as a node that stands where the mapping stands that left it out."""
    if isinstance(value, dict):
        value = {key: _assumed(child, beside) for key, child in value.items()}
    elif isinstance(value, list):
        value = [_assumed(child, beside) for child in value]
    return Node(value, beside.place, assumed=True)


def _is_above(low: Any, high: Any) -> bool:
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (low, high))
    return numbers and bool(low > high)


def _is_within(node: Node | None, schema: Schema) -> bool:
    """Whether a number lies between what its own place allows; else that has been told."""
    if node is None or isinstance(node.value, bool) or not isinstance(node.value, int | float):
        return True
    return bool(schema.get("minimum", node.value) <= node.value <= schema.get("maximum", node.value))


def _has_the_form(value: str, schema: Schema) -> bool:
    return re.search(schema.get("pattern", ""), value) is not None


def _wants_whole(schema: Schema) -> bool:
    kinds = schema.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return "integer" in kinds and "number" not in kinds

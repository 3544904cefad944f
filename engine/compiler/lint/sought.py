"""Cross-checks of what is asked for: somebody can get it. In a world with errors, absence proves nothing."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.span import Span
from engine.compiler.lint.look import Check, Look, tell
from engine.compiler.lint.places import without_creatures
from engine.compiler.lint.unused import IN_TESTS
from engine.compiler.nodes import plain
from engine.compiler.references import Reference
from engine.compiler.words import KIND_WORDS

_GIVEN_BY: Final = {
    "items": frozenset({"loot", "lines", "sells", "give_item", "items", "equipment"}),
    "spells": frozenset({"learn_spell", "spells"}),
}
"""Steps of a path below which an item or a spell is given, not asked for. A loot table may have none of them:
it may be a bare list of lines."""
_NOT_ASKED: Final = frozenset({"take_item", "buys"})
"""Steps below which it does no harm to name what nobody can have."""


def is_given(reference: Reference) -> bool:
    """Whether a reference to an item or a spell stands where it is given."""
    return reference.entity.startswith("loot_tables:") or gives(reference.target, reference.path)


def gives(target: str, path: tuple[str | int, ...]) -> bool:
    """The same of a place in a thing that is no loot table."""
    return not _GIVEN_BY[target].isdisjoint(path)


def asks(path: tuple[str | int, ...]) -> bool:
    """Whether an item or spell that is named at a place, and not given there, is asked for."""
    return bool(path) and _NOT_ASKED.isdisjoint(path) and "objectives" not in path


def _given(look: Look) -> dict[str, set[str]]:
    given: dict[str, set[str]] = {kind: set() for kind in _GIVEN_BY}
    for reference in look.world.references:
        if reference.target not in given or reference.entity.startswith(IN_TESTS):
            continue
        if is_given(reference):
            given[reference.target].add(reference.id)
    return given


def what_is_asked_for_can_be_had(look: Look) -> Iterator[Diagnostic]:
    """Items and spells that something asks for can be got in some way, whatever it takes."""
    if not look.whole:
        return
    given = _given(look)
    asked: dict[tuple[str, str], dict[Span, Reference]] = {}
    for reference in look.world.references:
        if reference.target not in given or reference.id in given[reference.target]:
            continue
        if is_given(reference) or reference.entity.startswith(IN_TESTS) or not asks(reference.path):
            continue
        places = asked.setdefault((reference.target, reference.id), {})
        other = places.setdefault(reference.node.span, reference)
        # What a thing has from its base is told of the base.
        if look.gathered.depth(reference.entity) < look.gathered.depth(other.entity):
            places[reference.node.span] = reference
    for (target, sought), places in sorted(asked.items()):
        yield _never_had(target, sought, places)


def _never_had(target: str, sought: str, places: Mapping[Span, Reference]) -> Diagnostic:
    """Told where it is first asked for, with all other places that do."""
    first, *others = sorted(places)
    kind, _, entity = places[first].entity.partition(":")
    how = "learn" if target == "spells" else "get"
    who = f"{len(places)} places ask" if others else "this asks"
    return tell(
        "W8011",
        f"nobody can ever {how} the {KIND_WORDS[target]} `{sought}` that {who} for",
        first,
        kind=kind,
        entity=entity,
        path=places[first].path,
        help="let something teach it with `learn_spell`"
        if target == "spells"
        else "sell it, let it be found, or give it with `give_item`",
        notes=tuple(Note(message="this asks for it, too", span=span) for span in others),
        silenced_at=tuple(others),
    )


def objectives_can_be_met(look: Look) -> Iterator[Diagnostic]:
    """What a quest wants collected can be got, and what it wants killed is somewhere."""
    if not look.whole:
        return
    given = _given(look)["items"]
    # Where a fight lacks its creatures, the one that is wanted may have been among them.
    unsure = any(without_creatures(plain(one)) for one in look.world.sound("locations").values())
    met = {
        reference.id
        for reference in look.world.references
        if reference.target == "creatures"
        and (reference.entity.startswith("locations:") or "spawn" in reference.path)
    }
    advanced = {
        (reference.owner, reference.id)
        for reference in look.world.references
        if reference.target == "quests.objectives"
    }
    for entity, quest in look.world.sound("quests").items():
        for place, objective in enumerate(quest.mapping()["objectives"].items()):
            collect, kill = objective.get("collect"), objective.get("kill")
            if collect is not None and collect.text("item") not in given:
                named, why = collect.mapping()["item"], "nobody can ever get this item"
                help_ = "sell it, let it be found, or give it with `give_item`"
            elif kill is not None and kill.text("creature") not in met:
                if unsure or (entity, objective.text("id")) in advanced:
                    continue
                named, why = kill.mapping()["creature"], "this creature is nowhere to be found"
                help_ = "add it to the `creatures` of a location, or let something `spawn` it"
            else:
                continue
            yield tell(
                "E4017",
                f"this objective can never be met: {why}",
                named.span,
                kind="quests",
                entity=entity,
                path=("objectives", place),
                body=quest,
                help=help_,
            )


def spells_can_be_learnt(look: Look) -> Iterator[Diagnostic]:
    """Something teaches each spell, or new characters know it. Of those that are asked for, the place that
    asks is told."""
    if not look.whole:
        return
    known = {
        one.id
        for one in look.world.references
        if one.target == "spells" and not one.entity.startswith(IN_TESTS)
    }
    unknown = {entity: body for entity, body in look.world.sound("spells").items() if entity not in known}
    bases = {one.base for one in look.gathered.entities["spells"].values()} if unknown else set[str | None]()
    for entity, body in unknown.items():
        if entity not in bases:
            yield tell(
                "W8007",
                "nobody can ever learn this spell: nothing teaches it, and new characters do not know it",
                body.place,
                kind="spells",
                entity=entity,
                help="let a quest or a book teach it with `learn_spell`, give it to new characters under "
                "`world:`, or remove it",
            )


def _is_settled(reference: Reference) -> bool:
    """Whether an item that is named here can be got, or its lack is told here."""
    return is_given(reference) or asks(reference.path) or "collect" in reference.path


def items_can_be_got(look: Look) -> Iterator[Diagnostic]:
    """Somebody can get each item. Of those that are asked for, the place that asks is told."""
    if not look.whole:
        return
    settled = {
        one.id
        for one in look.world.references
        if one.target == "items"
        # Old characters may have what was called otherwise.
        and (one.entity == "moved" or (not one.entity.startswith(IN_TESTS) and _is_settled(one)))
    }
    lacking = {entity: body for entity, body in look.world.sound("items").items() if entity not in settled}
    bases = {one.base for one in look.gathered.entities["items"].values()} if lacking else set[str | None]()
    for entity, body in lacking.items():
        if entity not in bases:
            yield tell(
                "W8007",
                "nobody can ever get this item: nothing sells, holds or gives it, nor has a new character it",
                body.place,
                kind="items",
                entity=entity,
                help="sell it, let it be found, give it with `give_item`, or remove it",
            )


CHECKS: Final[tuple[Check, ...]] = (
    what_is_asked_for_can_be_had,
    objectives_can_be_met,
    spells_can_be_learnt,
    items_can_be_got,
)

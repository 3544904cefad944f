"""Cross-checks of trade: nothing turns coins into more coins, over and over, and nothing gives them away.

A cycle begins with coins, goes by way of wares, things that are used, work and quests that are handed in, and
comes back to coins.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.units import coins_text
from engine.compiler.lint.look import Check, Look, node_at, tell
from engine.compiler.lint.things import slot_of
from engine.compiler.lint.worth import Gain, Market, Offer, Place, asks, markets
from engine.compiler.nodes import Node, plain


def no_coin_pumps(look: Look) -> Iterator[Diagnostic]:
    """Nothing that can be bought brings in more than it costs, whoever one has become."""
    told: set[Place] = set()
    for market in markets(look):
        for offer in market.offers:
            gain = market.gains.get(offer.item)
            if gain is not None and gain.coins > offer.coins and offer.place not in told:
                told.add(offer.place)
                yield _pump(look, market, offer, gain)
        for place, found in (*_quests(look, market), *_work(look, market)):
            if place not in told:
                told.add(place)
                yield found
        if not market.when:
            yield from _fountains(look, market)


def _node(look: Look, place: Place) -> Node:
    kind, entity, path = place
    return node_at(look.world.bodies[kind][entity], path)


def _pump(look: Look, market: Market, offer: Offer, gain: Gain) -> Diagnostic:
    certain = offer.free and gain.free and not market.when
    kind, entity, path = offer.place
    price, brought = coins_text(offer.coins), coins_text(gain.coins)
    does = f"brings {brought} when it is used" if gain.used else f"is bought for {brought}"
    return tell(
        "E6002" if certain else "W6001",
        f"`{offer.item}` costs {price} here and {does}{market.when}",
        _node(look, offer.place).span,
        kind=kind,
        entity=entity,
        path=path[:2],
        help="let it cost more, or let it bring less"
        if gain.used
        else "see that `price_to_sell` stays below `price_to_buy` in the rules",
        notes=(
            Note(
                message="it is used here" if gain.used else "it is bought here",
                span=_node(look, gain.place).place,
            ),
        ),
        likely=not certain,
    )


def _quests(look: Look, market: Market) -> Iterator[tuple[Place, Diagnostic]]:
    """Quests that may be taken again at once and pay more than what they ask for costs."""
    denizens = look.world.sound("denizens")
    for entity, body in sorted(look.world.sound("quests").items()):
        quest = plain(body)
        if "repeat" not in quest or quest["repeat"]["after"]:
            continue
        wanted = [objective["collect"] for objective in quest["objectives"] if "collect" in objective]
        if len(wanted) != len(quest["objectives"]) or any(
            one["item"] not in market.cheapest for one in wanted
        ):
            continue
        bought = [market.cheapest[one["item"]] for one in wanted]
        cost = sum(one["amount"] * offer.coins for one, offer in zip(wanted, bought, strict=True))
        coins, free = market.worth([*quest.get("rewards", []), *quest.get("on_finish", [])])
        if coins <= cost:
            continue
        people = [
            plain(denizens[quest[key]]) for key in ("giver", "returns_to") if quest.get(key) in denizens
        ]
        certain = free and not market.when and not any(asks(one) for one in (quest, *people))
        certain = certain and all(offer.free for offer in bought)
        place: Place = ("quests", entity, ("repeat",))
        yield (
            place,
            tell(
                "E6002" if certain else "W6001",
                f"what this asks for costs {coins_text(cost)}, it pays {coins_text(coins)}, "
                f"and it can be taken again at once{market.when}",
                _node(look, place).place,
                kind="quests",
                entity=entity,
                path=("repeat",),
                help="pay less than that, or let time pass with `after:`",
                notes=(Note(message="it is bought here", span=_node(look, bought[0].place).span),),
                likely=not certain,
            ),
        )


def _work(look: Look, market: Market) -> Iterator[tuple[Place, Diagnostic]]:
    """Work that makes something of what can be bought, and pays without anything being found for it."""
    for entity, body in sorted(look.world.sound("locations").items()):
        for name, action in plain(body).get("actions", {}).items():
            done = action.get("on_complete", [])
            taken = [one["take_item"]["item"] for one in done if "take_item" in one]
            if not taken or not all(item in market.cheapest and market.cheapest[item].free for item in taken):
                continue
            coins, free = market.worth(done)
            if coins > 0 and free:
                place: Place = ("locations", entity, ("actions", name, "on_complete"))
                yield (
                    place,
                    tell(
                        "W6001",
                        f"each time this brings {coins_text(coins)} more than what it takes costs"
                        f"{market.when}",
                        _node(look, place).place,
                        kind="locations",
                        entity=entity,
                        path=("actions", name, "on_complete"),
                        help="if it is meant to be a trade to live by, silence this with the reason",
                        notes=(
                            Note(
                                message="what it takes is sold here",
                                span=_node(look, market.cheapest[taken[0]].place).span,
                            ),
                        ),
                        likely=True,
                    ),
                )


def _fountains(look: Look, market: Market) -> Iterator[Diagnostic]:
    """What happens as often as one likes, at no cost, gives nothing that is worth coins."""
    for place, effects in _free_moments(look):
        coins, free = market.worth(effects)
        if coins > 0:
            kind, entity, path = place
            # Perhaps one comes to a place only once.
            certain = free and kind != "locations"
            yield tell(
                "E6002" if certain else "W6001",
                f"this brings {coins_text(coins)} each time, and one may have it as often as one likes",
                _node(look, place).place,
                kind=kind,
                entity=entity,
                path=path,
                help="give it once: ask for a flag with `if:` or `requires:`, and set that flag",
                likely=not certain,
            )


def _free_moments(look: Look) -> Iterator[tuple[Place, list[dict[str, Any]]]]:
    """Effects that everybody can bring about again and again without paying or waiting."""
    held: set[str] = set()
    for entity, body in sorted(look.world.sound("denizens").items()):
        denizen = plain(body)
        if asks(denizen):
            continue
        held.add(denizen.get("dialogue", ""))
        if denizen.get("on_interact"):
            yield ("denizens", entity, ("on_interact",)), denizen["on_interact"]
    for entity, dialogue in sorted(look.world.sound("dialogues").items()):
        if entity in held:
            yield from said(entity, plain(dialogue))
    for entity, body in sorted(look.world.sound("locations").items()):
        for key in ("on_enter", "on_leave"):
            if plain(body).get(key):
                yield ("locations", entity, (key,)), plain(body)[key]
    for entity, body in sorted(look.world.sound("items").items()):
        item = plain(body)
        for key in ("on_equip", "on_unequip"):
            if item.get(key) and not item.get("cursed") and slot_of(body) is not None:
                yield ("items", entity, (key,)), item[key]


def said(entity: str, dialogue: Mapping[str, Any]) -> Iterator[tuple[Place, list[dict[str, Any]]]]:
    """What happens at nodes, and with answers, that nothing is asked for."""
    heard: set[str] = set()
    waiting = [dialogue["start"]]
    while waiting:
        name = waiting.pop()
        node = dialogue["nodes"].get(name)
        if name in heard or node is None:
            continue
        heard.add(name)
        if node.get("then"):
            yield ("dialogues", entity, ("nodes", name, "then")), node["then"]
        for place, choice in enumerate(node.get("choices", ())):
            if asks(choice):
                continue
            if choice.get("then"):
                yield ("dialogues", entity, ("nodes", name, "choices", place, "then")), choice["then"]
            if choice.get("goto"):
                waiting.append(choice["goto"])


CHECKS: Final[tuple[Check, ...]] = (no_coin_pumps,)

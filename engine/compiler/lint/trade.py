"""Cross-checks of trade: nothing turns coins into more coins, over and over, and nothing gives them away.

A cycle begins with coins, goes by way of wares, things that are used, work and quests that are handed in, and
comes back to coins.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.units import TICKS_PER_SECOND, coins_text, duration_text
from engine.compiler.lint.amounts import SURELY, Effects, given
from engine.compiler.lint.look import Check, Look, holding, node_at, spotted, tell
from engine.compiler.lint.things import slot_of
from engine.compiler.lint.worth import Gain, Market, Offer, Place, asks, markets, may_bring, takes
from engine.compiler.nodes import Node, plain

_SOON: Final = 5 * 60 * TICKS_PER_SECOND
"""Whoever must wait longer earns less by standing there than by playing: so quests for every hour or day may
pay what they like."""

_STARTING: Final = ("items", "denizens", "dialogues", "locations")
"""What may start a quest again and again."""


def no_coin_pumps(look: Look) -> Iterator[Diagnostic]:
    """Nothing that can be bought brings in more than it costs, whoever one has become."""
    told: set[Place] = set()
    for market in markets(look):
        for offer in market.offers:
            gain = market.gains.get(offer.item)
            if gain is not None and gain.coins > offer.coins and offer.place not in told:
                told.add(offer.place)
                yield _pump(look, market, offer, gain)
        for check in (_quests, _work, _fountains, _given_up):
            for place, found in check(look, market):
                if place not in told:
                    told.add(place)
                    yield found


def _node(look: Look, place: Place) -> Node:
    kind, entity, path = place
    return node_at(look.world.bodies[kind][entity], path)


def _pump(look: Look, market: Market, offer: Offer, gain: Gain) -> Diagnostic:
    certain = market.sure and offer.free and gain.free
    kind, entity, path = offer.place
    price, brought = coins_text(offer.coins), market.told(gain.coins, settled=gain.settled)
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


def pays_for_little(quest: Mapping[str, Any]) -> bool:
    """Whether a quest may soon be taken again, gives something, and asks only for what can be had standing
    there: for things, and for words with somebody."""
    return (
        quest.get("repeat") is not None
        and quest["repeat"]["after"] < _SOON
        and all("collect" in objective or "talk" in objective for objective in quest["objectives"])
        and may_bring(_brings(quest))
    )


def _costs(effects: Effects) -> bool:
    """Whether effects might take anything."""
    return any(amount < 0 for amount in given(effects, SURELY).values())


def _brings(quest: Mapping[str, Any]) -> Effects:
    return [effect for key in ("on_accept", "rewards", "on_finish") for effect in quest.get(key, ())]


def _quests(look: Look, market: Market) -> Iterator[tuple[Place, Diagnostic]]:
    """Quests that may be taken again at once or soon and pay more than what they ask for costs."""
    denizens = look.world.sound("denizens")
    for entity, body in sorted(look.world.sound("quests").items()):
        quest = plain(body)
        if not pays_for_little(quest) or _costs(quest.get("on_progress", [])):
            continue
        wanted = [objective["collect"] for objective in quest["objectives"] if "collect" in objective]
        names = [quest["giver"], quest.get("returns_to") or quest["giver"]]
        names += [objective["talk"]["denizen"] for objective in quest["objectives"] if "talk" in objective]
        people = [plain(denizens[name]) for name in names if name in denizens]
        # To carry word from place to place is work.
        far = not wanted and len({one["at"]["location"] for one in people}) > 1
        if far or any(one["item"] not in market.cheapest for one in wanted):
            continue
        bought = [market.cheapest[one["item"]] for one in wanted]
        cost = sum(one["amount"] * offer.coins for one, offer in zip(wanted, bought, strict=True))
        coins, free = market.worth(_brings(quest))
        if coins <= cost:
            continue
        after = quest["repeat"]["after"]
        certain = market.sure and free and not after and not any(asks(one) for one in (quest, *people))
        certain = certain and all(offer.free for offer in bought)
        pays = market.told(coins, settled=market.is_settled(_brings(quest)))
        again = f"after {duration_text(after)}" if after else "at once"
        asked = f"what this asks for costs {coins_text(cost)}" if wanted else "this asks only for a talk"
        place: Place = ("quests", entity, ("repeat",))
        yield (
            place,
            tell(
                "E6002" if certain else "W6001",
                f"{asked}, it pays {pays}, and it can be taken again {again}{market.when}",
                _node(look, place).place,
                kind="quests",
                entity=entity,
                path=("repeat",),
                help=f"pay less than that, or let {duration_text(_SOON)} or more pass with `after:`",
                notes=tuple(
                    Note(message="it is bought here", span=_node(look, offer.place).span)
                    for offer in bought[:1]
                ),
                likely=not certain,
            ),
        )


def _work(look: Look, market: Market) -> Iterator[tuple[Place, Diagnostic]]:
    """Work that makes something of what can be bought, and pays without anything being found for it."""
    for entity, body in sorted(look.world.sound("locations").items()):
        for name, action in plain(body).get("actions", {}).items():
            done = action.get("on_complete", [])
            taken = takes(done)
            if not taken or not all(item in market.cheapest and market.cheapest[item].free for item in taken):
                continue
            coins, free = market.worth(done)
            if coins > 0 and free:
                brought = market.told(coins, settled=market.is_settled(done))
                place: Place = ("locations", entity, ("actions", name, "on_complete"))
                yield (
                    place,
                    tell(
                        "W6001",
                        f"each time this brings {brought} more than what it takes costs{market.when}",
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


def _fountains(look: Look, market: Market) -> Iterator[tuple[Place, Diagnostic]]:
    """What happens as often as one likes, at no cost, gives nothing that is worth coins."""
    for place, effects in _free_moments(look):
        coins, free = market.worth(effects)
        if coins > 0:
            kind, entity, path = place
            # Perhaps one comes to a place only once.
            certain = market.sure and free and kind != "locations"
            brought = market.told(coins, settled=market.is_settled(effects))
            yield (
                place,
                tell(
                    "E6002" if certain else "W6001",
                    f"this brings {brought} each time{market.when}, and one may have it as often as one "
                    "likes",
                    _node(look, place).place,
                    kind=kind,
                    entity=entity,
                    path=path,
                    help="give it once: ask for a flag with `if:` or `requires:`, and set that flag",
                    likely=not certain,
                ),
            )


def gifts_of_giving_up(quest: Mapping[str, Any]) -> Effects:
    """What comes of taking a quest and giving it up again; nothing when that cannot be done as one likes.

    Giving up one that can fail is failing it: that is done again only when it may soon be taken again.
    """
    fails = any(quest.get(key) for key in ("fails_after", "fails_when", "on_fail"))
    repeat = quest.get("repeat")
    if not quest.get("abandon", True) or (fails and (repeat is None or repeat["after"] >= _SOON)):
        return []
    return [*quest.get("on_accept", ()), *quest.get("on_fail", ())]


def _given_up(look: Look, market: Market) -> Iterator[tuple[Place, Diagnostic]]:
    """Whoever takes a quest and gives it up again, as often as one likes, has no more than before.

    A quest that asks for something may ask for just what taking it changes, so nothing is sure of that; but
    an effect that starts it asks for nothing.
    """
    denizens = look.world.sound("denizens")
    for entity, body in sorted(look.world.sound("quests").items()):
        quest = plain(body)
        effects = gifts_of_giving_up(quest)
        giver = denizens.get(quest["giver"])
        if not effects or giver is None or quest.get("fails_when"):
            continue
        asked = asks(quest) or asks(plain(giver))
        coins, free = market.worth(effects)
        if coins > 0 and free and (not asked or entity in _started(look)):
            certain = market.sure and not asked
            brought = market.told(coins, settled=market.is_settled(effects))
            key = "on_accept" if quest.get("on_accept") else "on_fail"
            place: Place = ("quests", entity, (key,))
            yield (
                place,
                tell(
                    "E6002" if certain else "W6001",
                    f"whoever takes this quest and gives it up again has {brought} more than before"
                    f"{market.when}, as often as they like",
                    _node(look, place).place,
                    kind="quests",
                    entity=entity,
                    path=(key,),
                    help="take it back with `on_fail`, give it as a reward, or write `abandon: false`",
                    likely=not certain,
                ),
            )


def _started(look: Look) -> set[str]:
    """The quests that something else than their giver may start, as often as one likes for all we know."""
    found: set[str] = set()
    for _, _, body in holding(look, _STARTING, b'"start_quest":'):
        found.update(args for _, args, _ in spotted(plain(body), frozenset({"start_quest"})))
    return found


def _free_moments(look: Look) -> Iterator[tuple[Place, Effects]]:
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


def said(entity: str, dialogue: Mapping[str, Any]) -> Iterator[tuple[Place, Effects]]:
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

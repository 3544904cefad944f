"""Chains of effects that set each other off: tells where one can come round to itself, at once or in time.

Follows what the core does. A lasting effect that is at work, or a quest under way, does not begin anew, so a
ring of beginnings alone ends by itself; one who is moved to where they are does not enter it again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint.graphs import rings
from engine.compiler.lint.look import Check, Look, spotted, tell
from engine.compiler.nodes import plain

Moment = tuple[str, str, str]
"""A kind, an id and a trigger: quests, lamp, on_accept."""

_SETS_OFF: Final[Mapping[str, tuple[str, str, str]]] = {
    "start_quest": ("quests", "on_accept", ""),
    "fail_quest": ("quests", "on_fail", ""),
    "advance_quest": ("quests", "on_progress", "quest"),
    "apply_effect": ("effects", "on_start", "effect"),
    "remove_effect": ("effects", "on_end", "effect"),
    "move_to": ("locations", "on_enter", "location"),
    "spawn": ("creatures", "on_spawn", "creature"),
}
"""What an effect sets off: the kind and trigger, and the argument that names the thing."""
_EFFECTS: Final = frozenset(_SETS_OFF)
_UNDONE_BY: Final[Mapping[str, str]] = {
    "start_quest": "fail_quest",
    "fail_quest": "start_quest",
    "apply_effect": "remove_effect",
    "remove_effect": "apply_effect",
}
"""An effect that happens again only when the other has happened in between."""
_EVERY_TIME: Final = frozenset({"move_to", "spawn"})
"""Effects that set off the same again however often they happen."""
_PERHAPS: Final = frozenset({"if", "random"})


@dataclass(frozen=True, slots=True)
class Link:
    """`effect` at one moment sets off another; `certain` when neither condition nor chance stands between.

    A lasting effect is certain only when it comes over the acting character, and for some time.
    `ticks`: for how long, where that matters.
    """

    effect: str
    goal: Moment
    certain: bool
    ticks: int = 0


_Links = Mapping[Moment, list[Link]]


def links_of(bodies: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[Moment, list[Link]]]:
    """Every moment in which effects happen, with what these set off. `bodies` are plain, by kind and id."""
    for kind, trigger in (*((kind, trigger) for kind, trigger, _ in _SETS_OFF.values()), _LEAVING):
        for entity, body in bodies.get(kind, {}).items():
            if trigger in body:
                moment = (kind, entity, trigger)
                yield moment, list(_set_off(body[trigger], moment))
    for entity, body in bodies.get("effects", {}).items():
        if body.get("each") and body.get("every"):
            yield ("effects", entity, _PULSE), list(_renewed(body))
    for entity, body in bodies.get("creatures", {}).items():
        if body.get(_DEATH):
            yield ("creatures", entity, _DEATH), list(_reborn(body))


def may_go_round(links: _Links) -> bool:
    """Whether a moment leads back to itself."""
    rounds = (_rounds(links, trigger) for trigger in ("on_end", _PULSE, _DEATH))
    found = (_rings(_possible(_at_once(links))), *rounds)
    return any(next(rings_, None) is not None for rings_ in found)


def chains_end(look: Look) -> Iterator[Diagnostic]:
    """No trigger leads back to itself, whatever the conditions on the way."""
    kinds = {kind for kind, _, _ in _SETS_OFF.values()}
    every = dict(
        links_of(
            {
                kind: {entity: plain(body) for entity, body in look.world.sound(kind).items()}
                for kind in sorted(kinds)
            }
        )
    )
    links = _at_once(every)
    told: set[Moment] = set()
    certain = {moment: [link for link in found if _surely(link)] for moment, found in links.items()}
    for ring in _rings(certain):
        if not told & set(ring):
            told |= set(ring)
            yield _tell(
                look,
                ring,
                "E4016",
                "this sets itself off again, without end",
                "end the chain: put one of its steps under a condition with `if:`, or take it out",
            )
    for ring in _rings(_possible(links)):
        if not told & set(ring):
            told |= set(ring)
            yield _tell(
                look,
                ring,
                "W4011",
                "this can set itself off again",
                "make sure that a condition ends it; a chain that goes on too long is cut and undone",
            )
    for ring in _rounds(links, "on_end"):
        if not told & set(ring):
            yield _tell(
                look,
                ring,
                "W4018",
                "whenever this lasting effect has ended it begins anew, without end",
                "put `apply_effect` under a condition with `if:` or `random:`, or take it out",
            )
    yield from _renewals(look, every)
    for ring in _rounds(every, _DEATH):
        yield _tell(
            look,
            ring,
            "W4019",
            "each time this creature dies it comes again, so the fight does not end",
            "put `spawn` under a condition with `if:` or `random:`, or take it out",
        )


def _renewals(look: Look, links: _Links) -> Iterator[Diagnostic]:
    """Lasting effects that renew one another each time they act. One that something removes lasts until
    then, and that may be meant."""
    if next(_rounds(links, _PULSE), None) is None:
        return
    removed = {one.id for one in look.world.references if "remove_effect" in one.path}
    effects = {entity: plain(body) for entity, body in look.world.sound("effects").items()}
    kept = {
        moment: [link for link in found if link.goal[1] in effects and link.goal[1] not in removed]
        for moment, found in links.items()
    }
    # What is renewed must last until it acts itself, and must let itself be renewed.
    kept = {
        moment: [
            link
            for link in found
            if effects[link.goal[1]]["stacking"] != "ignore"
            and link.ticks >= (effects[link.goal[1]].get("every") or 0)
        ]
        for moment, found in kept.items()
        if moment[2] == _PULSE
    }
    for ring in _rounds(kept, _PULSE):
        yield _tell(
            look,
            ring,
            "W4018",
            "this lasting effect is renewed before it can end, each time it acts",
            "renew it for less time than `every`, put `apply_effect` under a condition with `if:` or "
            "`random:`, or let something take it away with `remove_effect`",
        )


_LEAVING: Final = ("locations", "on_leave")
_PULSE: Final = "each"
"""No effect sets this off: it comes with time, for as long as the lasting effect is there."""
_DEATH: Final = "on_death"
"""Comes with time as well: what appears must be killed first."""
_NOT_SURELY: Final = frozenset({"if", "random", "each_member"})


def _at_once(links: _Links) -> _Links:
    """Links without those of lasting effects that act as time passes, and of creatures that die in time."""
    return {moment: found for moment, found in links.items() if moment[2] not in (_PULSE, _DEATH)}


def _renewed(body: Mapping[str, Any]) -> Iterator[Link]:
    """Lasting effects that one surely renews when it acts, for at least as long as until it acts again."""
    for effect, args, path in spotted({"": body[_PULSE]}, frozenset({"apply_effect"})):
        surely = _NOT_SURELY.isdisjoint(path) and args["to"] == "self" and args["duration"] >= body["every"]
        yield Link(effect, ("effects", str(args["effect"]), _PULSE), surely, args["duration"])


def _reborn(body: Mapping[str, Any]) -> Iterator[Link]:
    """Creatures that surely come when one dies."""
    for effect, args, path in spotted({"": body[_DEATH]}, frozenset({"spawn"})):
        surely = (
            _NOT_SURELY.isdisjoint(path) and isinstance(args["amount"], int | float) and args["amount"] >= 1
        )
        yield Link(effect, ("creatures", str(args["creature"]), _DEATH), surely)


def _set_off(effects: Any, moment: Moment) -> Iterator[Link]:
    # The trigger's list is looked at as if it were a thing of its own.
    for effect, args, path in spotted({"": effects}, _EFFECTS):
        kind, trigger, argument = _SETS_OFF[effect]
        goal, certain = str(args[argument] if argument else args), _PERHAPS.isdisjoint(path)
        if effect == "apply_effect":
            certain = certain and args["to"] == "self" and args["duration"] > 0
        if effect == "move_to" and moment[0] == "locations":
            if goal == moment[1]:
                continue
            # One who is about to leave still stands there, and would leave anew.
            yield Link(effect, (*_LEAVING[:1], moment[1], _LEAVING[1]), certain)
        yield Link(effect, (kind, goal, trigger), certain)


def _surely(link: Link) -> bool:
    return link.certain and link.effect in _EVERY_TIME


def _possible(links: _Links) -> _Links:
    """Links without those that cannot happen twice, because nothing undoes what they did."""
    while True:
        there = {(link.effect, link.goal[1]) for found in links.values() for link in found}
        kept = {
            moment: [link for link in found if _again(link, there) and link.goal in links]
            for moment, found in links.items()
        }
        kept = {moment: found for moment, found in kept.items() if found}
        if kept == links:
            return links
        links = kept


def _again(link: Link, there: set[tuple[str, str]]) -> bool:
    undone = _UNDONE_BY.get(link.effect)
    return undone is None or (undone, link.goal[1]) in there


def _rings(links: _Links) -> Iterator[list[Moment]]:
    """The shortest way round from moments that lead back to themselves."""
    return rings({moment: [link.goal for link in found] for moment, found in links.items()})


def _rounds(links: _Links, trigger: str) -> Iterator[list[Moment]]:
    """Lasting effects that begin one another when they end, or act, and creatures that bring one another when
    they die: no chain, because time passes in between.

    To be removed is to end as well, and so is to die, so nothing ends a round of endings.
    """
    kind, effect = ("creatures", "spawn") if trigger == _DEATH else ("effects", "apply_effect")
    return rings(
        {
            moment: [
                (kind, link.goal[1], trigger) for link in found if link.effect == effect and link.certain
            ]
            for moment, found in links.items()
            if moment[0] == kind and moment[2] == trigger
        }
    )


def _tell(look: Look, ring: list[Moment], code: str, message: str, help_: str) -> Diagnostic:
    kind, entity, trigger = ring[0]
    by_way = ", ".join(f"`{trigger}` of `{name}`" for _, name, trigger in ring[1:])
    return tell(
        code,
        message + (f", by way of {by_way}" if by_way else ""),
        look.world.bodies[kind][entity].mapping()[trigger].place,
        kind=kind,
        entity=entity,
        path=(trigger,),
        help=help_,
        likely=code.startswith("W"),
    )


CHECKS: Final[tuple[Check, ...]] = (chains_end,)

"""The picture of one thing: who uses it on the left, what it uses on the right."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from engine.authoring.graphs.around import few, nearest, ranks_from, remark_on, signs
from engine.authoring.graphs.picture import MOST_IN_COLUMN, MOST_LINES, Arrow, Box, Line, Picture
from engine.authoring.opened import CannotDo, OpenWorld
from engine.compiler.words import KIND_WORDS

_CROWD: Final = 5
"""So many things that are alike in all a picture shows of them stand in one box."""

_MORE: Final = " and more"


def draw_uses(world: OpenWorld, focus: str | None, depth: int) -> Picture:
    """One thing in the middle, who uses it on the left, what it uses on the right."""
    if focus is None:
        raise CannotDo("this picture needs something in its middle: --focus items:bread, for example.")
    out: dict[str, set[str]] = defaultdict(set)
    back: dict[str, set[str]] = defaultdict(set)
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for use in world.uses:
        out[use.user].add(use.used)
        back[use.used].add(use.user)
        words[use.user, use.used].append(use.where.replace("`", ""))
    right, left = ranks_from(focus, out, depth), ranks_from(focus, back, depth)
    ranks = {key: -rank for key, rank in left.items()}
    # What both uses the thing and is used by it stands on the nearer side, at the left when in doubt.
    ranks |= {key: rank for key, rank in right.items() if key not in ranks or rank < -ranks[key]}
    pairs = {pair for pair in words if _tells(ranks, pair, focus)}
    bound: dict[str, set[str]] = defaultdict(set)
    for user, used in pairs:
        bound[user].add(used)
        bound[used].add(user)
    reached = ranks_from(focus, bound, None)
    ranks = {key: rank for key, rank in ranks.items() if key in reached}
    every = len(ranks)
    crowds = _crowds(ranks, pairs, focus)
    lone = nearest({key: rank for key, rank in ranks.items() if key not in crowds})
    shown = lone | {crowd: ranks[key] for key, crowd in crowds.items()}
    kinds = sorted({key.partition(":")[0] for key in shown})
    hovers: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for user, used in sorted(pairs):
        ends = (crowds.get(user, user), crowds.get(used, used))
        if ends[0] in shown and ends[1] in shown:
            hovers[ends] |= dict.fromkeys(words[user, used])
    least = min(shown.values())
    arrows = tuple(
        Arrow(
            start=start,
            end=end,
            hover="\n".join(list(hovers[start, end] | hovers.get((end, start), {}))[:MOST_LINES]),
            both=(end, start) in hovers,
        )
        for start, end in sorted(hovers)
        if (end, start) not in hovers or start < end
    )
    boxes = [_thing(world, key, rank - least, kinds, key == focus) for key, rank in sorted(lone.items())]
    for crowd in sorted(set(crowds.values())):
        kind = crowd.partition(":")[0]
        members = sorted(
            (key for key in crowds if crowds[key] == crowd), key=lambda key: (world.title(key), key)
        )
        boxes.append(
            Box(
                key=crowd,
                title=f"{len(members)} {kind.replace('_', ' ')}",
                rank=shown[crowd] - least,
                lines=few([Line(text=world.title(key)) for key in members]),
                tone=kinds.index(kind),
                many=True,
            )
        )
    drawn = len(lone) + len(crowds)
    return Picture(
        title=f"{world.title(focus)}: who uses it, and what it uses",
        remark=remark_on(world, "thing", focus, focus, depth, drawn, every),
        boxes=tuple(boxes),
        arrows=arrows,
        tones=tuple(KIND_WORDS[kind] for kind in kinds),
        signs=tuple(signs(arrows, both="each uses the other", plain="uses", dashed="")),
    )


def _thing(world: OpenWorld, key: str, rank: int, kinds: list[str], marked: bool) -> Box:
    kind, _, entity = key.partition(":")
    title = world.title(key)
    body = world.body(key)
    return Box(
        key=key,
        title=title,
        rank=rank,
        lines=(Line(text=entity),) if entity not in ("", title) else (),
        hover=str(body.get("description", "")) if isinstance(body, Mapping) else "",
        tone=kinds.index(kind),
        marked=marked,
    )


def _tells(ranks: Mapping[str, int], pair: tuple[str, str], focus: str) -> bool:
    """Whether a use belongs into the picture: the next step away from the middle, on either side of it."""
    user, used = pair
    if user not in ranks or used not in ranks:
        return False
    one, other = ranks[user], ranks[used]
    return focus in pair or (abs(one - other) == 1 and one * other > 0)


def _crowds(ranks: Mapping[str, int], pairs: set[tuple[str, str]], focus: str) -> dict[str, str]:
    """Things of a kind that are bound to just the same others, in one box when they are many."""
    bound: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for user, used in pairs:
        bound[user].add((used, True))
        bound[used].add((user, False))
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for key in sorted(ranks):
        if key != focus:
            alike[key.partition(":")[0], ranks[key], tuple(sorted(bound[key]))].append(key)
    crowds = _named_after_first(members for members in alike.values() if len(members) >= _CROWD)
    boxes = Counter(ranks[key] for key in ranks if key not in crowds)
    boxes.update(ranks[crowd.removesuffix(_MORE)] for crowd in set(crowds.values()))
    # A column that is too long even so is put together by kind alone.
    kinds: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for key in sorted(ranks):
        if key != focus and boxes[ranks[key]] > MOST_IN_COLUMN:
            kinds[key.partition(":")[0], ranks[key]].append(key)
    return crowds | _named_after_first(members for members in kinds.values() if len(members) > 1)


def _named_after_first(groups: Iterable[list[str]]) -> dict[str, str]:
    return {key: f"{members[0]}{_MORE}" for members in groups for key in members}

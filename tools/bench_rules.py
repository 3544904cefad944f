"""Measures the core: commands a second through `step` alone, and fight rounds a second.

    python -m tools.bench_rules --turns 7

Both play the shipped world. Beside each stands what an empty Python loop over the same commands takes that
throws just as many dice, in the same turn, and the ratio of the two. Time is that of the processor for this
process alone, since machines are shared; of several turns the least, the median and the most are printed.

A command is one of a player's own, accepted or refused; time passes between rounds of them and is not
counted. A fight round is one swing of a member and one of a creature: half of all swings, those that miss as
well. Everything that fights bring along counts: ticks, waves, deaths, loot, experience and growing back.
"""

import argparse
import gc
import os
import platform
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Final

from engine.base.dice import Dice
from engine.compiler.compile import compile_world
from engine.game import commands as c
from engine.game import events as e
from engine.game.characters import new_character
from engine.game.outcome import Accepted
from engine.game.state import Character, GameState, Progress, QuestState
from engine.game.step import new_state, step
from engine.model.catalog import Catalog

_CONTENT: Final = Path(__file__).parents[1] / "content"
_SEED: Final = 7
_COMMANDS_FLOOR: Final = 50_000
_ROUNDS_FLOOR: Final = 20_000
_A_WHILE: Final = 8_000
"""Ticks between two rounds of commands: cooldowns, effects and the wait for the next errand are over."""
_BATTLEFIELDS: Final = ("nether-basin", "long-culvert", "summit-pound")
_STATES: Final = 1 << 64
_SWINGS: Final = (e.MemberSwung, e.CreatureSwung)

Order = Callable[[int], c.Command]


def _trade(
    denizen: str, *, sell: Sequence[tuple[str, int]] = (), buy: Sequence[tuple[str, int]] = ()
) -> Order:
    selling, buying = (tuple(c.TradeLine(item, amount) for item, amount in lines) for lines in (sell, buy))
    return lambda who: c.TradeDenizen(character=who, denizen=denizen, sell=selling, buy=buying)


def _say(denizen: str, choice: str | None = None) -> Order:
    return lambda who: c.InteractDenizen(character=who, denizen=denizen, choice=choice)


def _equip(item: str, slot: str) -> Order:
    return lambda who: c.EquipItem(character=who, item=item, slot=slot)


def _use(item: str) -> Order:
    return lambda who: c.UseItem(character=who, item=item)


def _cast(spell: str, kind: str, **aim: int) -> Order:
    return lambda who: c.CastSpell(character=who, spell=spell, type=kind, **aim)


def _into(structure: str) -> Order:
    return lambda who: c.ChangeStructure(character=who, structure=structure)


def _to(location: str) -> Order:
    return lambda who: c.ChangeLocation(character=who, destination=location)


def _act(action: str) -> Order:
    return lambda who: c.ChangeAction(character=who, action=action)


_DAY: Final[tuple[tuple[Order, bool], ...]] = (
    # At the shop: talk, trade and the errand that can be done again and again.
    (_into("reasonable-offer"), True),
    (_say("josper-dray"), True),
    (_say("josper-dray", "cargo"), True),
    (_say("josper-dray", "back"), True),
    (_say("josper-dray", "no-such-answer"), False),
    (_trade("josper-dray", sell=[("newt-crust", 3)], buy=[("barge-biscuit", 2), ("ginger-beer", 1)]), True),
    (_trade("josper-dray", buy=[("mint-tea", 1)]), True),
    (_trade("josper-dray", buy=[("mint-tea", 900_000_000)]), False),
    (_trade("josper-dray", sell=[("windlass", 1)]), False),
    (lambda who: c.FinishQuest(character=who, denizen="josper-dray", quest="perishables"), False),
    (lambda who: c.AcceptQuest(character=who, denizen="josper-dray", quest="perishables"), True),
    (lambda who: c.FinishQuest(character=who, denizen="josper-dray", quest="perishables"), True),
    (lambda who: c.AcceptQuest(character=who, denizen="josper-dray", quest="perishables"), False),
    (_act("smoke-perch"), True),
    # What is worn and used up.
    (_equip("boarding-cutlass", "weapon"), True),
    (_equip("hatch-cover", "offhand"), True),
    (_equip("boat-knife", "weapon"), True),
    (_equip("", "offhand"), True),
    (_equip("boat-knife", "ring"), False),
    (_use("barge-biscuit"), True),
    (_use("smoked-perch"), True),
    (_use("navigation-rum"), True),
    (_use("company-pick"), False),
    (_cast("puddling", "healing"), True),
    (_cast("puddling", "healing"), False),
    (_cast("even-keel", "other"), True),
    (_cast("borrowed-bucket", "attack"), False),
    # On the way.
    (_to("alder-cut"), False),
    (_into(""), True),
    (_say("josper-dray"), False),
    (_to("alder-cut"), True),
    (_act("break-lockstone"), True),
    (_act("cut-alder"), True),
    (_to("long-culvert"), False),
    (_into("last-pound"), True),
    (_say("ines-fosse"), True),
    (_say("ines-fosse", "sums"), True),
    (_trade("ines-fosse", sell=[("water-mint", 2)]), True),
    (_act("fish"), True),
    (_act("mend-bank"), True),
    (_act("take-soundings"), False),
    (_into(""), True),
    (_to("nether-basin"), True),
    # A fight, not fought.
    (lambda who: c.CreateRoom(character=who), False),
    (_act("fight-newts"), False),
    (_act("combat"), True),
    (lambda who: c.CreateRoom(character=who), True),
    (_cast("borrowed-bucket", "attack"), True),
    (lambda who: c.EnterRoom(character=who, room=1), False),
    (lambda who: c.LeaveRoom(character=who), True),
    (lambda who: c.LeaveRoom(character=who), False),
    (lambda who: c.DiscardItem(character=who, item="ginger-beer", quantity=1), True),
    (_act("idle"), True),
)
"""What a character does in a day, and whether it is let: about one command in three is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Seconds of one turn: the core's, and those of the empty loop."""

    ours: float
    bare: float


class Bench:
    """The world that ships, played twice in the same way each turn: nothing but the time differs.

    The first time, when making this, is not measured: it looks at what happens and counts it. The others let
    go of each outcome at once, as a server does when it has told it.
    """

    def __init__(self, catalog: Catalog, *, characters: int, days: int, rooms: int, ticks: int) -> None:
        self.catalog = catalog
        self.characters = characters
        self.days = days
        self.rooms = rooms
        self.ticks = [c.Tick()] * ticks
        numbers = range(1, characters + 1)
        self.day = [order(who) for order, _ in _DAY for who in numbers]
        self.kinds: Counter[str] = Counter()
        self.facts: Counter[str] = Counter()
        self._rehearse()

    @property
    def asked(self) -> int:
        """Commands in one turn."""
        return self.days * len(self.day)

    @property
    def rounds(self) -> float:
        """Fight rounds in one turn."""
        return sum(self.facts[swing.__name__] for swing in _SWINGS) / 2

    def _rehearse(self) -> None:
        state = self._world(self.characters, self._seasoned)
        expected = [let for _, let in _DAY for _ in range(self.characters)]
        for _ in range(self.days):
            for command, let in zip(self.day, expected, strict=True):
                outcome = step(state, self.catalog, command)
                if isinstance(outcome, Accepted) is not let:
                    raise SystemExit(f"{command} gave {outcome}")
                self.kinds["accepted" if let else "refused"] += 1
            self._must(state, c.Tick(count=_A_WHILE))
        state = self._arena()
        for tick in self.ticks:
            self.facts.update(type(fact).__name__ for fact in self._must(state, tick))

    def commands(self) -> Turn:
        """All characters live through some days, one command each in turn."""
        state = self._world(self.characters, self._seasoned)
        catalog, day = self.catalog, self.day
        ours = bare = 0.0
        gc.collect()
        for _ in range(self.days):
            dice = state.dice
            start = process_time()
            for command in day:
                step(state, catalog, command)
            ours += process_time() - start
            bare += _bare(day, dice, state.dice)
            self._must(state, c.Tick(count=_A_WHILE))
        return Turn(ours=ours, bare=bare)

    def fights(self) -> Turn:
        """Fights in many rooms at once, two characters in each."""
        state = self._arena()
        catalog, ticks, dice = self.catalog, self.ticks, state.dice
        gc.collect()
        start = process_time()
        for tick in ticks:
            step(state, catalog, tick)
        ours = process_time() - start
        return Turn(ours=ours, bare=_bare(ticks, dice, state.dice))

    def _arena(self) -> GameState:
        """All rooms open and full, against everything in the world that can be fought, in turn."""
        state = self._world(2 * self.rooms, self._fighter)
        for who in range(1, 2 * self.rooms + 1, 2):
            self._must(state, c.ChangeAction(character=who, action="combat"))
            self._must(state, c.ChangeAction(character=who + 1, action="combat"))
            room = state.next_room
            self._must(state, c.CreateRoom(character=who))
            self._must(state, c.EnterRoom(character=who + 1, room=room))
        return state

    def _must(self, state: GameState, command: c.Command) -> tuple[e.Fact, ...]:
        outcome = step(state, self.catalog, command)
        if not isinstance(outcome, Accepted):
            raise SystemExit(f"{command} gave {outcome}")
        return outcome.facts

    def _world(self, characters: int, make: Callable[[Character], None]) -> GameState:
        state = new_state(_SEED)
        for number in range(1, characters + 1):
            who = new_character(self.catalog, id=number, user=number, name=f"Keeper {number}")
            make(who)
            self._must(state, c.Join(character=who))
        return state

    def _seasoned(self, who: Character) -> None:
        """One who has been here for a while and lacks nothing."""
        stock = ("barge-biscuit", "smoked-perch", "navigation-rum", "pound-perch", "alder-log", "water-mint")
        gear = ("boarding-cutlass", "hatch-cover", "company-pick")
        who.items = (
            dict.fromkeys(stock, 5_000) | dict.fromkeys(gear, 1) | {"newt-crust": 5_000, "ginger-beer": 9}
        )
        who.equipment |= {"pickaxe": "company-pick", "woodaxe": "coppice-hatchet", "fishingrod": "withy-rod"}
        who.spells = dict.fromkeys(("puddling", "even-keel", "borrowed-bucket"))
        who.quests = {"a-nil-return": QuestState(stage="finished", since=0, turns=1)}
        who.raised = {"mana": 50, "health": 50, "stamina": 50}
        who.vitals = {"health": 80.0, "mana": 62.0, "stamina": 80.0}
        who.wallet = 5_000

    def _fighter(self, who: Character) -> None:
        """One who can fight for an hour."""
        who.location = _BATTLEFIELDS[(who.id - 1) // 2 % len(_BATTLEFIELDS)]
        who.equipment |= {"weapon": "eeling-knife", "offhand": "hatch-cover", "armor": "cork-jerkin"}
        who.skills |= dict.fromkeys(("DAGGER_MASTERY", "SHIELD_MASTERY"), Progress(level=20))
        who.quests = {"a-nil-return": QuestState(stage="proceeding", since=0)}
        who.raised = {"stamina": 90_000, "health": 90_000}
        who.vitals = {"health": 90_030.0, "mana": 12.0, "stamina": 90_030.0}


def _thrown(before: int, after: int) -> int:
    """How often dice were thrown between two states of theirs: each throw moves the state equally far."""
    one = Dice(0)
    one.bits()
    return (after - before) * pow(one.state, -1, _STATES) % _STATES


def _bare(commands: Sequence[c.Command], before: int, after: int) -> float:
    """Seconds of an empty loop over the commands, with dice thrown as often as between the two states."""
    thrown = _thrown(before, after)
    dice = Dice(before)
    start = process_time()
    for _ in commands:
        pass
    for _ in range(thrown):
        dice.share()
    return process_time() - start


def _lines(title: str, count: float, turns: Sequence[Turn], floor: int) -> Iterator[str]:
    rates = sorted(count / turn.ours for turn in turns)
    ratios = sorted(turn.ours / turn.bare for turn in turns if turn.bare)
    rate = statistics.median(rates)
    verdict = "met" if rate >= floor else "missed"
    yield f"{title:14}{_spread(rates)} a second, floor {floor:,}: {verdict}"
    if ratios:
        yield f"{'':14}{_spread(ratios)} times an empty loop that throws the same dice"


def _spread(found: Sequence[float]) -> str:
    return f"{found[0]:10,.0f} {statistics.median(found):10,.0f} {found[-1]:10,.0f}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure commands and fight rounds of the core.")
    parser.add_argument("--characters", type=int, default=100, metavar="N")
    parser.add_argument("--days", type=int, default=8, metavar="N", help="rounds of commands in one turn")
    parser.add_argument("--rooms", type=int, default=60, metavar="N", help="fights at the same time")
    parser.add_argument("--ticks", type=int, default=800, metavar="N", help="how long they last")
    parser.add_argument("--turns", type=int, default=7, metavar="N")
    given = parser.parse_args()
    catalog = compile_world(_CONTENT).catalog
    if catalog is None:
        raise SystemExit("the shipped world has errors: gamectl validate")
    bench = Bench(catalog, characters=given.characters, days=given.days, rooms=given.rooms, ticks=given.ticks)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, one used")
    print(f"{given.turns} turns of {bench.asked:,} commands and {bench.rounds:,.0f} fight rounds")
    commands, fights = [], []
    for _ in range(given.turns):
        commands.append(bench.commands())
        fights.append(bench.fights())
    print(f"{'':14}{'least':>10} {'median':>10} {'most':>10}")
    for line in _lines("commands", bench.asked, commands, _COMMANDS_FLOOR):
        print(line)
    for line in _lines("fight rounds", bench.rounds, fights, _ROUNDS_FLOOR):
        print(line)
    print(f"of the commands: {_counted(bench.kinds)}")
    print(f"facts of the fights: {_counted(bench.facts)}")


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counter.most_common())


if __name__ == "__main__":
    main()

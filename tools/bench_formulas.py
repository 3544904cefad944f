"""Prints how quickly formulas run, beside the same expressions compiled by CPython itself.

    python -m tools.bench_formulas --turns 15

Both sides read the same mapping and throw the same dice in the same process, in turns, so that their ratio
means something on a busy machine too; time is that of the processor for this process alone. Below it stands
what reading costs, for usual formulas and for the worst that a writer can send. The exit status judges
nothing.
"""

import argparse
import statistics
from collections.abc import Callable, Mapping
from functools import partial
from time import process_time
from typing import Final

from engine.base.dice import Dice
from engine.model.clause import Chance
from engine.rules.formulas import Scope, check, compile_formula

_AIM: Final = 2.0
"""How often as long as CPython's a hit formula may take."""

Value = Callable[[Mapping[str, float], Chance], float]
NAMES: dict[str, float] = {
    "level": 12.0,
    "base": 0.4,
    "per_level": 0.01,
    "skill": 37.0,
    "self.skill": 37.0,
    "self.attack": 14.0,
    "target.evasion": 12.0,
    "target.defense": 3.0,
}
PAIRS: tuple[tuple[str, str, Value], ...] = (
    (
        "hit chance",
        "clamp(0.5 + 0.005 * (self.skill - target.evasion), 0.05, 0.95)",
        lambda names, dice: min(
            max(0.5 + 0.005 * (names["self.skill"] - names["target.evasion"]), 0.05), 0.95
        ),
    ),
    (
        "gather chance",
        "min(1, base + per_level * skill)",
        lambda names, dice: min(1, names["base"] + names["per_level"] * names["skill"]),
    ),
    (
        "damage",
        "max(1, uniform(self.attack, self.attack + 0.01 * self.skill) - target.defense)",
        lambda names, dice: max(
            1,
            dice.uniform(names["self.attack"], names["self.attack"] + 0.01 * names["self.skill"])
            - names["target.defense"],
        ),
    ),
    (
        "difference",
        "self.attack - target.defense",
        lambda names, dice: names["self.attack"] - names["target.defense"],
    ),
    (
        "experience",
        "floor(100 * 1.05 ^ level)",
        lambda names, dice: (100 * 1.05 ** names["level"]) // 1,
    ),
)
SCOPE = Scope(names=frozenset(NAMES), families={"skills": None, "flag": None}, dice=True)
HOSTILE: tuple[tuple[str, str], ...] = (
    ("20 000 terms", "+".join(["1"] * 20_000)),
    ("3 000 `not`", "not " * 3_000 + "level"),
    ("500 brackets", "(" * 500),
    ("125 `not`", "not " * 124 + "x"),
    ("250 terms", "+".join(["1"] * 250)),
    ("166 unknown names", " ".join(f"a{place % 10}" for place in range(166))),
    ("500 strange signs", "$ " * 250),
    ("500 Arabic digits", "٣" * 500),
    ("500 NUL", "\0" * 500),
)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure formulas against the same expressions in Python.")
    parser.add_argument("--turns", type=int, default=15, metavar="N")
    parser.add_argument("--calls", type=int, default=20_000, metavar="N", help="in each turn")
    given = parser.parse_args()
    print(f"{given.turns} turns of {given.calls:,} calls; of the ratios the least, median and most")
    print(f"{'formula':16}{'ours/s':>12}{'CPython/s':>12}{'ours takes':>24}")
    for title, text, theirs in PAIRS:
        ours = compile_formula(text).value
        ours(NAMES, Dice(7))  # built when it is first asked
        turns = [race(ours, theirs, given.calls) for _ in range(given.turns)]
        ratios = sorted(mine / other for mine, other in turns if other)
        line = f"{title:16}{_pace(given.calls, [mine for mine, _ in turns])}"
        line += _pace(given.calls, [other for _, other in turns])
        if ratios:
            middle = statistics.median(ratios)
            line += f"{ratios[0]:8.2f} {middle:7.2f} {ratios[-1]:7.2f}"
            if title == "hit chance":
                line += f"   aim {_AIM:g}: {'met' if middle <= _AIM else 'missed'}"
        print(line)
    print(f"\n{'to check':24}{'ms':>8}")
    for title, text in [(title, text) for title, text, _ in PAIRS] + list(HOSTILE):
        print(f"{title:24}{1000 * best(partial(check, text, SCOPE), given.turns):8.3f}")
    print(f"\n{'to check and build':24}{'ms':>8}")
    print(f"{'hit chance, anew':24}{1000 * building(given.turns):8.3f}")


def _pace(calls: int, times: list[float]) -> str:
    least = min(times)
    return f"{calls / least:12,.0f}" if least else f"{'-':>12}"


def race(ours: Value, theirs: Value, calls: int) -> tuple[float, float]:
    """Seconds that each of two functions takes for so many calls."""
    took = []
    for value in (ours, theirs):
        dice, names, count = Dice(7), NAMES, range(calls)
        start = process_time()
        for _ in count:
            value(names, dice)
        took.append(process_time() - start)
    return took[0], took[1]


def best(work: Callable[[], object], turns: int) -> float:
    """Seconds of one call, the best of some."""
    times = []
    for _ in range(turns):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def building(turns: int) -> float:
    """Seconds to check, build and ask a formula that was never seen before."""
    times = []
    for turn in range(turns):
        text = f"clamp({turn / 7} + 0.005 * (self.skill - target.evasion), 0.05, 0.95)"
        start = process_time()
        check(text, SCOPE)
        compile_formula(text).value(NAMES, Dice(7))
        times.append(process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()

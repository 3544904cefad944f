"""Prints how quickly formulas run, beside the same expressions compiled by CPython itself.

Run it as `python tools/bench_formulas.py`. Both sides read the same mapping in the same process, in
turns, and the best turn of each counts, so that the ratio means something on a busy machine too. Below
it stands what reading costs, for usual formulas and for the worst that a writer can send.
"""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.base.dice import Dice
from engine.model.clause import Chance
from engine.rules.formulas import Scope, check, compile_formula

TURNS = 15
CALLS = 20_000

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
    """Print all figures."""
    print(f"{'formula':16}{'ours/s':>12}{'CPython/s':>12}{'ours takes':>13}")
    for title, text, theirs in PAIRS:
        ours = compile_formula(text).value
        pace_ours, pace_theirs = race(ours, theirs)
        print(f"{title:16}{pace_ours:12,.0f}{pace_theirs:12,.0f}{pace_theirs / pace_ours:11.2f} x")
    print(f"\n{'to check':24}{'ms':>8}")
    for title, text in [(title, text) for title, text, _ in PAIRS] + list(HOSTILE):
        print(f"{title:24}{1000 * best(partial(check, text, SCOPE)):8.3f}")
    print(f"\n{'to check and build':24}{'ms':>8}")
    print(f"{'hit chance, anew':24}{1000 * building():8.3f}")


def race(ours: Value, theirs: Value) -> tuple[float, float]:
    """Calls a second of two functions, the best turn of each."""
    fastest = [float("inf"), float("inf")]
    for _ in range(TURNS):
        for place, value in enumerate((ours, theirs)):
            dice = Dice(7)
            calls = range(CALLS)
            names = NAMES
            start = perf_counter()
            for _ in calls:
                value(names, dice)
            fastest[place] = min(fastest[place], perf_counter() - start)
    return CALLS / fastest[0], CALLS / fastest[1]


def best(work: Callable[[], object]) -> float:
    """Seconds of one call, the best of some."""
    times = []
    for _ in range(TURNS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def building() -> float:
    """Seconds to check, build and ask a formula that was never seen before."""
    times = []
    for turn in range(TURNS):
        text = f"clamp({turn / 7} + 0.005 * (self.skill - target.evasion), 0.05, 0.95)"
        start = perf_counter()
        check(text, SCOPE)
        compile_formula(text).value(NAMES, Dice(7))
        times.append(perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()

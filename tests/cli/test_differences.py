"""What differs is told as a patch tells it: applied to the old lines, it gives the new ones."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cli.differences import differences

LINES = st.lists(st.sampled_from("abcd"), max_size=14)


def applied(old: list[str], hunks: list[list[str]]) -> list[str]:
    """The old lines with a patch put in, by the numbers in its heads."""
    found: list[str] = []
    at = 0
    for head, *lines in hunks:
        numbers = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", head)
        assert numbers is not None
        first, length = int(numbers[1]), int(numbers[2] or 1)
        begin = first - 1 if length else first
        found += old[at:begin]
        assert len(found) == int(numbers[3]) - (1 if int(numbers[4] or 1) else 0)
        taken = [line[1:] for line in lines if line[0] != "+"]
        assert old[begin : begin + length] == taken
        found += [line[1:] for line in lines if line[0] != "-"]
        at = begin + length
    return found + old[at:]


@given(LINES, LINES, st.integers(0, 3))
def test_a_patch_makes_the_new_lines_of_the_old_ones(old: list[str], new: list[str], around: int) -> None:
    hunks = list(differences(old, new, around))

    assert applied(old, hunks) == new
    assert bool(hunks) == (old != new)


def test_what_differs_has_lines_around_it_and_what_is_near_goes_together() -> None:
    old = [f"line {number}" for number in range(30)]
    new = [*old[:5], "other", *old[6:8], "more", *old[8:20], *old[21:]]

    assert list(differences(old, new, 2)) == [
        [
            "@@ -4,7 +4,8 @@",
            " line 3",
            " line 4",
            "-line 5",
            "+other",
            " line 6",
            " line 7",
            "+more",
            " line 8",
            " line 9",
        ],
        ["@@ -19,5 +20,4 @@", " line 18", " line 19", "-line 20", " line 21", " line 22"],
    ]

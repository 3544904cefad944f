"""Single typical slips in the shipped world: one error, where it was made, and for typos what was meant."""

import pytest

from tools.slips import WORLD, failing, outcomes, share, table

COUNT = 600
ENOUGH = 0.97


def hold(seed: int, count: int) -> None:
    judged = list(outcomes(WORLD, seed, count))
    print(f"\n{table(judged)}")

    typos = [one.suggested for one in judged if one.suggested is not None]
    said = "\n".join(failing(judged))
    assert len(judged) == count
    assert sum(one.placed for one in judged) >= ENOUGH * count, said
    assert sum(typos) >= ENOUGH * len(typos), said
    assert sum(one.good for one in judged) >= ENOUGH * count, share(sum(one.good for one in judged), count)
    assert "Traceback" not in said


def test_a_slip_is_one_error_where_it_was_made() -> None:
    hold(seed=1, count=COUNT)


@pytest.mark.long
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_a_slip_is_one_error_whatever_the_seed(seed: int) -> None:
    hold(seed, COUNT)


def test_other_slips_are_told_as_well() -> None:
    hold(seed=2, count=300)

"""`gamectl rename KIND:OLD NEW` writes a new id everywhere, or only says what it would write."""

import pytest

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder


def files(world: WorldFolder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in world.path.rglob("*") if path.is_file()}


def test_the_new_id_is_written_and_every_line_shown(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["rename", "creatures:crab", "lobster", "-w", str(world.path)])

    said = capsys.readouterr().out
    assert code == exits.CLEAN
    assert "  -  crab:\n  +  lobster:\n" in said
    assert "creatures:crab is creatures:lobster in 3 places; " in said
    assert world.codes() == []


def test_a_dry_run_says_the_same_and_writes_nothing(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(world)

    code = run(["rename", "crab", "lobster", "--dry-run", "-w", str(world.path)])

    said = capsys.readouterr().out
    assert code == exits.CLEAN
    assert "  -  crab:\n  +  lobster:\n" in said
    assert "creatures:crab would be creatures:lobster in 3 places; " in said
    assert files(world) == before


@pytest.mark.parametrize(
    ("thing", "new", "becomes"),
    [
        ("crab", "creatures:lobster", "creatures:lobster"),
        ("creatures:crab", "creature:lobster", "creatures:lobster"),
        ("locations:harbor/dig", "location:harbor/mining", "locations:harbor/actions/mining"),
    ],
)
def test_the_kind_may_stand_before_the_new_id(
    thing: str, new: str, becomes: str, world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["rename", thing, new, "-n", "-w", str(world.path)])

    assert code == exits.CLEAN
    assert f" would be {becomes} in " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("thing", "new"),
    [("creatures:crab", "items:crab"), ("locations:harbor/dig", "locations:mine/dig")],
)
def test_nothing_is_renamed_into_another_kind_or_thing(
    thing: str, new: str, world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["rename", thing, new, "-w", str(world.path)])

    assert (code, capsys.readouterr().err) == (
        exits.NOT_RUN,
        f"gamectl: a rename moves nothing elsewhere: say the new id alone, in place of `{new}`.\n",
    )


def test_an_id_that_is_taken_is_refused_and_nothing_changes(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(world)

    code = run(["rename", "items:bread", "knife", "-w", str(world.path)])

    assert code == exits.NOT_RUN
    assert (
        "another item is called `knife` already (items.yaml:11). Choose another id."
        in capsys.readouterr().err
    )
    assert files(world) == before


def test_a_world_with_errors_is_left_alone(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write({"more.yaml": "items:\n  odd: {based_on: nothing}\n"})
    before = files(world)

    code = run(["rename", "items:bread", "loaf", "-w", str(world.path)])

    assert code == exits.FINDINGS
    assert "error[E2120]" in capsys.readouterr().out
    assert files(world) == before

"""Kept facts: they save time and change nothing, whatever becomes of them."""

from functools import partial
from pathlib import Path

import pytest

from engine.compiler.compile import Compiled, compile_world
from engine.compiler.decode import Limits
from engine.compiler.facts import Facts, Filed
from engine.compiler.filing import file_facts
from engine.compiler.keep import Kept
from engine.compiler.work import CacheDiffers, Work
from tools.worldgen import generate


@pytest.fixture
def world(tmp_path: Path) -> Path:
    generate(tmp_path / "world", entities=200, seed=1, per_file=50)
    return tmp_path / "world"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "kept", Limits())


def told(compiled: Compiled) -> tuple[object, ...]:
    return (compiled.report, repr(compiled.plain))


def test_kept_facts_give_the_same_world(world: Path, kept: Kept) -> None:
    first = compile_world(world, work=Work(kept=kept))
    again = compile_world(world, work=Work(kept=kept))

    assert told(first) == told(again) == told(compile_world(world))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    generate(folder, entities=4000, seed=1, per_file=500)
    return folder


def test_two_processes_give_the_same_world(large: Path) -> None:
    assert told(compile_world(large, work=Work(jobs=2))) == told(compile_world(large))


def test_what_two_processes_made_is_kept(large: Path, kept: Kept) -> None:
    first = compile_world(large, work=Work(jobs=2, kept=kept))

    found = [
        kept.get(kept.name(path.read_bytes()), again=lambda: Filed(Facts(clear=False)))
        for path in large.glob("*.yaml")
    ]

    assert len(found) == 9
    assert all(one is not None and one.facts.clear and one.bodies() for one in found)
    assert told(compile_world(large, work=Work(kept=kept))) == told(first)


def test_two_processes_that_can_keep_nothing_give_the_same_world(large: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file is no folder")

    compiled = compile_world(large, work=Work(jobs=2, kept=Kept(tmp_path / "file" / "below", Limits())))

    assert told(compiled) == told(compile_world(large))


class _Forgetful(Kept):
    """A cache that somebody else empties all the time."""

    def put(self, name: str, filed: Filed) -> bool:
        is_kept = super().put(name, filed)
        self.forget_all_but(set())
        return is_kept


def test_two_processes_whose_cache_is_emptied_meanwhile_give_the_same_world(
    large: Path, tmp_path: Path
) -> None:
    compiled = compile_world(large, work=Work(jobs=2, kept=_Forgetful(tmp_path / "kept", Limits())))

    assert told(compiled) == told(compile_world(large))


def test_a_changed_file_is_read_again(world: Path, kept: Kept) -> None:
    compile_world(world, work=Work(kept=kept))
    file = world / "region-0001.yaml"
    file.write_text(file.read_text().replace("rarity: common", "rarity: comon", 1))

    report = compile_world(world, work=Work(kept=kept)).report

    assert [(one.code, one.span.path) for one in report.diagnostics] == [("E1004", "region-0001.yaml")]


@pytest.mark.parametrize("damage", [b"", b"\xff" * 40, b"\x00" * 1000])
def test_damaged_facts_count_as_absent(world: Path, kept: Kept, damage: bytes) -> None:
    first = compile_world(world, work=Work(kept=kept))
    for path in kept.folder.iterdir():
        path.write_bytes(damage)

    assert told(compile_world(world, work=Work(kept=kept))) == told(first)


def test_one_changed_byte_of_kept_facts_is_noticed(world: Path, kept: Kept) -> None:
    first = compile_world(world, work=Work(kept=kept))
    for path in kept.folder.iterdir():
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    assert told(compile_world(world, work=Work(kept=kept))) == told(first)


def test_facts_that_are_not_those_of_the_file_are_found_by_verifying(world: Path, kept: Kept) -> None:
    compile_world(world, work=Work(kept=kept, verify=True))
    data = (world / "region-0000.yaml").read_bytes()
    kept.put(kept.name(data), Filed(Facts(clear=True)))

    with pytest.raises(CacheDiffers, match=r"region-0000\.yaml"):
        compile_world(world, work=Work(kept=kept, verify=True))


def test_only_the_facts_of_the_last_run_are_kept(world: Path, kept: Kept) -> None:
    compile_world(world, work=Work(kept=kept))
    (world / "region-0000.yaml").unlink()

    compile_world(world, work=Work(kept=kept))

    assert {path.name for path in kept.folder.iterdir()} == {
        kept.name(path.read_bytes()) for path in world.glob("*.yaml")
    }


def test_a_folder_that_cannot_be_written_keeps_nothing(world: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    kept = Kept(tmp_path / "file" / "kept", Limits())

    assert told(compile_world(world, work=Work(kept=kept))) == told(compile_world(world))


def test_other_limits_have_other_facts(tmp_path: Path) -> None:
    strict, usual = Kept(tmp_path, Limits(depth=4)), Kept(tmp_path, Limits())

    assert strict.name(b"a") != usual.name(b"a")


def _never() -> Filed:
    raise AssertionError("what was kept is whole")


def test_facts_that_were_put_are_got_again(kept: Kept) -> None:
    kept.put("some", Filed(Facts(clear=False)))

    found = kept.get("some", _never)

    assert found is not None
    assert found.facts == Facts(clear=False)
    assert found.bodies() == {}


def test_things_that_are_damaged_when_somebody_asks_are_made_anew(kept: Kept) -> None:
    data = b"flags:\n  lit: {type: bool, default: false}\n"
    made = file_facts("a.yaml", data, Limits())
    kept.put("some", made)
    found = kept.get("some", partial(file_facts, "a.yaml", data, Limits()))
    (kept.folder / "some").unlink()

    assert found is not None
    assert found.canonical() == made.canonical() == {"flags": {"lit": b'{"default":false,"type":"bool"}'}}
    assert found.bodies() == made.bodies()

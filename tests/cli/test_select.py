"""`--select` shows a part of the findings."""

from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder

BROKEN = {
    "peat.yaml": "items:\n  peat: {based_on: oer}\n  lamp: {based_on: ore, icon: lamp.svg}\n",
    "deep/down/more.yaml": "quests:\n  lamp-two: {based_on: lampe}\nspells:\n  glow: {based_on: mnd}\n",
    "deep/notes.yaml": "# gamectl: ignore[W7001]\nflags: {}\n",
}
EVERYTHING = ["glow", "lamp", "lamp-two", "notes", "peat"]
WORDS = {"oer": "peat", "lamp.svg": "lamp", "lampe": "lamp-two", "mnd": "glow", "reason": "notes"}


@pytest.fixture
def broken(world: WorldFolder) -> WorldFolder:
    """A world with a finding about each of five things."""
    return world.write(BROKEN)


def told(
    world: WorldFolder, capsys: pytest.CaptureFixture[str], *selectors: str, folder: str = ""
) -> list[str]:
    """The things that are told of."""
    chosen = [f"--select={selector}" for selector in selectors]
    run(["validate", folder or str(world.path), "--format", "concise", *chosen])
    lines = capsys.readouterr().out.splitlines()[:-1]
    return sorted({name for line in lines for word, name in WORDS.items() if word in line.split("]: ", 1)[1]})


@pytest.mark.parametrize(
    ("selectors", "things"),
    [
        ((), EVERYTHING),
        (("kind:items",), ["lamp", "peat"]),
        (("kind:items", "kind:spells"), ["glow", "lamp", "peat"]),
        (("kind:items", "code:W"), ["lamp"]),
        (("kind:items kind:spells code:E",), ["glow", "peat"]),
        (("id:lamp",), ["lamp"]),
        (("id:lamp*",), ["lamp", "lamp-two"]),
        (("id:spells:glow",), ["glow"]),
        (("id:spells:*", "id:peat"), ["glow", "peat"]),
        (("path:deep/**",), ["glow", "lamp-two", "notes"]),
        (("path:deep",), ["glow", "lamp-two", "notes"]),
        (("path:./deep/",), ["glow", "lamp-two", "notes"]),
        (("path:deep/*.yaml",), ["notes"]),
        (("path:**/more.yaml",), ["glow", "lamp-two"]),
        (("path:pea?.yaml",), ["lamp", "peat"]),
        (("path:*",), EVERYTHING),
        (("code:e21",), ["glow", "lamp-two", "peat"]),
        (("code:E2120", "code:W7001"), ["glow", "lamp", "lamp-two", "peat"]),
        (("code:E90", "kind:items"), []),
        (("id:item:peat",), ["peat"]),
    ],
)
def test_selectors_of_one_sort_are_alternatives_and_sorts_must_all_hold(
    selectors: tuple[str, ...],
    things: list[str],
    broken: WorldFolder,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert told(broken, capsys, *selectors) == things


def test_a_path_may_be_written_as_messages_write_it(
    broken: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(broken.path.parent)

    shown = told(broken, capsys, "path:content/deep/down/more.yaml", folder="content")

    assert shown == ["glow", "lamp-two"]


def test_what_was_not_selected_is_counted_and_does_not_fail(
    broken: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["validate", str(broken.path), "--select", "kind:flags"])

    assert (code, capsys.readouterr().out) == (
        exits.CLEAN,
        (
            "no findings in 13 files with 21 things; 5 not selected, 4 errors among them; "
            "more is looked at once the errors are mended\n"
        ),
    )


def test_what_was_selected_fails(broken: WorldFolder) -> None:
    assert run(["validate", str(broken.path), "--select", "id:glow"]) == exits.FINDINGS
    assert run(["validate", str(broken.path), "--select", "id:lamp"]) == exits.CLEAN


@pytest.mark.parametrize(
    ("selector", "says"),
    [
        ("quests", "`quests` selects nothing. Write kind:quests, id:lamp, path:harbor/** or code:E21."),
        ("thing:lamp", "`thing:lamp` selects nothing."),
        ("kind:quets", "there is no kind quets. Did you mean quests?"),
        ("kind:weather", "there is no kind weather. The kinds are world, rules, "),
        ("id:", "`id:` ends too early. Write what is meant after the colon."),
        ("id:moosling", "nothing here is called moosling. Write an id such as lamp, items:lamp or lamp*."),
        ("id:moos*", "nothing here is called moos*."),
        ("id:mena", "nothing here is called mena. Did you mean mend?"),
        ("id:items:mend", "nothing here is called items:mend."),
        ("id:spell:mena", "nothing here is called spell:mena. Did you mean spells:mend?"),
        ("id:spels:mend", "there is no kind spels. Did you mean spells?"),
        ("path:skils.yaml", "there is no file or folder skils.yaml here. Did you mean skills.yaml?"),
        (
            "path:far/away/**",
            "there is no file or folder far/away/** here. Write it from the content folder on",
        ),
        (
            "code:E99",
            "no code is or begins with E99. Write E90 or a whole code. `gamectl rules` lists them all.",
        ),
        ("code:E9", "no code is or begins with E9. Write E90 or a whole code. "),
        ("code:E2104X", "no code is or begins with E2104X. Did you mean E2104?"),
        ("code:beans", "no code is or begins with BEANS. Write the beginning, such as E21, or a whole code."),
    ],
)
def test_a_selector_that_means_nothing_is_refused(
    selector: str, says: str, world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["validate", str(world.path), "--select", selector])

    shown = capsys.readouterr()
    assert (code, shown.out) == (exits.NOT_RUN, "")
    assert says in shown.err


def test_a_kind_may_be_called_as_a_single_thing_is(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["validate", str(world.path), "--select", "kind:quests"])
    many = capsys.readouterr()

    assert run(["validate", str(world.path), "--select", "kind:quest"]) == exits.CLEAN

    assert capsys.readouterr() == many


def test_a_finding_is_told_for_every_file_and_thing_that_it_points_at(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(
        {
            "one.yaml": "flags:\n  dark: {type: bool, default: false}\n  dim: {type: bool, default: false}\n",
            "three.yaml": "flags:\n  dim: {type: bool, default: true}\n",
            "two.yaml": "quests:\n  q: {based_on: none-such}\n  p:\n    based_on: none-such\n",
        }
    )

    def shown(selector: str) -> list[str]:
        run(["validate", str(world.path), "--format", "concise", "--select", selector])
        lines = capsys.readouterr().out.splitlines()[:-1]
        return [line.removeprefix(f"{world.path}/").partition(" ")[0] for line in lines]

    places = {selector: shown(selector) for selector in ("path:one.yaml", "path:three.yaml", "id:dim")}
    assert places == {key: ["three.yaml:2:3:"] for key in places}
    assert shown("id:q") == shown("id:quests:p") == ["two.yaml:2:17:"]
    assert shown("id:dark") == []


def test_nothing_is_selected_quietly_in_a_folder_without_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["validate", str(tmp_path), "--select", "id:lamp"])

    assert (code, capsys.readouterr().err) == (
        exits.NOT_RUN,
        "gamectl: nothing here is called lamp. Write an id such as lamp, items:lamp or lamp*.\n",
    )

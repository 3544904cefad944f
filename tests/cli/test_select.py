"""`--select` shows a part of the findings."""

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
        (("path:pea",), []),
        (("code:e21",), ["glow", "lamp-two", "peat"]),
        (("code:E2120", "code:W7001"), ["glow", "lamp", "lamp-two", "peat"]),
        (("code:E9", "kind:items"), []),
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
        "no findings in 13 files with 21 things; 5 not selected\n",
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
        ("code:E99", "no code begins with E99. `gamectl rules` lists them all."),
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

"""A finding is recognised again after its line has moved, and is never taken for another one."""

from engine.compiler.compile import compile_files
from engine.compiler.fingerprints import fingerprints
from tests.small_world import SMALL_WORLD, WorldFolder

PEAT = """\
items:
  peat:
    based_on: ore
    requires: [{level: two}, {level: two}]
    icon: peat.svg
  turf:
    based_on: ore
    requires: [{level: two}]
"""


def prints(files: dict[str, str]) -> dict[tuple[str, str | None, int], str]:
    """Fingerprints by code, thing, and which of those it is."""
    world = {**SMALL_WORLD, **files}
    raw = {
        path: text.encode() if isinstance(text, str) else text
        for path, text in world.items()
        if path.endswith(".yaml")
    }
    report = compile_files(raw, {"thing.svg"}).report
    known: dict[tuple[str, str | None, int], str] = {}
    for found, one in fingerprints(report).items():
        key = (found.code, found.entity)
        known[*key, sum(1 for other in known if other[:2] == key)] = one
    return known


def test_every_finding_has_one_of_its_own() -> None:
    known = prints({"peat.yaml": PEAT})

    assert list(known) == [
        ("E1002", "items:peat", 0),
        ("E1002", "items:peat", 1),
        ("W7001", "items:peat", 0),
        ("E1002", "items:turf", 0),
    ]
    assert len(set(known.values())) == 4


def test_they_survive_new_lines_other_indents_and_another_place_for_the_thing() -> None:
    known = prints({"peat.yaml": PEAT})
    later = PEAT.replace("items:\n", "# Fuel, of which there is much.\n\nflags: {}\nitems:\n  # first\n")
    wider = PEAT.replace("    requires: [", "    requires:   [   ")
    first, _, second = PEAT.removeprefix("items:\n").partition("  turf:\n")
    turned = f"items:\n  turf:\n{second}{first}"

    for files in (
        {"peat.yaml": later},
        {"peat.yaml": wider},
        {"moor/fuel.yaml": PEAT},
        {"peat.yaml": turned},
    ):
        assert prints(files) == known


def test_mending_one_thing_leaves_those_of_others_alone() -> None:
    known = prints({"peat.yaml": PEAT})

    mended = prints({"peat.yaml": PEAT.replace("[{level: two}, {level: two}]", "[]")})

    assert mended == {key: one for key, one in known.items() if key[:2] != ("E1002", "items:peat")}


def test_another_mistake_at_the_same_place_is_another_finding() -> None:
    known = prints({"peat.yaml": PEAT})

    other = prints({"peat.yaml": PEAT.replace("icon: peat.svg", "icon: peet.svg")})

    assert {key for key in known if known[key] != other[key]} == {("W7001", "items:peat", 0)}


def test_a_finding_about_no_thing_is_known_by_its_file() -> None:
    comment = "# gamectl: ignore[W7001] not needed\n"

    known = prints({"a.yaml": f"flags: {{}}\n{comment}", "b.yaml": comment + comment})
    moved = prints({"a.yaml": f"\n\nflags: {{}}\n\n{comment}", "b.yaml": f"# hello\n{comment}{comment}"})

    assert len(set(known.values())) == 3
    assert moved == known


def test_what_is_selected_does_not_change_them(world: WorldFolder) -> None:
    report = world.write({"peat.yaml": PEAT}).compile().report

    assert len(fingerprints(report)) == len(report.diagnostics)

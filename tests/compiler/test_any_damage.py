"""Whatever is done to the bytes of a world: findings with places, in any order of files, never a crash."""

import random
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.compiler.compile import Compiled, compile_files
from engine.compiler.entities import ALL_KINDS
from engine.compiler.gather import gather
from engine.compiler.nodes import plain
from engine.compiler.read import read_document
from engine.compiler.validate import quick, thorough
from tests.small_world import SMALL_WORLD

FILES = {
    path: text.encode() if isinstance(text, str) else text
    for path, text in SMALL_WORLD.items()
    if path.endswith(".yaml")
}
PICTURES = frozenset({"thing.svg"})
PIECES = [
    *(sign.encode() for sign in " \n:[]{},#'|>\t\"é-0"),
    *(
        b"",
        b"  ",
        b": ",
        b"- ",
        b"&a ",
        b"*a",
        b"!x ",
        b"<<: ",
        b"\x00",
        b"\xff",
        b"\xc3",
        b"---\n",
        b"{}",
        b"[]",
    ),
    *(b"-1", b"1e9", b"0.5", b"true", b"null", b"no", b"''", b"9" * 20, b"2d6", b"self.attack"),
    *(b"based_on: bread", b"item: ", b"if", b"random", b"structure", b"harbor"),
]


def check(compiled: Compiled) -> None:
    report = compiled.report
    assert (compiled.plain is None) == (compiled.catalog is None) == (not report.ok)
    for found in report.diagnostics:
        lines = report.sources.get(found.span.path)
        assert lines is not None or found.span.path == "."
        if lines is not None:
            assert 1 <= found.span.line <= len(lines)
            # One past the end is where something is missing.
            assert 1 <= found.span.column <= len(lines[found.span.line - 1]) + 1
            assert found.span.length >= 1
        assert found.message
        assert not any(word in found.message for word in ("None", "dict", "schema", "Error"))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    path=st.sampled_from(sorted(FILES)),
    places=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=4
    ),
)
def test_bytes_put_in_and_taken_out_are_findings(path: str, places: list[tuple[float, int, bytes]]) -> None:
    data = FILES[path]
    for where, taken, put in places:
        at = int(where * len(data))
        data = data[:at] + put + data[at + taken :]

    compiled = compile_files(FILES | {path: data}, PICTURES)

    check(compiled)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    path=st.sampled_from(sorted(FILES)),
    first=st.integers(0, 60),
    second=st.integers(0, 60),
    how=st.sampled_from(["swap", "drop", "double", "indent", "empty"]),
)
def test_lines_moved_about_are_findings(path: str, first: int, second: int, how: str) -> None:
    lines = FILES[path].splitlines(keepends=True)
    first, second = first % len(lines), second % len(lines)
    if how == "swap":
        lines[first], lines[second] = lines[second], lines[first]
    elif how == "drop":
        del lines[first]
    elif how == "double":
        lines.insert(second, lines[first])
    elif how == "indent":
        lines[first] = b"  " + lines[first]
    else:
        lines[first] = lines[first].split(b":")[0] + b":\n"

    compiled = compile_files(FILES | {path: b"".join(lines)}, PICTURES)

    check(compiled)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(old=b"bread", new=b"ore")
@given(
    old=st.sampled_from(
        [
            b"bread",
            b"harbor",
            b"crab",
            b"mara",
            b"lit",
            b"lamp",
            b"fed",
            b"mend",
            b"MINING",
            b"weapon",
            b"chapel",
            b"hello",
        ]
    ),
    new=st.sampled_from(
        [b"{}", b"[]", b"7", b"~", b"true", b'""', b"x", b"ore", b"mine", b"'a b'", b"[[a]]", b"{a: b}"]
    ),
)
def test_words_replaced_everywhere_are_findings(old: bytes, new: bytes) -> None:
    compiled = compile_files({path: data.replace(old, new) for path, data in FILES.items()}, PICTURES)

    check(compiled)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), word=st.sampled_from([b"bread", b"harbor", b"crab", b"lit"]))
def test_the_order_of_files_changes_nothing(seed: int, word: bytes) -> None:
    # Broken in one file and in order in the others, so that there is something to tell.
    files = FILES | {
        "quests.yaml": FILES["quests.yaml"].replace(word, b"nothing"),
        "mara.yaml": FILES["mara.yaml"][7:],
    }
    shuffled = list(files.items())
    random.Random(seed).shuffle(shuffled)

    assert compile_files(dict(shuffled), PICTURES).report == compile_files(files, PICTURES).report


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10_000),
    st.floats(-2, 2),
    st.sampled_from(
        ["", " ", "x", "1s", "5c", "20:00", "a b", "item", "x\n", "a.svg", "\u00e9", "bool", "2d6"]
    ),
    st.lists(st.sampled_from(["a", "a", 1, None]), max_size=2),
    st.dictionaries(st.sampled_from(["id", "level", "item", "a b"]), st.integers(-1, 3), max_size=2),
)


def written_bodies() -> dict[str, Any]:
    gathered = gather(read_document(path, data) for path, data in FILES.items())
    return {kind: plain(body.body) for kind in ALL_KINDS for body in gathered.entities[kind].values()}


@settings(max_examples=400, deadline=None)
@given(kind=st.sampled_from(sorted(written_bodies())), data=st.data())
def test_both_validators_judge_alike(kind: str, data: st.DataObject) -> None:
    body = written_bodies()[kind]
    place: Any = body
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
            place = place[key]
            continue
        place[key] = data.draw(VALUES)
        break

    assert quick(kind).is_valid(body) == thorough(kind).is_valid(body)


def test_the_same_content_in_other_files_is_the_same_world() -> None:
    together: dict[str, bytes] = {"a.yaml": b"", "b.yaml": b""}
    for number, (_, data) in enumerate(sorted(FILES.items())):
        if data.startswith((b"locations", b"world")):
            together[f"c{number}.yaml"] = data
        else:
            together["b.yaml" if number % 2 else "a.yaml"] += data

    one, other = compile_files(FILES, PICTURES), compile_files(together, PICTURES)

    assert one.catalog is not None
    assert other.catalog is not None
    assert one.catalog.digest == other.catalog.digest
    assert one.plain == other.plain

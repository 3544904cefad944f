"""The accepting way of reading against the explaining one: what it takes has no finding, and equal values."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.compiler.compile import compile_files
from engine.compiler.decode import Limits
from engine.compiler.load import read_folder
from engine.compiler.nodes import plain
from engine.compiler.quick import UNCLEAR_LINE, is_unclear, read_quickly
from engine.compiler.read import read_document
from tools.worldgen import generate

WORLDS = Path(__file__).parent.parent / "worlds"
SHIPPED = Path(__file__).parent.parent.parent / "content"
LIMITS = Limits()

PIECES = st.sampled_from(
    [
        *(
            "a",
            "b",
            "bread",
            "no",
            "On",
            "=",
            "<<",
            "~",
            "null",
            "true",
            "0",
            "-1",
            "12",
            "012",
            "0x1f",
            "0o7",
        ),
        *(
            "1_0",
            "12:30",
            "1e3",
            "1.5",
            "1.5e3",
            "-.5",
            "+1",
            ".inf",
            ".nan",
            "2001-01-01",
            "1.0.0",
            "250c",
            "2d6",
        ),
        *(
            "9007199254740993",
            "12345678901234567890",
            "- ",
            "-",
            ": ",
            ":",
            "? ",
            ", ",
            "[",
            "]",
            "{",
            "}",
            "#",
        ),
        *(
            " #",
            " #3",
            "  #a",
            "text: ",
            '"',
            "'",
            "\\",
            '\\"',
            "\\n",
            "\\x41",
            "&a ",
            "*a",
            "!x ",
            "| ",
            ">",
            "%",
            "@",
            "`",
            "---",
            "...",
            " ",
        ),
        *(
            "  ",
            "\n",
            "\n  ",
            "\n    ",
            "\n- ",
            "\n\n",
            "\t",
            "\r\n",
            "\u2028",
            "\x85",
            "é",
            "\ufeff",
            "a: b",
            "a: 1\n",
        ),
    ]
)


def agrees(text: str) -> bool:
    """Whether the quick way took the text; it must then say what the slow way says."""
    quick = read_quickly(text, LIMITS)
    if quick is None:
        return False
    slow = read_document("a.yaml", text.encode("utf-8", "surrogatepass"), LIMITS)
    values = plain(slow.root) if slow.root is not None else None
    assert slow.findings == ()
    assert (repr(quick[0]), quick[1] if slow.root else 0) == (repr(values), slow.nodes)
    return True


@given(st.lists(PIECES, max_size=24).map("".join))
@example("a: b\n")
@example(f"a: 0.{'1' * 500}\n")
@example(f"a: {{b: -1.{'0' * 500}}}\n")
@example("a: [1, 2.0, x]\nb: {c: 'd'}\n")
def test_what_is_read_quickly_reads_the_same_slowly(text: str) -> None:
    agrees(text)


@given(st.lists(PIECES, max_size=24).map("".join))
def test_looking_for_single_signs_first_finds_every_unclear_line(text: str) -> None:
    assert is_unclear(text) == (UNCLEAR_LINE.search(text) is not None)


@pytest.mark.parametrize(
    ("line", "unclear"),
    [
        ("text: Net #3 is mine.", True),
        ("  - name: Net  #3", True),
        ("text: Net # a note", False),
        ("price: 4c  # cheap", False),
        ("  #name: Net", False),
        ("#3", False),
        ("text: Net ## a note", False),
        ("text: Net#3", False),
        ("text: Net   #a note in a column", False),
    ],
)
def test_a_text_that_a_sign_may_cut_off_is_left_to_the_slow_way(line: str, unclear: bool) -> None:
    assert is_unclear(line) is unclear
    assert (read_quickly(f"a: b\n{line}\n", LIMITS) is None) is unclear


@pytest.mark.parametrize("first", "0189.+-_xXeE")
def test_no_short_number_is_read_another_way(first: str) -> None:
    signs = ["", *"0178_xXoObBeEaF.+-:"]
    texts = {first + second + third for second in signs for third in signs}

    assert {text for text in texts if agrees(f"a: {text}\n")} < texts


@given(
    key=st.sampled_from(["a", "b-c", "on", "1", "1.5", "null", "~", "x y", '"q"', "'q'", "2001-01-01"]),
    value=st.text(alphabet="ab019 .:-_+,#eExXoO'\"[]{}&*!|>%@`?~=<\n", max_size=12),
)
def test_a_value_means_the_same_both_ways(key: str, value: str) -> None:
    agrees(f"{key}: {value}\n")
    agrees(f"k: [{key}, {value}]\n")
    agrees(f"k: {{{key}: {value}}}\n")
    agrees(f"k:\n  - {value}\n  - {key}: {value}\n")


BLOCK_LINES = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b: c",
                "# d",
                "- e",
                "'f",
                '"g',
                "{h}",
                "[i",
                "|",
                "x:",
                "&y",
                "*z",
                "!t",
                "@",
                "%",
                "---",
            ),
            *("...", "012", "yes", "k  l", "\to", "é", "\\", "key: |", "- >", "p, q"),
            # Some twice: where lines end and how far they are set in matters most.
            *("", "", "", " m", " m", "n ", "n "),
        ]
    ),
    min_size=1,
    max_size=4,
)


@given(
    before=st.sampled_from(["k: ", "k:\n  j: ", "k:\n  - j: ", "k:\n  - ", "- "]),
    style=st.sampled_from(["|", ">", "|-", ">-", "|+", ">2", "| # a note"]),
    inset=st.integers(1, 6),
    lines=BLOCK_LINES,
    after=st.sampled_from(
        ["", "\n", "\n\n", "\nz: 1\n", "\n  z: 1\n", "\n    z: 1\n", "\n  - z\n", "\n# z\n", "\n  # z\n"]
    ),
)
def test_a_block_text_says_the_same_both_ways(
    before: str, style: str, inset: int, lines: list[str], after: str
) -> None:
    block = "\n".join(f"{' ' * inset}{line}" if line else "" for line in lines)

    agrees(f"{before}{style}\n{block}{after}")


@pytest.mark.parametrize(
    "text",
    [
        'k: |\n  Once: a # day\n\n  "Later\nj: 1\n',
        "k:\n  - j: >-\n      no\n      - 012\n    i: 2\n",
        "k:\n  - >\n    [a\n  - b\n",
    ],
)
def test_a_simple_block_text_is_read_quickly(text: str) -> None:
    assert agrees(text)


@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_reads_the_same_both_ways(seed: int) -> None:
    random = Random(seed)
    files = sorted(SHIPPED.rglob("*.yaml"))
    lines = random.choice(files).read_text("utf-8").splitlines(keepends=True)
    start = random.randrange(len(lines))
    text = "".join(lines[start : start + 12])
    for _ in range(random.randrange(1, 4)):
        place = random.randrange(len(text) + 1)
        piece = random.choice((" ", "\n", ":", "- ", '"', "'", "[", "}", ",", "#", "0", "\t", ">", "&", "~"))
        text = text[:place] + piece + text[place + random.randrange(3) :]

    agrees(text)


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("folder", [SHIPPED, *sorted(WORLDS.iterdir())], ids=lambda folder: folder.name)
def test_every_file_of_our_worlds_is_read_quickly(folder: Path, ends: str) -> None:
    texts = {
        path.name: path.read_text("utf-8").replace("\n", ends) for path in sorted(folder.rglob("*.yaml"))
    }
    taken = {name: agrees(text) for name, text in texts.items()}

    assert [name for name, quick in taken.items() if not quick] == []


@pytest.mark.parametrize("folder", [SHIPPED, *sorted(WORLDS.iterdir())], ids=lambda folder: folder.name)
def test_a_world_compiles_to_the_same_both_ways(folder: Path) -> None:
    found = read_folder(folder)

    quick = compile_files(found.files, found.pictures)
    slow = compile_files(found.files, found.pictures, straight=False)

    assert (quick.report, quick.report.sources) == (slow.report, slow.report.sources)
    assert repr(quick.plain) == repr(slow.plain)
    assert quick.catalog is not None
    assert slow.catalog is not None
    assert (quick.catalog.digest, quick.catalog.sources) == (slow.catalog.digest, slow.catalog.sources)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_made_up_world_has_no_findings_and_compiles_to_the_same_both_ways(
    tmp_path: Path, seed: int
) -> None:
    generate(tmp_path / "world", entities=300, seed=seed, per_file=100)
    found = read_folder(tmp_path / "world")

    quick = compile_files(found.files, found.pictures)
    slow = compile_files(found.files, found.pictures, straight=False)

    assert quick.report.diagnostics == ()
    assert (quick.report, repr(quick.plain)) == (slow.report, repr(slow.plain))


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world in which things of many files name each other."""
    folder = tmp_path_factory.mktemp("worlds") / "made-up"
    generate(folder, entities=120, seed=3, per_file=30)
    return folder


def slipped(files: Mapping[str, bytes], random: Random) -> dict[str, bytes]:
    """The same files after some slips."""
    changed = dict(files)
    for _ in range(random.randrange(1, 4)):
        path = random.choice(sorted(changed))
        lines = changed[path].decode().splitlines(keepends=True) or [""]
        place = random.randrange(len(lines))
        line = lines[place]
        column = random.randrange(len(line) + 1)
        match random.randrange(8):
            case 0:
                lines[place : place + random.randrange(1, 6)] = []
            case 1:
                lines.insert(place, line)
            case 2:
                lines[place] = " " + line
            case 3:
                lines += lines[place : place + 9]
            case 4 if len(changed) > 2:
                del changed[path]
                continue
            case 5:
                other = random.choice(sorted(changed))
                changed[f"copy-of-{other}"] = changed[other]
                continue
            case _:
                sign = random.choice(
                    ("", "x", " ", "0", ": ", "\n", '"', "# gamectl: ignore[W8007] so\n", "a")
                )
                lines[place] = line[:column] + sign + line[column + 1 :]
        changed[path] = "".join(lines).encode()
    return changed


@pytest.mark.parametrize("name", ["mill", "shipped", "made-up"])
@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_slips_are_told_the_same_both_ways(made_up: Path, name: str, seed: int) -> None:
    folder = {"mill": WORLDS / "mill", "shipped": SHIPPED, "made-up": made_up}[name]
    found = read_folder(folder)
    files = slipped(found.files, Random(seed))
    if seed % 4 == 0:
        files = {path: data.replace(b"\n", b"\r\n") for path, data in files.items()}

    quick = compile_files(files, found.pictures)
    slow = compile_files(files, found.pictures, straight=False)

    assert (quick.report, quick.report.sources) == (slow.report, slow.report.sources)
    assert repr(quick.plain) == repr(slow.plain)
    assert quick.sources == slow.sources

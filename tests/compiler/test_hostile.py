"""Files that mean harm, or only come from careless hands: a finding with a place, never a crash."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.compiler.compile import compile_files
from engine.compiler.decode import FINDINGS_PER_FILE, Limits
from engine.compiler.filing import file_facts
from engine.compiler.load import read_folder
from engine.compiler.read import read_document
from tests.small_world import SMALL_WORLD, WorldFolder
from tools.worldgen import generate


def merge_bomb(levels: int) -> bytes:
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, levels)]
    return "\n".join(lines).encode()


def alias_bomb(levels: int) -> bytes:
    lines = ["a0: &a0 lol"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines).encode()


HOSTILE: dict[str, tuple[bytes, str]] = {
    # Bytes.
    "latin-1": (b"a: caf\xe9", "E0001"),
    "half a sign at the end": (b"a: \xe2\x82", "E0001"),
    "overlong": (b"a: \xc0\xaf", "E0001"),
    "surrogate in UTF-8": (b"a: \xed\xa0\x80", "E0001"),
    "past the last sign": (b"a: \xf4\x90\x80\x80", "E0001"),
    "UTF-16 little": ("a: b".encode("utf-16"), "E0002"),
    "UTF-16 big": (b"\xfe\xff\x00a\x00:\x00 \x00b", "E0002"),
    "UTF-16 little without mark": ("ab: c".encode("utf-16-le"), "E0002"),
    "UTF-16 big without mark": ("ab: c".encode("utf-16-be"), "E0002"),
    "UTF-32": ("ab: c".encode("utf-32"), "E0002"),
    "BOM": (b"\xef\xbb\xbfa: b", "E0002"),
    "NUL": (b"a: b\x00c", "E0003"),
    "only NULs": (b"\x00" * 100, "E0002"),
    "NUL escape": (b'a: "b\\0c"', "E0003"),
    "escape sign": (b"a: \x1b[31mred", "E0003"),
    "escape escape": (b'a: "\\e[31mred"', "E0003"),
    "hex escape": (b'a: "\\x07"', "E0003"),
    "delete": (b"a: b\x7f", "E0003"),
    "C1 control": ("a: b\x9b".encode(), "E0003"),
    "BOM inside": ("a: b\ufeffc".encode(), "E0003"),
    "no character": ("a: \uffff".encode(), "E0003"),
    "backspace": (b"a: b\x08c", "E0003"),
    "too large": (b"#" * (2 * 1024 * 1024 + 1), "E0004"),
    # Depth, number, size.
    "brackets": (b"a: " + b"[" * 100_000, "E0005"),
    "braces": (b"{a: " * 100_000, "E0005"),
    "closed brackets": (b"a: " + b"[" * 500 + b"]" * 500, "E0005"),
    "dashes": (b"- " * 50_000 + b"x", "E0005"),
    "question marks": (b"? " * 50_000 + b"x", "E0005"),
    "indents": ("\n".join(" " * n + "a:" for n in range(400)).encode(), "E0005"),
    "nested keys": (b"? [" * 5_000, "E0005"),
    "long text": (b"a: " + b"x" * 70_000, "E0007"),
    "long quoted text": (b'a: "' + b"x" * 70_000 + b'"', "E0007"),
    "long block text": (b"a: |\n" + b"  xxxxxxxxxxxxxxxxx\n" * 5_000, "E0007"),
    "long key": (b"? " + b"k" * 70_000 + b"\n: b", "E0007"),
    "ten megabytes": (b"a: " + b"x" * 10_000_000, "E0004"),
    "two megabytes of text": (b"a: " + b"x" * 2_000_000, "E0007"),
    "two megabytes in quotes that never close": (b"a: '" + b"x: y\n" * 300_000, "E0008"),
    "a million hex digits": (b"a: 0x" + b"f" * 1_000_000, "E0007"),
    "a million digits": (b"a: " + b"9" * 1_000_000, "E0007"),
    "lists and mappings in turn": (b"a: " + b"[{b: " * 30_000, "E0005"),
    "deep block and flow": (b"- - - - a:\n" + b" " * 10 + b"[" * 90, "E0005"),
    # Anchors and the like.
    "billion laughs": (alias_bomb(60), "E0010"),
    "a hundred thousand anchors": (
        "\n".join(f"a{n}: &x{n} b" for n in range(100_000)).encode(),
        "E0010",
    ),
    "merge of a list of itself": (b"a: &a {<<: [*a, *a]}", "E0010"),
    "anchor in a key of a key": (b"? &a {? &b c : *a}\n: *b", "E0010"),
    "Python call": (b"a: !!python/object/new:os.system [echo hi]", "E0011"),
    "Python tuple": (b"a: !!python/tuple [1, 2]", "E0011"),
    "Python bytes": (b"a: !!python/bytes aGk=", "E0011"),
    "tag written out": (b"a: !<tag:yaml.org,2002:python/object/apply:eval> ['1']", "E0011"),
    "tag on a key": (b"!!python/name:exec a: b", "E0011"),
    "pairs": (b"a: !!pairs [b: c]", "E0011"),
    "alias bomb": (alias_bomb(12), "E0010"),
    "merge bomb": (merge_bomb(12), "E0010"),
    "anchors": ("\n".join(f"a{n}: &x{n} b" for n in range(3_000)).encode(), "E0010"),
    "anchor on a key": (b"&a a: b", "E0010"),
    "alias without anchor": (b"a: *nowhere", "E0010"),
    "alias to itself": (b"a: &a [*a]", "E0010"),
    "alias as key": (b"a: &a b\n*a : c", "E0010"),
    "Python object": (b"a: !!python/object/apply:os.system ['true']", "E0011"),
    "Python name": (b"a: !!python/name:os.system", "E0011"),
    "Python module": (b"a: !!python/module:antigravity", "E0011"),
    "binary": (b"a: !!binary aGVsbG8=", "E0011"),
    "set": (b"a: !!set {b, c}", "E0011"),
    "ordered map": (b"a: !!omap [b: c]", "E0011"),
    "timestamp tag": (b"a: !!timestamp 2020-01-01", "E0011"),
    "string tag": (b"a: !!str 7", "E0011"),
    "own tag": (b"a: !thing {b: c}", "E0011"),
    "bare tag": (b"a: ! b", "E0011"),
    "tag handle": (b"%TAG ! tag:x,2000:\n---\na: !b c", "E0011"),
    "unknown handle": (b"a: !nope!b c", "E0011"),
    "merge key": (b"<<: {a: b}", "E0012"),
    # Structure.
    "twice": (b"a: b\na: c", "E0013"),
    "twice quoted": (b"a: b\n'a': c", "E0013"),
    "twice deep": (b"a: {b: {c: 1, c: 2}}", "E0013"),
    "a hundred thousand times the same key": (b"a: 1\n" * 100_000, "E0013"),
    "id as deep as its keys": (b"a:\n  b: 1\n  c:\n  b: 2\n", "E0025"),
    "two documents": (b"a: b\n---\nc: d", "E0014"),
    "two documents, one empty": (b"a: b\n---\n", "E0014"),
    "list as key": (b"[a]: b", "E0021"),
    "mapping as key": (b"{a: b}: c", "E0021"),
    # Scalars.
    "no": (b"a: no", "E0009"),
    "On": (b"a: On", "E0009"),
    "OFF": (b"a: OFF", "E0009"),
    "yes as key": (b"yes: a", "E0009"),
    "octal": (b"a: 012", "E0009"),
    "octal 1.2": (b"a: 0o14", "E0009"),
    "binary number": (b"a: 0b11", "E0009"),
    "underscores": (b"a: 1_000", "E0009"),
    "clock": (b"a: 12:30", "E0009"),
    "clock with seconds": (b"a: 1:30:45", "E0009"),
    "exponent": (b"a: 1e3", "E0009"),
    "exponent without sign": (b"a: 1.5e3", "E0009"),
    "date": (b"a: 2020-01-01", "E0009"),
    "date and time": (b"a: 2001-12-14t21:59:43.10-05:00", "E0009"),
    "equals": (b"a: =", "E0009"),
    "past 2^53": (b"a: 9007199254740992", "E0015"),
    "million digits": (b"a: " + b"9" * 60_000, "E0015"),
    "million hex digits": (b"a: 0x" + b"f" * 60_000, "E0015"),
    "underscores without end": (b"a: 1" + b"_" * 60_000, "E0015"),
    "hex underscores without end": (b"a: 0x" + b"_" * 60_000, "E0015"),
    "colons without end": (b"a: 1" + b":1" * 30_000, "E0015"),
    "infinity": (b"a: .inf", "E0015"),
    "minus infinity": (b"a: -.INF", "E0015"),
    "not a number": (b"a: .nan", "E0015"),
    "too large a fraction": (b"a: 1.0e+999", "E0015"),
    # Syntax.
    "tab": (b"a:\n\tb: c", "E0019"),
    "half a pair": (b'a: "\\ud83d"', "E0020"),
    "a pair": (b'a: "\\ud83d\\ude00"', "E0020"),
    "past the last escape": (b'a: "\\U00110000"', "E0020"),
    "open bracket": (b"a: [b", "E0008"),
    "open brace": (b"a: {b: c", "E0008"),
    "open quote": (b'a: "b', "E0008"),
    "open single quote": (b"a: 'b", "E0008"),
    "stray bracket": (b"a: b]\nc: ]", "E0008"),
    "two colons": (b"a: b: c", "E0008"),
    "bad indent": (b"a:\n    b: c\n  d: e", "E0008"),
    "list in mapping": (b"a: b\n- c", "E0008"),
    "unknown escape": (b'a: "\\q"', "E0008"),
    "at sign": (b"a: @b", "E0008"),
    "backtick": (b"a: `b`", "E0008"),
    "percent": (b"a: %b", "E0008"),
    "bad directive": (b"%YAML 9.9\n---\na: b", "E0008"),
    "quote at the end only": (b'a: b"', "E0024"),
    "quotes without end": (b'a: "b\n' * 50_000, "E0008"),
    "indents without end": (b"a:\n    b: c\n  d: e\n" * 50_000, "E0008"),
    "text after quote": (b"a: 'it's'", "E0008"),
    "binary rubbish": (bytes(range(32, 127)) * 40, "E0008"),
    "no colon": (b"a: b\nc\nd: e", "E0008"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_finding_with_a_place(name: str) -> None:
    data, code = HOSTILE[name]

    document = read_document("a.yaml", data)

    told = [found for found in document.findings if found.code == code]
    assert told, [found.code for found in document.findings]
    lines = max(1, len(document.lines))
    assert all(1 <= found.span.line <= lines and found.span.column >= 1 for found in document.findings)
    assert len(document.findings) <= FINDINGS_PER_FILE


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_hides_nothing_in_the_others(name: str) -> None:
    files = {path: text.encode() if isinstance(text, str) else text for path, text in SMALL_WORLD.items()}
    files["flags2.yaml"] = b"flags:\n  dim: {type: boool, default: false}\n"

    compiled = compile_files(files | {"a.yaml": HOSTILE[name][0]}, {"thing.svg"})

    assert compiled.catalog is None
    assert "E1004" in {found.code for found in compiled.report.diagnostics}


def test_every_hostile_file_is_judged_within_a_second_and_a_quarter_of_a_gigabyte() -> None:
    # A signal ends the process in the middle of whatever takes too long, so the last name is to blame.
    script = (
        "import signal\n"
        "from engine.compiler.compile import compile_files\n"
        "from tests.compiler.garbage import most_memory\n"
        "from tests.compiler.test_hostile import HOSTILE\n"
        "signal.signal(signal.SIGPROF, signal.SIG_DFL)\n"
        "compile_files({'a.yaml': b'a: [no'})\n"
        "for name, (data, _) in HOSTILE.items():\n"
        "    print(name, flush=True)\n"
        "    signal.setitimer(signal.ITIMER_PROF, 1)\n"
        "    assert not compile_files({'a.yaml': data}).report.ok\n"
        "    signal.setitimer(signal.ITIMER_PROF, 0)\n"
        "    assert most_memory() <= 256 * 1024\n"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout.splitlines()[-1:]) == (0, [list(HOSTILE)[-1]]), ended.stderr
    assert len(HOSTILE) >= 120


@pytest.mark.parametrize(
    "icon",
    [
        "../thing.svg",
        "/etc/passwd",
        "/thing.svg",
        "a/../thing.svg",
        "a/../../thing.svg",
        "./thing.svg",
        "thing.svg/..",
        "..\\thing.svg",
        "C:/thing.svg",
        "file:///etc/passwd.svg",
        "https://example.org/thing.svg",
        "~/thing.svg",
        "$HOME/thing.svg",
        "%2e%2e/thing.svg",
        "//host/thing.svg",
        "thing.svg?x",
        "thing.svg#x",
        "-/.thing.svg",
        "thıng.svg",
        "thing․svg",
    ],
)
def test_a_picture_never_leads_out_of_its_folder(icon: str, world: WorldFolder) -> None:
    world.write({"more.yaml": f"denizens: {{o: {{name: O, icon: '{icon}', at: {{location: harbor}}}}}}\n"})

    assert world.codes() == ["E1005"]


@pytest.mark.parametrize(
    "text",
    ["1" + "_" * 60_000 + "x", "0x" + "_" * 60_000 + "x", "1" + ":1" * 30_000 + "x", "2020-01-01 was fine"],
)
def test_a_text_that_nearly_is_a_number_is_text(text: str) -> None:
    document = read_document("a.yaml", f"a: {text}".encode())

    assert document.findings == ()
    assert document.root is not None
    assert document.root.text("a") == text


def test_a_folder_with_too_many_values_is_not_read_on() -> None:
    document = read_document("a.yaml", b"a: [1, 2, 3, 4, 5]", Limits(nodes=4))

    assert [(found.code, found.span.column) for found in document.findings] == [("E0006", 8)]
    assert not document.readable


def test_the_budget_of_values_is_that_of_the_whole_folder() -> None:
    files = {f"{n}.yaml": b"flags: {}" for n in range(4)}

    compiled = compile_files(files, limits=Limits(nodes=10))

    assert [(found.code, found.span.path) for found in compiled.report.diagnostics] == [("E0006", "3.yaml")]


def test_a_link_is_not_followed(world: WorldFolder, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("flags: {stolen: {type: bool, default: false}}")
    (world.path / "link.yaml").symlink_to(secret)
    (world.path / "loop").symlink_to(world.path, target_is_directory=True)
    (world.path / "images" / "passwd.svg").symlink_to("/etc/passwd")

    found = world.compile().report.diagnostics

    assert [(one.code, one.span.path) for one in found] == [
        ("E0017", "images/passwd.svg"),
        ("E0017", "link.yaml"),
        ("E0017", "loop"),
    ]


def test_a_pipe_is_not_opened(world: WorldFolder) -> None:
    os.mkfifo(world.path / "pipe.yaml")

    assert world.codes() == ["E0017"]


def test_folders_are_not_followed_without_end(world: WorldFolder) -> None:
    deep = world.path.joinpath(*["d"] * 40)
    deep.mkdir(parents=True)

    assert world.codes() == ["E0017"]


def test_a_file_that_cannot_be_opened_is_told(world: WorldFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    (world.path / "gone.yaml").write_text("flags: {}")
    opened = Path.open

    def refuse(path: Path, *args: object, **more: object) -> object:
        if path.name == "gone.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **more)  # type: ignore[call-overload] # handed on as it came

    monkeypatch.setattr(Path, "open", refuse)

    assert [(one.code, one.message) for one in world.compile().report.diagnostics] == [
        ("E0018", "this file cannot be opened: permission denied")
    ]


def test_too_many_files_and_too_many_bytes_are_told_once(world: WorldFolder) -> None:
    few = read_folder(world.path, Limits(files=3))
    small = read_folder(world.path, Limits(folder_bytes=1000))

    assert (len(few.files), [found.code for found in few.findings]) == (3, ["E0022"])
    assert [found.code for found in small.findings] == ["E0022"]
    assert sum(map(len, small.files.values())) <= 1000


def test_a_name_that_is_not_text_is_told(world: WorldFolder) -> None:
    (world.path / os.fsdecode(b"caf\xe9.yaml")).write_text("flags: {}")

    assert [(one.code, one.span.path) for one in world.compile().report.diagnostics] == [
        ("E0023", "caf\\udce9.yaml")
    ]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert WorldFolder(tmp_path, {}).codes() == ["E9007"]


def test_hidden_files_and_other_endings_are_left_alone(world: WorldFolder) -> None:
    world.write({".hidden.yaml": "[", ".git/x.yaml": "[", "notes.txt": "[", "images/x.yaml": "["})

    assert world.codes() == []


def test_files_without_content_are_fine(world: WorldFolder) -> None:
    world.write({"a.yaml": "", "b.yaml": "# later\n", "c.yml": "---\n", "d.yaml": "\r\n\r\n", "e.yaml": "~"})

    assert world.codes() == []


def test_line_ends_of_every_sort_keep_the_places() -> None:
    for end in ("\n", "\r\n", "\r"):
        document = read_document("a.yaml", end.join(["a: b", "c: no", ""]).encode())

        assert [(found.code, found.span.line, found.span.column) for found in document.findings] == [
            ("E0009", 2, 4)
        ]


@pytest.mark.parametrize("straight", [True, False])
def test_a_file_with_too_many_values_is_to_be_split(straight: bool) -> None:
    many = b"flags: {" + b", ".join(b"f%d: {type: bool, default: false}" % n for n in range(4)) + b"}"
    files = {"many.yaml": many, "few.yaml": b"flags: {g: {type: bool, default: false}}"}

    compiled = compile_files(files, limits=Limits(file_nodes=10), straight=straight)

    (found,) = compiled.report.diagnostics
    assert (found.code, found.message) == ("E0006", "this file holds too many values")
    assert found.help.startswith("split it: a file may hold 10 values, and a world may be spread over")


def test_a_full_file_of_things_as_they_are_written_is_read(tmp_path: Path) -> None:
    generate(tmp_path / "made", entities=4000, seed=2, per_file=10_000)
    files = read_folder(tmp_path / "made").files
    most = max(files.values(), key=len)

    facts = file_facts("most.yaml", most, Limits())

    assert facts.facts.clear
    assert 0.7 < len(most) / Limits().file_bytes < 1
    # As many values as fit into a file that is as large as a file may be.
    assert facts.facts.nodes * Limits().file_bytes / len(most) < Limits().file_nodes


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("more.YAML", "more.yaml"),
        ("more.yaml.txt", "more.yaml"),
        ("cellar/More.Yml", "More.yml"),
        ("more.yml.TXT", "more.yml"),
    ],
)
def test_a_file_that_was_most_likely_meant_as_content_is_told_with_a_better_name(
    name: str, better: str, world: WorldFolder
) -> None:
    world.write({name: "["})

    assert [(one.code, one.span.path, one.help) for one in world.compile().report.diagnostics] == [
        ("W9008", name, f"if it belongs to the world, name it `{better}`")
    ]


def test_copies_that_editors_keep_are_left_alone(world: WorldFolder) -> None:
    world.write({"more.yaml~": "[", "more.yaml.bak": "[", "images/x.YAML": "[", ".more.YAML": "["})

    assert world.codes() == []

"""Random and damaged files, and a process that reads them both ways and says what went wrong.

    python -m tests.compiler.garbage SEED FIRST COUNT

Run as a child, so that whoever started it sees a crash. A file that takes two seconds of the processor ends
the process by a signal; the last number it printed is that of the file it was reading.
"""

import signal
import sys
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Final

from engine.compiler.compile import compile_files
from engine.compiler.decode import FINDINGS_PER_FILE, Limits, decode
from engine.compiler.nodes import plain
from engine.compiler.quick import read_quickly
from engine.compiler.read import read_document

SECONDS: Final = 2.0
"""So much of the processor's time may one file take."""
GROWTH: Final = 200 * 1024
"""So many KiB more than at the beginning may the process use at its height."""
_LIMITS: Final = Limits()
_EVERY: Final = 25
"""Every so many files the whole compiler looks at one."""
_CONTENT: Final = Path(__file__).parent.parent.parent / "content"
_NASTY: Final = (
    *(
        "a: b\n",
        "a:\n",
        "  b: 1\n",
        "- ",
        "-\n",
        "- - - ",
        "? ",
        "? a\n: b\n",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "{a: ",
    ),
    *(
        '"',
        "'",
        "''",
        '\\"',
        "\\",
        "\\x",
        "\\u",
        "\\U0010ffff",
        "\\ud800",
        '"\\\n',
        "|\n",
        ">\n",
        "|+2\n",
        ">-\n  ",
    ),
    *(
        "&a ",
        "*a",
        "&a [*a]",
        "<<: *a\n",
        "<<: {a: 1}\n",
        "!!python/object/apply:os.system [a]",
        "!!binary aGk=",
    ),
    *(
        "!x ",
        "!<tag:yaml.org,2002:int> ",
        "%YAML 1.1\n---\n",
        "%TAG ! x\n",
        "---\n",
        "...\n",
        "--- ",
        "# c\n",
        " #",
    ),
    *(
        "0x" + "f" * 70,
        "9" * 30,
        "1" * 400,
        "-0",
        "+.inf",
        ".nan",
        "1e999",
        "0o17",
        "012",
        "1_0",
        "12:30:59",
        "1:1",
    ),
    *(
        "2001-01-01",
        "no",
        "~",
        "null",
        "true",
        "=",
        "\t",
        "\t- ",
        "\r\n",
        "\r",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
    ),
    *("\u0000", "\u0007", "\u200b", "\u202e", "e\u0301", "\U0001f600", "\uffff", "\u00a0", "ﬁ", "𝔘", "\x7f"),
    *(
        "items:\n",
        "  bread:\n",
        "    name: B\n",
        "based_on: bread\n",
        "price: 2c\n",
        "x" * 200,
        " " * 40,
        "\n\n",
    ),
)
_BYTES: Final = (
    b"\xff",
    b"\xfe",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xc0\xaf",
    b"\xef\xbb\xbf",
    b"\0",
)


@lru_cache(maxsize=1)
def _lines() -> list[str]:
    """All lines of the shipped world, its files one after another."""
    files = sorted(_CONTENT.rglob("*.yaml"))
    return [line for file in files for line in file.read_text("utf-8").splitlines(keepends=True)]


def garbage(seed: int, number: int) -> bytes:
    """The file of that number."""
    dice = Random(f"{seed} {number}")
    made = dice.choice((_noise, _pieces, _pieces, _damaged, _damaged, _damaged, _deep))(dice)
    if dice.random() < 0.1:
        place = dice.randrange(len(made) + 1)
        made = made[:place] + dice.choice(_BYTES) + made[place:]
    return made


def _noise(dice: Random) -> bytes:
    return dice.randbytes(dice.randrange(200))


def _pieces(dice: Random) -> bytes:
    text = "".join(dice.choice(_NASTY) for _ in range(dice.randrange(1, 16)))
    return text.encode("utf-8", "surrogatepass")


def _damaged(dice: Random) -> bytes:
    start, count = dice.randrange(len(_lines())), dice.randrange(1, 12)
    data = "".join(_lines()[start : start + count]).encode()
    for _ in range(dice.randrange(1, 5)):
        place, taken = dice.randrange(len(data) + 1), dice.choice((0, 0, 1, 1, 2, 5, 40))
        put = dice.choice(
            (b"", bytes([dice.randrange(256)]), dice.choice(_NASTY).encode("utf-8", "surrogatepass"))
        )
        data = data[:place] + put + data[place + taken :]
    if dice.random() < 0.2:
        data = data.replace(b"\n", dice.choice((b"\r\n", b"\r", b"\n\n", b"")))
    return data


def _deep(dice: Random) -> bytes:
    opened = dice.choice(("[", "{a: ", "- ", "? ", "{? ", "[{", "'", "((", "&a [", "a:\n "))
    depth = dice.choice((3, 30, 64, 65, 70, 300, 3_000))
    text = opened * depth + dice.choice(("", "x", "]" * depth, "}" * depth, "\n" + "]" * depth))
    if opened == "a:\n ":
        text = "".join(f"{' ' * place}a:\n" for place in range(min(depth, 200)))
    return (dice.choice(("", "a: ", '"[": ', "# [\n", "'")) + text).encode()


def read_both_ways(data: bytes) -> None:
    """Read a file quickly and slowly. What is taken quickly must be right, and mean the same."""
    document = read_document("a.yaml", data, _LIMITS)
    for found in document.findings:
        lines = max(1, len(document.lines))
        assert 1 <= found.span.line <= lines and found.span.column >= 1 and found.message, found
    assert len(document.findings) <= FINDINGS_PER_FILE
    assert document.readable or document.findings
    text = decode("a.yaml", data)
    quick = read_quickly(text, _LIMITS) if isinstance(text, str) else None
    if quick is not None:
        values = plain(document.root) if document.root is not None else None
        assert document.findings == (), document.findings
        assert repr(quick[0]) == repr(values)


def most_memory() -> int:
    """KiB that this process used at its height. Not `ru_maxrss`, which begins with that of its parent."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def main(seed: int, first: int, count: int) -> None:
    """Read so many files, telling the number of each before it is read."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    # Everything that is loaded only once is loaded now.
    compile_files({"a.yaml": b"a: [b"})
    compile_files({"a.yaml": b"itms: {a: no}"})
    before = most_memory()
    for number in range(first, first + count):
        sys.stdout.write(f"{number}\n")
        data = garbage(seed, number)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        read_both_ways(data)
        if number % _EVERY == 0:
            compile_files({"a.yaml": data})
        signal.setitimer(signal.ITIMER_PROF, 0)
    grown = most_memory() - before
    assert grown <= GROWTH, f"{grown} KiB more than at the beginning"


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr] # it is a text file
    main(*map(int, sys.argv[1:4]))

"""Lines and signs that were meant for the file and became part of a text: told once, where they stand."""

import pytest

from engine.compiler.compile import compile_files
from tests.small_world import SMALL_WORLD, WorldFolder

_HELLO = """\
      hello:
        text: You're wet.
        choices:
          - {id: lamp, text: The lamp is lit., goto: lamp, requires: [{flag: {id: lit, is: true}}]}
          - {id: bye, text: Only drying off.}
"""
_FOLDED = """\
      hello:
        text: >-
          You're wet.

          - id: bye
            text: Only drying off.
"""
_BYE = "          - {id: bye, text: Only drying off.}\n"
_ABOVE = "this looks like an entry of `choices`, but players read it as part of the text above"
_ANOTHER = "this looks like another entry of the list, but players read it as part of the text above"
_WRITE = "write `choices:` above it, set in as far as `text`"
_SHORT = "    description: Short.\n"
SLIPS = {
    "answers without the key above them": (
        "mara.yaml",
        _HELLO,
        _HELLO.replace("        choices:\n", "").replace("You're", "|\n          You're"),
        ("W7005", 16, _ABOVE, _WRITE),
    ),
    "answers on lines of their own, in a text that is folded": (
        "mara.yaml",
        _HELLO,
        _FOLDED,
        ("W7005", 17, _ABOVE, _WRITE),
    ),
    "a key that is set in as far as the text": (
        "mara.yaml",
        _HELLO,
        (
            "      hello:\n        text: |\n          You're wet.\n          choices:\n"
            "            - {id: lamp, text: The lamp is lit., goto: lamp}\n"
        ),
        (
            "W7005",
            16,
            "this looks like the key `choices`, but players read it as part of the text above",
            "set it in as far as `text`, and what is below it by as much less",
        ),
    ),
    "a key with an id behind it": (
        "mara.yaml",
        _BYE,
        "          - id: bye\n            text: |\n              Only this.\n              goto: lamp\n",
        (
            "W7005",
            20,
            "this looks like the key `goto`, but players read it as part of the text above",
            "set it in as far as `text`, and what is below it by as much less",
        ),
    ),
    "an answer below the text of the one before it": (
        "mara.yaml",
        _BYE,
        (
            "          - id: bye\n            text: |\n              Only drying off.\n"
            "              - id: more\n                text: And more.\n"
        ),
        (
            "W7005",
            20,
            _ANOTHER,
            "set it in as far as the other entries",
        ),
    ),
    "an effect below what is said": (
        "mara.yaml",
        "      lamp: {text: So it is.}\n",
        (
            "      lamp:\n        text: So it is.\n        then:\n          - say: |\n              It is.\n"
            "              - give_coins: 5c\n"
        ),
        (
            "W7005",
            23,
            _ANOTHER,
            "set it in as far as the other entries",
        ),
    ),
    "another sign before a text of several lines": (
        "items.yaml",
        _SHORT,
        "    description: <\n      Short.\n      And sharp.\n",
        ("W7005", 13, "`<` begins no text of several lines, so players read it", "write `>` in its place"),
    ),
    "a sign in quotes and nothing more": (
        "items.yaml",
        _SHORT,
        '    description: ">-"\n',
        (
            "W7005",
            13,
            "players read nothing but `>-` here",
            "without quotes, `>-` begins a text on the lines below",
        ),
    ),
    "a sign in quotes before lines of text": (
        "items.yaml",
        _SHORT,
        '    description: ">-"\n      Short.\n      And sharp.\n',
        (
            "E0008",
            13,
            "in quotes, `>-` is the whole text, and the lines below belong to nothing",
            "write `description: >-`, without quotes",
        ),
    ),
    "no colon before the sign": (
        "items.yaml",
        _SHORT,
        "    description >-\n      Short.\n      And sharp.\n",
        ("E0008", 13, "a colon is missing after `description`", "write `description: >-`"),
    ),
    "no colon before the sign, some lines above where reading stops": (
        "mara.yaml",
        _HELLO,
        _HELLO.replace("text: You're wet.", "text >-\n          You're wet.\n          Very."),
        ("E0008", 14, "a colon is missing after `text`", "write `text: >-`"),
    ),
}


def laid(path: str, old: str, new: str) -> dict[str, str | bytes]:
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text
    return {path: text.replace(old, new, 1)}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_was_meant_for_the_file_is_told_where_it_stands_in_the_text(
    slip: str, world: WorldFolder
) -> None:
    path, old, new, told = SLIPS[slip]

    (found,) = world.write(laid(path, old, new)).compile().report.diagnostics

    assert (found.code, found.span.line, found.message, found.help) == told


PROSE = {
    "dashes": ["One says:", "- Bring rope.", "- Bring bread: a loaf of it."],
    "a word and a colon": ["A sign reads", "Warning: wet.", "open: always", "then: home"],
    "words that are keys elsewhere": ["A bill.", "price: 3c", "amount: two", "level: 5"],
    "a time": ["Come at", "12:30", "or at 14:15, not later."],
    "a key that stands beside the text": ["It reads", "text: wet", "  choices: none"],
    "a song": ["Oh:", "the lamp, the lamp;", "", "- the lamp!"],
}


@pytest.mark.parametrize("prose", PROSE)
@pytest.mark.parametrize("straight", [True, False])
def test_ordinary_lines_of_a_text_are_no_slip(prose: str, straight: bool) -> None:
    lines = "".join(f"          {line}".rstrip() + "\n" for line in PROSE[prose])
    text = _HELLO.replace("You're wet.\n", f"|\n{lines}")
    files = {**SMALL_WORLD, **laid("mara.yaml", _HELLO, text)}
    pictures = {"thing.svg"}
    content = {path: text.encode() for path, text in files.items() if isinstance(text, str)}
    content = {path: text for path, text in content.items() if path.endswith(".yaml")}

    found = compile_files(content, pictures, straight=straight).report.diagnostics

    assert found == ()


def test_a_line_in_a_text_is_silenced_where_the_text_begins(world: WorldFolder) -> None:
    silenced = _FOLDED.replace(">-\n", ">-  # gamectl: ignore[W7005] he reads it out\n")

    world.write(laid("mara.yaml", _HELLO, silenced))

    assert world.codes() == ["W8003"]


def test_a_sign_before_a_text_of_several_lines_is_offered_in_its_place(world: WorldFolder) -> None:
    world.write(laid("items.yaml", _SHORT, "    description: <-\n      Short.\n      And sharp.\n"))

    (found,) = world.compile().report.diagnostics

    assert (found.suggestion, found.span.column, found.span.length) == (">-", 18, 2)

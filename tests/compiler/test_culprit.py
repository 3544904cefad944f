"""What keeps a file from being read is told at the line with the slip, in words that say what to do."""

import pytest

from engine.compiler.read import read_document

ITEMS = (
    "items:\n"
    "  bread:\n"
    "    name: Bread\n"
    '    description: "Warm: still."\n'
    "    on_use:\n"
    "      - heal: 3\n"
    '      - say: "Crumbs, everywhere."\n'
    "      - give_coins: 2c\n"
    "  ore:\n"
    "    name: Ore\n"
    "    price: 2c\n"
)
SLIPS = {
    "closing quote": (' still."', " still.", 4, "a quote opens here and never closes"),
    "opening quote": ('"Warm:', "Warm:", 4, "a quote closes here that was never opened"),
    "apostrophe": ('"Warm: still."', "'It's warm.'", 4, "this quote ends the text, but more of it follows"),
    "colon": ("    on_use:", "    on_use", 5, "a colon is missing after `on_use`"),
    "colon of an id": ("  ore:", "  ore", 9, "a colon is missing after `ore`"),
    "space": ("name: Bread", "name:Bread", 3, "a space is missing after the colon of `name`"),
    "first dash": ("- heal", "  heal", 6, "this line of a list does not begin with `- `"),
    "later dash": ("- say", "say", 7, "this line of a list does not begin with `- `"),
    "one space more": (
        "    name: B",
        "     name: B",
        3,
        "this line is set in by 5 spaces, which does not fit with its neighbours",
    ),
    "one space less": (
        "    name: Ore",
        "   name: Ore",
        10,
        "this line is set in by 3 spaces, which does not fit with its neighbours",
    ),
    "a key that opens a list": (
        "    on_use:",
        "   on_use:",
        5,
        "this line is set in by 3 spaces, which does not fit with its neighbours",
    ),
    "the first id too far in": (
        "  bread:",
        "   bread:",
        2,
        "this line is set in by 3 spaces, which does not fit with its neighbours",
    ),
    "an id without its spaces": (
        "  bread:",
        "bread:",
        2,
        "this line is not set in, which does not fit with its neighbours",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_where_it_is(slip: str) -> None:
    written, changed, line, message = SLIPS[slip]
    text = ITEMS.replace(written, changed, 1)

    found = read_document("a.yaml", text.encode()).findings

    assert text != ITEMS
    assert [(one.code, one.span.line, one.message) for one in found] == [("E0008", line, message)]
    assert found[0].help


TEXTS = {
    "a block text as far left as its key": (
        '    description: "Warm: still."\n',
        "    description: >\n    Warm, and\n    still.\n",
        (5, 5, "the text below `description: >` is not set in further than its key"),
        "every line of the text should be set in by 6 spaces",
    ),
    "a block text at the left edge": (
        '    description: "Warm: still."\n',
        "    description: |\nWarm, and\n\nstill.\n",
        (5, 1, "the text below `description: |` is not set in further than its key"),
        "every line of the text should be set in by 6 spaces",
    ),
    "an apostrophe at the beginning": (
        '"Warm: still."',
        "'Tis warm.",
        (4, 18, "a quote opens here and never closes"),
        """add ' at the end of the text; if it belongs to the text, write `"'Tis warm."`""",
    ),
    "an apostrophe at the beginning and another one": (
        '"Warm: still."',
        "'Tis warm, isn't it.",
        (4, 32, "this apostrophe ends the text, because an apostrophe begins it"),
        """put the whole text in double quotes: `"'Tis warm, isn't it."`""",
    ),
    "a comment sign within brackets": (
        "      - heal: 3\n",
        "      - {say: #1 of them}\n",
        (6, 15, "`#` begins a comment, so the rest of the line counts for nothing"),
        'put a text that begins with `#` in quotes: `"#1 of them"`',
    ),
    "brackets at the beginning": (
        '"Warm: still."',
        "[warm] Still.",
        (4, 18, "`[` begins a list, and not a text"),
        'put the whole text in double quotes: `"[warm] Still."`',
    ),
    "braces at the beginning": (
        '"Warm: still."',
        "{name}, still warm.",
        (4, 18, "`{` begins a group of keys, and not a text"),
        'put the whole text in double quotes: `"{name}, still warm."`',
    ),
    "a word in quotes at the beginning": (
        '"Warm: still."',
        "'Warm' as ever.",
        (4, 23, "this quote ends the text, but more of it follows"),
        """put the whole text in double quotes: `"'Warm' as ever."`""",
    ),
    "a percent sign at the beginning": (
        '"Warm: still."',
        "%5 off.",
        (4, 18, "no text can begin with `%`"),
        'put the whole text in double quotes: `"%5 off."`',
    ),
    "a colon": (
        '"Warm: still."',
        "Warm: still.",
        (4, 22, "a colon stands where no key can be"),
        'put the whole text in double quotes: `"Warm: still."`',
    ),
    "a colon within braces": (
        "      - heal: 3\n",
        "      - {say: Warm: still, to: all}\n",
        (6, 19, "a colon stands where no key can be"),
        'put the whole text in double quotes: `"Warm: still"`',
    ),
    "a colon within braces of several lines": (
        "      - heal: 3\n",
        "      - {to: all,\n         say: Warm: still,\n         heal: 3}\n",
        (7, 19, "a colon stands where no key can be"),
        'put the whole text in double quotes: `"Warm: still"`',
    ),
    "a quote that the next one closes": (
        "      - heal: 3\n",
        '      - {say: "Still warm., if: [{formula: "level > 3"}]}\n',
        (6, 15, "a quote opens here and never closes"),
        'add " at the end of the text',
    ),
    "a quote that does not close before the next brace": (
        "      - heal: 3\n",
        '      - {then: [{say: "Still warm.}, {raise: {vital: health}}]}\n',
        (6, 23, "a quote opens here and never closes"),
        'add " at the end of the text',
    ),
    "a colon before many keys": (
        "      - heal: 3\n",
        "      - {say: Warm: still, a: {b: [{c: 1}, {d: {e: 2}}]}, f: {g: 1}, h: 2, i: {j: 1}}\n",
        (6, 19, "a colon stands where no key can be"),
        'put the whole text in double quotes: `"Warm: still"`',
    ),
    "a word in quotes within braces": (
        "      - heal: 3\n",
        '      - {say: "Warm" still}\n',
        (6, 20, "this quote ends the text, but more of it follows"),
        'put the whole text in double quotes: `"\\"Warm\\" still"`',
    ),
    "brackets that close nothing": (
        "    on_use:\n",
        "    at: {x: 7, y: 3}}}\n    on_use:\n",
        (5, 21, "`}}` closes nothing here"),
        "remove it",
    ),
    "a bracket too many": (
        "    on_use:\n",
        "    at: {x: 7, y: 3}}\n    on_use:\n",
        (5, 21, "one `}` too many stands here"),
        "remove it",
    ),
    "a note of another language below a kind": (
        "items:\n",
        "items:\n  // goods here\n  // and more\n",
        (2, 3, "this is no note: notes begin with `#`"),
        "write `# goods here`",
    ),
    "a note of another language above a key": (
        "    name: Bread\n",
        "    // cheap\n    name: Bread\n",
        (3, 5, "this is no note: notes begin with `#`"),
        "write `# cheap`",
    ),
    "a mark of a copied text": (
        "items:\n",
        "```yaml\nitems:\n",
        (1, 1, "this mark does not belong to the content"),
        "delete this line; it came along when the text was copied",
    ),
    "an id that is set in": (
        "  ore:\n    name: Ore\n    price: 2c\n",
        "  ore:\n    name: Ore\n    price: 2c\n flags:\n  lit: {}\n",
        (12, 2, "this line is set in by 1 space, which does not fit with its neighbours"),
        "it should not be set in",
    ),
}


@pytest.mark.parametrize("slip", TEXTS)
def test_a_text_that_keeps_a_file_from_being_read_is_told_with_its_right_form(slip: str) -> None:
    written, changed, place, help_ = TEXTS[slip]
    text = ITEMS.replace(written, changed, 1)

    (found,) = read_document("a.yaml", text.encode()).findings

    assert text != ITEMS
    assert ((found.span.line, found.span.column, found.message), found.help) == (place, help_)


@pytest.mark.parametrize("margin", ["  \u00a0 ", "\u00a0   ", "  \u200b  ", "\u3000\u3000  "])
def test_a_sign_in_the_margin_that_cannot_be_seen_is_told(margin: str) -> None:
    text = ITEMS.replace("    on_use:", f"{margin}on_use:").replace("    name: Bread", f"{margin}name: Bread")

    (found,) = read_document("a.yaml", text.encode()).findings

    sign = margin.strip(" ")[0]
    assert (found.code, found.span.line, found.span.column) == ("E0003", 3, margin.index(sign) + 1)
    assert found.message == f"an invisible character (U+{ord(sign):04X}) stands here"


@pytest.mark.parametrize(
    ("mark", "line"), [("<<<<<<< HEAD", 3), ("=======", 3), (">>>>>>> lamps", 3), ("||||||| base", 3)]
)
def test_marks_of_a_merge_are_called_what_they_are(mark: str, line: int) -> None:
    lines = ITEMS.splitlines()
    text = "\n".join([*lines[: line - 1], mark, *lines[line - 1 :], ">>>>>>> other", ""])

    (found,) = read_document("a.yaml", text.encode()).findings

    assert (found.code, found.span.line, found.span.length) == ("E0026", line, len(mark))
    assert [note.span.line for note in found.notes] == [len(lines) + 2]


@pytest.mark.parametrize("before", [0, 50, 5_000])
def test_a_slip_is_found_in_the_middle_of_a_long_file(before: int) -> None:
    things = "".join(f"  thing-{number}:\n    name: Thing\n    price: 2c\n" for number in range(before))
    text = (
        "items:\n"
        + things
        + ITEMS.removeprefix("items:\n").replace(' still."', " still.")
        + things.replace("thing", "other")
    )

    found = read_document("a.yaml", text.encode()).findings

    assert [(one.span.line, one.message) for one in found] == [
        (4 + 3 * before, "a quote opens here and never closes")
    ]


def test_a_quote_that_a_far_one_closes_is_told_where_it_opens() -> None:
    things = "".join(f"  thing-{number}:\n    name: Thing\n" for number in range(50))
    text = f'a:\n  - {{to: all, say: "Still warm., at: {{x: 1}}}}\nitems:\n{things}b: "Warm: still."\n'

    (found,) = read_document("a.yaml", text.encode()).findings

    assert (found.span.line, found.message) == (2, "a quote opens here and never closes")


def test_two_slips_far_apart_are_told_one_after_the_other() -> None:
    text = ITEMS.replace(' still."', " still.").replace("  ore:", "  ore")

    found = read_document("a.yaml", text.encode()).findings

    assert [(one.span.line, one.message) for one in found] == [(4, "a quote opens here and never closes")]


def test_what_is_like_nothing_known_is_told_where_reading_stopped() -> None:
    (found,) = read_document("a.yaml", b"a: b\n? - @\n: [}\n").findings

    assert (found.code, found.span.line) == ("E0008", 2)


OPENING = [
    number for number, line in enumerate(ITEMS.splitlines()) if line.startswith(" ") and line[-1] == ":"
]


@pytest.mark.parametrize("number", OPENING)
@pytest.mark.parametrize("step", [-1, 1])
def test_a_key_that_is_not_set_in_right_is_told_how_far_it_should_be(number: int, step: int) -> None:
    lines = ITEMS.splitlines()
    right = len(lines[number]) - len(lines[number].lstrip())
    lines[number] = " " * (right + step) + lines[number].lstrip()

    (found,) = read_document("a.yaml", "\n".join([*lines, ""]).encode()).findings

    assert (found.span.line, found.help) == (number + 1, f"it should be set in by {right} spaces")

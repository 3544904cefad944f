"""What a writer may say: kinds, conditions, effects, formulas, codes. From schemas and registries."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from engine.authoring.dice import dice_of, picture
from engine.authoring.say import scalar
from engine.authoring.site.page import page, prose, table
from engine.compiler.pages import PAGES
from engine.compiler.pages.page import Files
from engine.compiler.schema import Schema, content_schema
from engine.compiler.scopes import NAMES, ON_HIT
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.rules.formulas import FUNCTIONS, OPERATORS

_DEEPEST: Final = 5
_DICE: Final = ("d6", "2d6", "3d6", "max(1, 2d6 - 3)", "if(d20 >= 11, d8, 0)")
_SHARED: Final = ("conditions.json", "effects.json")
"""Schemas with pages of their own; a key of that sort leads there."""


def reference(home: str) -> dict[str, str]:
    """All pages of the reference, by path."""
    pages = {
        "kinds": ("Kinds", _kinds()),
        "conditions": ("Conditions", _clauses("conditions.json", CONDITIONS)),
        "effects": ("Effects", _clauses("effects.json", EFFECTS)),
        "formulas": ("Formulas", _formulas()),
        "codes": ("Codes", _codes()),
    }
    return {
        f"reference/{name}.html": page(title, body, up="../", home=home)
        for name, (title, body) in pages.items()
    }


def found_in_reference() -> Iterator[tuple[str, str, str]]:
    """What the search knows of the reference: title, more words, path."""
    for kind in content_schema().kinds:
        yield kind, "kind", f"reference/kinds.html#{kind}"
    for word, entries in (("condition", CONDITIONS), ("effect", EFFECTS)):
        for entry in entries:
            yield entry.kind, word, f"reference/{word}s.html#{entry.kind}"
    for function in FUNCTIONS:
        yield function.name, "formula function", f"reference/formulas.html#{function.name}"
    for one in PAGES:
        yield one.code, one.title, f"reference/codes.html#{one.code}"


def _kinds() -> str:
    schema = content_schema()
    parts = ['<p class="lead">A content file is a mapping of kinds; below each stand its things by id.</p>\n']
    parts.append(
        '<ul class="columns">'
        + "".join(f'<li><a href="#{kind}">{kind}</a></li>' for kind in schema.kinds)
        + "</ul>\n"
    )
    for kind, raw in schema.kinds.items():
        body = schema.resolve(raw)
        own = prose(_own_description(raw, body))
        parts.append(f'<h2 id="{kind}">{kind}</h2>\n<p>{own}</p>\n')
        parts.append(table(("key", "what it is", "", "about it"), list(_rows(body, "", 0))))
    return "".join(parts)


def _own_description(raw: Schema, body: Schema) -> str:
    """What the file of a kind says about it, and not what the list of kinds says."""
    file = str(raw.get("$ref", "")).removeprefix("#/$defs/")
    return str(content_schema().bundle["$defs"].get(file, body).get("description", ""))


def _rows(schema: Schema, above: str, depth: int) -> Iterator[tuple[str, ...]]:
    """A row for each key, and below it the keys within."""
    needed = {*schema.get("required", ()), *schema.get("then", {}).get("required", ())}
    for key, raw in schema.get("properties", {}).items():
        inner = content_schema().resolve(raw)
        name = f"{above}{key}"
        must = "needed" if key in needed else ""
        if "default" in inner and inner["default"] not in ({}, []):
            must = (
                f"else <code>{escape(scalar(inner['default']))}</code>"
                if inner["default"] != ""
                else 'else <code>""</code>'
            )
        yield f"<code>{escape(name)}</code>", _sort(inner), must, _about(inner)
        if depth < _DEEPEST and not _shared(raw) and not _shared(inner.get("items", {})):
            yield from _within(inner, name, depth)


def _about(schema: Schema) -> str:
    """What the schema says of a key, and of each word that may stand there."""
    words = zip(schema.get("enum", ()), schema.get("markdownEnumDescriptions", ()), strict=False)
    each = "".join(f"<br><code>{escape(scalar(word))}</code>: {prose(text)}" for word, text in words)
    return prose(str(schema.get("description", ""))) + each


def _within(schema: Schema, name: str, depth: int) -> Iterator[tuple[str, ...]]:
    if "properties" in schema:
        yield from _rows(schema, f"{name}.", depth + 1)
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        others = content_schema().resolve(others)
        yield from _within(others, f"{name}.ID", depth + 1)
    items = content_schema().resolve(schema.get("items", {}))
    if "properties" in items:
        yield from _rows(items, f"{name}[].", depth + 1)


def _shared(schema: Schema) -> str | None:
    """The page that a list of conditions or effects, or a single one, has of its own."""
    found = str(schema.get("$ref", ""))
    return next(
        (file for file in _SHARED if found.endswith((f"/{file}", f"/{file.removesuffix('.json')}"))), None
    )


def _sort(schema: Schema) -> str:
    """What may stand there, in words."""
    if target := schema.get("x-ref"):
        kind = target.partition(".")[0]
        known = kind in content_schema().kinds
        return (
            f'id of <a href="kinds.html#{kind}">{escape(target)}</a>' if known else f"id of {escape(target)}"
        )
    if "enum" in schema:
        return " or ".join(f"<code>{escape(scalar(value))}</code>" for value in schema["enum"])
    if file := _shared(schema.get("items", {})):
        word = file.removesuffix(".json")
        return f'list of <a href="{word}.html">{word}</a>'
    if says := schema.get("x-says"):
        return prose(says)
    if "x-formula" in schema:
        return '<a href="formulas.html">number or formula</a>'
    kinds = schema.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    bounds = _bounds(schema)
    return " or ".join(_SORTS.get(kind, kind) for kind in kinds) + (f" {bounds}" if bounds else "")


_SORTS: Final[Mapping[str, str]] = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "<code>true</code> or <code>false</code>",
    "array": "list",
    "object": "group of keys",
}


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"from {low:g} to {high:,}" if high < 1e6 else f"from {low:g} on"
    if low is not None:
        return f"from {low:g} on"
    return f"up to {high:,}" if high is not None else ""


def _clauses(file: str, entries: Any) -> str:
    schema = content_schema().bundle["$defs"][file]
    parts = [f'<p class="lead">{prose(schema["description"])}</p>\n']
    for entry in entries:
        inner = content_schema().resolve(schema["properties"][entry.kind])
        parts.append(
            f'<h2 id="{entry.kind}"><code>{entry.kind}</code></h2>\n<p>{prose(entry.summary)}</p>\n'
            f"<pre>{escape(entry.example)}</pre>\n"
        )
        parts.append(table(("key", "what it is", "", "about it"), list(_rows(inner, "", _DEEPEST))))
    return "".join(parts)


def _formulas() -> str:
    functions = [
        (
            f'<code id="{one.name}">{escape(one.signature)}</code>',
            prose(one.summary),
            _example(one.example, one.gives),
        )
        for one in FUNCTIONS
    ]
    operators = [
        (f"<code>{escape(one.sign)}</code>", prose(one.summary), _example(one.example, one.gives))
        for one in OPERATORS
    ]
    dice = [
        (f"<code>{escape(text)}</code>", escape(str(found)), picture(found))
        for text in _DICE
        if (found := dice_of(text)) is not None
    ]
    names = [
        (f"<code>{escape(place)}</code>", ", ".join(f"<code>{escape(name)}</code>" for name in sorted(known)))
        for place, known in {**NAMES, "effect in an on_hit": NAMES["effect"] | ON_HIT}.items()
    ]
    return (
        '<p class="lead">Numbers, names, signs and functions, as in a spreadsheet.</p>\n'
        f"<h2>Functions</h2>\n{table(('how', 'what it gives', 'example'), functions)}"
        f"<h2>Signs</h2>\n{table(('sign', 'what it does', 'example'), operators)}"
        "<h2>Dice</h2>\n<p>How often each outcome comes, from low to high. The more dice, the nearer to the "
        f"middle.</p>\n{table(('thrown', 'gives', 'how often'), dice)}"
        "<h2>Names</h2>\n<p>By the place of the formula. <code>skills.ID</code> is there everywhere.</p>\n"
        f"{table(('place', 'names'), names)}"
    )


def _example(text: str, gives: float | None) -> str:
    return f"<code>{escape(text)}</code>{'' if gives is None else f' is {gives:g}'}"


def _codes() -> str:
    parts = ['<p class="lead">What <code>gamectl validate</code> may find, and what to do about it.</p>\n']
    for one in PAGES:
        parts.append(f'<h2 id="{one.code}">{one.code}: {prose(one.title)}</h2>\n<p>{prose(one.text)}</p>\n')
        for title, files in (("This fails", one.broken), ("This does not", one.fixed)):
            if files:
                parts.append(f"<h3>{title}</h3>\n{_files(files)}")
    return "".join(parts)


def _files(files: Files) -> str:
    return "".join(f"<pre># {escape(path)}\n{escape(_text(data))}</pre>\n" for path, data in files.items())


def _text(data: str | bytes) -> str:
    """A file as it can be shown; one that is not text, or endless, is cut and its signs are named."""
    text = repr(data[:400])[1:] if isinstance(data, bytes) else data.rstrip()
    cut = [line if len(line) <= 160 else f"{line[:160]}…" for line in text.split("\n")[:60]]
    return "\n".join(
        "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in line) for line in cut
    )

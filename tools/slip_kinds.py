"""The typical slips: from a world in order and dice to the same world with one slip in it, or None.

Each function tries one place. What it did is only a slip when it changed what the content says.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Final

from engine.base.units import parse_coins, parse_duration
from tools.slip_sites import Site, sites_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One slip: the new text of a file, the lines (from 1) where an error may stand, what was meant.

    `meant` is the text that the first suggestion must name. `gone` is the id of a thing that was taken out:
    the error then stands wherever it is named.
    """

    kind: str
    path: str
    text: str
    lines: tuple[int, ...]
    meant: str | None = None
    gone: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A world in order, and its sites."""

    files: Mapping[str, bytes]
    lines: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        lines = {path: data.decode().split("\n") for path, data in self.files.items()}
        object.__setattr__(self, "lines", lines)

    @cached_property
    def sites(self) -> dict[str, list[Site]]:
        """All sites, by their sort."""
        found: dict[str, list[Site]] = {}
        for site in sites_of(self.files):
            found.setdefault(site.sort, []).append(site)
        return found

    @cached_property
    def named(self) -> Counter[tuple[str, str, str]]:
        """How often each thing is named by others: target, owner and id."""
        named = Counter((one.target, one.owner, one.text) for one in self.sites["reference"])
        for formula in self.sites["formula"]:
            for family, name in re.findall(r"\b(skills|flag|item)\.([\w-]+)", formula.text):
                named[{"flag": "flags", "item": "items"}.get(family, family), "", name] += 1
        return named

    def pick(self, dice: Random, *sorts: str) -> Site:
        """A site of one of these sorts."""
        return dice.choice(self.sites[dice.choice(sorts)])

    def raw(self, site: Site) -> str:
        """The site as it is written, with its quotes."""
        return self.lines[site.path][site.line][site.column : site.column + site.length]

    def with_line(self, path: str, line: int, text: str | None) -> str:
        """The file with another line in place of one; without it when None."""
        lines = list(self.lines[path])
        lines[line : line + 1] = [] if text is None else [text]
        return "\n".join(lines)

    def put(self, kind: str, site: Site, text: str, meant: str | None = None) -> Slip:
        """The slip of writing something else at a site."""
        line = self.lines[site.path][site.line]
        line = line[: site.column] + text + line[site.column + site.length :]
        return Slip(
            kind=kind,
            path=site.path,
            text=self.with_line(site.path, site.line, line),
            lines=(site.line + 1,),
            meant=meant,
        )

    def change(self, kind: str, path: str, line: int, text: str) -> Slip:
        """The slip of writing a line differently."""
        return Slip(kind=kind, path=path, text=self.with_line(path, line, text), lines=(line + 1,))


Maker = Callable[[str, Ground, Random], Slip | None]
_KEYBOARD: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def mistyped(word: str, dice: Random) -> str:
    """A word with one letter missing, doubled, swapped, too many or hit beside its key."""
    place = dice.randrange(len(word))
    how = dice.choice(("missing", "double", "swap", "beside", "beside", "more"))
    row = next((row for row in _KEYBOARD if word[place].lower() in row), _KEYBOARD[0])
    near = row[max(0, row.find(word[place].lower()) - 1) :][:3].replace(word[place].lower(), "")
    letter = dice.choice(near)
    letter = letter.upper() if word[place].isupper() else letter
    if how == "missing" and len(word) > 2:
        return word[:place] + word[place + 1 :]
    if how == "double":
        return word[:place] + word[place] + word[place:]
    if how == "swap" and place:
        return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    if how == "more":
        return word[:place] + letter + word[place:]
    return word[:place] + letter + word[place + 1 :]


def _typo(*sorts: str) -> Maker:
    def make(kind: str, ground: Ground, dice: Random) -> Slip | None:
        site = ground.pick(dice, *sorts)
        word = mistyped(site.text, dice) if site.text else ""
        taken = {one.text for one in ground.sites["definition"]} | set(site.keys) | set(_words(site))
        if not word or word in taken or (ground.raw(site) != site.text):
            return None
        # An id that nobody names may be called anything.
        if site.sort == "definition" and not ground.named[site.target, site.owner, site.text]:
            return None
        return ground.put(kind, site, word, site.text)

    return make


def _words(site: Site) -> list[str]:
    return [str(word) for word in site.schema.get("enum", ())]


def _capital_key(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "key")
    return ground.put(kind, site, dice.choice((site.text.capitalize(), site.text.upper())), site.text)


def _plural_key(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "key")
    word = site.text[:-1] if site.text.endswith("s") else site.text + "s"
    if word in site.keys or len(word) < 3:
        return None
    return ground.put(kind, site, word, site.text)


def _quotes(ground: Ground, dice: Random) -> tuple[Site, str] | None:
    site = ground.pick(dice, "prose", "clock")
    raw = ground.raw(site)
    return (site, raw) if raw[:1] == '"' and raw[-1:] == '"' and len(raw) > 2 else None


def _close_missing(kind: str, ground: Ground, dice: Random) -> Slip | None:
    found = _quotes(ground, dice)
    return ground.put(kind, found[0], found[1][:-1]) if found else None


def _open_missing(kind: str, ground: Ground, dice: Random) -> Slip | None:
    found = _quotes(ground, dice)
    return ground.put(kind, found[0], found[1][1:]) if found else None


def _apostrophe(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "prose")
    return ground.put(kind, site, f"'{site.text}'") if "'" in site.text else None


def _colon_in_text(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "prose")
    words = site.text.split(" ")
    if len(words) < 3 or ground.raw(site) != site.text:
        return None
    place = dice.randrange(len(words) - 1)
    words[place] = words[place].rstrip(",.;") + ":"
    return ground.put(kind, site, " ".join(words))


def _smart_quotes(kind: str, ground: Ground, dice: Random) -> Slip | None:
    found = _quotes(ground, dice)
    if found is None:
        return None
    site, raw = found
    inside = "{" in ground.lines[site.path][site.line][: site.column]
    if site.sort == "prose" and not re.search(r": |, " if inside else r": ", raw):
        return None  # a text in handsome quotes, and fine
    return ground.put(kind, site, f"\u201c{raw[1:-1]}\u201d")


def _indent(*steps: int) -> Maker:
    def make(kind: str, ground: Ground, dice: Random) -> Slip | None:
        path = dice.choice(sorted(ground.lines))
        number = dice.randrange(len(ground.lines[path]))
        line, step = ground.lines[path][number], dice.choice(steps)
        if not line.strip() or line.lstrip().startswith("#") or line[: max(0, -step)].strip():
            return None
        return ground.change(kind, path, number, " " * step + line if step > 0 else line[-step:])

    return make


def _tab(kind: str, ground: Ground, dice: Random) -> Slip | None:
    path = dice.choice(sorted(ground.lines))
    number = dice.randrange(len(ground.lines[path]))
    line = ground.lines[path][number]
    words = line.lstrip(" ")
    deep = len(line) - len(words)
    if not words or words.startswith("#") or deep < 2:
        return None
    tabbed = dice.choice(("\t" * (deep // 2) + words, line[: deep - 2] + "\t" + words))
    return ground.change(kind, path, number, tabbed)


def _colon_missing(kind: str, ground: Ground, dice: Random) -> Slip | None:
    return _after_key(kind, ground, dice, "")


def _space_missing(kind: str, ground: Ground, dice: Random) -> Slip | None:
    return _after_key(kind, ground, dice, ":")


def _after_key(kind: str, ground: Ground, dice: Random, text: str) -> Slip | None:
    site = ground.pick(dice, "key", "key", "definition")
    line = ground.lines[site.path][site.line]
    end = site.column + site.length
    if line[end : end + 1] != ":" or (text and line[end : end + 2] != ": "):
        return None
    rest = line[end + 2 :] if text else line[end + 1 :]
    return ground.change(kind, site.path, site.line, line[:end] + text + rest)


def _dash_missing(kind: str, ground: Ground, dice: Random) -> Slip | None:
    path = dice.choice(sorted(ground.lines))
    number = dice.randrange(len(ground.lines[path]))
    line = ground.lines[path][number]
    if not line.lstrip().startswith("- "):
        return None
    return ground.change(kind, path, number, line.replace("- ", dice.choice(("", "  ")), 1))


def _bracket_missing(kind: str, ground: Ground, dice: Random) -> Slip | None:
    path = dice.choice(sorted(ground.lines))
    number = dice.randrange(len(ground.lines[path]))
    line = ground.lines[path][number]
    bare = re.sub(r'"[^"]*"', lambda text: "x" * len(text[0]), line.partition(" #")[0])
    places = [place for place, sign in enumerate(bare) if sign in "]}"]
    if not places:
        return None
    place = dice.choice(places)
    return ground.change(kind, path, number, line[:place] + line[place + 1 :])


def _key_twice(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "key")
    line = ground.lines[site.path][site.line]
    if line[: site.column].strip() not in ("", "-") or line.endswith(":"):
        return None
    again = " " * site.column + line[site.column :]
    number = site.line + 1
    text = "\n".join([*ground.lines[site.path][:number], again, *ground.lines[site.path][number:]])
    return Slip(kind=kind, path=site.path, text=text, lines=(site.line + 1, number + 1))


def _block(ground: Ground, site: Site) -> int:
    """The line after the last one of the thing that begins at a site."""
    lines = ground.lines[site.path]
    end = site.line + 1
    while end < len(lines) and not lines[end][: site.column + 1].strip(" "):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def _duplicate(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "definition")
    lines = ground.lines[site.path]
    if lines[site.line][: site.column].strip():
        return None
    end = _block(ground, site)
    copy = list(lines[site.line : end])
    text = "\n".join([*lines[:end], *copy, *lines[end:]])
    return Slip(kind=kind, path=site.path, text=text, lines=(site.line + 1, end + 1))


def _deleted(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "definition")
    lines = ground.lines[site.path]
    if not ground.named[site.target, site.owner, site.text] or lines[site.line][: site.column].strip():
        return None
    end = _block(ground, site)
    start = site.line
    while lines[start - 1].lstrip().startswith("#"):
        start -= 1
    # With the only thing below a key the key goes as well.
    above, below = lines[start - 1], next((line for line in lines[end:] if line.strip()), "")
    alone = above.endswith(":") and len(above) - len(above.lstrip()) < site.column
    if alone and (len(below) - len(below.lstrip()) < site.column):
        start -= 1
    text = "\n".join([*lines[:start], *lines[end:]])
    return Slip(kind=kind, path=site.path, text=text, lines=(), gone=site.text)


def _instead(sorts: tuple[str, ...], *texts: str) -> Maker:
    def make(kind: str, ground: Ground, dice: Random) -> Slip | None:
        site, text = ground.pick(dice, *sorts), dice.choice(texts)
        if site.sort in ("number", "formula") and text == "1.10":
            return None
        return ground.put(kind, site, text)

    return make


def _wrong_kind(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(
        dice, "integer", "number", "boolean", "prose", "reference", "coins", "duration", "enum"
    )
    wrong = {
        "integer": ("many", '"3"', "[3]", "2.5", "true"),
        "number": ("often", '"0.5"', "[1]", "{value: 1}", "true"),
        "boolean": ("maybe", '"true"', "1", "[true]"),
        "prose": ("12", "true", "[a text]", "{text: a text}"),
        "reference": ("7", "true", "[a, b]", "{id: 7}"),
        "enum": ("3", "true", "[any]", "{type: any}"),
        "coins": ("cheap", "1.5", "[1c]", "true"),
        "duration": ("soon", "2.5", "[1s]", "true"),
    }
    return ground.put(kind, site, dice.choice(wrong[site.sort]))


def _swapped(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site, other = ground.pick(dice, "reference"), ground.pick(dice, "reference")
    same = {one.text for one in ground.sites["definition"] if one.target == site.target}
    if other.target == site.target or not other.text or other.text in same:
        return None
    return ground.put(kind, site, other.text)


def _unit_missing(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "coins", "duration", "duration")
    bare = site.text[:-1]
    good = parse_coins(site.text) if site.sort == "coins" else parse_duration(site.text)
    return ground.put(kind, site, bare) if good is not None and bare.isdigit() else None


_DICE: Final = ("2d", "d", "2d6d8", "2x6", "2dd6", "2d6+", "6d", "0d6", "2d0", "2d6 8", "two d six", "2d-6")
_FORMULA_NAME: Final = re.compile(
    r"\b(?:self|target|skills|flag)\.[\w-]+|\b(?:level|base|value|damage|skill)\b"
)


def _dice_nonsense(kind: str, ground: Ground, dice: Random) -> Slip | None:
    return ground.put(kind, ground.pick(dice, "formula"), dice.choice(_DICE))


def _formula_name(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "formula")
    names = list(_FORMULA_NAME.finditer(site.text))
    if not names:
        return None
    name = dice.choice(names)
    family, dot, rest = name[0].rpartition(".")
    word = mistyped(rest, dice)
    text = site.text[: name.start()] + family + dot + word + site.text[name.end() :]
    raw = ground.raw(site)
    if word == rest or not re.fullmatch(r"[\w-]+", word):
        return None
    meant = rest if family in ("skills", "flag", "item") else name[0]
    return ground.put(kind, site, raw.replace(site.text, text), meant)


def _out_of_range(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "integer", "number")
    low, high = site.schema.get("minimum"), site.schema.get("maximum")
    texts = ([] if low is None else [f"{low - 1:.15g}"]) + ([] if high is None else [f"{high + 1:.15g}"])
    return ground.put(kind, site, dice.choice(texts)) if texts else None


def _key_left_out(kind: str, ground: Ground, dice: Random) -> Slip | None:
    site = ground.pick(dice, "key")
    line = ground.lines[site.path][site.line]
    if not site.needed or line[: site.column].strip() or line.rstrip().endswith(":"):
        return None
    text = ground.with_line(site.path, site.line, None)
    return Slip(kind=kind, path=site.path, text=text, lines=(site.line + 1, site.home + 1))


SLIPS: Final[Mapping[str, Maker]] = {
    "typo in a reference": _typo("reference"),
    "typo in the id of a thing": _typo("definition"),
    "typo in a key": _typo("key"),
    "typo in a word to choose": _typo("enum"),
    "key with a capital": _capital_key,
    "key in plural or singular": _plural_key,
    "closing quote missing": _close_missing,
    "opening quote missing": _open_missing,
    "apostrophe in single quotes": _apostrophe,
    "colon in a text without quotes": _colon_in_text,
    "printer's quotes": _smart_quotes,
    "line in by one space": _indent(-1, 1),
    "line in by one level": _indent(-2, 2),
    "tab": _tab,
    "colon missing": _colon_missing,
    "space after the colon missing": _space_missing,
    "dash missing": _dash_missing,
    "closing bracket missing": _bracket_missing,
    "key written twice": _key_twice,
    "thing written twice": _duplicate,
    "thing taken out": _deleted,
    "yes and no": _instead(("prose", "integer", "number", "formula", "word"), "no", "on", "yes", "off", "No"),
    "number of two minds": _instead(("prose", "integer", "number", "coins"), "012", "12:30", "1.10", "1_000"),
    "value of the wrong sort": _wrong_kind,
    "thing of another kind": _swapped,
    "unit left out": _unit_missing,
    "dice nonsense": _dice_nonsense,
    "unknown name in a formula": _formula_name,
    "number out of range": _out_of_range,
    "needed key left out": _key_left_out,
}
"""Every kind of slip, by what a writer would call it."""

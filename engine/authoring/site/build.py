"""The whole site of a world, as files by path: the same world always gives the same bytes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from posixpath import dirname
from typing import Final

from engine.authoring.dice import UNCOUNTED, picture
from engine.authoring.edits import write_all
from engine.authoring.find import WITH_IDS
from engine.authoring.graphs.draw_map import Atlas, atlas, draw_map
from engine.authoring.graphs.draw_quests import Threads, draw_quests, threads
from engine.authoring.graphs.page import html
from engine.authoring.graphs.picture import Picture
from engine.authoring.graphs.svg import svg
from engine.authoring.opened import CannotDo, OpenWorld, Use
from engine.authoring.show import show
from engine.authoring.site.facts import facts
from engine.authoring.site.page import page, prose, table
from engine.authoring.site.reference import found_in_reference, reference
from engine.authoring.site.search import search_script
from engine.compiler.load import PICTURES
from engine.compiler.words import KIND_WORDS

_AROUND: Final = "around.svg"
_TITLES: Final = {"map": "The map", "quests": "The quests"}
_LIST: Final = "pages.txt"
"""The file by which a site is known as one of ours: it names all others."""


def build_site(world: OpenWorld, folder: Path) -> dict[str, bytes]:
    """All files of the site, by path. `folder` is the content folder, from which pictures are copied."""
    home = str(world.plain["world"]["title"])
    texts = reference(home)
    texts["style.css"] = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    paths = _paths(world)
    drawn = []
    for name, draw in (("map", draw_map), ("quests", draw_quests)):
        try:
            picture = draw(world, None, 1)
        except CannotDo:
            # There is none yet.
            continue
        texts[f"{name}.svg"] = svg(picture)
        texts[f"{name}.html"] = html(picture, texts[f"{name}.svg"])
        drawn.append((name, picture.title))
    texts["index.html"] = page(home, _index(world, paths, drawn), up="", home=home)
    pictures: dict[str, bytes] = {}
    ways, order = atlas(world), threads(world)
    for key, path in paths.items():
        around = _around(world, key, ways, order)
        if around is not None:
            texts[f"{dirname(path)}/{_AROUND}"] = svg(around)
        body = _thing(world, key, paths, around)
        texts[path] = page(world.title(key), body, up="../../", home=home)
        icon = _icon(world, key)
        if icon:
            pictures[f"{PICTURES}/{icon}"] = (folder / PICTURES / icon).read_bytes()
    texts["search.js"] = search_script([*_found(world, paths), *found_in_reference()])
    files = {path: text.encode() for path, text in texts.items()} | pictures
    files[_LIST] = "".join(f"{path}\n" for path in sorted(files)).encode()
    return files


def _found(world: OpenWorld, paths: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What the search knows of the world."""
    for key, path in paths.items():
        kind, _, entity = key.partition(":")
        yield world.title(key), f"{KIND_WORDS[kind]} {entity}".strip(), path


def _icon(world: OpenWorld, key: str) -> str:
    """The picture of a thing, if it has one that is there."""
    body = world.body(key)
    icon = body.get("icon") if isinstance(body, Mapping) else None
    return str(icon) if icon in world.pictures else ""


def _around(world: OpenWorld, key: str, ways: Atlas, order: Threads) -> Picture | None:
    """The piece of map around a place or a denizen, or the quests around a quest."""
    kind = key.partition(":")[0]
    if kind in ("locations", "denizens"):
        return draw_map(world, key, 1, ways)
    return draw_quests(world, key, 1, order) if kind == "quests" else None


def write_site(site: Path, files: dict[str, bytes]) -> int:
    """Write a site, and remove what an earlier one had and this one has not. Gives how many were removed.

    Raises CannotDo when the folder holds anything else.
    """
    known: set[str] = set()
    if site.exists():
        if not site.is_dir():
            raise CannotDo(f"{site} is a file. Name a folder.")
        listed = site / _LIST
        if listed.is_file():
            known = {line for line in listed.read_text(encoding="utf-8").splitlines() if ".." not in line}
        elif any(site.iterdir()):
            raise CannotDo(
                f"{site} holds something else. Choose a folder that is empty or does not exist yet."
            )
    there = {path: (site / path).read_bytes() for path in files if (site / path).is_file()}
    new = {path: data for path, data in files.items() if there.get(path) != data}
    write_all(site, {path: there[path] for path in new if path in there}, new, lasting=False)
    gone = sorted(path for path in known - set(files) - {_LIST} if (site / path).is_file())
    for path in gone:
        (site / path).unlink()
    return len(gone)


def _paths(world: OpenWorld) -> dict[str, str]:
    """The page of each thing. Ids that differ only in capitals are one name on some disks."""
    paths: dict[str, str] = {"world": "world/all/index.html", "rules": "rules/all/index.html"}
    seen: Counter[str] = Counter()
    for kind in WITH_IDS:
        for entity in sorted(world.plain[kind]):
            folded = f"{kind}/{entity}".casefold()
            mark = f"~{seen[folded]}" if seen[folded] else ""
            seen[folded] += 1
            paths[f"{kind}:{entity}"] = f"{kind}/{entity}{mark}/index.html"
    return paths


def _link(world: OpenWorld, key: str, up: str, paths: Mapping[str, str]) -> str:
    return f'<a href="{up}{paths[key]}">{escape(world.title(key))}</a>'


def _index(world: OpenWorld, paths: Mapping[str, str], drawn: list[tuple[str, str]]) -> str:
    version = escape(str(world.plain["world"]["version"]))
    said = (
        f"Version {version}. Written for those who make this world: it shows everything, also what players "
        "are to find out for themselves."
    )
    parts = [f'<p class="lead">{said}</p>\n']
    for name, title in drawn:
        parts.append(
            f'<h2 id="{name}">{_TITLES[name]}</h2>\n<figure><a href="{name}.html"><img src="{name}.svg" '
            f'alt="{escape(title)}"></a></figure>\n'
        )
    parts.append(f'<p>{_link(world, "world", "", paths)} and <a href="{paths["rules"]}">its rules</a></p>\n')
    for kind in WITH_IDS:
        things = sorted(world.plain[kind], key=lambda entity: (world.title(f"{kind}:{entity}"), entity))
        if things:
            items = "".join(f"<li>{_card(world, f'{kind}:{entity}', paths)}</li>\n" for entity in things)
            word = kind.replace("_", " ").capitalize()
            parts.append(f'<h2 id="{kind}">{word}</h2>\n<ul class="things">\n{items}</ul>\n')
    return "".join(parts)


def _card(world: OpenWorld, key: str, paths: Mapping[str, str]) -> str:
    icon = _icon(world, key)
    image = f'<img src="{PICTURES}/{escape(icon)}" alt="" loading="lazy">' if icon else ""
    return f'<a href="{paths[key]}">{image}<span>{escape(world.title(key))}</span></a>'


def _thing(world: OpenWorld, key: str, paths: Mapping[str, str], around: Picture | None) -> str:
    shown = show(world, key, world.whole)
    kind, _, entity = key.partition(":")
    code = f" <code>{escape(entity)}</code>" if entity else ""
    place = f"{shown.span.path}:{shown.span.line}"
    above = f'<a href="../../index.html#{kind}">{escape(KIND_WORDS[kind])}</a>' if entity else kind
    parts = [f'<p class="soft">{above}{code} · {escape(place)}</p>\n']
    if icon := _icon(world, key):
        parts.insert(0, f'<img class="icon" src="../../{PICTURES}/{escape(icon)}" alt="">\n')
    if description := shown.plain.get("description"):
        parts.append(f'<p class="lead">{prose(str(description))}</p>\n')
    if shown.bases:
        links = [_link(world, f"{kind}:{base}", "../../", paths) for base in shown.bases]
        parts.append(f"<p>Based on {', on '.join(links)}.</p>\n")
    parts.append(facts(shown.told, lambda other: _link(world, other, "../../", paths)))
    if shown.dice:
        dice = [
            (f"<code>{escape(one.text)}</code>", escape(str(one)), picture(one) or UNCOUNTED)
            for one in shown.dice
        ]
        parts.append(f"<h2>Dice</h2>\n{table(('thrown', 'gives', 'how often, from low to high'), dice)}")
    if around is not None:
        parts.append(f'<figure><img src="{_AROUND}" alt="{escape(around.title)}" loading="lazy"></figure>\n')
    for title, uses, outwards in (("Uses", shown.uses, True), ("Used by", shown.used_by, False)):
        rows = _uses(world, uses, paths, outwards=outwards)
        if rows:
            parts.append(f"<h2>{title}</h2>\n{table(('thing', 'kind', 'where'), rows)}")
    lines = [f"{line.text}{f'   # {line.note}' if line.note else ''}" for line in shown.lines]
    parts.append(
        "<details><summary>As it was compiled, with all that is so by default</summary>\n"
        f"<pre>{escape(chr(10).join(lines))}</pre></details>\n"
    )
    return "".join(parts)


def _uses(
    world: OpenWorld, uses: tuple[Use, ...], paths: Mapping[str, str], *, outwards: bool
) -> list[tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for use in uses:
        grouped.setdefault(use.used if outwards else use.user, []).append(use.where)
    return [
        (
            _link(world, key, "../../", paths),
            KIND_WORDS[key.partition(":")[0]],
            ", ".join(prose(one) for one in dict.fromkeys(where)),
        )
        for key, where in grouped.items()
    ]

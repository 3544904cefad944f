"""The whole site of a world, as files by path: the same world always gives the same bytes."""

from collections import Counter
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final

from engine.authoring.edits import write_all
from engine.authoring.find import WITH_IDS
from engine.authoring.graphs.draw_map import draw_map
from engine.authoring.graphs.draw_quests import draw_quests
from engine.authoring.graphs.svg import svg
from engine.authoring.opened import CannotDo, OpenWorld, Use
from engine.authoring.show import show
from engine.authoring.site.page import STYLE, page, prose, table
from engine.authoring.site.reference import reference
from engine.compiler.load import PICTURES

_LIST: Final = "pages.txt"
"""The file by which a site is known as one of ours: it names all others."""


def build_site(world: OpenWorld, folder: Path) -> dict[str, bytes]:
    """All files of the site, by path. `folder` is the content folder, from which pictures are copied."""
    home = str(world.plain["world"]["title"])
    files = {path: text.encode() for path, text in reference(home).items()}
    files["style.css"] = STYLE.encode()
    drawn = []
    for name, draw, title in (("map", draw_map, "The map"), ("quests", draw_quests, "The quests")):
        try:
            files[f"{name}.svg"] = svg(draw(world, None, 1)).encode()
        except CannotDo:
            # Too many for one picture, or none at all: the lists are there all the same.
            continue
        image = f'<img src="{name}.svg" alt="{title}" style="max-width:100%">'
        drawn.append(f'<h2>{title}</h2>\n<p><a href="{name}.svg">{image}</a></p>\n')
    paths = _paths(world)
    files["index.html"] = page(home, _index(world, paths) + "".join(drawn), up="", home=home).encode()
    for key, path in paths.items():
        files[path] = page(world.title(key), _thing(world, key, paths), up="../../", home=home).encode()
        icon = world.body(key).get("icon")
        if icon in world.pictures:
            files[f"{PICTURES}/{icon}"] = (folder / PICTURES / str(icon)).read_bytes()
    files[_LIST] = "".join(f"{path}\n" for path in sorted(files)).encode()
    return files


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
    write_all(site, there, files)
    gone = sorted(path for path in known - set(files) - {_LIST} if (site / path).is_file())
    for path in gone:
        (site / path).unlink()
    return len(gone)


def _paths(world: OpenWorld) -> dict[str, str]:
    """The page of each thing. Ids that differ only in capitals are one name on some disks."""
    paths: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for kind in WITH_IDS:
        for entity in sorted(world.plain[kind]):
            folded = f"{kind}/{entity}".casefold()
            mark = f"~{seen[folded]}" if seen[folded] else ""
            seen[folded] += 1
            paths[f"{kind}:{entity}"] = f"{kind}/{entity}{mark}/index.html"
    return paths


def _link(world: OpenWorld, key: str, up: str, paths: Mapping[str, str]) -> str:
    if key not in paths:
        return f"the {key}"
    return f'<a href="{up}{paths[key]}">{escape(world.title(key))}</a>'


def _index(world: OpenWorld, paths: Mapping[str, str]) -> str:
    parts = [f'<p class="lead">Version {escape(str(world.plain["world"]["version"]))}</p>\n']
    for kind in WITH_IDS:
        things = sorted(world.plain[kind], key=lambda entity: (world.title(f"{kind}:{entity}"), entity))
        if things:
            items = "".join(f"<li>{_link(world, f'{kind}:{entity}', '', paths)}</li>\n" for entity in things)
            word = kind.replace("_", " ").capitalize()
            parts.append(f'<h2 id="{kind}">{word}</h2>\n<ul class="columns">\n{items}</ul>\n')
    return "".join(parts)


def _thing(world: OpenWorld, key: str, paths: Mapping[str, str]) -> str:
    shown = show(world, key)
    kind, _, entity = key.partition(":")
    icon = shown.plain.get("icon")
    place = f"{escape(kind)} · <code>{escape(entity)}</code> · {escape(shown.span.path)}"
    parts = [f'<p class="soft">{place}</p>\n']
    if icon in world.pictures:
        parts.append(f'<img class="icon" src="../../{PICTURES}/{escape(str(icon))}" alt="">\n')
    if description := shown.plain.get("description"):
        parts.append(f'<p class="lead">{prose(str(description))}</p>\n')
    lines = [f"{line.text}{f'   # {line.note}' if line.note else ''}" for line in shown.lines]
    parts.append(f"<pre>{escape(chr(10).join(lines))}</pre>\n")
    for title, uses, outwards in (("Uses", shown.uses, True), ("Used by", shown.used_by, False)):
        rows = _uses(world, uses, paths, outwards=outwards)
        if rows:
            parts.append(f"<h2>{title}</h2>\n{table(('thing', 'kind', 'where'), rows)}")
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
            key.partition(":")[0],
            ", ".join(prose(one) for one in dict.fromkeys(where)),
        )
        for key, where in grouped.items()
    ]

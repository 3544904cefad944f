"""The site tells everything there is to say, its links lead somewhere, and it is the same every time."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from engine.authoring.find import WITH_IDS
from engine.authoring.opened import CannotDo, open_world
from engine.authoring.site.build import build_site, write_site
from engine.compiler.pages import PAGES
from engine.compiler.schema import content_schema
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.rules.formulas import FUNCTIONS
from engine.shipped import shipped
from tests.small_world import WorldFolder

STAIR = shipped("content")


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    return build_site(open_world(STAIR), STAIR)


class Links(HTMLParser):
    """Everything that a page leads to, its anchors, and whether its tags are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "img", "br", "input"):
            self.open.append(tag)
        for name, value in attrs:
            if name in ("href", "src"):
                self.links.append(value or "")
            elif name == "id":
                self.anchors.add(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_link_leads_to_a_page_and_a_place_of_the_site(site: dict[str, bytes]) -> None:
    pages = {path: Links(data.decode()) for path, data in site.items() if path.endswith(".html")}

    lost = []
    for path, page in pages.items():
        assert page.open == [], path
        for link in page.links:
            target, _, anchor = link.partition("#")
            leads = normpath(join(dirname(path), target)) if target else path
            if leads not in site or (anchor and anchor not in pages[leads].anchors):
                lost.append((path, link))
    assert lost == []


def test_everything_a_writer_may_say_has_its_place(site: dict[str, bytes]) -> None:
    said = {name: Links(site[f"reference/{name}.html"].decode()).anchors for name in ("kinds", "codes")}

    assert said["kinds"] >= set(content_schema().kinds)
    assert said["codes"] >= {page.code for page in PAGES}
    for name, entries in (("conditions", CONDITIONS), ("effects", EFFECTS)):
        text = site[f"reference/{name}.html"].decode()
        assert Links(text).anchors >= {entry.kind for entry in entries}
    formulas = site["reference/formulas.html"].decode()
    assert [one.name for one in FUNCTIONS if f"<code>{one.name}(" not in formulas] == []
    assert formulas.count('<svg class="dice"') == 5


def test_every_key_of_every_kind_is_told(site: dict[str, bytes]) -> None:
    text = site["reference/kinds.html"].decode()

    for kind, schema in content_schema().kinds.items():
        (section,) = re.findall(rf'<h2 id="{kind}">.*?(?=<h2|</main>)', text, re.DOTALL)
        for key in content_schema().resolve(schema).get("properties", {}):
            assert f"<code>{key}</code>" in section, (kind, key)


def test_every_thing_of_the_world_has_a_page_and_stands_in_the_index(site: dict[str, bytes]) -> None:
    there = open_world(STAIR)

    for kind in WITH_IDS:
        for entity in there.plain[kind]:
            assert f'href="{kind}/{entity}/index.html"' in site["index.html"].decode()
            assert (
                f"<h1>{there.title(f'{kind}:{entity}')}</h1>".replace("'", "&#x27;")
                in site[f"{kind}/{entity}/index.html"].decode()
            )


def test_two_sites_of_a_world_are_the_same(site: dict[str, bytes]) -> None:
    assert build_site(open_world(STAIR), STAIR) == site


def test_nothing_is_fetched_from_elsewhere(site: dict[str, bytes]) -> None:
    for path, data in site.items():
        if path.endswith((".html", ".css")):
            text = data.decode()
            assert re.findall(r"<script src=[^>]*>", text) in (
                [],
                [f'<script src="{up_from(path)}search.js">'],
            )
            assert not re.search(r"""(?:src|href)=["'](?:https?:)?//|@import|url\((?!#)""", text), path


def test_what_writers_wrote_is_text_and_no_markup(world: WorldFolder) -> None:
    text = (world.path / "mine.yaml").read_text(encoding="utf-8")
    world.write({"mine.yaml": text.replace("name: Mine", "name: <script>alert(1)</script>")})

    files = build_site(open_world(world.path), world.path)

    assert [path for path, data in files.items() if b"<script>alert" in data] == ["search.js"]


def test_the_search_knows_everything_and_its_paths_lead_somewhere(site: dict[str, bytes]) -> None:
    text = site["search.js"].decode()
    known = json.loads(text[len("const FOUND = ") : text.index(";\n")])

    anchors = {path: Links(data.decode()).anchors for path, data in site.items() if path.endswith(".html")}
    for _, _, path in known:
        page, _, anchor = path.partition("#")
        assert not anchor or anchor in anchors[page], path
    there = open_world(STAIR)
    assert {title for title, _, _ in known} >= {there.title(key) for key in there.whole.written}
    assert {title for title, _, _ in known} >= {page.code for page in PAGES}


def test_a_page_leads_to_all_that_a_thing_names(site: dict[str, bytes]) -> None:
    there = open_world(STAIR)

    for use in there.uses:
        if not use.inherited and ":" in use.user and ":" in use.used:
            page = site[f"{use.user.replace(':', '/')}/index.html"].decode()
            assert f'href="../../{use.used.replace(":", "/")}/index.html"' in page
            back = site[f"{use.used.replace(':', '/')}/index.html"].decode()
            assert f'href="../../{use.user.replace(":", "/")}/index.html"' in back


def test_the_site_says_that_it_is_for_the_writers(site: dict[str, bytes]) -> None:
    assert "it shows everything" in site["index.html"].decode()


def up_from(path: str) -> str:
    return "../" * path.count("/")


def test_ids_that_differ_in_capitals_only_get_pages_of_their_own(world: WorldFolder) -> None:
    world.write({"more.yaml": "items:\n  BREAD: {based_on: bread, name: Loud bread}\n"})

    files = build_site(open_world(world.path), world.path)

    folded = [path.casefold() for path in files]
    assert len(set(folded)) == len(folded)
    assert b"Loud bread" in files["items/BREAD/index.html"]


def test_pages_of_what_is_gone_are_removed(world: WorldFolder, tmp_path: Path) -> None:
    site = tmp_path / "site"
    world.write({"more.yaml": "items:\n  pie: {based_on: bread}\n"})
    write_site(site, build_site(open_world(world.path), world.path))
    (world.path / "more.yaml").unlink()

    removed = write_site(site, build_site(open_world(world.path), world.path))

    assert removed == 1
    assert not (site / "items/pie/index.html").exists()
    assert (site / "items/bread/index.html").is_file()


def test_a_folder_that_holds_something_else_is_left_alone(world: WorldFolder, tmp_path: Path) -> None:
    site = tmp_path / "mine"
    site.mkdir()
    (site / "notes.txt").write_text("years of work", encoding="utf-8")

    with pytest.raises(CannotDo, match="holds something else"):
        write_site(site, build_site(open_world(world.path), world.path))

    assert [path.name for path in site.iterdir()] == ["notes.txt"]


def test_dice_are_drawn_on_the_page_of_their_thing(world: WorldFolder) -> None:
    world.write({"more.yaml": "spells:\n  zap: {based_on: mend, value: 2d6 + 1}\n"})

    files = build_site(open_world(world.path), world.path)

    page = files["spells/zap/index.html"].decode()
    assert Links(page).open == []
    assert "<code>2d6 + 1</code></td><td>3 to 13, 8 on average</td><td><svg" in page
    assert page.count("<rect") == 11
    assert "<h2>Dice</h2>" not in files["spells/mend/index.html"].decode()

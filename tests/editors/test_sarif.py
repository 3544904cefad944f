"""What we write as SARIF, held against the schema of the standard as a package of its makers carries it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from cli import exits
from cli.main import run
from cli.reports.as_sarif import told_sarif
from cli.reports.told import everything
from engine.compiler.pages import PAGES
from tests.small_world import WorldFolder

pytestmark = pytest.mark.system

Log = dict[str, Any]
Problems = Callable[[Log], list[str]]
BROKEN = {
    "peat.yaml": "items:\n  peat: {based_on: oer}\n  turf: {based_on: ore, icon: turf.svg}\n",
    "quests/lämp 100%.yaml": "quests:\n  post: {based_on: lampe, title: 𝕷amp ☂ — “light”}\n",
}
IGNORED = (
    "items:\n"
    "  # gamectl: ignore[W7001] it is drawn on Friday\n"
    "  turf: {based_on: ore, icon: turf.svg}\n"
    "  # gamectl: ignore[W7001] this one is there\n"
    "  peat: {based_on: ore}\n"
)


@pytest.fixture(scope="module")
def problems(node_modules: Path) -> Problems:
    """What the standard finds wrong with a log, forms of addresses and times included."""
    file = node_modules / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
    schema = json.loads(file.read_text("utf-8"))
    for named in ("run", "toolComponent"):
        # A slip of the standard: one bracket too many. We write no language.
        del schema["definitions"][named]["properties"]["language"]["pattern"]
    # The dialect it names knows no `uri-reference`, a form that it asks for; the next one does.
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    validator = jsonschema_rs.Draft7Validator(schema, validate_formats=True)
    return lambda log: [str(error) for error in validator.iter_errors(log)]


@pytest.fixture
def log_of(capsys: pytest.CaptureFixture[str]) -> Callable[..., Log]:
    """The log of one run of `gamectl validate`."""

    def asked(world: WorldFolder, *arguments: str) -> Log:
        code = run(["validate", str(world.path), "--format", "sarif", *arguments])
        assert code in (exits.CLEAN, exits.FINDINGS)
        log: Log = json.loads(capsys.readouterr().out)
        return log

    return asked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_the_findings_of_every_page_fit(page: Any, tmp_path: Path, problems: Problems) -> None:
    compiled = WorldFolder(tmp_path / "world").write(page.broken).compile()

    assert problems(json.loads(told_sarif(everything(compiled), "worlds/mine"))) == []


@pytest.mark.parametrize(
    ("files", "arguments"),
    [
        pytest.param({}, (), id="no findings"),
        pytest.param({"world.yaml": "# nothing here\n"}, (), id="a finding without a place"),
        pytest.param({"turf.yaml": IGNORED}, (), id="findings that are ignored, and an ignore for nothing"),
        pytest.param(BROKEN, (), id="related places, fixes and other alphabets"),
        pytest.param(BROKEN, ("--max-per-file", "1"), id="findings cut off"),
        pytest.param(BROKEN, ("--select", "code:E90"), id="findings not selected"),
        pytest.param(BROKEN, ("--rule", "W7001=info"), id="another level"),
        pytest.param({"a.yaml": b"items:\n  \xff\xfe: {}\n"}, (), id="bytes that are no text"),
        pytest.param({"a.yaml": 'items:\n  "a\\u0000\\ud800": {}\n'}, (), id="characters that are none"),
        pytest.param({"a.yaml": ""}, (), id="an empty file"),
    ],
)
def test_odd_cases_fit(
    files: dict[str, str | bytes],
    arguments: tuple[str, ...],
    world: WorldFolder,
    log_of: Callable[..., Log],
    problems: Problems,
) -> None:
    world.write(files)

    assert problems(log_of(world, *arguments)) == []


def test_the_standard_is_asked_in_earnest(
    world: WorldFolder, log_of: Callable[..., Log], problems: Problems
) -> None:
    log = log_of(world.write(BROKEN))
    (one,) = log["runs"]
    result = one["results"][0]
    location = {"physicalLocation": {"artifactLocation": {"uri": "a b%"}}}

    for broken in (
        {**log, "version": "2.0.0"},
        {**log, "more": 1},
        {**log, "runs": [{**one, "results": [{**result, "level": "info"}]}]},
        {**log, "runs": [{**one, "results": [{**result, "locations": [location]}]}]},
    ):
        assert problems(broken) != []

"""The same findings in every form: for people, editors, programs and GitHub."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli import exits
from cli.arguments import Format
from cli.main import run
from cli.reports.as_github import told_github
from cli.reports.as_json import told_json
from cli.reports.as_sarif import told_sarif
from cli.reports.told import Told, cut_short, everything
from engine.base.diagnostic import Confidence, Diagnostic, Note, Report, Severity
from engine.base.span import Span
from engine.compiler.compile import Compiled
from engine.compiler.fingerprints import fingerprints
from engine.compiler.pages import PAGES
from engine.shipped import shipped
from tests.small_world import WorldFolder

BROKEN = {
    "peat.yaml": "items:\n  peat: {based_on: oer}\n  turf: {based_on: ore, icon: turf.svg}\n",
    "quests/lämp.yaml": "quests:\n  post: {based_on: lampe}\n",
}
SARIF = Draft202012Validator(
    json.loads((Path(__file__).parent / "sarif-2.1.0-part.schema.json").read_text("utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)
OURS = json.loads((shipped("schemas") / "report.schema.json").read_text("utf-8"))


def said(world: WorldFolder, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What `gamectl validate` prints about a world."""
    run(["validate", str(world.path), *arguments])
    return capsys.readouterr().out.replace(str(world.path), "content")


def found(code: str = "E2104", **more: Any) -> Diagnostic:
    """A finding."""
    base: dict[str, Any] = {
        "code": code,
        "severity": {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}[code[0]],
        "message": "no item is called `oer`",
        "span": Span(path="a.yaml", line=1, column=1, length=3),
    }
    return Diagnostic(**(base | more))


def told(*diagnostics: Diagnostic, **more: Any) -> Told:
    """What a run tells that has these findings."""
    report = Report(diagnostics=diagnostics, files=1, entities=1)
    return Told(report=report, prints=fingerprints(report), compiled=Compiled(report=report), **more)


def test_concise_has_one_line_for_each_finding(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(BROKEN)

    assert (
        said(world, capsys, "--format", "concise")
        == """\
content/peat.yaml:2:20: error[E2120]: no item is called `oer`; did you mean `ore`?
content/peat.yaml:3:31: warning[W7001]: there is no picture `turf.svg`; put it in `images/turf.svg`; \
until then a placeholder is drawn
content/quests/lämp.yaml:2:20: error[E2120]: no quest is called `lampe`; did you mean `lamp`?
2 errors, 1 warning in 12 files with 20 things; more is looked at once the errors are mended
"""
    )


def test_json_is_what_its_schema_says(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write(BROKEN)

    for arguments in ((), ("--max-per-file", "1"), ("--select", "code:E90")):
        Draft202012Validator(OURS).validate(json.loads(said(world, capsys, "--format", "json", *arguments)))


def test_a_clean_world_gives_json_with_the_digest_that_is_compiled(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    report = json.loads(said(world, capsys, "--format", "json"))

    Draft202012Validator(OURS).validate(report)
    catalog = world.compile().catalog
    assert catalog is not None
    assert (report["ok"], report["digest"]) == (True, catalog.digest)


def test_the_schema_of_the_json_describes_every_key_and_refuses_what_is_wrong(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    report = json.loads(said(world.write(BROKEN), capsys, "--format", "json"))
    finding = OURS["$defs"]["finding"]
    validator = Draft202012Validator(OURS)

    assert set(report) == set(OURS["properties"])
    assert set(report["summary"]) == set(OURS["properties"]["summary"]["properties"])
    assert set(report["findings"][0]) == set(finding["properties"]) == set(finding["required"])
    for key, wrong in (("line", 0), ("severity", "bad"), ("fingerprint", "x"), ("notes", None), ("path", "")):
        broken = {**report, "findings": [{**report["findings"][0], key: wrong}]}
        assert not validator.is_valid(broken), key


def test_sarif_is_what_the_standard_says(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write(BROKEN)

    log = json.loads(said(world, capsys, "--format", "sarif"))

    SARIF.validate(log)
    result = log["runs"][0]["results"][0]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert rules[result.pop("ruleIndex")]["id"] == "E2120"
    assert result.pop("partialFingerprints").keys() == {"gamectl/v1"}
    region = {"startLine": 2, "startColumn": 20, "endLine": 2, "endColumn": 23}
    file = {"uri": "peat.yaml", "uriBaseId": "%SRCROOT%"}
    assert result == {
        "ruleId": "E2120",
        "level": "error",
        "message": {"text": "No item is called `oer`. Did you mean `ore`?"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": file, "region": region},
                "logicalLocations": [{"fullyQualifiedName": "items:peat"}],
            }
        ],
        "properties": {"confidence": "certain"},
        "relatedLocations": [
            {
                "id": 0,
                "physicalLocation": {
                    "artifactLocation": {"uri": "items.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 21, "startColumn": 3, "endLine": 21, "endColumn": 6},
                },
                "message": {"text": "This was probably meant"},
            }
        ],
        "fixes": [
            {
                "description": {"text": "Write `ore`"},
                "artifactChanges": [
                    {
                        "artifactLocation": file,
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": "ore"}}],
                    }
                ],
            }
        ],
    }


def test_a_fix_of_the_sarif_mends_the_file(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write({"peat.yaml": BROKEN["peat.yaml"]})
    results = json.loads(said(world, capsys, "--format", "sarif"))["runs"][0]["results"]

    for result in results:
        for change in [change for fix in result.get("fixes", ()) for change in fix["artifactChanges"]]:
            file = world.path / change["artifactLocation"]["uri"]
            lines = file.read_text("utf-8").splitlines(keepends=True)
            for one in change["replacements"]:
                region = one["deletedRegion"]
                line = lines[region["startLine"] - 1]
                lines[region["startLine"] - 1] = (
                    line[: region["startColumn"] - 1]
                    + one["insertedContent"]["text"]
                    + line[region["endColumn"] - 1 :]
                )
            file.write_text("".join(lines), "utf-8")

    assert world.codes() == ["W7001"]


def test_the_findings_of_every_page_fit_both_schemas(tmp_path: Path) -> None:
    ours = Draft202012Validator(OURS)
    for page in PAGES:
        compiled = WorldFolder(tmp_path / page.code).write(page.broken).compile()
        of_page = everything(compiled)

        SARIF.validate(json.loads(told_sarif(of_page, "worlds/mine")))
        ours.validate(json.loads(told_json(of_page)))


def test_what_is_only_likely_gets_no_fix() -> None:
    likely, certain = (
        json.loads(told_sarif(told(found(suggestion="ore", confidence=confidence)), ""))
        for confidence in (Confidence.LIKELY, Confidence.CERTAIN)
    )

    assert "fixes" not in likely["runs"][0]["results"][0]
    assert "fixes" in certain["runs"][0]["results"][0]


def test_the_rules_of_the_sarif_are_the_pages(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(said(world, capsys, "--format", "sarif"))

    rules = log["runs"][0]["tool"]["driver"]["rules"]
    SARIF.validate(log)
    assert log["runs"][0]["results"] == []
    assert [
        (rule["id"], rule["shortDescription"]["text"], rule["fullDescription"]["text"]) for rule in rules
    ] == [(page.code, page.title, page.text) for page in PAGES]
    levels = {"E": "error", "W": "warning", "I": "note"}
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == [
        levels[page.code[0]] for page in PAGES
    ]


def test_a_finding_about_the_whole_folder_has_no_lines(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({"world.yaml": "# nothing here\n"})

    log = json.loads(said(world, capsys, "--format", "sarif", "--select", "code:E9001"))

    SARIF.validate(log)
    (result,) = log["runs"][0]["results"]
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": ".", "uriBaseId": "%SRCROOT%"}}}
    ]


@pytest.mark.parametrize("format_", ["sarif", "github"])
def test_paths_are_those_of_the_repository_from_wherever_it_is_asked(
    format_: str, world: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({**BROKEN, "../.git/HEAD": "ref: refs/heads/main\n"})
    heard = []
    for folder, path in ((world.path.parent, "content"), (world.path, "."), (Path("/"), str(world.path))):
        monkeypatch.chdir(folder)
        run(["validate", path, "--format", format_])
        heard.append(capsys.readouterr().out)

    assert heard[0] == heard[1] == heard[2]
    assert {
        "sarif": '"content/quests/l%C3%A4mp.yaml"',
        "github": "file=content/quests/lämp.yaml,",
    }[format_] in heard[0]


def test_github_shows_annotations(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write(BROKEN)

    assert (
        said(world, capsys, "--format", "github")
        == """\
::error file=peat.yaml,line=2,endLine=2,col=20,endColumn=23,title=E2120 based_on of item `peat`::\
no item is called `oer`%0Adid you mean `ore`?%0Amore: gamectl explain E2120
::error file=quests/lämp.yaml,line=2,endLine=2,col=20,endColumn=25,title=E2120 based_on of quest `post`::\
no quest is called `lampe`%0Adid you mean `lamp`?%0Amore: gamectl explain E2120
::warning file=peat.yaml,line=3,endLine=3,col=31,endColumn=39,title=W7001 icon of item `turf`::\
there is no picture `turf.svg`%0Aput it in `images/turf.svg`; until then a placeholder is drawn%0A\
more: gamectl explain W7001
2 errors, 1 warning in 12 files with 20 things; more is looked at once the errors are mended
"""
    )


def test_nothing_that_content_says_is_taken_for_a_command() -> None:
    strange = found(
        message="100% of `a\n::error::b`",
        label="x,y:z",
        help="\r::set-output::",
        span=Span(path="a,b:c%.yaml", line=2, column=3),
    )

    command, summary = told_github(told(strange), "").splitlines()

    assert command == (
        "::error file=a%2Cb%3Ac%25.yaml,line=2,endLine=2,col=3,endColumn=4,title=E2104 x%2Cy%3Az::"
        "100%25 of `a�::error::b`%0A�::set-output::%0Amore: gamectl explain E2104"
    )
    assert summary == "1 error in 1 file with 1 thing"


def many(code: str, count: int, path: str) -> list[Diagnostic]:
    return [found(code, span=Span(path=path, line=number + 1)) for number in range(count)]


def places(text: str, level: str) -> list[tuple[str, int]]:
    """File and line of every annotation of a level."""
    commands = [line for line in text.splitlines() if line.startswith(f"::{level} file=")]
    fields = [
        dict(part.split("=") for part in line.split("::")[1].split(" ", 1)[1].split(",")) for line in commands
    ]
    return [(field["file"], int(field["line"])) for field in fields]


def test_github_gets_ten_of_a_level_and_those_in_changed_files_first() -> None:
    every = [*many("E2104", 8, "a.yaml"), *many("E2104", 7, "b.yaml"), *many("W7001", 11, "c.yaml")]

    text = told_github(told(*every, changed=frozenset({"b.yaml"})), "")

    assert places(text, "error") == [("b.yaml", line) for line in range(1, 8)] + [
        ("a.yaml", line) for line in (1, 2, 3)
    ]
    assert places(text, "warning") == [("c.yaml", line) for line in range(1, 11)]
    assert text.splitlines()[-2:] == [
        (
            "::notice title=gamectl::5 errors and 1 warning more not shown here; "
            "`gamectl validate` shows all of them"
        ),
        "15 errors, 11 warnings in 1 file with 1 thing",
    ]


@pytest.mark.parametrize(("infos", "notices"), [(10, 10), (11, 10), (30, 10)])
def test_the_number_that_is_not_shown_has_a_place_of_its_own(infos: int, notices: int) -> None:
    text = told_github(told(*many("I7009", infos, "a.yaml")), "")

    assert text.count("::notice ") == notices


def test_what_a_limit_cut_off_is_counted_for_github_too() -> None:
    text = told_github(cut_short(told(*many("E2104", 4, "a.yaml")), 3), "")

    assert places(text, "error") == [("a.yaml", 1), ("a.yaml", 2), ("a.yaml", 3)]
    assert "::notice title=gamectl::1 error more not shown here" in text


@pytest.mark.parametrize("format_", list(Format))
def test_a_report_in_a_file_is_what_would_be_printed(
    format_: Format, world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(BROKEN)
    file = tmp_path / "report"

    text = said(world, capsys, "--report", f"{format_}={file}")
    printed = said(world, capsys, "--format", format_)

    assert text == said(world, capsys)
    assert file.read_text("utf-8").replace(str(world.path), "content") == printed


def test_several_reports_are_written_at_once(world: WorldFolder, tmp_path: Path) -> None:
    world.write(BROKEN)
    names = {"json": tmp_path / "a.json", "sarif": tmp_path / "b.sarif"}

    code = run(["validate", str(world.path), *(f"--report={name}={file}" for name, file in names.items())])

    assert code == exits.FINDINGS
    assert json.loads(names["json"].read_text("utf-8"))["summary"]["errors"] == 2
    SARIF.validate(json.loads(names["sarif"].read_text("utf-8")))


@pytest.mark.parametrize(
    ("reports", "says"),
    [
        (["sarif"], "--report sarif names no file. Write it like --report sarif=world.sarif."),
        (["sarif="], "--report sarif= names no file."),
        (["xml=a"], "there is no format xml. Write one of text, concise, json, sarif, github."),
        (
            ["json=-"],
            "a report goes into a file. To print this one, say --format json and leave --report out.",
        ),
        (["json=items.yaml"], "a report into items.yaml could overwrite content. Give it another ending."),
        (["json=a", "text=./a"], "two reports would go into ./a. Give each a file of its own."),
        (["json=no/such/a"], "there is no folder no/such to put a into."),
        (["json=../content"], "the report ../content could not be written: is a directory."),
    ],
)
def test_a_report_that_cannot_be_written_ends_with_two(
    reports: list[str],
    says: str,
    world: WorldFolder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(world.path)
    before = sorted(world.path.rglob("*"))

    code = run(["validate", ".", *(f"--report={report}" for report in reports)])

    assert code == exits.NOT_RUN
    assert says in capsys.readouterr().err
    assert sorted(world.path.rglob("*")) == before


def test_a_limit_shows_the_worst_of_each_file_and_still_fails(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(
        {"peat.yaml": "items:\n  turf: {based_on: ore, icon: turf.svg}\n  peat: {based_on: oer}\n"},
    )

    code = run(["validate", str(world.path), "--format", "concise", "--max-per-file", "1"])

    assert code == exits.FINDINGS
    assert (
        capsys.readouterr().out.replace(str(world.path), "content")
        == """\
content/peat.yaml:3:20: error[E2120]: no item is called `oer`; did you mean `ore`?
1 error, 1 warning in 11 files with 19 things; 1 of them not shown; \
more is looked at once the errors are mended
"""
    )


def test_findings_that_are_not_shown_count_for_the_exit_code(world: WorldFolder) -> None:
    world.write({"peat.yaml": BROKEN["peat.yaml"]})

    code = run(
        ["validate", str(world.path), "--max-per-file", "1", "--fail-on", "warning", "--select", "code:W"]
    )

    assert code == exits.FINDINGS


def test_another_place_of_a_finding_is_named_with_its_words() -> None:
    noted = found(notes=(Note(message="the first one", span=Span(path="b.yaml")),))

    (result,) = json.loads(told_sarif(told(noted), "world"))["runs"][0]["results"]

    assert result["relatedLocations"][0]["message"] == {"text": "The first one"}
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "world/b.yaml"


def test_compile_knows_the_same_forms(
    world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(BROKEN)

    code = run(["compile", str(world.path), "-o", str(tmp_path / "a.db"), "--format", "sarif"])

    assert code == exits.FINDINGS
    SARIF.validate(json.loads(capsys.readouterr().out))


def test_the_check_of_the_sarif_can_fail(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(said(world.write(BROKEN), capsys, "--format", "sarif"))
    (run_,) = log["runs"]
    result = run_["results"][0]

    for broken in (
        {**log, "version": "2.0.0"},
        {**log, "runs": [{**run_, "tool": {}}]},
        {**log, "runs": [{**run_, "columnKind": "bytes"}]},
        {**log, "runs": [{**run_, "results": [{**result, "level": "info"}]}]},
        {**log, "runs": [{**run_, "results": [{**result, "message": {}}]}]},
        {**log, "runs": [{**run_, "results": [{**result, "fixes": [{}]}]}]},
    ):
        assert not SARIF.is_valid(broken)

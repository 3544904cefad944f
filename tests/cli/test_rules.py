"""How bad each code is: what writers can set, where, and what stays an error."""

import json
from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from engine.base.diagnostic import Confidence, Diagnostic, Severity
from engine.base.span import Span
from engine.compiler.pages import PAGES
from engine.compiler.rule_settings import Level, settings_file_for, with_levels
from engine.server.settings import Settings, load_settings
from tests.small_world import WorldFolder

ONE_ERROR = {"peat.yaml": "items:\n  peat: {based_on: oer}\n"}
STAYS = (
    "gamectl: E2104 stays an error, because a world that has it cannot be compiled. Mend what it "
    "says (`gamectl explain E2104` shows how); warnings can be set to any level.\n"
)
ONE_WARNING = {"peat.yaml": "denizens:\n  peat: {based_on: mara, name: Peat, icon: peat.svg}\n"}


def heads(world: WorldFolder, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """The exit code, and severity and code of every finding that is shown."""
    code = run(["validate", str(world.path), "--format", "json", *arguments])
    found = json.loads(capsys.readouterr().out)["findings"]
    return code, [f"{one['severity']} {one['code']}" for one in found]


@pytest.mark.parametrize(
    ("level", "ends"),
    [
        ("error", (exits.FINDINGS, ["error W7001"])),
        ("warning", (exits.CLEAN, ["warning W7001"])),
        ("info", (exits.CLEAN, ["info W7001"])),
        ("off", (exits.CLEAN, [])),
    ],
)
def test_a_warning_can_be_set_to_any_level(
    level: str, ends: tuple[int, list[str]], world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(ONE_WARNING)

    assert heads(world, capsys, "--rule", f"w7001={level}") == ends


def test_of_two_settings_for_one_code_the_last_counts(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(ONE_WARNING)

    assert heads(world, capsys, "--rule", "W7001=off", "--rule", "W7001=info") == (0, ["info W7001"])


def test_what_is_only_likely_never_becomes_an_error() -> None:
    likely, sure = (
        Diagnostic(
            code="W6001",
            severity=Severity.INFO,
            message="so it seems",
            span=Span(path="a.yaml"),
            confidence=confidence,
        )
        for confidence in (Confidence.LIKELY, Confidence.CERTAIN)
    )

    told = with_levels([likely, sure], {"W6001": Level.ERROR})

    assert [one.severity for one in told] == [Severity.WARNING, Severity.ERROR]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("E2104=off", STAYS),
        ("E2104=warning", STAYS),
        ("W7001", "gamectl: `W7001` names no level. Write it like W8001=off.\n"),
        ("W7001=of", "gamectl: W7001 cannot be set to `of`. Did you mean off?\n"),
        (
            "W7001=loudest",
            "gamectl: W7001 cannot be set to `loudest`. Write `error`, `warning`, `info` or `off`.\n",
        ),
        ("W7O01=off", "gamectl: there is no code W7O01. Did you mean W7001?\n"),
        ("pictures=off", "gamectl: there is no code PICTURES. `gamectl rules` lists them all.\n"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_a_word_about_it(
    rule: str, says: str, world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["validate", str(world.path), "--rule", rule])

    assert (code, capsys.readouterr()) == (exits.NOT_RUN, ("", says))


def test_an_error_may_be_called_an_error(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write(ONE_ERROR)

    assert heads(world, capsys, "--rule", "E2120=error") == (exits.FINDINGS, ["error E2120"])


SETTINGS = """\
[serve]
port = 9000

[validate]
fail_on = "info"
max_per_file = 1
rules = {W7001 = "info"}
"""


def test_settings_stand_in_a_file_beside_or_above_the_content(
    world: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(ONE_WARNING)
    for folder in (world.path, world.path.parent):
        (folder / "gamectl.toml").write_text(SETTINGS, "utf-8")
        for here in (Path("/"), world.path):
            monkeypatch.chdir(here)

            assert heads(world, capsys) == (exits.FINDINGS, ["info W7001"])
        (folder / "gamectl.toml").unlink()


def test_one_settings_file_serves_both_commands(world: WorldFolder) -> None:
    world.write({"gamectl.toml": SETTINGS})

    assert load_settings(file=world.path / "gamectl.toml") == Settings(port=9000)


def test_the_command_line_stands_over_the_file(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = f"{ONE_WARNING['peat.yaml']}  turf: {{based_on: mara, name: Turf, icon: turf.svg}}\n"
    world.write({"peat.yaml": pictures, "gamectl.toml": SETTINGS})

    from_file = heads(world, capsys)
    over = heads(world, capsys, "--rule=W7001=warning", "--fail-on=error", "--max-per-file=9")

    assert from_file == (exits.FINDINGS, ["info W7001"])
    assert over == (exits.CLEAN, ["warning W7001", "warning W7001"])


def test_another_file_can_be_named(
    world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({**ONE_WARNING, "gamectl.toml": SETTINGS})
    other = tmp_path / "strict.toml"
    other.write_text('[validate.rules]\nW7001 = "error"\n', "utf-8")

    assert heads(world, capsys, "--config", str(other)) == (exits.FINDINGS, ["error W7001"])


def test_settings_above_the_repository_are_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "gamectl.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "mine/content").mkdir(parents=True)
    before = settings_file_for(tmp_path / "mine/content")

    (tmp_path / "mine/.git").mkdir()

    assert before == tmp_path / "gamectl.toml"
    assert settings_file_for(tmp_path / "mine/content") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("validate = 3\n", "`validate` must be a table: write [validate] and the settings below it."),
        ("[validate]\nfail-on = 'error'\n", "there is no setting `fail-on`. Did you mean `fail_on`?"),
        ("[validate]\ncolour = 1\n", "there is no setting `colour`. There are fail_on, max_per_file, rules."),
        ("[validate]\nfail_on = 'never'\n", "`fail_on` must be `error`, `warning` or `info`."),
        ("[validate]\nfail_on = 3\n", "`fail_on` must be `error`, `warning` or `info`."),
        ("[validate]\nmax_per_file = 0\n", "`max_per_file` must be a whole number from 1 on."),
        ("[validate]\nmax_per_file = true\n", "`max_per_file` must be a whole number from 1 on."),
        (
            "[validate]\nrules = ['W7001']\n",
            '`rules` must be codes with levels, like rules = {W8001 = "off"}.',
        ),
        ("[validate.rules]\nW7001 = false\n", "`rules` must be codes with levels"),
        ("[validate.rules]\nE2104 = 'off'\n", "E2104 stays an error"),
        ("[validate.rules]\nW7001 = 'of'\n", "W7001 cannot be set to `of`. Did you mean off?"),
        ("[validate\n", "is not valid TOML: "),
        ("# \xff", "is not UTF-8 text. Save it as UTF-8."),
    ],
)
def test_a_wrong_settings_file_is_refused_with_a_word_about_it(
    text: str, says: str, world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({"gamectl.toml": text.encode("latin-1")})

    code = run(["validate", str(world.path)])

    shown = capsys.readouterr()
    assert (code, shown.out) == (exits.NOT_RUN, "")
    assert str(world.path / "gamectl.toml") in shown.err
    assert says in shown.err


def test_a_settings_file_that_is_not_there_is_missed(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["validate", str(world.path), "--config", "nowhere.toml"])

    said = "gamectl: the settings file nowhere.toml cannot be read: no such file or directory.\n"
    assert (code, capsys.readouterr().err) == (exits.NOT_RUN, said)


def test_rules_lists_every_code_with_its_level_and_title(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["rules"])

    lines = capsys.readouterr().out.splitlines()
    assert code == exits.CLEAN
    assert [line.split(maxsplit=2)[::2] for line in lines] == [[page.code, page.title] for page in PAGES]
    assert "E2104  error    no item has this id" in lines
    assert "W8001  warning  nothing uses a flag" in lines


def test_rules_are_there_for_programs_too(capsys: pytest.CaptureFixture[str]) -> None:
    run(["rules", "--format", "json"])

    listed = json.loads(capsys.readouterr().out)
    levels = {"E": "error", "W": "warning", "I": "info"}
    assert listed == {
        "version": 1,
        "rules": [
            {"code": page.code, "level": levels[page.code[0]], "title": page.title, "text": page.text}
            for page in PAGES
        ],
    }


def test_explain_says_how_a_warning_is_silenced(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["explain", "W7001"])

    said = capsys.readouterr().out
    assert said.endswith(
        """
Where it is meant, silence it with a comment on the line, or alone on the line above:

    # gamectl: ignore[W7001] and why

For the whole world, set its level with `gamectl validate --rule W7001=off`, or for good in
the file gamectl.toml:

    [validate]
    rules = {W7001 = "off"}
"""
    )
    comment = next(line.strip() for line in said.splitlines() if "ignore[" in line)
    settings = said[said.index("    [validate]") :]
    peat = ONE_WARNING["peat.yaml"]
    assert heads(world.write(ONE_WARNING), capsys)[1] == ["warning W7001"]
    world.write({"peat.yaml": peat.replace("\n  peat", f"\n  {comment}\n  peat")})
    assert heads(world, capsys)[1] == []
    world.write({**ONE_WARNING, "gamectl.toml": settings.replace("    ", "")})
    assert heads(world, capsys)[1] == []


def test_explain_says_that_an_error_cannot_be_silenced(capsys: pytest.CaptureFixture[str]) -> None:
    run(["explain", "E2104"])

    assert capsys.readouterr().out.endswith(
        "\nThis is an error: a world that has it cannot be compiled. So it can neither be silenced\n"
        "nor be made a warning.\n"
    )


def test_no_comment_is_offered_in_a_file_that_is_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    run(["explain", "W9008"])

    said = capsys.readouterr().out
    assert "ignore[W9008]" not in said
    assert "--rule W9008=off" in said

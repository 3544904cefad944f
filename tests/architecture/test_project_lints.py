"""The rules of this project hold for every file, and each of them can be broken."""

from pathlib import Path

import pytest

from tools.lint_project import LINTS, NUMBERS_EXPLAINED, lint_project, lint_text

ROOT = Path(__file__).resolve().parents[2]

# What each rule finds, as a file that breaks it in one place. Split words keep this file itself clean.
BROKEN = [
    ("top-level", "docs/guide.md", "# Guide\n"),
    ("top-level", "notes.txt", "remember the milk\n"),
    ("telling-names", "engine/game/utils.py", ""),
    ("no-leftovers", "engine/game/step.py", "# TO" + "DO: later\n"),
    ("no-leftovers", "engine/game/step.py", "if x:  # pragma: no " + "cover\n"),
    ("no-leftovers", "README.md", "It lies in /wo" + "rk/main.\n"),
    ("no-leftovers", "README.md", "Written by a sub" + "agent.\n"),
    ("reasons", "engine/game/step.py", "x = 1  # " + "noqa\n"),
    ("reasons", "engine/game/step.py", "x = 1  # " + "noqa: S608\n"),
    ("reasons", "engine/game/step.py", "x = 1  # type: " + "ignore[attr-defined]\n"),
    ("no-balance", "engine/game/systems/death.py", "coins = coins * 0.9\n"),
    ("no-balance", "engine/game/systems/death.py", "COINS_LOST = 0.1\n"),
    ("no-balance", "engine/rules/effects/story.py", "def heal(who, amount=15): ...\n"),
    ("no-formulas", "engine/compiler/catalog.py", "default = 'floor(100 * 1.05 ^ level)'\n"),
    ("no-formulas", "engine/game/step.py", "price = '2d6+1'\n"),
    ("no-pretending", "tests/unit/test_step.py", "from unittest.mock import Mock\n"),
    ("no-pretending", "tests/unit/test_step.py", "import unittest.mock\n"),
    ("no-pretending", "tests/unit/test_step.py", "monkeypatch.setattr('engine.game.step.step', print)\n"),
    (
        "no-pretending",
        "tests/unit/test_step.py",
        "import engine.game as g\nmonkeypatch.setattr(g.step, 'x', 1)\n",
    ),
    (
        "no-pretending",
        "tests/unit/test_step.py",
        "from cli import exits\nmonkeypatch.delattr(exits, 'BUG')\n",
    ),
    ("no-pretending", "tests/unit/test_step.py", "@pytest.mark.skip\ndef test_it(): ...\n"),
    ("locked", "requirements.txt", "aiohttp>=3\n"),
    ("locked", "requirements.txt", "aiohttp==3.14.5\n"),
    ("locked", "requirements.txt", "--index-url https://example.org/simple\n"),
    ("locked", "requirements-dev.txt", "# --find-links /opt/wheels\n"),
    ("locked-for-node", "a/package-lock.json", '{"packages": {"node_modules/ajv": {"version": "8.17.1"}}}'),
    (
        "locked-for-node",
        "a/package-lock.json",
        '{"packages": {"node_modules/ajv": {"integrity": "sha512-00", "resolved": "https://example.org"}}}',
    ),
]

SOUND = [
    ("reasons", "a.py", "# The names are ours.\nx = 1  # " + "noqa: S608\n"),
    ("no-pretending", "tests/unit/test_step.py", "monkeypatch.setattr('os.scandir', refuse)\n"),
    (
        "no-balance",
        "engine/game/turn.py",
        'MAX_DEPTH: Final = 16\nMAX_COUNT: Final = 256\n"""The chain contract."""\n',
    ),
    (
        "no-balance",
        "engine/game/turn.py",
        "@lru_cache(maxsize=64)\ndef text(x):\n    return x[:40], x + 1, x * 2, -1\n",
    ),
    ("no-balance", "engine/store/opening.py", "timeout = 5\n"),
    ("reasons", "a.py", "x = 1  # " + "noqa: S608 - the names are ours\ny = 1  # " + "noqa: S608\n"),
    ("no-formulas", "engine/game/step.py", '"""Throws 2d6+1, or floor(a * 2)."""\n'),
    (
        "no-pretending",
        "tests/server/test_settings.py",
        "def test_it(monkeypatch): monkeypatch.setenv('A', '1')\n",
    ),
    (
        "locked",
        "requirements.txt",
        'uvloop==0.23.0 ; sys_platform != "win32" \\\n    --hash=sha256:00\n    # via gamectl\n',
    ),
    (
        "locked-for-node",
        "a/package-lock.json",
        '{"packages": {"": {}, "node_modules/ajv": {"integrity": "sha512-00"}}}',
    ),
]


def findings(name: str, path: str, text: str) -> list[str]:
    lint = next(lint for lint in LINTS if lint.name == name)
    return [str(finding) for finding in lint.check(path, text)]


def test_no_file_of_the_project_breaks_a_rule() -> None:
    found = lint_project(ROOT)

    assert "\n".join(map(str, found)) == ""


@pytest.mark.parametrize(("name", "path", "text"), BROKEN)
def test_what_breaks_a_rule_is_found_once_where_it_is(name: str, path: str, text: str) -> None:
    found = findings(name, path, text)

    assert [finding.partition(":")[0] for finding in found] == [path]


@pytest.mark.parametrize(("name", "path", "text"), SOUND)
def test_what_keeps_a_rule_is_left_alone(name: str, path: str, text: str) -> None:
    assert findings(name, path, text) == []


def test_every_rule_has_a_file_that_breaks_it_and_says_why_it_exists() -> None:
    assert {name for name, _, _ in BROKEN} == {lint.name for lint in LINTS}
    assert [lint.name for lint in LINTS if not lint.why] == []


def test_every_exemption_from_the_rule_about_numbers_is_still_needed() -> None:
    unneeded = [folder for folder in NUMBERS_EXPLAINED if not list((ROOT / folder).rglob("*.py"))]

    assert unneeded == []


def test_the_rules_keep_themselves() -> None:
    path = "tools/lint_project.py"

    assert lint_text(path, (ROOT / path).read_text(encoding="utf-8")) == []

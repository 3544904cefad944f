"""What the README shows is true: its client works, its mistake looks like that, its links lead somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cli.main import COMMANDS, run
from engine.server.settings import load_settings
from tests.packaging.conftest import ROOT
from tests.packaging.served import served

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    "README.md",
    "engine/README.md",
    "content/GUIDE.md",
    "schemas/README.md",
    "engine/protocol/README.md",
]


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language in the README, without the indentation of a list they stand in."""
    fences = re.findall(r"^( *)```(\w*)\n(.*?)^\1```$", README, re.DOTALL | re.MULTILINE)
    return [
        "".join(line.removeprefix(indent) for line in text.splitlines(keepends=True))
        for indent, name, text in fences
        if name == language
    ]


def test_the_client_gets_in_is_told_everything_and_is_heard(tmp_path: Path) -> None:
    (client,) = blocks("python")
    env = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    gamectl = [
        sys.executable,
        "-m",
        "cli.main",
        "serve",
        ROOT / "content",
        "--port",
        "0",
        "--data",
        tmp_path / "data",
    ]

    with served(gamectl, cwd=ROOT, env=env, log=tmp_path / "log") as server:
        program = client.replace("http://127.0.0.1:8080", server.url)
        with subprocess.Popen(
            [sys.executable, "-u", "-c", program], cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            said = []
            for line in process.stdout:
                said.append(line)
                if "Hello, canal." in line:
                    break
            process.kill()

    assert said[0].startswith("{'type': 'CHARACTER_UPDATE'"), said
    assert "Hello, canal." in said[-1]


def test_the_mistake_is_shown_as_the_readme_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run(["new", "world", "mine"])
    page = tmp_path / "mine/lantern-hill.yaml"
    page.write_text(
        page.read_text(encoding="utf-8").replace("item: bright-wax, amount", "item: bright-wx, amount")
    )
    capsys.readouterr()

    run(["validate", "mine"])

    (shown,) = [block for block in blocks("") if block.startswith("error[")]
    assert capsys.readouterr().out.startswith(shown)


def test_the_settings_for_a_proxy_are_settings(tmp_path: Path) -> None:
    (text,) = blocks("toml")
    file = tmp_path / "gamectl.toml"
    file.write_text(text, encoding="utf-8")

    settings = load_settings(file=file)

    assert settings.allowed_origins == ("https://play.example.org",)
    assert settings.behind_proxy == ("127.0.0.1/32",)


def test_the_workflow_checks_the_world() -> None:
    (text,) = blocks("yaml")
    steps = yaml.safe_load(text)["jobs"]["validate"]["steps"]

    checked = "gamectl validate . --format github --fail-on warning --report sarif=world.sarif"
    assert steps[-2] == {"run": checked}


def test_every_command_that_is_shown_exists() -> None:
    shown = set(re.findall(r"(?:^|[/`])gamectl ([a-z]+)\b", README, re.MULTILINE))
    targets = set(re.findall(r"^(?:`)?make ([a-z-]+)|`make ([a-z-]+)`", README, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert shown - {name for name, _ in COMMANDS} == set()
    assert [name for pair in targets for name in pair if name and f"\n{name}:" not in makefile] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_project_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith(("http", "#"))]

    assert [
        link for link in links if not (ROOT / page).parent.joinpath(link.partition("#")[0]).exists()
    ] == []


def test_the_two_commands_stand_in_the_first_screen() -> None:
    first_screen = README.splitlines()[:24]

    assert [
        word
        for word in ("make serve", "make test")
        if not any(line.startswith(word) for line in first_screen)
    ] == []
    assert shlex.split(first_screen[0]) == ["#", "gamectl"]

"""The GitHub workflow of the README, its commands run in order in an environment as fresh as GitHub's."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cli import exits
from engine.authoring.new_world import new_world
from tests.packaging.conftest import ROOT, run

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def commands() -> list[str]:
    """What the workflow runs, in order."""
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.search(r"```yaml\n(?P<workflow>name: world\n.*?)```", readme, re.DOTALL)
    assert found
    steps = yaml.safe_load(found["workflow"])["jobs"]["validate"]["steps"]
    return [step["run"] for step in steps if "run" in step]


def test_the_commands_of_the_workflow_check_a_world_that_has_the_wheel_beside_it(
    commands: list[str], wheel: Path, tmp_path: Path
) -> None:
    world, environment = tmp_path / "world", tmp_path / "env"
    new_world(world)
    (world / "tools").mkdir()
    shutil.copy(wheel, world / "tools")
    run(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    env = {**os.environ, "PATH": f"{environment / 'bin'}{os.pathsep}{os.defpath}"}

    *before, check = commands
    for command in before:
        run("bash", "-e", "-c", command, cwd=world, env=env)
    good = run("bash", "-e", "-c", check, cwd=world, env=env)
    (world / "more.yaml").write_text("items:\n  wax: {based_on: bright-wx}\n", "utf-8")
    bad = subprocess.run(["bash", "-e", "-c", check], cwd=world, env=env, capture_output=True, text=True)

    log = json.loads((world / "world.sarif").read_text("utf-8"))
    assert good.stdout.startswith("no findings")
    assert bad.returncode == exits.FINDINGS
    assert bad.stdout.startswith("::error file=more.yaml,line=2,")
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["E2120"]

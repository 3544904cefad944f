"""The locks hold what pyproject.toml asks for, and the tests run with the very versions that users get."""

import re
import tomllib
from collections.abc import Iterable

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.packaging.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PLAY, WORK = "requirements.txt", "requirements-dev.txt"


def locked(name: str) -> dict[str, Version]:
    """The pinned versions of a lock by package."""
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(package): Version(version) for package, version in pins}


def unmet(requirements: Iterable[str], lock: dict[str, Version]) -> list[str]:
    """The requirements that a lock does not meet."""
    wanted = [Requirement(text) for text in requirements]
    return [
        str(one)
        for one in wanted
        if canonicalize_name(one.name) not in lock or lock[canonicalize_name(one.name)] not in one.specifier
    ]


def test_the_lock_for_serving_meets_what_the_product_and_its_build_ask_for() -> None:
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]

    assert unmet(asked, locked(PLAY)) == []


def test_the_lock_for_working_meets_what_tests_and_lints_ask_for() -> None:
    assert unmet(PROJECT["project"]["optional-dependencies"]["dev"], locked(WORK)) == []


def test_tests_run_with_the_versions_that_users_get() -> None:
    play, work = locked(PLAY), locked(WORK)

    assert {name: work.get(name) for name in play} == play


def test_an_unmet_requirement_is_noticed() -> None:
    lock = {"aiohttp": Version("3.14.5")}

    assert unmet(["aiohttp>=3.14.4", "aiohttp>=4", "typer"], lock) == ["aiohttp>=4", "typer"]

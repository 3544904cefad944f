"""What tests share, and what a run says at its end: which tiers it left out, why, and how to run them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.small_world import WorldFolder

TIERS = {
    "long": ("they run for minutes", "make test-long"),
    "system": ("they need root or packages of the operating system", "make test-system"),
}

LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin the count."""
    config.stash[LEFT_OUT] = Counter()


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count what `-m` left out, by tier."""
    for item in items:
        item.config.stash[LEFT_OUT].update(tier for tier in TIERS if item.get_closest_marker(tier))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the tiers that were left out."""
    left_out = config.stash[LEFT_OUT]
    if not left_out:
        return
    terminalreporter.section("left out")
    for tier, (reason, command) in TIERS.items():
        if left_out[tier]:
            terminalreporter.line(f"{left_out[tier]} {tier} tests, since {reason}: {command}")


@pytest.fixture
def world(tmp_path: Path) -> WorldFolder:
    """A small world in which nothing is wrong, on disk."""
    return WorldFolder(tmp_path / "content")


@pytest.fixture(scope="session", autouse=True)
def no_cache_of_others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep for their next run is kept apart from what the user of this machine has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield

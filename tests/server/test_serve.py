"""`gamectl serve` as people and orchestrators use it: how it starts, what it says, how it ends."""

import asyncio
import json
import signal
import socket
import sqlite3
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.compiler.compile import compile_world
from engine.server.app import DATABASE
from engine.server.settings import Settings
from engine.server.start import CannotStart, Surroundings, check
from engine.store.world_db import write_world
from tests.playing import WORLDS

MILL = WORLDS / "mill"
FINE = Surroundings(
    aiohttp_version="3.14.5", compiled_parser=True, descriptors=10_000, free_disk=lambda folder: 2**40
)


def _command(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "cli.main", "serve", *arguments)


async def _run(cwd: Path, *arguments: str, **environ: str) -> tuple[int, str, str]:
    """A server that does not start: the exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        *_command(*arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=cwd,
        env={"PYTHONPATH": str(WORLDS.parent.parent), "PATH": "/usr/bin:/bin", **environ},
    )
    out, err = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode or 0, out.decode(), err.decode()


def _get(request: str | urllib.request.Request) -> bytes:
    with urllib.request.urlopen(request) as response:
        body: bytes = response.read()
        return body


@asynccontextmanager
async def _served(cwd: Path, *arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A server that runs, and its address."""
    process = await asyncio.create_subprocess_exec(
        *_command(*arguments, "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=cwd,
        env={"PYTHONPATH": str(WORLDS.parent.parent), "PATH": "/usr/bin:/bin"},
    )
    assert process.stdout is not None
    lines = []
    while not lines or b"Ctrl-C" not in lines[-1]:
        lines.append(await asyncio.wait_for(process.stdout.readline(), 30))
        assert lines[-1], lines
    address = next(line for line in lines if b"is open at" in line).decode().split()[-1]
    try:
        yield process, address
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_in_order(tmp_path: Path, number: signal.Signals) -> None:
    async def test() -> None:
        async with _served(tmp_path, str(MILL)) as (process, _):
            process.send_signal(number)
            _, err = await asyncio.wait_for(process.communicate(), 15)

            assert process.returncode == 0
            assert json.loads(err.decode().splitlines()[-1])["event"] == "stopped"
            assert not list((tmp_path / "data").glob("*-wal"))
            assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
            assert (tmp_path / "data" / DATABASE).stat().st_mode & 0o077 == 0

    asyncio.run(test())


def test_a_second_server_on_the_same_saves_does_not_start(tmp_path: Path) -> None:
    async def test() -> None:
        async with _served(tmp_path, str(MILL)):
            code, _, err = await _run(tmp_path, str(MILL), "--port", "0")

            assert code == 2
            assert "is in use by process" in err and "Traceback" not in err

    asyncio.run(test())


def test_a_taken_port_is_told_in_plain_words(tmp_path: Path) -> None:
    async def test() -> None:
        async with _served(tmp_path, str(MILL)) as (_, address):
            port = address.rsplit(":", 1)[1]
            code, _, err = await _run(tmp_path, str(MILL), "--port", port, "--data", "other")

            assert code == 2
            assert "choose another --port" in err and "Traceback" not in err

    asyncio.run(test())


def test_a_compiled_world_is_served_like_its_folder(tmp_path: Path) -> None:
    async def test() -> None:
        compiled = compile_world(MILL)
        assert compiled.canonical is not None
        write_world(tmp_path / "world.db", compiled.canonical, title="The Mill", version="1.0.0")
        async with _served(tmp_path, "world.db") as (_, address):
            status = json.loads(await asyncio.to_thread(_get, f"{address}/api/status"))

            assert status["content"] == {"title": "The Mill", "version": "1.0.0"}

    asyncio.run(test())


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["none"], 2, "there is no none"),
        ([], 2, "there is no folder `content` here"),
        (["--host", "0.0.0.0"], 2, "speaks no TLS"),
        (["--set", "prot=1"], 2, "Did you mean port?"),
        (["--set", "port"], 2, "has no value"),
        (["--config", "none.toml"], 2, "There is no settings file"),
        (["no.db"], 2, "no.db"),
        (["bad"], 1, "error"),
    ],
)
def test_what_cannot_be_served_is_told_in_plain_words(
    tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    (tmp_path / "no.db").write_bytes(b"not a world")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "world.yaml").write_text("world: 1\n")

    ended, out, err = asyncio.run(_run(tmp_path, *arguments))

    assert (ended, told in out + err) == (code, True), (out, err)
    assert "Traceback" not in err


def test_saves_that_are_none_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / DATABASE).write_bytes(b"somebody's letter")

    code, _, err = asyncio.run(_run(tmp_path, str(MILL), "--port", "0"))

    assert (code, (tmp_path / "data" / DATABASE).read_bytes()) == (2, b"somebody's letter")
    assert "Traceback" not in err


def test_unknown_variables_do_not_pass(tmp_path: Path) -> None:
    code, _, err = asyncio.run(_run(tmp_path, str(MILL), GAMECTL_PROT="1"))

    assert code == 2
    assert "Did you mean port?" in err


def test_broken_saves_end_it_with_their_own_code(tmp_path: Path) -> None:
    async def test() -> None:
        async with _served(tmp_path, str(MILL), "--set", "speed=20") as (process, address):
            other = sqlite3.connect(tmp_path / "data" / DATABASE, isolation_level=None)
            other.execute("UPDATE owner SET epoch = epoch + 1")
            other.close()
            body = json.dumps({"username": "ilse", "password": "correct horse"}).encode()
            request = urllib.request.Request(f"{address}/api/accounts", data=body, method="POST")
            await asyncio.to_thread(_get, request)
            _, err = await asyncio.wait_for(process.communicate(), 30)

            assert process.returncode == 4
            assert "was taken over" in err.decode()

    asyncio.run(test())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"aiohttp_version": "3.14.3"}, "has known holes"),
        ({"aiohttp_version": "3.9.0b1"}, "has known holes"),
        ({"compiled_parser": False}, "compiled parser"),
        ({"free_disk": lambda folder: 2**20}, "Make room"),
    ],
)
def test_unsafe_surroundings_refuse_the_start(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    around = replace(FINE, **change)

    with pytest.raises(CannotStart) as refused:
        check(Settings(data=tmp_path / "data"), around)

    assert told in str(refused.value)


def test_a_data_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotStart, match="Choose another: --data"):
        check(Settings(data=tmp_path / "file" / "data"), FINE)


def test_few_descriptors_and_an_open_network_are_warned_about(tmp_path: Path) -> None:
    around = Surroundings(
        aiohttp_version="4.0.0", compiled_parser=True, descriptors=256, free_disk=lambda folder: 2**40
    )

    warnings = check(Settings(data=tmp_path / "data", insecure_public=True), around)

    assert any("ulimit -n" in warning for warning in warnings)
    assert any("in the open" in warning for warning in warnings)


def test_figures_are_on_a_listener_of_their_own(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    async def test() -> None:
        async with _served(tmp_path, str(MILL), "--set", f"metrics_port={port}") as (_, address):
            text = (await asyncio.to_thread(_get, f"http://127.0.0.1:{port}/metrics")).decode()
            assert "gamectl_players 0.0" in text
            assert "gamectl_commits" in text
            assert "gamectl_formula_errors_total 0.0" in text
            with pytest.raises(urllib.error.HTTPError, match="404"):
                await asyncio.to_thread(_get, f"{address}/metrics")

    asyncio.run(test())

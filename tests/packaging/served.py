"""Starts a server as its user would, waits until it answers, and stops it."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

OPEN = re.compile(r" is open at (http://127\.0\.0\.1:\d+)")
PATIENCE = 300
"""Seconds until a server that says nothing counts as hanging; far above what anything takes."""


@contextmanager
def served(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str], log: Path
) -> Iterator["Served"]:
    """Run `command`, a server on a free port, until the block ends; nothing of it goes on running after that.

    What it prints lands in `log`. Raises AssertionError, with what was printed, when it ends by itself.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=cwd,
            env=dict(env),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    server = Served(process, log)
    try:
        server.wait_until_open()
        yield server
    finally:
        # The group, since the command may have started others that outlive it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Served:
    """A server that is running. `url` is where."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process, self.log = process, log
        self.url = ""

    def said(self) -> str:
        """All that it has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_until_open(self) -> None:
        """Wait for the line that names the address."""
        end = time.monotonic() + PATIENCE
        while not (found := OPEN.search(self.said())):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)
        self.url = found[1]

    def get(self, path: str) -> bytes:
        """The answer to a GET, whatever proxies the environment names."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url + path, timeout=PATIENCE) as answer:
            body: bytes = answer.read()
        return body

    def status(self) -> Any:
        """What /api/status says."""
        return json.loads(self.get("/api/status"))

    def stop(self) -> int:
        """Ask it to stop, as a supervisor does, and give its exit status."""
        self.process.terminate()
        return self.process.wait(timeout=PATIENCE)

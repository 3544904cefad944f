"""The log: safe to read, never a flood, never a secret."""

import contextlib
import io
import json
import logging
from typing import Any

import pytest
import structlog

from engine.server.logs import LINES_PER_SECOND, RateLimit, bridge_libraries, open_log


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_control_characters_are_escaped_and_long_values_cut() -> None:
    stream = io.StringIO()
    open_log(stream, form="json").info("hello", name="\x1b[31mred\nnext", text="x" * 500)
    (line,) = _lines(stream)

    assert line["name"] == "\\u001b[31mred\\u000anext"
    assert line["text"] == "x" * 200 + "…"


@pytest.mark.parametrize("key", ["token", "ticket", "password", "Authorization", "old_password"])
def test_what_bears_the_name_of_a_secret_is_hidden(key: str) -> None:
    stream = io.StringIO()
    open_log(stream, form="json").info("hello", **{key: "hunter2"})

    assert "hunter2" not in stream.getvalue()


def test_one_kind_of_line_comes_only_so_often_and_the_rest_is_counted() -> None:
    now = 0.0
    limit = RateLimit(2, lambda: now)
    written = []

    def log(event: str) -> None:
        with contextlib.suppress(structlog.DropEvent):
            written.append(dict(limit(None, "info", {"event": event})))

    for _ in range(5):
        log("flood")
    log("other")
    now = 1.0
    log("flood")

    assert written == [
        {"event": "flood"},
        {"event": "flood"},
        {"event": "other"},
        {"event": "flood", "kept_back": 3},
    ]


def test_what_libraries_log_comes_into_the_same_log_with_the_same_limit() -> None:
    stream = io.StringIO()
    restore = bridge_libraries(open_log(stream, form="json"))
    try:
        for number in range(LINES_PER_SECOND * 3):
            logging.getLogger("asyncio").error("socket.accept() out of system resource %d", number)
    finally:
        restore()
    logging.getLogger("asyncio").debug("not ours any more")

    assert LINES_PER_SECOND <= len(_lines(stream)) <= LINES_PER_SECOND * 2
    assert _lines(stream)[0]["source"] == "asyncio"


def test_a_traceback_is_whole_in_the_log() -> None:
    stream = io.StringIO()
    try:
        raise ValueError("what happened")
    except ValueError as mistake:
        open_log(stream, form="json").error("oops", exc_info=mistake)
    (line,) = _lines(stream)

    assert line["exception"].startswith("Traceback") and line["exception"].endswith("what happened")


def test_people_get_readable_lines_and_only_of_their_level() -> None:
    stream = io.StringIO()
    log = open_log(stream, form="text", level="warning")
    log.info("quiet")
    log.warning("loud", port=1)

    assert "quiet" not in stream.getvalue()
    assert "loud" in stream.getvalue() and "port=1" in stream.getvalue()

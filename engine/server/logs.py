"""The log: one line for each event, safe to read in a terminal, and never a flood.

Values are escaped and cut, secrets are named by no one, and one kind of line comes at most so often a second.
"""

import logging
import time
from collections.abc import Callable, MutableMapping
from typing import Any, Final, TextIO

import structlog

MAX_VALUE: Final = 200
LINES_PER_SECOND: Final = 20
_SECRET_WORDS: Final = ("token", "ticket", "password", "authorization", "secret")
_LONG: Final = frozenset({"exception", "stack"})
_LEVELS: Final = {"debug": 10, "info": 20, "warning": 30, "error": 40}

Event = MutableMapping[str, Any]
Log = structlog.typing.FilteringBoundLogger


class RateLimit:
    """Lets so many lines of one kind through in a second, and says afterwards how many it kept back."""

    def __init__(self, per_second: int, clock: Callable[[], float]) -> None:
        self._per_second = per_second
        self._clock = clock
        self._seen: dict[str, tuple[int, int, int]] = {}

    def __call__(self, logger: Any, method: str, event: Event) -> Event:
        signature = str(event.get("signature") or event.get("event"))
        second = int(self._clock())
        began, count, kept_back = self._seen.get(signature, (second, 0, 0))
        if began != second:
            began, count = second, 0
        if count >= self._per_second:
            self._seen[signature] = (began, count, kept_back + 1)
            raise structlog.DropEvent
        if kept_back:
            event["kept_back"] = kept_back
        if len(self._seen) > 1_024:
            self._seen.clear()
        self._seen[signature] = (began, count + 1, 0)
        return event


def _make_safe(logger: Any, method: str, event: Event) -> Event:
    """Escape control characters, cut long values, and drop what bears the name of a secret."""
    for key, value in event.items():
        if any(word in key.lower() for word in _SECRET_WORDS):
            event[key] = "[hidden]"
        elif isinstance(value, str):
            keep = "\n" if key in _LONG else ""
            text = "".join(c if c.isprintable() or c in keep else f"\\u{ord(c):04x}" for c in value)
            event[key] = text if key in _LONG or len(text) <= MAX_VALUE else text[:MAX_VALUE] + "…"
        elif not isinstance(value, int | float | bool | None):
            event[key] = repr(value)[:MAX_VALUE]
    return event


def open_log(stream: TextIO, *, form: str = "auto", level: str = "info") -> Log:
    """A log that writes to `stream`: JSON lines, or readable ones on a terminal.

    `form` is `auto`, `json` or `text`; `level` is the least of `debug`, `info`, `warning`, `error` that is
    written.
    """
    readable = form == "text" or (form == "auto" and stream.isatty())
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
        if readable
        else structlog.processors.JSONRenderer()
    )
    log: Log = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.processors.add_log_level,
            RateLimit(LINES_PER_SECOND, time.monotonic),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _make_safe,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        cache_logger_on_first_use=True,
    )
    return log


class _Bridge(logging.Handler):
    """Hands what libraries log to our log."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record. Its template is its signature, so that a thousand variants count as one."""
        self._log.log(
            record.levelno,
            record.getMessage(),
            source=record.name,
            signature=f"{record.name}: {record.msg}",
            exc_info=record.exc_info,
        )


def bridge_libraries(log: Log) -> Callable[[], None]:
    """Send what asyncio and aiohttp log into our log; the answer puts everything back as it was."""
    bridge = _Bridge(log)
    loggers = [logging.getLogger(name) for name in ("asyncio", "aiohttp")]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(bridge)
        logger.setLevel(logging.WARNING)
        logger.propagate = False

    def restore() -> None:
        for logger, level, propagate in before:
            logger.removeHandler(bridge)
            logger.setLevel(level)
            logger.propagate = propagate

    return restore

"""Every knob of the server: its default, its bounds, and where its value came from.

A value comes from the defaults, then `gamectl.toml`, then `GAMECTL_*` in the environment, then the command
line; the last one that speaks wins. Anything unknown or out of bounds refuses the start.
"""

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from engine.base.suggest import closest

FILE_NAME: Final = "gamectl.toml"
TABLE: Final = "serve"
PREFIX: Final = "GAMECTL_"
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})
_DATA: Final = Path("data")
_LOOPBACK_NAMES: Final = frozenset({"localhost"})


class SettingsWrong(Exception):  # noqa: N818 - it says what is the case
    """A setting makes no sense, alone or with the others. The message says which, and what to do."""


def _knob(default: Any, about: str, *, low: float | None = None, high: float | None = None) -> Any:
    return field(default=default, metadata={"about": about, "low": low, "high": high})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration of a running server. Seconds, bytes and counts, as each line says."""

    host: str = _knob("127.0.0.1", "address to listen on")
    port: int = _knob(8080, "port to listen on; 0 takes any free one", low=0, high=65535)
    data: Path = field(
        default=_DATA,
        metadata={"about": "folder that holds player.db and the journal", "low": None, "high": None},
    )
    allowed_origins: tuple[str, ...] = _knob((), "origins of web pages that may use this server")
    behind_proxy: tuple[str, ...] = _knob((), "addresses of the proxies that stand in front and speak TLS")
    insecure_public: bool = _knob(
        False, "listen on a public address without TLS; passwords travel in the open"
    )

    max_message_bytes: int = _knob(16_384, "longest message of a client, bytes", low=1_024, high=65_536)
    max_body_bytes: int = _knob(65_536, "longest body of an HTTP request, bytes", low=4_096, high=1_048_576)
    heartbeat: float = _knob(
        20.0, "seconds of silence before a ping; half as long again ends it", low=1, high=300
    )
    handshake_timeout: float = _knob(
        10.0, "seconds for the head of a request, and of keep-alive", low=1, high=75
    )
    close_timeout: float = _knob(3.0, "seconds that a client has to answer our close", low=0.1, high=10)
    idle_timeout: float = _knob(
        1_800.0, "seconds without a command until a socket is closed", low=10, high=86_400
    )
    grace: float = _knob(60.0, "seconds that a character stays after its client went", low=1, high=3_600)

    command_rate: float = _knob(20.0, "messages a second for one socket", low=1, high=10_000)
    command_burst: int = _knob(40, "messages at once for one socket", low=1, high=10_000)
    control_rate: float = _knob(10.0, "pings and pongs a second for one socket", low=1, high=10_000)
    control_burst: int = _knob(20, "pings and pongs at once for one socket", low=1, high=10_000)
    byte_rate: int = _knob(65_536, "bytes a second that one socket is read at", low=4_096, high=16_777_216)
    byte_burst: int = _knob(65_536, "bytes at once that one socket is read at", low=16_384, high=16_777_216)
    flood_frames: int = _knob(
        200, "messages over the budget before a socket is closed", low=1, high=1_000_000
    )

    out_frames: int = _knob(256, "frames waiting for one reader before it is too slow", low=16, high=16_384)
    out_bytes: int = _knob(
        262_144, "bytes waiting for one reader before it is too slow", low=65_536, high=16_777_216
    )
    write_deadline: float = _knob(10.0, "seconds that one write may take", low=0.1, high=120)

    sockets_per_account: int = _knob(3, "sockets at once for one account", low=1, high=10_000)
    sockets_per_address: int = _knob(20, "sockets at once from one address (IPv6: /64)", low=1, high=100_000)
    connections_per_address: int = _knob(64, "connections at once from one address", low=1, high=100_000)
    connections: int = _knob(0, "connections at once; 0 is what the descriptors allow", low=0, high=1_000_000)
    accepts_per_second: int = _knob(500, "new connections a second", low=1, high=100_000)
    backlog: int = _knob(1_024, "connections that the system may hold for us", low=16, high=65_535)

    login_failures: int = _knob(5, "wrong passwords for one account in 5 minutes", low=1, high=1_000_000)
    login_failures_address: int = _knob(
        20, "wrong passwords from one address in 10 minutes", low=1, high=1_000_000
    )
    registrations_address: int = _knob(
        2, "new accounts from one address in 10 minutes", low=1, high=1_000_000
    )
    characters_per_account: int = _knob(8, "characters of one account", low=1, high=100)
    password_workers: int = _knob(2, "threads that hash passwords", low=1, high=8)
    password_queue: int = _knob(32, "passwords waiting to be hashed before we say busy", low=1, high=1_024)

    token_idle: float = _knob(43_200.0, "seconds that an unused token lives", low=60, high=2_592_000)
    token_life: float = _knob(2_592_000.0, "seconds that any token lives", low=60, high=31_536_000)
    ticket_life: float = _knob(30.0, "seconds that a ticket lives", low=1, high=300)
    revalidate: float = _knob(300.0, "seconds between looks at the token behind a socket", low=1, high=3_600)

    command_queue: int = _knob(1_024, "commands waiting for the world before we say busy", low=8, high=65_536)
    slow_commit: float = _knob(2.0, "seconds of one commit after which value commands wait", low=0.1, high=60)
    commit_retry: float = _knob(0.5, "seconds until a failed commit is tried again", low=0.01, high=60)
    store_patience: float = _knob(5.0, "seconds to wait for saves that another program locks", low=0, high=60)
    catch_up: int = _knob(5, "late ticks that are made up for at once", low=1, high=20)
    speed: float = _knob(1.0, "for development: how many times faster the world runs", low=0.1, high=1_000)
    drain: float = _knob(5.0, "seconds to let the work in hand finish when stopping", low=0, high=60)
    drain_hard: float = _knob(
        25.0, "seconds after which stopping waits for nothing but the commit", low=1, high=120
    )

    journal: bool = _knob(True, "write every command down, so that a run can be replayed")
    metrics_port: int = _knob(
        0, "port for figures, on the loopback address only; 0 is off", low=0, high=65535
    )
    log_format: str = _knob("auto", "json, text, or auto: text on a terminal")
    log_level: str = _knob("info", "debug, info, warning or error")
    min_free_disk: int = _knob(
        268_435_456, "free bytes on the disk below which we do not start", low=0, high=2**50
    )
    pure_python_http: bool = _knob(False, "start although aiohttp lacks its compiled parser")


KNOBS: Final[Mapping[str, Any]] = {knob.name: knob for knob in fields(Settings)}
"""Every knob by name, with `about`, `low` and `high` in its metadata."""

_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "log_format": ("auto", "json", "text"),
    "log_level": ("debug", "info", "warning", "error"),
}
_LISTS: Final = frozenset({"allowed_origins", "behind_proxy"})


def load_settings(
    *,
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings from the defaults, a file, the environment and the command line, each over the one before.

    `file` is read when given, and must exist then. Of `environ` only names that start with `GAMECTL_` count.
    Of `arguments`, None means not given. Raises SettingsWrong with a sentence for the person at the terminal.
    """
    values: dict[str, Any] = {}
    if file is not None:
        values |= _from_file(file)
    for name, text in sorted((environ or {}).items()):
        if name.startswith(PREFIX):
            key = name.removeprefix(PREFIX).lower()
            values[key] = _value(_known(key, f"the environment variable {name}"), text, name)
    for key, given in (arguments or {}).items():
        if given is not None:
            values[key] = _value(_known(key, "the command line"), given, "--" + key.replace("_", "-"))
    settings = Settings(**values)
    _check_together(settings)
    return settings


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach `host`."""
    if host in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def normal_origin(text: str) -> str | None:
    """An origin as browsers write it (`https://play.example`, no default port); None when it is none."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname
    if (
        parts.scheme not in ("http", "https")
        or not host
        or parts.username is not None
        or parts.password is not None
    ):
        return None
    if parts.path not in ("", "/") or parts.query or parts.fragment or host.endswith("."):
        return None
    name = f"[{host}]" if ":" in host else host
    standard = 443 if parts.scheme == "https" else 80
    return f"{parts.scheme}://{name}" + ("" if port in (None, standard) else f":{port}")


def _from_file(file: Path) -> dict[str, Any]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsWrong(
            f"There is no settings file {file}. Check the path, or leave --config out."
        ) from None
    except OSError as problem:
        raise SettingsWrong(f"The settings file {file} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingsWrong(f"The settings file {file} is not UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as problem:
        raise SettingsWrong(f"The settings file {file} is not valid TOML: {problem}.") from None
    table = tables.get(TABLE, {})
    if not isinstance(table, dict):
        raise SettingsWrong(
            f"In {file}, `{TABLE}` must be a table: write [{TABLE}] and the settings below it."
        )
    loose = [key for key in tables if key in KNOBS]
    if loose:
        raise SettingsWrong(
            f"In {file}, `{loose[0]}` stands above all tables. Put it below a line [{TABLE}]."
        )
    return {key: _value(_known(key, str(file)), given, f"{key} in {file}") for key, given in table.items()}


def _known(key: str, where: str) -> str:
    if key in KNOBS:
        return key
    near = closest(key, KNOBS)
    hint = f" Did you mean {near}?" if near else " `gamectl serve --settings` lists them all."
    raise SettingsWrong(f"Unknown setting {key} in {where}.{hint}")


def _value(key: str, given: Any, where: str) -> Any:
    """The value of a knob in its own type, checked against its bounds."""
    knob = KNOBS[key]
    default = knob.default
    if key in _LISTS:
        return _list(key, given, where)
    if isinstance(default, bool):
        return _switch(given, where)
    if isinstance(default, Path):
        if not isinstance(given, str | Path) or not str(given):
            raise SettingsWrong(f"{where} must be a path.")
        return Path(given)
    if isinstance(default, str):
        choices = _CHOICES.get(key)
        if not isinstance(given, str) or not given or (choices and given not in choices):
            wanted = f"one of {', '.join(choices)}" if choices else "a text"
            raise SettingsWrong(f"{where} must be {wanted}, not {given!r}.")
        return given
    return _number(knob, given, where)


def _number(knob: Any, given: Any, where: str) -> int | float:
    kind = type(knob.default)
    try:
        if isinstance(given, bool) or (kind is int and isinstance(given, float)):
            raise ValueError
        number: int | float = kind(given)
    except (TypeError, ValueError):
        wanted = "a whole number" if kind is int else "a number"
        raise SettingsWrong(f"{where} must be {wanted}, not {given!r}.") from None
    low, high = knob.metadata["low"], knob.metadata["high"]
    if not low <= number <= high:
        raise SettingsWrong(f"{where} must lie between {low:g} and {high:g}, not {number:g}.")
    return number


def _switch(given: Any, where: str) -> bool:
    if isinstance(given, bool):
        return given
    word = str(given).lower()
    if word not in _TRUE | _FALSE:
        raise SettingsWrong(f"{where} must be true or false, not {given!r}.")
    return word in _TRUE


def _list(key: str, given: Any, where: str) -> tuple[str, ...]:
    if isinstance(given, str):
        given = [part.strip() for part in given.split(",") if part.strip()]
    if not isinstance(given, list | tuple) or not all(isinstance(part, str) for part in given):
        raise SettingsWrong(f"{where} must be a list of texts.")
    return tuple((_origin if key == "allowed_origins" else _address)(part, where) for part in given)


def _origin(text: str, where: str) -> str:
    origin = normal_origin(text)
    if origin is None:
        raise SettingsWrong(f"{where}: {text!r} is not an origin. Write it like https://play.example.")
    return origin


def _address(text: str, where: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise SettingsWrong(f"{where}: {text!r} is not an address or a network such as 10.0.0.0/8.") from None


def _check_together(settings: Settings) -> None:
    if settings.drain_hard < settings.drain:
        raise SettingsWrong("drain_hard must not be shorter than drain.")
    if settings.token_life < settings.token_idle:
        raise SettingsWrong("token_life must not be shorter than token_idle.")
    if settings.byte_burst < settings.max_message_bytes:
        raise SettingsWrong("byte_burst must not be smaller than max_message_bytes.")
    if is_loopback(settings.host):
        return
    if not (settings.behind_proxy or settings.insecure_public):
        raise SettingsWrong(
            f"{settings.host} can be reached from other machines, and this server speaks no TLS itself. Put "
            "a proxy that does in front and name its address with --behind-proxy, or say --insecure-public "
            "for a network that you trust."
        )
    if not settings.allowed_origins:
        raise SettingsWrong(
            f"{settings.host} can be reached from other machines, so say under which address players "
            "open it: --allowed-origins https://play.example."
        )

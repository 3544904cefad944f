"""How bad each code is to be: read from a settings file or the command line, applied to findings."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from engine.base.diagnostic import Confidence, Diagnostic, Severity
from engine.base.suggest import closest
from engine.compiler.findings import one_of
from engine.compiler.pages import PAGES

FILE_NAME: Final = "gamectl.toml"
TABLE: Final = "validate"
_CODES: Final = frozenset(page.code for page in PAGES)
_USUAL: Final = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}
_KEYS: Final = ("fail_on", "max_per_file", "rules")


class Level(StrEnum):
    """What a code can be set to."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"


class RuleSettingsWrong(Exception):  # noqa: N818 - it says what is the case
    """A setting of `gamectl validate` makes no sense. The message says which, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateSettings:
    """The table `[validate]` of a settings file; None means not said."""

    levels: Mapping[str, Level] = field(default_factory=dict)
    fail_on: Severity | None = None
    max_per_file: int | None = None


def usual_severity(code: str) -> Severity:
    """How bad a code is when nobody says otherwise: its letter."""
    return _USUAL[code[0]]


def known_code(code: str) -> str:
    """The code as it is written in the pages. Raises RuleSettingsWrong when there is none."""
    wanted = code.strip().strip("[]").upper()
    if wanted in _CODES:
        return wanted
    near = closest(wanted, _CODES)
    hint = f"Did you mean {near}?" if near else "`gamectl rules` lists them all."
    raise RuleSettingsWrong(f"there is no code {wanted}. {hint}")


def rule_level(code: str, level: str) -> tuple[str, Level]:
    """One setting, checked.

    Raises RuleSettingsWrong for an unknown code or level, and when an error would be made less: what it tells
    of keeps the world from being compiled, whatever is said about it.
    """
    known = known_code(code)
    try:
        chosen = Level(level.strip().lower())
    except ValueError:
        near = closest(level, Level)
        hint = f"Did you mean {near}?" if near else f"Write {one_of(Level)}."
        raise RuleSettingsWrong(f"{known} cannot be set to `{level}`. {hint}") from None
    if usual_severity(known) is Severity.ERROR and chosen is not Level.ERROR:
        raise RuleSettingsWrong(
            f"{known} stays an error, because a world that has it cannot be compiled. Mend what it says "
            f"(`gamectl explain {known}` shows how); warnings can be set to any level."
        )
    return known, chosen


def rule_levels(given: Iterable[str]) -> dict[str, Level]:
    """Settings written as `CODE=level`; of two for one code the last counts. Raises RuleSettingsWrong."""
    levels: dict[str, Level] = {}
    for text in given:
        code, equals, level = text.partition("=")
        if not equals:
            raise RuleSettingsWrong(f"`{text}` names no level. Write it like W8001=off.")
        known, chosen = rule_level(code, level)
        levels[known] = chosen
    return levels


def with_levels(found: Iterable[Diagnostic], levels: Mapping[str, Level]) -> tuple[Diagnostic, ...]:
    """Findings as bad as they were set to be, in their order, without those that are off.

    What is only likely never becomes an error; it stays a warning.
    """
    told = []
    for one in found:
        level = levels.get(one.code)
        if level is Level.OFF:
            continue
        if level is Level.ERROR and one.confidence is Confidence.LIKELY:
            level = Level.WARNING
        told.append(one if level is None else replace(one, severity=Severity(level.value)))
    return tuple(told)


def settings_file_for(folder: Path) -> Path | None:
    """The nearest `gamectl.toml`: in the content folder or one above it, within its repository.

    Asks the content folder, not the current one, so a world is judged alike from wherever it is looked at.
    """
    whole = folder.resolve()
    for place in (whole, *whole.parents):
        file = place / FILE_NAME
        if file.is_file():
            return file
        if (place / ".git").exists():
            return None
    return None


def read_validate_settings(file: Path) -> ValidateSettings:
    """The table `[validate]` of a file; without one, nothing is said. Raises RuleSettingsWrong."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        reason = (problem.strerror or "unknown reason").lower()
        raise RuleSettingsWrong(f"the settings file {file} cannot be read: {reason}.") from None
    except UnicodeDecodeError:
        raise RuleSettingsWrong(f"the settings file {file} is not UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as problem:
        raise RuleSettingsWrong(f"the settings file {file} is not valid TOML: {problem}.") from None
    table = tables.get(TABLE, {})
    if not isinstance(table, dict):
        raise RuleSettingsWrong(
            f"in {file}, `{TABLE}` must be a table: write [{TABLE}] and the settings below it."
        )
    try:
        return _settings(table)
    except RuleSettingsWrong as wrong:
        raise RuleSettingsWrong(f"in {file}, table [{TABLE}]: {wrong}") from None


def _settings(table: Mapping[str, Any]) -> ValidateSettings:
    for key in table:
        if key not in _KEYS:
            near = closest(key, _KEYS)
            hint = f"Did you mean `{near}`?" if near else f"There are {', '.join(_KEYS)}."
            raise RuleSettingsWrong(f"there is no setting `{key}`. {hint}")
    rules = table.get("rules", {})
    if not isinstance(rules, dict) or not all(isinstance(level, str) for level in rules.values()):
        raise RuleSettingsWrong('`rules` must be codes with levels, like rules = {W8001 = "off"}.')
    fail_on = table.get("fail_on")
    if fail_on is not None and fail_on not in list(Severity):
        raise RuleSettingsWrong(f"`fail_on` must be {one_of(Severity)}.")
    most = table.get("max_per_file")
    if most is not None and (isinstance(most, bool) or not isinstance(most, int) or most < 1):
        raise RuleSettingsWrong("`max_per_file` must be a whole number from 1 on.")
    return ValidateSettings(
        levels=dict(rule_level(code, level) for code, level in rules.items()),
        fail_on=None if fail_on is None else Severity(fail_on),
        max_per_file=most,
    )

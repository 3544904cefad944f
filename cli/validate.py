"""`gamectl validate`: every finding about a content folder."""

import os
import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import exits
from cli.arguments import ContentFolder, FailOnOption, Format, FormatOption, folder_there, room_for, stop
from cli.working import JobsOption, NoCacheOption, VerifyCacheOption, working

if TYPE_CHECKING:
    from cli.reports.told import Told
    from engine.base.diagnostic import Severity
    from engine.compiler.compile import Compiled
    from engine.compiler.load import Folder
    from engine.compiler.rule_settings import ValidateSettings
    from engine.compiler.selection import Selection


def validate(
    path: ContentFolder = Path("content"),
    format_: FormatOption = Format.TEXT,
    report: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FORMAT=FILE", help="Also write a report into a file; several times if need be."
        ),
    ] = None,
    fail_on: FailOnOption = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE=LEVEL", help="Make a code an error, a warning, info, or off."),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="WHAT", help="Only kind:quests, id:lamp, path:harbor/** or code:E21."),
    ] = None,
    changed_from: Annotated[
        str | None,
        typer.Option(metavar="REF", help="Only what a change since that commit of git can affect."),
    ] = None,
    max_per_file: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Show at most so many findings of each file.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Settings file.  [the nearest gamectl.toml]")
    ] = None,
    no_cache: NoCacheOption = False,
    verify_cache: VerifyCacheOption = False,
    jobs: JobsOption = None,
) -> None:
    """Check a content folder and show every mistake in it.

    \b
    gamectl validate                            the folder ./content
    gamectl validate worlds/harbor              another folder
    gamectl validate --fail-on warning          warnings fail too
    gamectl validate --format github --report sarif=world.sarif
    gamectl validate --rule W8001=off           a code that does not matter here
    gamectl validate --select kind:quests --select code:E21
    gamectl validate --changed-from origin/main

    Several --select of one sort are alternatives; different sorts must all hold. A finding that also points
    at other places is told for the files and things there as well. What --select and --changed-from leave out
    counts for nothing, errors not excepted: exit code 0 then says that what was asked for is clean, and the
    last line and the JSON report say how many errors were left out. Settings that always hold
    stand in gamectl.toml, in the content folder or above it:

    \b
    [validate]
    fail_on = "warning"
    max_per_file = 20
    rules = {W8001 = "off", W7002 = "info"}

    What was found out about a file is kept in the user's cache folder (~/.cache/gamectl), never in the
    content, and found out anew when the file changes. --no-cache does without; --verify-cache looks whether
    it is right.

    Exit codes: 0 clean, 1 findings, 2 could not run, 3 a mistake of gamectl itself.
    """
    from cli.reports import print_told, write_told
    from engine.base.diagnostic import Severity
    from engine.compiler.compile import compile_files
    from engine.compiler.load import read_folder

    folder = folder_there(path, command="validate")
    reports = _reports(report or [])
    settings_file, settings = _settings(config, folder)
    wishes = _Wishes(
        settings=_with_rules(settings, rule or []),
        selection=_selection(select or [], folder),
        changed_from=changed_from,
        most=max_per_file or settings.max_per_file,
        settings_file=settings_file,
    )
    with working(folder, cache=not no_cache, verify=verify_cache, jobs=jobs) as work:
        read = read_folder(folder)
        compiled = compile_files(
            read.files, read.pictures, found=read.findings, work=work, unread=read.unread
        )
        told = _told(compiled, read, folder, wishes)
    if changed_from is None and Format.GITHUB in (format_, *(one for one, _ in reports)):
        from cli.changes import lately_changed

        told = replace(told, changed=lately_changed(folder, os.environ))
    print_told(told, folder, format_)
    for one, file in reports:
        write_told(told, folder, one, file)
    if format_ is Format.TEXT:
        _tell_of_old_schema(folder)
    least = Severity(fail_on.value) if fail_on else settings.fail_on or Severity.ERROR
    raise typer.Exit(exits.FINDINGS if fails(told, least) else exits.CLEAN)


def _tell_of_old_schema(folder: Path) -> None:
    """An editor with another schema would underline what is right, and nobody would know why."""
    from engine.authoring.editor_schema import is_old

    if is_old(folder):
        named = shlex.quote(str(folder))
        typer.echo(
            f"Editors read an old schema here. To bring it up to date: gamectl editor {named}", err=True
        )


def fails(told: "Told", least: "Severity") -> bool:
    """Whether there are findings, shown or not, at or above a severity."""
    order = list(type(least))
    return any(told.count(severity) for severity in order[: order.index(least) + 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """What of the findings somebody wants to see, and how bad they are to be."""

    settings: "ValidateSettings"
    selection: "Selection"
    changed_from: str | None
    most: int | None
    settings_file: Path | None


def _told(compiled: "Compiled", read: "Folder", folder: Path, wishes: _Wishes) -> "Told":
    from cli.reports.told import cut_short, everything, selected
    from engine.compiler.selection import SelectorWrong

    try:
        wanted = wishes.selection.of(compiled)
    except SelectorWrong as wrong:
        stop(str(wrong))
    told = everything(compiled, wishes.settings.levels)
    if wishes.changed_from is not None:
        told = _of_change(told, read, folder, wishes)
    told = selected(told, wanted)
    return cut_short(told, wishes.most) if wishes.most else told


def _of_change(told: "Told", read: "Folder", folder: Path, wishes: _Wishes) -> "Told":
    """What a change can affect; all of it when the settings changed as well."""
    from cli.changes import change_since, file_changed_since
    from cli.reports.told import selected
    from engine.compiler.affected import affected

    ref = wishes.changed_from or ""
    change = change_since(ref, folder)
    told = replace(told, changed=change.paths)
    if wishes.settings_file is not None and file_changed_since(ref, wishes.settings_file):
        return told
    return selected(told, affected(read, change, told.compiled, told.report))


def _reports(given: list[str]) -> list[tuple[Format, Path]]:
    """Formats and files of `--report`, checked before any work is done."""
    reports: list[tuple[Format, Path]] = []
    for text in given:
        name, equals, file = text.partition("=")
        if not equals or not file:
            stop(f"--report {text} names no file. Write it like --report sarif=world.sarif.")
        if name not in list(Format):
            from engine.base.suggest import closest

            near = closest(name, Format)
            hint = f"Did you mean {near}?" if near else f"Write one of {', '.join(Format)}."
            stop(f"there is no format {name}. {hint}")
        if file == "-":
            stop(f"a report goes into a file. To print this one, say --format {name} and leave --report out.")
        if file.endswith((".yaml", ".yml")):
            stop(f"a report into {file} could overwrite content. Give it another ending.")
        if any(Path(file).resolve() == other.resolve() for _, other in reports):
            stop(f"two reports would go into {file}. Give each a file of its own.")
        reports.append((Format(name), room_for(Path(file))))
    return reports


def _settings(config: Path | None, folder: Path) -> tuple[Path | None, "ValidateSettings"]:
    from engine.compiler.rule_settings import (
        RuleSettingsWrong,
        ValidateSettings,
        read_validate_settings,
        settings_file_for,
    )

    file = config or settings_file_for(folder)
    if file is None:
        return None, ValidateSettings()
    try:
        return file, read_validate_settings(file)
    except RuleSettingsWrong as wrong:
        stop(str(wrong))


def _with_rules(settings: "ValidateSettings", given: list[str]) -> "ValidateSettings":
    """The settings, with those of the command line over them."""
    from engine.compiler.rule_settings import RuleSettingsWrong, rule_levels

    try:
        return replace(settings, levels={**settings.levels, **rule_levels(given)})
    except RuleSettingsWrong as wrong:
        stop(str(wrong))


def _selection(given: list[str], folder: Path) -> "Selection":
    from engine.compiler.selection import SelectorWrong, read_selection

    try:
        return read_selection(given, folder.as_posix())
    except SelectorWrong as wrong:
        stop(str(wrong))

"""`gamectl rules`: every code there is, how bad it is, and what it tells of."""

import json
from typing import Annotated

import typer

from cli.arguments import ListFormat


def rules(
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="How to print the list.")
    ] = ListFormat.TEXT,
) -> None:
    """List every code with its level and what it tells of.

    \b
    gamectl rules                             a table
    gamectl rules --format json               for other programs
    gamectl explain W8001                     all about one of them

    Errors keep a world from being compiled and stay errors. Warnings can be set to another level with
    `gamectl validate --rule W8001=off`, or for good in the table [validate] of gamectl.toml.
    """
    from engine.compiler.pages import PAGES
    from engine.compiler.rule_settings import usual_severity

    if format_ is ListFormat.JSON:
        listed = [
            {
                "code": page.code,
                "level": usual_severity(page.code).value,
                "title": page.title,
                "text": page.text,
            }
            for page in PAGES
        ]
        typer.echo(json.dumps({"version": 1, "rules": listed}, indent=2))
        return
    for page in PAGES:
        typer.echo(f"{page.code}  {usual_severity(page.code).value:7}  {page.title}")

"""`gamectl explain`: what a code means, with an example that fails and one that does not."""

from typing import Annotated

import typer

from cli.arguments import stop


def explain(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="A code such as E2104; without one, all of them.")
    ] = "",
) -> None:
    """Say what a code such as E2104 means, with an example.

    \b
    gamectl explain E2104
    gamectl explain                           a list of all codes
    """
    from cli.reports.page import page_text, silencing
    from engine.compiler.pages import PAGES
    from engine.compiler.rule_settings import RuleSettingsWrong, known_code

    if not code:
        for page in PAGES:
            typer.echo(f"{page.code}  {page.title}")
        return
    try:
        wanted = known_code(code)
    except RuleSettingsWrong as wrong:
        stop(str(wrong))
    (page,) = (page for page in PAGES if page.code == wanted)
    typer.echo(f"{page_text(page)}\n{silencing(page.code)}", nl=False)

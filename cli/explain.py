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
    from cli.reports.page import page_text
    from engine.base.suggest import closest
    from engine.compiler.pages import PAGES

    pages = {page.code: page for page in PAGES}
    if not code:
        for page in PAGES:
            typer.echo(f"{page.code}  {page.title}")
        return
    wanted = code.strip().strip("[]").upper()
    if wanted not in pages:
        near = closest(wanted, pages)
        stop(
            f"there is no code {wanted}."
            + (f" Did you mean {near}?" if near else " `gamectl explain` lists them.")
        )
    typer.echo(page_text(pages[wanted]), nl=False)

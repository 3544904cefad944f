"""The page at `/`: which world this is and where to find what. No script, no outside file."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "web" / "door.html").read_text(encoding="utf-8"))


def front_page(*, title: str, content: str, version: str, players: int) -> str:
    """The page as HTML. Every text is escaped."""
    if players == 0:
        crowd = "Nobody is in the world right now. It waits."
    elif players == 1:
        crowd = "One player is in the world."
    else:
        crowd = f"{players} players are in the world."
    return _template().substitute(
        title=escape(title), content=escape(content), version=escape(version), crowd=escape(crowd)
    )

"""Values to show how something is written, as editors propose them."""

import re
from typing import Any, Final

import yaml

from engine.compiler.schema import Schema

STOP: Final = re.compile(r"\$\{\d+(?::([^}]*)|\|([^,|}]*)[^}]*)\}")
"""A place in an editor's snippet to fill in: with a text, or with words to choose from."""


def filled_in(text: str) -> str:
    """A text of a snippet with all its places filled in."""
    return STOP.sub(lambda stop: stop[1] or stop[2], text)


def example_from(schema: Schema, key: str) -> Any:
    """The value of a key in the first snippet of a group of keys that has it; None when none has."""
    bodies = (one["body"] for one in schema.get("defaultSnippets", ()) if isinstance(one["body"], dict))
    text = next((body[key] for body in bodies if isinstance(body.get(key), str)), None)
    return None if text is None else yaml.safe_load(filled_in(text))

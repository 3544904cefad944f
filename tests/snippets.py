"""Snippets of editors filled in as by a writer who takes every proposal, and what they hold then."""

import re
from typing import Any

import yaml

_PLACE = re.compile(r"\$(?:\d+|\{\d+(?::(?P<text>[^}]*)|\|(?P<first>[^,|}]*)[^}]*)?\})")


def filled(text: str) -> str:
    """The text of a snippet: `${1:bread}` is bread, `${2|common,rare|}` common, `$3` nothing."""
    return _PLACE.sub(lambda place: place["text"] or place["first"] or "", text)


def written(body: Any) -> Any:
    """What is written with the body of a snippet: its texts are YAML, put in as they are."""
    if isinstance(body, dict):
        return {filled(key): written(value) for key, value in body.items()}
    return yaml.safe_load(filled(body)) if isinstance(body, str) else body

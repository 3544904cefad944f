"""The schema of content files as editors read it: a copy of ours in one file, which tells what it is one of.

Imports little: every check of a world looks whether the copy beside it is old.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from engine.compiler.schema import ContentSchema, content_schema
from engine.shipped import shipped

SCHEMA: Final = ".vscode/content.schema.json"
"""Where editors find the schema, from the content folder. Nothing in a hidden folder is read as content."""
_TELLING: Final = frozenset({"$ref", "description", "default", "defaultSnippets"})
"""What may stand beside a reference without asking for more."""
_BY_NAME: Final = frozenset({"properties", "$defs"})
"""Keys below which names stand, not keywords."""
_VALUES: Final = frozenset({"default", "defaultSnippets"})
"""Keys below which content stands."""
_HEAD: Final = 200
"""So many bytes of a copy are enough to see of which schema it is one."""


def editor_schema() -> bytes:
    """The schema of a content file as one file, all of whose references are local.

    It asks of a file just what ours does. Our notes become words where servers show such, and else are left
    out. Beside a reference stands nothing that asks for more: servers complete badly what lies behind one.
    """
    plain = {"$comment": _mark(), **_plain(content_schema(), content_schema().bundle)}
    return (json.dumps(plain, indent=1, ensure_ascii=False) + "\n").encode()


def _plain(content: ContentSchema, schema: Any) -> Any:
    if isinstance(schema, list):
        return [_plain(content, part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema and any(key not in _TELLING and not key.startswith("x-") for key in schema):
        schema = content.resolve(schema)
    plain: dict[str, Any] = {}
    for key, part in schema.items():
        if key in _BY_NAME:
            plain[key] = {name: _plain(content, inner) for name, inner in part.items()}
        elif key in _VALUES:
            plain[key] = part
        elif not key.startswith("x-"):
            plain[key] = _plain(content, part)
    if "description" in schema:
        # Else servers show the marks around keys as they stand.
        plain["markdownDescription"] = schema["description"]
    if "pattern" in schema and "x-says" in schema:
        plain["patternErrorMessage"] = f"Write {schema['x-says']}."
    if "items" in schema and "defaultSnippets" in content.resolve(schema["items"]):
        # Else servers offer an entry of the list, without its dash, where the list itself is to be written.
        plain["items"] = {"allOf": [plain["items"]]}
    return plain


def _mark() -> str:
    """What a copy says of where it is from: it is another one when our schemas or this module are."""
    digest = hashlib.sha256()
    for path in (*sorted((shipped("schemas") / "content").glob("*.json")), Path(__file__)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"written by gamectl, not by hand: {digest.hexdigest()[:32]}"


def is_old(folder: Path) -> bool:
    """Whether editors read a schema there that is not the one of this program."""
    path = folder / SCHEMA
    try:
        return path.is_file() and not _begins_like_ours(path)
    except OSError:
        # Somebody else's problem: nothing is read from there but by editors.
        return False


def _begins_like_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return _mark().encode() in file.read(_HEAD)

"""What editors need to help a writer: one schema beside the content, and settings that bind it to the files.

The schema is a copy of ours, in one file. A path into the installed package would be another one on every
machine, and an address would need the web; a copy travels with the world and works offline. Checking never
writes, so a copy that has grown old is told, and refreshed when somebody asks for it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.authoring.opened import CannotDo
from engine.compiler.schema import ContentSchema, content_schema

SCHEMA: Final = ".vscode/content.schema.json"
"""Where editors find the schema, from the content folder. Nothing in a hidden folder is read as content."""
_TELLING: Final = frozenset({"$ref", "description", "default", "defaultSnippets"})
"""What may stand beside a reference without asking for more."""
_BY_NAME: Final = frozenset({"properties", "$defs"})
"""Keys below which names stand, not keywords."""
_VALUES: Final = frozenset({"default", "defaultSnippets"})
"""Keys below which content stands."""
SETTINGS: Final = ".vscode/settings.json"
_TEMPLATE: Final = Path(__file__).resolve().parent / "first_world"
_TEMPLATES: Final = {SETTINGS: "vscode-settings.json", ".vscode/extensions.json": "vscode-extensions.json"}
"""Files whose real names would take effect where the template lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """Which files were written, by path from the content folder; `bound`: the settings name the schema."""

    written: tuple[str, ...]
    bound: bool


def editor_files() -> dict[str, bytes]:
    """Everything that editors need, by path from the content folder."""
    settings = {path: (_TEMPLATE / name).read_bytes() for path, name in _TEMPLATES.items()}
    return {SCHEMA: editor_schema(), **settings}


def editor_schema() -> bytes:
    """The schema of a content file as one file, all of whose references are local.

    It asks of a file just what ours does. Our notes become words where servers show such, and else are left
    out. Beside a reference stands nothing that asks for more: servers complete badly what lies behind one.
    """
    plain = _plain(content_schema(), content_schema().bundle)
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


def refresh(folder: Path) -> Refreshed:
    """Write the schema as it is now, and the settings where there are none: those belong to the writer.

    Raises CannotDo when the system refuses.
    """
    written = []
    try:
        for name, data in editor_files().items():
            path = folder / name
            if path.is_file() and (name != SCHEMA or path.read_bytes() == data):
                continue
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            written.append(name)
        settings = (folder / SETTINGS).read_text(encoding="utf-8", errors="replace")
    except OSError as problem:
        reason = (problem.strerror or "unknown reason").lower()
        raise CannotDo(f"{folder / '.vscode'} cannot be written: {reason}.") from problem
    return Refreshed(written=tuple(written), bound=Path(SCHEMA).name in settings)


def is_old(folder: Path) -> bool:
    """Whether editors read a schema there that is not the one of this program."""
    path = folder / SCHEMA
    try:
        return path.is_file() and path.read_bytes() != editor_schema()
    except OSError:
        # Somebody else's problem: nothing is read from there but by editors.
        return False

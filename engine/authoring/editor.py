"""What editors need to help a writer: one schema beside the content, and settings that bind it to the files.

The schema is a copy of ours, in one file. A path into the installed package would be another one on every
machine, and an address would need the web; a copy travels with the world and works offline. Checking never
writes, so a copy that has grown old is told, and refreshed when somebody asks for it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.authoring.editor_schema import SCHEMA, editor_schema
from engine.authoring.opened import CannotDo

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

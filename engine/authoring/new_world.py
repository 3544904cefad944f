"""Begins a new world: writes the shortest one worth extending into an empty folder. Overwrites nothing."""

from pathlib import Path
from typing import Final

from engine.authoring.editor import editor_files
from engine.compiler.load import holds_world

_TEMPLATE: Final = Path(__file__).resolve().parent / "first_world"
_GITIGNORE: Final = ("gitignore", ".gitignore")
"""A file whose real name would take effect where the template lies."""
_OF_EDITORS: Final = "vscode-"
_MAY_BE_THERE: Final = frozenset({".git"})
"""What does not make a folder count as used: a repository is often begun before its first file."""


class FolderNotUsable(Exception):  # noqa: N818 - it says what is the case
    """The world cannot be written there. The message says why, and what to do."""


def new_world(folder: Path) -> tuple[str, ...]:
    """Write a first world into `folder`, which is made when it is missing.

    Gives the paths that were written, relative to the folder and with forward slashes, sorted. Raises
    FolderNotUsable when something stands there already or the system refuses; what stood there is untouched.
    """
    texts = _texts()
    try:
        _check(folder)
        for name, data in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
    except OSError as problem:
        reason = (problem.strerror or "unknown reason").lower()
        raise FolderNotUsable(f"{folder} cannot be written: {reason}. Choose another folder.") from problem
    return tuple(sorted(texts))


def _check(folder: Path) -> None:
    around = next((above for above in folder.resolve().parents if holds_world(above)), None)
    if around is not None:
        raise FolderNotUsable(
            f"{folder} would lie within another world ({around}), which would read its files as its own. "
            "Choose a folder beside it."
        )
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FolderNotUsable(f"{folder} is a file. Choose the name of a folder that does not exist yet.")
    found = sorted(entry.name for entry in folder.iterdir() if entry.name not in _MAY_BE_THERE)
    if found:
        raise FolderNotUsable(
            f"{folder} is not empty: {found[0]} is there already, and nothing of yours shall be overwritten. "
            "Choose a folder that is empty or does not exist yet."
        )


def _texts() -> dict[str, bytes]:
    """Every file of the new world by its path: the template, and what editors need."""
    template = {
        path.relative_to(_TEMPLATE).as_posix(): path.read_bytes()
        for path in sorted(_TEMPLATE.rglob("*"))
        if path.is_file() and not path.name.startswith(_OF_EDITORS)
    }
    template[_GITIGNORE[1]] = template.pop(_GITIGNORE[0])
    return template | editor_files()

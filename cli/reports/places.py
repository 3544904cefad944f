"""Where a file of the content lies within its repository: what services show findings by."""

from pathlib import Path


def within_repository(folder: Path) -> str:
    """The content folder's path within its repository, "" for the whole of it, or outside of any.

    Never asks for the current folder, so a report is the same from wherever it is made.
    """
    whole = folder.resolve()
    for place in (whole, *whole.parents):
        if (place / ".git").exists():
            inside = whole.relative_to(place).as_posix()
            return "" if inside == "." else inside
    return ""


def joined(prefix: str, path: str) -> str:
    """A path within the repository. That of the folder itself is `.` when it is the whole repository."""
    if path == ".":
        return prefix or "."
    return f"{prefix}/{path}" if prefix else path

"""Finds the folders that ship with the program: `schemas/` and `content/`. Reads nothing in them."""

from pathlib import Path
from typing import Literal


def shipped(name: Literal["schemas", "content"]) -> Path:
    """The folder of that name: inside the installed package, or beside it in a checkout.

    Raises FileNotFoundError when the installation is broken.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_data" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name}/ is missing from this installation of gamectl")

"""The mill as it is after its writer has given things other ids, for tests of what saves make of that."""

import re
import tempfile
from functools import lru_cache
from pathlib import Path

from engine.compiler.compile import compile_world
from engine.model.catalog import Catalog
from tests.playing import WORLDS

EVERYTHING = (
    *("bread", "knife", "iron-ring", "keepsake", "flour", "stone", "pick", "master-cap"),
    *("MINING", "DAGGER_MASTERY", "RESTORATION", "VITALITY"),
    *("mend", "spark", "fed", "endless", "door-open", "favor"),
    *("miller", "mill", "quarry", "first-errand", "daily-bread", "trap", "rat"),
)
"""Ids of every kind that saves hold, and a creature."""


@lru_cache
def other_mill(ids: tuple[str, ...] = EVERYTHING, *, moved: str = "", without: str = "") -> Catalog:
    """The mill with each of these ids given a new one: `bread` is `new-bread` then. `moved` is the body of
    that kind, in YAML; the item `without` is taken out of the world altogether."""
    text = (WORLDS / "mill" / "mill.yaml").read_text()
    if without:
        text = re.sub(rf"(?m)^  {without}: .*\n", "", text)
        text = re.sub(rf", {{item: {without}, amount: 1}}|, {without}\b", "", text)
    for one in ids:
        text = re.sub(rf"(?<![\w-]){one}(?![\w-])", f"new-{one}", text)
    if moved:
        text += f"\nmoved: {moved}\n"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "mill.yaml").write_text(text)
        compiled = compile_world(Path(folder))
    assert compiled.catalog is not None, compiled.report.diagnostics
    return compiled.catalog

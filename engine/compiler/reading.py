"""A text → a document, when nothing is wrong in it. Says nothing of what is; see `engine.compiler.read`."""

import yaml

from engine.compiler.decode import FORBIDDEN, Limits, lines_of
from engine.compiler.document import Document
from engine.compiler.events import Builder, Stop
from engine.compiler.ignores import ignores_of


def read_if_clear(path: str, text: str, limits: Limits) -> Document | None:
    """A file of this text in which nothing is wrong; None for another, and nobody looks for the reason."""
    if FORBIDDEN.search(text):
        return None
    builder = Builder(path, lines_of(text), limits, limits.nodes)
    try:
        builder.read(text)
    except (Stop, yaml.YAMLError):
        return None
    return None if builder.findings or builder.hidden else document_of(builder, text, readable=True)


def document_of(builder: Builder, text: str, *, readable: bool) -> Document:
    """What was built of a text."""
    return Document(
        path=builder.path,
        lines=builder.lines,
        root=builder.root if readable else None,
        readable=readable,
        nodes=builder.nodes,
        findings=tuple(builder.findings),
        hidden=builder.hidden,
        doubled=frozenset(builder.doubled),
        ignores=ignores_of(builder.path, builder.lines, builder.texts) if "gamectl:" in text else (),
    )

"""One file: bytes → nodes with places. Whatever the bytes are, the answer is never a crash."""

import yaml

from engine.base.diagnostic import Diagnostic
from engine.compiler.decode import (
    FINDINGS_PER_FILE,
    Limits,
    decode,
    forbidden,
    lines_of,
    too_large,
)
from engine.compiler.document import Document
from engine.compiler.events import Builder, Stop
from engine.compiler.reading import document_of
from engine.compiler.syntax import unreadable


def read_document(
    path: str, data: bytes, limits: Limits | None = None, budget: int | None = None
) -> Document:
    """Read one file. `budget` is how many values may still be read of the whole folder."""
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        return _refused(path, [], too_large(path, limits))
    text = decode(path, data)
    if isinstance(text, Diagnostic):
        return _refused(path, lines_of(data.decode("utf-8", "replace")), text)
    lines = lines_of(text)
    if wrong := forbidden(path, text):
        return _refused(path, lines, *wrong)
    builder = Builder(path, lines, limits, limits.nodes if budget is None else budget)
    readable = False
    try:
        builder.read(text)
        readable = True
    except Stop:
        pass
    except yaml.YAMLError as error:
        builder.findings += builder.unfinished()
        told = unreadable(error, path, lines)
        # What was found from there on may only be a piece of something else.
        before = [found for found in builder.findings if found.span.line < told.span.line]
        builder.hidden += len(builder.findings) - len(before)
        builder.findings = [*before[: FINDINGS_PER_FILE - 1], told]
    return document_of(builder, text, readable=readable)


def _refused(path: str, lines: list[str], *found: Diagnostic) -> Document:
    return Document(path=path, lines=lines, readable=False, findings=found)

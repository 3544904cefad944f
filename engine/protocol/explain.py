"""Says in plain words what is wrong with a payload that its type refused. Decides nothing: the type did.

It asks the same types again, field by field, for the first one that does not fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

import msgspec

from engine.base.suggest import closest
from engine.protocol.strict_json import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong: the path of the key from the frame on, and one sentence that says what to do."""

    path: str
    message: str


_LEAF: Final = "another value"


def explain(value: Any, expected: type[msgspec.Struct], path: str) -> Fault:
    """The first fault of `value`, which stands at `path` and which `expected` refused.

    Fields are looked at in the order of the type, then keys that it does not know.
    """
    if not isinstance(value, dict):
        return Fault(path=path, message=f"`{path}` must be an object, such as {{}}.")
    fields = msgspec.structs.fields(expected)
    for field in fields:
        at = f"{path}.{field.encode_name}"
        if field.encode_name not in value:
            if field.required:
                return Fault(path=at, message=f"`{at}` is missing; it must be {_words(field.type)}.")
        elif not _fits(value[field.encode_name], field.type):
            return _wrong(value[field.encode_name], field.type, at)
    known = [field.encode_name for field in fields]
    for key in value:
        if key not in known:
            near = closest(key, known)
            advice = f"did you mean `{near}`?" if near else "leave it out."
            return Fault(
                path=f"{path}.{shown(key)}", message=f"`{path}` knows no key `{shown(key)}`; {advice}"
            )
    return Fault(path=path, message=f"`{path}` does not fit; read what this command takes.")


def _wrong(value: Any, expected: Any, path: str) -> Fault:
    """The fault of one field: its own, or that of the line or object within it."""
    choices = _choices(expected)
    struct = next((choice for choice in choices if _is_struct(choice)), None)
    lines = next((choice for choice in choices if get_origin(choice) is tuple), None)
    if lines is not None and isinstance(value, list):
        line = get_args(lines)[0]
        for index, part in enumerate(value):
            if not _fits(part, line):
                return _wrong(part, line, f"{path}[{index}]")
    if (
        struct is not None
        and isinstance(value, dict)
        and (choices == (struct,) or set(value) & _names(struct))
    ):
        inner = explain(value, struct, path)
        if inner.path != path:
            return inner
    return Fault(path=path, message=f"`{path}` must be {_words(expected)}.")


def _fits(value: Any, expected: Any) -> bool:
    """Whether a type takes a value."""
    try:
        msgspec.convert(value, expected)
    except msgspec.ValidationError:
        return False
    return True


def _words(expected: Any) -> str:
    """What a type expects, in plain words: what the nearest `Meta` says."""
    for meta in reversed(getattr(expected, "__metadata__", ())):
        if isinstance(meta, msgspec.Meta) and meta.extra and "expects" in meta.extra:
            return str(meta.extra["expects"])
    if _is_struct(expected):
        return "an object"
    return next((words for words in map(_words, get_args(expected)) if words != _LEAF), _LEAF)


def _choices(expected: Any) -> Sequence[Any]:
    """The types that a field may be, without what is noted on them."""
    if get_origin(expected) is Annotated:
        return _choices(get_args(expected)[0])
    if get_origin(expected) in (Union, UnionType):
        return tuple(inner for choice in get_args(expected) for inner in _choices(choice))
    return (expected,)


def _is_struct(expected: Any) -> bool:
    return isinstance(expected, type) and issubclass(expected, msgspec.Struct)


def _names(struct: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(struct)}

"""Writes `schemas/protocol/` and the generated parts of `engine/protocol/README.md` from the registry.

python tools/protocol_schemas.py            write what is stale, and drop schemas of events that are gone
python tools/protocol_schemas.py --check    write nothing; exit 1 and name what is stale

Exits 2 when the page lacks one of its generated regions.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.protocol.client_registry import CLIENT_EVENTS, ClientEvent  # noqa: E402
from engine.protocol.errors import CloseCode, ErrorCode  # noqa: E402 - the tool runs without being installed
from engine.protocol.schema import frame_example, frame_schema, schema_files  # noqa: E402
from engine.protocol.server_registry import SERVER_EVENTS, ServerEvent  # noqa: E402

SCHEMAS: Final = Path("schemas/protocol")
PAGE: Final = Path("engine/protocol/README.md")
ANSWERS: Final = Path("tests/protocol/answers.yaml")
SENT: Final = Path("tests/protocol/sent.yaml")
"""What each command is answered, and what is sent when: the tests hold the server to both."""
_REGION: Final = re.compile(
    r"(?P<begin><!-- generated: (?P<name>[a-z-]+) -->\n).*?(?P<end><!-- end of (?P=name) -->)", re.DOTALL
)


def error_codes() -> str:
    """The table of error codes."""
    return _table(("code", "meaning"), ((f"`{code.value}`", code.meaning) for code in ErrorCode))


def states() -> str:
    """What each command is answered in each state, and what the states are."""
    told = _answers()
    names = {state: about["title"] for state, about in told["states"].items()}
    rows = [
        (f"{_link(row['command'])}: {row['asks']}", *(_cell(row["answers"][state], names) for state in names))
        for row in told["authority"]
    ]
    meanings = _table(
        ("state", "the character, or the server"),
        ((about["title"], f"{about['means']}") for about in told["states"].values()),
    )
    return f"{meanings}\n{_table(('', *names.values()), rows)}"


def _cell(answer: str | Mapping[str, Any], names: Mapping[str, str]) -> str:
    code = answer if isinstance(answer, str) else answer["code"]
    shown = {"accepted": "yes", "none": "–", "ignored": "ignored"}.get(code, f"`{code}`")
    begun = None if isinstance(answer, str) else answer.get("from")
    return f"{shown} ({names[begun]})" if begun else shown


def accepted() -> str:
    """Every case in which a command is accepted, by command."""
    rows = [
        (_link(command) if number == 0 else "", row["when"])
        for command, cases in _answers()["accepted"].items()
        for number, row in enumerate(cases)
    ]
    return _table(("command", "accepted when"), rows)


def refusals() -> str:
    """Every reason to refuse a command, by command."""
    rows = [
        (_link(command) if number == 0 else "", f"`{row['code']}`", row["when"])
        for command, reasons in _answers()["refusals"].items()
        for number, row in enumerate(reasons)
    ]
    return _table(("command", "code", "when"), rows)


def sent() -> str:
    """What is sent when, and what is not."""
    rows = []
    for event, kinds in yaml.safe_load((ROOT / SENT).read_text(encoding="utf-8")).items():
        for kind in ("sent", "not_sent"):
            for row in kinds.get(kind, ()):
                told = ", ".join(f"`{name}`" for name in _flat(row["frames"])) or "nothing"
                rows.append((_link(event), {"sent": "yes", "not_sent": "no"}[kind], row["when"], told))
    return _table(("frame", "sent", "when", "what is sent"), rows)


def _flat(frames: Iterable[Any]) -> Iterator[str]:
    for one in frames:
        yield from [one] if isinstance(one, str) else _flat(one)


def _answers() -> Any:
    return yaml.safe_load((ROOT / ANSWERS).read_text(encoding="utf-8"))


def close_codes() -> str:
    """The table of close codes."""
    return _table(("code", "meaning"), ((str(code.value), code.meaning) for code in CloseCode))


def overview() -> str:
    """The list of all events in one table each way."""
    to_server = [(_link(event.name), event.summary) for event in CLIENT_EVENTS]
    to_client = [(_link(event.name), event.summary) for event in SERVER_EVENTS]
    commands = _table(("command", "what it does"), to_server)
    updates = _table(("frame", "what it tells"), to_client)
    return f"Client → server:\n\n{commands}\nServer → client:\n\n{updates}"


def commands() -> str:
    """A section for each command."""
    return "\n".join(_section(event) for event in CLIENT_EVENTS)


def updates() -> str:
    """A section for each frame of the server."""
    return "\n".join(_section(event) for event in SERVER_EVENTS)


def parts() -> str:
    """A table for each thing that stands inside several payloads."""
    return "\n".join(f"### {name}\n\n{_about(schema)}" for name, schema in sorted(_shared_parts().items()))


REGIONS: Final[Mapping[str, Callable[[], str]]] = {
    "overview": overview,
    "commands": commands,
    "updates": updates,
    "sent": sent,
    "parts": parts,
    "error-codes": error_codes,
    "states": states,
    "accepted": accepted,
    "refusals": refusals,
    "close-codes": close_codes,
}


def page(text: str) -> str:
    """The page with its generated regions made anew. Raises ValueError unless it has each region once."""
    found = [match["name"] for match in _REGION.finditer(text)]
    if sorted(found) != sorted(REGIONS):
        raise ValueError(f"{PAGE} must hold each of these regions once: {', '.join(REGIONS)}")
    return _REGION.sub(lambda match: f"{match['begin']}\n{REGIONS[match['name']]()}\n{match['end']}", text)


def expected_files() -> dict[Path, str]:
    """What should stand in each file, by path from the root."""
    wanted = {SCHEMAS / name: text for name, text in schema_files().items()}
    wanted[PAGE] = page((ROOT / PAGE).read_text(encoding="utf-8"))
    return wanted


def _section(event: ClientEvent | ServerEvent) -> str:
    """All about one event."""
    schema = frame_schema(event)
    own = schema["$defs"][event.payload.__name__]
    if isinstance(event, ClientEvent):
        aliases = "".join(f" `{alias}` is accepted too." for alias in event.aliases)
        notes = f"*Accepted when:* {event.when}\n\n*Then:* {event.then}\n"
    else:
        aliases = ""
        notes = f"*Sent when:* {event.when}\n"
    example = json.dumps(frame_example(event), ensure_ascii=False, indent=1)
    short = json.dumps(frame_example(event), ensure_ascii=False)
    shown = short if len(short) <= 150 else example
    return (
        f"### {event.name}\n\n{event.summary}{aliases}\n\n{notes}\n{_about(own, summary=False)}\n"
        f"```json\n{shown}\n```\n"
    )


def _about(schema: Mapping[str, Any], *, summary: bool = True) -> str:
    """What an object is for (if asked) and the table of its keys."""
    intro = f"{schema['description']}\n\n" if summary else ""
    required = schema["required"]
    rows = [
        (f"`{key}`", _kind(value) + ("" if key in required else ", optional"), value["description"])
        for key, value in schema["properties"].items()
    ]
    return intro + (_table(("key", "type", "meaning"), rows) if rows else "The payload is `{}`.\n")


def _kind(schema: Mapping[str, Any]) -> str:
    """The type of a value, in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return "[error code](#error-codes)" if name == ErrorCode.__name__ else _link(name)
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    return _KINDS[schema["type"]](schema)


def _list_kind(schema: Mapping[str, Any]) -> str:
    most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
    return f"list of {_kind(schema['items'])}{most}"


def _object_kind(schema: Mapping[str, Any]) -> str:
    inner = schema.get("additionalProperties")
    return f"object of {_kind(inner)}" if inner else "object"


def _integer_kind(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    big = 10**9
    if low is not None and low > -big:
        return f"integer from {low}" + (f" to {high}" if high is not None and high < big else "")
    return "integer"


def _text_kind(schema: Mapping[str, Any]) -> str:
    if "title" in schema:
        return str(schema["title"])
    return "string" + (f", at most {schema['maxLength']} characters" if "maxLength" in schema else "")


_KINDS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "string": _text_kind,
    "integer": _integer_kind,
    "number": lambda _: "number",
    "boolean": lambda _: "boolean",
    "null": lambda _: "null",
    "array": _list_kind,
    "object": _object_kind,
}


def _shared_parts() -> dict[str, Any]:
    """Every object that stands inside a payload, by name."""
    payloads = {event.payload.__name__ for event in (*CLIENT_EVENTS, *SERVER_EVENTS)}
    return {
        name: schema
        for event in (*CLIENT_EVENTS, *SERVER_EVENTS)
        for name, schema in frame_schema(event)["$defs"].items()
        if name not in payloads and schema.get("type") == "object"
    }


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _table(head: tuple[str, ...], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def main() -> int:
    """Write or check; 0 when all is fresh, 1 when `--check` finds something stale, 2 for a broken page."""
    parser = argparse.ArgumentParser(description="Write the schemas of the wire and the page about it.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something is stale")
    check = parser.parse_args().check
    try:
        wanted = expected_files()
    except ValueError as fault:
        print(fault, file=sys.stderr)
        return 2
    left_over = sorted({path.relative_to(ROOT) for path in (ROOT / SCHEMAS).glob("*.json")} - wanted.keys())
    stale = [
        path
        for path, text in wanted.items()
        if not (ROOT / path).is_file() or (ROOT / path).read_text(encoding="utf-8") != text
    ]
    for path in (*stale, *left_over):
        print(f"{'stale' if check else 'dropped' if path in left_over else 'written'}: {path.as_posix()}")
    if check:
        if stale or left_over:
            print("Run `python tools/protocol_schemas.py` and commit what it writes.")
        return 1 if stale or left_over else 0
    (ROOT / SCHEMAS).mkdir(parents=True, exist_ok=True)
    for path in stale:
        (ROOT / path).write_text(wanted[path], encoding="utf-8", newline="\n")
    for path in left_over:
        (ROOT / path).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A language server on the other end of a pipe, spoken to as an editor would. Knows nothing of YAML."""

import itertools
import json
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

Message = dict[str, Any]

_PATIENCE: Final = 300.0
"""Seconds after which a server that hangs is ended, so that the test fails instead of standing still."""


class LanguageServer:
    """A running server and the folder that was opened in it. Use it in a `with` statement."""

    def __init__(self, command: Sequence[str], folder: Path, settings: Mapping[str, Any]) -> None:
        self.folder, self.settings = folder, settings
        self.asked: set[str] = set()
        """What the server has asked of the editor, by method."""
        self._numbers = itertools.count(1)
        self._waiting: deque[Message] = deque()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder
        )
        self._watchdog = threading.Timer(_PATIENCE, self._process.kill)

    def __enter__(self) -> "LanguageServer":
        self._watchdog.start()
        uri = self.folder.as_uri()
        self.request(
            "initialize",
            processId=None,
            rootUri=uri,
            workspaceFolders=[{"uri": uri, "name": self.folder.name}],
            capabilities={
                "textDocument": {
                    "completion": {
                        "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
                    },
                    "hover": {"contentFormat": ["markdown"]},
                    "publishDiagnostics": {},
                },
                "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
            },
        )
        self.notify("initialized")
        # The answer to this comes only after the server has been given its settings.
        while "workspace/configuration" not in self.asked:
            self._waiting.append(self._next())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watchdog.cancel()
        self._process.kill()
        self._process.communicate()

    def notify(self, method: str, **params: Any) -> None:
        """Tell the server something."""
        self._send({"method": method, "params": params})

    def request(self, method: str, **params: Any) -> Any:
        """Ask the server something and wait for the answer."""
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        answer = self._wait(lambda message: message.get("id") == number)
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, documents: Mapping[Path, str]) -> dict[Path, list[Message]]:
        """Open documents with their texts, and give what the server finds wrong with each."""
        for path, text in documents.items():
            document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
            self.notify("textDocument/didOpen", textDocument=document)
        return {path: self._told_about(path.as_uri()) for path in documents}

    def _told_about(self, uri: str) -> list[Message]:
        told = self._wait(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri
            )
        )
        found: list[Message] = told["params"]["diagnostics"]
        return found

    def completions(self, path: Path, line: int, column: int) -> list[Message]:
        """What may stand at a place (from 0) of an open document."""
        answer = self.request("textDocument/completion", **_at(path, line, column))
        items: list[Message] = answer["items"] if isinstance(answer, dict) else answer
        return items

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown for a place (from 0) of an open document."""
        answer = self.request("textDocument/hover", **_at(path, line, column))
        return str(answer["contents"]["value"]) if answer else ""

    def _wait(self, wanted: Callable[[Message], bool]) -> Message:
        """The first message that is wanted; others stay for those who want them."""
        for message in self._waiting:
            if wanted(message):
                self._waiting.remove(message)
                return message
        while not wanted(message := self._next()):
            self._waiting.append(message)
        return message

    def _next(self) -> Message:
        """The next message. A question of the server is answered here, and has no number any more."""
        message = self._read()
        if "method" not in message or "id" not in message:
            return message
        self.asked.add(message["method"])
        self._send({"id": message["id"], "result": self._answer(message)})
        return {"method": message["method"]}

    def _answer(self, message: Message) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self._section(item.get("section", "")) for item in message["params"]["items"]]

    def _section(self, name: str) -> Any:
        """One section of the settings; VS Code writes them as `yaml.schemas`, the protocol as nested."""
        found: dict[str, Any] = {}
        for key, value in self.settings.items():
            if key == name:
                return value
            if key.startswith(f"{name}."):
                inner = found
                *steps, last = key.removeprefix(f"{name}.").split(".")
                for step in steps:
                    inner = inner.setdefault(step, {})
                inner[last] = value
        return found or None

    def _send(self, message: Message) -> None:
        assert self._process.stdin
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self._process.stdin.flush()

    def _read(self) -> Message:
        assert self._process.stdout
        length = 0
        while (line := self._process.stdout.readline()) != b"\r\n":
            if not line:
                raise EOFError("the language server has ended")
            name, _, value = line.decode("ascii").partition(":")
            if name.lower() == "content-length":
                length = int(value)
        message: Message = json.loads(self._process.stdout.read(length))
        return message


def _at(path: Path, line: int, column: int) -> Message:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}

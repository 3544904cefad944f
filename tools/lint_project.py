"""The rules of this project that no general tool knows. Each says why it exists. Changes nothing.

Run it with `make lint`, or alone with `python -m tools.lint_project`. It looks at the files that git knows or
would add.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that breaks a rule. `line` counts from 1; 0 means the file as a whole."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """One rule: what it asks of a file, why, and how it is checked."""

    name: str
    why: str
    check: Callable[[str, str], Iterator[Finding]]
    """From a path (relative, forward slashes) and the file's text to what is wrong there."""


FOLDERS = frozenset({"engine", "content", "schemas", "cli", "tests", "tools", ".ci"})
FILES = frozenset(
    {
        "CHANGELOG.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "pyproject.toml",
        "requirements.txt",
        "requirements-dev.txt",
    }
)


def _top_level(path: str, text: str) -> Iterator[Finding]:
    first, slash, _ = path.partition("/")
    if slash and first not in FOLDERS:
        message = f"the folder {first}/ has no place in this house; choose among {', '.join(sorted(FOLDERS))}"
        yield Finding(path=path, line=0, message=message)
    if not slash and first not in FILES and not first.startswith("."):
        yield Finding(path=path, line=0, message="put this file beside its subject, not at the top level")


EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "manager", "common", "misc", "base_classes"})


def _telling_names(path: str, text: str) -> Iterator[Finding]:
    name = Path(path).stem
    if path.endswith(".py") and name in EMPTY_NAMES:
        yield Finding(path=path, line=0, message=f"`{name}` says nothing; name the module for what is in it")


# Written so that no pattern matches its own line.
LEFTOVERS: Mapping[str, str] = {
    r"\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b": "finish it, or write it into the changelog as a known gap",
    r"pragma: no [c]over": "test it, or take it out",
    r"(?<![\w.])/(?:work|tmp|home|root)/": "no path of one machine stands in this repository",
    r"(?i)\bsub-?[a]gents?\b|\b(?:chat)?[g]pt\b|\b[l]lms?\b|\b[c]laude\b": "say what is so, not who wrote it",
}


def _no_leftovers(path: str, text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, advice in LEFTOVERS.items():
            if found := re.search(pattern, line):
                yield Finding(path=path, line=number, message=f"`{found.group()}`: {advice}")


# A switch-off names the rule and says why, after a dash or in a comment above: once for each rule in a file.
SWITCH_OFF = re.compile(r"#\s*(?:ruff:\s*)?(?:noqa|type:\s*ignore)(?P<rest>.*)")
REASONED = re.compile(r"(?::\s*|\[)(?P<rules>[A-Za-z0-9, -]+?)\]?(?P<reason>\s+[-#]\s+\S.*)?")


def _reasons(path: str, text: str) -> Iterator[Finding]:
    if not path.endswith(".py"):
        return
    silent: list[tuple[int, str, str]] = []
    explained: set[str] = set()
    above = ""
    for number, line in enumerate(text.splitlines(), start=1):
        commented, above = above.lstrip().startswith("# "), line
        if not (found := SWITCH_OFF.search(line)):
            continue
        parts = REASONED.fullmatch(found["rest"].rstrip())
        rules = parts["rules"] if parts else ""
        if parts and (parts["reason"] or commented):
            explained.add(rules)
        else:
            silent.append((number, rules, found.group().strip()))
    for number, rules, shown in silent:
        if rules not in explained:
            message = f"`{shown}`: name the rule and say why, as in `S608 - the names are ours`"
            yield Finding(path=path, line=number, message=message)


NUMBERS_IN = ("engine/rules/", "engine/game/")
FREE_NUMBERS = frozenset({0, 1, 2})
NUMBERS_EXPLAINED: Mapping[str, str] = {
    "engine/rules/formulas/": "the language itself: precedences, bounds, worked examples; it sees no content",
}


def _no_balance(path: str, text: str) -> Iterator[Finding]:
    if (
        not path.endswith(".py")
        or not path.startswith(NUMBERS_IN)
        or path.startswith(tuple(NUMBERS_EXPLAINED))
    ):
        return
    tree = ast.parse(text)
    named = _named_constants(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        if isinstance(node.value, int | float) and node.value not in FREE_NUMBERS and node not in named:
            message = (
                f"the number {node.value} stands in the core. The game's numbers belong into content/; "
                "a contract's number gets a name, NAME: Final = …, and a docstring that says which contract"
            )
            yield Finding(path=path, line=node.lineno, message=message)


def _named_constants(tree: ast.Module) -> set[ast.expr]:
    """The literals in module-level constants whose name is in capitals and below which a docstring stands.

    One docstring may close a block of constants that belong together. Arguments of decorators (the size of a
    cache) and bounds of slices (text cut for a message) are no numbers of the game either.
    """
    allowed: set[ast.expr] = set()
    block: list[ast.expr] = []
    for statement in tree.body:
        match statement:
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                | ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value)
            ) if name.isupper():
                block.append(value)
            case ast.Expr(value=ast.Constant(value=str())):
                allowed.update(
                    node for value in block for node in ast.walk(value) if isinstance(node, ast.expr)
                )
                block = []
            case _:
                block = []
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(decorator_list=decorators) | ast.ClassDef(decorator_list=decorators):
                allowed.update(n for d in decorators for n in ast.walk(d) if isinstance(n, ast.expr))
            case ast.Slice(lower=lower, upper=upper):
                allowed.update(bound for bound in (lower, upper) if bound is not None)
    return allowed


FORMULA = re.compile(r"\d\s*[*^]\s*\S|\b(?:floor|clamp|uniform)\(\s*[\w.]+\s*[,*+)]|\b\d+d\d+\s*[-+]")
FORMULAS_IN = ("engine/game/", "engine/model/", "engine/store/", "engine/compiler/")
FORMULAS_SHOWN = "engine/compiler/pages/"
"""Explanations for writers, with examples to learn from."""


def _no_formulas(path: str, text: str) -> Iterator[Finding]:
    if not path.endswith(".py") or not path.startswith(FORMULAS_IN) or path.startswith(FORMULAS_SHOWN):
        return
    tree = ast.parse(text)
    prose = {
        statement.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node in prose:
            continue
        if found := FORMULA.search(node.value):
            message = f"`{found.group()}` looks like a formula; rules of the game are content"
            yield Finding(path=path, line=node.lineno, message=message)


OURS = ("engine", "cli", "tools")


def _no_pretending(path: str, text: str) -> Iterator[Finding]:
    if not path.startswith("tests/") or not path.endswith(".py"):
        return
    tree = ast.parse(text)
    ours = _imported_from_us(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) if any(name.name.startswith("unittest.mock") for name in names):
                message = "no mocks: give the code what it needs as a parameter"
            case ast.ImportFrom(module="unittest.mock" | "unittest"):
                message = "no mocks: give the code what it needs as a parameter"
            case ast.Call(func=ast.Attribute(attr="setattr" | "delattr" | "setitem"), args=[target, *_]) if (
                _root(target) in ours
            ):
                message = "no part of ours is patched: give the code what it needs as a parameter"
            case ast.Attribute(value=ast.Attribute(attr="mark"), attr="skip" | "xfail"):
                message = "a test that does not run proves nothing: mend it, or take it out"
            case _:
                continue
        yield Finding(path=path, line=node.lineno, message=message)


def _imported_from_us(tree: ast.Module) -> set[str]:
    """The names under which a test knows parts of ours."""
    found = set(OURS)
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module.partition(".")[0] in OURS:
                found.update(name.asname or name.name for name in names)
            case ast.Import(names=names):
                found.update(
                    name.asname for name in names if name.asname and name.name.partition(".")[0] in OURS
                )
    return found


def _root(target: ast.expr) -> str:
    """The first name of `a.b.c`, written as an expression or as a text."""
    while isinstance(target, ast.Attribute):
        target = target.value
    match target:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=str(text)):
            return text.partition(".")[0]
    return ""


PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==[^\s;]+(?:\s*;[^\\]+)?\s*\\$")
LOCKS = frozenset({"requirements.txt", "requirements-dev.txt"})
SECRETIVE = re.compile(r"https?://|file:/|--(?:extra-)?index|--find-links|--trusted-host|^-[er] | @ ")


def _locked(path: str, text: str) -> Iterator[Finding]:
    if path not in LOCKS:
        return
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if found := SECRETIVE.search(line):
            message = (
                f"`{found.group().strip()}`: a lock names packages and hashes, never where they come from"
            )
            yield Finding(path=path, line=number, message=message)
            continue
        if not line or line.startswith(("#", " ")):
            continue
        following = lines[number] if number < len(lines) else ""
        if not PINNED.match(line) or not following.startswith("    --hash=sha256:"):
            yield Finding(
                path=path, line=number, message="every package is pinned with `==` and has its hashes"
            )


def _locked_for_node(path: str, text: str) -> Iterator[Finding]:
    if Path(path).name != "package-lock.json":
        return
    for name, package in json.loads(text)["packages"].items():
        if "resolved" in package:
            message = f"`{name}` says where it comes from; npm knows --omit-lockfile-registry-resolved"
            yield Finding(path=path, line=0, message=message)
        if name and "integrity" not in package:
            yield Finding(path=path, line=0, message=f"`{name}` has no hash")


LINTS: tuple[Lint, ...] = (
    Lint(
        name="top-level",
        why="the house has fixed rooms, so that everything is found at once",
        check=_top_level,
    ),
    Lint(name="telling-names", why="a module named for nothing collects everything", check=_telling_names),
    Lint(
        name="no-leftovers",
        why="what stands in the repository is finished, and true anywhere",
        check=_no_leftovers,
    ),
    Lint(
        name="reasons",
        why="a check that was switched off silently is a check nobody can switch on",
        check=_reasons,
    ),
    Lint(
        name="no-balance", why="writers change numbers of the game without touching Python", check=_no_balance
    ),
    Lint(name="no-formulas", why="a formula in Python is a rule that no writer can see", check=_no_formulas),
    Lint(name="no-pretending", why="a test of a mock passes whatever the product does", check=_no_pretending),
    Lint(name="locked", why="the same packages everywhere, from whichever index", check=_locked),
    Lint(name="locked-for-node", why="the same holds for the packages of npm", check=_locked_for_node),
)
"""Every rule. Each has a test that breaks it."""

BINARY = (".png", ".jpg", ".webp", ".ico", ".db", ".woff2")


def project_files(root: Path) -> list[str]:
    """The files that git knows in `root`, or would add. Raises CalledProcessError outside a repository."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return sorted(name for name in set(listed.split("\0")) if name and (root / name).is_file())


def lint_text(path: str, text: str) -> list[Finding]:
    """All findings about one file."""
    return [finding for lint in LINTS for finding in lint.check(path, text)]


def lint_project(root: Path) -> list[Finding]:
    """All findings about the checkout at `root`."""
    found: list[Finding] = []
    for path in project_files(root):
        text = "" if path.endswith(BINARY) else (root / path).read_text(encoding="utf-8")
        found += lint_text(path, text)
    return found


def main() -> None:
    """Print the findings; exit 1 when there are any."""
    found = lint_project(ROOT)
    for finding in found:
        print(finding)
    print(f"{len(found)} findings of {len(LINTS)} project rules.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()

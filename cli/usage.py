"""Says in plain words what is wrong with a command line, what is possible, and what was probably meant."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

import typer

Command = Callable[..., Any]

UsageError: Final[type[Exception]] = typer.BadParameter.__bases__[0]
"""What the command line raises. Its module hangs on the version of typer; this finds it in all."""


def usage_told(problem: Any, arguments: Sequence[str], commands: Mapping[str, Command]) -> str:
    """The sentence about a problem with `arguments`."""
    context = problem.ctx
    # Without a context the problem arose while the command's own words were taken apart.
    path = (
        context.command_path.split()[1:]
        if context is not None
        else [one for one in arguments if one in commands]
    )
    name = path[0] if path else ""
    case = _Case(problem, arguments, name, commands)
    return _SENTENCES.get(type(problem).__name__, _otherwise)(case)


class _Case:
    """A problem, the command it arose in ("" for none), and what is known of both."""

    def __init__(
        self, problem: Any, arguments: Sequence[str], name: str, commands: Mapping[str, Command]
    ) -> None:
        self.problem = problem
        self.arguments = arguments
        self.name = name
        self.commands = commands
        self.called = f"`gamectl {name}`".replace(" `", "`")
        self.param: Any = getattr(problem, "param", None)

    def options(self) -> list[str]:
        """All long options of the command."""
        found = [name for param in self.problem.ctx.command.params for name in param.opts]
        return [*(name for name in found if name.startswith("--")), "--help"]

    def hint(self) -> tuple[Any, Any]:
        """The type of the value of a parameter, and what was said of it."""
        hints = get_type_hints(self.commands[self.name], include_extras=True)
        hint = hints[self.param.name]
        info = next(iter(get_args(hint)[1:]), None) if get_origin(hint) is Annotated else None
        types = [part for part in _parts(hint) if isinstance(part, type)]
        return types[0], info

    def shown(self) -> str:
        """How the parameter is called: `--jobs` or KIND."""
        return _shown(self.param)

    def value(self) -> str | None:
        """What was given for an option."""
        names = set(self.param.opts)
        for one, after in zip(self.arguments, [*self.arguments[1:], ""], strict=True):
            head, equals, rest = one.partition("=")
            if head in names:
                return rest if equals else after
        return None


def _parts(hint: Any) -> Iterable[Any]:
    """The types within `Annotated[int | None, …]`."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return get_args(hint) or (hint,)


def _shown(param: Any) -> str:
    if param.param_type_name == "option":
        return str(next((name for name in param.opts if name.startswith("--")), param.opts[0]))
    return str(param.metavar or param.name.upper()).strip("[]")


def _closest(word: str, candidates: Sequence[str], else_: str) -> str:
    """What was probably meant, or else what is possible."""
    from engine.base.suggest import closest

    near = closest(word, candidates)
    return f"Did you mean {near}?" if near else else_


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _one_of(words: Sequence[str]) -> str:
    return f"{_listed(words[:-1])} or {words[-1]}"


def _no_such_option(case: _Case) -> str:
    given = case.problem.option_name
    options = case.options()
    return f"{case.called} has no option {given}. {_closest(given, options, f'It has {_listed(options)}.')}"


def _missing(case: _Case) -> str:
    command = case.problem.ctx.command
    needed = " ".join(
        f"{_shown(param)} FILE" if param.param_type_name == "option" else _shown(param)
        for param in command.params
        if param.required
    )
    words = (case.param.help or "").strip()
    if not words and case.name in case.commands:
        words = str(getattr(case.hint()[1], "help", None) or "")
    kind = case.hint()[0]
    if issubclass(kind, StrEnum):
        words = _one_of([one.value for one in kind])
    about = f" ({words.rstrip('.')})" if words else ""
    return f"{case.called} needs {case.shown()}{about}. Write it like `gamectl {case.name} {needed}`."


def _bad_value(case: _Case) -> str:
    kind, info = case.hint()
    value = case.value() if case.param.param_type_name == "option" else None
    quoted = re.search(r"'(.*?)' is not one of", case.problem.message)
    value = value if value is not None else quoted[1] if quoted else None
    said = "that" if value is None else f"`{value}`"
    if issubclass(kind, StrEnum):
        words = [one.value for one in kind]
        return f"{case.shown()} cannot be {said}. {_closest(value or '', words, f'Write {_one_of(words)}.')}"
    if issubclass(kind, int):
        least, most = getattr(info, "min", None), getattr(info, "max", None)
        to = "" if most is None else f" to {most}"
        span = f" from {least}{to or ' on'}" if least is not None else f"{to and f' up{to}'}"
        return f"{case.shown()} cannot be {said}. Write a whole number{span}."
    return _otherwise(case)


def _no_value(case: _Case) -> str:
    return f"{case.problem.option_name} needs a value behind it. `gamectl {case.name} --help` says which."


def _otherwise(case: _Case) -> str:
    extra = re.search(r"unexpected extra arguments?(?:\(s\))? \((.*)\)", case.problem.message)
    if extra:
        command = case.problem.ctx.command
        taken = [_shown(param) for param in command.params if param.param_type_name == "argument"]
        most = f"no more than {' '.join(taken)}" if taken else "nothing but options"
        return f"{case.called} takes {most}; {extra[1]} is too much."
    if not case.name:
        given = next((one for one in case.arguments if not one.startswith("-")), "")
        names = list(case.commands)
        return f"there is no command {given}. {_closest(given, names, f'The commands are {_listed(names)}.')}"
    return f"{case.problem.format_message().rstrip('.')}. `gamectl {case.name} --help` says more."


_SENTENCES: Final[Mapping[str, Callable[[_Case], str]]] = {
    "NoSuchOption": _no_such_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "BadOptionUsage": _no_value,
}
"""By the name of what was raised, because its module differs between versions of typer."""

"""Entries of lists that stand with all their lines in another column than the others of their list."""

from collections.abc import Iterable, Iterator

from engine.compiler.at_home import is_at_home
from engine.compiler.slip import Culprit, inset_of, says


def entries_too_far(numbers: Iterable[int], lines: list[str]) -> Iterator[Culprit]:
    """Entries of several lines that are set in further than an entry like them may be."""
    for number in numbers:
        deep = inset_of(lines[number])
        end = _end(number, lines)
        if not lines[number].lstrip().startswith("- ") or end - number < 2 or is_at_home(number, deep, lines):
            continue
        others = {inset_of(line) for line in lines if line.lstrip().startswith("- ")}
        for wanted in sorted((column for column in others if column < deep), reverse=True):
            if is_at_home(number, wanted, lines):
                yield Culprit(
                    line=number,
                    column=deep,
                    length=len(lines[number].strip()),
                    message=f"this entry is set in by {deep} spaces, and others of its list by {wanted}",
                    help=f"set it in by {wanted} spaces, and all that is below it by as much less",
                    mended="\n".join(line[deep - wanted :] for line in lines[number:end]),
                    lines=end - number,
                )


def _end(number: int, lines: list[str]) -> int:
    """The line after the last one of an entry."""
    deep = inset_of(lines[number])
    end = number + 1
    for below in range(number + 1, len(lines)):
        if says(lines[below]):
            if inset_of(lines[below]) <= deep:
                break
            end = below + 1
    return end

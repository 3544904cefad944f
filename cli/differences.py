"""What differs between two versions of a file, by lines, as a patch says it. Quick for long files as well."""

from collections.abc import Iterator, Sequence


def differences(old: Sequence[str], new: Sequence[str], around: int) -> Iterator[list[str]]:
    """Each place that differs, with so many lines around it: lines that begin with ` `, `-` or `+`.

    The first line of each says where it is (`@@ -3,2 +3,4 @@`).
    """
    # Of the standard library's only the words are taken: its search takes seconds in a file of many changes.
    from rapidfuzz.distance import Levenshtein

    hunk: list[tuple[str, str]] = []
    begins = (0, 0)
    steps = list(Levenshtein.opcodes(old, new))
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        if step.tag != "equal":
            hunk += [("-", line) for line in old[step.src_start : step.src_end]]
            hunk += [("+", line) for line in new[step.dest_start : step.dest_end]]
            continue
        same = [(" ", line) for line in old[step.src_start : step.src_end]]
        if hunk and not last and len(same) <= 2 * around:
            hunk += same
            continue
        if hunk:
            yield _told(begins, [*hunk, *same[:around]])
        ahead = min(around, len(same))
        hunk = [] if last else same[len(same) - ahead :]
        begins = (step.src_end - ahead, step.dest_end - ahead)
    if any(sign != " " for sign, _ in hunk):
        yield _told(begins, hunk)


def _told(begins: tuple[int, int], hunk: list[tuple[str, str]]) -> list[str]:
    """The lines of one place, with the numbers of both versions above."""
    parts = []
    for begin, sign, other in zip(begins, "-+", "+-", strict=True):
        length = sum(one != other for one, _ in hunk)
        # Of a place without lines the one before it is named.
        first = begin + 1 if length else begin
        parts.append(f"{sign}{first}" if length == 1 else f"{sign}{first},{length}")
    return [f"@@ {' '.join(parts)} @@", *(f"{sign}{line}" for sign, line in hunk)]

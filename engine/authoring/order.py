"""Puts the keys of mappings that are written one below the other into the order of the schema.

Comments and empty lines above a key belong to it; comments set in deeper than a key, below it, as well.
"""

from typing import Any

import yaml

from engine.authoring.marks import composed, last_line, places_of, schemas_in
from engine.compiler.decode import lines_of


def keys_in_order(text: str) -> str:
    """The text with every mapping in the order of the schema. No line is added or taken away."""
    lines = lines_of(text)
    root = composed(text)
    if not isinstance(root, yaml.MappingNode):
        return text
    schemas = schemas_in(root)

    def look(node: Any) -> None:
        """Order what is within first: it keeps its lines; then the mapping itself."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style:
            return
        for item in node.value:
            look(item[1] if isinstance(item, tuple) else item)
        if isinstance(node, yaml.MappingNode):
            places = places_of(node, schemas)
            if places != sorted(places):
                _sort(node, places, lines)

    look(root)
    return "\n".join(lines)


def _sort(node: Any, places: list[int], lines: list[str]) -> None:
    column = node.value[0][0].start_mark.column
    begins = [key.start_mark.line for key, _ in node.value]
    # The first key may stand behind one or more dashes, which stay where they are.
    dashes = lines[begins[0]][:column]
    behind = bool(dashes.strip())
    starts = [begins[0]]
    while not behind and starts[0] and _comment_column(lines[starts[0] - 1]) == column:
        starts[0] -= 1
    for (_, value), after in zip(node.value, [*begins[1:], len(lines)], strict=True):
        end = last_line(value) + 1
        while end < after and _comment_column(lines[end]) > column:
            end += 1
        starts.append(end)
    if any(start > begin for start, begin in zip(starts, begins, strict=False)):
        # A key that begins on the last line of another: not to be cut by lines.
        return
    if behind:
        lines[begins[0]] = " " * column + lines[begins[0]][column:]
    # Each key with its lines, and how many of them stand above it.
    chunks = [
        (lines[start:end], begin - start)
        for start, end, begin in zip(starts, starts[1:], begins, strict=False)
    ]
    order = sorted(range(len(chunks)), key=lambda number: places[number])
    _give_gap(chunks, order[0])
    if behind:
        head, above = chunks[order[0]]
        margin = len(dashes) - len(dashes.lstrip())
        head[:above] = [" " * margin + line.lstrip() for line in head[:above]]
        head[above] = dashes + head[above][column:]
    lines[starts[0] : starts[-1]] = [line for number in order for line in chunks[number][0]]


def _give_gap(chunks: list[tuple[list[str], int]], first: int) -> None:
    """Empty lines part a key from that above: what comes first now gives them to what was first."""
    if first == 0:
        return
    new, above = chunks[first]
    gap = next((number for number in range(above) if new[number].strip()), above)
    old, own = chunks[0]
    chunks[0] = (new[:gap] + old, gap + own)
    chunks[first] = (new[gap:], above - gap)


def _comment_column(line: str) -> int:
    """The column of a comment that stands alone on its line; -1 for all else."""
    inner = line.lstrip()
    return len(line) - len(inner) if inner.startswith("#") else -1

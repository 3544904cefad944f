"""A picture in the language of Graphviz, for those who have it."""

from engine.authoring.graphs.picture import Picture


def dot(picture: Picture) -> str:
    """The whole file, its lines ended."""
    lines = [
        "digraph world {",
        f"  label={_quoted(picture.title)}; labelloc=t; rankdir=LR; fontname=sans;",
        "  node [shape=box, style=rounded, fontname=sans]; edge [fontname=sans, fontsize=10];",
    ]
    for box in picture.boxes:
        wide = ", penwidth=2" if box.marked else ""
        label = _quoted("\n".join((box.title, *(line.text for line in box.lines))))
        lines.append(f"  {_quoted(box.key)} [label={label}, tooltip={_quoted(box.hover)}{wide}];")
    for arrow in picture.arrows:
        more = (", dir=both" if arrow.both else "") + (", style=dashed" if arrow.dashed else "")
        ends = f"{_quoted(arrow.start)} -> {_quoted(arrow.end)}"
        lines.append(f"  {ends} [label={_quoted(arrow.label)}, tooltip={_quoted(arrow.hover)}{more}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

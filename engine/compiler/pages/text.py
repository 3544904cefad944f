"""Pages of the band 70: text and pictures."""

from typing import Final

from engine.compiler.pages.page import Page

_PEAT: Final = "items:\n  peat: {based_on: ore, name: Peat, icon: thing.svg}\n"
_NET: Final = "items:\n  net:\n    based_on: ore\n    name: Net #3 is mine\n    icon: thing.svg\n"
_OTTO: Final = (
    "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
    "dialogues:\n"
    "  otto-talk:\n"
    "    start: hello\n"
    "    nodes:\n"
    "      hello:\n"
    "        text: |\n"
    "          Well?\n"
    "          The lamp is out.\n"
    "        choices:\n"
    "          - {id: bye, text: Not my doing.}\n"
)

PAGES: Final = (
    Page(
        code="W7001",
        title="a picture is missing",
        text=(
            "The file is not below `images/` of the content folder. The game goes on and draws a "
            "placeholder until it is there. Each missing picture is told once, with all places that "
            "want it."
        ),
        broken={"peat.yaml": _PEAT.replace("thing.svg", "peat.svg")},
        fixed={"peat.yaml": _PEAT},
    ),
    Page(
        code="W7002",
        title="a text is longer than a small screen has room for",
        text=(
            "It will be cut or will push other things away. Shorten it, or silence the warning with a reason."
        ),
        broken={"peat.yaml": _PEAT.replace("Peat", "Peat of the very best sort that was ever dug")},
        fixed={"peat.yaml": _PEAT},
    ),
    Page(
        code="W7003",
        title="a text is still to be written",
        text=(
            "It holds a mark that writers leave for themselves, such as TBD or lorem ipsum, or is "
            "nothing but a word that stands for one, such as description or New item. Or it is a "
            "description of question marks, or the one with which `gamectl new` began. Players would "
            "read it. Notes to yourself are safe after a `#`."
        ),
        broken={"peat.yaml": _PEAT.replace("Peat", "TBD")},
        fixed={"peat.yaml": _PEAT},
    ),
    Page(
        code="W7004",
        title="a text ends at a `#`",
        text=(
            "After a space, `#` begins a note, and what follows is no part of the text. Put a text with such "
            "a sign in quotes. Where a note is meant, write a space after the `#`, and nothing is said."
        ),
        broken={"net.yaml": _NET},
        fixed={"net.yaml": _NET.replace("Net #3 is mine", '"Net #3 is mine"  # as Oda says')},
    ),
    Page(
        code="W7005",
        title="a text holds what was meant for the file",
        text=(
            "All lines below `text: |` that are set in further belong to the text, those with keys and "
            "entries of lists among them. Here one looks like that: the line with its key above it is lost, "
            "or it is set in too far. Or a sign such as `>` that begins a text of several lines is mistyped "
            "or in quotes, and so is a part of the text itself. Where players should read just that, silence "
            "it on the line in which the text begins."
        ),
        broken={"otto.yaml": _OTTO.replace("        choices:\n", "")},
        fixed={"otto.yaml": _OTTO},
    ),
)

"""Pages of the band 90: the folder as a whole."""

from typing import Final

from engine.compiler.pages.page import Page

_LIT: Final = "flags:\n  lit: {type: bool, default: false}\n"
_LATER: Final = "  dark: {type: bool, default: false}"

_BARREL: Final = "items:\n  barrel: {based_on: ore, name: Barrel}\n"
_COOPER: Final = "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, sells: [barrel]}\n"

PAGES: Final = (
    Page(
        code="E9001",
        title="no file says what the world is",
        text=(
            "One file of the folder has the key `world`: its title and version, where it starts, "
            "which slots there are and what a new character is."
        ),
        broken={"world.yaml": "# nothing here\n"},
        fixed={},
    ),
    Page(
        code="E9002",
        title="the world, or the rules, stand twice",
        text="`world` and `rules` stand once in the whole folder. Write everything of them in one place.",
        broken={"rules.yaml": "rules: {}\n", "more.yaml": "rules: {}\n"},
        fixed={"rules.yaml": "rules: {}\n"},
    ),
    Page(
        code="E9003",
        title="a comment that should silence a warning names none",
        text="Name the code in square brackets and give a reason: `# gamectl: ignore[W7002] a song`.",
        broken={"flags.yaml": _LIT + "# gamectl: ignore[] why not\n"},
        fixed={"flags.yaml": _LIT},
    ),
    Page(
        code="E9004",
        title="a comment that silences a warning gives no reason",
        text=(
            "Whoever reads the file later wants to know why the warning does not matter. Write it "
            "after the bracket."
        ),
        broken={"flags.yaml": _LIT + "# gamectl: ignore[W8001]\n"},
        fixed={"flags.yaml": f"{_LIT}{_LATER} # gamectl: ignore[W8001] for the next chapter\n"},
    ),
    Page(
        code="E9005",
        title="an error cannot be silenced",
        text=(
            "An error means that the world cannot be played as it is written. Only warnings can be silenced."
        ),
        broken={"flags.yaml": _LIT + "# gamectl: ignore[E2104] later\n"},
        fixed={"flags.yaml": _LIT},
    ),
    Page(
        code="W9006",
        title="two file names are the same on some machines",
        text=(
            "On Windows and macOS small and capital letters make no difference in names, so one of "
            "the two files would be lost there. Rename one."
        ),
        broken={"Notes.yaml": "skills: {}\n", "notes.yaml": "quests: {}\n"},
        fixed={"notes.yaml": "quests: {}\n"},
    ),
    Page(
        code="E9007",
        title="there are no content files",
        text=(
            "The folder holds no file that ends in `.yaml` or `.yml`. Perhaps another folder was "
            "meant; `gamectl new` writes a first world."
        ),
    ),
    Page(
        code="W9008",
        title="a file that looks like content was not read",
        text=(
            "Only files whose names end in `.yaml` or `.yml`, in small letters, are read. `Cellar.YAML` and "
            "`cellar.yaml.txt` are not, and everything in them is missing from the world. Some editors add "
            "`.txt` by themselves, and some systems hide it: let yours show the ends of names. A file that "
            "is to stay out is best kept outside of the folder."
        ),
        broken={"cellar.yaml.txt": "items: {}\n"},
        fixed={"cellar.yaml": "items: {}\n"},
    ),
    Page(
        code="E9009",
        title="a file was not read, and what it holds is missing",
        text=(
            "Only files whose names end in `.yaml` or `.yml`, in small letters, are read. Other files name "
            "things that stand in this one. Give it the right ending, and all of that is there."
        ),
        broken={"cellar.yaml.txt": _BARREL, "otto.yaml": _COOPER},
        fixed={"cellar.yaml": _BARREL, "otto.yaml": _COOPER},
    ),
)

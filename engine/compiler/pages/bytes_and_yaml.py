"""Pages of the band 00: bytes and YAML."""

from typing import Final

from engine.compiler.pages.page import Page

_FLAG: Final = "flags:\n  lit: {type: bool, default: false}\n"

PAGES: Final = (
    Page(
        code="E0001",
        title="a file is not saved as UTF-8",
        text=(
            "Content files hold text in UTF-8, in which every language can be written. A byte of this"
            " file is not UTF-8, so the file was not read. Save it again and choose the encoding "
            "UTF-8."
        ),
        broken={"flags.yaml": b"# caf\xe9\n" + _FLAG.encode()},
        fixed={"flags.yaml": "# café\n" + _FLAG},
    ),
    Page(
        code="E0002",
        title="a file begins with an invisible mark, or is UTF-16",
        text=(
            "Some programs put an invisible mark (BOM) before the text or save it as UTF-16. Save the"
            " file again as plain UTF-8, without BOM."
        ),
        broken={"flags.yaml": b"\xef\xbb\xbf" + _FLAG.encode()},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0003",
        title="an invisible character stands in a text",
        text=(
            "Control characters cannot be seen and would end up on players' screens. They often come "
            "along when text is copied from elsewhere. Delete the character."
        ),
        broken={"flags.yaml": "# bell: \x07\n" + _FLAG},
        fixed={"flags.yaml": "# bell\n" + _FLAG},
    ),
    Page(
        code="E0004",
        title="a file is too large",
        text=(
            "A content file may have 2 MiB, which is some forty thousand lines. Larger ones are "
            "nearly always not content. Split the file: a world may be spread over as many files as "
            "you like."
        ),
        broken={"flags.yaml": _FLAG + "#" * (2 * 1024 * 1024)},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0005",
        title="brackets or lists lie too deep in each other",
        text=(
            "Content never needs more than a handful of levels; at most 64 are read. Look for "
            "brackets that were opened and never closed."
        ),
        broken={"flags.yaml": _FLAG + "skills: " + "[" * 70 + "]" * 70 + "\n"},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0006",
        title="there are too many values",
        text=(
            "A file may hold 250 000 values, and a world ten million in all its files together. What lies "
            "beyond was not read. Things as they are usually written come to so many only in a file of the "
            "largest size: split it, or look for a file that does not belong to the world."
        ),
    ),
    Page(
        code="E0007",
        title="a single text is too long",
        text=(
            "A text may have 65 536 characters. No screen shows more; a longer one is most likely "
            "data that belongs elsewhere."
        ),
        broken={"flags.yaml": _FLAG.replace("false", '"' + "a" * 70_000 + '"')},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0008",
        title="a file cannot be read as YAML",
        text=(
            "The file breaks a rule of YAML at the marked place, so nothing in it was read. The usual"
            " reasons: a text with a colon in it that is not in quotes, a bracket or quote that is "
            "never closed, a line that is set in more or less far than its neighbours, or a line with a "
            "key or an id that is missing above the lines that belong to it."
        ),
        broken={"flags.yaml": _FLAG.replace("}", "")},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0009",
        title="a word means different things to different programs",
        text=(
            "YAML has two versions that disagree about some words: to one `no` is text, to the other "
            "it means false; `012` is twelve or ten; `12:30` is text or 750. Your editor may read it "
            "one way and we another. Put it in quotes when it is text. Write numbers in plain digits."
        ),
        broken={"more.yaml": "skills:\n  DIGGING: {name: No, description: Down., category: gathering}\n"},
        fixed={"more.yaml": 'skills:\n  DIGGING: {name: "No", description: Down., category: gathering}\n'},
    ),
    Page(
        code="E0010",
        title="anchors and aliases are not used in content",
        text=(
            "YAML can mark a part with `&name` and repeat it with `*name`. In content that is "
            "refused: the reader would have to hunt for the mark. Write it out, or let one thing be "
            "`based_on` another of its kind. A text that begins with `&` or `*` belongs in quotes."
        ),
        broken={"flags.yaml": "flags:\n  lit: &yesno {type: bool, default: false}\n"},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0011",
        title="tags are not used in content",
        text=(
            "A word after `!` tells YAML to build something special. Content needs none of that, so "
            "it is refused. Remove the tag, or put a text that begins with `!` in quotes."
        ),
        broken={"flags.yaml": "flags:\n  lit: !!map {type: bool, default: false}\n"},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0012",
        title="merge keys are not used in content",
        text=(
            "`<<` merges another group of keys into this one in some YAML programs and not in others. Let "
            "one thing be `based_on` another instead: it takes over all its keys and you write only "
            "what differs."
        ),
        broken={"flags.yaml": "flags:\n  lit: {<<: {type: bool}, type: bool, default: false}\n"},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0013",
        title="a key stands twice",
        text=(
            "The same key stands twice in one group of keys, and only one of the two could count. Both "
            "places are named. Keep one of them, or give the second thing another id."
        ),
        broken={
            "flags.yaml": "flags:\n  lit: {type: bool, default: false}\n  lit: {type: bool, default: true}\n"
        },
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0014",
        title="a file holds more than one document",
        text=(
            "A line `---` begins a second YAML document, which would be overlooked easily. Everything"
            " of a file stands in one document; a second kind is simply a second key."
        ),
        broken={"flags.yaml": _FLAG + "---\nskills: {}\n"},
        fixed={"flags.yaml": _FLAG + "skills: {}\n"},
    ),
    Page(
        code="E0015",
        title="a number is too large, or is none",
        text=(
            "Numbers lie between -9007199254740991 and 9007199254740991: those arrive unchanged in "
            "every browser and every database. `.inf` and `.nan` are no numbers the game could count "
            "with."
        ),
        broken={"flags.yaml": _FLAG + "  best: {type: int, default: 99999999999999999999}\n"},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0017",
        title="a link or a special file was not read",
        text=(
            "A content folder must be complete on every machine, so links to other places, devices "
            "and pipes are not read, and neither are folders more than 32 levels deep. Put the file "
            "itself into the folder."
        ),
    ),
    Page(
        code="E0018",
        title="a file cannot be opened",
        text=(
            "The operating system does not let gamectl read the file or folder. Look at its "
            "permissions, and whether the disk is in order."
        ),
    ),
    Page(
        code="E0019",
        title="a tab stands where spaces must stand",
        text=(
            "YAML sets lines in with spaces only, because tabs look different in every editor. "
            "Replace the tab by spaces; most editors do that by themselves when told to."
        ),
        broken={"flags.yaml": "flags:\n\tlit: {type: bool, default: false}\n"},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0020",
        title="an escape stands for no character",
        text=(
            "In double quotes a backslash begins an escape such as `\\u00e9`. This one stands for half"
            " a character or for none. Write the character itself; with UTF-8 every character can "
            "stand in the text."
        ),
        broken={
            "note.yaml": 'skills:\n  DIGGING: {name: "\\ud83d", description: Down., category: gathering}\n'
        },
        fixed={
            "note.yaml": 'skills:\n  DIGGING: {name: "Digging", description: Down., category: gathering}\n'
        },
    ),
    Page(
        code="E0021",
        title="a key is a list or a group of keys",
        text=(
            "A key is an id or a name such as `price`. Here a list or a group of keys stands in its place, "
            "often because a text that begins with a bracket is not in quotes, or because braces stand "
            "twice: `{{item: bread}}`."
        ),
        broken={"flags.yaml": _FLAG + "  [a, b]: {type: bool, default: false}\n"},
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0022",
        title="the folder holds too much",
        text=(
            "At most 20 000 files and 256 MiB are read from one folder. Most likely it holds "
            "something that is not content, such as a copy of another folder."
        ),
    ),
    Page(
        code="E0023",
        title="a file has a name that cannot be written down",
        text=(
            "The name of the file holds bytes or signs that cannot be shown. Name it with letters, "
            "digits, `-` and `_`, and end it in `.yaml`."
        ),
    ),
    Page(
        code="E0024",
        title="a text ends with a quote but does not begin with one",
        text=(
            "Quotes around a text stand at both ends, or at neither. Here only the last one is there, and "
            "players would read it as part of the text. Add the first one, or take the last one away. A text "
            "that ends with the sign for inches can be put in single quotes."
        ),
        broken={"more.yaml": 'skills:\n  DIGGING: {name: Dig, description: Down.", category: gathering}\n'},
        fixed={"more.yaml": 'skills:\n  DIGGING: {name: Dig, description: "Down.", category: gathering}\n'},
    ),
    Page(
        code="E0025",
        title="an id is set in as far as the keys of the thing above it",
        text=(
            "A thing stands as far left as the other things of its kind, and its keys one step further in. "
            "Here an id is set in like a key of the thing above, so its own keys would be that thing's a "
            "second time. Set the line with the id in as far as the other ids."
        ),
        broken={
            "more.yaml": (
                "skills:\n"
                "  DIGGING:\n    name: Dig\n    description: Down.\n    category: gathering\n"
                "    CLIMBING:\n    name: Climb\n    description: Up.\n    category: gathering\n"
            )
        },
        fixed={
            "more.yaml": (
                "skills:\n"
                "  DIGGING:\n    name: Dig\n    description: Down.\n    category: gathering\n"
                "  CLIMBING:\n    name: Climb\n    description: Up.\n    category: gathering\n"
            )
        },
    ),
    Page(
        code="E0026",
        title="marks of a merge were left in a file",
        text=(
            "When two people change the same lines, git writes both versions into the file, between lines "
            "that begin with `<<<<<<<`, `=======` and `>>>>>>>`. Somebody must choose: keep the lines that "
            "are right, and delete the others together with the marks."
        ),
        broken={
            "flags.yaml": (
                "flags:\n<<<<<<< HEAD\n  lit: {type: bool, default: false}\n"
                "=======\n  lit: {type: bool, default: true}\n>>>>>>> lamps\n"
            )
        },
        fixed={"flags.yaml": _FLAG},
    ),
    Page(
        code="E0027",
        title="a line is not where it belongs",
        text=(
            "How far a line is set in says what it belongs to. Here a line can be read where it stands, but "
            "then it and the lines below it belong to the wrong thing: it is set in too far or not far "
            "enough, it has changed places with the line beside it, or the line above that heads it has "
            "become a comment. With the line put right, all else is in order."
        ),
        broken={
            "more.yaml": (
                "skills:\nDIGGING:\n    name: Dig\n    description: Down.\n    category: gathering\n"
            )
        },
        fixed={
            "more.yaml": (
                "skills:\n  DIGGING:\n    name: Dig\n    description: Down.\n    category: gathering\n"
            )
        },
    ),
)

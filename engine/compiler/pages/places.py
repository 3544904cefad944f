"""Pages of the band 50: the map."""

from typing import Final

from engine.compiler.pages.page import Page


def _mine(rest: str = "", at: str = "{x: 0, y: 3}") -> dict[str, str]:
    return {
        "mine.yaml": "locations:\n  mine:\n    name: Mine\n    description: Dark.\n    size: {x: 6, y: 6}\n"
        f"    connections: [{{to: harbor, label: Out, at: {at}}}]\n{rest}"
    }


def _moor(way: str) -> dict[str, str]:
    return {
        "moor.yaml": "locations:\n  moor:\n    name: Moor\n    description: Wet.\n"
        f"    size: {{x: 4, y: 4}}\n    connections: [{way}]\n",
        "mine.yaml": "locations:\n  mine:\n    name: Mine\n    description: Dark.\n    size: {x: 6, y: 6}\n"
        "    connections:\n      - {to: harbor, label: Out, at: {x: 0, y: 3}}\n"
        "      - {to: moor, label: Through, at: {x: 5, y: 3}}\n",
    }


_BACK: Final = "{to: mine, label: Back, at: {x: 0, y: 0}}"
_HUT: Final = "    structures: {hut: {label: Hut, description: Low., at: {x: 0, y: 3}}}\n"
_CRABS: Final = "    creatures: [{creature: crab}]\n"

PAGES: Final = (
    Page(
        code="E5001",
        title="something stands outside its location",
        text="Tiles are counted from 0, so in a location of 12 columns the last one is 11.",
        broken=_mine(at="{x: 6, y: 3}"),
        fixed=_mine(),
    ),
    Page(
        code="E5002",
        title="two things stand on one tile",
        text="Only one of them could be seen and clicked. Move one of the two.",
        broken=_mine(_HUT),
        fixed=_mine(_HUT.replace("x: 0", "x: 1")),
    ),
    Page(
        code="E5003",
        title="two fights, or two trainings, in one spot",
        text=(
            "Players ask for fights and training by their type, so in each structure, and outdoors, "
            "there can be one of each."
        ),
        broken=_mine(
            _CRABS
            + (
                "    actions:\n"
                "      hunt: {label: Hunt, type: combat}\n"
                "      chase: {label: Chase, type: combat}\n"
            )
        ),
        fixed=_mine(_CRABS + "    actions:\n      hunt: {label: Hunt, type: combat}\n"),
    ),
    Page(
        code="E5004",
        title="a reserved id",
        text=(
            "`idle` is the action of a character who does nothing. `combat` and `train` are how "
            "players ask for actions of those types, so no other action can be called so."
        ),
        broken=_mine("    actions:\n      idle: {label: Wait, type: custom, duration: 2s}\n"),
        fixed=_mine("    actions:\n      wait: {label: Wait, type: custom, duration: 2s}\n"),
    ),
    Page(
        code="E5005",
        title="an action lacks what its type needs",
        text="Everything but a fight needs a `duration`; a rest needs `restore`, training an `amount`.",
        broken=_mine("    actions:\n      nap: {label: Nap, type: rest, duration: 4s}\n"),
        fixed=_mine(
            "    actions:\n      nap: {label: Nap, type: rest, duration: 4s, restore: {health: 2}}\n"
        ),
    ),
    Page(
        code="W5006",
        title="an action says something that its type takes no notice of",
        text=(
            "Only a rest restores, only training has an amount, and a fight has neither duration nor "
            "loot of its own: its creatures do."
        ),
        broken=_mine("    actions:\n      wait: {label: Wait, type: custom, duration: 2s, amount: 3}\n"),
        fixed=_mine("    actions:\n      wait: {label: Wait, type: custom, duration: 2s}\n"),
    ),
    Page(
        code="E5007",
        title="there is nothing to fight",
        text=(
            "A fight is filled from the `creatures` of the location, those in the same structure. "
            "There are none."
        ),
        broken=_mine("    actions:\n      hunt: {label: Hunt, type: combat}\n"),
        fixed=_mine(_CRABS + "    actions:\n      hunt: {label: Hunt, type: combat}\n"),
    ),
    Page(
        code="W5009",
        title="no way leads to a location",
        text=(
            "From the start of the world no chain of connections and no effect leads here, whatever "
            "they require. Connections go one way each: perhaps the other end is missing. Of places "
            "that lie behind each other the first one is told; when it can be reached, so can the "
            "others."
        ),
        broken={
            "moor.yaml": (
                "locations:\n"
                "  moor:\n"
                "    name: Moor\n"
                "    description: Wet.\n"
                "    size: {x: 4, y: 4}\n"
                "    connections: [{to: harbor, label: Back, at: {x: 0, y: 0}}]\n"
            )
        },
        fixed={
            "moor.yaml": (
                "locations:\n"
                "  moor:\n"
                "    name: Moor\n"
                "    description: Wet.\n"
                "    size: {x: 4, y: 4}\n"
                "    connections: [{to: mine, label: Back, at: {x: 0, y: 0}}]\n"
            ),
            "mine.yaml": (
                "locations:\n"
                "  mine:\n"
                "    name: Mine\n"
                "    description: Dark.\n"
                "    size: {x: 6, y: 6}\n"
                "    connections:\n"
                "      - {to: harbor, label: Out, at: {x: 0, y: 3}}\n"
                "      - {to: moor, label: Through, at: {x: 5, y: 3}}\n"
            ),
        },
    ),
    Page(
        code="W5010",
        title="a way that does not come back",
        text=(
            "Connections go one way each: for a way that can be walked in both directions, say both "
            "ends. A drop, a slide or a trap door goes one way on purpose; then silence this with the "
            "reason. Ways that go round through several places and back are told once, at the first of them; "
            "a comment at any of them silences it. Nothing is said of halls of portals, from which one "
            "comes back some other way, and in worlds with many one-way ways nothing of those that hang "
            "together, as in a maze: only of those that lie by themselves, and of all of them at once when "
            "they are many."
        ),
        broken=_moor("{to: harbor, label: Down, at: {x: 0, y: 0}}"),
        fixed=_moor(_BACK),
    ),
    Page(
        code="W5011",
        title="no way leads out of a location",
        text=(
            "One can come here, but neither a connection nor anything that happens here leads anywhere else. "
            "Whoever comes here stays here. If that is meant, silence this with the reason."
        ),
        broken=_moor(""),
        fixed=_moor(_BACK),
    ),
    Page(
        code="W5012",
        title="a way leads back to where it begins",
        text=(
            "A connection leads to the very location that it stands in, so whoever takes it is where they "
            "were. Most likely the wrong location is named, or the connection was copied from another one."
        ),
        broken=_moor(f"{_BACK}, {{to: moor, label: Round, at: {{x: 1, y: 0}}}}"),
        fixed=_moor(_BACK),
    ),
)

"""How things of each kind begin: the shortest body that works, with values that the world at hand has.

Knows what a writer would write; where it goes is `new_thing`'s.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from engine.authoring.opened import CannotDo, OpenWorld
from engine.authoring.say import scalar
from engine.compiler.begun import DESCRIPTIONS
from engine.compiler.words import KIND_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The body of a thing as lines, pictures it needs, what was picked for it, and what to do next."""

    lines: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    fill: str = ""
    picked: str = ""
    hint: str = ""


def _spoken(entity: str) -> str:
    """An id as a name: `old-lamp` → `Old lamp`."""
    return scalar(_words(entity), flow=False)


def _words(entity: str) -> str:
    words = " ".join(entity.replace("_", "-").split("-")).strip()
    return words.capitalize() if words.isupper() else words[:1].upper() + words[1:]


def _first(world: OpenWorld, kind: str, why: str, *, fits: Callable[[Any], bool] = lambda body: True) -> str:
    """Something of a kind that this world has, as it may be written. Raises CannotDo when there is none."""
    for entity, body in sorted(world.plain[kind].items()):
        if fits(body):
            return scalar(entity)
    raise CannotDo(f"{why}. Begin one first: gamectl new {KIND_WORDS[kind].rpartition(' ')[2]} ID.")


def _start(world: OpenWorld) -> str:
    return scalar(world.plain["world"]["start"]["location"])


def _skill(world: OpenWorld, entity: str) -> Made:
    return Made(
        lines=(
            f"name: {_spoken(entity)}",
            f"description: {DESCRIPTIONS['skills']}",
            "category: gathering",
        ),
        fill="name, description, category",
        hint="let an action of type gather name it as its `skill`",
    )


def _item(world: OpenWorld, entity: str) -> Made:
    return Made(
        lines=(
            f"name: {_spoken(entity)}",
            f"description: {DESCRIPTIONS['items']}",
            f"icon: {entity}.svg",
            "type: material",
            "category: goods",
            "rarity: common",
            "price: 5c",
        ),
        pictures=(f"{entity}.svg",),
        fill="name, description, type, category, rarity, price",
        hint="let a denizen sell it, an action or creature give it, or a quest ask for it",
    )


def _item_set(world: OpenWorld, entity: str) -> Made:
    return Made(
        lines=(f"name: {_spoken(entity)}", "bonuses: [{pieces: 2, bonuses: [{defense: 1}]}]"),
        fill="name, how many pieces give what",
        hint="let two items or more belong to it: `set: " + entity + "`",
    )


def _effect(world: OpenWorld, entity: str) -> Made:
    return Made(
        lines=(
            f"name: {_spoken(entity)}",
            f"description: {DESCRIPTIONS['effects']}",
            "category: health",
            "every: 1s",
            "each: [{restore: {vital: health, amount: 1}}]",
        ),
        fill="name, description, category, what it does",
        hint="let something apply it: `apply_effect: {effect: " + entity + ", duration: 20s}`",
    )


def _spell(world: OpenWorld, entity: str) -> Made:
    magic = [name for name, body in sorted(world.plain["skills"].items()) if body["category"] == "magic"]
    school = scalar(magic[0]) if magic else _first(world, "skills", "a spell needs a skill as its school")
    return Made(
        lines=(
            f"name: {_spoken(entity)}",
            f"description: {DESCRIPTIONS['spells']}",
            f"icon: {entity}.svg",
            "type: healing",
            f"school: {school}",
            "mana: 4",
            "cooldown: 6s",
            "target: self",
            "value: 6",
        ),
        pictures=(f"{entity}.svg",),
        fill="name, description, type, mana, cooldown, target, value",
        picked=f"school {school}",
        hint="let a quest teach it (`rewards: [{learn_spell: "
        + entity
        + "}]`), or give it to new characters:\n`character: {spells: ["
        + entity
        + "]}` under `world:`. Until then `validate` says that nobody can learn it.",
    )


def _creature(world: OpenWorld, entity: str) -> Made:
    return Made(
        lines=(
            f"name: {_spoken(entity)}",
            f"description: {DESCRIPTIONS['creatures']}",
            f"icon: {entity}.svg",
            "vitals: {health: 12}",
            "combat: {attack: 3, attack_speed: 0.8, defense: 0}",
            "experience: 6",
            "loot: [{coins: 3c, chance: 0.5}]",
        ),
        pictures=(f"{entity}.svg",),
        fill="name, description, vitals, combat, experience, loot",
        hint="let it live somewhere: `creatures` of a location that has an action of type combat",
    )


def _loot_table(world: OpenWorld, entity: str) -> Made:
    item = _first(world, "items", "a loot table needs an item to give")
    return Made(
        lines=(f"- {{item: {item}, weight: 1}}", "- {coins: 3c, weight: 3}"),
        fill="the lines, one of which is drawn",
        picked=f"item {item}",
        hint="let loot draw from it: `{table: " + entity + ", chance: 0.1}`",
    )


def _location(world: OpenWorld, entity: str) -> Made:
    start = world.plain["world"]["start"]["location"]
    name = world.title(f"locations:{start}")
    back = scalar(f"Back to {name}"[:40].strip())
    body = world.plain["locations"][start]
    begun = [
        name
        for name, other in world.plain["locations"].items()
        if any(way["to"] == start for way in other.get("connections", ()))
        and all(way["to"] != name for way in body.get("connections", ()))
    ]
    tile = _free_tile(body, len(begun))
    label = scalar(f"To {_words(entity)}"[:40].strip())
    there = f"{{to: {scalar(entity)}, label: {label}, at: {{x: {tile[0]}, y: {tile[1]}}}}}"
    way = f"- {there}" if body.get("connections") else f"connections: [{there}]"
    return Made(
        lines=(
            f"name: {_spoken(entity)}",
            f"description: {DESCRIPTIONS['locations']}",
            "size: {x: 8, y: 8}",
            f"connections: [{{to: {scalar(start)}, label: {back}, at: {{x: 0, y: 4}}}}]",
        ),
        fill="name, description, size, structures, actions",
        picked=f"a way to {start}",
        hint=(
            f"no way leads there yet, and `gamectl validate` says so until one does. Add this to "
            f"{'the `connections` of ' if body.get('connections') else ''}{start} "
            f"({world.place(f'locations:{start}')}), or lead there from elsewhere:\n  {way}"
        ),
    )


def _free_tile(location: Any, kept: int) -> tuple[int, int]:
    """A tile where nothing stands yet, at the right edge where that has room.

    So many are kept for locations to which no way leads yet: each was told of a tile when it was begun.
    """
    things = [*location.get("structures", {}).values(), *location.get("connections", ())]
    taken = {(thing["at"]["x"], thing["at"]["y"]) for thing in things if "at" in thing}
    width, height = location["size"]["x"], location["size"]["y"]
    tiles = ((x, y) for x in range(width - 1, -1, -1) for y in range(height))
    free = [tile for tile in tiles if tile not in taken]
    return free[kept % len(free)] if free else (width - 1, 0)


def _denizen(world: OpenWorld, entity: str) -> Made:
    return Made(
        lines=(
            f"name: {_spoken(entity)}",
            f"description: {DESCRIPTIONS['denizens']}",
            f"icon: {entity}.svg",
            f"at: {{location: {_start(world)}}}",
        ),
        pictures=(f"{entity}.svg",),
        fill="name, description, where they are",
        picked=f"location {_start(world)}",
        hint="give them words (`dialogue`), wares (`sells`, `buys`) or a quest",
    )


def _dialogue(world: OpenWorld, entity: str) -> Made:
    return Made(
        lines=(
            "start: hello",
            "nodes:",
            "  hello:",
            "    text: Good day.",
            "    choices:",
            '      - {id: ask, text: "What is new?", goto: news}',
            "      - {id: bye, text: Good day to you.}",
            "  news:",
            "    text: Nothing yet. Come back when there is.",
        ),
        fill="what is said, and the answers",
        hint="let a denizen say it: `dialogue: " + entity + "`",
    )


def _quest(world: OpenWorld, entity: str) -> Made:
    giver = _first(world, "denizens", "a quest needs a denizen who gives it")
    return Made(
        lines=(
            f"title: {_spoken(entity)}",
            f"description: {DESCRIPTIONS['quests']}",
            f"giver: {giver}",
            f"objectives: [{{id: talk, talk: {{denizen: {giver}}}}}]",
            "rewards: [{give_coins: 10c}]",
        ),
        fill="title, description, giver, objectives, rewards",
        picked=f"giver {giver}",
        hint="say what is to be done: talk, kill, collect, visit or do",
    )


def _flag(world: OpenWorld, entity: str) -> Made:
    return Made(
        lines=("type: bool", "default: false"),
        fill="bool or int, and how it begins",
        hint="set it (`set_flag: {id: "
        + entity
        + ", to: true}`) and ask for it (`flag: {id: "
        + entity
        + ", is: true}`)",
    )


def _scene(world: OpenWorld, entity: str) -> Made:
    return Made(
        lines=(
            f"given: {{at: {{location: {_start(world)}}}}}",
            "steps:",
            f"  - {{wait: 1s, expect: {{at: {{location: {_start(world)}}}}}}}",
        ),
        fill="how it begins, what is done, and what should come of it",
        picked=f"location {_start(world)}",
        hint=f"let the character do something: {', '.join(f'`do: {deed}`' for deed in _deeds(world))}",
    )


def _deeds(world: OpenWorld) -> list[str]:
    """Deeds of a scene with what this world has, each as it is written."""
    denizens = sorted(world.plain["denizens"].items())
    found = [f"{{interact: {scalar(name)}}}" for name, _ in denizens[:1]]
    for quest, body in sorted(world.plain["quests"].items())[:1]:
        found.append(f"{{accept_quest: {{denizen: {scalar(body['giver'])}, quest: {scalar(quest)}}}}}")
    wares = ((name, ware["item"]) for name, body in denizens for ware in body.get("sells", ()))
    for name, item in islice(wares, 1):
        found.append(f"{{trade: {{denizen: {scalar(name)}, buy: [{scalar(item)}]}}}}")
    return [*found, "{act: idle}"]


def _balance(world: OpenWorld, entity: str) -> Made:
    creature = _first(world, "creatures", "an expectation about a fight needs a creature")
    return Made(
        lines=(
            f"fight: {{character: {{level: 0}}, creatures: [{{creature: {creature}, amount: 1}}]}}",
            "runs: 1000",
            "seed: 1",
            "expect: {win_rate: {between: [0, 1]}}",
        ),
        fill="who fights what, and how often the fight should be won",
        picked=f"creature {creature}",
        hint="narrow `between` down to what you want, such as [0.6, 0.8]",
    )


TEMPLATES: Final[Mapping[str, Callable[[OpenWorld, str], Made]]] = {
    "skills": _skill,
    "items": _item,
    "item_sets": _item_set,
    "effects": _effect,
    "spells": _spell,
    "creatures": _creature,
    "loot_tables": _loot_table,
    "locations": _location,
    "denizens": _denizen,
    "dialogues": _dialogue,
    "quests": _quest,
    "flags": _flag,
    "scenes": _scene,
    "balance": _balance,
}
"""How each kind begins."""

"""Files with one mistake of shape each, as writers make them: a wrong key, value or sort, or one left out."""

from collections.abc import Mapping
from typing import Final

_ITEM = "name: Bread, description: Brown., icon: a.svg, type: consumable, category: food, rarity: common"
_SPELL = (
    "name: Mend, description: So., icon: a.svg, type: healing, school: M, mana: 4, target: self, value: 6"
)
_PLACE = "name: Harbor, description: Tar., size: {x: 9, y: 9}"
_QUEST = "title: Lamp, description: Light., giver: mara"
_CREATURE = "name: Crab, description: Sideways., icon: a.svg, vitals: {health: 9}"

SHAPE_MISTAKES: Final[Mapping[str, str]] = {
    "a kind misspelt": "itmes:\n  bread: {based_on: ham}\n",
    "a kind that is a list": "items:\n  - bread\n",
    "a kind that is a word": "flags: saw-lamp\n",
    "a thing that is a word": "items:\n  bread: brown\n",
    "a thing that is a list": "denizens:\n  mara:\n    - name: Mara\n",
    "a thing that is empty": "items:\n  bread:\n",
    "an id with a space": "items:\n  brown bread: {based_on: ham}\n",
    "an id with an umlaut": "items:\n  brötchen: {based_on: ham}\n",
    "a key misspelt": f"items:\n  bread: {{{_ITEM}, price: 4c, raritie: rare}}\n",
    "a key left out": f"items:\n  bread: {{{_ITEM}}}\n",
    "a key left out of a spell": f"spells:\n  mend: {{{_SPELL}}}\n",
    "a price without a unit": f"items:\n  bread: {{{_ITEM}, price: 4}}\n",
    "a price in euros": f"items:\n  bread: {{{_ITEM}, price: 4 euros}}\n",
    "a duration without a unit": f"spells:\n  mend: {{{_SPELL}, cooldown: 6}}\n",
    "a duration with a space": f"spells:\n  mend: {{{_SPELL}, cooldown: 6 s}}\n",
    "a word that is none of those": "items:\n  bread: {based_on: ham, rarity: mythic}\n",
    "a picture of a wrong kind": "items:\n  bread: {based_on: ham, icon: bread.bmp}\n",
    "an empty name": 'items:\n  bread: {based_on: ham, name: ""}\n',
    "a number for a name": "items:\n  bread: {based_on: ham, name: 7}\n",
    "a word for yes or no": 'items:\n  bread: {based_on: ham, bound: "true"}\n',
    "one condition instead of a list": "items:\n  bread:\n    based_on: ham\n    requires: {level: 3}\n",
    "a condition nobody knows": "items:\n  bread:\n    based_on: ham\n    requires: [{lvl: 3}]\n",
    "two conditions in one": "items:\n  bread:\n    based_on: ham\n    requires: [{level: 3, coins: 4c}]\n",
    "a condition of nothing": "items:\n  bread:\n    based_on: ham\n    requires: [{}]\n",
    "a level as text": 'items:\n  bread:\n    based_on: ham\n    requires: [{level: "3"}]\n',
    "a level below nought": "items:\n  bread:\n    based_on: ham\n    requires: [{level: -1}]\n",
    "half a level": "items:\n  bread:\n    based_on: ham\n    requires: [{level: 1.5}]\n",
    "a condition without its level": "items:\n  a:\n    based_on: b\n    requires: [{skill: {id: A}}]\n",
    "an effect nobody knows": "items:\n  bread:\n    based_on: ham\n    on_use: [{healing: 6}]\n",
    "an effect without duration": "items:\n  a: {based_on: b, on_use: [{apply_effect: {effect: x}}]}\n",
    "an effect as a word": "items:\n  bread:\n    based_on: ham\n    on_use: [heal]\n",
    "a chance above one": "creatures:\n  c: {based_on: d, loot: [{item: a, chance: 50}]}\n",
    "a fight without speed": f"creatures:\n  crab: {{{_CREATURE}, combat: {{attack: 3}}}}\n",
    "a tile without row": "locations:\n  h: {based_on: g, connections: [{to: m, label: G, at: {x: 1}}]}\n",
    "a size as text": "locations:\n  h: {name: Harbor, description: Tar., size: 9x9}\n",
    "an action of no type": f"locations:\n  h: {{{_PLACE}, actions: {{dig: {{label: Dig}}}}}}\n",
    "a type of action nobody knows": "locations:\n  h: {based_on: g, actions: {d: {label: D, type: mine}}}\n",
    "a quest without objectives": f"quests:\n  q: {{{_QUEST}, objectives: []}}\n",
    "an objective without an id": f"quests:\n  q: {{{_QUEST}, objectives: [{{talk: {{denizen: m}}}}]}}\n",
    "an objective nobody knows": f"quests:\n  q: {{{_QUEST}, objectives: [{{id: a, slay: c}}]}}\n",
    "a dialogue without nodes": "dialogues:\n  hello: {start: hi, nodes: {}}\n",
    "an answer without text": "dialogues:\n  d: {start: a, nodes: {a: {text: A., choices: [{id: b}]}}}\n",
    "a flag of no type": "flags:\n  lit: {default: false}\n",
    "the same twice in a list": "denizens:\n  mara: {based_on: otto, buys: [ham, ham]}\n",
    "a world without a start": "world: {title: A, version: 1.0.0, slots: [a], character: {based_on: b}}\n",
    "a rule nobody knows": "rules: {hit_chanse: 0.5}\n",
    "a scene without steps": "scenes:\n  s: {given: {level: 3}}\n",
    "a deed nobody knows": "scenes:\n  s: {steps: [{do: {dance: mara}}]}\n",
    "a win rate of three numbers": "balance:\n  b: {based_on: a, expect: {win_rate: {between: [0, 0, 1]}}}\n",
    "an old id that leads nowhere": "moved:\n  items: {old-knife: {gone: true}}\n",
    "a loot table of nothing": "loot_tables:\n  finds: []\n",
    "bonuses of an item set as a mapping": "item_sets:\n  s: {name: S, bonuses: {pieces: 2}}\n",
    "a lasting effect that lasts oddly": "effects:\n  fed: {based_on: full, stacking: longer}\n",
    "a category of skill nobody knows": "skills:\n  A: {name: A, description: A., category: fighting}\n",
}
"""Texts of files by what is wrong in them."""

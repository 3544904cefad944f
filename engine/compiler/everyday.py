"""What people call the keys and kinds of content elsewhere: other words in English, German and French.

Only words; which of them was meant at a place is decided by who asks. Compared without accents, and without
telling `give_gold`, `give-gold` and `Give Gold` apart.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from engine.compiler.names import folded

_FEW: Final = 3
"""So many letters are as near to many other words as a slip is."""
WORDS: Final[Mapping[str, str]] = {
    # Texts and pictures
    "name": "title label text caption heading display_name titel bezeichnung nom titre intitule",
    "title": "name label text caption heading headline uberschrift bezeichnung nom titre intitule",
    "label": "name title text caption heading titel bezeichnung beschriftung nom titre libelle etiquette",
    "text": "label line lines message say says speech name title description content inhalt texte contenu",
    "say": "text message tell speak says print sage sagen dire dis texte",
    "description": "desc descr info about details summary flavor flavour lore text beschreibung beschr texte",
    "icon": "image img picture pic sprite portrait art bild symbol bilddatei grafik icone dessin",
    # Items and what is done with them
    "price": "cost costs value worth preis kosten wert prix cout valeur",
    "rarity": "seltenheit rarete quality grade qualitat",
    "category": "kategorie categorie group class slot sort klasse gruppe",
    "type": "kind sort art typ genre class",
    "bonuses": "bonus stats boni modifiers attributes werte",
    "requires": "condition conditions requirement requirements need needs when if only_if voraussetzung "
    "voraussetzungen bedingung bedingungen exige prerequis",
    "on_use": "use when_used effect effects onuse benutzen utilisation",
    "on_equip": "when_equipped onequip effect effects",
    "bound": "soulbound no_drop gebunden",
    "cursed": "curse verflucht maudit",
    "set": "item_set collection",
    "based_on": "extends inherits inherit parent base template like copy_of basiert_auf",
    "slots": "equipment_slots places_worn",
    # Places
    "at": "location place position pos where in ort platz stelle lieu endroit tile",
    "location": "place where room map area id name ort lieu endroit",
    "structure": "building house room gebaude batiment",
    "structures": "buildings houses gebaude batiments",
    "size": "dimensions dimension extent grosse groesse taille",
    "x": "w width breite largeur columns",
    "y": "h height hohe hoehe hauteur rows",
    "to": "goto target destination leads_to goal location nach ziel vers value is set wert valeur",
    "connections": "exits exit ways paths roads links doors connection ausgange wege sorties chemins",
    "actions": "activities action aktionen taten",
    "creatures": "monsters enemies mobs monster kreaturen gegner monstres ennemis creature",
    "respawn": "revive respawn_at",
    "start": "begin first entry beginn anfang debut",
    # Numbers
    "amount": "count number quantity qty num n times how_many anzahl menge nombre quantite value size",
    "level": "lvl min_level stufe niveau levels",
    "levels": "level amount lvl plus stufen niveaux",
    "health": "hp life lives hitpoints hit_points leben lebenspunkte vie pv sante",
    "mana": "mp magic magic_points manapunkte pm",
    "stamina": "sp energy endurance ausdauer energie endurance_points",
    "vitals": "stats health life attributes vital werte",
    "vital": "stat type kind what which",
    "combat": "stats fight fighting battle kampf",
    "attack": "atk damage strength power dmg angriff attaque",
    "attack_speed": "speed atk_speed attackspeed angriffstempo tempo vitesse",
    "defense": "defence def armor armour verteidigung rustung",
    "accuracy": "precision hit treffsicherheit",
    "evasion": "dodge agility ausweichen esquive",
    "experience": "xp exp erfahrung xp_reward",
    "wallet": "coins gold money purse cash geld bourse argent",
    "duration": "time length lasts seconds takes dauer zeit duree temps",
    "cooldown": "recharge wait delay abklingzeit",
    "every": "interval period tick each_time alle",
    "each": "then effects effect do tick",
    "chance": "probability prob odds rate percent likelihood weight wahrscheinlichkeit chances",
    "weight": "chance probability prob odds rate share gewicht poids likelihood",
    "min": "amount count number minimum from least at_least lowest von",
    "max": "maximum upto most at_most highest up_to bis",
    "at_least": "min minimum more_than atleast least over mindestens",
    "at_most": "max maximum less_than atmost most under hochstens",
    "is": "value equals equal to state be ist wert vaut",
    "add": "plus increase inc by change increment",
    "below": "under at less_than threshold percent unter",
    "default": "value initial start init standard anfangswert",
    "stock": "amount count quantity vorrat",
    "restock": "refill after every",
    "value": "power strength amount wert valeur",
    "pieces": "count amount number items teile",
    # People, talk, quests
    "id": "name key item flag skill quest ident identifier item_id flag_id skill_id quest_id",
    "item": "has_item have_item id name item_id object thing what gegenstand ding objet items creature",
    "creature": "id name monster enemy mob npc kreatur gegner monstre ennemi target",
    "denizen": "npc id name who person character whom figur person_id personnage",
    "quest": "id name quest_id mission aufgabe quete",
    "objective": "goal step task id ziel",
    "objectives": "goals steps tasks goal aims ziele aufgaben objectifs etapes",
    "giver": "npc denizen from given_by giver_id questgiver geber donneur start_npc",
    "returns_to": "end_npc hand_in turn_in ender return_to",
    "rewards": "reward gives loot belohnung belohnungen recompense recompenses",
    "repeat": "repeatable repeats cooldown wiederholbar",
    "after": "cooldown delay every time wait nach apres",
    "ordered": "in_order sequence sequential",
    "dialogue": "dialog talk conversation talks dialogues gesprach",
    "nodes": "pages lines states steps dialog knoten noeuds",
    "choices": "options answers replies responses choice option antworten auswahl choix reponses",
    "goto": "next to target leads_to jump node go weiter suivant next_node",
    "then": "do effects effect actions action result dann alors faire",
    "when": "if condition conditions requires wenn falls si quand",
    "else": "otherwise sonst sinon",
    "of": "branches options one_of choices list",
    "once": "only_once one_time einmal",
    "sells": "inventory shop stock wares goods items sell for_sale verkauft vend",
    "buys": "buy wants purchases kauft achete",
    "loot": "drops drop treasure rewards beute butin",
    "table": "loot_table loot tabelle",
    "skill": "id name skill_id ability fertigkeit competence talent",
    "school": "skill magic_school schule ecole",
    "target": "aim whom who ziel cible",
    "weapons": "weapon weapon_types waffen armes",
    "action": "activity id name aktion",
    # Conditions
    "any": "or any_of one_of either oder ou",
    "all": "and all_of both und et",
    "not": "no none unless nicht kein non",
    "equipped": "wears wearing worn equip equipment has_equipped",
    "coins": "gold money coin cash has_coins has_gold has_money geld munzen muenzen argent pieces wallet",
    "flag": "flags has_flag flag_set is_flag variable switch",
    "effect": "id name has_effect buff status lasting_effect",
    "spell": "knows knows_spell has_spell spell_known zauber sort id",
    "formula": "expression expr compare formel formule",
    # Effects
    "give_item": "item items give gives give_items add_item gegenstand objet get_item receive_item",
    "take_item": "remove_item take take_items lose_item",
    "give_coins": "coins gold money give_gold give_money add_coins add_gold geld munzen argent give_coin",
    "take_coins": "take_gold take_money remove_coins pay cost lose_coins",
    "give_experience": "xp exp experience give_xp give_exp add_xp add_experience erfahrung",
    "learn_spell": "spell teach teach_spell give_spell add_spell",
    "restore": "restores heals regenerate recover give_vital wiederherstellen",
    "heal": "health hp restore_health add_health heile heilen soigner",
    "damage": "hurt harm dmg lose_health take_health attack_damage hit_damage schaden degats",
    "raise_vital": "increase_vital add_vital raise raise_health",
    "apply_effect": "effect add_effect give_effect buff apply status",
    "remove_effect": "end_effect clear_effect",
    "set_flag": "flag flags set set_flags set_variable",
    "start_quest": "quest give_quest begin_quest",
    "advance_quest": "update_quest progress_quest",
    "move_to": "teleport move goto go_to teleport_to",
    "spawn": "summon spawn_creature",
    "random": "chance one_of choose pick zufall hasard",
    # Objectives and deeds
    "talk": "speak talk_to meet visit_npc interact reden sprechen parler",
    "kill": "slay defeat fight hunt kill_creature tote toeten tuer",
    "collect": "fetch gather bring get deliver find item sammle sammeln hole collecter",
    "visit": "go go_to goto reach travel explore location besuche besuchen visiter",
    "do": "action act perform use activity mache tun faire",
    "trade": "buy sell shop deal",
    "act": "do action perform",
    "interact": "talk talk_to speak meet",
    "expect": "then assert check result should",
    "given": "before setup when with",
    # Rules
    "experience_to_next": "xp_to_next exp_to_next xp_to_level exp_to_level experience_to_level xp_per_level",
    "skill_experience_to_next": "skill_xp_to_next skill_xp skill_exp skill_experience",
    "level_up": "on_level_up levelup per_level level_gain",
    "regeneration": "regen regenerate recovery healing",
    "attack_period": "attack_time attack_delay attack_interval",
    "hit_chance": "chance_to_hit to_hit accuracy",
    "evade_chance": "evasion_chance dodge_chance chance_to_evade dodge",
    "block_chance": "chance_to_block block",
    "experience_share": "xp_share party_experience group_experience",
    "price_to_buy": "buy_price buying_price purchase_price buy einkaufspreis kaufpreis",
    "price_to_sell": "sell_price selling_price sale_price resale_price sell verkaufspreis",
    # Kinds
    "items": "things objects gear gegenstande gegenstaende objets inventory stuff",
    "denizens": "npcs npc characters people persons figuren personen personnages",
    "quests": "missions mission tasks aufgaben quetes",
    "locations": "places rooms maps areas zones orte raume lieux endroits place",
    "spells": "magic spellbook zauber zauberspruche sorts sortileges",
    "dialogues": "talks conversations talk gesprache gespraeche conversation",
    "skills": "abilities talents fertigkeiten competences",
    "effects": "buffs statuses status status_effects effekte effets",
    "loot_tables": "loot drops drop_tables beute butin",
    "flags": "variables switches vars schalter variablen",
    "world": "game settings welt monde",
    "rules": "formulas config regeln regles",
    "scenes": "tests test szenen",
}


@lru_cache(maxsize=1)
def _by_word() -> Mapping[str, frozenset[str]]:
    """The keys that a word may stand for."""
    found: dict[str, set[str]] = {}
    for key, words in WORDS.items():
        for word in words.split():
            found.setdefault(folded(word), set()).add(key)
    return {word: frozenset(keys) for word, keys in found.items()}


def is_short_word(word: str) -> bool:
    """Whether it is a whole word of a few letters, which a slip in another word would hardly make."""
    return len(word) <= _FEW and folded(word) in _by_word()


def meant_by(word: str, keys: Iterable[str]) -> list[str]:
    """Those of some keys that a word may stand for, in their order."""
    may = _by_word().get(folded(word), frozenset())
    return [key for key in keys if key in may]
